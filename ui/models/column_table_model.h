#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <optional>
#include <vector>

#include "core/data/column_roles.h"

namespace latentscape::ui {

/// What a column is to the model.
enum class ColumnRole { Input, Label, Ignored };

/// The columns of a table, one a row, with what each is to the model. Summaries are computed when a view asks
/// for them, so that a table of 10,000 columns opens at once.
class ColumnTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Role, Type, Missing, Values, SectionCount };
    /// The ColumnRoles that the cell may be set to, as a QVariantList of int.
    static constexpr int kChoicesRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    static QString roleText(ColumnRole role);

    /// The table on screen stays as it is, scrolled and selected, if only the roles are new.
    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    void clear();
    const ColumnRoles& roles() const { return m_roles; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Takes a ColumnRole as int in the Role section. A new label makes the old one an input again; refused
    /// if no input would be left or if free text would become one.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    /// After an edit in a view, not after setTable().
    void rolesEdited(const ColumnRoles& roles);

private:
    struct Summary {
        Index missing = 0;
        QString values;
    };

    const Column& column(int row) const { return m_dataset->column(row); }
    const Summary& summary(int row) const;
    QString displayText(int row, int section) const;
    QString toolTip(int row, int section) const;
    bool canBecome(int row, ColumnRole role) const;
    QList<ColumnRole> choices(int row) const;
    void readRoles();
    void writeRoles();

    DatasetPtr m_dataset;
    ColumnRoles m_roles;
    std::vector<ColumnRole> m_columnRoles;
    mutable std::vector<std::optional<Summary>> m_summaries;
};

}  // namespace latentscape::ui
