#pragma once

#include <QColor>
#include <QPalette>

class QLabel;

namespace latentscape::ui {

/// True where text is light on dark.
bool isDark(const QPalette& palette);

/// Okabe and Ito's blue for what the table holds and their vermillion for what the model makes of it, lighter
/// on dark.
QColor originalColour(const QPalette& palette);
QColor reconstructionColour(const QPalette& palette);

/// Text that stands back, still with a contrast of at least 4.5 to the window and to tables.
QColor quietTextColour(const QPalette& palette);

/// The empty part of a bar: visible, and nothing more.
QColor trackColour(const QPalette& palette);

/// Gives a label quietTextColour(); to be called again when the palette changes.
void makeQuiet(QLabel& label, const QPalette& palette);

}  // namespace latentscape::ui
