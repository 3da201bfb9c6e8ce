#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/model/activation.h"
#include "core/model/likelihood.h"
#include "core/model/mlp.h"
#include "core/model/parameters.h"
#include "core/support/random.h"

namespace latentscape {

/// The architecture: a change of anything in it needs new parameters.
struct VaeConfig {
    /// Cover all encoded features, in order.
    std::vector<LikelihoodBlock> blocks;
    /// Units of each hidden layer of the encoder; the decoder mirrors them. Empty for a linear model.
    std::vector<Index> hidden;
    Index latent = 2;
    Activation activation = Activation::Silu;
    /// Adds linear maps beside encoder and decoder: μ += E x and raw += W z. Without effect when there are no
    /// hidden layers, as everything is linear then.
    bool linearPath = false;

    Index features() const;
};

/// A batch of encoded rows, features × rows. `mask` is 1 where a cell is present and 0 where it is missing,
/// or empty when nothing is missing.
struct Batch {
    ConstMatrixRef x;
    ConstMatrixRef mask;

    Index rows() const { return x.cols(); }
    /// The cells of one block alone.
    Batch of(const LikelihoodBlock& block) const {
        return {.x = x.middleRows(block.firstFeature, block.features),
                .mask = mask.size() == 0
                            ? mask
                            : ConstMatrixRef(mask.middleRows(block.firstFeature, block.features))};
    }
};

/// Sums over rows of the terms of the negative ELBO, in nats.
struct LossSums {
    double reconstruction = 0;
    double kl = 0;

    LossSums& operator+=(const LossSums& other);
};

/// How a pass goes through the model.
struct PassOptions {
    /// Draws of z a row.
    Index samples = 1;
    /// Share of hidden units that are dropped at random.
    double dropout = 0;
};

/// Scratch of one forward and backward pass over a batch of up to `capacity` rows. The caller owns it;
/// Vae::reserve sizes it. Matrices are (features, units, latents …) × capacity, those from ε on × (capacity ·
/// samples): sample s of row r of a batch stands in column s · rows + r. Only the first columns are in use.
struct VaeWorkspace {
    Index samples = 1;
    MlpWorkspace encoder;
    MlpWorkspace decoder;
    Matrix input;   ///< what the encoder sees; used only where that is not x
    Matrix mean;    ///< μ
    Matrix logvar;  ///< log σ² as the head gives it; bounded where it is used
    Matrix kl;      ///< KL of each row and latent dimension
    Matrix noise;   ///< ε, filled by the caller
    Matrix z;
    Matrix raw;    ///< decoder output
    Matrix terms;  ///< −log p(x | z) of each cell, of the last sample only
    Matrix rawGradient;
    Matrix latentGradient;  ///< ∂loss/∂z
    Matrix meanGradient;
    Matrix logvarGradient;
    RowTotals reconstruction;        ///< −log p(x | z) of each row and sample
    Eigen::VectorXd klPerDimension;  ///< summed over rows
    Vector weights;                  ///< of the importance samples; they add up to 1 in each row
    double logMeanWeights = 0;       ///< Σ_rows log mean w, with β; 0 for one sample
    Vector rowScale;                 ///< weights times the scale of the loss
    Vector noiseGradient;            ///< of all parts' noise parameters, one after the other
};

/// A stretch of the flat parameter vector.
struct ParameterRange {
    Index offset = 0;
    Index size = 0;
};

/// A variational autoencoder as a pure function of (parameters, batch, noise). Holds the structure, no
/// parameters and no scratch, so one object serves all threads.
///
/// Encoder x → h, μ = W_μ h + b_μ, log σ² = W_v h + b_v; z = μ + ε σ; decoder z → raw likelihood parameters.
class Vae {
public:
    /// A likelihood and where its share of the decoder output and of the parameters lies.
    struct Part {
        std::unique_ptr<const Likelihood> likelihood;
        Index firstRaw = 0;
        std::size_t noiseBlock = 0;
        /// Place in VaeWorkspace::noiseGradient.
        Index firstNoise = 0;
    };

    explicit Vae(VaeConfig config);

    const VaeConfig& config() const { return m_config; }
    const ParameterLayout& layout() const { return m_layout; }
    Index features() const { return m_config.features(); }
    Index latent() const { return m_config.latent; }
    Index rawOutputs() const { return m_output.outputs(); }
    const std::vector<Part>& parts() const { return m_parts; }
    const Dense& meanHead() const { return m_mean; }
    const Dense& logvarHead() const { return m_logvar; }
    const Dense& outputLayer() const { return m_output; }
    bool hasLinearPath() const { return m_config.linearPath && !m_config.hidden.empty(); }
    /// Only with a linear path.
    const Linear& linearEncoder() const { return m_linearEncoder; }
    const Linear& linearDecoder() const { return m_linearDecoder; }

    /// The weights that weight decay may shrink: all but biases, and all that sets a variance.
    std::vector<ParameterRange> decayedParameters() const;

    /// Output biases and noise at each feature's marginal, log-variance head at zero, other weights
    /// U(±1/√fan_in).
    Vector initialParameters(const FeatureStatistics& statistics, const Random& random) const;

    /// Makes room for batches of `rows` rows; allocates only when they are larger than any before.
    void reserve(VaeWorkspace& workspace, Index rows, const PassOptions& options = {}) const;

    /// Draws ε of all samples for these rows, which `number` (of an epoch, say) tells from other draws. A
    /// row's samples draw one after the other, so that the first of them does not depend on how many there
    /// are.
    void drawNoise(const Random& random, RandomStream stream, std::uint32_t number,
                   std::span<const Index> rows, VaeWorkspace& workspace) const;

