#include "core/model/vae.h"

#include <algorithm>

#include "core/model/latent.h"

namespace latentscape {
namespace {

/// The rows of `mask` that belong to a block; stays empty when nothing is missing.
ConstMatrixRef maskRows(const ConstMatrixRef& mask, const LikelihoodBlock& block) {
    if (mask.size() == 0)
        return mask;
    return mask.middleRows(block.firstFeature, block.features);
}

/// What the encoder sees: missing cells as 0, whatever stands there.
ConstMatrixRef encoderInput(const Batch& batch, VaeWorkspace& workspace) {
    if (batch.mask.size() == 0)
        return batch.x;
    workspace.input.leftCols(batch.rows()) = (batch.mask.array() > Scalar(0)).select(batch.x, Scalar(0));
    return workspace.input.leftCols(batch.rows());
}

}  // namespace

Index VaeConfig::features() const {
    return blocks.empty() ? 0 : blocks.back().firstFeature + blocks.back().features;
}

LossSums& LossSums::operator+=(const LossSums& other) {
    reconstruction += other.reconstruction;
    kl += other.kl;
    saturated += other.saturated;
    return *this;
}

Vae::Vae(VaeConfig config) : m_config(std::move(config)) {
    std::vector<Index> mirrored(m_config.hidden.rbegin(), m_config.hidden.rend());
    m_encoder = Mlp("encoder", features(), m_config.hidden, m_config.activation, m_layout);
    m_mean = Dense("mean", m_encoder.outputs(), m_config.latent, m_layout);
    m_logvar = Dense("logvar", m_encoder.outputs(), m_config.latent, m_layout);
    m_decoder = Mlp("decoder", m_config.latent, mirrored, m_config.activation, m_layout);
    Index rawOutputs = 0;
    for (const LikelihoodBlock& block : m_config.blocks) {
        Part part{.likelihood = makeLikelihood(block), .firstRaw = rawOutputs};
        rawOutputs += part.likelihood->rawOutputs();
        m_parts.push_back(std::move(part));
    }
    m_output = Dense("output", m_decoder.outputs(), rawOutputs, m_layout);
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        m_parts[i].noiseBlock =
            m_layout.add("noise." + std::to_string(i), m_parts[i].likelihood->noiseParameters());
}

ConstVectorRef Vae::noise(const Vector& parameters, const Part& part) const {
    return m_layout.vector(parameters, part.noiseBlock);
}

Vector Vae::initialParameters(const FeatureStatistics& statistics, const Random& random) const {
    Vector parameters = Vector::Zero(m_layout.size());
    m_encoder.initialise(m_layout, random, parameters);
    m_mean.initialise(m_layout, random, parameters);
    m_decoder.initialise(m_layout, random, parameters);
    m_output.initialise(m_layout, random, parameters);
    for (const Part& part : m_parts) {
        ParameterLayout::VectorView bias = m_layout.vector(parameters, m_output.biasBlock());
        part.likelihood->initialise(statistics, bias.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                    m_layout.vector(parameters, part.noiseBlock));
    }
    return parameters;
}

void Vae::reserve(VaeWorkspace& workspace, Index rows) const {
    m_encoder.reserve(workspace.encoder, rows);
    m_decoder.reserve(workspace.decoder, rows);
    growColumns(workspace.input, features(), rows);
    for (Matrix* const buffer :
         {&workspace.noise, &workspace.mean, &workspace.logvar, &workspace.z, &workspace.latentGradient,
          &workspace.meanGradient, &workspace.logvarGradient})
        growColumns(*buffer, latent(), rows);
    growColumns(workspace.raw, m_output.outputs(), rows);
    growColumns(workspace.rawGradient, m_output.outputs(), rows);
    if (workspace.kl.size() < rows) {
        workspace.kl.resize(rows);
        workspace.reconstruction.resize(rows);
    }
}

void Vae::encode(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    const ConstMatrixRef hidden =
        m_encoder.forward(m_layout, parameters, encoderInput(batch, workspace), workspace.encoder);
    m_mean.forward(m_layout, parameters, hidden, workspace.mean.leftCols(rows));
    m_logvar.forward(m_layout, parameters, hidden, workspace.logvar.leftCols(rows));
}

void Vae::decode(const Vector& parameters, Index rows, VaeWorkspace& workspace) const {
    const ConstMatrixRef hidden =
        m_decoder.forward(m_layout, parameters, workspace.z.leftCols(rows), workspace.decoder);
    m_output.forward(m_layout, parameters, hidden, workspace.raw.leftCols(rows));
}

void Vae::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->expectation(raw.middleRows(part.firstRaw, part.likelihood->rawOutputs()),
                                     mean.middleRows(block.firstFeature, block.features));
    }
}

