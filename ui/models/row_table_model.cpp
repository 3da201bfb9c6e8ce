#include "ui/models/row_table_model.h"

#include <algorithm>
#include <limits>

#include "ui/models/column_text.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

/// Stands where a cell has no value.
const QString kMissing = QStringLiteral("·");

}  // namespace

RowTableModel::RowTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_sorting([this](RowList order) { setOrder(std::move(order)); }) {}

void RowTableModel::setTable(DatasetPtr dataset) {
    beginResetModel();
    m_sorting.cancel();
    m_dataset = std::move(dataset);
    m_order = {};
    m_subset.reset();
    m_sortColumn = -1;
    m_kept.reset();
    endResetModel();
}

void RowTableModel::setSubset(std::optional<RowList> rows) {
    beginResetModel();
    m_sorting.cancel();
    m_order = {};
    m_subset = std::move(rows);
    endResetModel();
    sort(m_sortColumn, m_sortDirection);
}

void RowTableModel::setKept(std::shared_ptr<const RowList> kept) {
    m_kept = kept && m_dataset && Index(kept->size()) < m_dataset->rows() ? std::move(kept) : nullptr;
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {kQuietRole});
}

void RowTableModel::setSelected(const RowSet& rows) {
    m_selected = rows;
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {kSelectedRole});
}

bool RowTableModel::isLeftOut(Index tableRow) const {
    return m_kept && !std::ranges::binary_search(*m_kept, tableRow);
}

QString RowTableModel::toolTip(const Column& column, Index row) const {
    const QString text =
        tr("%1, row %2: %3")
            .arg(QString::fromStdString(column.name), QLocale().toString(qlonglong(row + 1)),
                 column.missing[std::size_t(row)] ? tr("missing") : cellText(QLocale(), column, row));
    return isLeftOut(row) ? tr("%1\nThis row is left out").arg(text) : text;
}

Index RowTableModel::tableRow(int row) const {
    if (!m_order.empty())
        return m_order[std::size_t(row)];
    return m_subset ? (*m_subset)[std::size_t(row)] : Index(row);
}

int RowTableModel::rowOf(Index tableRow) const {
    if (m_order.empty() && !m_subset)
        return int(tableRow);
    const bool sorted = !m_order.empty();
    const RowList& rows = sorted ? m_order : *m_subset;
    const auto place = sorted ? std::ranges::find(rows, tableRow) : std::ranges::lower_bound(rows, tableRow);
    return place != rows.end() && *place == tableRow ? int(place - rows.begin()) : -1;
}

int RowTableModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || !m_dataset)
        return 0;
    const Index rows = m_subset ? Index(m_subset->size()) : m_dataset->rows();
    return int(std::min<Index>(rows, std::numeric_limits<int>::max()));
}

int RowTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_dataset ? 0 : int(m_dataset->columns().size());
}

QVariant RowTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column& column = m_dataset->column(index.column());
    const Index row = tableRow(index.row());
    const bool missing = column.missing[std::size_t(row)];
    switch (role) {
        case Qt::DisplayRole:
            return missing ? kMissing : cellText(QLocale(), column, row);
        case Qt::AccessibleTextRole:
            return missing ? tr("missing") : QVariant();
        case Qt::ToolTipRole:
            return toolTip(column, row);
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (column.hasCategories() ? Qt::AlignLeft : Qt::AlignRight));
        case kSelectedRole:
            return m_selected.contains(row);
        case kQuietRole:
            return missing || isLeftOut(row);
        default:
            return {};
    }
}

QVariant RowTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (section < 0 || section >= (orientation == Qt::Horizontal ? columnCount() : rowCount()))
        return {};
    if (orientation == Qt::Vertical) {
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignVCenter | Qt::AlignRight);
        return role == Qt::DisplayRole ? QVariant(QLocale().toString(qlonglong(tableRow(section) + 1)))
                                       : QVariant();
    }
    const Column& column = m_dataset->column(section);
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(column.name);
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (column.hasCategories() ? Qt::AlignLeft : Qt::AlignRight));
        case Qt::ToolTipRole:
            return tr("%1 · %2\nClick to sort by it: up, down, then as in the table")
                .arg(QString::fromStdString(column.name), columnTypeText(column.type));
        default:
            return {};
    }
}

void RowTableModel::sort(int column, Qt::SortOrder order) {
    if (!m_dataset || column >= columnCount())
        return;
    m_sortColumn = column;
    m_sortDirection = order;
    if (column < 0) {
        m_sorting.cancel();
        setOrder({});
        return;
    }
    m_sorting.run([table = m_dataset, column, subset = m_subset, descending = order == Qt::DescendingOrder] {
        return sortedRows(table->column(column), subset ? *subset : allRows(table->rows()), descending);
    });
}

void RowTableModel::setOrder(RowList order) {
    if (order.empty() && m_order.empty())
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<Index> rows;
    for (const QModelIndex& index : before)
        rows.push_back(tableRow(index.row()));
    m_order = std::move(order);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rowOf(rows[std::size_t(i)]), before[i].column()));
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
    emit sorted();
}

}  // namespace latentscape::ui
