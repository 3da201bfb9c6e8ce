#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ui/plots/curve_layer.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

class QChartView;
class QHelpEvent;

namespace latentscape::ui {

class CurveHeader;
class PlotChart;
class RefreshQueue;

/// The range of y that shows a curve's shape: a spike in the first 5 % of x does not count once there are
/// enough points; everything later is shown in full.
std::optional<Range> robustRange(std::span<const double> x, std::span<const double> y);

/// Curves of one quantity over epochs, with a crosshair that is read in the header. Changes show when the
/// refresh queue comes to it.
class CurveChart : public QWidget {
    Q_OBJECT

public:
    using ColourOfTheme = std::function<QColor(const PlotTheme&)>;

    /// `queue` outlives the chart.
    CurveChart(const QString& title, const QString& unit, const QString& xTitle, RefreshQueue& queue,
               QWidget* parent = nullptr);

    /// For example addCurve(tr("train"), &PlotTheme::train). Names are different.
    void addCurve(const QString& name, ColourOfTheme colour);
    /// x ascends; a NaN in y is a gap.
    void setCurve(const QString& name, std::vector<double> x, std::vector<double> y);
    void appendToCurve(const QString& name, double x, double y);
    void addMarker(double x, const QString& text);
    /// One point of a curve that stands out.
    struct MarkedPoint {
        QString curve;
        QPointF point;
        /// In its tooltip.
        QString text;
    };
    void markPoint(const std::optional<MarkedPoint>& marked);
    /// Keeps the curves' names.
    void clear();

    /// What is shown of x; nothing for all.
    void setXRange(const std::optional<Range>& range);
    void setCrosshair(std::optional<double> x);

    PlotTransform transform() const;
    const CurveHeader& header() const { return *m_header; }
    const CurveLayer& layer() const { return *m_layer; }

signals:
    /// The pointer is at this x, or has left.
    void crosshairMoved(std::optional<double> x);
    /// A person has chosen a part of x with a rubber band, or all of it with a double-click.
    void xRangeChosen(std::optional<latentscape::ui::Range> range);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve {
        QString name;
        ColourOfTheme colour;
        std::vector<double> x;
        std::vector<double> y;
        /// What is drawn instead of the points when they are too dense to be read; else empty.
        QList<QPointF> trend = {};

        /// The point, or the place on the trend, that is nearest to an x; nothing in a gap.
        std::optional<QPointF> nearest(double at) const;
    };

    Curve& curve(const QString& name);
    CurveLayer::Line thinned(Curve& curve, const PlotTransform& shown) const;
    void requestRefresh();
    void refresh();
    Range fullXRange() const;
    Range yRange() const;
    void updateReadings();
    void applyTheme();
    void pointerMoved(QPointF position);
    void showToolTip(const QHelpEvent& event);
    void bandReleased();

    RefreshQueue& m_queue;
    PlotTheme m_theme;
    QString m_xTitle;
    std::vector<Curve> m_curves;
    std::vector<CurveLayer::Marker> m_markers;
    std::optional<MarkedPoint> m_marked;
    std::optional<Range> m_xRange;
    std::optional<double> m_crosshair;
    /// Where the rubber band starts and ends, in values.
    struct Band {
        double start;
        double end;
    };
    std::optional<Band> m_band;

    CurveHeader* m_header;
    /// Owned by the view's scene.
    PlotChart* m_chart;
    CurveLayer* m_layer;
    QChartView* m_view;
};

}  // namespace latentscape::ui
