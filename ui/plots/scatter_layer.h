#pragma once

#include <QGraphicsItem>
#include <QImage>
#include <QPointer>
#include <optional>
#include <vector>

#include "ui/plots/map_overlay.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;

/// The points of a scatter plot on a chart: one picture of them all, and the hovered and the selected point
/// on top.
class ScatterLayer : public QGraphicsItem {
public:
    /// A point that is drawn by itself.
    struct Marker {
        QPointF value;
        QColor colour;

        bool operator==(const Marker&) const = default;
    };

    explicit ScatterLayer(PlotChart& chart);

    /// `picture` shows what `drawnWith` shows; it is stretched while the chart shows something else.
    void setPicture(QImage picture, const PlotTransform& drawnWith);
    /// Of the points in the picture, in logical pixels.
    void setPointRadius(double radius);
    void setTheme(const PlotTheme& theme);
    void setHovered(const std::optional<Marker>& marker);
    void setSelected(const std::optional<Marker>& marker);
    const std::optional<Marker>& hovered() const { return m_hovered; }
    const std::optional<Marker>& selected() const { return m_selected; }
    const QImage& picture() const { return m_picture; }
    /// Draws `overlay` too, as long as it lives; overlays of a level are drawn in the order they were added.
    void addOverlay(MapOverlay* overlay);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// The chart's plot area has changed.
    void areaChanged() { prepareGeometryChange(); }

private:
    void paintOverlays(QPainter& painter, const PlotTransform& shown, MapOverlay::Level level) const;
    void paintPicture(QPainter& painter, const PlotTransform& shown) const;
    /// The point in its own colour, with a ring and a halo around it.
    void paintMarker(QPainter& painter, const PlotTransform& shown, const Marker& marker, double radius,
                     double ringWidth) const;

    PlotChart& m_chart;
    PlotTheme m_theme;
    QImage m_picture;
    PlotTransform m_drawnWith;
    double m_pointRadius = 3;
    std::optional<Marker> m_hovered;
    std::optional<Marker> m_selected;
    std::vector<QPointer<MapOverlay>> m_overlays;
};

}  // namespace latentscape::ui
