#pragma once

#include <QColor>
#include <QGraphicsItem>
#include <QList>
#include <QPointF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;

/// The curves, the markers and the crosshair on a chart.
class CurveLayer : public QGraphicsItem {
public:
    /// In values, already thinned; a NaN in y is a gap.
    struct Line {
        QColor colour;
        QList<QPointF> points;
        /// Of a dense curve: its ups and downs as a faint band, drawn under the trends of all curves.
        QList<QPointF> band = {};
    };

    /// Something that happened at one x.
    struct Marker {
        double x = 0;
        QString text;
    };

    /// A point of a curve that stands out.
    struct Dot {
        QColor colour;
        QPointF place;
    };

    explicit CurveLayer(PlotChart& chart);

    void setLines(std::vector<Line> lines);
    void setMarkers(std::vector<Marker> markers);
    /// What their labels cover at the top of the plot, in logical pixels.
    double markerLabelHeight() const;
    void setDot(const std::optional<Dot>& dot);
    /// The x that is read, and a dot for each value there.
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
    void paintMarkerLines(QPainter& painter, const PlotTransform& shown) const;
    void paintMarkerLabels(QPainter& painter, const PlotTransform& shown) const;
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
    std::vector<Marker> m_markers;
    std::optional<Dot> m_dot;
    std::optional<double> m_crosshair;
    std::vector<Line> m_dots;
    std::optional<Range> m_choice;
};

}  // namespace latentscape::ui
