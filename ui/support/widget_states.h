#pragma once

#include <QJsonObject>
#include <QWidget>

namespace latentscape::ui {

/// What a person has set in the widgets below `root`: choices, tabs, buttons and menu entries that stay
/// chosen, numbers, texts, by what tables are sorted, how far they are scrolled, how room is divided. By the
/// place of each in the tree of widgets; those that are as at the start count too.
QJsonObject widgetStates(const QWidget& root);

/// Sets all that as if by hand. What is not there, or cannot be chosen, is left out.
void setWidgetStates(QWidget& root, const QJsonObject& states);

/// `widget` and all below it show what is kept elsewhere.
void leaveOutOfStates(QWidget& widget);

}  // namespace latentscape::ui
