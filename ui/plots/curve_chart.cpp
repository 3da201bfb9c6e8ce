#include "ui/plots/curve_chart.h"

#include <QChartView>
#include <QHelpEvent>
#include <QLineF>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

#include "ui/plots/curve_header.h"
#include "ui/plots/decimate.h"
#include "ui/plots/plot_chart.h"
#include "ui/plots/refresh_queue.h"

namespace latentscape::ui {
namespace {

/// With fewer points than this, all of a curve counts for the range of y.
constexpr std::size_t kEnoughPoints = 20;
constexpr double kStartShare = 0.05;
/// A rubber band narrower than this was a click, in logical pixels.
constexpr double kSmallestBand = 5;
/// The pointer is on a marked point within this distance.
constexpr double kNearPixels = 10;
constexpr int kDecimalsOfSmallValues = 3;
/// The trend of a dense curve has one point for so many pixels.
constexpr int kPixelsPerMean = 3;

void include(std::optional<Range>& range, const Range& other) {
    range = range ? Range{std::min(range->min, other.min), std::max(range->max, other.max)} : other;
}

std::optional<Range> finiteRange(std::span<const double> values) {
    std::optional<Range> range;
    for (const double value : values) {
        if (std::isfinite(value))
            include(range, {value, value});
    }
    return range;
}

/// About four digits.
QString valueText(double value, const QLocale& locale) {
    const double size = std::abs(value);
    if (size >= 1e6)
        return locale.toString(value, 'g', 4);
    const int digitsBefore = size >= 1 ? int(std::floor(std::log10(size))) : 0;
    return locale.toString(value, 'f', std::max(0, kDecimalsOfSmallValues - digitsBefore));
}

}  // namespace

std::optional<Range> robustRange(std::span<const double> x, std::span<const double> y) {
    if (x.size() < kEnoughPoints)
        return finiteRange(y);
    const double from = x.front() + kStartShare * (x.back() - x.front());
    return finiteRange(y.subspan(std::size_t(std::ranges::lower_bound(x, from) - x.begin())));
}

CurveChart::CurveChart(const QString& title, const QString& unit, const QString& xTitle, RefreshQueue& queue,
                       QWidget* parent)
    : QWidget(parent),
      m_queue(queue),
      m_xTitle(xTitle),
      m_header(new CurveHeader(title, unit, this)),
      m_chart(new PlotChart(xTitle, {})),
      m_layer(new CurveLayer(*m_chart)),
      m_view(new QChartView(m_chart, this)) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("%1 in %2").arg(title, unit));

    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumSize(120, 80);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 2);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_view, 1);

    connect(m_chart, &PlotChart::areaChanged, this, [this] {
        m_layer->areaChanged();
        requestRefresh();
    });
    applyTheme();
}

void CurveChart::addCurve(const QString& name, ColourOfTheme colour) {
    m_curves.push_back({name, std::move(colour), {}, {}});
    updateReadings();
    requestRefresh();
}

CurveChart::Curve& CurveChart::curve(const QString& name) {
    const auto found = std::ranges::find(m_curves, name, &Curve::name);
    Q_ASSERT(found != m_curves.end());
    return *found;
}

void CurveChart::setCurve(const QString& name, std::vector<double> x, std::vector<double> y) {
    Q_ASSERT(x.size() == y.size());
    Curve& target = curve(name);
    target.x = std::move(x);
    target.y = std::move(y);
    requestRefresh();
}

void CurveChart::appendToCurve(const QString& name, double x, double y) {
    Curve& target = curve(name);
    target.x.push_back(x);
    target.y.push_back(y);
    requestRefresh();
}

void CurveChart::addMarker(double x, const QString& text) {
    m_markers.push_back({x, text});
    requestRefresh();
}

void CurveChart::markPoint(const std::optional<MarkedPoint>& marked) {
    m_marked = marked;
    requestRefresh();
}

void CurveChart::clear() {
    for (Curve& each : m_curves) {
        each.x.clear();
        each.y.clear();
        each.trend.clear();
    }
    m_markers.clear();
    m_marked.reset();
    m_xRange.reset();
    m_crosshair.reset();
    requestRefresh();
}

void CurveChart::setXRange(const std::optional<Range>& range) {
    m_xRange = range;
    requestRefresh();
}

void CurveChart::setCrosshair(std::optional<double> x) {
    if (x == m_crosshair)
        return;
    m_crosshair = x;
    updateReadings();
}

PlotTransform CurveChart::transform() const {
    return m_chart->transform();
}

void CurveChart::requestRefresh() {
    m_queue.request(this, [this] { refresh(); });
}

void CurveChart::refresh() {
    m_layer->setMarkers(m_markers);
    m_chart->setRanges(m_xRange.value_or(fullXRange()), yRange());
    const PlotTransform shown = transform();
    std::vector<CurveLayer::Line> lines;
    for (Curve& each : m_curves)
        lines.push_back(thinned(each, shown));
    m_layer->setLines(std::move(lines));
    m_layer->setDot(
        m_marked ? std::optional(CurveLayer::Dot{curve(m_marked->curve).colour(m_theme), m_marked->point})
                 : std::nullopt);
    updateReadings();
}

CurveLayer::Line CurveChart::thinned(Curve& each, const PlotTransform& shown) const {
    const int columns = int(shown.area.width());
    const QList<QPointF> extremes = decimateMinMax(each.x, each.y, shown.x, columns);
    const bool dense = visiblePointCount(each.x, shown.x) > std::size_t(columns);
    each.trend = dense ? columnMeans(each.x, each.y, shown.x, columns / kPixelsPerMean) : QList<QPointF>();
    if (dense)
        return {each.colour(m_theme), each.trend, extremes};
    return {each.colour(m_theme), extremes};
}

