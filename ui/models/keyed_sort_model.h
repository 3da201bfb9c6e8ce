#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

namespace latentscape::ui {

/// Sorts rows by a key that each cell gives under a role: a number or a text. What has no key stands behind
/// the others in either direction.
class KeyedSortModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit KeyedSortModel(int keyRole, QObject* parent = nullptr);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    /// `pixel_2` stands before `pixel_10`.
    QCollator m_collator;
};

}  // namespace latentscape::ui
