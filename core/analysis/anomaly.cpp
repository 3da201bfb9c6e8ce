#include "core/analysis/anomaly.h"

#include <cmath>
#include <limits>

#include "core/analysis/row_chunks.h"
#include "core/model/latent.h"

namespace latentscape {
namespace {

/// Means over the draws of one row, weighted by e^(log weight), in one pass.
class WeightedMeans {
public:
    explicit WeightedMeans(Eigen::Index size) : m_sum(Eigen::VectorXd::Zero(size)) {}

    void add(double logWeight, const Eigen::Ref<const Eigen::VectorXd>& values) {
        // Sums are kept in units of the largest weight so far.
        if (logWeight > m_largest) {
            const double shrunk = std::exp(m_largest - logWeight);
            m_total *= shrunk;
            m_sum *= shrunk;
            m_largest = logWeight;
        }
        // Weights that are all zero count alike.
        const double weight = logWeight == m_largest ? 1.0 : std::exp(logWeight - m_largest);
        m_total += weight;
        m_sum += weight * values;
        ++m_draws;
    }

    Eigen::VectorXd means() const { return m_sum / m_total; }
    /// log of the mean weight.
    double logMeanWeight() const { return m_largest + std::log(m_total / m_draws); }

private:
    double m_largest = -std::numeric_limits<double>::infinity();
    double m_total = 0;
    int m_draws = 0;
    Eigen::VectorXd m_sum;
};

/// Scores chunks of rows, with one workspace for all.
class RowScorer {
public:
    RowScorer(const Preprocessor& preprocessor, const ModelSnapshot& model, const AnomalyOptions& options)
        : m_columns(preprocessor.columns()), m_model(model), m_options(options), m_random(options.seed) {
        model.vae->reserve(m_workspace, RowChunks::kLongest);
    }

    void score(Index first, std::span<const Index> rows, const Batch& batch, AnomalyScores& scores) {
        const Index count = batch.rows();
        const bool weighted = m_options.importanceSamples > 1;
        const int draws = weighted ? m_options.importanceSamples : m_options.samples;
        m_model.vae->encode(m_model.parameters, batch, m_workspace);
        std::vector<WeightedMeans> means(rows.size(), WeightedMeans(Index(m_columns.size())));
        for (int draw = 0; draw < draws; ++draw) {
            drawRows(weighted ? RandomStream::ImportanceNoise : RandomStream::ValidationNoise, draw, rows,
                     batch);
            for (Index row = 0; row < count; ++row)
                means[std::size_t(row)].add(
                    weighted ? m_model.vae->logImportanceWeight(m_workspace, count, row, 0, Vector(0)) : 0.0,
                    columnTerms(row));
        }
        klToPrior(m_workspace.mean.leftCols(count), m_workspace.logvar.leftCols(count),
                  m_workspace.kl.leftCols(count));
        for (Index row = 0; row < count; ++row) {
            const WeightedMeans& mean = means[std::size_t(row)];
            const Index place = first + row;
            scores.shares.col(place) = mean.means();
            const double reconstruction = scores.shares.col(place).sum();
            if (weighted) {
                scores.score[place] = -mean.logMeanWeight();
                scores.kl[place] = scores.score[place] - reconstruction;
            } else {
                scores.kl[place] = m_workspace.kl.col(row).cast<double>().sum();
                scores.score[place] = reconstruction + scores.kl[place];
            }
        }
    }

private:
    /// One z of each row, and −log p(x | z) into the workspace.
    void drawRows(RandomStream stream, int draw, std::span<const Index> rows, const Batch& batch) {
        const Index count = batch.rows();
        for (Index row = 0; row < count; ++row)
            m_random.fillNormal(stream, std::uint32_t(draw), std::uint32_t(rows[std::size_t(row)]),
                                m_workspace.noise.col(row));
        reparameterise(m_workspace.mean.leftCols(count), m_workspace.logvar.leftCols(count),
                       m_workspace.noise.leftCols(count), m_workspace.z.leftCols(count));
        m_model.vae->decode(m_model.parameters, count, m_workspace);
        m_model.vae->reconstructionLoss(m_model.parameters, batch, 0, m_workspace);
    }

    Eigen::VectorXd columnTerms(Index row) const {
        Eigen::VectorXd terms(Index(m_columns.size()));
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            terms[Index(i)] = m_workspace.terms.col(row)
                                  .segment(m_columns[i].firstFeature, m_columns[i].features)
                                  .cast<double>()
                                  .sum();
        return terms;
    }

    const std::vector<EncodedColumn>& m_columns;
    const ModelSnapshot& m_model;
    AnomalyOptions m_options;
    Random m_random;
    VaeWorkspace m_workspace;
};

}  // namespace

AnomalyScores scoreRows(const Preprocessor& preprocessor, const EncodedTable& table,
                        const ModelSnapshot& model, std::span<const Index> rows,
                        const AnomalyOptions& options) {
    const Index count = Index(rows.size());
    AnomalyScores scores{.score = Eigen::VectorXd(count),
                         .kl = Eigen::VectorXd(count),
                         .shares = Eigen::MatrixXd(Index(preprocessor.columns().size()), count)};
    RowScorer scorer(preprocessor, model, options);
    RowChunks(table).forEach(rows, [&](Index first, std::span<const Index> chunk, const Batch& batch) {
        scorer.score(first, chunk, batch, scores);
    });
    return scores;
}

}  // namespace latentscape
