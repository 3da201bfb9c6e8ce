#pragma once

#include <QColor>
#include <QGraphicsItem>
#include <QList>
#include <QPointF>
#include <QString>
#include <optional>
#include <span>
#include <vector>

#include "ui/plots/curve_markers.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;

/// The curves, the markers and the crosshair on a chart, in the coordinates of its axes.
class CurveLayer : public QGraphicsItem {
public:
    /// In values, already thinned; a NaN in y is a gap.
    struct Line {
        QColor colour;
        QList<QPointF> points;
        /// Of a dense or smoothed curve: its ups and downs, faint, drawn under the lines of all curves.
        QList<QPointF> band = {};
        /// Logical pixels.
        double width = 1.5;
    };

    /// A level to compare with.
    struct Reference {
        double y = 0;
        QString text;
    };

    /// A point of a curve that stands out.
    struct Dot {
        QColor colour;
        QPointF place;
    };

    explicit CurveLayer(PlotChart& chart);

    void setLines(std::vector<Line> lines);
    /// Each marker at its x; ascending.
    void setMarkers(std::vector<CurveMarker> markers, std::vector<double> places);
    /// Those that the line near this pixel stands for.
    std::span<const CurveMarker> markersNear(QPointF pixel) const;
    std::vector<MarkerGroup> markerGroups() const;
    /// What their labels cover at the top of the plot, in logical pixels.
    double markerLabelHeight() const;
    void setDot(const std::optional<Dot>& dot);
    void setReference(const std::optional<Reference>& reference);
    /// A time that a person keeps.
    void setPin(std::optional<double> x);
    /// The x under the pointer, and a dot for each value that is read.
    void setCrosshair(std::optional<double> x, std::vector<Line> dots);
    /// The part of x that is being chosen.
    void setChoice(const std::optional<Range>& range);
    void setTheme(const PlotTheme& theme);
    const std::vector<Line>& lines() const { return m_lines; }

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// The chart's plot area has changed.
    void areaChanged() { prepareGeometryChange(); }

private:
    void paintChoice(QPainter& painter, const PlotTransform& shown) const;
    void paintReference(QPainter& painter, const PlotTransform& shown) const;
    void paintReferenceLabel(QPainter& painter, const PlotTransform& shown) const;
    QColor colourOf(CurveMarker::Kind kind) const;
    CurveMarker::Kind gravest(const MarkerGroup& group) const;
    void paintMarkerLines(QPainter& painter, const PlotTransform& shown) const;
    void paintMarkerLabels(QPainter& painter) const;
    void paintPin(QPainter& painter, const PlotTransform& shown) const;
    /// Splits `points` at gaps and calls draw(pixels) for each piece.
    template <class Draw>
    static void forEachPiece(const QList<QPointF>& points, const PlotTransform& shown, Draw draw);
    void paintBandOf(QPainter& painter, const PlotTransform& shown, const Line& line) const;
    void paintLine(QPainter& painter, const PlotTransform& shown, const Line& line) const;
    void paintDot(QPainter& painter, const PlotTransform& shown) const;
    void paintCrosshair(QPainter& painter, const PlotTransform& shown) const;

    PlotChart& m_chart;
    PlotTheme m_theme;
    std::vector<Line> m_lines;
    std::vector<CurveMarker> m_markers;
    std::vector<double> m_markerPlaces;
    std::optional<Dot> m_dot;
    std::optional<Reference> m_reference;
    std::optional<double> m_pin;
    std::optional<double> m_crosshair;
    std::vector<Line> m_dots;
    std::optional<Range> m_choice;
};

}  // namespace latentscape::ui
