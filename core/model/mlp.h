#pragma once

#include <string>
#include <vector>

#include "core/model/activation.h"
#include "core/model/parameters.h"
#include "core/support/random.h"

namespace latentscape {

/// A linear map y = Wᵀx; W is in × out.
class Linear {
public:
    Linear() = default;
    /// Adds `name.weight` to the layout.
    Linear(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout);

    Index inputs() const { return m_inputs; }
    Index outputs() const { return m_outputs; }
    std::size_t weightBlock() const { return m_weight; }

    /// U(±1/√inputs), PyTorch's default.
    void initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const;

    /// y (outputs × rows) = Wᵀx, or y += Wᵀx, with x inputs × rows.
    void forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                 MatrixRef y) const;
    void addForward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                    MatrixRef y) const;

    /// Writes ∂loss/∂W for `count` outputs from `first` on into `gradient`, or adds it, given x and yGradient
    /// = ∂loss/∂y. Different outputs may be done by different threads.
    void weightGradient(const ParameterLayout& layout, const ConstMatrixRef& x,
                        const ConstMatrixRef& yGradient, Index first, Index count, bool add,
                        Vector& gradient) const;

    /// xGradient = W · yGradient, or xGradient += W · yGradient.
    void backwardInput(const ParameterLayout& layout, const Vector& parameters,
                       const ConstMatrixRef& yGradient, MatrixRef xGradient) const;
    void addBackwardInput(const ParameterLayout& layout, const Vector& parameters,
                          const ConstMatrixRef& yGradient, MatrixRef xGradient) const;

private:
    Index m_inputs = 0;
    Index m_outputs = 0;
    std::size_t m_weight = 0;
};

/// An affine map y = Wᵀx + b.
class Dense : public Linear {
public:
    Dense() = default;
    /// Adds `name.weight` and `name.bias` to the layout.
    Dense(const std::string& name, Index inputs, Index outputs, ParameterLayout& layout);

    std::size_t biasBlock() const { return m_bias; }

    /// U(±1/√inputs) for weight and bias, PyTorch's default.
    void initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const;

    /// y (outputs × rows) = Wᵀx + b.
    void forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                 MatrixRef y) const;

private:
    std::size_t m_bias = 0;
};

/// What one pass through an Mlp leaves behind, for each layer; units × (rows of the largest batch so far).
struct MlpWorkspace {
    std::vector<Matrix> slope;  ///< the activation's derivative
    std::vector<Matrix> output;
    std::vector<Matrix> gradient;
    /// Factors of each output: 0 where it is dropped, 1 / (1 − share) elsewhere. Empty without dropout.
    std::vector<Matrix> dropout;
    /// The outputs with their factors.
    std::vector<Matrix> dropped;
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
    /// Units of all layers together.
    Index units() const;

    void initialise(const ParameterLayout& layout, const Random& random, Vector& parameters) const;

    /// Makes room for batches of `rows` rows; allocates only when they are larger than any before. With
    /// dropout, the caller fills workspace.dropout before each forward().
    void reserve(MlpWorkspace& workspace, Index rows, bool dropout) const;

    /// What the next layer sees after forward(), outputs() × rows; only with at least one layer.
    ConstMatrixRef output(const MlpWorkspace& workspace, Index rows) const;

    /// The last layer's output, outputs() × rows, in the workspace; x itself if there are no layers.
    ConstMatrixRef forward(const ParameterLayout& layout, const Vector& parameters, const ConstMatrixRef& x,
                           MlpWorkspace& workspace) const;

    /// Where the caller writes ∂loss/∂output before backward(). Only with at least one layer.
    MatrixRef outputGradient(MlpWorkspace& workspace, Index rows) const;

    /// From outputGradient() back to ∂loss/∂(preactivation) of each layer, which it leaves in
    /// workspace.gradient, and to xGradient = ∂loss/∂x, inputs × rows, if it is given. Only with at least one
    /// layer.
    void backward(const ParameterLayout& layout, const Vector& parameters, Index rows,
                  MlpWorkspace& workspace, MatrixRef* xGradient) const;

    /// What layer i sees, given what the first one sees.
    ConstMatrixRef layerInput(const MlpWorkspace& workspace, std::size_t i, const ConstMatrixRef& x) const;

private:
    /// What follows layer i.
    ConstMatrixRef layerOutput(const MlpWorkspace& workspace, std::size_t i, Index rows) const;

    std::vector<Dense> m_layers;
    Activation m_activation = Activation::Silu;
    Index m_outputs = 0;
};

/// Enlarges `buffer` to height × at least `rows`; never shrinks it, so that steps of a settled size allocate
/// nothing.
void growColumns(Matrix& buffer, Index height, Index rows);

}  // namespace latentscape
