#pragma once

#include <QThreadPool>

namespace latentscape::ui {

/// A pool for long work that nobody waits for: one thread, which leaves the processor to the training and to
/// all that is on the screen. Each job begins with lowerThreadPriority().
QThreadPool* patientPool();

}  // namespace latentscape::ui
