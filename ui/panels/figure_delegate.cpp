#include "ui/panels/figure_delegate.h"

#include <QPainter>

#include "ui/models/column_health_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr int kPadding = 4;
constexpr qreal kBarHeight = 3;
constexpr qreal kBarGap = 2;
constexpr qreal kTickWidth = 2;
constexpr qreal kTickHeight = 7;

}  // namespace

int FigureDelegate::rowHeight(const QFontMetrics& metrics) {
    return metrics.height() + int(kBarGap + kTickHeight) + kPadding;
}

void FigureDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    // Every figure stands at the same height, with a bar or without.
    QStyledItemDelegate::paint(painter, option, QModelIndex());
    const QRectF area = option.rect.adjusted(kMargin, kPadding / 2, -kMargin, -kPadding / 2);
    const QRectF words(area.left(), area.top(), area.width(), option.fontMetrics.height());
    painter->save();
    const bool isName = index.column() == ColumnHealthModel::Name;
    const bool isQuiet = index.column() == ColumnHealthModel::PcaR2;
    painter->setFont(option.font);
    painter->setPen(isQuiet ? quietTextColour(option.palette) : option.palette.color(QPalette::Text));
    painter->drawText(
        words, Qt::AlignVCenter | (isName ? Qt::AlignLeft : Qt::AlignRight),
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, int(words.width())));
    const QVariant fraction = index.data(ColumnHealthModel::FractionRole);
    if (fraction.isValid()) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const QRectF track(area.left(), words.bottom() + kBarGap + (kTickHeight - kBarHeight) / 2,
                           area.width(), kBarHeight);
        const bool isR2 = index.column() == ColumnHealthModel::R2;
        painter->setBrush(trackColour(option.palette));
        painter->drawRect(track);
        painter->setBrush(isR2 ? originalColour(option.palette) : idleColour(option.palette));
        painter->drawRect(QRectF(track.topLeft(), QSizeF(fraction.toDouble() * track.width(), kBarHeight)));
        const QVariant mark = index.data(ColumnHealthModel::MarkRole);
        if (mark.isValid()) {
            painter->setBrush(reconstructionColour(option.palette));
            painter->drawRect(QRectF(track.left() + mark.toDouble() * (track.width() - kTickWidth),
                                     track.center().y() - kTickHeight / 2, kTickWidth, kTickHeight));
        }
    }
    painter->restore();
}

}  // namespace latentscape::ui
