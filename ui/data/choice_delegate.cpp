#include "ui/data/choice_delegate.h"

#include <QAbstractItemView>
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
constexpr qreal kDot = 5;
constexpr int kDotRoom = 9;

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

void drawDot(QPainter& painter, const QRect& cell, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(
        QRectF(cell.right() - kArrowRoom - kDot, cell.center().y() - kDot / 2 + 0.5, kDot, kDot));
    painter.restore();
}

}  // namespace

ChoiceDelegate::ChoiceDelegate(const QString& name, Choose choose, QObject* parent)
    : QuietDelegate(ColumnTableModel::kQuietRole, parent), m_name(name), m_choose(std::move(choose)) {}

void ChoiceDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QuietDelegate::initStyleOption(option, index);
    option->font.setBold(index.data(ColumnTableModel::kByHandRole).toBool());
    if (index.flags().testFlag(Qt::ItemIsEditable)) {
        const QFontMetrics metrics(option->font);
        option->text = metrics.elidedText(index.data().toString(), Qt::ElideRight,
                                          option->rect.width() - kArrowRoom - kDotRoom - kMargin);
    }
}

void ChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QuietDelegate::paint(painter, option, index);
    if (index.data(ColumnTableModel::kByHandRole).toBool())
        drawDot(*painter, option.rect, option.palette.color(QPalette::Link));
    if (index.flags().testFlag(Qt::ItemIsEditable))
        drawArrow(*painter, option.rect, quietTextColour(option.palette));
}

QWidget* ChoiceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                      const QModelIndex& index) const {
    auto* const combo = new QComboBox(parent);
    combo->setAccessibleName(m_name);
    const QVariantList choices = index.data(ColumnTableModel::kChoicesRole).toList();
    const QStringList texts = index.data(ColumnTableModel::kChoiceTextsRole).toStringList();
    for (qsizetype i = 0; i < choices.size(); ++i)
        combo->addItem(texts[i], choices[i]);
    // The list may be wider than the cell that it opens over.
    combo->view()->setMinimumWidth(widthFor(*combo, texts));
    auto* const delegate = const_cast<ChoiceDelegate*>(this);
    connect(combo, &QComboBox::activated, delegate, [delegate, combo] {
        emit delegate->commitData(combo);
        emit delegate->closeEditor(combo);
    });
    return combo;
}

void ChoiceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* const combo = static_cast<QComboBox*>(editor);
    combo->setCurrentIndex(combo->findData(index.data(Qt::EditRole)));
    QMetaObject::invokeMethod(combo, &QComboBox::showPopup, Qt::QueuedConnection);
}

void ChoiceDelegate::setModelData(QWidget* editor, QAbstractItemModel*, const QModelIndex& index) const {
    m_choose(index, static_cast<QComboBox*>(editor)->currentData());
}

int ChoiceDelegate::widthFor(const QWidget& view, const QStringList& texts) {
    QFont bold = view.font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int widest = 0;
    for (const QString& text : texts)
        widest = std::max(widest, metrics.horizontalAdvance(text));
    return widest + kArrowRoom + kDotRoom + 2 * kMargin;
}

}  // namespace latentscape::ui
