#include "ui/import/preview_delegate.h"

#include "ui/import/preview_model.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {
namespace {

constexpr QColor kVermillion(0xD5, 0x5E, 0x00);
constexpr double kTint = 0.16;
constexpr double kSelectedTint = 0.22;
constexpr double kTowardsText = 0.35;

}  // namespace

QColor refusedBackground(const QPalette& palette) {
    return mixed(palette.color(QPalette::Base), kVermillion, kTint);
}

QColor refusedText(const QPalette& palette) {
    return mixed(kVermillion, palette.color(QPalette::Text), kTowardsText);
}

void PreviewDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    // What is selected must still show which of its cells are missing or refused.
    option->palette.setColor(QPalette::Highlight,
                             mixed(option->palette.color(QPalette::Base),
                                   option->palette.color(QPalette::Highlight), kSelectedTint));
    // A line break would leave the line below unseen.
    option->text.replace('\r', QStringLiteral("")).replace('\n', QStringLiteral(" ⏎ "));
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    switch (PreviewCell(index.data(PreviewModel::kCellRole).toInt())) {
        case PreviewCell::Read:
            break;
        case PreviewCell::Missing:
            option->palette.setColor(QPalette::Text, quietTextColour(option->palette));
            if (option->text.isEmpty())
                option->text = QStringLiteral("·");
            option->features |= QStyleOptionViewItem::HasDisplay;
            break;
        case PreviewCell::Refused:
            if (!selected)
                option->backgroundBrush = refusedBackground(option->palette);
            option->palette.setColor(QPalette::Text, refusedText(option->palette));
            break;
        case PreviewCell::Quoted:
            option->font.setItalic(true);
            break;
    }
    option->palette.setColor(QPalette::HighlightedText, option->palette.color(QPalette::Text));
}

}  // namespace latentscape::ui
