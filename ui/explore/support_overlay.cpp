#include "ui/explore/support_overlay.h"

#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

constexpr int kColumns = 96;
constexpr int kRows = 72;
/// Share of the text's colour over the ground: seen, and no louder than a point.
constexpr float kShade = 0.13F;

}  // namespace

SupportOverlay::SupportOverlay(Exploration& exploration, PlaceSupport& support, LatentScatterView& map,
                               QObject* parent)
    : MapOverlay(Level::BelowPoints, parent),
      m_exploration(exploration),
      m_support(support),
      m_map(map),
      m_task([this](Shade shade) {
          m_shade = std::move(shade);
          emit changed();
          emit shaded();
      }) {
    connect(&m_support, &PlaceSupport::changed, this, &SupportOverlay::refresh);
    connect(&m_map, &LatentScatterView::planeChanged, this, &SupportOverlay::refresh);
    connect(&m_map.canvas(), &ScatterCanvas::transformChanged, this, &SupportOverlay::refresh);
    connect(&m_exploration, &Exploration::placeChanged, this, [this] {
        // What a plane of more dimensions shows depends on where it cuts through the others.
        if (m_exploration.place().size() > 2)
            refresh();
    });
}

void SupportOverlay::setOn(bool on) {
    m_on = on;
    refresh();
}

void SupportOverlay::refresh() {
    const MapPlane& plane = m_map.plane();
    const PlotTransform shown = m_map.canvas().transform();
    const Vector& base = m_exploration.place();
    if (!m_on || !m_support.support() || base.size() == 0 || base.size() != plane.projection.axes.rows() ||
        base.size() != m_support.support()->latent() || shown.area.isEmpty()) {
        m_task.cancel();
        m_shade = {};
        emit changed();
        return;
    }
    const PlaneCorners corners{.topLeft = plane.lift({shown.x.min, shown.y.max}, base),
                               .topRight = plane.lift({shown.x.max, shown.y.max}, base),
                               .bottomLeft = plane.lift({shown.x.min, shown.y.min}, base)};
    m_task.run([support = m_support.support(), corners, x = shown.x, y = shown.y] {
        const Eigen::VectorXd density = support->logDensity(planeGrid(corners, kColumns, kRows));
        Shade shade{.mask = QImage(kColumns, kRows, QImage::Format_Alpha8), .x = x, .y = y};
        for (int row = 0; row < kRows; ++row)
            for (int column = 0; column < kColumns; ++column)
                shade.mask.scanLine(row)[column] =
                    support->hasSupport(density[row * kColumns + column]) ? 0 : 255;
        return shade;
    });
}

void SupportOverlay::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    if (m_shade.mask.isNull())
        return;
    QColor ink = theme.text;
    ink.setAlphaF(kShade);
    QImage tinted(m_shade.mask.size(), QImage::Format_ARGB32_Premultiplied);
    tinted.fill(ink);
    QPainter tint(&tinted);
    tint.setCompositionMode(QPainter::CompositionMode_DestinationIn);
    tint.drawImage(0, 0, m_shade.mask);
    tint.end();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(
        QRectF(shown.toPixel({m_shade.x.min, m_shade.y.max}), shown.toPixel({m_shade.x.max, m_shade.y.min})),
        tinted);
}

}  // namespace latentscape::ui
