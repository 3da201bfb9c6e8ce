#include "ui/plots/latent_scatter_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QStyle>
#include <QToolTip>
#include <utility>

#include "core/support/parallel.h"
#include "ui/models/row_summary.h"
#include "ui/plots/map_axis_titles.h"
#include "ui/plots/map_glide.h"
#include "ui/plots/map_header.h"
#include "ui/plots/map_selection.h"
#include "ui/plots/map_tool_bar.h"
#include "ui/plots/map_trails.h"
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
      m_model(viewState),
      m_hintText(tr("Start training, and every row of the table appears here as a point.")),
      m_rasterTask([this](MapPicture picture) { showPicture(std::move(picture)); },
                   // Without a picture the next snapshot still has to come.
                   [this](const std::exception_ptr&) { consume(); }) {
    build();
    connectCanvas();
    connectModel();
    applyTheme();
    m_canvas->jumpTo(kPriorRange, kPriorRange);
    updateAxisTitles();
    updateHint();
}

void LatentScatterView::build() {
    m_header = new MapHeader(m_viewState, this);
    m_canvas = new ScatterCanvas(this);
    m_tools = new MapToolBar(*m_canvas, this);
    m_legend = new ScatterLegend(this);
    m_legend->setTogglable();
    m_marginals = new MarginalHistograms(this);
    addOverlay(m_marginals);
    m_trails = new MapTrails(this);
    addOverlay(m_trails);
    m_glide = new MapGlide(this);
    m_hint = new QLabel(m_canvas);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setBackgroundRole(QPalette::Base);
    m_hint->setAutoFillBackground(true);
    m_hint->setMargin(8);
    m_hint->setWordWrap(true);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* hintPlace = new QGridLayout(m_canvas);
    hintPlace->setContentsMargins(60, 20, 30, 60);
    hintPlace->addWidget(m_hint, 0, 0, Qt::AlignCenter);

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

void LatentScatterView::connectCanvas() {
    connect(m_canvas, &ScatterCanvas::transformChanged, this, &LatentScatterView::requestPicture);
    connect(m_canvas, &ScatterCanvas::navigated, this, [this] { m_followsPoints = false; });
    connect(m_canvas, &ScatterCanvas::fitRequested, this, &LatentScatterView::fit);
    connect(m_canvas, &ScatterCanvas::pointerMoved, this, &LatentScatterView::hoverAt);
    connect(m_canvas, &ScatterCanvas::pointerLeft, this, &LatentScatterView::clearHover);
    connect(m_header, &MapHeader::axesChosen, this, [this](const MapAxes& axes) {
        setAxes(axes);
        emit lookChosen();
    });
    connect(m_header, &MapHeader::styleChanged, this, [this] {
        showStyle();
        emit lookChosen();
    });
    connect(m_header, &MapHeader::resetRequested, this, &LatentScatterView::resetView);
    connect(m_glide, &MapGlide::moved, this, &LatentScatterView::requestPicture);
    m_selection = new MapSelection(
        *m_canvas, m_viewState, [this](std::size_t point) { return m_model.isShown(point); }, this);
    connect(m_selection, &MapSelection::zoomWanted, this, [this](const Range& x, const Range& y) {
        m_followsPoints = false;
        moveTo(x, y, Motion::Glide);
    });
}

void LatentScatterView::connectModel() {
    connect(&m_model, &MapModel::contentChanged, this, &LatentScatterView::showContent);
    connect(&m_model, &MapModel::contentFailed, this, &LatentScatterView::consume);
    connect(&m_model, &MapModel::hiddenChanged, this, [this] {
        m_legend->setHidden(m_model.hidden());
        m_trails->follow(m_model.content(), m_model.hidden());
        requestPicture();
    });
    connect(m_legend, &ScatterLegend::classToggled, &m_model, &MapModel::toggleClass);
    connect(m_legend, &ScatterLegend::classIsolated, &m_model, &MapModel::isolateClass);
    connect(m_legend, &ScatterLegend::classMarked, &m_model, &MapModel::markClass);
    connect(&m_viewState, &ViewState::selectedRowChanged, this, &LatentScatterView::updateMarkers);
    connect(&m_viewState, &ViewState::hoveredRowChanged, this, &LatentScatterView::updateMarkers);
}

void LatentScatterView::setAxes(const MapAxes& axes) {
    m_model.setAxes(axes);
}

const MapStyle& LatentScatterView::mapStyle() const {
    return m_header->mapStyle();
}

void LatentScatterView::setMapStyle(const MapStyle& style) {
    m_header->setMapStyle(style);
}

void LatentScatterView::showStyle() {
    const MapStyle& style = mapStyle();
    m_model.setKeepsOrientation(style.keepsOrientation);
    m_trails->setOn(style.trails);
    m_trails->follow(m_model.content(), m_model.hidden());
    requestPicture();
}

void LatentScatterView::resetView() {
    setMapStyle({});
    setAxes({});
    fit();
    emit lookChosen();
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

QMenu& LatentScatterView::colourMenu() {
    return m_header->colourMenu();
}

void LatentScatterView::setHint(const QString& hint) {
    m_hintText = hint;
    updateHint();
}

void LatentScatterView::setSnapshot(LatentSnapshotPtr snapshot) {
    const LatentSnapshotPtr& last = m_model.snapshot();
    const bool continues = last && snapshot && last->run == snapshot->run;
    m_consumptionDue = snapshot != nullptr;
    m_followsPoints = m_followsPoints || !continues;
    m_model.setSnapshot(std::move(snapshot));
}

void LatentScatterView::setTrainingData(TrainingDataPtr trained) {
    m_model.setTrainingData(std::move(trained));
}

void LatentScatterView::setTraining(bool training) {
    m_training = training;
    m_model.setTraining(training);
}

void LatentScatterView::setNote(const QString& note) {
    m_header->setNote(note);
}

void LatentScatterView::addOverlay(MapOverlay* overlay) {
    m_canvas->layer().addOverlay(overlay);
}

bool LatentScatterView::mayGlide() const {
    // Where snapshots come one after the other, a glide would always be late; and it would repaint the whole
    // chart sixty times a second, at the cost of the training that it shows.
    const bool calm = !m_training && !m_mapOnly && !m_glide->isUnderWay();
    return calm && isVisible() && m_model.axes() == m_shownAxes &&
           style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0 &&
           MapGlide::isPossible(m_points.get(), m_model.content().points.get());
}

void LatentScatterView::showContent() {
    const MapContent& content = m_model.content();
    const bool otherAxes = content.request.axes != m_shownAxes;
    const bool otherPoints = content.points != m_points;
    if (mayGlide())
        m_glide->start(m_points);
    else if (otherPoints)
        m_glide->stop();
    m_points = content.points;
    m_shownAxes = content.request.axes;
    m_selection->setPoints(m_points);
    if (!m_points) {
        m_canvas->layer().setPicture({}, {});
        m_marginals->setMarginals(std::nullopt);
    }
    updateLegend();
    updateHeader();
    updateHint();
    updateAxisTitles();
    updateMarkers();
    m_trails->follow(content, m_model.hidden());
    const Eigen::MatrixXd& axes = content.plane.projection.axes;
    const Eigen::MatrixXd& shown = m_shownPlane.projection.axes;
    const bool otherPlane = axes.rows() != shown.rows() || axes != shown;
    m_shownPlane = content.plane;
    if (otherPlane)
        emit planeChanged();
    // Each of these asks for a picture.
    if (otherAxes && !std::exchange(m_keepsSight, false))
        fit();
    else if (otherPoints && m_followsPoints)
        followPoints();
    else
        requestPicture();
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
    moveTo(bounds.x, bounds.y, m_glide->isUnderWay() ? Motion::Glide : Motion::Jump);
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

void LatentScatterView::restoreSight(const Bounds& bounds, bool followsPoints) {
    lookAt(bounds);
    m_followsPoints = followsPoints;
    // Other axes that are on their way come with a view of all.
    m_keepsSight = m_model.axes() != m_shownAxes;
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
    // While the content is on its way to a newer snapshot, its picture will be asked for when it is there.
    if (!m_points && m_model.snapshot() && m_model.content().request.snapshot != m_model.snapshot())
        return;
    if (!m_points || !isVisible() || transform.area.isEmpty()) {
        consume();
        return;
    }
    // A picture on its way is let finish: during a drag there is always a newer wish, and nothing would ever
    // arrive.
    m_pictureOutdated = m_rasterTask.isRunning();
    if (m_pictureOutdated)
        return;

    m_rasterTask.run([content = m_model.content(), from = m_glide->from(), share = m_glide->share(),
                      hidden = m_model.hidden(), style = m_header->mapStyle(), transform,
                      ratio = devicePixelRatioF()] {
        return drawPoints(from ? inGlide(*from, content, share) : content, hidden, style, transform, ratio,
                          availableCores());
    });
}

void LatentScatterView::showPicture(MapPicture picture) {
    if (m_points) {
        m_visible = picture.visible;
        m_canvas->layer().setPointRadius(picture.style.radius);
        m_canvas->layer().setPicture(std::move(picture.image), picture.transform);
        m_marginals->setMarginals(std::move(picture.marginals));
        updateHint();
        if (picture.content.request.snapshot == m_model.snapshot())
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

PointsNear LatentScatterView::nearTo(QPointF position, std::size_t limit) const {
    return pointsNear(*m_points, m_canvas->transform(), position, kReach, limit, m_model.index(),
                      [this](std::size_t point) { return m_model.isShown(point); });
}

void LatentScatterView::hoverAt(QPointF position) {
    if (!m_points)
        return;
    const PointsNear near = nearTo(position, kTooltipRows);
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

void LatentScatterView::updateLegend() {
    if (m_mapOnly)
        return;
    const MapContent& content = m_model.content();
    m_legend->setScale(*content.scale, m_theme);
    m_legend->setHidden(m_model.hidden());
    m_legend->setSelected(content.request.selection.empty() ? std::nullopt
                                                            : std::optional(content.selectedRows));
}

void LatentScatterView::updateMarkers() {
    const auto marker = [this](std::optional<Index> row) -> std::optional<ScatterLayer::Marker> {
        const std::optional<std::size_t> point = row && m_points ? m_points->pointOfRow(*row) : std::nullopt;
        if (!point)
            return std::nullopt;
        return ScatterLayer::Marker{m_points->at(*point), QColor(m_model.content().colourOf(*point))};
    };
    m_canvas->layer().setHovered(marker(m_viewState.hoveredRow()));
    m_canvas->layer().setSelected(marker(m_viewState.selectedRow()));
}

void LatentScatterView::updateHeader() {
    const LatentSnapshotPtr& snapshot = m_model.content().request.snapshot;
    m_header->setRowsShown(m_points ? Index(m_points->count()) : 0, snapshot ? snapshot->totalRows : 0);
    m_header->setAxes(m_model.axes(), snapshot ? snapshot->means.rows() : 0);
}

void LatentScatterView::updateHint() {
    QString hint;
    if (!m_model.snapshot())
        hint = m_hintText;
    else if (m_points && m_points->count() > 0 && !m_points->xBounds)
        hint = tr("The model places no row: its latent values are not numbers.");
    else if (m_points && m_points->count() > 0 && m_visible == 0 && m_model.hidden().any())
        hint =
            tr("No point to be seen. Click a class in the legend to show it again, or press F for all "
               "places.");
    else if (m_points && m_points->count() > 0 && m_visible == 0)
        hint = tr("There is no point here. Press F to see them all.");
    m_hint->setVisible(!hint.isEmpty());
    m_hint->setText(hint);
}

void LatentScatterView::updateAxisTitles() {
    const LatentSnapshotPtr& snapshot = m_model.content().request.snapshot;
    const auto [x, y] = mapAxisTitles(m_model.content());
    const bool hasSecond = !snapshot || snapshot->means.rows() != 1;
    m_canvas->setAxisTitles(m_xTitle.isEmpty() ? x : m_xTitle,
                            m_xTitle.isEmpty() || !hasSecond ? y : m_yTitle);
}

void LatentScatterView::applyTheme() {
    m_theme = PlotTheme::fromPalette(palette());
    m_canvas->setTheme(m_theme);
    m_header->setTheme(m_theme);
    QPalette muted = palette();
    muted.setColor(m_hint->foregroundRole(), m_theme.mutedText);
    m_hint->setPalette(muted);
    m_model.setTheme(m_theme);
}

void LatentScatterView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void LatentScatterView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_model.setShown(true);
    requestPicture();
}

void LatentScatterView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_model.setShown(false);
}

}  // namespace latentscape::ui
