#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Paints a figure of a column with a thin bar below it, and a tick in the bar's track for what it is to be
/// compared with.
class FigureDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    /// Height of a row in this font, in pixels.
    static int rowHeight(const QFontMetrics& metrics);
};

}  // namespace latentscape::ui
