#include "ui/plots/curve_chart.h"

#include <QChartView>
#include <QHelpEvent>
#include <QLineF>
#include <QLocale>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <ranges>

#include "core/data/csv_writer.h"
#include "ui/plots/curve_gestures.h"
#include "ui/plots/curve_header.h"
#include "ui/plots/decimate.h"
#include "ui/plots/plot_chart.h"
#include "ui/plots/refresh_queue.h"

namespace latentscape::ui {
namespace {

/// With fewer points than this, all of a curve counts for the range of y; otherwise a spike in the first part
/// of the time does not.
constexpr qsizetype kEnoughPoints = 20;
constexpr double kStartShare = 0.05;
/// The pointer is on a marked point within this distance.
constexpr double kNearPixels = 10;
constexpr int kDecimalsOfSmallValues = 3;
/// The trend of a dense or smoothed curve has one point for so many pixels.
constexpr int kPixelsPerMean = 3;
constexpr double kOverlayWidth = 1;
/// How much of its colour another run's curve has beside those of the chart's own run.
constexpr double kOverlayStrength = 0.65;
/// A level is shown if the range becomes at most so many times as large by it.
constexpr double kReferenceReach = 2;
/// The smallest part of the whole time that can be shown.
constexpr double kSmallestPart = 1e-6;

void include(std::optional<Range>& range, const Range& other) {
    range = range ? Range{std::min(range->min, other.min), std::max(range->max, other.max)} : other;
}

/// With a margin; a range without extent gets one in proportion to its value.
Range withMargin(const Range& range) {
    const double size = std::max(std::abs(range.min), std::abs(range.max));
    if (range.span() > 1e-6 * size)
        return {range.min - kFitMargin * range.span(), range.max + kFitMargin * range.span()};
    const double extra = size > 0 ? 0.5 * size : 1;
    return {range.min - extra, range.max + extra};
}

// Values that arrive would move both axes ten times a second: nobody can read such labels, and drawing them
// costs more than the curves. So a range changes seldom while it grows or shrinks by little.

/// Whether `shown` will do for what should be `wanted`, of which `room` is margin at each end.
bool willDo(const Range& shown, const Range& wanted, double room) {
    constexpr double kLeastUsed = 0.85;
    return wanted.span() >= kLeastUsed * shown.span() && shown.min <= wanted.min + room * wanted.span() &&
           shown.max >= wanted.max - room * wanted.span();
}

/// `wanted`, or somewhat more of a range that grows at its end.
Range calmTime(const Range& shown, const Range& wanted) {
    constexpr double kAhead = 0.05;
    if (willDo(shown, wanted, 0))
        return shown;
    const bool grows =
        shown.min == wanted.min && wanted.max > shown.max && wanted.max - shown.max <= kAhead * shown.span();
    return grows ? Range{wanted.min, wanted.max + kAhead * wanted.span()} : wanted;
}

Range calmValues(const Range& shown, const Range& wanted) {
    constexpr double kPartOfMargin = 0.75 * kFitMargin / (1 + 2 * kFitMargin);
    return willDo(shown, wanted, kPartOfMargin) ? shown : wanted;
}

/// About four digits.
QString valueText(double value, const QLocale& locale) {
    const double size = std::abs(value);
    if (size >= 1e6 || (size > 0 && size < 0.01))
        return locale.toString(value, 'g', size >= 1e6 ? 4 : 3);
    const int digitsBefore = size >= 1 ? int(std::floor(std::log10(size))) : 0;
    return locale.toString(value, 'f', std::max(0, kDecimalsOfSmallValues - digitsBefore));
}

}  // namespace

QString axisTitle(TimeAxis axis) {
    switch (axis) {
        case TimeAxis::Step:
            return CurveChart::tr("step");
        case TimeAxis::Epoch:
            return CurveChart::tr("epoch");
        case TimeAxis::Seconds:
            return CurveChart::tr("seconds");
    }
    return {};
}

CurveChart::CurveChart(const QString& title, const QString& unit, RefreshQueue& queue, QWidget* parent)
    : QWidget(parent),
      m_queue(queue),
      m_title(title),
      m_header(new CurveHeader(title, unit, this)),
      m_chart(new PlotChart({}, {})),
      m_layer(new CurveLayer(*m_chart)),
      m_view(new QChartView(m_chart, this)) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(unit.isEmpty() ? title : tr("%1 in %2").arg(title, unit));

    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumSize(120, 80);
    m_view->viewport()->installEventFilter(this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 2);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_view, 1);

    auto* const gestures = new CurveGestures(*m_chart, *m_view->viewport(), this);
    connect(gestures, &CurveGestures::pointed, this, &CurveChart::crosshairMoved);
    connect(gestures, &CurveGestures::clicked, this, &CurveChart::clicked);
    connect(gestures, &CurveGestures::doubleClicked, this, &CurveChart::doubleClicked);
    connect(gestures, &CurveGestures::doubleClicked, this, [this] { emit xRangeChosen(std::nullopt); });
    connect(gestures, &CurveGestures::bandMoved, this,
            [this](const std::optional<Range>& band) { m_layer->setChoice(band); });
    connect(gestures, &CurveGestures::rangeWanted, this, &CurveChart::chooseRange);
    connect(m_chart, &PlotChart::areaChanged, this, [this] {
        m_layer->areaChanged();
        refreshSoon();
    });
    applyTheme();
}

