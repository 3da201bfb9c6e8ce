#include "core/analysis/anomaly_ranking.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

/// Rows that are scored between two reports.
constexpr Index kStretch = 1024;

/// Calls take(rows, scores) for one stretch of the table after the other.
template <class Take>
void scoreInStretches(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
                      const AnomalyOptions& options, const Progress& progress, Take take) {
    const RowList rows = allRows(table.rows());
    for (Index first = 0; first < table.rows(); first += kStretch) {
        reportProgress(progress, double(first) / double(table.rows()));
        const std::span<const Index> stretch = std::span(rows).subspan(
            std::size_t(first), std::size_t(std::min(kStretch, table.rows() - first)));
        take(stretch, scoreRows(preprocessor, table, model, stretch, options));
    }
}

}  // namespace

AnomalyRanking rankAnomalies(const Preprocessor& preprocessor, const EncodedTable& table,
                             const ModelSnapshot& model, const AnomalyOptions& options,
                             const Progress& progress) {
    AnomalyRanking ranking{
        .order = allRows(table.rows()), .score = Eigen::VectorXd(table.rows()), .explained = {}};
    scoreInStretches(preprocessor, table, model, options, progress,
                     [&ranking](std::span<const Index> rows, const AnomalyScores& scores) {
                         ranking.score.segment(rows.front(), Index(rows.size())) = scores.score;
                     });
    const auto strangeness = [&ranking](Index row) {
        const double score = ranking.score[row];
        return std::isnan(score) ? std::numeric_limits<double>::infinity() : score;
    };
    std::ranges::stable_sort(ranking.order, std::ranges::greater(), strangeness);
    const Index explained = std::min(kMostExplained, table.rows());
    ranking.explained = scoreRows(preprocessor, table, model,
                                  std::span(ranking.order).first(std::size_t(explained)), options);
    return ranking;
}

std::string scoresCsv(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
                      const AnomalyOptions& options, const Progress& progress) {
    ScoreTable scored(preprocessor, options.importanceSamples > 1);
    scoreInStretches(
        preprocessor, table, model, options, progress,
        [&scored](std::span<const Index> rows, const AnomalyScores& scores) { scored.add(rows, scores); });
    return scored.text();
}

}  // namespace latentscape
