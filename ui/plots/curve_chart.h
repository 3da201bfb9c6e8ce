#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ui/plots/curve_layer.h"
#include "ui/plots/curve_values.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"
#include "ui/plots/run_times.h"

class QChartView;
class QHelpEvent;

namespace latentscape::ui {

class CurveHeader;
class PlotChart;
class RefreshQueue;

/// What one curve shows. Times and values grow behind the chart's back; see CurveChart::refreshSoon().
struct CurveData {
    QString name;
    /// One for each value; more at the end do not count.
    std::shared_ptr<const RunTimes> times;
    std::shared_ptr<const CurveValues> values;
};

/// Curves of one quantity over time, with a crosshair that is read in the header. Changes show when the
/// refresh queue comes to it, and cost a time that grows with the pixels, not with the points.
class CurveChart : public QWidget {
    Q_OBJECT

public:
    using ColourOfTheme = std::function<QColor(const PlotTheme&)>;

    /// How the curves are looked at, the same for all charts that share a time axis.
    struct Look {
        TimeAxis axis = TimeAxis::Epoch;
        /// Counts where no value is negative.
        bool logarithmic = false;
        /// Standard deviation of the Gaussian that smooths, as a share of the time that is shown.
        double smoothing = 0;

        bool operator==(const Look&) const = default;
    };

    /// One point of a curve that stands out.
    struct MarkedPoint {
        QString curve;
        double epoch = 0;
        double value = 0;
        /// In its tooltip.
        QString text;
    };

    /// A level to compare with.
    struct Reference {
        double value = 0;
        QString text;
    };

    /// `queue` outlives the chart. A quantity without a unit has an empty one.
    CurveChart(const QString& title, const QString& unit, RefreshQueue& queue, QWidget* parent = nullptr);

    const QString& title() const { return m_title; }
    /// For example addCurve({tr("train"), times, values}, &PlotTheme::train). Names are different.
    void addCurve(const CurveData& curve, ColourOfTheme colour);
    /// Thin curves of other runs, drawn below.
    struct Overlay {
        CurveData data;
        /// Of the class palette.
        int colour = 0;
    };
    void setOverlays(std::vector<Overlay> overlays);
    /// The data have changed.
    void refreshSoon();
    /// What the queue calls.
    void refresh();

    void setLook(const Look& look);
    const Look& look() const { return m_look; }
    /// Ascending epochs. `times` tells where these lie on other axes.
    void setMarkers(std::vector<CurveMarker> markers, std::shared_ptr<const RunTimes> times);
    void markPoint(const std::optional<MarkedPoint>& marked);
    void setReference(const std::optional<Reference>& reference);

    /// What is shown of x, on the axis of the look; nothing for all.
    void setXRange(const std::optional<Range>& range);
    void setCrosshair(std::optional<double> x);
    /// A time that is kept: a line, and what is read while there is no crosshair.
    void setPin(std::optional<double> x);

    /// All points of all curves, whole: curve, step, epoch, seconds, value.
    std::function<std::string()> csvJob() const;

    PlotTransform transform() const;
    const CurveHeader& header() const { return *m_header; }
    const CurveLayer& layer() const { return *m_layer; }
    /// Whether the scale is logarithmic: asked for and possible.
    bool isLogarithmic() const { return m_logarithmic; }

signals:
    /// The pointer is at this x, or has left.
    void crosshairMoved(std::optional<double> x);
    /// A person has chosen a part of x, or all of it.
    void xRangeChosen(std::optional<latentscape::ui::Range> range);
    void clicked(double x);
    void doubleClicked();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve {
        CurveData data;
        ColourOfTheme colour;
        /// What is drawn instead of the points when they are too dense to be read or smoothed; else empty.
        QList<QPointF> trend = {};
    };

    CurveLayer::Line lineOf(Curve& curve, const Range& visible, int columns) const;
    /// The point, or the place on the trend, that is nearest to an x; nothing in a gap.
    std::optional<QPointF> nearest(const Curve& curve, double at) const;
    std::span<const double> places(const Curve& curve) const;
    /// Runs are compared with each other, not with one of its own.
    bool onlyOverlays() const;
    /// Overlays first, as they lie below.
    template <class Work>
    void forEachCurve(Work work);
    void chooseScale();
    /// A value as it lies on the y axis.
    double plotted(double value) const;
    QList<QPointF> plotted(QList<QPointF> points) const;
    Range fullXRange() const;
    Range yRange(const std::vector<CurveLayer::Line>& lines, const Range& visible) const;
    void placeMarkers();
    const Curve* markedCurve() const;
    std::optional<QPointF> markedPlace() const;
    void updateReadings();
    void updateNote();
    void applyTheme();
    /// Keeps a wanted range within what there is.
    void chooseRange(const Range& wanted);
    void showToolTip(const QHelpEvent& event);

    RefreshQueue& m_queue;
    PlotTheme m_theme;
    QString m_title;
    Look m_look;
    bool m_logarithmic = false;
    /// While it is hidden: what it shows is out of date.
    bool m_stale = true;
    std::vector<Curve> m_curves;
    std::vector<Curve> m_overlays;
    std::vector<CurveMarker> m_markers;
    std::shared_ptr<const RunTimes> m_markerTimes;
    std::optional<MarkedPoint> m_marked;
    std::optional<Reference> m_reference;
    std::optional<Range> m_xRange;
    std::optional<double> m_crosshair;
    std::optional<double> m_pin;

    CurveHeader* m_header;
    /// Owned by the view's scene.
    PlotChart* m_chart;
    CurveLayer* m_layer;
    QChartView* m_view;
};

/// What time is counted in.
QString axisTitle(TimeAxis axis);

}  // namespace latentscape::ui
