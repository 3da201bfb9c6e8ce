#include "ui/explore/explore_workspace.h"

#include "ui/explore/decode_mode.h"
#include "ui/explore/grid_panel.h"
#include "ui/explore/sliders_panel.h"

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
      m_docks(window),
      m_map(new LatentScatterView(viewState, &window)) {
    addPanels();
    tabDocks();
    connect(&m_controller, &TrainingController::dataPrepared, &m_exploration, &Exploration::setData);
    connect(&m_controller, &TrainingController::stateChanged, this,
            [this](RunState state) { m_exploration.setTraining(state == RunState::Running); });
    connect(&m_exploration, &Exploration::modelChanged, this, &ExploreWorkspace::showSnapshot);
}

/// A line for each panel, in the order of the tabs.
void ExploreWorkspace::addPanels() {
    auto* const support = new PlaceSupport(m_exploration, this);
    auto* const decoded = new DecodedPlacePanel(m_exploration, *support, &m_window);
    new DecodeMode(m_exploration, *support, *m_map, *decoded, this);
    addPanel(tr("Decoded place"), QStringLiteral("decoded-place"), decoded, Qt::LeftDockWidgetArea);
    addPanel(tr("Sliders"), QStringLiteral("sliders"), new SlidersPanel(m_exploration, &m_window),
             Qt::LeftDockWidgetArea);
    addPanel(tr("Grid"), QStringLiteral("grid"), new GridPanel(m_exploration, *m_map, &m_window),
             Qt::BottomDockWidgetArea);
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
