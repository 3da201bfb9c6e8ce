#include "core/analysis/baselines.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/mean_r2.h"
#include "core/model/factor_analysis.h"
#include "core/model/ppca.h"

namespace latentscape {
namespace {

constexpr Index kFitRows = 20000;
/// σ² of features that are no numbers.
constexpr double kNoiseFloor = 1e-4;

bool hasDensity(const EncodedColumn& column) {
    return column.features == 0 ||
           (column.hasNumbers() && (column.likelihood == "gaussian" || column.likelihood == "log-normal" ||
                                    column.likelihood == "student-t"));
}

/// σ² that no baseline falls below, as the model's own noise does not.
Eigen::VectorXd noiseFloors(const Preprocessor& preprocessor) {
    Eigen::VectorXd floors = Eigen::VectorXd::Constant(preprocessor.features(), kNoiseFloor);
    for (const EncodedColumn& column : preprocessor.columns())
        if (column.features == 1)
            floors[column.firstFeature] = std::pow(smallestNoise(column), 2);
    return floors;
}

/// Of the present cells of each feature. The covariance takes a missing cell to stand at the column's mean,
/// which would make a Gaussian of its own too narrow.
Eigen::VectorXd presentVariances(const DataMoments& fitted, const RowSelection& training) {
    if (!training.hasMissing())
        return fitted.covariance.diagonal();
    Eigen::ArrayXd present = Eigen::ArrayXd::Zero(training.features());
    for (const Index row : training.rows)
        present += (training.mask.col(row).array() != 0).cast<double>();
    return (fitted.covariance.diagonal().array() * double(training.count()) / present.max(1)).matrix();
}

FittedBaselines::Densities fitDensities(const DataMoments& fitted, const RowSelection& training,
                                        const Eigen::VectorXd& floors, Index latent) {
    return {.independent = {.mean = fitted.mean,
                            .loadings = Eigen::MatrixXd::Zero(fitted.mean.size(), 1),
                            .noiseVariance = presentVariances(fitted, training).cwiseMax(floors)},
            .factorAnalysis = fitFactorAnalysis(fitted, latent, floors, {.maxIterations = 500}).model,
            .shrunkGaussian = ShrunkGaussian::fit(training)};
}

/// From the posterior means, like the model's own reconstructions.
std::vector<ColumnBaseline> columnBaselines(const Preprocessor& preprocessor, const LinearGaussian& model,
                                            const RowSelection& judged) {
    const Eigen::MatrixXd meanMap = posterior(model).meanMap;
    const Index features = model.features();
    Eigen::ArrayXd errors = Eigen::ArrayXd::Zero(features);
    Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(features);
    Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(features);
    Eigen::ArrayXd present = Eigen::ArrayXd::Zero(features);
    const Index chunk = chunkRows(features);
    for (Index first = 0; first < judged.count(); first += chunk) {
        const Index count = std::min(chunk, judged.count() - first);
        Eigen::MatrixXd centred(features, count);
        centreRows(judged, model.mean, first, centred);
        Eigen::ArrayXXd error = (centred - model.loadings * (meanMap * centred)).array();
        for (Index i = 0; i < count; ++i) {
            if (judged.hasMissing()) {
                const Eigen::ArrayXd there =
                    judged.mask.col(judged.rows[std::size_t(first + i)]).cast<double>().array();
                error.col(i) *= there;
                present += there;
            } else {
                present += 1;
            }
        }
        errors += error.square().rowwise().sum();
        sums += centred.array().rowwise().sum();
        squares += centred.array().square().rowwise().sum();
    }
    const Eigen::ArrayXd deviations = squares - sums.square() / present.max(1);
    std::vector<ColumnBaseline> columns;
    for (const EncodedColumn& column : preprocessor.columns()) {
        if (column.features == 0)
            continue;
        const double deviation = deviations.segment(column.firstFeature, column.features).sum();
        const double error = errors.segment(column.firstFeature, column.features).sum();
        columns.push_back({.name = column.name,
                           .r2 = deviation > 1e-12 ? 1 - error / deviation : 0,
                           .varies = deviation > 1e-12});
    }
    return columns;
}

RowSelection rowsOf(const EncodedTable& table, std::span<const Index> rows) {
    return {.values = table.values, .mask = table.mask, .rows = rows};
}

}  // namespace

FittedBaselines fitBaselines(const Preprocessor& preprocessor, const EncodedTable& table,
                             std::span<const Index> trainingRows, Index latent) {
    const RowList chosen = subsampleRows(trainingRows, kFitRows, Random(1));
    const RowSelection training = rowsOf(table, chosen);
    const Eigen::VectorXd floors = noiseFloors(preprocessor);
    const double smallest = floors.minCoeff();
    if (preprocessor.features() > kBaselineFeatures)
        return {.ppca = fitPpca(training, latent, smallest).model};
    const DataMoments fitted = moments(training);
    FittedBaselines baselines{.ppca = fitPpca(fitted, latent, smallest).model};
    if (std::all_of(preprocessor.columns().begin(), preprocessor.columns().end(), &hasDensity))
        baselines.densities = fitDensities(fitted, training, floors, latent);
    return baselines;
}

Baselines FittedBaselines::judge(const Preprocessor& preprocessor, const EncodedTable& table,
                                 std::span<const Index> rows) const {
    const RowSelection judged = rowsOf(table, rows);
    Baselines baselines;
    if (densities)
        baselines.densities = {.independent = meanLogLikelihood(densities->independent, judged),
                               .ppca = meanLogLikelihood(ppca, judged),
                               .factorAnalysis = meanLogLikelihood(densities->factorAnalysis, judged),
                               .shrunkGaussian = densities->shrunkGaussian.meanLogDensity(judged)};
    baselines.columns = judgeColumns(preprocessor, table, rows);
    baselines.r2 = meanR2(baselines.columns);
    return baselines;
}

std::vector<ColumnBaseline> FittedBaselines::judgeColumns(const Preprocessor& preprocessor,
                                                          const EncodedTable& table,
                                                          std::span<const Index> rows) const {
    return columnBaselines(preprocessor, ppca, rowsOf(table, rows));
}

Baselines fitBaselines(const Preprocessor& preprocessor, const EncodedTable& table,
                       std::span<const Index> trainingRows, std::span<const Index> judged, Index latent) {
    return fitBaselines(preprocessor, table, trainingRows, latent).judge(preprocessor, table, judged);
}

}  // namespace latentscape
