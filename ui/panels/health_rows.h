#pragma once

#include <QString>

#include "core/data/sampler.h"

namespace latentscape::ui {

/// Which rows the health of a model is judged by: `359 validation rows`, `5,000 of 12,000 validation rows`.
QString healthRowsText(const Split& split);

}  // namespace latentscape::ui
