#pragma once

#include <QMenu>
#include <QPointer>

#include "ui/models/view_state.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/shell/actions.h"
#include "ui/shell/row_jobs.h"

namespace latentscape::ui {

/// The menu of what can be done with a selection, and what its entries do: with the tools to the map on
/// screen, with the rest to the selection that all views share.
class SelectionMenu : public QMenu {
    Q_OBJECT

public:
    /// All outlive the menu.
    SelectionMenu(Actions& actions, ViewState& viewState, RowJobs& jobs, QWidget* parent);

    /// The map on screen; null if the workspace has none.
    void setMap(LatentScatterView* map);
    /// Rows cannot be left out of a run that another process trains.
    void setFollowing(bool following);
    /// What a right-click on a map offers.
    QList<QAction*> actionsOnRows() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectActions();
    void enableActions();
    void showTool();

    Actions& m_actions;
    ViewState& m_viewState;
    RowJobs& m_jobs;
    QPointer<LatentScatterView> m_map;
    bool m_following = false;
};

}  // namespace latentscape::ui
