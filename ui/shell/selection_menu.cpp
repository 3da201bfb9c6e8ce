#include "ui/shell/selection_menu.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>

#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {

SelectionMenu::SelectionMenu(Actions& actions, ViewState& viewState, RowJobs& jobs, QWidget* parent)
    : QMenu(tr("&Selection"), parent), m_actions(actions), m_viewState(viewState), m_jobs(jobs) {
    addActions(actions.tools->actions());
    addSeparator();
    addActions({actions.selectAll, actions.selectNothing, actions.invertSelection, actions.selectWhere});
    addSeparator();
    addActions({actions.zoomToSelection, actions.nameGroup, actions.exportRows});
    addSeparator();
    addActions({actions.leaveOut, actions.keepOnly});
    connectActions();
    connect(&viewState.selection(), &Selection::changed, this, &SelectionMenu::enableActions);
    enableActions();
    qApp->installEventFilter(this);
}

QList<QAction*> SelectionMenu::actionsOnRows() const {
    return {m_actions.zoomToSelection, m_actions.nameGroup, m_actions.exportRows, m_actions.leaveOut,
            m_actions.keepOnly};
}

void SelectionMenu::connectActions() {
    connect(m_actions.tools, &QActionGroup::triggered, this, [this](QAction* action) {
        const MapTool tool = MapTool(m_actions.tools->actions().indexOf(action));
        if (!m_map)
            return;
        if (tool == MapTool::Move)
            m_map->canvas().escape();
        else
            m_map->canvas().setTool(tool);
        showTool();
    });
    const auto command = [this](QAction* action, SelectionCommand wanted) {
        connect(action, &QAction::triggered, this, [this, wanted] {
            if (m_map)
                emit m_map->canvas().selectionCommanded(wanted);
        });
    };
    command(m_actions.selectAll, SelectionCommand::All);
    command(m_actions.selectNothing, SelectionCommand::Nothing);
    command(m_actions.invertSelection, SelectionCommand::Invert);
    command(m_actions.zoomToSelection, SelectionCommand::Zoom);
    connect(m_actions.nameGroup, &QAction::triggered, &m_jobs, &RowJobs::nameGroup);
    connect(m_actions.exportRows, &QAction::triggered, &m_jobs, &RowJobs::chooseFile);
    connect(m_actions.leaveOut, &QAction::triggered, &m_jobs, &RowJobs::leaveOut);
    connect(m_actions.keepOnly, &QAction::triggered, &m_jobs, &RowJobs::keepOnly);
}

void SelectionMenu::setMap(LatentScatterView* map) {
    if (m_map)
        m_map->canvas().disconnect(this);
    m_map = map;
    if (m_map)
        connect(&m_map->canvas(), &ScatterCanvas::toolChanged, this, &SelectionMenu::showTool);
    enableActions();
    showTool();
}

void SelectionMenu::setFollowing(bool following) {
    m_following = following;
    enableActions();
}

void SelectionMenu::showTool() {
    if (m_map)
        m_actions.tools->actions()[int(m_map->canvas().tool())]->setChecked(true);
}

void SelectionMenu::enableActions() {
    const bool hasMap = m_map != nullptr;
    const bool hasRows = !m_viewState.selection().rows().empty();
    // Without a map, letters mean nothing: tables and lists know better what to do with them.
    m_actions.tools->setEnabled(hasMap);
    m_actions.tools->actions()[int(MapTool::Decode)]->setVisible(hasMap && m_map->canvas().offersDecoding());
    for (QAction* const action : {m_actions.selectAll, m_actions.selectNothing, m_actions.invertSelection})
        action->setEnabled(hasMap);
    m_actions.selectWhere->setEnabled(m_viewState.dataset() != nullptr);
    m_actions.zoomToSelection->setEnabled(hasMap && hasRows);
    for (QAction* const action : {m_actions.nameGroup, m_actions.exportRows})
        action->setEnabled(hasRows);
    for (QAction* const action : {m_actions.leaveOut, m_actions.keepOnly})
        action->setEnabled(hasRows && !m_following);
}

bool SelectionMenu::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride || !qobject_cast<QComboBox*>(watched))
        return false;
    // A letter goes to an entry of a closed list, as it always does.
    const auto& key = static_cast<QKeyEvent&>(*event);
    if (key.modifiers() == Qt::NoModifier && key.key() >= Qt::Key_A && key.key() <= Qt::Key_Z)
        event->accept();
    return false;
}

}  // namespace latentscape::ui
