#include "ui/models/neighbour_model.h"

#include <utility>

#include "ui/models/row_summary.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr int kDecimals = 3;

}  // namespace

NeighbourModel::NeighbourModel(const RowSummary& summary, QObject* parent)
    : QAbstractTableModel(parent), m_summary(summary) {}

void NeighbourModel::setNeighbours(std::vector<Neighbour> neighbours) {
    if (neighbours == m_neighbours)
        return;
    const bool asMany = neighbours.size() == m_neighbours.size();
    if (!asMany)
        beginResetModel();
    m_neighbours = std::move(neighbours);
    if (asMany)
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
    else
        endResetModel();
}

int NeighbourModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_neighbours.size());
}

int NeighbourModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant NeighbourModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Neighbour& neighbour = m_neighbours[std::size_t(index.row())];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Row ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole)
        return m_summary.title(neighbour.row);
    if (role != Qt::DisplayRole)
        return {};
    return index.column() == Row ? m_summary.title(neighbour.row)
                                 : numberText(QLocale(), neighbour.distance, kDecimals);
}

QVariant NeighbourModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= SectionCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Row ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == Distance)
        return tr("Euclidean, over all latent dimensions");
    if (role != Qt::DisplayRole)
        return {};
    return section == Row ? tr("Row") : tr("Distance");
}

}  // namespace latentscape::ui
