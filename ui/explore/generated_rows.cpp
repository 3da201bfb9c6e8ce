#include "ui/explore/generated_rows.h"

#include <algorithm>

#include "core/analysis/model_tables.h"

namespace latentscape::ui {
namespace {

constexpr Index kMostRealRows = 20000;

/// A mixture takes work with the square of the dimensions: so many numbers of covariances, and not fewer rows
/// than tell something or more than are of use.
constexpr Index kMixtureWork = 20'000'000;
constexpr Index kFewestMixtureRows = 500;
constexpr Index kMostMixtureRows = 5000;

GaussianMixture whereRowsLie(const TrainingData& data, const ModelSnapshot& model, std::uint64_t seed) {
    const Index latent = model.vae->latent();
    const Index most = std::clamp(kMixtureWork / (latent * latent), kFewestMixtureRows, kMostMixtureRows);
    const RowList rows = subsampleRows(data.split.training, most, Random(seed));
    return aggregatePosterior(data.table, model, rows, seed);
}

}  // namespace

GeneratedComparisonPtr generateAndCompare(const TrainingData& data, const ModelSnapshot& model,
                                          const GenerationRequest& request, const Progress& progress) {
    auto result = std::make_shared<GeneratedComparison>();
    std::optional<GaussianMixture> mixture;
    if (request.fromPosterior)
        mixture = whereRowsLie(data, model, request.seed);
    reportProgress(progress, 0.5);
    result->rows =
        generateRows(data.preprocessor, model, request.rows, request.seed, mixture ? &*mixture : nullptr);
    result->table = generatedTable(data.preprocessor, result->rows);
    reportProgress(progress, 0.7);
    RowList used = data.split.training;
    used.insert(used.end(), data.split.validation.begin(), data.split.validation.end());
    std::ranges::sort(used);
    const RowList real = subsampleRows(used, kMostRealRows, Random(1));
    result->columns = generatedDifferences(*data.dataset, data.preprocessor, real, result->rows);
    reportProgress(progress, 0.9);
    result->correlations = compareCorrelations(*data.dataset, data.preprocessor, real, result->rows);
    return result;
}

}  // namespace latentscape::ui
