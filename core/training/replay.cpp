#include "core/training/replay.h"

namespace latentscape {
namespace {

RunPlace placeOf(const TrainerState& state) {
    return {.step = state.step, .divergences = state.divergences};
}

bool trainTo(Trainer& trainer, RunPlace place) {
    while (placeOf(trainer.state()) < place)
        trainer.step();
    return placeOf(trainer.state()) == place;
}

}  // namespace

bool replay(Trainer& trainer, const MetricsHistory& history, RunPlace end) {
    auto edit = history.edits.begin();
    auto recovery = history.recoveries.begin();
    const auto placeOfEdit = [&] { return RunPlace{edit->step, edit->divergences}; };
    while (true) {
        const bool editsLeft = edit != history.edits.end() && placeOfEdit() <= end;
        const bool recoveriesLeft = recovery != history.recoveries.end() && *recovery <= end;
        if (!editsLeft && !recoveriesLeft)
            return trainTo(trainer, end);
        // At the same place their order changes nothing that is still to come.
        if (recoveriesLeft && (!editsLeft || *recovery <= placeOfEdit())) {
            if (!trainTo(trainer, *recovery++))
                return false;
            trainer.recover();
        } else {
            if (!trainTo(trainer, placeOfEdit()))
                return false;
            trainer.apply(hyperparameterSpec(edit->key), edit->after);
            ++edit;
        }
    }
}

}  // namespace latentscape
