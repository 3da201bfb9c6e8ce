#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Draws missing cells quietly, refused ones in a warning's colour, and those with quotation marks in them in
/// italics.
class PreviewDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// Behind and of text that was refused; the text has a contrast of at least 4.5 to what is behind it.
QColor refusedBackground(const QPalette& palette);
QColor refusedText(const QPalette& palette);

}  // namespace latentscape::ui
