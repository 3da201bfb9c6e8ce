#include "ui/shell/train_workspace.h"

#include <QLocale>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "ui/compare/compare_curves.h"
#include "ui/panels/architecture_panel.h"
#include "ui/panels/change_log_panel.h"
#include "ui/panels/hyperparameters_panel.h"
#include "ui/panels/timeline_bar.h"
#include "ui/support/finding_text.h"
#include "ui/support/format.h"
#include "ui/training/timeline_viewer.h"

namespace latentscape::ui {
namespace {

constexpr int kLeftWidth = 316;
constexpr int kRightWidth = 340;
constexpr int kCurvesHeight = 230;
// The left docks share the height in these proportions.
constexpr int kDatasetHeight = 164;
constexpr int kArchitectureHeight = 305;
constexpr int kHyperparametersHeight = 275;

}  // namespace

TrainWorkspace::TrainWorkspace(QMainWindow& window, TrainingController& controller,
                               HyperparameterEdits& edits, ViewState& viewState, Settings& settings)
    : QObject(&window),
      m_window(window),
      m_controller(controller),
      m_settings(settings),
      m_baselines(controller),
      m_viewer(new TimelineViewer(controller, this)),
      m_docks(window),
      m_map(new LatentScatterView(viewState, &window)),
      m_dataset(new DatasetPanel(&window)),
      m_reconstruction(new ReconstructionPanel(viewState, &window)),
      m_watch(new Doctor(controller, edits, m_baselines, this)),
      m_doctor(new DoctorPanel(controller, *m_watch, &window)),
      m_latents(new LatentHealthPanel(&window)),
      m_columns(new ColumnHealthPanel(viewState, &window)),
      m_curves(new LossChartView(&window)),
      m_timeline(new TimelineBar(controller, *m_viewer, &window)),
      m_reference([this](double elbo) {
          m_curves->setReference(elbo, tr("linear (pPCA) %1").arg(QLocale().toString(elbo, 'f', 2)));
      }) {
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto* const architecture = new ArchitecturePanel(controller, edits, &window);
    auto* const hyperparameters = new HyperparametersPanel(controller, edits, &window);
    rememberFolds(architecture->form(), QStringLiteral("architecture"));
    rememberFolds(hyperparameters->form(), QStringLiteral("hyperparameters"));
    // What another process trains is changed there alone.
    for (QWidget* const form :
         {static_cast<QWidget*>(&architecture->form()), static_cast<QWidget*>(&hyperparameters->form())})
        connect(&controller, &TrainingController::stateChanged, form,
                [&controller, form] { form->setEnabled(!controller.isFollowing()); });
    m_datasetDock = m_docks.add(tr("Data set"), QStringLiteral("dataset"), m_dataset, Qt::LeftDockWidgetArea);
    m_architectureDock =
        m_docks.add(tr("Architecture"), QStringLiteral("architecture"), architecture, Qt::LeftDockWidgetArea);
    m_hyperparametersDock = m_docks.add(tr("Hyperparameters"), QStringLiteral("hyperparameters"),
                                        hyperparameters, Qt::LeftDockWidgetArea);
    m_docks.add(tr("Doctor"), QStringLiteral("doctor"), m_doctor, Qt::LeftDockWidgetArea);
    m_reconstructionDock = m_docks.add(tr("Reconstruction"), QStringLiteral("reconstruction"),
                                       m_reconstruction, Qt::RightDockWidgetArea);
    m_latentsDock = m_docks.add(tr("Latents"), QStringLiteral("latents"), m_latents, Qt::RightDockWidgetArea);
    m_columnsDock = m_docks.add(tr("Columns"), QStringLiteral("columns"), m_columns, Qt::RightDockWidgetArea);
    auto* const changes = new ChangeLogPanel(controller, &window);
    m_changesDock = m_docks.add(tr("Changes"), QStringLiteral("changes"), changes, Qt::RightDockWidgetArea);
    connect(changes, &ChangeLogPanel::epochActivated, m_timeline, &TimelineBar::lookAtEpoch);
    tabRightDocks();
    m_curves->setExtraCharts(settings.extraCharts());
    connect(m_curves, &LossChartView::extraChartsChanged, this,
            [this] { m_settings.setExtraCharts(m_curves->extraCharts()); });
    auto* const course = new QWidget(&window);
    auto* const courseLayout = new QVBoxLayout(course);
    courseLayout->setContentsMargins(0, 0, 0, 0);
    courseLayout->setSpacing(0);
    courseLayout->addWidget(m_curves, 1);
    courseLayout->addWidget(m_timeline);
    m_curvesDock = m_docks.add(tr("Loss"), QStringLiteral("curves"), course, Qt::BottomDockWidgetArea);
    connectTraining();
    connectHealth();
    makeRoomForDoctor();
}

void TrainWorkspace::makeRoomForDoctor() {
    const QList<QDockWidget*> above{m_datasetDock, m_architectureDock, m_hyperparametersDock};
    connect(m_doctor, &DoctorPanel::aboutToFit, this, [this, above] {
        if (m_calmHeights.isEmpty() && !m_doctor->isCalm() && m_datasetDock->isVisible())
            for (const QDockWidget* const dock : above)
                m_calmHeights << dock->height();
    });
    connect(
        m_doctor, &DoctorPanel::fitted, this,
        [this, above] {
            if (m_doctor->isCalm() && !m_calmHeights.isEmpty())
                m_window.resizeDocks(above, std::exchange(m_calmHeights, {}), Qt::Vertical);
        },
        Qt::QueuedConnection);
}

void TrainWorkspace::rememberFolds(HyperparameterForm& form, const QString& name) {
    form.setExpanded(m_settings.showsMore(name));
    connect(&form, &HyperparameterForm::expandedChanged, this,
            [this, name](bool expanded) { m_settings.setShowsMore(name, expanded); });
}

void TrainWorkspace::resetLayout(bool shown) {
    m_docks.reset(shown);
    tabRightDocks();
    m_calmHeights.clear();
    resizeDocks();
}

void TrainWorkspace::resizeDocks() {
    m_window.resizeDocks({m_datasetDock, m_reconstructionDock}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    m_window.resizeDocks({m_datasetDock, m_architectureDock, m_hyperparametersDock},
                         {kDatasetHeight, kArchitectureHeight, kHyperparametersHeight}, Qt::Vertical);
    m_window.resizeDocks({m_curvesDock}, {kCurvesHeight}, Qt::Vertical);
    // Otherwise one that was shown later lies on top.
    raiseLater(m_reconstructionDock);
}

void TrainWorkspace::connectTraining() {
    connect(&m_controller, &TrainingController::runStarted, this, &TrainWorkspace::onRunStarted);
    connect(&m_controller, &TrainingController::dataPrepared, m_dataset, &DatasetPanel::setPrepared);
    connect(&m_controller, &TrainingController::dataPrepared, m_reconstruction,
            &ReconstructionPanel::setTrainingData);
    connect(&m_controller, &TrainingController::metricsUpdated, this, &TrainWorkspace::onMetrics);
    connect(&m_controller, &TrainingController::stateChanged, this, &TrainWorkspace::onState);
    connect(&m_controller, &TrainingController::hyperparametersChanged, this, &TrainWorkspace::markWarmupEnd);
    connect(&m_baselines, &RunBaselines::changed, this, &TrainWorkspace::showReference);
    connect(&m_controller.runs(), &RunList::runChanged, this, &TrainWorkspace::showOtherRuns);
    connect(&m_controller.runs(), &RunList::runRemoved, this, [this](quint64 run) {
        m_otherRuns.erase(run);
        showOtherRuns();
    });
    connect(m_viewer, &TimelineViewer::snapshotReady, this, &TrainWorkspace::showSnapshot);
    connect(m_viewer, &TimelineViewer::momentChanged, this, &TrainWorkspace::showMoment);
    connect(m_map, &LatentScatterView::snapshotConsumed, m_viewer, &TimelineViewer::consumed);
    connect(m_curves, &LossChartView::timePinned, m_timeline, &TimelineBar::lookAtEpoch);
    connect(m_curves, &LossChartView::timeReleased, m_viewer, &TimelineViewer::goLive);
    connect(m_watch, &Doctor::changed, this, &TrainWorkspace::markFindings);
    connect(&m_edits, &EditSummary::settled, m_curves, &LossChartView::addChange);
}

void TrainWorkspace::connectHealth() {
    connect(&m_controller, &TrainingController::dataPrepared, this, [this](const TrainingDataPtr& data) {
        m_latents->setTrainingData(data);
        m_columns->setTrainingData(data);
        m_map->setTrainingData(data);
        m_columns->setBaselines(m_baselines.baselines());
        // Another model may have fewer dimensions.
        const auto latent = m_controller.running().latent;
        if (m_map->xDimension() >= latent || m_map->yDimension() >= latent)
            m_map->setAxes({.principal = m_map->axes().principal});
        markAxes();
    });
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        m_latents->setTraining(state == RunState::Running);
        m_columns->setTraining(state == RunState::Running);
        m_map->setTraining(state == RunState::Running);
    });
    connect(m_latents, &LatentHealthPanel::dimensionActivated, this, &TrainWorkspace::showDimension);
    connect(m_map, &LatentScatterView::planeChanged, this, &TrainWorkspace::markAxes);
}

