#pragma once

#include <QThreadPool>

namespace latentscape::ui {

// Qt paints large pictures with the threads of QThreadPool::globalInstance(), and the window waits for them.
// A job of ours there would hold up the window for as long as it takes: so ours have pools of their own.

/// For what a view waits for: a thread for each core.
QThreadPool* viewPool();

/// For long work that nobody waits for: one thread, which leaves the processor to the training and to all
/// that is on the screen. Each job begins with lowerThreadPriority().
QThreadPool* patientPool();

}  // namespace latentscape::ui
