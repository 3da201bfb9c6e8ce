#include "core/training/best_parameters.h"

#include <cmath>

namespace latentscape {

bool keepsBest(const TrainerState& state) {
    return state.hyperparameters.patience > 0 && std::isfinite(state.best.elbo) &&
           *state.best.parameters != state.parameters;
}

const Vector& bestParameters(const TrainerState& state) {
    return keepsBest(state) ? *state.best.parameters : state.parameters;
}

}  // namespace latentscape
