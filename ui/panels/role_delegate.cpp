#include "ui/panels/role_delegate.h"

#include <QComboBox>
#include <QPainter>
#include <algorithm>

#include "ui/models/column_table_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kArrowRoom = 16;
constexpr qreal kArrowWidth = 7;
constexpr int kMargin = 6;

void drawArrow(QPainter& painter, const QRect& cell, const QColor& colour) {
    const QPointF tip(cell.right() - kArrowRoom / 2.0, cell.center().y() + 2.5);
    const QPolygonF arrow{tip - QPointF(kArrowWidth / 2, kArrowWidth / 2), tip,
                          tip + QPointF(kArrowWidth / 2, -kArrowWidth / 2)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.3));
    painter.drawPolyline(arrow);
    painter.restore();
}

}  // namespace

void RoleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    const QColor quiet = quietTextColour(option.palette);
    if (ColumnRole(index.data(Qt::EditRole).toInt()) == ColumnRole::Ignored)
        cell.palette.setColor(QPalette::Text, quiet);
    if (ColumnRole(index.data(Qt::EditRole).toInt()) == ColumnRole::Label)
        cell.font.setBold(true);
    QStyledItemDelegate::paint(painter, cell, index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    drawArrow(*painter, option.rect, selected ? option.palette.color(QPalette::HighlightedText) : quiet);
}

QWidget* RoleDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                    const QModelIndex& index) const {
    auto* const combo = new QComboBox(parent);
    combo->setAccessibleName(tr("Role of the column"));
    for (const QVariant& choice : index.data(ColumnTableModel::kChoicesRole).toList())
        combo->addItem(ColumnTableModel::roleText(ColumnRole(choice.toInt())), choice);
    auto* const delegate = const_cast<RoleDelegate*>(this);
    connect(combo, &QComboBox::activated, delegate, [delegate, combo] {
        emit delegate->commitData(combo);
        emit delegate->closeEditor(combo);
    });
    return combo;
}

void RoleDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* const combo = static_cast<QComboBox*>(editor);
    combo->setCurrentIndex(combo->findData(index.data(Qt::EditRole)));
    QMetaObject::invokeMethod(combo, &QComboBox::showPopup, Qt::QueuedConnection);
}

void RoleDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
    model->setData(index, static_cast<QComboBox*>(editor)->currentData(), Qt::EditRole);
}

int RoleDelegate::widthFor(const QWidget& view) {
    QFont bold = view.font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int widest = 0;
    for (const ColumnRole role : {ColumnRole::Input, ColumnRole::Label, ColumnRole::Ignored})
        widest = std::max(widest, metrics.horizontalAdvance(ColumnTableModel::roleText(role)));
    return widest + kArrowRoom + 2 * kMargin;
}

}  // namespace latentscape::ui
