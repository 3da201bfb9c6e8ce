#include "core/storage/onnx_export.h"

#include <algorithm>
#include <stdexcept>

#include "core/model/latent.h"
#include "core/model/likelihoods/counts.h"
#include "core/model/likelihoods/negative_binomial.h"
#include "core/storage/model_schema.h"
#include "core/storage/onnx_graph.h"
#include "core/storage/safetensors.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

constexpr float kReluLeak = 0.01F;
/// Below this, the continuous Bernoulli's mean comes from its Taylor expansion.
constexpr float kNear = 0.5F;

std::vector<float> floats(const auto& numbers) {
    return {numbers.begin(), numbers.end()};
}

/// The model's layers as nodes of a graph.
class LayerWriter {
public:
    LayerWriter(const ModelSnapshot& model, OnnxGraph& graph)
        : m_vae(*model.vae),
          m_tensors(parametersToTensors(model.vae->layout(), model.parameters)),
          m_graph(graph) {}

    /// W x, with PyTorch's name and layout of the weight.
    std::string linear(const std::string& layer, const std::string& x) {
        return m_graph.apply("Gemm", {x, tensor(layer + ".weight")}, {{"transB", std::int64_t(1)}});
    }

    /// W x + b
    std::string dense(const std::string& layer, const std::string& x) {
        return m_graph.apply("Gemm", {x, tensor(layer + ".weight"), tensor(layer + ".bias")},
                             {{"transB", std::int64_t(1)}});
    }

    /// All hidden layers of one side.
    std::string hidden(const std::string& side, std::string x) {
        for (std::size_t i = 0; i < m_vae.config().hidden.size(); ++i)
            x = activated(dense(side + "." + std::to_string(i), x));
        return x;
    }

private:
    std::string tensor(const std::string& name) {
        const SafetensorsFile::Tensor& tensor = m_tensors.at(name);
        return m_graph.constant(name, tensor.shape, tensor.values);
    }

    std::string activated(const std::string& a) {
        switch (m_vae.config().activation) {
            case Activation::Silu:
                return m_graph.apply("Mul", {a, m_graph.apply("Sigmoid", {a})});
            case Activation::Relu:
                return m_graph.apply("Relu", {a});
            case Activation::LeakyRelu:
                return m_graph.apply("LeakyRelu", {a}, {{"alpha", kReluLeak}});
            case Activation::Elu:
                return m_graph.apply("Elu", {a}, {{"alpha", 1.0F}});
            case Activation::Gelu: {
                const std::string erf =
                    m_graph.apply("Erf", {m_graph.apply("Mul", {a, m_graph.constant(0.70710678F)})});
                const std::string share = m_graph.apply(
                    "Mul", {m_graph.apply("Add", {erf, m_graph.constant(1)}), m_graph.constant(0.5F)});
                return m_graph.apply("Mul", {a, share});
            }
            case Activation::Tanh:
                return m_graph.apply("Tanh", {a});
            case Activation::Softplus:
                return m_graph.apply("Softplus", {a});
        }
        throw std::logic_error("an activation without an operator");
    }

    const Vae& m_vae;
    std::map<std::string, SafetensorsFile::Tensor> m_tensors;
    OnnxGraph& m_graph;
};

/// What the encoder sees of x: counts on their logarithmic scale, missing cells as 0.
std::string encoderInput(const Vae& vae, const std::string& x, OnnxGraph& graph) {
    std::vector<std::string> blocks;
    for (const Vae::Part& part : vae.parts()) {
        const LikelihoodBlock& block = part.likelihood->block();
        std::string seen = graph.columns(x, block.firstFeature, block.features);
        if (part.likelihood->transformsInput()) {
            std::vector<float> shifts(std::size_t(block.features), 0);
            std::vector<float> scales(std::size_t(block.features), 1);
            for (std::size_t i = 0; i < block.counts.size(); ++i) {
                shifts[i] = float(block.counts[i].shift);
                scales[i] = float(block.counts[i].scale);
            }
            const std::string counted = graph.apply("Max", {seen, graph.constant(0)});
            const std::string logs = graph.apply("Log", {graph.apply("Add", {counted, graph.constant(1)})});
            seen = graph.apply("Div",
                               {graph.apply("Sub", {logs, graph.constant(shifts)}), graph.constant(scales)});
        }
        blocks.push_back(seen);
    }
    const bool transforms = std::any_of(vae.parts().begin(), vae.parts().end(), [](const Vae::Part& part) {
        return part.likelihood->transformsInput();
    });
    return graph.apply("Where",
                       {graph.apply("IsNaN", {x}), graph.constant(0), transforms ? graph.beside(blocks) : x});
}

std::string encoder(const ModelSnapshot& model) {
    const Vae& vae = *model.vae;
    OnnxGraph graph("encoder",
                    "x: rows of the encoded table, NaN where a cell is missing; mean, logvar: of the normal "
                    "distribution q(z | x). How rows are encoded is in schema.json.");
    LayerWriter layers(model, graph);
    const std::string input = encoderInput(vae, graph.input("x", vae.features()), graph);
    const std::string hidden = layers.hidden("encoder", input);
    std::string mean = layers.dense("mean", hidden);
    if (vae.hasLinearPath())
        mean = graph.apply("Add", {mean, layers.linear("linear_encoder", input)});
    graph.output("mean", mean, vae.latent());
    graph.output("logvar",
                 graph.apply("Clip", {layers.dense("logvar", hidden), graph.constant(float(kMinLogvar)),
                                      graph.constant(float(kMaxLogvar))}),
                 vae.latent());
    return graph.checkedBytes();
}

