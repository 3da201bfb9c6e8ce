// The derivative of Vae::forward(), in the opposite order.

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/latent.h"
#include "core/model/vae.h"

namespace latentscape {

void Vae::backward(const Vector& parameters, const Batch& batch, const ConstVectorRef& beta, Scalar scale,
                   VaeWorkspace& workspace, Vector& gradient) const {
    const Index rows = batch.rows();
    const Index samples = workspace.samples;
    weighSamples(rows, beta, workspace);
    workspace.rowScale.head(rows * samples) = scale * workspace.weights.head(rows * samples);
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        const Index rawOutputs = part.likelihood->rawOutputs();
        const ConstMatrixRef mask =
            batch.mask.size() == 0
                ? ConstMatrixRef(batch.mask)
                : ConstMatrixRef(batch.mask.middleRows(block.firstFeature, block.features));
        ParameterLayout::VectorView noiseGradient = m_layout.vector(gradient, part.noiseBlock);
        noiseGradient.setZero();
        for (Index sample = 0; sample < samples; ++sample)
            part.likelihood->backward(
                batch.x.middleRows(block.firstFeature, block.features), mask,
                workspace.raw.middleCols(sample * rows, rows).middleRows(part.firstRaw, rawOutputs),
                noise(parameters, part), workspace.rowScale.segment(sample * rows, rows),
                workspace.rawGradient.middleCols(sample * rows, rows).middleRows(part.firstRaw, rawOutputs),
                noiseGradient);
    }
    decoderBackward(parameters, rows * samples, workspace, gradient);
    posteriorBackward(rows, beta, scale, workspace);
    const bool inputIsX = batch.mask.size() == 0 && !m_transformsInput;
    encoderBackward(parameters,
                    inputIsX ? ConstMatrixRef(batch.x) : ConstMatrixRef(workspace.input.leftCols(rows)),
                    workspace, gradient);
}

void Vae::weighSamples(Index rows, const ConstVectorRef& beta, VaeWorkspace& workspace) const {
    const Index samples = workspace.samples;
    workspace.weights.head(rows * samples).setOnes();
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

void Vae::decoderBackward(const Vector& parameters, Index columns, VaeWorkspace& workspace,
                          Vector& gradient) const {
    const ConstMatrixRef rawGradient = workspace.rawGradient.leftCols(columns);
    const ConstMatrixRef z = workspace.z.leftCols(columns);
    MatrixRef latentGradient = workspace.latentGradient.leftCols(columns);
    if (m_decoder.layers().empty()) {
        m_output.backwardParameters(m_layout, z, rawGradient, gradient);
        m_output.backwardInput(m_layout, parameters, rawGradient, latentGradient);
        return;
    }
    m_output.backwardParameters(m_layout, m_decoder.output(workspace.decoder, columns), rawGradient,
                                gradient);
    m_output.backwardInput(m_layout, parameters, rawGradient,
                           m_decoder.outputGradient(workspace.decoder, columns));
    m_decoder.backward(m_layout, parameters, z, workspace.decoder, gradient, &latentGradient);
    if (hasLinearPath()) {
        m_linearDecoder.backwardParameters(m_layout, z, rawGradient, gradient);
        m_linearDecoder.addBackwardInput(m_layout, parameters, rawGradient, latentGradient);
    }
}

void Vae::encoderBackward(const Vector& parameters, const ConstMatrixRef& input, VaeWorkspace& workspace,
                          Vector& gradient) const {
    const Index rows = input.cols();
    const ConstMatrixRef meanGradient = workspace.meanGradient.leftCols(rows);
    const ConstMatrixRef logvarGradient = workspace.logvarGradient.leftCols(rows);
    const bool linear = m_encoder.layers().empty();
    const ConstMatrixRef hidden =
        linear ? ConstMatrixRef(input) : ConstMatrixRef(m_encoder.output(workspace.encoder, rows));
    m_mean.backwardParameters(m_layout, hidden, meanGradient, gradient);
    m_logvar.backwardParameters(m_layout, hidden, logvarGradient, gradient);
    if (linear)
        return;
    MatrixRef hiddenGradient = m_encoder.outputGradient(workspace.encoder, rows);
    m_mean.backwardInput(m_layout, parameters, meanGradient, hiddenGradient);
    m_logvar.addBackwardInput(m_layout, parameters, logvarGradient, hiddenGradient);
    m_encoder.backward(m_layout, parameters, input, workspace.encoder, gradient, nullptr);
    if (hasLinearPath())
        m_linearEncoder.backwardParameters(m_layout, input, meanGradient, gradient);
}

}  // namespace latentscape
