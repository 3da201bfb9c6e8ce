#pragma once

#include <map>
#include <memory>

#include "ui/models/view_state.h"
#include "ui/panels/column_health_panel.h"
#include "ui/panels/dataset_panel.h"
#include "ui/panels/dock_set.h"
#include "ui/panels/doctor_panel.h"
#include "ui/panels/latent_health_panel.h"
#include "ui/panels/reconstruction_panel.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/loss_chart_view.h"
#include "ui/shell/settings.h"
#include "ui/training/edit_summary.h"
#include "ui/training/run_baselines.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

class HyperparameterForm;
class TimelineBar;
class TimelineViewer;

/// The workspace in which people watch a model learn: the map in the centre, and docks for the table, the
/// hyperparameters, the loss, one row beside its reconstruction, and the health of the model. Connects them
/// with the training.
class TrainWorkspace : public QObject {
    Q_OBJECT

public:
    /// All outlive the workspace. Its docks are put into `window`, which owns them.
    TrainWorkspace(QMainWindow& window, TrainingController& controller, HyperparameterEdits& edits,
                   ViewState& viewState, Settings& settings);

    LatentScatterView& map() { return *m_map; }
    TimelineBar& timeline() { return *m_timeline; }
    DatasetPanel& dataset() { return *m_dataset; }
    LossChartView& curves() { return *m_curves; }
    QList<QDockWidget*> docks() const { return m_docks.docks(); }
    DoctorPanel& doctor() { return *m_doctor; }
    const RunBaselines& baselines() const { return m_baselines; }

    /// Clears what belongs to the table before.
    void setTable(const TrainingDataPtr& table);
    /// Every dock at its first place; shown if asked.
    void resetLayout(bool shown);
    /// To the sizes that suit most tables, the reconstruction on top; hidden docks take none.
    void resizeDocks();

signals:
    /// The map and all else show this now; null for none.
    void snapshotShown(const latentscape::LatentSnapshotPtr& snapshot);

private:
    /// What a form shows is kept in the settings.
    void rememberFolds(HyperparameterForm& form, const QString& name);
    void connectTraining();
    void connectHealth();
    /// Reconstruction, latent dimensions and columns share a place.
    void tabRightDocks();
    /// The axes of the map are the two dimensions that were chosen last.
    void showDimension(int dimension);
    void markAxes();
    /// Findings take room from the other docks on the left, and give it back.
    void makeRoomForDoctor();
    void onRunStarted();
    void onMetrics(const MetricsUpdate& update);
    void onState(RunState state);
    /// Where the doctor first saw what is found now.
    void markFindings();
    /// When β has reached its value; while it has not, nothing is marked.
    void markWarmupEnd();
    /// The ELBO that the linear model reaches on the validation rows, as a line across the curves.
    void showReference(const FittedBaselinesPtr& baselines);
    /// Thin curves of all other runs that are not hidden.
    void showOtherRuns();
    /// Of the map and of the reconstruction alike.
    void showSnapshot(const LatentSnapshotPtr& snapshot);
    void showMoment();

    QMainWindow& m_window;
    TrainingController& m_controller;
    Settings& m_settings;
    EditSummary m_edits;
    RunBaselines m_baselines;
    /// Curves of runs that have ended, by run.
    std::map<quint64, std::shared_ptr<const RunCurves>> m_otherRuns;
    TimelineViewer* m_viewer;
    DockSet m_docks;
    /// Of the docks above a doctor that is calm; empty while it is.
    QList<int> m_calmHeights;

    LatentScatterView* m_map;
    DatasetPanel* m_dataset;
    ReconstructionPanel* m_reconstruction;
    Doctor* m_watch;
    DoctorPanel* m_doctor;
    LatentHealthPanel* m_latents;
    ColumnHealthPanel* m_columns;
    LossChartView* m_curves;
    TimelineBar* m_timeline;
    QDockWidget* m_datasetDock;
    QDockWidget* m_architectureDock;
    QDockWidget* m_hyperparametersDock;
    QDockWidget* m_reconstructionDock;
    QDockWidget* m_latentsDock;
    QDockWidget* m_columnsDock;
    QDockWidget* m_changesDock;
    QDockWidget* m_curvesDock;
    /// Last, so that nothing arrives in a workspace that is half gone.
    BackgroundTask<double> m_reference;
};

}  // namespace latentscape::ui