    /// Draws which units are dropped for these rows; only after a reserve() with dropout, before forward().
    void drawDropout(const Random& random, std::uint32_t epoch, std::span<const Index> rows, double share,
                     VaeWorkspace& workspace) const;

    /// What the encoder sees of a batch: transformed where a likelihood asks for it, missing cells as 0.
    Matrix encoderInput(const Batch& batch) const;

    /// μ and log σ² of each row into workspace.mean and workspace.logvar.
    void encode(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// Likelihood parameters for the first `columns` columns of workspace.z, into workspace.raw.
    void decode(const Vector& parameters, Index columns, VaeWorkspace& workspace) const;

    /// E[x | z] for raw (decoder outputs × rows) in encoded units, features × rows.
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const;

    /// σ of each feature in encoded units for one row, given its raw decoder output; 0 where a likelihood has
    /// none.
    void noiseWidths(const Vector& parameters, const ConstVectorRef& raw, VectorRef widths) const;

    /// ∂raw/∂z at column `column` of the last decode(), rawOutputs() × latent(); exact, by the chain rule.
    Matrix decoderJacobian(const Vector& parameters, Index column, const VaeWorkspace& workspace) const;

    /// How E[x | z] changes along `rawSlope` for one row, given its raw decoder output, in encoded units.
    void expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                          VectorRef meanSlope) const;

    /// The smallest x of each feature with P(X ≤ x | z) ≥ share, for one row, given its raw decoder output,
    /// in encoded units; 0 for one-hot features.
    void quantile(const Vector& parameters, const ConstVectorRef& raw, double share, VectorRef x) const;

    /// Draws x ~ p(x | z) for one row, given its raw decoder output.
    void sampleRow(const Vector& parameters, const ConstVectorRef& raw, RandomSequence& random,
                   VectorRef x) const;

    /// −log p(x | z) of each cell and, added up, of each row for one sample, given workspace.raw; into
    /// workspace.terms and workspace.reconstruction.
    void reconstructionLoss(const Vector& parameters, const Batch& batch, Index sample,
                            VaeWorkspace& workspace) const;

    /// Both terms of the negative ELBO with the noise in workspace.noise, reconstruction as the mean over
    /// samples; each row's share stays in the workspace.
    LossSums forward(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// log w = log p(x | z) + Σ_j β_j (log p(z_j) − log q(z_j | x)) of a row and sample of the last
    /// forward(); beta has one entry a dimension, or none for β = 1.
    double logImportanceWeight(const VaeWorkspace& workspace, Index rows, Index row, Index sample,
                               const ConstVectorRef& beta) const;

    /// After forward(): leaves in the workspace what the gradient of the loss is made of, with the loss scale
    /// · Σ_rows [reconstruction + Σ_j β_j KL_j], or, with several samples, −scale · Σ_rows log mean w (Burda
    /// et al. 2016). Needs no gradient vector, so that the shards of a batch share one.
    void propagateBack(const Vector& parameters, const Batch& batch, const ConstVectorRef& beta, Scalar scale,
                       VaeWorkspace& workspace) const;

    /// The weights of the model, in any order, for weightGradient().
    Index weights() const;
    Index weightInputs(Index weight) const;
    Index weightOutputs(Index weight) const;
    /// After propagateBack(): writes into `gradient`, or adds, what belongs to `count` outputs of one weight
    /// and to their biases, from `first` on. Different ones may be done by different threads. Returns the
    /// stretches that were written; the second is empty without a bias.
    std::array<ParameterRange, 2> weightGradient(Index weight, Index first, Index count, const Batch& batch,
                                                 const VaeWorkspace& workspace, bool add,
                                                 Vector& gradient) const;
    /// The same for all noise parameters.
    void noiseGradient(const VaeWorkspace& workspace, bool add, Vector& gradient) const;

    /// propagateBack(), then all of the gradient; `gradient` is zero in the gaps of the layout.
    void backward(const Vector& parameters, const Batch& batch, const ConstVectorRef& beta, Scalar scale,
                  VaeWorkspace& workspace, Vector& gradient) const;

private:
    ConstMatrixRef encoderInput(const Batch& batch, VaeWorkspace& workspace) const;
    ConstVectorRef noise(const Vector& parameters, const Part& part) const;
    /// Each sample's normalised weight in its row.
    void weighSamples(Index rows, const ConstVectorRef& beta, VaeWorkspace& workspace) const;
    void posteriorBackward(Index rows, const ConstVectorRef& beta, Scalar scale,
                           VaeWorkspace& workspace) const;
    void decoderBackward(const Vector& parameters, Index columns, VaeWorkspace& workspace) const;
    void encoderBackward(const Vector& parameters, Index rows, VaeWorkspace& workspace) const;

    /// A weight with its bias, and what its gradient is made of: x · yGradientᵀ.
    struct WeightPass {
        const Linear& weight;
        std::optional<std::size_t> biasBlock;
        ConstMatrixRef x;
        ConstMatrixRef yGradient;
    };
    WeightPass weightPass(Index weight, const Batch& batch, const VaeWorkspace& workspace) const;
    const Linear& weightAt(Index weight) const;

    VaeConfig m_config;
    ParameterLayout m_layout;
    Mlp m_encoder;
    Dense m_mean;
    Dense m_logvar;
    Mlp m_decoder;
    Dense m_output;
    Linear m_linearEncoder;
    Linear m_linearDecoder;
    std::vector<Part> m_parts;
    bool m_transformsInput = false;
    Index m_noiseParameters = 0;
};

}  // namespace latentscape