void TrainWorkspace::tabRightDocks() {
    m_window.tabifyDockWidget(m_reconstructionDock, m_latentsDock);
    m_window.tabifyDockWidget(m_latentsDock, m_columnsDock);
    m_window.tabifyDockWidget(m_columnsDock, m_changesDock);
}

void TrainWorkspace::showDimension(int dimension) {
    if (dimension == m_map->yDimension() || m_controller.running().latent < 2)
        return;
    m_map->setDimensions(m_map->yDimension(), dimension);
    markAxes();
}

void TrainWorkspace::markAxes() {
    m_latents->setAxes(m_map->xDimension(), m_map->yDimension());
}

void TrainWorkspace::setTable(const TrainingDataPtr& table) {
    m_map->setSnapshot(nullptr);
    emit snapshotShown(nullptr);
    m_map->setAxes({.principal = m_map->axes().principal});
    m_map->fit();
    markAxes();
    m_reconstruction->clear();
    m_latents->setTrainingData(nullptr);
    m_columns->setTrainingData(nullptr);
    m_dataset->setTable(table->dataset, table->roles);
}

void TrainWorkspace::onRunStarted() {
    m_curves->clear();
    m_edits.clear();
    // A branch begins with what the run before it has told.
    const RunRecord* const current = m_controller.runs().find(m_controller.currentRun());
    if (current && !current->history.training.empty()) {
        // A run that is followed may be known without its table.
        const Index rows = current->data ? Index(current->data->split.training.size()) : 0;
        m_curves->setRun(current->history, reportsOf(*current), rows);
        for (const HyperparameterEdit& edit : joinedEdits(current->history.edits, current->progress.epoch))
            m_curves->addChange(edit.epoch, changeText(edit));
    }
    m_otherRuns.erase(m_controller.currentRun());
    showOtherRuns();
}

