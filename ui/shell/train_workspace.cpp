#include "ui/shell/train_workspace.h"

#include <QLocale>
#include <cmath>

#include "ui/panels/architecture_panel.h"
#include "ui/panels/hyperparameters_panel.h"

namespace latentscape::ui {
namespace {

constexpr int kLeftWidth = 316;
constexpr int kRightWidth = 340;
constexpr int kCurvesHeight = 230;
// The left docks share the height in these proportions.
constexpr int kDatasetHeight = 164;
constexpr int kArchitectureHeight = 305;
constexpr int kHyperparametersHeight = 275;

std::vector<RunTime> reportsOf(const RunRecord& run) {
    std::vector<RunTime> reports;
    for (const ClockPoint& point : run.clock)
        reports.push_back({.step = double(point.step), .seconds = point.seconds});
    return reports;
}

}  // namespace

TrainWorkspace::TrainWorkspace(QMainWindow& window, TrainingController& controller, ViewState& viewState,
                               Settings& settings)
    : QObject(&window),
      m_window(window),
      m_controller(controller),
      m_settings(settings),
      m_map(new LatentScatterView(viewState, &window)),
      m_dataset(new DatasetPanel(&window)),
      m_reconstruction(new ReconstructionPanel(viewState, &window)),
      m_curves(new LossChartView(&window)) {
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto* const architecture = new ArchitecturePanel(controller, &window);
    auto* const hyperparameters = new HyperparametersPanel(controller, &window);
    rememberFolds(architecture->form(), QStringLiteral("architecture"));
    rememberFolds(hyperparameters->form(), QStringLiteral("hyperparameters"));
    m_datasetDock = addDock(tr("Data set"), QStringLiteral("dataset"), m_dataset, Qt::LeftDockWidgetArea);
    m_architectureDock =
        addDock(tr("Architecture"), QStringLiteral("architecture"), architecture, Qt::LeftDockWidgetArea);
    m_hyperparametersDock = addDock(tr("Hyperparameters"), QStringLiteral("hyperparameters"), hyperparameters,
                                    Qt::LeftDockWidgetArea);
    m_reconstructionDock = addDock(tr("Original and reconstruction"), QStringLiteral("reconstruction"),
                                   m_reconstruction, Qt::RightDockWidgetArea);
    m_curves->setExtraCharts(settings.extraCharts());
    connect(m_curves, &LossChartView::extraChartsChanged, this,
            [this] { m_settings.setExtraCharts(m_curves->extraCharts()); });
    m_curvesDock = addDock(tr("Loss"), QStringLiteral("curves"), m_curves, Qt::BottomDockWidgetArea);
    connectTraining();
}

QDockWidget* TrainWorkspace::addDock(const QString& title, const QString& name, QWidget* content,
                                     Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, &m_window);
    dock->setObjectName(name);
    dock->setWidget(content);
    m_window.addDockWidget(area, dock);
    m_docks.push_back({dock, area});
    return dock;
}

QList<QDockWidget*> TrainWorkspace::docks() const {
    QList<QDockWidget*> docks;
    for (const Dock& dock : m_docks)
        docks << dock.widget;
    return docks;
}

void TrainWorkspace::rememberFolds(HyperparameterForm& form, const QString& name) {
    form.setExpanded(m_settings.showsMore(name));
    connect(&form, &HyperparameterForm::expandedChanged, this,
            [this, name](bool expanded) { m_settings.setShowsMore(name, expanded); });
}

void TrainWorkspace::resetLayout(bool shown) {
    for (const Dock& dock : m_docks) {
        dock.widget->setFloating(false);
        m_window.addDockWidget(dock.area, dock.widget);
        dock.widget->setVisible(shown);
    }
    resizeDocks();
}

