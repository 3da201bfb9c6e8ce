#include "ui/plots/loss_chart_view.h"

#include <QAction>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plots/chart_strip.h"
#include "ui/plots/curve_header.h"
#include "ui/plots/curve_tool_bar.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

/// The charts after these are shown on demand.
constexpr std::size_t kAlwaysShown = 3;
/// A click on the line of the pinned time lets it go, in logical pixels.
constexpr double kOnPin = 4;

/// In settings; independent of the language.
const std::array<QString, kQuantities>& chartNames() {
    static const std::array<QString, kQuantities> names{
        QStringLiteral("reconstruction"), QStringLiteral("kl"),   QStringLiteral("elbo"),
        QStringLiteral("loss"),           QStringLiteral("beta"), QStringLiteral("learning-rate"),
        QStringLiteral("gradient-norm"),  QStringLiteral("rate")};
    return names;
}

}  // namespace

LossChartView::LossChartView(QWidget* parent) : QWidget(parent), m_strip(new ChartStrip(this)) {
    setAccessibleName(tr("Loss curves"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusPolicy(Qt::ClickFocus);

    const QString nats = tr("nats per row");
    addChart(Quantity::Reconstruction, tr("Reconstruction"), nats);
    addChart(Quantity::Kl, tr("KL"), nats);
    addChart(Quantity::Elbo, tr("ELBO"), nats);
    addChart(Quantity::Loss, tr("Optimised loss"), nats);
    addChart(Quantity::Beta, tr("β"), {});
    addChart(Quantity::LearningRate, tr("Learning rate"), {});
    addChart(Quantity::GradientNorm, tr("Gradient norm"), {});
    addChart(Quantity::RowsPerSecond, tr("Speed"), tr("rows a second"));
    QStringList more;
    for (std::size_t i = kAlwaysShown; i < kQuantities; ++i)
        more << m_charts[i]->title();

    m_toolBar = new CurveToolBar(more, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolBar);
    layout->addWidget(m_strip, 1);
    connect(m_toolBar, &CurveToolBar::axisChanged, this, &LossChartView::changeAxis);
    connect(m_toolBar, &CurveToolBar::lookChanged, this, &LossChartView::changeLook);
    connect(m_toolBar, &CurveToolBar::moreChanged, this, &LossChartView::showExtraCharts);
    connect(m_toolBar, &CurveToolBar::unpinned, this, [this] { pin(std::nullopt); });
    showExtraCharts();
}

void LossChartView::addChart(Quantity quantity, const QString& title, const QString& unit) {
    auto* const chart = new CurveChart(title, unit, m_queue, this);
    m_charts[std::size_t(quantity)] = chart;
    if (quantity == Quantity::RowsPerSecond)
        chart->addCurve(dataOf(m_curves, quantity, CurveSource::Clock, tr("train")), &PlotTheme::train);
    else
        chart->addCurve(dataOf(m_curves, quantity, CurveSource::Training, tr("train")), &PlotTheme::train);
    if (std::size_t(quantity) < kAlwaysShown)
        chart->addCurve(dataOf(m_curves, quantity, CurveSource::Validation, tr("validation")),
                        &PlotTheme::validation);
    connectChart(*chart);
    m_strip->add(chart);

    auto* const menu =
        new PlotMenu(*chart, chartNames()[std::size_t(quantity)], [chart] { return chart->csvJob(); });
    auto* const showAll = new QAction(tr("Show all of the time"), chart);
    connect(showAll, &QAction::triggered, this, [this] { setXRange(std::nullopt); });
    menu->add(showAll);
}

void LossChartView::connectChart(CurveChart& chart) {
    connect(&chart, &CurveChart::crosshairMoved, this, [this](std::optional<double> x) {
        for (CurveChart* each : m_charts)
            each->setCrosshair(x);
    });
    connect(&chart, &CurveChart::xRangeChosen, this, &LossChartView::setXRange);
    connect(&chart, &CurveChart::clicked, this, &LossChartView::clickedAt);
    connect(&chart, &CurveChart::doubleClicked, this, [this] {
        if (m_replacedPin)
            pin(*std::exchange(m_replacedPin, std::nullopt));
    });
}

CurveData LossChartView::dataOf(const std::shared_ptr<const RunCurves>& curves, Quantity quantity,
                                CurveSource source, const QString& name) const {
    return {.name = name,
            .times = std::shared_ptr<const RunTimes>(curves, &curves->times(source)),
            .values = std::shared_ptr<const CurveValues>(curves, &curves->values(quantity, source))};
}

void LossChartView::append(const MetricsHistory& latest, const RunTime& now, Index trainingRows) {
    m_curves->append(latest, now, trainingRows);
    refreshSoon();
}

void LossChartView::setRun(const MetricsHistory& history, std::span<const RunTime> reports,
                           Index trainingRows) {
    clear();
    m_curves->setRun(history, reports, trainingRows);
    refreshSoon();
}

void LossChartView::clear() {
    m_curves->clear();
    m_markers.clear();
    showMarkers();
    setBest(std::nullopt);
    clearReference();
    setXRange(std::nullopt);
    pin(std::nullopt);
    for (CurveChart* chart : m_charts)
        chart->setCrosshair(std::nullopt);
    refreshSoon();
}

void LossChartView::refreshSoon() {
    for (CurveChart* chart : m_charts)
        chart->refreshSoon();
}

void LossChartView::addChange(double epoch, const QString& text) {
    addMarker({.epoch = epoch, .text = text});
}

void LossChartView::addMarker(const CurveMarker& marker) {
    m_markers.insert(std::ranges::upper_bound(m_markers, marker.epoch, {}, &CurveMarker::epoch), marker);
    showMarkers();
}

void LossChartView::setMarkers(CurveMarker::Kind kind, const std::vector<CurveMarker>& markers) {
    std::erase_if(m_markers, [kind](const CurveMarker& marker) { return marker.kind == kind; });
    m_markers.insert(m_markers.end(), markers.begin(), markers.end());
    std::ranges::stable_sort(m_markers, {}, &CurveMarker::epoch);
    showMarkers();
}

void LossChartView::showMarkers() {
    const std::shared_ptr<const RunTimes> times(m_curves, &m_curves->times(CurveSource::Training));
    for (CurveChart* chart : m_charts)
        chart->setMarkers(m_markers, times);
}

void LossChartView::setBest(const std::optional<QPointF>& best) {
    CurveChart& elbo = chart(Quantity::Elbo);
    if (!best)
        return elbo.markPoint(std::nullopt);
    const QString text =
        tr("<p>Best validation so far: epoch %1, %2 nats per row. A run that ends goes back to it.</p>")
            .arg(locale().toString(best->x(), 'f', 0), locale().toString(best->y(), 'f', 2));
    elbo.markPoint(CurveChart::MarkedPoint{tr("validation"), best->x(), best->y(), text});
}

void LossChartView::setReference(double elbo, const QString& text) {
    chart(Quantity::Elbo).setReference(CurveChart::Reference{elbo, text});
}

void LossChartView::clearReference() {
    chart(Quantity::Elbo).setReference(std::nullopt);
}

void LossChartView::setOverlays(const std::vector<Overlay>& overlays) {
    for (std::size_t i = 0; i < kQuantities; ++i) {
        const Quantity quantity = Quantity(i);
        std::vector<CurveChart::Overlay> curves;
        for (const Overlay& overlay : overlays) {
            // One curve a run is enough to compare: the one that counts.
            const bool validated = overlay.curves->values(quantity, CurveSource::Validation).size() > 0;
            const CurveSource source = quantity == Quantity::RowsPerSecond ? CurveSource::Clock
                                       : validated                         ? CurveSource::Validation
                                                                           : CurveSource::Training;
            curves.push_back({dataOf(overlay.curves, quantity, source, overlay.name), overlay.colour});
        }
        m_charts[i]->setOverlays(std::move(curves));
    }
}

void LossChartView::setXRange(const std::optional<Range>& range) {
    m_xRange = range;
    for (CurveChart* chart : m_charts)
        chart->setXRange(range);
}

void LossChartView::changeAxis() {
    const TimeAxis before = m_look.axis;
    m_look.axis = m_toolBar->axis();
    const auto moved = [&](double x) { return m_curves->place(m_curves->epochAt(x, before), m_look.axis); };
    if (m_xRange) {
        const Range range{moved(m_xRange->min), moved(m_xRange->max)};
        m_xRange = range.span() > 0 ? std::optional(range) : std::nullopt;
    }
    for (CurveChart* chart : m_charts)
        chart->setLook(m_look);
    setXRange(m_xRange);
    showPin();
}

void LossChartView::changeLook() {
    m_look.logarithmic = m_toolBar->logarithmic();
    m_look.smoothing = m_toolBar->smoothing();
    for (CurveChart* chart : m_charts)
        chart->setLook(m_look);
}

void LossChartView::showExtraCharts() {
    for (std::size_t i = kAlwaysShown; i < kQuantities; ++i)
        m_charts[i]->setVisible(m_toolBar->showsMore(int(i - kAlwaysShown)));
    m_strip->arrange();
    emit extraChartsChanged();
}

QStringList LossChartView::extraCharts() const {
    QStringList names;
    for (std::size_t i = kAlwaysShown; i < kQuantities; ++i)
        if (m_toolBar->showsMore(int(i - kAlwaysShown)))
            names << chartNames()[i];
    return names;
}

void LossChartView::setExtraCharts(const QStringList& names) {
    for (std::size_t i = kAlwaysShown; i < kQuantities; ++i)
        m_toolBar->setShowsMore(int(i - kAlwaysShown), names.contains(chartNames()[i]));
}

void LossChartView::clickedAt(double x) {
    m_replacedPin = m_pinnedEpoch;
    if (m_pinnedEpoch) {
        const PlotTransform shown = chart(Quantity::Reconstruction).transform();
        const double pinned = m_curves->place(*m_pinnedEpoch, m_look.axis);
        if (std::abs(shown.toPixel({x, 0}).x() - shown.toPixel({pinned, 0}).x()) <= kOnPin)
            return pin(std::nullopt);
    }
    if (m_curves->times(CurveSource::Training).size() > 0)
        pin(m_curves->epochAt(x, m_look.axis));
}

void LossChartView::pin(const std::optional<double>& epoch) {
    if (epoch == m_pinnedEpoch)
        return;
    m_pinnedEpoch = epoch;
    showPin();
    if (epoch)
        emit timePinned(*epoch);
    else
        emit timeReleased();
}

void LossChartView::showPin() {
    const std::optional<double> place =
        m_pinnedEpoch ? std::optional(m_curves->place(*m_pinnedEpoch, m_look.axis)) : std::nullopt;
    for (CurveChart* chart : m_charts)
        chart->setPin(place);
    m_toolBar->setPinned(
        m_pinnedEpoch ? tr("pinned at epoch %1").arg(locale().toString(*m_pinnedEpoch, 'f', 1)) : QString());
}

void LossChartView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_pinnedEpoch)
        pin(std::nullopt);
    else
        QWidget::keyPressEvent(event);
}

}  // namespace latentscape::ui
