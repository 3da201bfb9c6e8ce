// The derivative of Vae::forward(), in the opposite order.

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/latent.h"
#include "core/model/vae.h"

namespace latentscape {

void Vae::propagateBack(const Vector& parameters, const Batch& batch, const ConstVectorRef& beta,
                        Scalar scale, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    const Index samples = workspace.samples;
    weighSamples(rows, beta, workspace);
    workspace.rowScale.head(rows * samples) = scale * workspace.weights.head(rows * samples);
    workspace.noiseGradient.setZero();
    for (const Part& part : m_parts) {
        const Batch own = batch.of(part.likelihood->block());
        const Index rawOutputs = part.likelihood->rawOutputs();
        for (Index sample = 0; sample < samples; ++sample)
            part.likelihood->backward(
                own.x, own.mask,
                workspace.raw.middleCols(sample * rows, rows).middleRows(part.firstRaw, rawOutputs),
                noise(parameters, part), workspace.rowScale.segment(sample * rows, rows),
                workspace.rawGradient.middleCols(sample * rows, rows).middleRows(part.firstRaw, rawOutputs),
                workspace.noiseGradient.segment(part.firstNoise, part.likelihood->noiseParameters()));
    }
    decoderBackward(parameters, rows * samples, workspace);
    posteriorBackward(rows, beta, scale, workspace);
    encoderBackward(parameters, rows, workspace);
}

void Vae::backward(const Vector& parameters, const Batch& batch, const ConstVectorRef& beta, Scalar scale,
                   VaeWorkspace& workspace, Vector& gradient) const {
    propagateBack(parameters, batch, beta, scale, workspace);
    for (Index weight = 0; weight < weights(); ++weight)
        weightGradient(weight, 0, weightOutputs(weight), batch, workspace, false, gradient);
    noiseGradient(workspace, false, gradient);
}

void Vae::weighSamples(Index rows, const ConstVectorRef& beta, VaeWorkspace& workspace) const {
    const Index samples = workspace.samples;
    workspace.weights.head(rows * samples).setOnes();
    workspace.logMeanWeights = 0;
    if (samples == 1)
        return;
    for (Index row = 0; row < rows; ++row) {
        double largest = -std::numeric_limits<double>::infinity();
        for (Index sample = 0; sample < samples; ++sample)
            largest = std::max(largest, logImportanceWeight(workspace, rows, row, sample, beta));
        double total = 0;
        for (Index sample = 0; sample < samples; ++sample) {
            const double weight = std::exp(logImportanceWeight(workspace, rows, row, sample, beta) - largest);
            workspace.weights[sample * rows + row] = Scalar(weight);
            total += weight;
        }
        workspace.logMeanWeights += largest + std::log(total / double(samples));
        for (Index sample = 0; sample < samples; ++sample)
            workspace.weights[sample * rows + row] /= Scalar(total);
    }
}

void Vae::posteriorBackward(Index rows, const ConstVectorRef& beta, Scalar scale,
                            VaeWorkspace& workspace) const {
    const ConstMatrixRef logvar = workspace.logvar.leftCols(rows);
    MatrixRef meanGradient = workspace.meanGradient.leftCols(rows);
    MatrixRef logvarGradient = workspace.logvarGradient.leftCols(rows);
    if (workspace.samples == 1) {
        latentBackward(workspace.mean.leftCols(rows), logvar, workspace.noise.leftCols(rows),
                       workspace.latentGradient.leftCols(rows), beta, scale, meanGradient, logvarGradient);
        return;
    }
    meanGradient.setZero();
    logvarGradient.setZero();
    for (Index sample = 0; sample < workspace.samples; ++sample)
        addImportanceBackward(logvar, workspace.noise.middleCols(sample * rows, rows),
                              workspace.z.middleCols(sample * rows, rows),
                              workspace.latentGradient.middleCols(sample * rows, rows),
                              workspace.weights.segment(sample * rows, rows), beta, scale, meanGradient,
                              logvarGradient);
    importanceBackwardEnd(logvar, beta, scale, logvarGradient);
}

void Vae::decoderBackward(const Vector& parameters, Index columns, VaeWorkspace& workspace) const {
    const ConstMatrixRef rawGradient = workspace.rawGradient.leftCols(columns);
    MatrixRef latentGradient = workspace.latentGradient.leftCols(columns);
    if (m_decoder.layers().empty()) {
        m_output.backwardInput(m_layout, parameters, rawGradient, latentGradient);
        return;
    }
    m_output.backwardInput(m_layout, parameters, rawGradient,
                           m_decoder.outputGradient(workspace.decoder, columns));
    m_decoder.backward(m_layout, parameters, columns, workspace.decoder, &latentGradient);
    if (hasLinearPath())
        m_linearDecoder.addBackwardInput(m_layout, parameters, rawGradient, latentGradient);
}

void Vae::encoderBackward(const Vector& parameters, Index rows, VaeWorkspace& workspace) const {
    if (m_encoder.layers().empty())
        return;
    MatrixRef hiddenGradient = m_encoder.outputGradient(workspace.encoder, rows);
    m_mean.backwardInput(m_layout, parameters, workspace.meanGradient.leftCols(rows), hiddenGradient);
    m_logvar.addBackwardInput(m_layout, parameters, workspace.logvarGradient.leftCols(rows), hiddenGradient);
    m_encoder.backward(m_layout, parameters, rows, workspace.encoder, nullptr);
}

Index Vae::weights() const {
    return 2 * Index(m_encoder.layers().size()) + 3 + (hasLinearPath() ? 2 : 0);
}

// The hidden layers of encoder and decoder, the two heads, the output layer, the linear paths.
const Linear& Vae::weightAt(Index weight) const {
    const Index layers = Index(m_encoder.layers().size());
    if (weight < layers)
        return m_encoder.layers()[std::size_t(weight)];
    if (weight < 2 * layers)
        return m_decoder.layers()[std::size_t(weight - layers)];
    const Linear* const others[] = {&m_mean, &m_logvar, &m_output, &m_linearEncoder, &m_linearDecoder};
    return *others[weight - 2 * layers];
}

Index Vae::weightInputs(Index weight) const {
    return weightAt(weight).inputs();
}

Index Vae::weightOutputs(Index weight) const {
    return weightAt(weight).outputs();
}

Vae::WeightPass Vae::weightPass(Index weight, const Batch& batch, const VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    const Index columns = rows * workspace.samples;
    const Index layers = Index(m_encoder.layers().size());
    const bool inputIsX = batch.mask.size() == 0 && !m_transformsInput;
    const ConstMatrixRef input =
        inputIsX ? ConstMatrixRef(batch.x) : ConstMatrixRef(workspace.input.leftCols(rows));
    const ConstMatrixRef z = workspace.z.leftCols(columns);
    if (weight < layers) {
        const std::size_t i = std::size_t(weight);
        return {m_encoder.layers()[i], m_encoder.layers()[i].biasBlock(),
                m_encoder.layerInput(workspace.encoder, i, input),
                workspace.encoder.gradient[i].leftCols(rows)};
    }
    if (weight < 2 * layers) {
        const std::size_t i = std::size_t(weight - layers);
        return {m_decoder.layers()[i], m_decoder.layers()[i].biasBlock(),
                m_decoder.layerInput(workspace.decoder, i, z),
                workspace.decoder.gradient[i].leftCols(columns)};
    }
    const ConstMatrixRef meanGradient = workspace.meanGradient.leftCols(rows);
    const ConstMatrixRef rawGradient = workspace.rawGradient.leftCols(columns);
    const auto last = std::size_t(layers);
    switch (weight - 2 * layers) {
        case 0:
            return {m_mean, m_mean.biasBlock(), m_encoder.layerInput(workspace.encoder, last, input),
                    meanGradient};
        case 1:
            return {m_logvar, m_logvar.biasBlock(), m_encoder.layerInput(workspace.encoder, last, input),
                    workspace.logvarGradient.leftCols(rows)};
        case 2:
            return {m_output, m_output.biasBlock(), m_decoder.layerInput(workspace.decoder, last, z),
                    rawGradient};
        case 3:
            return {m_linearEncoder, std::nullopt, input, meanGradient};
        default:
            return {m_linearDecoder, std::nullopt, z, rawGradient};
    }
}

std::array<ParameterRange, 2> Vae::weightGradient(Index weight, Index first, Index count, const Batch& batch,
                                                  const VaeWorkspace& workspace, bool add,
                                                  Vector& gradient) const {
    const WeightPass pass = weightPass(weight, batch, workspace);
    pass.weight.weightGradient(m_layout, pass.x, pass.yGradient, first, count, add, gradient);
    const ParameterBlock& block = m_layout.block(pass.weight.weightBlock());
    const ParameterRange written{block.offset + first * block.rows, count * block.rows};
    if (!pass.biasBlock)
        return {written, ParameterRange{}};
    auto bias = m_layout.vector(gradient, *pass.biasBlock).segment(first, count);
    if (add)
        bias += pass.yGradient.middleRows(first, count).rowwise().sum();
    else
        bias = pass.yGradient.middleRows(first, count).rowwise().sum();
    return {written, ParameterRange{m_layout.block(*pass.biasBlock).offset + first, count}};
}

void Vae::noiseGradient(const VaeWorkspace& workspace, bool add, Vector& gradient) const {
    for (const Part& part : m_parts) {
        ParameterLayout::VectorView noise = m_layout.vector(gradient, part.noiseBlock);
        if (!add)
            noise.setZero();
        noise += workspace.noiseGradient.segment(part.firstNoise, noise.size());
    }
}

}  // namespace latentscape
