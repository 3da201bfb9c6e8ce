#include "ui/models/row_table_model.h"

#include <algorithm>
#include <limits>
#include <numeric>

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
    endResetModel();
}

Index RowTableModel::tableRow(int row) const {
    return m_order.empty() ? Index(row) : m_order[std::size_t(row)];
}

int RowTableModel::rowOf(Index tableRow) const {
    return m_order.empty() ? int(tableRow) : int(std::ranges::find(m_order, tableRow) - m_order.begin());
}

int RowTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_dataset
               ? 0
               : int(std::min<Index>(m_dataset->rows(), std::numeric_limits<int>::max()));
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
            return tr("%1, row %2: %3")
                .arg(QString::fromStdString(column.name), QLocale().toString(qlonglong(row + 1)),
                     missing ? tr("missing") : cellText(QLocale(), column, row));
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (column.hasCategories() ? Qt::AlignLeft : Qt::AlignRight));
        case kMissingRole:
            return missing;
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
    if (column < 0) {
        m_sorting.cancel();
        setOrder({});
        return;
    }
    m_sorting.run([table = m_dataset, column, descending = order == Qt::DescendingOrder] {
        RowList rows(std::size_t(table->rows()));
        std::iota(rows.begin(), rows.end(), Index(0));
        return sortedRows(table->column(column), std::move(rows), descending);
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
