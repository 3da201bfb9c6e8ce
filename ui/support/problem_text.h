#pragma once

#include <QString>

#include "core/support/problem.h"

namespace latentscape::ui {

/// A problem in the person's language: what, where, what to do.
QString problemText(const Problem& problem);

/// Several problems in few lines: the first ones in full, then how many more there are.
QString problemsText(const Problems& problems, int shown = 2);

}  // namespace latentscape::ui
