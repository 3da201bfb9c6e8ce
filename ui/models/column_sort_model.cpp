#include "ui/models/column_sort_model.h"

namespace latentscape::ui {
namespace {

bool isSummarised(int section) {
    return section == ColumnTableModel::Missing || section == ColumnTableModel::Distribution ||
           section == ColumnTableModel::Values;
}

}  // namespace

ColumnSortModel::ColumnSortModel(ColumnTableModel& columns, QObject* parent)
    : QSortFilterProxyModel(parent), m_columns(columns) {
    m_collator.setNumericMode(true);
    setDynamicSortFilter(false);
    setFilterKeyColumn(ColumnTableModel::Name);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSourceModel(&columns);
    connect(&columns, &ColumnTableModel::summariesReady, this, [this] {
        if (m_sortWaits && m_columns.allSummarised())
            sort(sortColumn(), sortOrder());
    });
    connect(&columns, &ColumnTableModel::modelReset, this, [this] { sort(sortColumn(), sortOrder()); });
}

void ColumnSortModel::setSearch(const QString& text) {
    setFilterFixedString(text);
}

void ColumnSortModel::sort(int section, Qt::SortOrder order) {
    m_sortWaits = isSummarised(section) && !m_columns.allSummarised();
    if (m_sortWaits)
        m_columns.summariseAll();
    QSortFilterProxyModel::sort(section, order);
}

bool ColumnSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(ColumnTableModel::kSortRole);
    const QVariant b = right.data(ColumnTableModel::kSortRole);
    // What has no key stands behind the others in either direction.
    if (!a.isValid() || !b.isValid())
        return sortOrder() == Qt::AscendingOrder ? a.isValid() && !b.isValid() : !a.isValid() && b.isValid();
    if (a.typeId() == QMetaType::Double)
        return a.toDouble() < b.toDouble();
    return m_collator.compare(a.toString(), b.toString()) < 0;
}

}  // namespace latentscape::ui