void TrainWorkspace::resizeDocks() {
    m_window.resizeDocks({m_datasetDock, m_reconstructionDock}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    m_window.resizeDocks({m_datasetDock, m_architectureDock, m_hyperparametersDock},
                         {kDatasetHeight, kArchitectureHeight, kHyperparametersHeight}, Qt::Vertical);
    m_window.resizeDocks({m_curvesDock}, {kCurvesHeight}, Qt::Vertical);
}

void TrainWorkspace::connectTraining() {
    connect(&m_controller, &TrainingController::runStarted, this, &TrainWorkspace::onRunStarted);
    connect(&m_controller, &TrainingController::dataPrepared, m_dataset, &DatasetPanel::setPrepared);
    connect(&m_controller, &TrainingController::dataPrepared, m_reconstruction,
            &ReconstructionPanel::setTrainingData);
    connect(&m_controller, &TrainingController::dataPrepared, this, &TrainWorkspace::onPrepared);
    connect(&m_controller, &TrainingController::metricsUpdated, this, &TrainWorkspace::onMetrics);
    connect(&m_controller, &TrainingController::stateChanged, this, &TrainWorkspace::onState);
    connect(&m_controller, &TrainingController::hyperparametersChanged, this, &TrainWorkspace::markWarmupEnd);
    connect(&m_baselines, &RunBaselines::fitted, this,
            [this](const std::shared_ptr<const Baselines>& baselines) { showReference(*baselines); });
    connect(&m_controller.runs(), &RunList::runChanged, this, &TrainWorkspace::showOtherRuns);
    connect(&m_controller.runs(), &RunList::runRemoved, this, [this](quint64 run) {
        m_otherRuns.erase(run);
        showOtherRuns();
    });
    connect(&m_controller, &TrainingController::snapshotReady, m_map, &LatentScatterView::setSnapshot);
    connect(&m_controller, &TrainingController::snapshotReady, m_reconstruction,
            [this](const LatentSnapshotPtr& snapshot) { m_reconstruction->setModel(snapshot->model); });
    connect(m_map, &LatentScatterView::snapshotConsumed, &m_controller,
            &TrainingController::snapshotConsumed);
    connect(&m_edits, &EditSummary::settled, m_curves, &LossChartView::addChange);
}

void TrainWorkspace::setTable(const TrainingDataPtr& table) {
    m_map->setSnapshot(nullptr);
    m_map->fit();
    m_dataset->setTable(table->dataset, table->roles);
}

void TrainWorkspace::onRunStarted() {
    m_curves->clear();
    m_edits.clear();
    m_baselines.cancel();
    // A branch begins with what the run before it has told.
    const RunRecord* const current = m_controller.runs().find(m_controller.currentRun());
    if (current && current->data && !current->history.training.empty())
        m_curves->setRun(current->history, reportsOf(*current), Index(current->data->split.training.size()));
    m_otherRuns.erase(m_controller.currentRun());
    showOtherRuns();
}

void TrainWorkspace::onPrepared(const TrainingDataPtr& data) {
    m_baselines.fit(data, Index(m_controller.running().latent));
}

void TrainWorkspace::showReference(const Baselines& baselines) {
    // Only where the ELBO is a bound on the same density.
    if (baselines.densities)
        m_curves->setReference(
            baselines.densities->ppca,
            tr("linear (pPCA) %1").arg(QLocale().toString(baselines.densities->ppca, 'f', 2)));
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

void TrainWorkspace::onMetrics(const MetricsUpdate& update) {
    const TrainingDataPtr& data = m_controller.data();
    m_curves->append(update.latest,
                     {.step = double(update.step), .epoch = update.epoch, .seconds = update.elapsedSeconds},
                     data ? Index(data->split.training.size()) : 0);
    if (!update.latest.training.empty())
        markWarmupEnd();
    m_edits.add(update.latest.edits);
    // Without patience no epoch is kept for being the best.
    const bool looksForBest = m_controller.running().patience > 0 && std::isfinite(update.bestElbo);
    m_curves->setBest(looksForBest ? std::optional(QPointF(double(update.bestEpoch), update.bestElbo))
                                   : std::nullopt);
}

}  // namespace latentscape::ui
