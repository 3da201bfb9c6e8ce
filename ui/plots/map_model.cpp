#include "ui/plots/map_model.h"

#include <utility>

namespace latentscape::ui {
namespace {

/// Values that are gone through at once, on the thread of the interface: well below a millisecond.
constexpr std::size_t kSmallEffort = 50'000;
/// With fewer points, looking at all of them is as quick.
constexpr std::size_t kFewestPointsForIndex = 50'000;

}  // namespace

MapModel::MapModel(ViewState& viewState, QObject* parent)
    : QObject(parent),
      m_viewState(viewState),
      m_figureTask(
          [](const TrainingData& data, const LatentSnapshot& snapshot) {
              return std::make_shared<const RowFigures>(
                  rowFigures(data.preprocessor, data.table, *snapshot.model, *snapshot.rows));
          },
          [this](std::shared_ptr<const RowFigures> figures, const LatentSnapshotPtr&) {
              m_figures = std::move(figures);
              refresh();
          }),
      m_indexTask([this](std::shared_ptr<const PointIndex> index) { m_index = std::move(index); }),
      m_contentTask(
          [this](MapContent content) {
              adopt(std::move(content));
              if (std::exchange(m_contentOutdated, false))
                  refresh();
          },
          [this](const std::exception_ptr&) { emit contentFailed(); }) {
    connect(&viewState, &ViewState::datasetChanged, this, &MapModel::refresh);
    connect(&viewState, &ViewState::colourColumnChanged, this, [this] {
        updateFigures();
        updateGroups();
        refresh();
    });
    connect(&viewState.groups(), &Groups::changed, this, [this] {
        if (!m_viewState.isColouredByGroup())
            return;
        updateGroups();
        refresh();
    });
    connect(&viewState.selection(), &Selection::changed, this, &MapModel::refresh);
}

void MapModel::setSnapshot(LatentSnapshotPtr snapshot) {
    m_snapshot = std::move(snapshot);
    updateFigures();
    refresh();
}

void MapModel::setAxes(const MapAxes& axes) {
    if (axes == m_axes)
        return;
    m_axes = axes;
    refresh();
}

void MapModel::setTheme(const PlotTheme& theme) {
    m_theme = theme;
    refresh();
}

void MapModel::setKeepsOrientation(bool keeps) {
    if (keeps == m_keepsOrientation)
        return;
    m_keepsOrientation = keeps;
    refresh();
}

void MapModel::setTrainingData(TrainingDataPtr data) {
    m_figures = nullptr;
    m_figureTask.setTrainingData(std::move(data));
    updateFigures();
}

void MapModel::setTraining(bool training) {
    m_figureTask.setTraining(training);
}

void MapModel::setShown(bool shown) {
    m_shown = shown;
    updateFigures();
    updateIndex();
}

void MapModel::updateFigures() {
    const bool wanted = m_viewState.colourFigure().has_value();
    m_figureTask.setShown(m_shown && wanted);
    if (wanted && m_snapshot && m_snapshot->rows)
        m_figureTask.setSnapshot(m_snapshot);
}

void MapModel::updateGroups() {
    m_groups = m_viewState.isColouredByGroup()
                   ? std::make_shared<const std::vector<Group>>(m_viewState.groups().all())
                   : nullptr;
}

void MapModel::refresh() {
    MapRequest request{.snapshot = m_snapshot,
                       .axes = m_axes,
                       .dataset = m_viewState.dataset(),
                       .colourColumn = m_viewState.colourColumn(),
                       .colourFigure = m_viewState.colourFigure(),
                       .figures = m_figures,
                       .theme = m_theme,
                       .selection = m_viewState.selection().rows(),
                       .groups = m_groups,
                       .keepsOrientation = m_keepsOrientation};
    if (effortOf(request, m_content) <= kSmallEffort) {
        m_contentTask.cancel();
        m_contentOutdated = false;
        adopt(mapContent(std::move(request), m_content));
        return;
    }
    // What is on its way is let finish: during a gesture there is always a newer wish, and nothing would ever
    // arrive.
    m_contentOutdated = m_contentTask.isRunning();
    if (!m_contentOutdated)
        m_contentTask.run([request = std::move(request), before = m_content]() mutable {
            return mapContent(std::move(request), before);
        });
}

void MapModel::adopt(MapContent content) {
    const MapRequest& last = m_content.request;
    const MapRequest& now = content.request;
    const bool otherClasses = now.dataset != last.dataset || now.colourColumn != last.colourColumn ||
                              now.colourFigure != last.colourFigure ||
                              (now.groups == nullptr) != (last.groups == nullptr);
    const bool otherPoints = content.points != m_content.points;
    m_content = std::move(content);
    const HiddenCodes kept = std::exchange(m_keptHidden, {});
    if (otherClasses)
        m_hidden = kept;
    if (otherPoints) {
        m_index = nullptr;
        m_indexTask.cancel();
        updateIndex();
    }
    emit contentChanged();
}

void MapModel::updateIndex() {
    const std::shared_ptr<const LatentPoints>& points = m_content.points;
    if (!m_shown || m_index || !points || points->count() < kFewestPointsForIndex)
        return;
    m_indexTask.run([points] { return std::make_shared<const PointIndex>(points->span()); });
}

void MapModel::toggleClass(std::uint8_t code) {
    m_hidden.flip(code);
    emit hiddenChanged();
}

void MapModel::setHidden(const HiddenCodes& hidden) {
    m_hidden = hidden;
    m_keptHidden = m_contentTask.isRunning() ? hidden : HiddenCodes();
    emit hiddenChanged();
}

void MapModel::isolateClass(std::uint8_t code) {
    HiddenCodes others;
    for (const LegendEntry& entry : m_content.scale->entries)
        others.set(entry.code, entry.code != code);
    // Shades of numbers have no line of their own in the legend, but go with those.
    if (m_content.scale->bar) {
        for (std::size_t shade = 0; shade < kNumberShades; ++shade)
            others.set(shade);
    }
    m_hidden = m_hidden == others ? HiddenCodes() : others;
    emit hiddenChanged();
}

void MapModel::markClass(std::uint8_t code, SelectionMode mode) {
    const std::vector<std::uint8_t>& codes = m_content.scale->codes;
    if (Index(codes.size()) != m_viewState.selection().rows().rows())
        return;
    RowList rows;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (codes[row] == code)
            rows.push_back(Index(row));
    }
    m_viewState.selection().apply(RowSet(Index(codes.size()), rows), mode);
}

}  // namespace latentscape::ui
