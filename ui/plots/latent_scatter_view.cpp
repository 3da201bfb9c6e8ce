#include "ui/plots/latent_scatter_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolTip>
#include <utility>

#include "ui/models/row_summary.h"
#include "ui/plots/colour_column_box.h"
#include "ui/plots/map_selection.h"
#include "ui/plots/map_tool_bar.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"
#include "ui/plots/scatter_legend.h"

namespace latentscape::ui {
namespace {

/// Logical pixels around the pointer in which a point counts as meant.
constexpr double kReach = 8;
constexpr std::size_t kTooltipRows = 5;
/// The view follows the points when they fill less than this of an axis.
constexpr double kSmallestFill = 0.7;
/// Of the prior N(0, 1), until there are points.
constexpr Range kPriorRange{-3, 3};

}  // namespace

Range followed(const Range& shown, const Range& bounds) {
    const bool fits = shown.contains(bounds) && bounds.span() >= kSmallestFill * shown.span();
    return fits ? shown : padded(bounds);
}

LatentScatterView::LatentScatterView(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_summary(new RowSummary(viewState, this)),
      m_theme(PlotTheme::fromPalette(palette())),
      m_rasterTask([this](Picture picture) { showPicture(std::move(picture)); },
                   // Without a picture the next snapshot still has to come.
                   [this](const std::exception_ptr&) { consume(); }) {
    build();
    connect(m_canvas, &ScatterCanvas::transformChanged, this, &LatentScatterView::requestPicture);
    connect(m_canvas, &ScatterCanvas::navigated, this, [this] { m_followsPoints = false; });
    connect(m_canvas, &ScatterCanvas::fitRequested, this, &LatentScatterView::fit);
    connect(m_canvas, &ScatterCanvas::pointerMoved, this, &LatentScatterView::hoverAt);
    connect(m_canvas, &ScatterCanvas::pointerLeft, this, &LatentScatterView::clearHover);
    // Every point that is drawn is on show.
    m_selection = new MapSelection(
        *m_canvas, m_viewState, [](std::size_t) { return true; }, this);
    connect(m_selection, &MapSelection::zoomWanted, this, [this](const Range& x, const Range& y) {
        m_followsPoints = false;
        moveTo(x, y, Motion::Glide);
    });

    connect(&m_viewState, &ViewState::datasetChanged, this, &LatentScatterView::updateScale);
    connect(&m_viewState, &ViewState::colourColumnChanged, this, &LatentScatterView::updateScale);
    connect(&m_viewState, &ViewState::selectedRowChanged, this, &LatentScatterView::updateMarkers);
    connect(&m_viewState, &ViewState::hoveredRowChanged, this, &LatentScatterView::updateMarkers);

    applyTheme();
    updateScale();
    m_canvas->jumpTo(kPriorRange, kPriorRange);
    updateAxisTitles();
    updateHeader();
}

void LatentScatterView::build() {
    m_header = new QWidget(this);
    m_title = new QLabel(tr("Latent space"), m_header);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_note = new QLabel(m_header);
    m_note->hide();
    m_subsample = new QLabel(m_header);
    m_columnsLabel = new QLabel(tr("Colour by"), m_header);
    auto* const columns = new ColourColumnBox(m_viewState, m_header);
    m_columnsLabel->setBuddy(columns);

    m_canvas = new ScatterCanvas(this);
    m_tools = new MapToolBar(*m_canvas, this);
    m_legend = new ScatterLegend(this);
    m_hint = new QLabel(tr("Start training, and every row of the table appears here as a point."), m_canvas);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setBackgroundRole(QPalette::Base);
    m_hint->setAutoFillBackground(true);
    m_hint->setMargin(8);
    m_hint->setWordWrap(true);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* hintPlace = new QGridLayout(m_canvas);
    hintPlace->setContentsMargins(60, 20, 30, 60);
    hintPlace->addWidget(m_hint, 0, 0, Qt::AlignCenter);

    auto* header = new QHBoxLayout(m_header);
    header->setContentsMargins(12, 8, 12, 4);
    header->setSpacing(6);
    header->addWidget(m_title);
    header->addWidget(m_note);
    header->addWidget(m_subsample);
    header->addStretch();
    header->addWidget(m_columnsLabel);
    header->addWidget(columns);

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(0);
    layout->addWidget(m_header, 0, 0, 1, 3);
    layout->addWidget(m_tools, 1, 0);
    layout->addWidget(m_canvas, 1, 1);
    layout->addWidget(m_legend, 1, 2);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(1, 1);

    // After the children are there: this sends a palette change.
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void LatentScatterView::setDimensions(int x, int y) {
    if (x == m_xDimension && y == m_yDimension)
        return;
    m_xDimension = x;
    m_yDimension = y;
    projectSnapshot();
    fit();
}

void LatentScatterView::showMapOnly() {
    m_mapOnly = true;
    m_tools->hide();
    m_header->hide();
    m_legend->hide();
}

void LatentScatterView::setAxisTitles(const QString& x, const QString& y) {
    m_xTitle = x;
    m_yTitle = y;
    updateAxisTitles();
}

void LatentScatterView::setHint(const QString& hint) {
    m_hint->setText(hint);
}

void LatentScatterView::setSnapshot(LatentSnapshotPtr snapshot) {
    const bool continues = m_snapshot && snapshot && m_snapshot->run == snapshot->run;
    m_snapshot = std::move(snapshot);
    m_consumptionDue = m_snapshot != nullptr;
    m_followsPoints = m_followsPoints || !continues;
    projectSnapshot();
    // A glide would repaint the whole chart sixty times a second, at the cost of the training that it shows.
    if (m_followsPoints)
        followPoints();
}

void LatentScatterView::setNote(const QString& note) {
    m_note->setText(QStringLiteral("· ") + note);
    m_note->setVisible(!note.isEmpty());
}

void LatentScatterView::addOverlay(MapOverlay* overlay) {
    m_canvas->layer().addOverlay(overlay);
}

void LatentScatterView::updatePlane() {
    const Index latent = m_snapshot ? m_snapshot->means.rows() : 2;
    const MapPlane plane = MapPlane::ofDimensions(latent, m_xDimension, m_yDimension);
    const bool changed = plane.projection.axes.rows() != m_plane.projection.axes.rows() ||
                         plane.projection.axes != m_plane.projection.axes;
    m_plane = plane;
    if (changed)
        emit planeChanged();
}

void LatentScatterView::projectSnapshot() {
    updatePlane();
    m_points =
        m_snapshot
            ? std::make_shared<const LatentPoints>(projectLatents(*m_snapshot, m_xDimension, m_yDimension))
            : nullptr;
    m_selection->setPoints(m_points);
    // Before anything that asks for a picture: points and colours belong together.
    colourPoints();
    updateHeader();
    updateAxisTitles();
    redraw();
}

void LatentScatterView::fit() {
    m_followsPoints = true;
    const std::optional<Bounds> own = pointBounds();
    const Bounds bounds = m_sharedBounds ? *m_sharedBounds
                          : own          ? Bounds{padded(own->x), padded(own->y)}
                                         : Bounds{kPriorRange, kPriorRange};
    moveTo(bounds.x, bounds.y, Motion::Glide);
}

void LatentScatterView::followPoints() {
    const std::optional<Bounds> own = pointBounds();
    const Bounds bounds = m_sharedBounds ? *m_sharedBounds
                          : own          ? Bounds{followed(m_xTarget, own->x), followed(m_yTarget, own->y)}
                                         : Bounds{kPriorRange, kPriorRange};
    moveTo(bounds.x, bounds.y, Motion::Jump);
}

std::optional<LatentScatterView::Bounds> LatentScatterView::pointBounds() const {
    if (!m_points || !m_points->xBounds)
        return std::nullopt;
    return Bounds{*m_points->xBounds, *m_points->yBounds};
}

void LatentScatterView::setSharedBounds(const std::optional<Bounds>& bounds) {
    if (bounds == m_sharedBounds)
        return;
    m_sharedBounds = bounds;
    if (m_followsPoints)
        followPoints();
}

void LatentScatterView::lookAt(const Bounds& bounds) {
    m_followsPoints = false;
    moveTo(bounds.x, bounds.y, Motion::Jump);
}

void LatentScatterView::moveTo(const Range& x, const Range& y, Motion motion) {
    m_xTarget = x;
    m_yTarget = y;
    if (motion == Motion::Jump)
        m_canvas->jumpTo(x, y);
    else
        m_canvas->glideTo(x, y);
}

void LatentScatterView::requestPicture() {
    const PlotTransform transform = m_canvas->transform();
    if (!m_points || !isVisible() || transform.area.isEmpty()) {
        consume();
        return;
    }
    // A picture on its way is let finish: during a drag there is always a newer wish, and nothing would ever
    // arrive.
    m_pictureOutdated = m_rasterTask.isRunning();
    if (m_pictureOutdated)
        return;

    const PointStyle style = adaptivePointStyle(m_points->count(), transform.area.size());
    m_canvas->layer().setPointRadius(style.radius);
    m_rasterTask.run(
        [points = m_points, colours = m_pointColours, transform, style, ratio = devicePixelRatioF()] {
            return Picture{rasterizeScatter(points->span(), *colours, transform, style, ratio), transform,
                           points};
        });
}

void LatentScatterView::showPicture(Picture picture) {
    if (m_points) {
        m_canvas->layer().setPicture(std::move(picture.image), picture.transform);
        if (picture.points == m_points)
            consume();
    }
    if (m_pictureOutdated)
        requestPicture();
}

void LatentScatterView::consume() {
    if (!std::exchange(m_consumptionDue, false))
        return;
    // Queued: a sender that answers with the next snapshot at once must not get deeper and deeper.
    QMetaObject::invokeMethod(this, &LatentScatterView::snapshotConsumed, Qt::QueuedConnection);
}

void LatentScatterView::hoverAt(QPointF position) {
    if (!m_points)
        return;
    const PointsNear near = pointsNear(*m_points, m_canvas->transform(), position, kReach, kTooltipRows);
    if (near.total == 0) {
        clearHover();
        return;
    }
    m_viewState.setHoveredRow((*m_points->rows)[near.nearest.front()]);
    QToolTip::showText(m_canvas->mapToGlobal(position.toPoint()), tooltipText(near), m_canvas);
}

void LatentScatterView::clearHover() {
    m_viewState.setHoveredRow(std::nullopt);
    QToolTip::hideText();
}

QString LatentScatterView::tooltipText(const PointsNear& near) {
    RowList rows;
    for (const std::size_t point : near.nearest)
        rows.push_back((*m_points->rows)[point]);
    return m_summary->toolTip(rows, near.total > near.nearest.size());
}

void LatentScatterView::updateScale() {
    const DatasetPtr& dataset = m_viewState.dataset();
    const std::optional<Index> column = m_viewState.colourColumn();
    m_scale = dataset && column ? makeColourScale(dataset->column(*column), m_theme) : ColourScale{};
    if (!m_mapOnly)
        m_legend->setScale(m_scale, m_theme);
    colourPoints();
    redraw();
}

void LatentScatterView::colourPoints() {
    m_pointColours = std::make_shared<const std::vector<QRgb>>(
        m_points ? pointColours(*m_points, m_scale, m_theme) : std::vector<QRgb>());
}

void LatentScatterView::redraw() {
    if (!m_points)
        m_canvas->layer().setPicture({}, {});
    updateMarkers();
    requestPicture();
}

void LatentScatterView::updateMarkers() {
    const auto marker = [this](std::optional<Index> row) -> std::optional<ScatterLayer::Marker> {
        const std::optional<std::size_t> point = row && m_points ? m_points->pointOfRow(*row) : std::nullopt;
        if (!point)
            return std::nullopt;
        return ScatterLayer::Marker{m_points->at(*point), QColor((*m_pointColours)[*point])};
    };
    m_canvas->layer().setHovered(marker(m_viewState.hoveredRow()));
    m_canvas->layer().setSelected(marker(m_viewState.selectedRow()));
}

void LatentScatterView::updateHeader() {
    m_hint->setVisible(!m_snapshot);
    const bool partial = m_points && Index(m_points->count()) < m_snapshot->totalRows;
    m_subsample->setVisible(partial);
    if (partial) {
        m_subsample->setText(tr("· showing %1 of %2")
                                 .arg(locale().toString(qlonglong(m_points->count())),
                                      locale().toString(qlonglong(m_snapshot->totalRows))));
    }
}

void LatentScatterView::updateAxisTitles() {
    if (m_snapshot && m_snapshot->means.rows() == 1)
        m_canvas->setAxisTitles(m_xTitle.isEmpty() ? tr("latent 1") : m_xTitle,
                                tr("spread by row, no meaning"));
    else if (!m_xTitle.isEmpty())
        m_canvas->setAxisTitles(m_xTitle, m_yTitle);
    else
        m_canvas->setAxisTitles(tr("latent %1").arg(m_xDimension + 1), tr("latent %1").arg(m_yDimension + 1));
}

void LatentScatterView::applyTheme() {
    m_theme = PlotTheme::fromPalette(palette());
    m_canvas->setTheme(m_theme);
    for (QLabel* label : {m_note, m_subsample, m_columnsLabel, m_hint}) {
        QPalette muted = palette();
        muted.setColor(label->foregroundRole(), m_theme.mutedText);
        label->setPalette(muted);
    }
}

void LatentScatterView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
        updateScale();
    }
}

void LatentScatterView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    requestPicture();
}

}  // namespace latentscape::ui
