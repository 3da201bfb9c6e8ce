#include "ui/plots/loss_chart_view.h"

#include <QHBoxLayout>

#include "ui/plots/curve_chart.h"

namespace latentscape::ui {

LossChartView::LossChartView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Loss curves"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    const std::array titles{tr("Reconstruction"), tr("KL"), tr("ELBO")};
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        m_charts[i] = new CurveChart(titles[i], tr("nats per row"), tr("epoch"), m_queue, this);
        m_charts[i]->addCurve(tr("train"), &PlotTheme::train);
        m_charts[i]->addCurve(tr("validation"), &PlotTheme::validation);
        layout->addWidget(m_charts[i], 1);
    }
    for (CurveChart* source : m_charts) {
        for (CurveChart* target : m_charts) {
            connect(source, &CurveChart::crosshairMoved, target, &CurveChart::setCrosshair);
            connect(source, &CurveChart::xRangeChosen, target, &CurveChart::setXRange);
        }
    }
}

void LossChartView::append(const QString& name, std::span<const CurvePoint> points) {
    for (const CurvePoint& point : points) {
        m_charts[0]->appendToCurve(name, point.epoch, point.reconstruction);
        m_charts[1]->appendToCurve(name, point.epoch, point.kl);
        m_charts[2]->appendToCurve(name, point.epoch, -(point.reconstruction + point.kl));
    }
}

void LossChartView::appendTraining(std::span<const CurvePoint> points) {
    append(tr("train"), points);
}

void LossChartView::appendValidation(std::span<const CurvePoint> points) {
    append(tr("validation"), points);
}

void LossChartView::addMarker(double epoch, const QString& text) {
    for (CurveChart* chart : m_charts)
        chart->addMarker(epoch, text);
}

void LossChartView::setBest(const std::optional<QPointF>& best) {
    if (!best)
        return m_charts[2]->markPoint(std::nullopt);
    const QString text =
        tr("<p>Best validation so far: epoch %1, %2 nats per row. A run that ends goes back to it.</p>")
            .arg(locale().toString(best->x(), 'f', 0), locale().toString(best->y(), 'f', 2));
    m_charts[2]->markPoint(CurveChart::MarkedPoint{tr("validation"), *best, text});
}

void LossChartView::clear() {
    for (CurveChart* chart : m_charts)
        chart->clear();
}

}  // namespace latentscape::ui
