#include "ui/import/preview_header.h"

#include <QPainter>
#include <algorithm>

#include "ui/import/preview_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 5;
constexpr int kPadding = 5;
const QString kSeparator = QStringLiteral(" · ");

}  // namespace

PreviewHeader::PreviewHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setHighlightSections(true);
    setAccessibleName(tr("Names, types and roles of the columns"));
}

QSize PreviewHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), 2 * fontMetrics().height() + 2 * kPadding + 2};
}

QList<PreviewHeader::Part> PreviewHeader::parts(int section) const {
    const auto text = [&](int role) { return model()->headerData(section, Qt::Horizontal, role).toString(); };
    const auto flag = [&](int role) { return model()->headerData(section, Qt::Horizontal, role).toBool(); };
    QList<Part> parts{{text(PreviewModel::kTypeRole), flag(PreviewModel::kTypeByHandRole)}};
    const Part role{text(PreviewModel::kColumnRoleRole), flag(PreviewModel::kColumnRoleByHandRole)};
    // Nearly all columns are inputs: worth a word only where somebody said so.
    if (role.byHand || role.text != columnRoleText(ColumnRole::Input))
        parts << role;
    parts.removeIf([](const Part& part) { return part.text.isEmpty(); });
    return parts;
}

QFont PreviewHeader::fontOf(const Part& part) const {
    QFont font = this->font();
    font.setBold(part.byHand);
    return font;
}

int PreviewHeader::widthFor(int section) const {
    QFont bold = font();
    bold.setBold(true);
    int second = 0;
    for (const Part& part : parts(section))
        second += QFontMetrics(fontOf(part)).horizontalAdvance(kSeparator + part.text);
    const QString name = model()->headerData(section, Qt::Horizontal).toString();
    return std::max(QFontMetrics(bold).horizontalAdvance(name), second) + 2 * kMargin;
}

void PreviewHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const bool selected = selectionModel() && selectionModel()->isColumnSelected(section);
    const QPalette& colours = palette();
    painter->save();
    painter->fillRect(rect, selected ? trackColour(colours) : colours.color(QPalette::Button));
    painter->setPen(colours.color(QPalette::Midlight));
    painter->drawLine(rect.topRight(), rect.bottomRight());
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    if (selected)
        painter->fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3),
                          colours.color(QPalette::Highlight));

    const int lineHeight = fontMetrics().height();
    QRect line(rect.left() + kMargin, rect.top() + kPadding, rect.width() - 2 * kMargin, lineHeight);
    QFont nameFont = font();
    nameFont.setBold(selected);
    painter->setFont(nameFont);
    painter->setPen(colours.color(QPalette::ButtonText));
    const QString name = model()->headerData(section, Qt::Horizontal).toString();
    const int alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    painter->drawText(line, alignment,
                      QFontMetrics(nameFont).elidedText(name, Qt::ElideMiddle, line.width()));

    line.translate(0, lineHeight + 1);
    QList<Part> shown = parts(section);
    int room = line.width();
    for (qsizetype i = 0; i < shown.size(); ++i) {
        if (i > 0)
            shown[i].text.prepend(kSeparator);
        room -= QFontMetrics(fontOf(shown[i])).horizontalAdvance(shown[i].text);
    }
    if (alignment & Qt::AlignRight)
        line.setLeft(line.left() + std::max(0, room));
    for (const auto& [text, byHand] : std::as_const(shown)) {
        const QFont partFont = fontOf({text, byHand});
        painter->setFont(partFont);
        painter->setPen(byHand ? colours.color(QPalette::Link) : quietTextColour(colours));
        painter->drawText(line, int(Qt::AlignLeft | Qt::AlignVCenter), text);
        line.setLeft(line.left() + QFontMetrics(partFont).horizontalAdvance(text));
    }
    painter->restore();
}

}  // namespace latentscape::ui
