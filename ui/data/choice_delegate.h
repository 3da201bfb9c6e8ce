#pragma once

#include <functional>

#include "ui/panels/quiet_delegate.h"

namespace latentscape::ui {

/// Lets a person choose what a cell of ColumnTableModel holds from what the model allows. A dot marks what
/// was chosen by hand.
class ChoiceDelegate : public QuietDelegate {
    Q_OBJECT

public:
    using Choose = std::function<void(const QModelIndex& index, const QVariant& choice)>;

    /// `name` is what assistive tools call the choice; `choose` is told of it.
    ChoiceDelegate(const QString& name, Choose choose, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;

    /// Width of a cell that shows each of `texts`.
    static int widthFor(const QWidget& view, const QStringList& texts);

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    QString m_name;
    Choose m_choose;
};

}  // namespace latentscape::ui
