#include "core/analysis/bounds.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/mean_r2.h"
#include "core/analysis/mutual_information.h"
#include "core/analysis/posterior_sums.h"
#include "core/analysis/reconstruction_sums.h"
#include "core/analysis/row_chunks.h"
#include "core/model/latent.h"

namespace latentscape {
namespace {

/// Adds up what chunks of rows say, with one workspace for all.
class ChunkEvaluator {
public:
    ChunkEvaluator(const ModelSnapshot& model, std::size_t rows, const EvaluationOptions& options)
        : m_model(model),
          m_random(options.seed),
          m_options(options),
          m_posteriors(model.vae->latent()),
          m_reconstructions(model.vae->features()),
          m_terms(Eigen::ArrayXd::Zero(model.vae->features())) {
        const Index latent = model.vae->latent();
        model.vae->reserve(m_workspace, RowChunks::kLongest);
        m_expectation.resize(model.vae->features(), RowChunks::kLongest);
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
            m_reconstruction += sums.reconstruction / m_options.samples;
            m_terms +=
                m_workspace.terms.leftCols(count).cast<double>().rowwise().sum().array() / m_options.samples;
        }
        addPosteriors(count);
        addReconstructions(batch);
        if (m_options.importanceSamples > 0)
            addImportanceWeighted(batch, rows);
    }

    /// Sum over rows of −log p(x | z), and of each feature's share in it.
    double reconstruction() const { return m_reconstruction; }
    const Eigen::ArrayXd& terms() const { return m_terms; }
    /// Sum over rows of the importance-weighted bound.
    double logLikelihood() const { return m_logLikelihood; }
    const PosteriorSums& posteriors() const { return m_posteriors; }
    const ReconstructionSums& reconstructions() const { return m_reconstructions; }
    double mutualInformation() const {
        return latentscape::mutualInformation(m_posteriorMeans, m_posteriorLogvars, m_options.seed);
    }

private:
    void drawNoise(RandomStream stream, int sample, std::span<const Index> rows) {
        m_random.fillNormal(stream, std::uint32_t(sample), rows,
                            m_workspace.noise.leftCols(Index(rows.size())));
    }

    void addPosteriors(Index count) {
        const ConstMatrixRef mean = m_workspace.mean.leftCols(count);
        const ConstMatrixRef logvar = m_workspace.logvar.leftCols(count);
        m_posteriors.add(mean, logvar);
        for (Index row = 0; row < count; ++row, ++m_seen) {
            if (m_seen % m_stride != 0)
                continue;
            m_posteriorMeans.col(m_kept) = mean.col(row).cast<double>();
            m_posteriorLogvars.col(m_kept++) =
                logvar.col(row).cwiseMax(kMinLogvar).cwiseMin(kMaxLogvar).cast<double>();
        }
    }

    /// From posterior means, without noise.
    void addReconstructions(const Batch& batch) {
        const Index count = batch.rows();
        m_workspace.z.leftCols(count) = m_workspace.mean.leftCols(count);
        m_model.vae->decode(m_model.parameters, count, m_workspace);
        m_model.vae->expectation(m_workspace.raw.leftCols(count), m_expectation.leftCols(count));
        m_reconstructions.add(batch, m_expectation.leftCols(count));
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
            m_logLikelihood += largest + std::log((logWeights.col(row) - largest).exp().mean());
        }
    }

    const ModelSnapshot& m_model;
    Random m_random;
    EvaluationOptions m_options;
    VaeWorkspace m_workspace;
    Matrix m_expectation;
    PosteriorSums m_posteriors;
    ReconstructionSums m_reconstructions;
    double m_reconstruction = 0;
    double m_logLikelihood = 0;
    Eigen::ArrayXd m_terms;
    /// Of every m_stride-th row.
    Index m_stride = 1;
    Index m_seen = 0;
    Eigen::MatrixXd m_posteriorMeans;
    Eigen::MatrixXd m_posteriorLogvars;
    Index m_kept = 0;
};

std::vector<ColumnEvaluation> columnEvaluations(const Preprocessor& preprocessor,
                                                const ChunkEvaluator& evaluator, double rows) {
    std::vector<ColumnEvaluation> columns;
    for (const EncodedColumn& column : preprocessor.columns()) {
        if (column.features == 0)
            continue;
        const ColumnFit fit = evaluator.reconstructions().fitOf(column);
        const double terms = evaluator.terms().segment(column.firstFeature, column.features).sum();
        columns.push_back(
            {.name = column.name, .negativeLogLikelihood = terms / rows, .r2 = fit.r2, .varies = fit.varies});
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

    const double count = double(std::max<std::size_t>(rows.size(), 1));
    Evaluation evaluation{.rows = Index(rows.size()),
                          .reconstruction = evaluator.reconstruction() / count,
                          .mutualInformation = evaluator.mutualInformation(),
                          .saturated = evaluator.posteriors().saturated(),
                          .columns = columnEvaluations(preprocessor, evaluator, count),
                          .logJacobian = preprocessor.logJacobian(table, rows)};
    for (const LatentDimension& dimension : evaluator.posteriors().dimensions()) {
        evaluation.kl += dimension.kl;
        evaluation.klPerDimension.push_back(dimension.kl);
        evaluation.meanVariance.push_back(dimension.meanVariance);
        evaluation.aggregateMean.push_back(dimension.aggregateMean);
        evaluation.aggregateVariance.push_back(dimension.aggregateVariance);
        evaluation.activeUnits += dimension.active() ? 1 : 0;
    }
    evaluation.elbo = -(evaluation.reconstruction + evaluation.kl);
    evaluation.r2 = meanR2(evaluation.columns);
    if (options.importanceSamples > 0)
        evaluation.importanceWeighted = {.k = options.importanceSamples,
                                         .logLikelihood = evaluator.logLikelihood() / count};
    return evaluation;
}

}  // namespace latentscape
