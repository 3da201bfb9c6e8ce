#include "core/training/metrics_history.h"

namespace latentscape {

void MetricsHistory::append(const MetricsHistory& later) {
    training.insert(training.end(), later.training.begin(), later.training.end());
    validation.insert(validation.end(), later.validation.begin(), later.validation.end());
    edits.insert(edits.end(), later.edits.begin(), later.edits.end());
    recoveries.insert(recoveries.end(), later.recoveries.begin(), later.recoveries.end());
}

}  // namespace latentscape