/// E[y] = 1/a − 1/(eᵃ − 1) for a = |l|, mirrored where the logit l is positive, as in
/// likelihoods/continuous_bernoulli.cpp.
std::string continuousBernoulliMean(const std::string& logit, OnnxGraph& graph) {
    const std::string one = graph.constant(1);
    const std::string a = graph.apply("Abs", {logit});
    const std::string decay = graph.apply("Exp", {graph.apply("Neg", {a})});
    const std::string far = graph.apply(
        "Sub",
        {graph.apply("Reciprocal", {a}), graph.apply("Div", {decay, graph.apply("Sub", {one, decay})})});
    const std::string square = graph.apply("Mul", {a, a});
    std::string sum = graph.constant(-1.0F / 47900160);
    for (const float coefficient : {1.0F / 1209600, -1.0F / 30240, 1.0F / 720, -1.0F / 12})
        sum = graph.apply("Add", {graph.apply("Mul", {square, sum}), graph.constant(coefficient)});
    const std::string near = graph.apply("Add", {graph.apply("Mul", {a, sum}), graph.constant(0.5F)});
    const std::string mean =
        graph.apply("Where", {graph.apply("Less", {a, graph.constant(kNear)}), near, far});
    return graph.apply(
        "Where", {graph.apply("Greater", {logit, graph.constant(0)}), graph.apply("Sub", {one, mean}), mean});
}

/// One block's likelihood: its parameters as outputs of the graph.
class BlockWriter {
public:
    BlockWriter(const ModelSnapshot& model, std::size_t place, OnnxGraph& graph)
        : m_model(model),
          m_part(model.vae->parts()[place]),
          m_block(m_part.likelihood->block()),
          m_names(onnxParameterNames(m_block, place)),
          m_graph(graph) {}

    /// E[x | z] of the block.
    std::string write(const std::string& raw) {
        const std::string placing = m_graph.columns(raw, m_part.firstRaw, m_block.features);
        if (m_block.likelihood == "bernoulli")
            return parameter("probability", m_graph.apply("Sigmoid", {placing}));
        if (m_block.likelihood == "categorical")
            return parameter("probability", m_graph.apply("Softmax", {placing}, {{"axis", std::int64_t(1)}}));
        if (m_block.likelihood == "continuous-bernoulli") {
            parameter("logit", placing);
            return continuousBernoulliMean(placing, m_graph);
        }
        if (const auto* const counts = dynamic_cast<const CountLikelihood*>(m_part.likelihood.get()))
            return writeCounts(*counts, placing);
        parameter("scale", widths(raw, placing));
        return parameter("location", placing);
    }

private:
    std::string parameter(const std::string& key, const std::string& value) {
        m_graph.output(m_names.at(key), value, m_block.features);
        return value;
    }

    /// The same for all rows.
    std::string everyRow(const std::vector<float>& values, const std::string& like) {
        return m_graph.apply("Expand", {m_graph.constant(values), m_graph.apply("Shape", {like})});
    }

    std::string writeCounts(const CountLikelihood& counts, const std::string& placing) {
        const std::string capped =
            m_graph.apply("Min", {placing, m_graph.constant(floats(counts.logRateCaps()))});
        const std::string mean = parameter("mean", m_graph.apply("Exp", {capped}));
        if (const auto* const spread = dynamic_cast<const NegativeBinomialLikelihood*>(&counts))
            parameter("size", everyRow(floats(spread->sizes(noise())), placing));
        return mean;
    }

    Vector noise() const { return m_model.vae->layout().vector(m_model.parameters, m_part.noiseBlock); }

    /// σ of each feature.
    std::string widths(const std::string& raw, const std::string& placing) {
        if (m_block.noise == NoiseForm::Row) {
            const std::string learned =
                m_graph.columns(raw, m_part.firstRaw + m_block.features, m_block.features);
            return m_graph.apply(
                "Add", {m_graph.apply("Softplus", {learned}), m_graph.constant(floats(m_block.noiseFloor))});
        }
        Vector width(m_block.features);
        m_part.likelihood->noiseWidths(Vector::Zero(m_part.likelihood->rawOutputs()), noise(), width);
        return everyRow(floats(width), placing);
    }

    const ModelSnapshot& m_model;
    const Vae::Part& m_part;
    const LikelihoodBlock& m_block;
    std::map<std::string, std::string> m_names;
    OnnxGraph& m_graph;
};

std::string decoder(const ModelSnapshot& model) {
    const Vae& vae = *model.vae;
    OnnxGraph graph("decoder",
                    "z: points of the latent space; expectation: E[x | z] in the units of the encoded table, "
                    "then the parameters of p(x | z), block by block. schema.json tells how to decode them.");
    LayerWriter layers(model, graph);
    const std::string z = graph.input("z", vae.latent());
    std::string raw = layers.dense("output", layers.hidden("decoder", z));
    if (vae.hasLinearPath())
        raw = graph.apply("Add", {raw, layers.linear("linear_decoder", z)});
    std::vector<std::string> expectations;
    for (std::size_t i = 0; i < vae.parts().size(); ++i)
        expectations.push_back(BlockWriter(model, i, graph).write(raw));
    graph.output("expectation", graph.beside(expectations), vae.features());
    return graph.checkedBytes();
}

}  // namespace

OnnxModels encodeOnnx(const ModelSnapshot& model, const std::string& folder) {
    try {
        return {.encoder = encoder(model), .decoder = decoder(model)};
    } catch (const std::runtime_error& error) {
        throw Error(ProblemCode::FileNotWritable, {{"file", folder}, {"reason", error.what()}});
    }
}

}  // namespace latentscape
