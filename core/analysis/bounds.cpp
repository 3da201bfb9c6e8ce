#include "core/analysis/bounds.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/mean_r2.h"
#include "core/analysis/mutual_information.h"
#include "core/analysis/row_chunks.h"
#include "core/model/latent.h"

namespace latentscape {
namespace {

constexpr double kActiveVariance = 0.01;

/// Over rows; the vectors have one entry a latent dimension or a feature.
struct Sums {
    double reconstruction = 0;
    double logLikelihood = 0;
    long saturated = 0;
    Eigen::ArrayXd klPerDimension;
    Eigen::ArrayXd mean;
    Eigen::ArrayXd meanSquares;
    Eigen::ArrayXd posteriorVariance;
    Eigen::ArrayXd terms;
    Eigen::ArrayXd squaredErrors;
    Eigen::ArrayXd x;
    Eigen::ArrayXd xSquares;
    Eigen::ArrayXd present;
};

/// Adds up what chunks of rows say, with one workspace for all.
class ChunkEvaluator {
public:
    ChunkEvaluator(const ModelSnapshot& model, std::size_t rows, const EvaluationOptions& options)
        : m_model(model), m_random(options.seed), m_options(options) {
        const Index latent = model.vae->latent();
        const Index features = model.vae->features();
        model.vae->reserve(m_workspace, RowChunks::kLongest);
        m_expectation.resize(features, RowChunks::kLongest);
        for (Eigen::ArrayXd* const sum :
             {&m_sums.klPerDimension, &m_sums.mean, &m_sums.meanSquares, &m_sums.posteriorVariance})
            *sum = Eigen::ArrayXd::Zero(latent);
        for (Eigen::ArrayXd* const sum :
             {&m_sums.terms, &m_sums.squaredErrors, &m_sums.x, &m_sums.xSquares, &m_sums.present})
            *sum = Eigen::ArrayXd::Zero(features);
        m_stride = std::max<Index>(1, (Index(rows) + kMutualInformationRows - 1) / kMutualInformationRows);
        const Index kept = (Index(rows) + m_stride - 1) / m_stride;
        m_posteriorMeans.resize(latent, kept);
        m_posteriorLogvars.resize(latent, kept);
    }

    void add(std::span<const Index> rows, const Batch& batch) {
        const Index count = batch.rows();
        for (int sample = 0; sample < m_options.samples; ++sample) {
            drawNoise(RandomStream::ValidationNoise, sample, rows);
            const LossSums sums = m_model.vae->forward(m_model.parameters, batch, m_workspace);
            m_sums.reconstruction += sums.reconstruction / m_options.samples;
            m_sums.terms +=
                m_workspace.terms.leftCols(count).cast<double>().rowwise().sum().array() / m_options.samples;
        }
        addPosteriors(count);
        addReconstructions(batch);
        if (m_options.importanceSamples > 0)
            addImportanceWeighted(batch, rows);
    }

    const Sums& sums() const { return m_sums; }
    double mutualInformation() const {
        return latentscape::mutualInformation(m_posteriorMeans, m_posteriorLogvars, m_options.seed);
    }

private:
    void drawNoise(RandomStream stream, int sample, std::span<const Index> rows) {
        m_random.fillNormal(stream, std::uint32_t(sample), rows,
                            m_workspace.noise.leftCols(Index(rows.size())));
    }

    void addPosteriors(Index count) {
        const Eigen::MatrixXd mean = m_workspace.mean.leftCols(count).cast<double>();
        const Eigen::MatrixXd logvar =
            m_workspace.logvar.leftCols(count).cwiseMax(kMinLogvar).cwiseMin(kMaxLogvar).cast<double>();
        m_sums.klPerDimension += m_workspace.klPerDimension.array();
        m_sums.mean += mean.rowwise().sum().array();
        m_sums.meanSquares += mean.rowwise().squaredNorm().array();
        m_sums.posteriorVariance += logvar.array().exp().rowwise().sum();
        m_sums.saturated += countSaturated(m_workspace.logvar.leftCols(count));
        for (Index row = 0; row < count; ++row, ++m_seen) {
            if (m_seen % m_stride != 0)
                continue;
            m_posteriorMeans.col(m_kept) = mean.col(row);
            m_posteriorLogvars.col(m_kept++) = logvar.col(row);
        }
    }

