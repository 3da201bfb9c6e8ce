#include "ui/compare/run_maps.h"

#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/panel_colours.h"
#include "ui/plots/colour_column_box.h"
#include "ui/plots/palette.h"
#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 12;
constexpr int kLowest = 170;

}  // namespace

RunMaps::RunMaps(RunList& runs, ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_runs(runs),
      m_viewState(viewState),
      m_message(new ElidedLabel(this)),
      m_colourLabel(new QLabel(tr("Colour by"), this)),
      m_empty(new QLabel(tr("No run is shown. Tick one in the list of runs."), this)),
      m_legend(new ScatterLegend(this)),
      m_task([this](std::vector<Wish> wishes) { showAligned(std::move(wishes)); }) {
    auto* const title = new QLabel(tr("Latent spaces"), this);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto* const columns = new ColourColumnBox(viewState, this);
    m_colourLabel->setBuddy(columns);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 6, kMargin, 2);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_message, 1);
    head->addWidget(m_colourLabel);
    head->addWidget(columns);

    m_area = new QScrollArea(this);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setMinimumHeight(kLowest);
    auto* const content = new QWidget(m_area);
    content->setBackgroundRole(QPalette::Base);
    m_row = new QHBoxLayout(content);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_area->setWidget(content);
    auto* const body = new QHBoxLayout;
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(kMargin);
    body->addWidget(m_area, 1);
    body->addWidget(m_legend, 0, Qt::AlignTop);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_empty, 1);
    layout->addLayout(body, 1);
    m_area->hide();
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);

    connect(&runs, &RunList::runAdded, this, &RunMaps::refresh);
    connect(&runs, &RunList::runChanged, this, &RunMaps::refresh);
    connect(&runs, &RunList::runRemoved, this, &RunMaps::refresh);
    connect(&runs, &RunList::snapshotChanged, this, &RunMaps::align);
    connect(&viewState, &ViewState::datasetChanged, this, &RunMaps::updateScale);
    connect(&viewState, &ViewState::colourColumnChanged, this, &RunMaps::updateScale);
    connect(&viewState.groups(), &Groups::changed, this, [this] {
        if (m_viewState.isColouredByGroup())
            updateScale();
    });
    updateScale();
    refresh();
}

void RunMaps::setReference(quint64 run) {
    m_reference = run;
    refresh();
}

void RunMaps::refresh() {
    syncMaps();
    describe();
    align();
}

void RunMaps::syncMaps() {
    const std::vector<RunMap*> before = m_maps;
    std::vector<RunMap*> wanted;
    for (const RunRecord& record : m_runs.runs()) {
        if (!record.visible)
            continue;
        auto found = std::ranges::find(m_maps, record.run, &RunMap::run);
        if (found == m_maps.end()) {
            addMap(record);
            found = m_maps.end() - 1;
        }
        (*found)->describe(record);
        wanted.push_back(*found);
    }
    if (wanted == before)
        return;
    for (RunMap* const map : m_maps)
        if (std::ranges::find(wanted, map) == wanted.end()) {
            map->hide();
            map->deleteLater();
        }
    m_maps = std::move(wanted);
    for (std::size_t i = 0; i < m_maps.size(); ++i)
        m_row->insertWidget(int(i), m_maps[i], 1);
    m_empty->setVisible(m_maps.empty());
    m_area->setVisible(!m_maps.empty());
}

void RunMaps::addMap(const RunRecord& record) {
    auto* const map = new RunMap(m_viewState, record.run, m_row->parentWidget());
    m_maps.push_back(map);
    // Queued: when the canvas says so it has not moved yet.
    connect(
        &map->view().canvas(), &ScatterCanvas::navigated, this, [this, map] { follow(*map); },
        Qt::QueuedConnection);
    connect(&map->view().canvas(), &ScatterCanvas::fitRequested, this, [this] {
        for (RunMap* const each : m_maps)
            each->view().fit();
    });
}

const RunRecord* RunMaps::reference() const {
    const RunRecord* const chosen = m_reference ? m_runs.find(*m_reference) : nullptr;
    if (chosen && chosen->visible && chosen->snapshot)
        return chosen;
    const auto first = std::ranges::find_if(
        m_runs.runs(), [](const RunRecord& record) { return record.visible && record.snapshot; });
    return first == m_runs.runs().end() ? nullptr : &*first;
}

