#include "core/model/mlp.h"

#include <cmath>

namespace latentscape {

Dense::Dense(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout)
    : m_inputs(inputs),
      m_outputs(outputs),
      m_weight(layout.add(name + ".weight", inputs, outputs)),
      m_bias(layout.add(name + ".bias", outputs)) {}

void Dense::initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const {
    const Scalar bound = Scalar(1) / std::sqrt(Scalar(m_inputs));
    for (const std::size_t block : {m_weight, m_bias}) {
        ParameterLayout::VectorView values = layout.vector(parameters, block);
        random.fillUniform(RandomStream::Initialisation, 0, std::uint32_t(block), values);
        values.array() = (values.array() * Scalar(2) - Scalar(1)) * bound;
    }
}

void Dense::forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                    MatrixRef y) const {
    y.noalias() = layout.matrix(parameters, m_weight).transpose() * x;
    y.colwise() += layout.vector(parameters, m_bias);
}

void Dense::backwardParameters(const ParameterLayout& layout, const ConstMatrixRef& x,
                               const ConstMatrixRef& yGradient, Vector& gradient) const {
    layout.matrix(gradient, m_weight).noalias() += x * yGradient.transpose();
    layout.vector(gradient, m_bias) += yGradient.rowwise().sum();
}

void Dense::backwardInput(const ParameterLayout& layout, const Vector& parameters,
                          const ConstMatrixRef& yGradient, MatrixRef xGradient) const {
    xGradient.noalias() = layout.matrix(parameters, m_weight) * yGradient;
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

void Mlp::reserve(MlpWorkspace& workspace, Index rows) const {
    for (std::vector<Matrix>* const buffers :
         {&workspace.preactivation, &workspace.output, &workspace.gradient}) {
        buffers->resize(m_layers.size());
        for (std::size_t i = 0; i < m_layers.size(); ++i)
            growColumns((*buffers)[i], m_layers[i].outputs(), rows);
    }
}

ConstMatrixRef Mlp::forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                            MlpWorkspace& workspace) const {
    const Index rows = x.cols();
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        MatrixRef preactivation = workspace.preactivation[i].leftCols(rows);
        if (i == 0)
            m_layers[i].forward(layout, parameters, x, preactivation);
        else
            m_layers[i].forward(layout, parameters, workspace.output[i - 1].leftCols(rows), preactivation);
        activate(m_activation, preactivation, workspace.output[i].leftCols(rows));
    }
    return m_layers.empty() ? ConstMatrixRef(x) : ConstMatrixRef(workspace.output.back().leftCols(rows));
}

MatrixRef Mlp::outputGradient(MlpWorkspace& workspace, Index rows) const {
    return workspace.gradient.back().leftCols(rows);
}

void Mlp::backward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                   MlpWorkspace& workspace, Vector& gradient, MatrixRef* xGradient) const {
    const Index rows = x.cols();
    for (std::size_t i = m_layers.size(); i-- > 0;) {
        MatrixRef own = workspace.gradient[i].leftCols(rows);
        activateBackward(m_activation, workspace.preactivation[i].leftCols(rows),
                         workspace.output[i].leftCols(rows), own);
        if (i > 0) {
            m_layers[i].backwardParameters(layout, workspace.output[i - 1].leftCols(rows), own, gradient);
            m_layers[i].backwardInput(layout, parameters, own, workspace.gradient[i - 1].leftCols(rows));
        } else {
            m_layers[i].backwardParameters(layout, x, own, gradient);
            if (xGradient)
                m_layers[i].backwardInput(layout, parameters, own, *xGradient);
        }
    }
}

void growColumns(Matrix& buffer, Index height, Index rows) {
    if (buffer.rows() != height || buffer.cols() < rows)
        buffer.resize(height, rows);
}

}  // namespace latentscape
