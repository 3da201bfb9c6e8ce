#include "ui/shell/workspaces.h"

#include <QActionGroup>
#include <QEvent>
#include <QToolButton>
#include <algorithm>

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {

Workspaces::Workspaces(QMainWindow& window, QStackedWidget& pages, QToolBar& bar)
    : QObject(&window), m_window(window), m_pages(pages), m_bar(bar), m_group(new QActionGroup(this)) {
    bar.installEventFilter(this);
}

QAction* Workspaces::add(const Workspace& workspace) {
    const int place = int(m_entries.size());
    auto* const action = new QAction(workspace.title, m_group);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + place)));
    action->setToolTip(
        tr("%1 (%2)").arg(workspace.help, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, place] { show(place); });
    m_window.addAction(action);
    m_bar.addAction(action);
    if (m_pages.indexOf(workspace.page) < 0)
        m_pages.addWidget(workspace.page);
    m_entries.push_back({.workspace = workspace, .action = action});
    markButtons();
    return action;
}

QList<QAction*> Workspaces::actions() const {
    return m_group->actions();
}

void Workspaces::show(int workspace) {
    const Entry& next = m_entries[std::size_t(workspace)];
    next.action->setChecked(true);
    if (workspace != m_current) {
        if (m_current >= 0)
            m_entries[std::size_t(m_current)].layout = m_window.saveState(kLayoutVersion);
        m_current = workspace;
        const QSize size = m_window.size();
        m_pages.setCurrentWidget(next.workspace.page);
        arrangeDocks(next);
        keepSize(size);
        next.workspace.page->setFocus();
        emit shown(workspace);
    }
    markButtons();
}

void Workspaces::keepSize(const QSize& size) {
    // While docks come one by one, the window seems too small for them for a moment, and grows.
    const auto keep = [this, size] {
        if (m_window.isVisible() && !m_window.isMaximized() && !m_window.isFullScreen())
            m_window.resize(size);
    };
    keep();
    QMetaObject::invokeMethod(this, keep, Qt::QueuedConnection);
}

void Workspaces::arrangeDocks(const Entry& entry) {
    const bool restored = !entry.layout.isEmpty() && m_window.restoreState(entry.layout, kLayoutVersion);
    for (auto* const dock : m_window.findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly)) {
        const bool belongs = entry.workspace.docks.contains(dock);
        dock->toggleViewAction()->setEnabled(belongs);
        if (!belongs || !restored)
            dock->setVisible(belongs);
    }
    m_bar.show();
}

QByteArray Workspaces::layout(int workspace) const {
    return workspace == m_current ? m_window.saveState(kLayoutVersion)
                                  : m_entries[std::size_t(workspace)].layout;
}

void Workspaces::setLayout(int workspace, const QByteArray& layout) {
    m_entries[std::size_t(workspace)].layout = layout;
}

void Workspaces::restore(const std::vector<QByteArray>& layouts, int workspace) {
    for (std::size_t i = 0; i < std::min(layouts.size(), m_entries.size()); ++i)
        if (!layouts[i].isEmpty())
            m_entries[i].layout = layouts[i];
    // What is on show now is not to be remembered.
    m_current = -1;
    show(std::clamp(workspace, 0, int(m_entries.size()) - 1));
}

bool Workspaces::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        markButtons();
    return QObject::eventFilter(watched, event);
}

void Workspaces::markButtons() {
    for (const Entry& entry : m_entries) {
        if (auto* const button = qobject_cast<QToolButton*>(m_bar.widgetForAction(entry.action)))
            markChecked(*button, m_bar.palette());
    }
}

}  // namespace latentscape::ui