    /// From posterior means, without noise.
    void addReconstructions(const Batch& batch) {
        const Index count = batch.rows();
        m_workspace.z.leftCols(count) = m_workspace.mean.leftCols(count);
        m_model.vae->decode(m_model.parameters, count, m_workspace);
        m_model.vae->expectation(m_workspace.raw.leftCols(count), m_expectation.leftCols(count));
        for (Index row = 0; row < count; ++row) {
            Eigen::ArrayXd x = batch.x.col(row).cast<double>().array();
            Eigen::ArrayXd error = x - m_expectation.col(row).cast<double>().array();
            if (batch.mask.size() != 0) {
                const Eigen::ArrayXd present = batch.mask.col(row).cast<double>().array();
                x = (present > 0).select(x, 0.0);
                error = (present > 0).select(error, 0.0);
                m_sums.present += present;
            } else {
                m_sums.present += 1;
            }
            m_sums.x += x;
            m_sums.xSquares += x.square();
            m_sums.squaredErrors += error.square();
        }
    }

    void addImportanceWeighted(const Batch& batch, std::span<const Index> rows) {
        const Index count = batch.rows();
        const int samples = m_options.importanceSamples;
        Eigen::ArrayXXd logWeights(samples, count);
        for (int sample = 0; sample < samples; ++sample) {
            drawNoise(RandomStream::ImportanceNoise, sample, rows);
            m_model.vae->forward(m_model.parameters, batch, m_workspace);
            for (Index row = 0; row < count; ++row)
                logWeights(sample, row) =
                    m_model.vae->logImportanceWeight(m_workspace, count, row, 0, Vector(0));
        }
        for (Index row = 0; row < count; ++row) {
            const double largest = logWeights.col(row).maxCoeff();
            m_sums.logLikelihood += largest + std::log((logWeights.col(row) - largest).exp().mean());
        }
    }

    const ModelSnapshot& m_model;
    Random m_random;
    EvaluationOptions m_options;
    VaeWorkspace m_workspace;
    Matrix m_expectation;
    Sums m_sums;
    /// Of every m_stride-th row.
    Index m_stride = 1;
    Index m_seen = 0;
    Eigen::MatrixXd m_posteriorMeans;
    Eigen::MatrixXd m_posteriorLogvars;
    Index m_kept = 0;
};

std::vector<ColumnEvaluation> columnEvaluations(const Preprocessor& preprocessor, const Sums& sums,
                                                double rows) {
    const Eigen::ArrayXd deviations = sums.xSquares - sums.x.square() / sums.present.max(1);
    std::vector<ColumnEvaluation> columns;
    for (const EncodedColumn& column : preprocessor.columns()) {
        if (column.features == 0)
            continue;
        const auto ofColumn = [&](const Eigen::ArrayXd& sum) {
            return sum.segment(column.firstFeature, column.features).sum();
        };
        const double deviation = ofColumn(deviations);
        columns.push_back({.name = column.name,
                           .negativeLogLikelihood = ofColumn(sums.terms) / rows,
                           .r2 = deviation > 1e-12 ? 1 - ofColumn(sums.squaredErrors) / deviation : 0,
                           .varies = deviation > 1e-12});
    }
    return columns;
}

}  // namespace

Evaluation evaluateModel(const Preprocessor& preprocessor, const EncodedTable& table,
                         const ModelSnapshot& model, std::span<const Index> rows,
                         const EvaluationOptions& options) {
    ChunkEvaluator evaluator(model, rows.size(), options);
    RowChunks(table).forEach(
        rows, [&](Index, std::span<const Index> chunk, const Batch& batch) { evaluator.add(chunk, batch); });

    const Sums& sums = evaluator.sums();
    const double count = double(std::max<std::size_t>(rows.size(), 1));
    const Index latent = model.vae->latent();
    Evaluation evaluation{.rows = Index(rows.size()),
                          .reconstruction = sums.reconstruction / count,
                          .kl = sums.klPerDimension.sum() / count,
                          .mutualInformation = evaluator.mutualInformation(),
                          .saturated = double(sums.saturated) / (count * double(latent)),
                          .columns = columnEvaluations(preprocessor, sums, count),
                          .logJacobian = preprocessor.logJacobian(table, rows)};
    evaluation.elbo = -(evaluation.reconstruction + evaluation.kl);
    evaluation.r2 = meanR2(evaluation.columns);
    for (Index j = 0; j < latent; ++j) {
        const double mean = sums.mean[j] / count;
        const double variance = std::max(0.0, sums.meanSquares[j] / count - mean * mean);
        evaluation.klPerDimension.push_back(sums.klPerDimension[j] / count);
        evaluation.meanVariance.push_back(variance);
        evaluation.aggregateMean.push_back(mean);
        evaluation.aggregateVariance.push_back(variance + sums.posteriorVariance[j] / count);
        evaluation.activeUnits += variance > kActiveVariance;
    }
    if (options.importanceSamples > 0)
        evaluation.importanceWeighted = {.k = options.importanceSamples,
                                         .logLikelihood = sums.logLikelihood / count};
    return evaluation;
}

}  // namespace latentscape
