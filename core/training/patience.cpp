#include "core/training/patience.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

std::uint32_t warmupEpochs(const Hyperparameters& hyperparameters) {
    return std::uint32_t(std::clamp(std::ceil(hyperparameters.klWarmup), 0.0, 4e9));
}

bool outOfPatience(const TrainerState& state, const TrainingData& data) {
    const std::int64_t patience = state.hyperparameters.patience;
    if (patience == 0 || data.split.validation.empty() || state.validationDue)
        return false;
    return std::int64_t(state.epoch) - std::max(state.patienceFrom, warmupEpochs(state.hyperparameters)) >=
           patience;
}

}  // namespace latentscape
