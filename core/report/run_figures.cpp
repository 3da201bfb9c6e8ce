#include "core/report/run_figures.h"

#include <algorithm>

#include "core/analysis/encoding.h"
#include "core/analysis/projection.h"

namespace latentscape {
namespace {

/// Which share of the work is done after each part, about: ranking scores every row 16 times.
constexpr double kEvaluated = 0.15;
constexpr double kCompared = 0.25;
constexpr double kRanked = 0.9;

std::vector<RowReconstruction> typicalRows(const ReportedRun& run, const AnomalyRanking& ranking) {
    // Judged rows in the order of their scores, the most usual first.
    const RowList& judged = run.judgedRows();
    RowList usual;
    for (auto row = ranking.order.rbegin(); row != ranking.order.rend(); ++row)
        if (std::ranges::binary_search(judged, *row))
            usual.push_back(*row);
    const Index shown = std::min(kReportedRows, Index(usual.size()));
    std::vector<RowReconstruction> rows;
    for (Index i = 0; i < shown; ++i) {
        const std::size_t place = std::size_t((2 * i + 1) * Index(usual.size()) / (2 * shown));
        rows.push_back(reconstructRow(*run.data->dataset, run.data->preprocessor, run.data->table, run.model,
                                      usual[place]));
    }
    return rows;
}

Matrix planeOf(const Matrix& means) {
    if (means.rows() > 2)
        return principalPlane(means).of(means);
    Matrix points = Matrix::Zero(2, means.cols());
    points.topRows(means.rows()) = means;
    return points;
}

}  // namespace

Hyperparameters begunWith(const Hyperparameters& now, const std::vector<HyperparameterEdit>& edits) {
    Hyperparameters begun = now;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
        setHyperparameter(begun, hyperparameterSpec(edit->key), edit->before);
    return begun;
}

RunFigures runFigures(const ReportedRun& run, const Progress& progress) {
    const TrainingData& data = *run.data;
    const RowList& judged = run.judgedRows();
    const auto seed = std::uint64_t(run.hyperparameters.seed);
    RunFigures figures;
    reportProgress(progress, 0);
    figures.evaluation = evaluateModel(data.preprocessor, data.table, run.model, judged, {.seed = seed});
    reportProgress(progress, kEvaluated);
    figures.baselines =
        fitBaselines(data.preprocessor, data.table, data.split.training, judged, run.model.vae->latent());
    figures.findings = diagnose({.hyperparameters = run.hyperparameters,
                                 .history = run.history,
                                 .evaluation = figures.evaluation,
                                 .baselines = figures.baselines,
                                 .columnsAtFloor = columnsAtNoiseFloor(data.preprocessor, run.model),
                                 .pictures = data.preprocessor.image().has_value(),
                                 .finished = run.finished,
                                 .divergence = run.divergence});
    figures.columns = columnHealth(*data.dataset, data.preprocessor, data.table, run.model, judged);
    const auto ranked = [&progress](double share) {
        return !progress || progress(kCompared + share * (kRanked - kCompared));
    };
    figures.anomalies = rankAnomalies(data.preprocessor, data.table, run.model, {.seed = seed}, ranked);
    figures.reconstructions = typicalRows(run, figures.anomalies);
    figures.mapRows = subsampleRows(data.dataset->rows(), kReportedMapRows, Random(seed));
    figures.map = planeOf(encodeRows(data.table, run.model, figures.mapRows).mean);
    figures.colours = mapColours(*data.dataset, data.roles.label, figures.mapRows);
    reportProgress(progress, 1);
    return figures;
}

}  // namespace latentscape
