#include "ui/panels/quiet_delegate.h"

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {

void QuietDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (!index.data(m_quietRole).toBool())
        return;
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::HighlightedText})
        option->palette.setColor(role, quietTextColour(option->palette));
}

}  // namespace latentscape::ui
