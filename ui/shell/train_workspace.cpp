#include "ui/shell/train_workspace.h"

#include <cmath>

#include "ui/panels/architecture_panel.h"
#include "ui/panels/hyperparameters_panel.h"

namespace latentscape::ui {
namespace {

constexpr int kLeftWidth = 316;
constexpr int kRightWidth = 340;
constexpr int kCurvesHeight = 210;
// The left docks share the height in these proportions.
constexpr int kDatasetHeight = 164;
constexpr int kArchitectureHeight = 305;
constexpr int kHyperparametersHeight = 275;

template <class Record>
std::vector<CurvePoint> curvePoints(const std::vector<Record>& records) {
    std::vector<CurvePoint> points;
    points.reserve(records.size());
    for (const Record& record : records)
        points.push_back(
            {.epoch = record.epoch, .reconstruction = record.terms.reconstruction, .kl = record.terms.kl});
    return points;
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
      m_latents(new LatentHealthPanel(&window)),
      m_columns(new ColumnHealthPanel(viewState, &window)),
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
    m_reconstructionDock = addDock(tr("Reconstruction"), QStringLiteral("reconstruction"), m_reconstruction,
                                   Qt::RightDockWidgetArea);
    m_latentsDock = addDock(tr("Latents"), QStringLiteral("latents"), m_latents, Qt::RightDockWidgetArea);
    m_columnsDock = addDock(tr("Columns"), QStringLiteral("columns"), m_columns, Qt::RightDockWidgetArea);
    tabRightDocks();
    m_curvesDock = addDock(tr("Loss"), QStringLiteral("curves"), m_curves, Qt::BottomDockWidgetArea);
    connectTraining();
    connectHealth();
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
    tabRightDocks();
    resizeDocks();
}

void TrainWorkspace::resizeDocks() {
    m_window.resizeDocks({m_datasetDock, m_reconstructionDock}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    m_window.resizeDocks({m_datasetDock, m_architectureDock, m_hyperparametersDock},
                         {kDatasetHeight, kArchitectureHeight, kHyperparametersHeight}, Qt::Vertical);
    m_window.resizeDocks({m_curvesDock}, {kCurvesHeight}, Qt::Vertical);
    // Otherwise one that was shown later lies on top. There are no tabs before the window has its new layout,
    // and raising does nothing to a widget that is the topmost already, whatever its tab.
    const auto raise = [dock = m_reconstructionDock] {
        dock->lower();
        dock->raise();
    };
    QMetaObject::invokeMethod(m_reconstructionDock, raise, Qt::QueuedConnection);
}

void TrainWorkspace::connectTraining() {
    connect(&m_controller, &TrainingController::runStarted, this, &TrainWorkspace::onRunStarted);
    connect(&m_controller, &TrainingController::dataPrepared, m_dataset, &DatasetPanel::setPrepared);
    connect(&m_controller, &TrainingController::dataPrepared, m_reconstruction,
            &ReconstructionPanel::setTrainingData);
    connect(&m_controller, &TrainingController::metricsUpdated, this, &TrainWorkspace::onMetrics);
    connect(&m_controller, &TrainingController::snapshotReady, m_map, &LatentScatterView::setSnapshot);
    connect(&m_controller, &TrainingController::snapshotReady, m_reconstruction,
            [this](const LatentSnapshotPtr& snapshot) { m_reconstruction->setModel(snapshot->model); });
    connect(m_map, &LatentScatterView::snapshotConsumed, &m_controller,
            &TrainingController::snapshotConsumed);
    connect(&m_edits, &EditSummary::settled, m_curves, &LossChartView::addMarker);
}

void TrainWorkspace::connectHealth() {
    connect(&m_controller, &TrainingController::dataPrepared, this, [this](const TrainingDataPtr& data) {
        m_latents->setTrainingData(data);
        m_columns->setTrainingData(data);
        // Another model may have fewer dimensions.
        const auto latent = m_controller.running().latent;
        if (m_map->xDimension() >= latent || m_map->yDimension() >= latent)
            m_map->setDimensions(0, 1);
        markAxes();
    });
    connect(&m_controller, &TrainingController::snapshotReady, m_latents, &LatentHealthPanel::setSnapshot);
    connect(&m_controller, &TrainingController::snapshotReady, m_columns, &ColumnHealthPanel::setSnapshot);
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        m_latents->setTraining(state == RunState::Running);
        m_columns->setTraining(state == RunState::Running);
    });
    connect(m_latents, &LatentHealthPanel::dimensionActivated, this, &TrainWorkspace::showDimension);
}

void TrainWorkspace::tabRightDocks() {
    m_window.tabifyDockWidget(m_reconstructionDock, m_latentsDock);
    m_window.tabifyDockWidget(m_latentsDock, m_columnsDock);
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
    m_map->fit();
    m_dataset->setTable(table->dataset, table->roles);
}

void TrainWorkspace::onRunStarted() {
    m_curves->clear();
    m_edits.clear();
}

void TrainWorkspace::onMetrics(const MetricsUpdate& update) {
    m_curves->appendTraining(curvePoints(update.latest.training));
    m_curves->appendValidation(curvePoints(update.latest.validation));
    m_edits.add(update.latest.edits);
    // Without patience no epoch is kept for being the best.
    const bool looksForBest = m_controller.running().patience > 0 && std::isfinite(update.bestElbo);
    m_curves->setBest(looksForBest ? std::optional(QPointF(double(update.bestEpoch), update.bestElbo))
                                   : std::nullopt);
}

}  // namespace latentscape::ui
