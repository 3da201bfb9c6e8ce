#pragma once

#include <memory>
#include <vector>

#include "core/model/activation.h"
#include "core/model/latent.h"
#include "core/model/likelihood.h"
#include "core/model/mlp.h"
#include "core/model/parameters.h"
#include "core/support/random.h"

namespace latentscape {

/// The architecture: everything that a change of needs new parameters.
struct VaeConfig {
    /// Cover all encoded features, in order.
    std::vector<LikelihoodBlock> blocks;
    /// Units of each hidden layer of the encoder; the decoder mirrors them. Empty for a linear model.
    std::vector<Index> hidden;
    Index latent = 2;
    Activation activation = Activation::Silu;

    Index features() const;
};

/// A batch of encoded rows. `mask` is empty when no cell is missing.
struct Batch {
    const ConstMatrixRef& x;
    const ConstMatrixRef& mask;
};

/// Sums over rows of the terms of the objective, in nats.
struct LossSums {
    double reconstruction = 0;
    double kl = 0;
    /// Latent log-variances that were cut off at their bounds.
    long saturations = 0;

    LossSums& operator+=(const LossSums& other);
};

/// Scratch of one forward and backward pass. The caller owns it; it grows to the largest batch and stays.
struct VaeWorkspace {
    MlpWorkspace encoder;
    MlpWorkspace decoder;
    Matrix input;            ///< features × rows, missing cells as 0
    Matrix noise;            ///< ε, latent × rows
    Posterior posterior;     ///< latent × rows
    Matrix latents;          ///< z, latent × rows
    Matrix raw;              ///< decoder output × rows
    Matrix rawGradient;
    Matrix latentGradient;
    Matrix meanGradient;
    Matrix logvarGradient;
    Matrix encoderGradient;  ///< ∂loss/∂(encoder output)
    RowTotals reconstruction;  ///< −log p(x | z) of each row
    RowTotals kl;              ///< KL(q ‖ p) of each row
};

/// A variational autoencoder as a pure function of (parameters, batch, noise). Holds the structure, no parameters
/// and no scratch, so one object serves all threads.
///
/// encoder x → h, μ = W_μ h + b_μ, log σ² = W_v h + b_v; z = μ + ε σ; decoder z → raw likelihood parameters.
class Vae {
public:
    explicit Vae(VaeConfig config);

    const VaeConfig& config() const { return m_config; }
    const ParameterLayout& layout() const { return m_layout; }
    const std::vector<std::unique_ptr<const Likelihood>>& likelihoods() const { return m_likelihoods; }

    /// Output biases at each feature's marginal, log-variance head at zero, other weights U(±1/√fan_in).
    Vector initialParameters(const FeatureStatistics& statistics, const Random& random) const;

    /// Posterior of each row into workspace.posterior.
    void encode(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// Raw likelihood parameters of each column of z (latent × rows) into workspace.raw.
    void decode(const Vector& parameters, const ConstMatrixRef& z, VaeWorkspace& workspace) const;

    /// E[x | z] of workspace.raw in encoded units, features × rows.
    void expectation(const VaeWorkspace& workspace, MatrixRef mean) const;

    /// Both terms of the negative ELBO with the noise in workspace.noise; each row's share stays in the workspace.
    LossSums forward(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    /// forward(), then adds scale · ∂(reconstruction + β · kl)/∂parameters, summed over rows, to `gradient`.
    LossSums forwardBackward(const Vector& parameters, const Batch& batch, Scalar beta, Scalar scale,
                             VaeWorkspace& workspace, Vector& gradient) const;

private:
    /// −log p(x | z) of each row of workspace.raw, into workspace.reconstruction.
    void reconstructionLoss(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const;

    VaeConfig m_config;
    ParameterLayout m_layout;
    Mlp m_encoder;
    Dense m_mean;
    Dense m_logvar;
    Mlp m_decoder;
    Dense m_output;
    std::vector<std::unique_ptr<const Likelihood>> m_likelihoods;
    /// For each likelihood: first raw output, and index of its noise block in the layout (or none).
    std::vector<Index> m_firstRaw;
    std::vector<std::size_t> m_noiseBlock;
};

}  // namespace latentscape
