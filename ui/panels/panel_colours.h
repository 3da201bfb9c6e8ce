#pragma once

#include <QColor>
#include <QPalette>

class QAbstractButton;
class QLabel;

namespace latentscape::ui {

/// Okabe and Ito's blue for what the table holds and their vermillion for what the model makes of it, lighter
/// on dark.
QColor originalColour(const QPalette& palette);
QColor reconstructionColour(const QPalette& palette);

/// Text that stands back, still with a contrast of at least 4.5 to the window and to tables.
QColor quietTextColour(const QPalette& palette);

/// Bars of what is not in use.
QColor idleColour(const QPalette& palette);

/// The empty part of a bar: visible, and nothing more.
QColor trackColour(const QPalette& palette);

/// Fills a checkable button with the accent colour while it is checked; to be called when either changes.
void markChecked(QAbstractButton& button, const QPalette& palette);

/// Gives a label quietTextColour(); to be called again when the palette changes.
void makeQuiet(QLabel& label, const QPalette& palette);

}  // namespace latentscape::ui
