#pragma once

#include "ui/panels/quiet_delegate.h"

namespace latentscape::ui {

/// Draws the name of a column, with a sign behind it where the model has remarks on the column.
class NameDelegate : public QuietDelegate {
    Q_OBJECT

public:
    explicit NameDelegate(QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace latentscape::ui
