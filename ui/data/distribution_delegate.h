#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Paints what a column of the table holds: a tiny histogram of numbers, a bar of shares of categories.
class DistributionDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace latentscape::ui
