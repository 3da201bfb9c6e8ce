#pragma once

#include <QObject>
#include <QPointF>
#include <optional>

#include "ui/plots/plot_transform.h"

class QMouseEvent;
class QWheelEvent;
class QWidget;

namespace latentscape::ui {

class PlotChart;

/// What hands do on a chart over time: the pointer reads, a click marks a time, the left button draws a
/// rubber band, the middle one moves, the wheel zooms, a double-click shows everything.
class CurveGestures : public QObject {
    Q_OBJECT

public:
    /// `surface` is what shows the chart, pixel by pixel. Both outlive the gestures.
    CurveGestures(const PlotChart& chart, QWidget& surface, QObject* parent);

signals:
    /// The pointer is at this x, or has left.
    void pointed(std::optional<double> x);
    void clicked(double x);
    void doubleClicked();
    /// The band while it is drawn, and nothing when that ends.
    void bandMoved(const std::optional<latentscape::ui::Range>& band);
    /// A part of x that shall be shown; may reach beyond what there is.
    void rangeWanted(const latentscape::ui::Range& range);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// The button that is held, where it went down, and what was shown then.
    struct Hold {
        Qt::MouseButton button;
        QPointF start;
        PlotTransform shown;
    };

    void press(const QMouseEvent& event);
    void move(QPointF position);
    void release(const QMouseEvent& event);
    void wheel(const QWheelEvent& event);
    Range bandTo(QPointF position) const;

    const PlotChart& m_chart;
    QWidget& m_surface;
    std::optional<Hold> m_hold;
};

}  // namespace latentscape::ui
