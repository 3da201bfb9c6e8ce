#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Writes the cells that stand back in a quiet colour.
class QuietDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// `quietRole` is the data role of the model that is true for such cells.
    QuietDelegate(int quietRole, QObject* parent) : QStyledItemDelegate(parent), m_quietRole(quietRole) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    int m_quietRole;
};

}  // namespace latentscape::ui