Range CurveChart::fullXRange() const {
    std::optional<Range> range;
    for (const Curve& each : m_curves) {
        if (!each.x.empty())
            include(range, {each.x.front(), each.x.back()});
    }
    if (!range)
        return {0, 1};
    return range->span() > 0 ? *range : Range{range->min, range->min + 1};
}

Range CurveChart::yRange() const {
    std::optional<Range> range;
    for (const Curve& each : m_curves) {
        std::optional<Range> own;
        if (m_xRange) {
            const auto first = std::ranges::lower_bound(each.x, m_xRange->min) - each.x.begin();
            const auto end = std::ranges::upper_bound(each.x, m_xRange->max) - each.x.begin();
            own = finiteRange(std::span(each.y).subspan(std::size_t(first), std::size_t(end - first)));
        } else {
            own = robustRange(each.x, each.y);
        }
        if (own)
            include(range, *own);
    }
    if (!range)
        return {0, 1};
    Range shown = padded(*range);
    // The labels of markers get a place above the curves.
    const double height = transform().area.height();
    const double labels = m_layer->markerLabelHeight();
    if (labels < height / 2)
        shown.max += shown.span() * labels / (height - labels);
    return shown;
}

std::optional<QPointF> CurveChart::Curve::nearest(double at) const {
    const std::size_t count = trend.empty() ? x.size() : std::size_t(trend.size());
    const auto point = [this](std::size_t i) {
        return trend.empty() ? QPointF(x[i], y[i]) : trend[qsizetype(i)];
    };
    const auto indices = std::views::iota(std::size_t(0), count);
    auto index =
        std::size_t(std::ranges::lower_bound(indices, at, {}, [&](std::size_t i) { return point(i).x(); }) -
                    indices.begin());
    if (index == count || (index > 0 && at - point(index - 1).x() < point(index).x() - at)) {
        if (index == 0)
            return std::nullopt;
        --index;
    }
    return std::isfinite(point(index).y()) ? std::optional(point(index)) : std::nullopt;
}

void CurveChart::updateReadings() {
    std::vector<CurveHeader::Reading> readings;
    std::vector<CurveLayer::Line> dots;
    for (const Curve& each : m_curves) {
        const QColor colour = each.colour(m_theme);
        const std::optional<QPointF> point =
            each.nearest(m_crosshair.value_or(std::numeric_limits<double>::infinity()));
        readings.push_back({colour, each.name, point ? valueText(point->y(), locale()) : QString()});
        if (point && m_crosshair)
            dots.push_back({colour, {*point}});
    }
    m_header->setReadings(
        std::move(readings),
        m_crosshair ? tr("%1 %2").arg(m_xTitle, locale().toString(*m_crosshair, 'f', 1)) : QString());
    m_layer->setCrosshair(m_crosshair, std::move(dots));
}

void CurveChart::applyTheme() {
    m_theme = PlotTheme::fromPalette(palette());
    m_chart->setTheme(m_theme);
    m_layer->setTheme(m_theme);
    m_header->setTheme(m_theme);
    m_view->setBackgroundBrush(m_theme.surface);
    requestRefresh();
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event) {
    const auto position = [event] { return static_cast<QMouseEvent*>(event)->position(); };
    const auto isLeftButton = [event] {
        return static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
    };
    switch (event->type()) {
        case QEvent::MouseMove:
            pointerMoved(position());
            return true;
        case QEvent::MouseButtonPress:
            if (isLeftButton()) {
                const double x = transform().toValue(position()).x();
                m_band = Band{x, x};
            }
            return true;
        case QEvent::MouseButtonRelease:
            if (isLeftButton())
                bandReleased();
            return true;
        case QEvent::MouseButtonDblClick:
            m_band.reset();
            m_layer->setChoice({});
            emit xRangeChosen(std::nullopt);
            return true;
        case QEvent::ToolTip:
            showToolTip(*static_cast<QHelpEvent*>(event));
            return true;
        case QEvent::Leave:
            emit crosshairMoved(std::nullopt);
            return false;
        default:
            return QWidget::eventFilter(watched, event);
    }
}

void CurveChart::pointerMoved(QPointF position) {
    const PlotTransform shown = transform();
    const double x = std::clamp(shown.toValue(position).x(), shown.x.min, shown.x.max);
    if (m_band) {
        m_band->end = x;
        m_layer->setChoice(Range{m_band->start, m_band->end});
    }
    const bool inside = shown.area.contains(position) || m_band;
    emit crosshairMoved(inside ? std::optional<double>(x) : std::nullopt);
}

void CurveChart::showToolTip(const QHelpEvent& event) {
    const bool near =
        m_marked && QLineF(transform().toPixel(m_marked->point), event.pos()).length() <= kNearPixels;
    QToolTip::showText(event.globalPos(), near ? m_marked->text : QString(), m_view);
}

void CurveChart::bandReleased() {
    if (!m_band)
        return;
    const PlotTransform shown = transform();
    const Range chosen{std::min(m_band->start, m_band->end), std::max(m_band->start, m_band->end)};
    m_band.reset();
    m_layer->setChoice({});
    if (chosen.span() / shown.x.span() * shown.area.width() >= kSmallestBand)
        emit xRangeChosen(chosen);
}

}  // namespace latentscape::ui
