#include "ui/explore/band_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr qreal kBandHeight = 4;
constexpr qreal kTickHeight = 8;
constexpr qreal kTickWidth = 2;
constexpr qreal kNarrowest = 2;
constexpr int kPadding = 6;

}  // namespace

void BandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    const QVariant lower = index.data(m_roles.lower);
    if (!lower.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    // The text in the upper part, as the style writes it.
    cell.rect.setBottom(cell.rect.top() + cell.fontMetrics.height() + kPadding / 2);
    QStyledItemDelegate::paint(painter, cell, index);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const QRectF track(option.rect.left() + kMargin, cell.rect.bottom() + (kTickHeight - kBandHeight) / 2,
                       option.rect.width() - 2 * kMargin, kBandHeight);
    const auto fill = [&](const QRectF& room, const QColor& colour) {
        painter->setBrush(colour);
        painter->drawRoundedRect(room, kBandHeight / 2, kBandHeight / 2);
    };
    fill(track, trackColour(option.palette));
    const qreal left = track.left() + lower.toDouble() * track.width();
    const qreal right = track.left() + index.data(m_roles.upper).toDouble() * track.width();
    QColor band = reconstructionColour(option.palette);
    band.setAlphaF(0.55F);
    fill({left, track.top(), std::max(kNarrowest, right - left), track.height()}, band);
    const qreal value = track.left() + index.data(m_roles.value).toDouble() * track.width();
    painter->setBrush(option.palette.color(QPalette::Text));
    painter->drawRect(
        QRectF(value - kTickWidth / 2, track.center().y() - kTickHeight / 2, kTickWidth, kTickHeight));
    painter->restore();
}

int BandDelegate::rowHeight(const QFontMetrics& metrics) {
    return metrics.height() + kPadding + int(kTickHeight);
}

}  // namespace latentscape::ui
