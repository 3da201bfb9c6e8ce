#pragma once

#include <QDockWidget>
#include <QList>
#include <QMainWindow>

#include "ui/models/view_state.h"
#include "ui/panels/dataset_panel.h"
#include "ui/panels/doctor_panel.h"
#include "ui/panels/reconstruction_panel.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/loss_chart_view.h"
#include "ui/shell/settings.h"
#include "ui/training/edit_summary.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

class HyperparameterForm;
class TimelineBar;
class TimelineViewer;

/// The workspace in which people watch a model learn: the map in the centre, and docks for the table, the
/// hyperparameters, the loss and one row beside its reconstruction. Connects them with the training.
class TrainWorkspace : public QObject {
    Q_OBJECT

public:
    /// All outlive the workspace. Its docks are put into `window`, which owns them.
    TrainWorkspace(QMainWindow& window, TrainingController& controller, HyperparameterEdits& edits,
                   ViewState& viewState, Settings& settings);

    LatentScatterView& map() { return *m_map; }
    TimelineBar& timeline() { return *m_timeline; }
    DatasetPanel& dataset() { return *m_dataset; }
    QList<QDockWidget*> docks() const;
    DoctorPanel& doctor() { return *m_doctor; }

    /// Clears what belongs to the table before.
    void setTable(const TrainingDataPtr& table);
    /// Every dock at its first place; shown if asked.
    void resetLayout(bool shown);
    /// To the sizes that suit most tables; hidden docks take none.
    void resizeDocks();

private:
    struct Dock {
        QDockWidget* widget;
        Qt::DockWidgetArea area;
    };

    QDockWidget* addDock(const QString& title, const QString& name, QWidget* content,
                         Qt::DockWidgetArea area);
    /// What a form shows is kept in the settings.
    void rememberFolds(HyperparameterForm& form, const QString& name);
    void connectTraining();
    /// Findings take room from the other docks on the left, and give it back.
    void makeRoomForDoctor();
    void onRunStarted();
    void onMetrics(const MetricsUpdate& update);
    /// Of the map and of the reconstruction alike.
    void showSnapshot(const LatentSnapshotPtr& snapshot);
    void showMoment();

    QMainWindow& m_window;
    TrainingController& m_controller;
    Settings& m_settings;
    EditSummary m_edits;
    TimelineViewer* m_viewer;
    QList<Dock> m_docks;
    /// Of the docks above a doctor that is calm; empty while it is.
    QList<int> m_calmHeights;

    LatentScatterView* m_map;
    DatasetPanel* m_dataset;
    ReconstructionPanel* m_reconstruction;
    DoctorPanel* m_doctor;
    LossChartView* m_curves;
    TimelineBar* m_timeline;
    QDockWidget* m_datasetDock;
    QDockWidget* m_architectureDock;
    QDockWidget* m_hyperparametersDock;
    QDockWidget* m_reconstructionDock;
    QDockWidget* m_curvesDock;
};

}  // namespace latentscape::ui
