#include "ui/models/column_sort_model.h"

namespace latentscape::ui {
namespace {

bool isSummarised(int section) {
    return section == ColumnTableModel::Missing || section == ColumnTableModel::Distribution ||
           section == ColumnTableModel::Values;
}

}  // namespace

ColumnSortModel::ColumnSortModel(ColumnTableModel& columns, QObject* parent)
    : KeyedSortModel(ColumnTableModel::kSortRole, parent), m_columns(columns) {
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
    KeyedSortModel::sort(section, order);
}

}  // namespace latentscape::ui
