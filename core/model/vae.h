#pragma once

#include <memory>
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

    Index features() const;
};

/// A batch of encoded rows, features × rows. `mask` is 1 where a cell is present and 0 where it is missing,
/// or empty when nothing is missing.
struct Batch {
    ConstMatrixRef x;
    ConstMatrixRef mask;

    Index rows() const { return x.cols(); }
};

/// Sums over rows of the terms of the negative ELBO, in nats.
struct LossSums {
    double reconstruction = 0;
    double kl = 0;
    /// Latent log-variances that were cut off at their bounds.
    long saturated = 0;

    LossSums& operator+=(const LossSums& other);
};

/// Scratch of one forward and backward pass over a batch of up to `capacity` rows. The caller owns it;
/// Vae::reserve sizes it. Matrices are (features, units, latents …) × capacity, of which the first rows()
/// columns are in use.
struct VaeWorkspace {
    MlpWorkspace encoder;
    MlpWorkspace decoder;
    Matrix input;   ///< x with missing cells as 0; used only with a mask
    Matrix noise;   ///< ε, filled by the caller
    Matrix mean;    ///< μ
    Matrix logvar;  ///< log σ² as the head gives it; bounded where it is used
    Matrix z;
    Matrix raw;  ///< decoder output
    Matrix rawGradient;
    Matrix latentGradient;  ///< ∂loss/∂z
    Matrix meanGradient;
    Matrix logvarGradient;
    RowTotals reconstruction;  ///< −log p(x | z) of each row
    RowTotals kl;              ///< KL(q ‖ p) of each row
};

/// A variational autoencoder as a pure function of (parameters, batch, noise). Holds the structure, no
/// parameters and no scratch, so one object serves all threads.
///
/// Encoder x → h, μ = W_μ h + b_μ, log σ² = W_v h + b_v; z = μ + ε σ; decoder z → raw likelihood parameters.
class Vae {
public:
    explicit Vae(VaeConfig config);

    const VaeConfig& config() const { return m_config; }
    const ParameterLayout& layout() const { return m_layout; }
    Index features() const { return m_config.features(); }
    Index latent() const { return m_config.latent; }

    /// Output biases and noise at each feature's marginal, log-variance head at zero, other weights
    /// U(±1/√fan_in).
    Vector initialParameters(const FeatureStatistics& statistics, const Random& random) const;

    /// Makes room for batches of `rows` rows; allocates only when they are larger than any before.
    void reserve(VaeWorkspace& workspace, Index rows) const;

    /// μ and log σ² of each row into workspace.mean and workspace.logvar.
    void encode(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// Likelihood parameters for the first `rows` columns of workspace.z, into workspace.raw.
    void decode(const Vector& parameters, Index rows, VaeWorkspace& workspace) const;

    /// E[x | z] for raw (decoder outputs × rows) in encoded units, features × rows.
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const;

    /// −log p(x | z) of each row, given workspace.raw; added up in workspace.reconstruction.
    void reconstructionLoss(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// Both terms of the negative ELBO with the noise in workspace.noise; each row's share stays in the
    /// workspace.
    LossSums forward(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// forward(), then adds scale · ∂(reconstruction + β · kl)/∂parameters, summed over rows, to `gradient`.
    LossSums forwardBackward(const Vector& parameters, const Batch& batch, Scalar beta, Scalar scale,
                             VaeWorkspace& workspace, Vector& gradient) const;

private:
    /// A likelihood and where its share of the decoder output and of the parameters lies.
    struct Part {
        std::unique_ptr<const Likelihood> likelihood;
        Index firstRaw = 0;
        std::size_t noiseBlock = 0;
    };

    ConstVectorRef noise(const Vector& parameters, const Part& part) const;
    void decoderBackward(const Vector& parameters, Index rows, VaeWorkspace& workspace,
                         Vector& gradient) const;
    void encoderBackward(const Vector& parameters, const ConstMatrixRef& input, VaeWorkspace& workspace,
                         Vector& gradient) const;

    VaeConfig m_config;
    ParameterLayout m_layout;
    Mlp m_encoder;
    Dense m_mean;
    Dense m_logvar;
    Mlp m_decoder;
    Dense m_output;
    std::vector<Part> m_parts;
};

}  // namespace latentscape
