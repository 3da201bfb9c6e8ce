#include "core/analysis/sensitivity.h"

#include <cmath>

namespace latentscape {
namespace {

/// ∂original/∂encoded of a column of numbers. The derivative of exp(y) and of exp(y) − 1 is exp(y).
double decodedSlope(const EncodedColumn& column, double encoded) {
    return isLogarithmic(column.numberScale) ? column.scale * std::exp(encoded * column.scale + column.shift)
                                             : column.scale;
}

/// The feature that speaks for a column, and what its slope is multiplied by.
struct Lever {
    Index feature = 0;
    double factor = 0;
};

Lever leverOf(const EncodedColumn& column, const ConstVectorRef& expectation) {
    if (column.features == 0)
        return {};
    Lever lever{.feature = column.firstFeature, .factor = 1};
    const double expected = double(expectation[column.firstFeature]);
    if (column.hasNumbers()) {
        lever.factor = decodedSlope(column, expected);
    } else if (column.type == ColumnType::Binary) {
        lever.factor = expected >= 0.5 ? 1 : -1;
    } else {
        Index best = 0;
        expectation.segment(column.firstFeature, column.features).maxCoeff(&best);
        lever.feature += best;
    }
    return lever;
}

}  // namespace

Eigen::MatrixXd sensitivity(const Preprocessor& preprocessor, const ModelSnapshot& model,
                            const ConstVectorRef& z) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, 1);
    workspace.z.col(0) = z;
    vae.decode(model.parameters, 1, workspace);
    Vector expectation(vae.features());
    vae.expectation(workspace.raw.leftCols(1), expectation);
    const Matrix jacobian = vae.decoderJacobian(model.parameters, 0, workspace);

    Eigen::MatrixXd effects(Index(preprocessor.columns().size()), vae.latent());
    Vector slope(vae.features());
    for (Index dimension = 0; dimension < vae.latent(); ++dimension) {
        vae.expectationSlope(workspace.raw.col(0), jacobian.col(dimension), slope);
        for (Index i = 0; i < effects.rows(); ++i) {
            const Lever lever = leverOf(preprocessor.columns()[std::size_t(i)], expectation);
            effects(i, dimension) = lever.factor == 0 ? 0 : lever.factor * double(slope[lever.feature]);
        }
    }
    return effects;
}

}  // namespace latentscape
