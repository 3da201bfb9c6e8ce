#include "core/training/replay.h"

namespace latentscape {
namespace {

bool trainTo(Trainer& trainer, RunPlace place) {
    // Divergences never fall: beyond those of the place it cannot be reached any more.
    while (trainer.state().place() < place && trainer.state().divergences <= place.divergences)
        trainer.step();
    return trainer.state().place() == place;
}

}  // namespace

bool replay(Trainer& trainer, const MetricsHistory& history, RunPlace end) {
    auto edit = history.edits.begin();
    auto recovery = history.recoveries.begin();
    // In one place their order does not matter: neither reads what the other writes.
    while (true) {
        const bool edits = edit != history.edits.end() && edit->place() <= end;
        const bool recovers = recovery != history.recoveries.end() && *recovery <= end;
        if (!edits && !recovers)
            return trainTo(trainer, end);
        if (edits && (!recovers || edit->place() <= *recovery)) {
            if (!trainTo(trainer, edit->place()))
                return false;
            trainer.apply(hyperparameterSpec(edit->key), edit->after);
            ++edit;
        } else {
            if (!trainTo(trainer, *recovery))
                return false;
            trainer.recover();
            ++recovery;
        }
    }
}

}  // namespace latentscape
