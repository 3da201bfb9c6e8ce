#include "ui/explore/row_overlay.h"

#include <QEvent>
#include <cmath>

#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr double kLine = 1.5;
constexpr double kMarkRadius = 6;
constexpr double kTextGap = 4;

bool isFinite(QPointF point) {
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

}  // namespace

RowOverlay::RowOverlay(Exploration& exploration, const CellEdits& edits, LatentScatterView& map)
    : MapOverlay(Level::AbovePoints, &map), m_map(map), m_row(exploration, edits) {
    const auto follow = [this, &exploration] {
        const std::optional<Index> row = exploration.viewState().selectedRow();
        m_row.setRows(row ? RowList{*row} : RowList{});
    };
    connect(&exploration.viewState(), &ViewState::selectedRowChanged, this, follow);
    connect(&m_row, &ExaminedRows::changed, this, &RowOverlay::place);
    connect(&map, &LatentScatterView::planeChanged, this, &RowOverlay::place);
    map.installEventFilter(this);
    follow();
    m_row.setShown(map.isVisible());
    map.addOverlay(this);
}

bool RowOverlay::eventFilter(QObject* object, QEvent* event) {
    if (object == &m_map && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        m_row.setShown(event->type() == QEvent::Show);
    return MapOverlay::eventFilter(object, event);
}

void RowOverlay::place() {
    m_ellipse.reset();
    m_tablePlace.reset();
    if (!m_row.rows().empty()) {
        const ExaminedRow& row = m_row.rows().front();
        const MapPlane& plane = m_map.plane();
        const bool fits = plane.projection.axes.rows() == row.details.mean.size();
        const PosteriorEllipse ellipse =
            fits ? PosteriorEllipse::of(plane, row.details.mean, row.details.deviation) : PosteriorEllipse{};
        if (fits && isFinite(ellipse.centre) && isFinite(ellipse.first) && isFinite(ellipse.second))
            m_ellipse = ellipse;
        if (m_ellipse && row.tableMean && isFinite(plane.of(*row.tableMean)))
            m_tablePlace = plane.of(*row.tableMean);
    }
    emit changed();
}

void RowOverlay::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    if (!m_ellipse)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const auto toPixels = [&shown](const QPolygonF& outline) {
        QPolygonF pixels;
        for (const QPointF& corner : outline)
            pixels << shown.toPixel(corner);
        return pixels;
    };
    QColor faint = theme.accent;
    faint.setAlphaF(0.10F);
    painter.setBrush(faint);
    painter.setPen(QPen(theme.accent, kLine));
    painter.drawPolygon(toPixels(m_ellipse->outline(1)));
    painter.setPen(QPen(theme.accent, kLine, Qt::DashLine));
    painter.drawPolygon(toPixels(m_ellipse->outline(2)));
    if (!m_tablePlace)
        return;

    const QPointF from = shown.toPixel(*m_tablePlace);
    const QPointF to = shown.toPixel(m_ellipse->centre);
    painter.setPen(QPen(theme.text, kLine));
    painter.drawLine(from, to);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(from, kMarkRadius, kMarkRadius);
    painter.setBrush(theme.accent);
    painter.setPen(QPen(theme.surface, kLine));
    painter.drawEllipse(to, kMarkRadius, kMarkRadius);
    const QString word = tr("edited");
    const QFontMetricsF metrics(painter.font());
    const QRectF text(to.x() + kMarkRadius + kTextGap, to.y() - metrics.height() / 2,
                      metrics.horizontalAdvance(word), metrics.height());
    QColor ground = theme.surface;
    ground.setAlphaF(0.75F);
    painter.fillRect(text.adjusted(-2, 0, 2, 0), ground);
    painter.setPen(theme.text);
    painter.drawText(text, Qt::AlignCenter, word);
}

}  // namespace latentscape::ui
