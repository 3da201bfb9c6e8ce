#include "core/training/replay.h"

#include <utility>

namespace latentscape {
namespace {

bool trainTo(Trainer& trainer, RunPlace place) {
    const TrainerState& state = trainer.state();
    while (state.step < place.step || (state.step == place.step && state.divergences < place.divergences))
        trainer.step();
    return state.step == place.step && state.divergences == place.divergences;
}

}  // namespace

bool replay(Trainer& trainer, std::span<const HyperparameterEdit> edits, RunPlace end) {
    for (const HyperparameterEdit& edit : edits) {
        if (std::pair(edit.step, edit.divergences) > std::pair(end.step, end.divergences))
            break;
        if (!trainTo(trainer, {.step = edit.step, .divergences = edit.divergences}))
            return false;
        trainer.apply(hyperparameterSpec(edit.key), edit.after);
    }
    return trainTo(trainer, end);
}

}  // namespace latentscape