void CurveChart::addCurve(const CurveData& curve, ColourOfTheme colour) {
    m_curves.push_back({curve, std::move(colour)});
    updateReadings();
    refreshSoon();
}

void CurveChart::setOverlays(std::vector<Overlay> overlays) {
    m_overlays.clear();
    for (Overlay& overlay : overlays)
        m_overlays.push_back(
            {std::move(overlay.data), [this, index = overlay.colour](const PlotTheme& theme) {
                 const QColor colour = classColour(index, theme.dark);
                 return onlyOverlays() ? colour : mixed(theme.surface, colour, kOverlayStrength);
             }});
    refreshSoon();
}

void CurveChart::setLook(const Look& look) {
    if (look == m_look)
        return;
    m_look = look;
    m_crosshair.reset();
    refreshSoon();
}

void CurveChart::setMarkers(std::vector<CurveMarker> markers, std::shared_ptr<const RunTimes> times) {
    m_markers = std::move(markers);
    m_markerTimes = std::move(times);
    refreshSoon();
}

void CurveChart::markPoint(const std::optional<MarkedPoint>& marked) {
    m_marked = marked;
    refreshSoon();
}

void CurveChart::setReference(const std::optional<Reference>& reference) {
    m_reference = reference;
    refreshSoon();
}

void CurveChart::setXRange(const std::optional<Range>& range) {
    m_xRange = range;
    refreshSoon();
}

void CurveChart::setCrosshair(std::optional<double> x) {
    if (x == m_crosshair)
        return;
    m_crosshair = x;
    updateReadings();
}

void CurveChart::setPin(std::optional<double> x) {
    if (x == m_pin)
        return;
    m_pin = x;
    m_layer->setPin(x);
    updateReadings();
}

PlotTransform CurveChart::transform() const {
    return m_chart->transform();
}

void CurveChart::refreshSoon() {
    m_stale = true;
    if (isVisible())
        m_queue.request(this, [this] { refresh(); });
}

void CurveChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale)
        refreshSoon();
}

std::span<const double> CurveChart::places(const Curve& curve) const {
    const std::span<const double> all = curve.data.times->along(m_look.axis);
    return all.first(std::min(all.size(), curve.data.values->size()));
}

bool CurveChart::onlyOverlays() const {
    return !m_overlays.empty() &&
           std::ranges::all_of(m_curves, [](const Curve& each) { return each.data.values->empty(); });
}

template <class Work>
void CurveChart::forEachCurve(Work work) {
    for (Curve& each : m_overlays)
        work(each);
    for (Curve& each : m_curves)
        work(each);
}

void CurveChart::refresh() {
    m_stale = false;
    chooseScale();
    placeMarkers();
    const PlotTransform shown = transform();
    const Range visible = m_xRange ? *m_xRange : calmTime(shown.x, fullXRange());
    const int columns = int(shown.area.width());
    std::vector<CurveLayer::Line> lines;
    forEachCurve([&](Curve& each) { lines.push_back(lineOf(each, visible, columns)); });
    for (std::size_t i = 0; i < m_overlays.size(); ++i) {
        if (!onlyOverlays())
            lines[i].width = kOverlayWidth;
        lines[i].band.clear();
    }
    m_chart->setLogarithmic(m_logarithmic);
    const Range values = yRange(lines, visible);
    m_chart->setRanges(visible, m_xRange ? values : calmValues(shown.y, values));
    m_layer->setLines(std::move(lines));
    const std::optional<QPointF> marked = markedPlace();
    m_layer->setDot(marked ? std::optional(CurveLayer::Dot{markedCurve()->colour(m_theme), *marked})
                           : std::nullopt);
    m_layer->setReference(
        m_reference ? std::optional(CurveLayer::Reference{plotted(m_reference->value), m_reference->text})
                    : std::nullopt);
    updateReadings();
}

