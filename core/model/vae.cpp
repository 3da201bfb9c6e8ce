#include "core/model/vae.h"

#include <algorithm>
#include <cmath>

#include "core/model/latent.h"

namespace latentscape {
namespace {

/// Four random words a block; each unit takes one.
Index randomBlocks(Index units) {
    return (units + 3) / 4;
}

/// Fills the factors of `mlp`'s outputs in `column` for one row and returns the random block after them.
Index drawColumn(const Random& random, std::uint32_t epoch, Index row, Index firstBlock, double share,
                 MlpWorkspace& workspace, Index column) {
    for (Matrix& factors : workspace.dropout) {
        auto drawn = factors.col(column);
        random.fillUniform(RandomStream::Dropout, epoch, std::uint32_t(row), drawn,
                           std::uint32_t(firstBlock));
        drawn = (drawn.array() < Scalar(share))
                    .select(Scalar(0), Vector::Constant(drawn.size(), Scalar(1 / (1 - share))));
        firstBlock += randomBlocks(factors.rows());
    }
    return firstBlock;
}

}  // namespace

Index VaeConfig::features() const {
    return blocks.empty() ? 0 : blocks.back().firstFeature + blocks.back().features;
}

LossSums& LossSums::operator+=(const LossSums& other) {
    reconstruction += other.reconstruction;
    kl += other.kl;
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
        m_transformsInput = m_transformsInput || part.likelihood->transformsInput();
        m_parts.push_back(std::move(part));
    }
    m_output = Dense("output", m_decoder.outputs(), rawOutputs, m_layout);
    Index noiseParameters = 0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Index own = m_parts[i].likelihood->noiseParameters();
        m_parts[i].noiseBlock = m_layout.add("noise." + std::to_string(i), own);
        m_parts[i].firstNoise = noiseParameters;
        noiseParameters += own;
    }
    m_noiseParameters = noiseParameters;
    if (hasLinearPath()) {
        m_linearEncoder = Linear("linear_encoder", features(), m_config.latent, m_layout);
        m_linearDecoder = Linear("linear_decoder", m_config.latent, rawOutputs, m_layout);
    }
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

std::vector<ParameterRange> Vae::decayedParameters() const {
    std::vector<ParameterRange> ranges;
    const auto add = [&](std::size_t block) {
        ranges.push_back({m_layout.block(block).offset, m_layout.block(block).size()});
    };
    // A weight's column holds what leads to one output, so those to the placing outputs lie side by side.
    const auto addPlacing = [&](std::size_t block) {
        const ParameterBlock& weight = m_layout.block(block);
        for (const Part& part : m_parts)
            ranges.push_back(
                {weight.offset + part.firstRaw * weight.rows, part.likelihood->features() * weight.rows});
    };
    for (const Mlp* const mlp : {&m_encoder, &m_decoder})
        for (const Dense& layer : mlp->layers())
            add(layer.weightBlock());
    add(m_mean.weightBlock());
    addPlacing(m_output.weightBlock());
    if (hasLinearPath()) {
        add(m_linearEncoder.weightBlock());
        addPlacing(m_linearDecoder.weightBlock());
    }
    return ranges;
}

void Vae::reserve(VaeWorkspace& workspace, Index rows, const PassOptions& options) const {
    const Index columns = rows * options.samples;
    workspace.samples = options.samples;
    m_encoder.reserve(workspace.encoder, rows, options.dropout > 0);
    m_decoder.reserve(workspace.decoder, columns, options.dropout > 0);
    growColumns(workspace.input, features(), rows);
    growColumns(workspace.terms, features(), rows);
    for (Matrix* const buffer : {&workspace.mean, &workspace.logvar, &workspace.kl, &workspace.meanGradient,
                                 &workspace.logvarGradient})
        growColumns(*buffer, latent(), rows);
    for (Matrix* const buffer : {&workspace.noise, &workspace.z, &workspace.latentGradient})
        growColumns(*buffer, latent(), columns);
    for (Matrix* const buffer : {&workspace.raw, &workspace.rawGradient})
        growColumns(*buffer, rawOutputs(), columns);
    workspace.klPerDimension.resize(latent());
    workspace.noiseGradient.resize(m_noiseParameters);
    if (workspace.weights.size() < columns) {
        workspace.reconstruction.resize(columns);
        workspace.weights.resize(columns);
        workspace.rowScale.resize(columns);
    }
}

void Vae::drawNoise(const Random& random, RandomStream stream, std::uint32_t number,
                    std::span<const Index> rows, VaeWorkspace& workspace) const {
    const Index count = Index(rows.size());
    for (Index sample = 0; sample < workspace.samples; ++sample)
        random.fillNormal(stream, number, rows, workspace.noise.middleCols(sample * count, count),
                          std::uint32_t(sample * randomBlocks(latent())));
}

void Vae::drawDropout(const Random& random, std::uint32_t epoch, std::span<const Index> rows, double share,
                      VaeWorkspace& workspace) const {
    const Index count = Index(rows.size());
    for (Index i = 0; i < count; ++i) {
        Index block = drawColumn(random, epoch, rows[std::size_t(i)], 0, share, workspace.encoder, i);
        for (Index sample = 0; sample < workspace.samples; ++sample)
            block = drawColumn(random, epoch, rows[std::size_t(i)], block, share, workspace.decoder,
                               sample * count + i);
    }
}

