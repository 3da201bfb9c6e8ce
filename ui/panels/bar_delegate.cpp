#include "ui/panels/bar_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/models/reconstruction_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr int kPadding = 2;
constexpr qreal kBarHeight = 4;
constexpr qreal kBarGap = 3;
constexpr qreal kShortestBar = 2;
constexpr qreal kWhiskerEnd = 3;
constexpr qreal kKeyWidth = 3;
constexpr int kKeyRoom = 9;

void fillRounded(QPainter& painter, const QRectF& rectangle, const QColor& colour) {
    const qreal radius = std::min(rectangle.height(), rectangle.width()) / 2;
    painter.setBrush(colour);
    painter.drawRoundedRect(rectangle, radius, radius);
}

/// The coloured part of `track` for a value at `fraction`: a bar, or a slot filled to `probability`.
QRectF filledPart(const QRectF& track, double fraction, int categories, double probability) {
    if (categories < 2)
        return {track.topLeft(), QSizeF(std::max(kShortestBar, fraction * track.width()), track.height())};
    const qreal slot = track.width() / categories;
    const qreal left = track.left() + std::round(fraction * (categories - 1)) * slot;
    return {left, track.top(), std::max(kShortestBar, slot * probability), track.height()};
}

/// The upper and the lower line of a cell.
std::array<QRect, 2> lines(const QStyleOptionViewItem& option) {
    const int height = option.fontMetrics.height();
    // Names start where the lines above the table do.
    const int left = option.index.column() == ReconstructionModel::Name ? 0 : kMargin;
    const QRect cell = option.rect.adjusted(left, 0, -kMargin, 0);
    const int top = cell.center().y() - height + 1;
    return {QRect(cell.left(), top, cell.width(), height),
            QRect(cell.left(), top + height, cell.width(), height)};
}

}  // namespace

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    cell.index = index;
    const QStyle* const style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, option.widget);
    painter->save();
    painter->setFont(option.font);
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.column() == ReconstructionModel::Name)
        paintBars(*painter, cell);
    else
        paintValues(*painter, cell);
    painter->restore();
}

void BarDelegate::paintBars(QPainter& painter, const QStyleOptionViewItem& option) const {
    const QModelIndex& index = option.index;
    const auto [nameLine, barLine] = lines(option);
    painter.setPen(option.palette.color(QPalette::Text));
    painter.drawText(
        nameLine, int(Qt::AlignLeft | Qt::AlignVCenter),
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, nameLine.width()));

    painter.setPen(Qt::NoPen);
    const int categories = index.data(ReconstructionModel::CategoryCountRole).toInt();
    const double probability = index.data(ReconstructionModel::ProbabilityRole).toDouble();
    const std::array fractions{index.data(ReconstructionModel::OriginalFractionRole),
                               index.data(ReconstructionModel::ReconstructionFractionRole)};
    const std::array colours{originalColour(option.palette), reconstructionColour(option.palette)};
    QRectF track(barLine.left(), barLine.center().y() - kBarHeight - kBarGap / 2, barLine.width(),
                 kBarHeight);
    for (std::size_t i = 0; i < fractions.size(); ++i) {
        fillRounded(painter, track, trackColour(option.palette));
        if (fractions[i].isValid())
            fillRounded(painter,
                        filledPart(track, fractions[i].toDouble(), categories, i == 0 ? 1 : probability),
                        colours[i]);
        track.translate(0, kBarHeight + kBarGap);
    }
    track.translate(0, -(kBarHeight + kBarGap));
    paintWhisker(painter, track, option);
}

void BarDelegate::paintWhisker(QPainter& painter, const QRectF& track, const QStyleOptionViewItem& option) {
    const QVariant lower = option.index.data(ReconstructionModel::LowerFractionRole);
    const QVariant upper = option.index.data(ReconstructionModel::UpperFractionRole);
    if (!lower.isValid() || !upper.isValid())
        return;
    const QColor ink = option.palette.color(QPalette::Text);
    const double y = track.center().y();
    const double left = track.left() + lower.toDouble() * track.width();
    const double right = track.left() + upper.toDouble() * track.width();
    painter.setPen(QPen(ink, 1));
    painter.drawLine(QPointF(left, y), QPointF(right, y));
    for (const double end : {left, right})
        painter.drawLine(QPointF(end, y - kWhiskerEnd), QPointF(end, y + kWhiskerEnd));
}

void BarDelegate::paintValues(QPainter& painter, const QStyleOptionViewItem& option) const {
    const QModelIndex& index = option.index;
    const std::array rows = lines(option);
    const std::array values{index.siblingAtColumn(ReconstructionModel::Original).data().toString(),
                            index.siblingAtColumn(ReconstructionModel::Reconstruction).data().toString()};
    const std::array colours{originalColour(option.palette), reconstructionColour(option.palette)};
    const bool missing = index.data(ReconstructionModel::MissingRole).toBool();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool absent = i == 0 && missing;
        if (!absent && !values[i].isEmpty()) {
            painter.setPen(Qt::NoPen);
            const qreal height = option.fontMetrics.ascent() * 0.75;
            fillRounded(painter,
                        {qreal(rows[i].left()), rows[i].center().y() - height / 2 + 0.5, kKeyWidth, height},
                        colours[i]);
        }
        painter.setPen(absent ? quietTextColour(option.palette) : option.palette.color(QPalette::Text));
        const QRect room = rows[i].adjusted(kKeyRoom, 0, 0, 0);
        painter.drawText(room, int(Qt::AlignRight | Qt::AlignVCenter),
                         option.fontMetrics.elidedText(values[i], Qt::ElideRight, room.width()));
    }
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), rowHeight(option.fontMetrics)};
}

int BarDelegate::rowHeight(const QFontMetrics& metrics) {
    return 2 * metrics.height() + 2 * kPadding;
}

int BarDelegate::valuesWidth(const QFontMetrics& metrics, const QStringList& texts) {
    int widest = 0;
    for (const QString& text : texts)
        widest = std::max(widest, metrics.horizontalAdvance(text));
    // Advances are rounded, and a text as wide as its room by a fraction would be cut.
    return widest + 1 + kKeyRoom + 2 * kMargin;
}

}  // namespace latentscape::ui
