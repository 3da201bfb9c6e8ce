#include "core/analysis/row_figures.h"

#include <algorithm>

namespace latentscape {
namespace {

/// As many shares of columns are held at a time.
constexpr std::size_t kRowsAtATime = 4096;

}  // namespace

const std::vector<float>& RowFigures::of(RowFigure figure) const {
    switch (figure) {
        case RowFigure::ReconstructionError:
            return reconstructionError;
        case RowFigure::Kl:
            return kl;
        case RowFigure::AnomalyScore:
            return anomalyScore;
    }
    return anomalyScore;
}

RowFigures rowFigures(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
                      std::span<const Index> rows, const AnomalyOptions& options) {
    RowFigures figures;
    figures.rows.assign(rows.begin(), rows.end());
    for (std::size_t first = 0; first < rows.size(); first += kRowsAtATime) {
        const std::span<const Index> chunk = rows.subspan(first, std::min(kRowsAtATime, rows.size() - first));
        const AnomalyScores scores = scoreRows(preprocessor, table, model, chunk, options);
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            figures.reconstructionError.push_back(float(scores.shares.col(Index(i)).sum()));
            figures.kl.push_back(float(scores.kl(Index(i))));
            figures.anomalyScore.push_back(float(scores.score(Index(i))));
        }
    }
    return figures;
}

}  // namespace latentscape
