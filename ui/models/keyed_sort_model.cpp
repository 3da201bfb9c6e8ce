#include "ui/models/keyed_sort_model.h"

namespace latentscape::ui {

KeyedSortModel::KeyedSortModel(int keyRole, QObject* parent) : QSortFilterProxyModel(parent) {
    m_collator.setNumericMode(true);
    setSortRole(keyRole);
}

bool KeyedSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    if (!a.isValid() || !b.isValid())
        return sortOrder() == Qt::AscendingOrder ? a.isValid() && !b.isValid() : !a.isValid() && b.isValid();
    if (a.typeId() == QMetaType::Double)
        return a.toDouble() < b.toDouble();
    return m_collator.compare(a.toString(), b.toString()) < 0;
}

}  // namespace latentscape::ui
