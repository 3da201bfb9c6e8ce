#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Lets people write into the originals of a ReconstructionModel. What the column cannot have is refused as
/// long as it stands in the field, with the reason beside it.
class CellEditDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

}  // namespace latentscape::ui