void RunMaps::align() {
    const RunRecord* const over = reference();
    if (!over || !isVisible())
        return;
    // What is on its way is let finish: while a run trains there is always a newer wish.
    m_outdated = m_task.isRunning();
    if (m_outdated)
        return;
    std::vector<Wish> wishes;
    for (const RunMap* const map : m_maps) {
        const RunRecord* const record = m_runs.find(map->run());
        if (record && record->snapshot &&
            (record->snapshot != map->snapshot() || over->snapshot != map->reference()))
            wishes.push_back({.run = map->run(), .snapshot = record->snapshot, .reference = over->snapshot});
    }
    if (wishes.empty())
        return;
    m_task.run([wishes = std::move(wishes)]() mutable {
        for (Wish& wish : wishes)
            wish.aligned = alignLatents(*wish.snapshot, *wish.reference);
        return std::move(wishes);
    });
}

void RunMaps::showAligned(std::vector<Wish> wishes) {
    for (Wish& wish : wishes) {
        const auto map = std::ranges::find(m_maps, wish.run, &RunMap::run);
        const RunRecord* const over = m_runs.find(wish.reference->run);
        if (map != m_maps.end() && over)
            (*map)->show(wish.snapshot, wish.reference, std::move(wish.aligned), over->name);
    }
    shareBounds();
    describe();
    if (m_outdated)
        align();
}

void RunMaps::shareBounds() {
    std::optional<LatentScatterView::Bounds> all;
    for (RunMap* const map : m_maps) {
        const std::optional<LatentScatterView::Bounds> own = map->view().pointBounds();
        if (!own)
            continue;
        const auto joined = [](const Range& one, const Range& other) {
            return Range{std::min(one.min, other.min), std::max(one.max, other.max)};
        };
        all = all ? LatentScatterView::Bounds{joined(all->x, own->x), joined(all->y, own->y)} : *own;
    }
    if (!all)
        return;
    m_bounds = {followed(m_bounds.x, all->x), followed(m_bounds.y, all->y)};
    for (RunMap* const map : m_maps)
        map->view().setSharedBounds(m_bounds);
}

void RunMaps::follow(const RunMap& map) {
    const auto shown = std::ranges::find(m_maps, &map);
    if (shown == m_maps.end())
        return;
    const PlotTransform transform = (*shown)->view().canvas().transform();
    for (RunMap* const each : m_maps)
        if (each != *shown)
            each->view().lookAt({transform.x, transform.y});
}

void RunMaps::describe() {
    const RunRecord* const over = reference();
    if (m_maps.empty())
        m_message->clear();
    else if (m_runs.runs().size() == 1)
        m_message->setText(
            tr("Train a second run to compare: change a value and press Restart, or take a new seed."));
    else if (m_maps.size() == 1 || !over)
        m_message->setText(tr("Tick another run to compare."));
    else
        m_message->setText(tr("Laid over %1: turned, mirrored and moved; sizes stay.").arg(over->name) +
                           stabilityText(*over));
}

QString RunMaps::stabilityText(const RunRecord& reference) const {
    double sum = 0;
    int count = 0;
    for (const RunMap* const map : m_maps) {
        const RunRecord* const record = m_runs.find(map->run());
        if (!record || !map->r2())
            continue;
        Hyperparameters sameSeed = record->hyperparameters;
        sameSeed.seed = reference.hyperparameters.seed;
        const bool otherSeed = record->hyperparameters.seed != reference.hyperparameters.seed;
        if (otherSeed && sameSeed == reference.hyperparameters) {
            sum += *map->r2();
            ++count;
        }
    }
    if (count == 0)
        return {};
    const QString r2 = QLocale().toString(sum / count, 'f', 2);
    return QLatin1Char(' ') +
           (count == 1 ? tr("One run differs from it in the seed alone: R² %1.").arg(r2)
                       : tr("%n runs differ from it in the seed alone: mean R² %1.", nullptr, count).arg(r2));
}

void RunMaps::updateScale() {
    const DatasetPtr& dataset = m_viewState.dataset();
    const std::optional<Index> column = m_viewState.colourColumn();
    const PlotTheme theme = PlotTheme::fromPalette(palette());
    ColourScale scale;
    if (dataset && m_viewState.isColouredByGroup())
        scale = makeGroupScale(m_viewState.groups().all(), dataset->rows(), theme);
    else if (dataset && column)
        scale = makeColourScale(dataset->column(*column), theme);
    m_legend->setScale(scale, theme);
    for (QLabel* const label : {static_cast<QLabel*>(m_message), m_colourLabel, m_empty})
        makeQuiet(*label, palette());
}

void RunMaps::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateScale();
}

void RunMaps::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    align();
}

}  // namespace latentscape::ui
