#pragma once

#include <QMainWindow>
#include <QObject>

#include "ui/explore/cell_edits.h"
#include "ui/explore/exploration.h"
#include "ui/explore/rows_panel.h"
#include "ui/panels/dock_set.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The workspace in which people explore what a model has learned: the map in the centre, and docks that
/// answer what a row, a place or a selection is. Docks on one side share it as tabs.
class ExploreWorkspace : public QObject {
    Q_OBJECT

public:
    /// All outlive the workspace. Its docks are put into `window`, which owns them.
    ExploreWorkspace(QMainWindow& window, TrainingController& controller, QUndoStack& undoStack,
                     ViewState& viewState);

    LatentScatterView& map() { return *m_map; }
    RowsPanel& rows() { return *m_rows; }
    Exploration& exploration() { return m_exploration; }
    QList<QDockWidget*> docks() const { return m_docks.docks(); }

    /// Null for none.
    void setSnapshot(const LatentSnapshotPtr& snapshot);
    /// Every dock at its first place; shown if asked.
    void resetLayout(bool shown);
    /// To the sizes that suit most tables, the first of each side on top.
    void resizeDocks();

private:
    void addPanels();
    void addPanel(const QString& title, const QString& name, QWidget* panel, Qt::DockWidgetArea area);
    void tabDocks();
    void showSnapshot();

    QMainWindow& m_window;
    TrainingController& m_controller;
    Exploration m_exploration;
    CellEdits m_cellEdits;
    DockSet m_docks;
    LatentScatterView* m_map;
    RowsPanel* m_rows = nullptr;
};

}  // namespace latentscape::ui