void TrainWorkspace::showReference(const FittedBaselinesPtr& baselines) {
    m_columns->setBaselines(baselines);
    m_reference.cancel();
    const TrainingDataPtr& data = m_controller.data();
    // Only where the ELBO is a bound on the same density, and not while the table is prepared anew.
    if (!baselines || !baselines->densities || !data || data->split.validation.empty())
        return;
    m_reference.run([baselines, data] {
        return baselines->judge(data->preprocessor, data->table, data->split.validation).densities->ppca;
    });
}

void TrainWorkspace::markWarmupEnd() {
    const double end = m_controller.running().klWarmup;
    std::vector<CurveMarker> markers;
    if (m_controller.hasRun() && end > 0 && m_controller.progress().epoch >= end)
        markers.push_back({.epoch = end,
                           .text = tr("warm-up ends"),
                           .explanation = tr("From here on β counts in full."),
                           .kind = CurveMarker::Kind::Event});
    m_curves->setMarkers(CurveMarker::Kind::Event, markers);
}

void TrainWorkspace::onState(RunState state) {
    if (state == RunState::Diverged)
        m_curves->addMarker(
            {.epoch = m_controller.progress().epoch,
             .text = tr("diverged"),
             .explanation =
                 tr("The loss was no longer a number; the run stands at its last finite parameters."),
             .kind = CurveMarker::Kind::Divergence});
}

void TrainWorkspace::markFindings() {
    std::vector<CurveMarker> markers;
    for (const Finding& finding : m_watch->findings()) {
        // Where training stopped is marked already.
        if (finding.kind == FindingKind::Diverged)
            continue;
        const FindingWords words = findingWords(finding);
        markers.push_back({.epoch = m_watch->firstEpoch(finding.kind),
                           .text = words.what,
                           .explanation = words.evidence,
                           .kind = CurveMarker::Kind::Finding});
    }
    m_curves->setMarkers(CurveMarker::Kind::Finding, markers);
}

void TrainWorkspace::showOtherRuns() {
    std::vector<LossChartView::Overlay> overlays;
    for (const RunRecord& record : m_controller.runs().runs()) {
        if (record.run == m_controller.currentRun() || !record.visible || !record.data)
            continue;
        std::shared_ptr<const RunCurves>& kept = m_otherRuns[record.run];
        if (!kept) {
            const auto curves = std::make_shared<RunCurves>();
            curves->setRun(record.history, reportsOf(record), Index(record.data->split.training.size()));
            kept = curves;
        }
        overlays.push_back({record.name, record.colour, kept});
    }
    m_curves->setOverlays(overlays);
}

void TrainWorkspace::showSnapshot(const LatentSnapshotPtr& snapshot) {
    m_map->setSnapshot(snapshot);
    m_reconstruction->setModel(snapshot->model);
    m_latents->setSnapshot(snapshot);
    m_columns->setSnapshot(snapshot);
    emit snapshotShown(snapshot);
}

void TrainWorkspace::showMoment() {
    m_map->setNote(m_viewer->isLive() ? QString()
                                      : tr("epoch %1 of %2 — looking back")
                                            .arg(countText(qint64(m_viewer->epoch())),
                                                 countText(qint64(m_controller.progress().epoch))));
}

void TrainWorkspace::onMetrics(const MetricsUpdate& update) {
    const TrainingDataPtr& data = m_controller.data();
    m_curves->append(update.latest,
                     {.step = double(update.step), .epoch = update.epoch, .seconds = update.elapsedSeconds},
                     data ? Index(data->split.training.size()) : 0);
    if (!update.latest.training.empty())
        markWarmupEnd();
    m_edits.add(update.latest.edits);
    if (!m_viewer->isLive())
        showMoment();
    // Without patience no epoch is kept for being the best.
    const bool looksForBest = m_controller.running().patience > 0 && std::isfinite(update.bestElbo);
    m_curves->setBest(looksForBest ? std::optional(QPointF(double(update.bestEpoch), update.bestElbo))
                                   : std::nullopt);
}

}  // namespace latentscape::ui
