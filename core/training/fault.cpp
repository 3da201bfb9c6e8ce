#include "core/training/fault.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

/// Rows that are looked at; one of them is to blame, and a mini-batch seldom has more.
constexpr std::size_t kLookedAt = 4096;
/// In encoded units, in which most cells lie within three of zero.
constexpr float kExtreme = 1e4f;

std::string nameOf(const Preprocessor& preprocessor, Index feature) {
    for (const EncodedColumn& column : preprocessor.columns())
        if (feature >= column.firstFeature && feature < column.firstFeature + column.features)
            return column.name;
    return {};
}

}  // namespace

std::string columnAtFault(const TrainingData& data, const Vae& vae, const Vector& parameters,
                          std::span<const Index> rows) {
    VaeWorkspace workspace;
    vae.reserve(workspace, 1);
    Eigen::ArrayXd shares = Eigen::ArrayXd::Zero(vae.features());
    Eigen::ArrayXf extremes = Eigen::ArrayXf::Zero(vae.features());
    Matrix x(vae.features(), 1);
    Matrix mask(data.table.hasMissing() ? vae.features() : 0, data.table.hasMissing() ? 1 : 0);
    for (const Index row : rows.first(std::min(rows.size(), kLookedAt))) {
        x = data.table.values.col(row);
        if (data.table.hasMissing()) {
            mask = data.table.mask.col(row);
            x = (mask.array() > 0).select(x, Matrix::Zero(x.rows(), 1));
        }
        for (Index feature = 0; feature < vae.features(); ++feature)
            if (!std::isfinite(x(feature, 0)))
                return nameOf(data.preprocessor, feature);
        extremes = extremes.max(x.col(0).array().abs().cast<float>());
        workspace.noise.setZero();
        vae.forward(parameters, Batch{x, mask}, workspace);
        shares += workspace.terms.col(0).cast<double>().array();
    }
    const bool allFinite = shares.allFinite();
    Index worst = 0;
    // One extreme cell spoils what the model makes of the whole row.
    if (!allFinite && extremes.maxCoeff(&worst) < kExtreme && !shares.isFinite().any())
        return {};
    if (allFinite)
        shares.maxCoeff(&worst);
    else if (extremes[worst] < kExtreme)
        worst = std::find_if(shares.begin(), shares.end(), [](double one) { return !std::isfinite(one); }) -
                shares.begin();
    return nameOf(data.preprocessor, worst);
}

Problem divergenceAt(const TrainerState& state, const std::string& quantity, const std::string& column) {
    return {ProblemCode::TrainingDiverged,
            {{"step", std::to_string(state.step)},
             {"epoch", std::to_string(state.epoch)},
             {"quantity", quantity},
             {"column", column.empty() ? "(all)" : column},
             {"restored", std::to_string(std::int64_t(state.lastFinite->epoch))},
             {"learning_rate", hyperparameterText(state.hyperparameters.learningRate)}}};
}

}  // namespace latentscape
