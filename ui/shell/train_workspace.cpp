#include "ui/shell/train_workspace.h"

#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "ui/panels/architecture_panel.h"
#include "ui/panels/hyperparameters_panel.h"
#include "ui/panels/timeline_bar.h"
#include "ui/support/format.h"
#include "ui/training/timeline_viewer.h"

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

TrainWorkspace::TrainWorkspace(QMainWindow& window, TrainingController& controller,
                               HyperparameterEdits& edits, ViewState& viewState, Settings& settings)
    : QObject(&window),
      m_window(window),
      m_controller(controller),
      m_settings(settings),
      m_viewer(new TimelineViewer(controller, this)),
      m_map(new LatentScatterView(viewState, &window)),
      m_dataset(new DatasetPanel(&window)),
      m_reconstruction(new ReconstructionPanel(viewState, &window)),
      m_doctor(new DoctorPanel(controller, *new Doctor(controller, edits, this), &window)),
      m_curves(new LossChartView(&window)),
      m_timeline(new TimelineBar(controller, *m_viewer, &window)) {
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto* const architecture = new ArchitecturePanel(controller, edits, &window);
    auto* const hyperparameters = new HyperparametersPanel(controller, edits, &window);
    rememberFolds(architecture->form(), QStringLiteral("architecture"));
    rememberFolds(hyperparameters->form(), QStringLiteral("hyperparameters"));
    m_datasetDock = addDock(tr("Data set"), QStringLiteral("dataset"), m_dataset, Qt::LeftDockWidgetArea);
    m_architectureDock =
        addDock(tr("Architecture"), QStringLiteral("architecture"), architecture, Qt::LeftDockWidgetArea);
    m_hyperparametersDock = addDock(tr("Hyperparameters"), QStringLiteral("hyperparameters"), hyperparameters,
                                    Qt::LeftDockWidgetArea);
    addDock(tr("Doctor"), QStringLiteral("doctor"), m_doctor, Qt::LeftDockWidgetArea);
    m_reconstructionDock = addDock(tr("Original and reconstruction"), QStringLiteral("reconstruction"),
                                   m_reconstruction, Qt::RightDockWidgetArea);
    auto* const course = new QWidget(&window);
    auto* const courseLayout = new QVBoxLayout(course);
    courseLayout->setContentsMargins(0, 0, 0, 0);
    courseLayout->setSpacing(0);
    courseLayout->addWidget(m_curves, 1);
    courseLayout->addWidget(m_timeline);
    m_curvesDock = addDock(tr("Loss"), QStringLiteral("curves"), course, Qt::BottomDockWidgetArea);
    connectTraining();
    makeRoomForDoctor();
}

void TrainWorkspace::makeRoomForDoctor() {
    const QList<QDockWidget*> above{m_datasetDock, m_architectureDock, m_hyperparametersDock};
    connect(m_doctor, &DoctorPanel::aboutToFit, this, [this, above] {
        if (m_calmHeights.isEmpty() && !m_doctor->isCalm())
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
    connect(&m_controller, &TrainingController::metricsUpdated, this, &TrainWorkspace::onMetrics);
    connect(m_viewer, &TimelineViewer::snapshotReady, this, &TrainWorkspace::showSnapshot);
    connect(m_viewer, &TimelineViewer::momentChanged, this, &TrainWorkspace::showMoment);
    connect(m_map, &LatentScatterView::snapshotConsumed, m_viewer, &TimelineViewer::consumed);
    connect(&m_edits, &EditSummary::settled, m_curves, &LossChartView::addMarker);
}

void TrainWorkspace::setTable(const TrainingDataPtr& table) {
    m_map->setSnapshot(nullptr);
    m_map->fit();
    m_dataset->setTable(table->dataset, table->roles);
}

void TrainWorkspace::onRunStarted() {
    m_curves->clear();
    m_edits.clear();
    // A branch has a past.
    const MetricsHistory& history = m_controller.history();
    m_curves->appendTraining(curvePoints(history.training));
    m_curves->appendValidation(curvePoints(history.validation));
}

void TrainWorkspace::showSnapshot(const LatentSnapshotPtr& snapshot) {
    m_map->setSnapshot(snapshot);
    m_reconstruction->setModel(snapshot->model);
}

void TrainWorkspace::showMoment() {
    m_map->setNote(m_viewer->isLive() ? QString()
                                      : tr("epoch %1 of %2 — looking back")
                                            .arg(countText(qint64(m_viewer->epoch())),
                                                 countText(qint64(m_controller.progress().epoch))));
}

void TrainWorkspace::onMetrics(const MetricsUpdate& update) {
    m_curves->appendTraining(curvePoints(update.latest.training));
    m_curves->appendValidation(curvePoints(update.latest.validation));
    m_edits.add(update.latest.edits);
    if (!m_viewer->isLive())
        showMoment();
    // Without patience no epoch is kept for being the best.
    const bool looksForBest = m_controller.running().patience > 0 && std::isfinite(update.bestElbo);
    m_curves->setBest(looksForBest ? std::optional(QPointF(double(update.bestEpoch), update.bestElbo))
                                   : std::nullopt);
}

}  // namespace latentscape::ui
