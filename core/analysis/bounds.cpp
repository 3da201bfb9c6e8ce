#include "core/analysis/bounds.h"

#include <algorithm>
#include <cmath>

#include "core/model/latent.h"

namespace latentscape {
namespace {

constexpr Index kChunkRows = 256;
constexpr double kActiveVariance = 0.01;

/// Over rows; the vectors have one entry a latent dimension.
struct Sums {
    double reconstruction = 0;
    double logLikelihood = 0;
    Eigen::VectorXd klPerDimension;
    Eigen::VectorXd mean;
    Eigen::VectorXd meanSquares;
};

/// Goes through rows in chunks, with one workspace for all.
class ChunkEvaluator {
public:
    ChunkEvaluator(const EncodedTable& table, const ModelSnapshot& model, std::uint64_t seed)
        : m_table(table), m_model(model), m_random(seed) {
        model.vae->reserve(m_workspace, kChunkRows);
        growColumns(m_x, model.vae->features(), kChunkRows);
        growColumns(m_mask, model.vae->features(), kChunkRows);
        m_sums.klPerDimension = m_sums.mean = m_sums.meanSquares = Eigen::VectorXd::Zero(model.vae->latent());
    }

    void add(std::span<const Index> rows, const EvaluationOptions& options) {
        m_table.gather(rows, m_x, m_mask);
        const Index count = Index(rows.size());
        const Batch batch{.x = m_x.leftCols(count),
                          .mask = m_mask.leftCols(m_table.hasMissing() ? count : 0)};
        for (int sample = 0; sample < options.samples; ++sample) {
            drawNoise(RandomStream::ValidationNoise, sample, rows);
            const LossSums sums = m_model.vae->forward(m_model.parameters, batch, m_workspace);
            m_sums.reconstruction += sums.reconstruction / options.samples;
        }
        const ConstMatrixRef mean = m_workspace.mean.leftCols(count);
        m_sums.klPerDimension += m_workspace.klPerDimension;
        m_sums.mean += mean.cast<double>().rowwise().sum();
        m_sums.meanSquares += mean.cast<double>().rowwise().squaredNorm();
        if (options.importanceSamples > 0)
            addImportanceWeighted(batch, rows, options.importanceSamples);
    }

    const Sums& sums() const { return m_sums; }

private:
    void drawNoise(RandomStream stream, int sample, std::span<const Index> rows) {
        for (std::size_t i = 0; i < rows.size(); ++i)
            m_random.fillNormal(stream, std::uint32_t(sample), std::uint32_t(rows[i]),
                                m_workspace.noise.col(Index(i)));
    }

    void addImportanceWeighted(const Batch& batch, std::span<const Index> rows, int samples) {
        const Index count = batch.rows();
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

    const EncodedTable& m_table;
    const ModelSnapshot& m_model;
    Random m_random;
    VaeWorkspace m_workspace;
    Matrix m_x;
    Matrix m_mask;
    Sums m_sums;
};

}  // namespace

Evaluation evaluateModel(const Preprocessor& preprocessor, const EncodedTable& table,
                         const ModelSnapshot& model, std::span<const Index> rows,
                         const EvaluationOptions& options) {
    ChunkEvaluator evaluator(table, model, options.seed);
    for (std::size_t first = 0; first < rows.size(); first += kChunkRows)
        evaluator.add(rows.subspan(first, std::min(std::size_t(kChunkRows), rows.size() - first)), options);

    const Sums& sums = evaluator.sums();
    const double count = double(std::max<std::size_t>(rows.size(), 1));
    Evaluation evaluation{.rows = Index(rows.size()),
                          .reconstruction = sums.reconstruction / count,
                          .kl = sums.klPerDimension.sum() / count,
                          .logJacobian = preprocessor.logJacobian(table, rows)};
    evaluation.elbo = -(evaluation.reconstruction + evaluation.kl);
    for (Index j = 0; j < model.vae->latent(); ++j) {
        const double mean = sums.mean[j] / count;
        evaluation.klPerDimension.push_back(sums.klPerDimension[j] / count);
        evaluation.meanVariance.push_back(std::max(0.0, sums.meanSquares[j] / count - mean * mean));
        evaluation.activeUnits += evaluation.meanVariance.back() > kActiveVariance;
    }
    if (options.importanceSamples > 0)
        evaluation.importanceWeighted = {.k = options.importanceSamples,
                                         .logLikelihood = sums.logLikelihood / count};
    return evaluation;
}

}  // namespace latentscape
