#include "ui/panels/dock_set.h"

namespace latentscape::ui {

QDockWidget* DockSet::add(const QString& title, const QString& name, QWidget* content,
                          Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, &m_window);
    dock->setObjectName(name);
    dock->setWidget(content);
    m_window.addDockWidget(area, dock);
    m_docks.push_back({dock, area});
    return dock;
}

QList<QDockWidget*> DockSet::docks() const {
    QList<QDockWidget*> docks;
    for (const Dock& dock : m_docks)
        docks << dock.widget;
    return docks;
}

QList<QDockWidget*> DockSet::docksAt(Qt::DockWidgetArea area) const {
    QList<QDockWidget*> docks;
    for (const Dock& dock : m_docks) {
        if (dock.area == area)
            docks << dock.widget;
    }
    return docks;
}

void DockSet::reset(bool shown) {
    for (const Dock& dock : m_docks) {
        dock.widget->setFloating(false);
        m_window.addDockWidget(dock.area, dock.widget);
        dock.widget->setVisible(shown);
    }
}

void raiseLater(QDockWidget* dock) {
    // Raising does nothing to a widget that is the topmost already, whatever its tab.
    const auto raise = [dock] {
        dock->lower();
        dock->raise();
    };
    QMetaObject::invokeMethod(dock, raise, Qt::QueuedConnection);
}

}  // namespace latentscape::ui