ConstMatrixRef Vae::encoderInput(const Batch& batch, VaeWorkspace& workspace) const {
    if (batch.mask.size() == 0 && !m_transformsInput)
        return batch.x;
    MatrixRef input = workspace.input.leftCols(batch.rows());
    input = batch.x;
    for (const Part& part : m_parts)
        if (part.likelihood->transformsInput())
            part.likelihood->transformInput(
                input.middleRows(part.likelihood->block().firstFeature, part.likelihood->features()));
    // Missing cells are 0, whatever stands there.
    if (batch.mask.size() != 0)
        input = (batch.mask.array() > Scalar(0)).select(input, Scalar(0));
    return input;
}

Matrix Vae::encoderInput(const Batch& batch) const {
    VaeWorkspace workspace;
    growColumns(workspace.input, features(), batch.rows());
    return encoderInput(batch, workspace);
}

void Vae::encode(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    const ConstMatrixRef input = encoderInput(batch, workspace);
    const ConstMatrixRef hidden = m_encoder.forward(m_layout, parameters, input, workspace.encoder);
    m_mean.forward(m_layout, parameters, hidden, workspace.mean.leftCols(rows));
    m_logvar.forward(m_layout, parameters, hidden, workspace.logvar.leftCols(rows));
    if (hasLinearPath())
        m_linearEncoder.addForward(m_layout, parameters, input, workspace.mean.leftCols(rows));
}

void Vae::decode(const Vector& parameters, Index columns, VaeWorkspace& workspace) const {
    const ConstMatrixRef z = workspace.z.leftCols(columns);
    const ConstMatrixRef hidden = m_decoder.forward(m_layout, parameters, z, workspace.decoder);
    m_output.forward(m_layout, parameters, hidden, workspace.raw.leftCols(columns));
    if (hasLinearPath())
        m_linearDecoder.addForward(m_layout, parameters, z, workspace.raw.leftCols(columns));
}

void Vae::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->expectation(raw.middleRows(part.firstRaw, part.likelihood->rawOutputs()),
                                     mean.middleRows(block.firstFeature, block.features));
    }
}

void Vae::noiseWidths(const Vector& parameters, const ConstVectorRef& raw, VectorRef widths) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->noiseWidths(raw.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                     noise(parameters, part),
                                     widths.segment(block.firstFeature, block.features));
    }
}

void Vae::sampleRow(const Vector& parameters, const ConstVectorRef& raw, RandomSequence& random,
                    VectorRef x) const {
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        part.likelihood->sample(raw.segment(part.firstRaw, part.likelihood->rawOutputs()),
                                noise(parameters, part), random,
                                x.segment(block.firstFeature, block.features));
    }
}

void Vae::reconstructionLoss(const Vector& parameters, const Batch& batch, Index sample,
                             VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    MatrixRef terms = workspace.terms.leftCols(rows);
    for (const Part& part : m_parts) {
        const LikelihoodBlock& block = part.likelihood->block();
        const Batch own = batch.of(block);
        part.likelihood->negativeLogLikelihood(own.x, own.mask,
                                               workspace.raw.middleCols(sample * rows, rows)
                                                   .middleRows(part.firstRaw, part.likelihood->rawOutputs()),
                                               noise(parameters, part),
                                               terms.middleRows(block.firstFeature, block.features));
    }
    // Strips are added in Scalar, which the processor does in wide registers, and their sums in double.
    constexpr Index kStripLength = 256;
    for (Index row = 0; row < rows; ++row) {
        double total = 0;
        for (Index first = 0; first < features(); first += kStripLength)
            total += double(terms.col(row).segment(first, std::min(kStripLength, features() - first)).sum());
        workspace.reconstruction[sample * rows + row] = total;
    }
}

LossSums Vae::forward(const Vector& parameters, const Batch& batch, VaeWorkspace& workspace) const {
    const Index rows = batch.rows();
    const Index columns = rows * workspace.samples;
    encode(parameters, batch, workspace);
    const ConstMatrixRef mean = workspace.mean.leftCols(rows);
    const ConstMatrixRef logvar = workspace.logvar.leftCols(rows);
    klToPrior(mean, logvar, workspace.kl.leftCols(rows));
    workspace.klPerDimension.setZero();
    for (Index row = 0; row < rows; ++row)
        workspace.klPerDimension += workspace.kl.col(row).cast<double>();
    for (Index sample = 0; sample < workspace.samples; ++sample)
        reparameterise(mean, logvar, workspace.noise.middleCols(sample * rows, rows),
                       workspace.z.middleCols(sample * rows, rows));
    decode(parameters, columns, workspace);
    for (Index sample = 0; sample < workspace.samples; ++sample)
        reconstructionLoss(parameters, batch, sample, workspace);
    return {.reconstruction = workspace.reconstruction.head(columns).sum() / double(workspace.samples),
            .kl = workspace.klPerDimension.sum()};
}

double Vae::logImportanceWeight(const VaeWorkspace& workspace, Index rows, Index row, Index sample,
                                const ConstVectorRef& beta) const {
    const Index column = sample * rows + row;
    double logWeight = -workspace.reconstruction[column];
    // The 2π of both normals cancel.
    for (Index j = 0; j < latent(); ++j) {
        const double z = double(workspace.z(j, column));
        const double noise = double(workspace.noise(j, column));
        const double logvar = double(std::clamp(workspace.logvar(j, row), kMinLogvar, kMaxLogvar));
        const double weight = beta.size() == 0 ? 1.0 : double(beta[j]);
        logWeight += 0.5 * weight * (noise * noise + logvar - z * z);
    }
    return logWeight;
}

}  // namespace latentscape
