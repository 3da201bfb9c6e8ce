#pragma once

#include <string>
#include <vector>

#include "core/model/activation.h"
#include "core/model/parameters.h"
#include "core/support/random.h"

namespace latentscape {

/// An affine map y = Wᵀx + b; W is in × out.
class Dense {
public:
    Dense() = default;
    /// Adds `name.weight` and `name.bias` to the layout.
    Dense(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout);

    Index inputs() const { return m_inputs; }
    Index outputs() const { return m_outputs; }
    std::size_t weightBlock() const { return m_weight; }
    std::size_t biasBlock() const { return m_bias; }

    /// U(±1/√inputs) for weight and bias, PyTorch's default.
    void initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const;

    /// y (outputs × rows) = Wᵀ x + b, with x inputs × rows.
    void forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                 MatrixRef y) const;

    /// Adds ∂loss/∂W and ∂loss/∂b to `gradient`, given x and yGradient = ∂loss/∂y.
    void backwardParameters(const ParameterLayout& layout, const ConstMatrixRef& x,
                            const ConstMatrixRef& yGradient, Vector& gradient) const;

    /// xGradient = W · yGradient.
    void backwardInput(const ParameterLayout& layout, const Vector& parameters,
                       const ConstMatrixRef& yGradient, MatrixRef xGradient) const;

private:
    Index m_inputs = 0;
    Index m_outputs = 0;
    std::size_t m_weight = 0;
    std::size_t m_bias = 0;
};

/// What one pass through an Mlp leaves behind, for each layer; units × (rows of the largest batch so far).
struct MlpWorkspace {
    std::vector<Matrix> preactivation;
    std::vector<Matrix> output;
    std::vector<Matrix> gradient;
};

/// A chain of dense layers, each followed by the activation. With no layers it is the identity.
class Mlp {
public:
    Mlp() = default;
    /// Layers `name.0`, `name.1`, … of the given widths.
    Mlp(const std::string& name, Index inputs, const std::vector<Index>& widths, Activation activation,
        ParameterLayout& layout);

    Index outputs() const { return m_outputs; }
    const std::vector<Dense>& layers() const { return m_layers; }

    void initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const;

    /// Makes room for batches of `rows` rows; allocates only when they are larger than any before.
    void reserve(MlpWorkspace& workspace, Index rows) const;

    /// The last layer's output, outputs() × rows, in the workspace; x itself if there are no layers.
    ConstMatrixRef forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                           MlpWorkspace& workspace) const;

    /// Where the caller writes ∂loss/∂output before backward(). Only with at least one layer.
    MatrixRef outputGradient(MlpWorkspace& workspace, Index rows) const;

    /// Adds the parameters' gradients to `gradient`, given the x of the last forward() and outputGradient().
    /// If xGradient is given it becomes ∂loss/∂x, inputs × rows. Only with at least one layer.
    void backward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                  MlpWorkspace& workspace, Vector& gradient, MatrixRef* xGradient) const;

private:
    std::vector<Dense> m_layers;
    Activation m_activation = Activation::Silu;
    Index m_outputs = 0;
};

/// Enlarges `buffer` to height × at least `rows`; never shrinks it, so that steps of a settled size allocate
/// nothing.
void growColumns(Matrix& buffer, Index height, Index rows);

}  // namespace latentscape
