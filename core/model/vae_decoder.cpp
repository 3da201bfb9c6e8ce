// What a decoded row is like besides its expectation: how it changes with z, and how far its values reach.

#include "core/model/vae.h"

namespace latentscape {

Matrix Vae::decoderJacobian(const Vector& parameters, Index column, const VaeWorkspace& workspace) const {
    Matrix slopes = Matrix::Identity(latent(), latent());
    for (std::size_t i = 0; i < m_decoder.layers().size(); ++i) {
        Matrix next(m_decoder.layers()[i].outputs(), latent());
        m_decoder.layers()[i].Linear::forward(m_layout, parameters, slopes, next);
        next.array().colwise() *= workspace.decoder.slope[i].col(column).array();
        slopes = std::move(next);
    }
    Matrix jacobian(rawOutputs(), latent());
    m_output.Linear::forward(m_layout, parameters, slopes, jacobian);
    if (hasLinearPath())
        m_linearDecoder.addForward(m_layout, parameters, Matrix::Identity(latent(), latent()), jacobian);
    return jacobian;
}

void Vae::expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                           VectorRef meanSlope) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->expectationSlope(raw.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                          rawSlope.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                          meanSlope.segment(block.firstFeature, block.features));
    }
}

void Vae::quantile(const Vector& parameters, const ConstVectorRef& raw, double share, VectorRef x) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->quantile(raw.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                  noise(parameters, part), share,
                                  x.segment(block.firstFeature, block.features));
    }
}

}  // namespace latentscape
