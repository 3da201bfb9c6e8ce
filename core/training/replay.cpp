#include "core/training/replay.h"

namespace latentscape {
namespace {

using GoesOn = std::function<bool(const Trainer&)>;

bool trainTo(Trainer& trainer, RunPlace place, const GoesOn& goesOn) {
    // Divergences never fall: beyond those of the place it cannot be reached any more.
    while (trainer.state().place() < place && trainer.state().divergences <= place.divergences) {
        trainer.step();
        if (goesOn && !goesOn(trainer))
            return false;
    }
    return trainer.state().place() == place;
}

}  // namespace

bool replay(Trainer& trainer, const MetricsHistory& history, RunPlace end, const GoesOn& goesOn) {
    auto edit = history.edits.begin();
    auto recovery = history.recoveries.begin();
    // In one place their order does not matter: neither reads what the other writes.
    while (true) {
        const bool edits = edit != history.edits.end() && edit->place() <= end;
        const bool recovers = recovery != history.recoveries.end() && *recovery <= end;
        if (!edits && !recovers)
            return trainTo(trainer, end, goesOn);
        if (edits && (!recovers || edit->place() <= *recovery)) {
            if (!trainTo(trainer, edit->place(), goesOn))
                return false;
            trainer.apply(hyperparameterSpec(edit->key), edit->after);
            ++edit;
        } else {
            if (!trainTo(trainer, *recovery, goesOn))
                return false;
            trainer.recover();
            ++recovery;
        }
    }
}

}  // namespace latentscape
