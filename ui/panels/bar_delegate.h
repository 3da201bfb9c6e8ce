#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Paints the two cells that compare original and reconstruction, one line for each: below a column's name a
/// pair of bars over its range, beside it the pair of values.
///
/// A number is a bar from the range's lower end. A category is a slot among as many as there are categories,
/// filled to its probability. Whiskers show the predictive interval of a number, where it is known.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Height of a row in this font, in pixels.
    static int rowHeight(const QFontMetrics& metrics);
    /// Width at which none of `texts` is cut off in a pair of values, in pixels.
    static int valuesWidth(const QFontMetrics& metrics, const QStringList& texts);

private:
    void paintBars(QPainter& painter, const QStyleOptionViewItem& option) const;
    /// The interval in which 90 % of such values lie, over the bar of the reconstruction.
    static void paintWhisker(QPainter& painter, const QRectF& track, const QStyleOptionViewItem& option);
    void paintValues(QPainter& painter, const QStyleOptionViewItem& option) const;
};

}  // namespace latentscape::ui
