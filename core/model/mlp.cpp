#include "core/model/mlp.h"

#include <cmath>

namespace latentscape {
namespace {

void initialiseUniform(const ParameterLayout& layout, std::size_t block, Index inputs, const Random& random,
                       Vector& parameters) {
    const Scalar bound = Scalar(1) / std::sqrt(Scalar(inputs));
    ParameterLayout::VectorView values = layout.vector(parameters, block);
    random.fillUniform(RandomStream::Initialisation, 0, std::uint32_t(block), values);
    values.array() = (values.array() * Scalar(2) - Scalar(1)) * bound;
}

}  // namespace

Linear::Linear(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout)
    : m_inputs(inputs), m_outputs(outputs), m_weight(layout.add(name + ".weight", inputs, outputs)) {}

void Linear::initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const {
    initialiseUniform(layout, m_weight, m_inputs, random, parameters);
}

void Linear::forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                     MatrixRef y) const {
    y.noalias() = layout.matrix(parameters, m_weight).transpose() * x;
}

void Linear::addForward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                        MatrixRef y) const {
    y.noalias() += layout.matrix(parameters, m_weight).transpose() * x;
}

void Linear::weightGradient(const ParameterLayout& layout, const ConstMatrixRef& x,
                            const ConstMatrixRef& yGradient, Index first, Index count, bool add,
                            Vector& gradient) const {
    auto slope = layout.matrix(gradient, m_weight).middleCols(first, count);
    if (add)
        slope.noalias() += x * yGradient.middleRows(first, count).transpose();
    else
        slope.noalias() = x * yGradient.middleRows(first, count).transpose();
}

void Linear::backwardInput(const ParameterLayout& layout, const Vector& parameters,
                           const ConstMatrixRef& yGradient, MatrixRef xGradient) const {
    xGradient.noalias() = layout.matrix(parameters, m_weight) * yGradient;
}

void Linear::addBackwardInput(const ParameterLayout& layout, const Vector& parameters,
                              const ConstMatrixRef& yGradient, MatrixRef xGradient) const {
    xGradient.noalias() += layout.matrix(parameters, m_weight) * yGradient;
}

Dense::Dense(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout)
    : Linear(name, inputs, outputs, layout), m_bias(layout.add(name + ".bias", outputs)) {}

void Dense::initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const {
    Linear::initialise(layout, random, parameters);
    initialiseUniform(layout, m_bias, inputs(), random, parameters);
}

void Dense::forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                    MatrixRef y) const {
    Linear::forward(layout, parameters, x, y);
    y.colwise() += layout.vector(parameters, m_bias);
}

Mlp::Mlp(const std::string& name, Index inputs, const std::vector<Index>& widths, Activation activation,
         ParameterLayout& layout)
    : m_activation(activation), m_outputs(inputs) {
    for (const Index width : widths) {
        m_layers.emplace_back(name + "." + std::to_string(m_layers.size()), m_outputs, width, layout);
        m_outputs = width;
    }
}

void Mlp::initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const {
    for (const Dense& layer : m_layers)
        layer.initialise(layout, random, parameters);
}

Index Mlp::units() const {
    Index units = 0;
    for (const Dense& layer : m_layers)
        units += layer.outputs();
    return units;
}

void Mlp::reserve(MlpWorkspace& workspace, Index rows, bool dropout) const {
    const auto grow = [&](std::vector<Matrix>& buffers) {
        buffers.resize(m_layers.size());
        for (std::size_t i = 0; i < m_layers.size(); ++i)
            growColumns(buffers[i], m_layers[i].outputs(), rows);
    };
    grow(workspace.slope);
    grow(workspace.output);
    grow(workspace.gradient);
    if (dropout) {
        grow(workspace.dropout);
        grow(workspace.dropped);
    } else {
        workspace.dropout.clear();
    }
}

ConstMatrixRef Mlp::layerOutput(const MlpWorkspace& workspace, std::size_t i, Index rows) const {
    return (workspace.dropout.empty() ? workspace.output[i] : workspace.dropped[i]).leftCols(rows);
}

ConstMatrixRef Mlp::output(const MlpWorkspace& workspace, Index rows) const {
    return layerOutput(workspace, m_layers.size() - 1, rows);
}

ConstMatrixRef Mlp::forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                            MlpWorkspace& workspace) const {
    const Index rows = x.cols();
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        // Holds the preactivation until activate() makes the slope of it.
        MatrixRef preactivation = workspace.slope[i].leftCols(rows);
        const Linear& layer = m_layers[i];
        if (i == 0)
            layer.forward(layout, parameters, x, preactivation);
        else
            layer.forward(layout, parameters, layerOutput(workspace, i - 1, rows), preactivation);
        activate(m_activation, layout.vector(parameters, m_layers[i].biasBlock()), preactivation,
                 workspace.output[i].leftCols(rows));
        if (!workspace.dropout.empty())
            workspace.dropped[i].leftCols(rows) =
                workspace.output[i].leftCols(rows).cwiseProduct(workspace.dropout[i].leftCols(rows));
    }
    return m_layers.empty() ? ConstMatrixRef(x) : output(workspace, rows);
}

MatrixRef Mlp::outputGradient(MlpWorkspace& workspace, Index rows) const {
    return workspace.gradient.back().leftCols(rows);
}

void Mlp::backward(const ParameterLayout& layout, const Vector& parameters, Index rows,
                   MlpWorkspace& workspace, MatrixRef* xGradient) const {
    for (std::size_t i = m_layers.size(); i-- > 0;) {
        MatrixRef own = workspace.gradient[i].leftCols(rows);
        if (!workspace.dropout.empty())
            own.array() *= workspace.dropout[i].leftCols(rows).array();
        own.array() *= workspace.slope[i].leftCols(rows).array();
        if (i > 0)
            m_layers[i].backwardInput(layout, parameters, own, workspace.gradient[i - 1].leftCols(rows));
        else if (xGradient)
            m_layers[i].backwardInput(layout, parameters, own, *xGradient);
    }
}

ConstMatrixRef Mlp::layerInput(const MlpWorkspace& workspace, std::size_t i, const ConstMatrixRef& x) const {
    return i == 0 ? ConstMatrixRef(x) : layerOutput(workspace, i - 1, x.cols());
}

void growColumns(Matrix& buffer, Index height, Index rows) {
    if (buffer.rows() != height || buffer.cols() < rows)
        buffer.resize(height, rows);
}

}  // namespace latentscape
