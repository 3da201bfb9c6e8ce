#pragma once

#include <QDockWidget>
#include <QList>
#include <QMainWindow>

namespace latentscape::ui {

/// The docks of one workspace, and where they began.
class DockSet {
public:
    /// `window` outlives the set and owns the docks.
    explicit DockSet(QMainWindow& window) : m_window(window) {}

    /// `name` is what a saved layout knows the dock by.
    QDockWidget* add(const QString& title, const QString& name, QWidget* content, Qt::DockWidgetArea area);
    QList<QDockWidget*> docks() const;
    QList<QDockWidget*> docksAt(Qt::DockWidgetArea area) const;
    /// Every dock at its first place; shown if asked.
    void reset(bool shown);

private:
    struct Dock {
        QDockWidget* widget;
        Qt::DockWidgetArea area;
    };

    QMainWindow& m_window;
    QList<Dock> m_docks;
};

/// Brings a dock to the front of those that share its place, once the window has its new layout: before that
/// there are no tabs.
void raiseLater(QDockWidget* dock);

}  // namespace latentscape::ui
