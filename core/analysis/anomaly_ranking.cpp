#include "core/analysis/anomaly_ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

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

/// Means of finite shares.
class UsualShares {
public:
    explicit UsualShares(Index columns)
        : m_sum(Eigen::VectorXd::Zero(columns)), m_count(Eigen::VectorXd::Zero(columns)) {}

    void add(const Eigen::MatrixXd& shares) {
        for (Index row = 0; row < shares.cols(); ++row)
            for (Index column = 0; column < shares.rows(); ++column)
                if (std::isfinite(shares(column, row))) {
                    m_sum[column] += shares(column, row);
                    ++m_count[column];
                }
    }
    Eigen::VectorXd means() const { return m_sum.array() / m_count.array().max(1); }

private:
    Eigen::VectorXd m_sum;
    Eigen::VectorXd m_count;
};

}  // namespace

std::vector<std::size_t> AnomalyRanking::blamed(Index place, std::size_t count) const {
    const auto excess = [&](std::size_t column) {
        const double share = explained.shares(Index(column), place) - usualShares[Index(column)];
        return std::isnan(share) ? std::numeric_limits<double>::infinity() : share;
    };
    std::vector<std::size_t> columns(std::size_t(usualShares.size()));
    std::iota(columns.begin(), columns.end(), std::size_t(0));
    std::ranges::stable_sort(columns, std::ranges::greater(), excess);
    columns.resize(std::min(count, columns.size()));
    std::erase_if(columns, [&](std::size_t column) { return !(excess(column) > 0); });
    return columns;
}

AnomalyRanking rankAnomalies(const Preprocessor& preprocessor, const EncodedTable& table,
                             const ModelSnapshot& model, const AnomalyOptions& options,
                             const Progress& progress) {
    AnomalyRanking ranking{.order = allRows(table.rows()),
                           .score = Eigen::VectorXd(table.rows()),
                           .explained = {},
                           .usualShares = {}};
    UsualShares usual(Index(preprocessor.columns().size()));
    scoreInStretches(preprocessor, table, model, options, progress,
                     [&](std::span<const Index> rows, const AnomalyScores& scores) {
                         usual.add(scores.shares);
                         ranking.score.segment(rows.front(), Index(rows.size())) = scores.score;
                     });
    ranking.usualShares = usual.means();
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
