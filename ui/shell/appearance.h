#pragma once

#include <QPalette>

#include "ui/shell/settings.h"

namespace latentscape::ui {

/// The palettes of the program: quiet greys, one accent; every text at WCAG AA contrast.
QPalette lightPalette();
QPalette darkPalette();

/// Sets style and palette of the application. System takes the palette that the desktop gave at start.
void applyAppearance(Appearance appearance);

}  // namespace latentscape::ui
