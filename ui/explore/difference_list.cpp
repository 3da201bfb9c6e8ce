#include "ui/explore/difference_list.h"

#include <QPainter>
#include <algorithm>

#include "ui/explore/difference_text.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 6;
constexpr int kLineGap = 2;
constexpr int kPictureHeight = 15;
constexpr qreal kWidestBar = 28;
/// A bar with its name beside it, and the least room for that.
constexpr qreal kNamedBar = 14;
constexpr qreal kNarrowestName = 36;
constexpr qreal kLowestBar = 1;

/// How large a part of its set stands in each bar.
std::vector<double> barShares(const ColumnDifference& difference, bool first) {
    const double rows = double(std::max<Index>(1, first ? difference.firstRows : difference.secondRows));
    std::vector<double> bars;
    if (difference.kind == ColumnDifference::Kind::Numbers)
        for (const Index count : first ? difference.first.bins : difference.second.bins)
            bars.push_back(double(count) / rows);
    else
        for (const ColumnDifference::Share& share : difference.shares)
            bars.push_back(double(first ? share.first : share.second) / rows);
    return bars;
}

/// Whether the categories can be named beside their bars.
bool hasRoomForNames(const ColumnDifference& difference, const QRectF& area) {
    return difference.kind == ColumnDifference::Kind::Categories &&
           area.width() / qreal(difference.shares.size()) >= kNamedBar + kNarrowestName;
}

/// Bars over the width of `area`; one of `highest` is as high as the area. With names they begin where their
/// place does.
void paintBars(QPainter& painter, const QRectF& area, const std::vector<double>& bars, double highest,
               const QColor& colour, bool named) {
    const qreal width = area.width() / qreal(bars.size());
    const qreal bar = named ? kNamedBar : std::min(std::max(1.0, width - 1), kWidestBar);
    const qreal margin = named ? 0 : (width - bar) / 2;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (bars[i] <= 0)
            continue;
        const qreal height = std::max(kLowestBar, area.height() * bars[i] / highest);
        painter.fillRect(QRectF(area.left() + qreal(i) * width + margin, area.bottom() - height, bar, height),
                         colour);
    }
}

/// Beside the bars, in the middle of `area`.
void paintNames(QPainter& painter, const QRectF& area, const ColumnDifference& difference,
                const Column& column) {
    const qreal width = area.width() / qreal(difference.shares.size());
    for (std::size_t i = 0; i < difference.shares.size(); ++i) {
        const QRectF room(area.left() + qreal(i) * width + kNamedBar + kMargin, area.top(),
                          width - kNamedBar - 2 * kMargin, area.height());
        painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft),
                         painter.fontMetrics().elidedText(categoryName(difference.shares[i], column),
                                                          Qt::ElideRight, int(room.width())));
    }
}

/// Of missing cells: how long a part of the line they are.
void paintShare(QPainter& painter, const QRectF& area, double share, const QColor& colour,
                const QColor& track) {
    const QRectF line(area.left(), area.center().y() - 3, area.width(), 6);
    painter.fillRect(line, track);
    painter.fillRect(QRectF(line.topLeft(), QSizeF(line.width() * share, line.height())), colour);
}

}  // namespace

void DifferenceModel::setDifferences(DatasetPtr dataset, DifferencesPtr differences) {
    beginResetModel();
    m_dataset = std::move(dataset);
    m_differences = std::move(differences);
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_differences ? 0 : int(m_differences->size());
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ColumnDifference& difference = at(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(difference.name);
        case Qt::AccessibleTextRole:
            return tr("%1, effect %2, %3, %4")
                .arg(QString::fromStdString(difference.name), effectText(difference),
                     directionText(difference, columnOf(index.row())), pText(difference.correctedP));
        case Qt::ToolTipRole:
            return differenceHelp(difference, columnOf(index.row()));
        case kColumnRole:
            return qlonglong(difference.column);
        default:
            return {};
    }
}

DifferenceDelegate::DifferenceDelegate(const DifferenceModel& model, Colour first, Colour second,
                                       QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_first(first), m_second(second) {}

QSize DifferenceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {m_itemWidth, 2 * option.fontMetrics.height() + 2 * kPictureHeight + 3 * kLineGap + 2 * kMargin};
}

void DifferenceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    // The background of a selected item alone.
    QStyledItemDelegate::paint(painter, option, QModelIndex());
    const ColumnDifference& difference = m_model.at(index.row());
    const QPalette& palette = option.palette;
    const int line = option.fontMetrics.height();
    QRect area = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    painter->save();
    const QString effect = effectText(difference);
    QFont bold = option.font;
    bold.setBold(difference.isSignificant());
    painter->setFont(bold);
    const int effectWidth = QFontMetrics(bold).horizontalAdvance(effect);
    const QRect name(area.left(), area.top(), area.width() - effectWidth - kMargin, line);
    const QColor quiet = quietTextColour(palette);
    painter->setPen(difference.isSignificant() ? palette.color(QPalette::Text) : quiet);
    painter->drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, name.width()));
    painter->drawText(QRect(area.left(), area.top(), area.width(), line), Qt::AlignVCenter | Qt::AlignRight,
                      effect);
    painter->setFont(option.font);

    QRectF picture(area.left(), area.top() + line + kLineGap, area.width(), kPictureHeight);
    const std::vector<double> first = barShares(difference, true);
    const std::vector<double> second = barShares(difference, false);
    const double highest = std::max({1e-12, std::ranges::max(first), std::ranges::max(second)});
    const bool named = hasRoomForNames(difference, picture);
    if (named) {
        painter->setPen(palette.color(QPalette::Text));
        paintNames(*painter, picture.adjusted(0, 0, 0, kPictureHeight + kLineGap), difference,
                   m_model.columnOf(index.row()));
    }
    for (const bool isFirst : {true, false}) {
        const QColor colour = (isFirst ? m_first : m_second)(palette);
        const std::vector<double>& bars = isFirst ? first : second;
        if (difference.kind == ColumnDifference::Kind::Missing)
            paintShare(*painter, picture, bars.front(), colour, trackColour(palette));
        else
            paintBars(*painter, picture, bars, highest, colour, named);
        picture.translate(0, kPictureHeight + kLineGap);
    }

    const QString p = pText(difference.correctedP);
    const int pWidth = option.fontMetrics.horizontalAdvance(p);
    const QRect words(area.left(), area.bottom() + 1 - line, area.width(), line);
    painter->setPen(quiet);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignRight, p);
    painter->setPen(difference.isSignificant() ? palette.color(QPalette::Text) : quiet);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                      option.fontMetrics.elidedText(directionText(difference, m_model.columnOf(index.row())),
                                                    Qt::ElideRight, words.width() - pWidth - kMargin));
    painter->restore();
}

DifferenceList::DifferenceList(DifferenceDelegate::Colour first, DifferenceDelegate::Colour second,
                               QWidget* parent)
    : QListView(parent),
      m_model(new DifferenceModel(this)),
      m_delegate(new DifferenceDelegate(*m_model, first, second, this)) {
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto choose = [this](const QModelIndex& index) {
        emit columnChosen(Index(index.data(DifferenceModel::kColumnRole).toLongLong()));
    };
    connect(this, &QListView::clicked, this, choose);
    // By keyboard.
    connect(this, &QListView::activated, this, choose);
}

void DifferenceList::setItemWidth(int width) {
    m_delegate->setItemWidth(width);
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
}

}  // namespace latentscape::ui
