#include "ui/explore/explore_workspace.h"

#include "ui/explore/anomalies_panel.h"
#include "ui/explore/bring_into_view.h"
#include "ui/explore/decode_mode.h"
#include "ui/explore/details_panel.h"
#include "ui/explore/generated_panel.h"
#include "ui/explore/grid_panel.h"
#include "ui/explore/groups_panel.h"
#include "ui/explore/missing_panel.h"
#include "ui/explore/row_overlay.h"
#include "ui/explore/sliders_panel.h"
#include "ui/explore/vectors_panel.h"
#include "ui/explore/why_panel.h"
#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

constexpr int kSideWidth = 320;
constexpr int kBottomHeight = 240;
constexpr Qt::DockWidgetArea kSides[] = {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                                         Qt::BottomDockWidgetArea};

}  // namespace

ExploreWorkspace::ExploreWorkspace(QMainWindow& window, TrainingController& controller, QUndoStack& undoStack,
                                   ViewState& viewState)
    : QObject(&window),
      m_window(window),
      m_controller(controller),
      m_exploration(viewState, undoStack),
      m_cellEdits(m_exploration),
      m_docks(window),
      m_map(new LatentScatterView(viewState, &window)) {
    m_map->canvas().offerDecoding();
    addPanels();
    tabDocks();
    connect(&m_controller, &TrainingController::dataPrepared, &m_exploration, &Exploration::setData);
    connect(&m_controller, &TrainingController::dataPrepared, m_map, &LatentScatterView::setTrainingData);
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        m_exploration.setTraining(state == RunState::Running);
        m_map->setTraining(state == RunState::Running);
    });
    connect(&m_exploration, &Exploration::modelChanged, this, &ExploreWorkspace::showSnapshot);
}

/// A line for each panel, in the order of the tabs.
void ExploreWorkspace::addPanels() {
    const auto showRow = [this](Index row) { bringIntoView(*m_map, m_exploration, row); };
    const auto showPlace = [this] { bringIntoView(*m_map, m_exploration.place()); };
    auto* const support = new PlaceSupport(m_exploration, this);
    auto* const decoded = new DecodedPlacePanel(m_exploration, *support, &m_window);
    new DecodeMode(m_exploration, *support, *m_map, *decoded, this);
    addPanel(tr("Decoded place"), QStringLiteral("decoded-place"), decoded, Qt::LeftDockWidgetArea);
    addPanel(tr("Sliders"), QStringLiteral("sliders"), new SlidersPanel(m_exploration, &m_window),
             Qt::LeftDockWidgetArea);
    addPanel(tr("Grid"), QStringLiteral("grid"), new GridPanel(m_exploration, *m_map, &m_window),
             Qt::LeftDockWidgetArea);

    auto* const details = new DetailsPanel(m_exploration, m_cellEdits, &m_window);
    addPanel(tr("Details"), QStringLiteral("details"), details, Qt::RightDockWidgetArea);
    connect(details, &DetailsPanel::rowChosen, this, showPlace);
    auto* const vectors = new VectorsPanel(m_exploration, m_cellEdits, &m_window);
    addPanel(tr("Vectors"), QStringLiteral("vectors"), vectors, Qt::RightDockWidgetArea);
    connect(vectors, &VectorsPanel::rowChosen, this, showPlace);
    new RowOverlay(m_exploration, m_cellEdits, *m_map);
    addPanel(tr("Why here?"), QStringLiteral("why"), new WhyPanel(m_exploration, &m_window),
             Qt::RightDockWidgetArea);

    m_rows = new RowsPanel(m_exploration.viewState(), &m_window);
    addPanel(tr("Rows"), QStringLiteral("rows"), m_rows, Qt::BottomDockWidgetArea);
    addPanel(tr("Groups"), QStringLiteral("groups"), new GroupsPanel(m_exploration.viewState(), &m_window),
             Qt::BottomDockWidgetArea);
    auto* const anomalies = new AnomaliesPanel(m_exploration, &m_window);
    addPanel(tr("Anomalies"), QStringLiteral("anomalies"), anomalies, Qt::BottomDockWidgetArea);
    connect(anomalies, &AnomaliesPanel::rowSought, this, showRow);
    auto* const missing = new MissingPanel(m_exploration, &m_window);
    addPanel(tr("Missing cells"), QStringLiteral("missing"), missing, Qt::BottomDockWidgetArea);
    connect(missing, &MissingPanel::rowSought, this, showRow);
    addPanel(tr("Generated"), QStringLiteral("generated"),
             new GeneratedPanel(m_exploration, *m_map, &m_window), Qt::BottomDockWidgetArea);
}

void ExploreWorkspace::addPanel(const QString& title, const QString& name, QWidget* panel,
                                Qt::DockWidgetArea area) {
    m_docks.add(title, QStringLiteral("explore-") + name, panel, area);
}

void ExploreWorkspace::setSnapshot(const LatentSnapshotPtr& snapshot) {
    m_exploration.setSnapshot(snapshot);
}

void ExploreWorkspace::showSnapshot() {
    m_map->setSnapshot(m_exploration.snapshot());
}

void ExploreWorkspace::tabDocks() {
    for (const Qt::DockWidgetArea side : kSides) {
        const QList<QDockWidget*> docks = m_docks.docksAt(side);
        for (qsizetype i = 1; i < docks.size(); ++i)
            m_window.tabifyDockWidget(docks[i - 1], docks[i]);
    }
}

void ExploreWorkspace::resetLayout(bool shown) {
    m_docks.reset(shown);
    tabDocks();
    resizeDocks();
}

void ExploreWorkspace::resizeDocks() {
    for (const Qt::DockWidgetArea side : kSides) {
        const QList<QDockWidget*> docks = m_docks.docksAt(side);
        if (docks.isEmpty())
            continue;
        const bool bottom = side == Qt::BottomDockWidgetArea;
        m_window.resizeDocks({docks.first()}, {bottom ? kBottomHeight : kSideWidth},
                             bottom ? Qt::Vertical : Qt::Horizontal);
        raiseLater(docks.first());
    }
}

}  // namespace latentscape::ui
