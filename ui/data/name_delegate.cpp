#include "ui/data/name_delegate.h"

#include <QPainter>

#include "ui/models/column_table_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kSign = 13;
constexpr int kSignRoom = 20;

/// An i in a circle.
void drawSign(QPainter& painter, const QPointF& centre, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.3));
    painter.drawEllipse(centre, kSign / 2, kSign / 2);
    painter.drawLine(centre + QPointF(0, -0.5), centre + QPointF(0, kSign / 4));
    painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoint(centre - QPointF(0, kSign / 4));
    painter.restore();
}

}  // namespace

NameDelegate::NameDelegate(QObject* parent) : QuietDelegate(ColumnTableModel::kQuietRole, parent) {}

void NameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QuietDelegate::paint(painter, option, index);
    if (!index.data(ColumnTableModel::kHasRemarksRole).toBool())
        return;
    const QRectF cell(option.rect);
    // Over a name that reaches so far, the sign has the cell's own background behind it.
    const QColor behind =
        option.palette.color(option.state.testFlag(QStyle::State_Selected)       ? QPalette::Highlight
                             : option.features & QStyleOptionViewItem::Alternate ? QPalette::AlternateBase
                                                                                 : QPalette::Base);
    painter->fillRect(QRectF(cell.right() - kSignRoom, cell.top() + 1, kSignRoom, cell.height() - 2), behind);
    drawSign(*painter, {cell.right() - kSignRoom / 2.0, cell.center().y()},
             reconstructionColour(option.palette));
}

}  // namespace latentscape::ui
