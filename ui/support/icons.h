#pragma once

#include <QIcon>
#include <QPalette>

namespace latentscape::ui {

/// A line icon of resources/icons in the palette's text colour, greyed when disabled, sharp at any scale.
QIcon themedIcon(const QString& name, const QPalette& palette);

}  // namespace latentscape::ui