void Vae::reconstructionLoss(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    workspace.reconstruction.head(rows).setZero();
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->addNegativeLogLikelihood(
            batch.x.middleRows(block.firstFeature, block.features), maskRows(batch.mask, block),
            workspace.raw.leftCols(rows).middleRows(part.firstRaw, part.likelihood->rawOutputs()),
            noise(parameters, part), workspace.reconstruction);
    }
}

LossSums Vae::forward(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    encode(parameters, batch, workspace);
    const ConstMatrixRef mean = workspace.mean.leftCols(rows);
    const ConstMatrixRef logvar = workspace.logvar.leftCols(rows);
    reparameterise(mean, logvar, workspace.noise.leftCols(rows), workspace.z.leftCols(rows));
    klToPrior(mean, logvar, workspace.kl);
    decode(parameters, rows, workspace);
    reconstructionLoss(parameters, batch, workspace);
    return {.reconstruction = workspace.reconstruction.head(rows).sum(),
            .kl = workspace.kl.head(rows).sum(),
            .saturated = countSaturated(logvar)};
}

LossSums Vae::forwardBackward(const Vector& parameters, const Batch& batch, Scalar beta, Scalar scale,
                              VaeWorkspace& workspace, Vector& gradient) const {
    const Index rows = batch.rows();
    const LossSums sums = forward(parameters, batch, workspace);
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        const Index rawOutputs = part.likelihood->rawOutputs();
        part.likelihood->backward(
            batch.x.middleRows(block.firstFeature, block.features), maskRows(batch.mask, block),
            workspace.raw.leftCols(rows).middleRows(part.firstRaw, rawOutputs), noise(parameters, part),
            scale, workspace.rawGradient.leftCols(rows).middleRows(part.firstRaw, rawOutputs),
            m_layout.vector(gradient, part.noiseBlock));
    }
    decoderBackward(parameters, rows, workspace, gradient);
    latentBackward(workspace.mean.leftCols(rows), workspace.logvar.leftCols(rows),
                   workspace.noise.leftCols(rows), workspace.latentGradient.leftCols(rows), beta, scale,
                   workspace.meanGradient.leftCols(rows), workspace.logvarGradient.leftCols(rows));
    const ConstMatrixRef input =
        batch.mask.size() == 0 ? ConstMatrixRef(batch.x) : ConstMatrixRef(workspace.input.leftCols(rows));
    encoderBackward(parameters, input, workspace, gradient);
    return sums;
}

void Vae::decoderBackward(const Vector& parameters, Index rows, VaeWorkspace& workspace,
                          Vector& gradient) const {
    const ConstMatrixRef rawGradient = workspace.rawGradient.leftCols(rows);
    const ConstMatrixRef z = workspace.z.leftCols(rows);
    MatrixRef latentGradient = workspace.latentGradient.leftCols(rows);
    if (m_decoder.layers().empty()) {
        m_output.backwardParameters(m_layout, z, rawGradient, gradient);
        m_output.backwardInput(m_layout, parameters, rawGradient, latentGradient);
        return;
    }
    m_output.backwardParameters(m_layout, workspace.decoder.output.back().leftCols(rows), rawGradient,
                                gradient);
    m_output.backwardInput(m_layout, parameters, rawGradient,
                           m_decoder.outputGradient(workspace.decoder, rows));
    m_decoder.backward(m_layout, parameters, z, workspace.decoder, gradient, &latentGradient);
}

void Vae::encoderBackward(const Vector& parameters, const ConstMatrixRef& input, VaeWorkspace& workspace,
                          Vector& gradient) const {
    const Index rows = input.cols();
    const ConstMatrixRef meanGradient = workspace.meanGradient.leftCols(rows);
    const ConstMatrixRef logvarGradient = workspace.logvarGradient.leftCols(rows);
    const bool linear = m_encoder.layers().empty();
    const ConstMatrixRef hidden =
        linear ? ConstMatrixRef(input) : ConstMatrixRef(workspace.encoder.output.back().leftCols(rows));
    m_mean.backwardParameters(m_layout, hidden, meanGradient, gradient);
    m_logvar.backwardParameters(m_layout, hidden, logvarGradient, gradient);
    if (linear)
        return;
    MatrixRef hiddenGradient = m_encoder.outputGradient(workspace.encoder, rows);
    m_mean.backwardInput(m_layout, parameters, meanGradient, hiddenGradient);
    hiddenGradient.noalias() += m_layout.matrix(parameters, m_logvar.weightBlock()) * logvarGradient;
    m_encoder.backward(m_layout, parameters, input, workspace.encoder, gradient, nullptr);
}

}  // namespace latentscape
