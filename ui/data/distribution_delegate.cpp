#include "ui/data/distribution_delegate.h"

#include "ui/data/histogram.h"
#include "ui/models/column_table_model.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr int kPadding = 3;
constexpr qreal kShareHeight = 6;
/// Of a column that is left out.
constexpr float kQuietOpacity = 0.45F;

}  // namespace

void DistributionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const auto summary = index.data(ColumnTableModel::kSummaryRole).value<ColumnSummaryPtr>();
    if (!summary)
        return;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor colour =
        selected ? option.palette.color(QPalette::HighlightedText) : originalColour(option.palette);
    if (index.data(ColumnTableModel::kQuietRole).toBool())
        colour.setAlphaF(kQuietOpacity);
    QColor track = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    track.setAlphaF(0.09F);
    const QRectF area = option.rect.adjusted(kMargin, kPadding, -kMargin, -kPadding);
    if (!summary->bins.empty())
        paintBins(*painter, area, summary->bins, colour);
    else if (summary->categories > 0)
        paintShares(*painter,
                    QRectF(area.left(), area.center().y() - kShareHeight / 2, area.width(), kShareHeight),
                    *summary, colour, track);
}

}  // namespace latentscape::ui