void CurveChart::chooseScale() {
    bool negative = false, positive = false;
    forEachCurve([&](const Curve& each) {
        const CurveValues& values = *each.data.values;
        const CurveValues::Summary all = values.over(0, values.size());
        negative |= all.count > 0 && values[all.lowest] < 0;
        positive |= all.count > 0 && values[all.highest] > 0;
    });
    m_logarithmic = m_look.logarithmic && positive && !negative;
}

double CurveChart::plotted(double value) const {
    if (!m_logarithmic)
        return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

QList<QPointF> CurveChart::plotted(QList<QPointF> points) const {
    if (m_logarithmic)
        for (QPointF& point : points)
            point.setY(plotted(point.y()));
    return points;
}

CurveLayer::Line CurveChart::lineOf(Curve& curve, const Range& visible, int columns) const {
    const std::span<const double> x = places(curve);
    const CurveValues& y = *curve.data.values;
    const QList<QPointF> extremes = decimateMinMax(x, y, visible, columns);
    const int means = columns / kPixelsPerMean;
    if (m_look.smoothing > 0)
        curve.trend = smoothed(x, y, visible, means, m_look.smoothing);
    else if (visiblePointCount(x, visible) > std::size_t(std::max(columns, 0)))
        curve.trend = columnMeans(x, y, visible, means);
    else
        curve.trend.clear();
    const QColor colour = curve.colour(m_theme);
    if (curve.trend.empty())
        return {colour, plotted(extremes)};
    return {colour, plotted(curve.trend), plotted(extremes)};
}

Range CurveChart::fullXRange() const {
    std::optional<Range> range;
    for (const std::vector<Curve>* curves : {&m_overlays, &m_curves}) {
        for (const Curve& each : *curves) {
            const std::span<const double> x = places(each);
            if (!x.empty())
                include(range, {x.front(), x.back()});
        }
    }
    if (!range)
        return {0, 1};
    return range->span() > 0 ? *range : Range{range->min, range->min + 1};
}

Range CurveChart::yRange(const std::vector<CurveLayer::Line>& lines, const Range& visible) const {
    std::optional<Range> range;
    for (const CurveLayer::Line& line : lines) {
        const QList<QPointF>& points = line.band.empty() ? line.points : line.band;
        const bool all = m_xRange || points.size() < kEnoughPoints;
        const double from =
            all ? visible.min : points.front().x() + kStartShare * (points.back().x() - points.front().x());
        for (const QPointF& point : points)
            if (point.x() >= from && point.x() <= visible.max && std::isfinite(point.y()))
                include(range, {point.y(), point.y()});
    }
    if (!range)
        return {0, 1};
    if (m_reference && std::isfinite(plotted(m_reference->value))) {
        std::optional<Range> wider = range;
        const double level = plotted(m_reference->value);
        include(wider, {level, level});
        if (wider->span() <= kReferenceReach * range->span())
            range = wider;
    }
    Range shown = withMargin(*range);
    // The labels of markers get a place above the curves.
    const double height = transform().area.height();
    const double labels = m_layer->markerLabelHeight();
    if (labels < height / 2)
        shown.max += shown.span() * labels / (height - labels);
    return shown;
}

void CurveChart::placeMarkers() {
    // What happened after the last record, or before the first, is told at the end that is nearest.
    const Range full = fullXRange();
    std::vector<double> markerPlaces;
    for (const CurveMarker& marker : m_markers)
        markerPlaces.push_back(std::clamp(m_markerTimes->convert(marker.epoch, TimeAxis::Epoch, m_look.axis),
                                          full.min, full.max));
    m_layer->setMarkers(m_markers, std::move(markerPlaces));
}

const CurveChart::Curve* CurveChart::markedCurve() const {
    const auto isMarked = [this](const Curve& each) { return m_marked && each.data.name == m_marked->curve; };
    const auto found = std::ranges::find_if(m_curves, isMarked);
    return found == m_curves.end() ? nullptr : &*found;
}

std::optional<QPointF> CurveChart::markedPlace() const {
    const Curve* const curve = markedCurve();
    if (!curve)
        return std::nullopt;
    return QPointF(curve->data.times->convert(m_marked->epoch, TimeAxis::Epoch, m_look.axis),
                   plotted(m_marked->value));
}

std::optional<QPointF> CurveChart::nearest(const Curve& curve, double at) const {
    const std::span<const double> x = places(curve);
    const bool onTrend = !curve.trend.empty();
    const std::size_t count = onTrend ? std::size_t(curve.trend.size()) : x.size();
    const auto point = [&](std::size_t i) {
        return onTrend ? curve.trend[qsizetype(i)] : QPointF(x[i], (*curve.data.values)[i]);
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
    const std::optional<double> at = m_crosshair ? m_crosshair : m_pin;
    std::vector<CurveHeader::Reading> readings;
    std::vector<CurveLayer::Line> dots;
    const auto read = [&](const Curve& each) {
        const QColor colour = each.colour(m_theme);
        const std::optional<QPointF> point =
            nearest(each, at.value_or(std::numeric_limits<double>::infinity()));
        readings.push_back({colour, each.data.name, point ? valueText(point->y(), locale()) : QString()});
        if (point && at)
            dots.push_back({colour, plotted(QList<QPointF>{*point})});
    };
    if (!onlyOverlays())
        for (const Curve& each : m_curves)
            read(each);
    if (at || onlyOverlays())
        for (const Curve& each : m_overlays)
            read(each);
    m_header->setReadings(
        std::move(readings),
        at ? tr("%1 %2").arg(axisTitle(m_look.axis),
                             locale().toString(*at, 'f', m_look.axis == TimeAxis::Step ? 0 : 1))
           : QString());
    m_layer->setCrosshair(m_crosshair, std::move(dots));
    updateNote();
}

void CurveChart::updateNote() {
    QStringList notes, explanations;
    if (m_logarithmic)
        notes << tr("log scale");
    if (m_look.logarithmic && !m_logarithmic) {
        notes << tr("linear: below 0");
        explanations << tr("This scale stays linear: values below zero have no logarithm.");
    }
    if (m_look.smoothing > 0) {
        notes << tr("smoothed");
        explanations << tr("The strong line is a moving average, the faint one every value as it was.");
    }
    // The place that is read names the axis too.
    if (!m_crosshair && !m_pin)
        notes << tr("by %1").arg(axisTitle(m_look.axis));
    m_header->setNote(notes.join(QStringLiteral(", ")), explanations.join(QLatin1Char(' ')));
}

void CurveChart::applyTheme() {
    m_theme = PlotTheme::fromPalette(palette());
    m_chart->setTheme(m_theme);
    m_layer->setTheme(m_theme);
    m_header->setTheme(m_theme);
    m_view->setBackgroundBrush(m_theme.surface);
    refreshSoon();
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::eventFilter(watched, event);
    showToolTip(*static_cast<QHelpEvent*>(event));
    return true;
}

void CurveChart::chooseRange(const Range& wanted) {
    const Range full = fullXRange();
    const double span = std::max(wanted.span(), kSmallestPart * full.span());
    if (span >= full.span()) {
        emit xRangeChosen(std::nullopt);
        return;
    }
    const double min = std::clamp(wanted.min, full.min, full.max - span);
    emit xRangeChosen(Range{min, min + span});
}

void CurveChart::showToolTip(const QHelpEvent& event) {
    const std::optional<QPointF> marked = markedPlace();
    QString text;
    if (marked && QLineF(transform().toPixel(*marked), event.pos()).length() <= kNearPixels)
        text = m_marked->text;
    else
        text = markerToolTip(m_layer->markersNear(event.pos()));
    QToolTip::showText(event.globalPos(), text, m_view);
}

std::function<std::string()> CurveChart::csvJob() const {
    struct Copy {
        std::string name;
        RunTimes times;
        CurveValues values;
    };
    auto copies = std::make_shared<std::vector<Copy>>();
    for (const std::vector<Curve>* curves : {&m_curves, &m_overlays})
        for (const Curve& each : *curves)
            copies->push_back({each.data.name.toStdString(), *each.data.times, *each.data.values});
    return [copies, quantity = m_title.toStdString()] {
        const std::array<std::string, 5> header{"curve", "step", "epoch", "seconds", quantity};
        CsvWriter writer(header);
        for (const Copy& copy : *copies) {
            for (std::size_t i = 0; i < std::min(copy.times.size(), copy.values.size()); ++i) {
                const RunTime time = copy.times[i];
                writer.addCell(copy.name);
                for (const double number : {time.step, time.epoch, time.seconds, copy.values[i]})
                    writer.addNumber(number);
                writer.endRow();
            }
        }
        return writer.text();
    };
}

}  // namespace latentscape::ui
