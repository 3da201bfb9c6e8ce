#pragma once

#include <QString>

namespace latentscape::ui {

/// 1797 → "1,797", in the person's locale.
QString countText(qint64 count);

/// 214000 → "214 k".
QString shortCountText(double count);

/// 72.4 → "1:12".
QString durationText(double seconds);

}  // namespace latentscape::ui
