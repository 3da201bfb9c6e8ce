#include "ui/panels/latent_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr int kPadding = 3;
constexpr int kTallestBar = 18;
constexpr int kTallestCurve = 60;
constexpr qreal kShortestBar = 2;
constexpr qreal kRadius = 2;
constexpr float kFillOpacity = 0.35F;

// The highest density that a cell has room for: the prior fits, and stays visible beside narrow peaks.
constexpr double kLowestTop = 0.45;
constexpr double kHighestTop = 1.2;

/// `height` pixels of `rectangle`, in its middle.
QRectF middleOf(const QRectF& rectangle, qreal height) {
    const qreal kept = std::min(height, rectangle.height());
    return {rectangle.left(), rectangle.center().y() - kept / 2, rectangle.width(), kept};
}

/// Of densities, from the lowest to the highest bin; what is higher than `top` is cut off.
QPolygonF curve(const Eigen::Ref<const Eigen::ArrayXf>& density, const QRectF& area, double top) {
    QPolygonF points;
    points.reserve(density.size());
    for (Index bin = 0; bin < density.size(); ++bin) {
        const double share = std::clamp(double(density[bin]) / top, 0.0, 1.0);
        points << QPointF(area.left() + area.width() * (double(bin) + 0.5) / double(density.size()),
                          area.bottom() - share * area.height());
    }
    return points;
}

}  // namespace

LatentDelegate::LatentDelegate(const LatentHealthModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_prior(priorDensity()) {}

void LatentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QStyleOptionViewItem own = option;
    initStyleOption(&own, index);
    const bool isDrawn =
        index.column() == LatentHealthModel::Kl || index.column() == LatentHealthModel::Density;
    if (isDrawn)
        own.text.clear();
    else if (!index.data(LatentHealthModel::ActiveRole).toBool())
        for (const QPalette::ColorRole role : {QPalette::Text, QPalette::HighlightedText})
            own.palette.setColor(role, quietTextColour(option.palette));
    const QStyle& style = own.widget ? *own.widget->style() : *QApplication::style();
    style.drawControl(QStyle::CE_ItemViewItem, &own, painter, own.widget);
    if (!isDrawn)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.column() == LatentHealthModel::Kl)
        paintKl(*painter, option, index);
    else
        paintDensity(*painter, option, index);
    painter->restore();
}

void LatentDelegate::paintKl(QPainter& painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const QRectF area = option.rect.adjusted(kMargin, kPadding, -kMargin, -kPadding);
    const QString number = index.data().toString();
    // Room for the number of the longest bar behind it.
    const int numberWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("00.00")) + kMargin;
    const double fraction = index.data(LatentHealthModel::KlFractionRole).toDouble();
    const qreal room = std::max<qreal>(kShortestBar, area.width() - numberWidth);
    QRectF bar = middleOf(area, kTallestBar);
    bar.setWidth(std::max(kShortestBar, std::isfinite(fraction) ? fraction * room : 0));
    const bool active = index.data(LatentHealthModel::ActiveRole).toBool();
    painter.setPen(Qt::NoPen);
    painter.setBrush(active ? originalColour(option.palette) : idleColour(option.palette));
    painter.drawRoundedRect(bar, kRadius, kRadius);
    painter.setPen(active ? option.palette.color(QPalette::Text) : quietTextColour(option.palette));
    painter.drawText(QRectF(bar.right() + kMargin, area.top(), area.right() - bar.right(), area.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, number);
}

void LatentDelegate::paintDensity(QPainter& painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
    if (!m_model.health())
        return;
    const Eigen::ArrayXf density =
        m_model.health()->densities.col(index.data(LatentHealthModel::DimensionRole).toInt());
    const QRectF area = middleOf(option.rect.adjusted(kMargin, kPadding, -kMargin, -kPadding), kTallestCurve);
    const double top = std::clamp(1.05 * double(density.maxCoeff()), kLowestTop, kHighestTop);
    const bool active = index.data(LatentHealthModel::ActiveRole).toBool();
    const QColor colour = active ? originalColour(option.palette) : idleColour(option.palette);
    const QPolygonF line = curve(density, area, top);
    QPolygonF filled = line;
    filled.prepend(QPointF(line.first().x(), area.bottom()));
    filled.append(QPointF(line.last().x(), area.bottom()));
    QColor fill = colour;
    fill.setAlphaF(kFillOpacity);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(filled);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1.5));
    painter.drawPolyline(line);
    painter.setPen(QPen(quietTextColour(option.palette), 1));
    painter.drawPolyline(curve(m_prior, area, top));
}

}  // namespace latentscape::ui
