#include "ui/data/quiet_delegate.h"

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {

void QuietDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(m_quietRole).toBool())
        option->palette.setColor(QPalette::Text, quietTextColour(option->palette));
}

}  // namespace latentscape::ui
