#pragma once

#include <QCursor>
#include <QString>
#include <Qt>

#include "ui/models/selection.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {

/// What the left button does on a map.
enum class MapTool { Move, Rectangle, Lasso, Brush, Decode };

inline constexpr MapTool kMapTools[] = {MapTool::Move, MapTool::Rectangle, MapTool::Lasso, MapTool::Brush,
                                        MapTool::Decode};

/// What it does for a person, in a word or two; where its icon is; and the key for it.
QString mapToolName(MapTool tool);
QString mapToolHelp(MapTool tool);
QString mapToolIcon(MapTool tool);
Qt::Key mapToolKey(MapTool tool);

/// Shift adds, Ctrl toggles, Alt removes; without them what is marked takes the place of what was selected.
SelectionMode selectionMode(Qt::KeyboardModifiers modifiers);

/// What the pointer over a map looks like: an arrow or a crosshair by the tool, with a sign for what it does
/// to the selection.
QCursor mapCursor(MapTool tool, SelectionMode mode);

}  // namespace latentscape::ui
