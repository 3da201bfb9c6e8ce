#pragma once

#include <QChart>
#include <QValueAxis>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class LogAxis;

/// The distance between ticks: 1, 2 or 5 times a power of ten, about `count` of them over `span`.
double niceStep(double span, double count);

/// Decimals that a tick at a multiple of `step` needs.
int decimalsOfStep(double step);

/// A chart that is only the frame of a plot: two number axes with nice ticks, a quiet grid, and margins that
/// stay the same whatever the labels say, so that the plot does not jump. What is inside is drawn by a layer.
class PlotChart : public QChart {
    Q_OBJECT

public:
    PlotChart(const QString& xTitle, const QString& yTitle);

    void setTitles(const QString& xTitle, const QString& yTitle);
    void setTheme(const PlotTheme& theme);
    void setRanges(const Range& x, const Range& y);
    /// Whether y holds logarithms, base 10; the axis is labelled with what they are of.
    void setLogarithmic(bool logarithmic);
    /// Where values are on the chart, in the chart's own coordinates. Empty area while the chart has no size.
    PlotTransform transform() const { return {m_x, m_y, m_area}; }

signals:
    void areaChanged();

protected:
    void resizeEvent(QGraphicsSceneResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange();
    void updateTicks();
    static void updateTicks(QValueAxis* axis, const Range& range, double tickCount);

    /// Owned by the chart.
    QValueAxis* m_xAxis;
    QValueAxis* m_yAxis;
    LogAxis* m_logAxis;
    Range m_x;
    Range m_y;
    QRectF m_area;
};

}  // namespace latentscape::ui
