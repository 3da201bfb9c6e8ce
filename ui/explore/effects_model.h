#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/analysis/column_effects.h"
#include "ui/models/decoded_columns.h"

namespace latentscape::ui {

/// What one latent dimension does to each column, the strongest first.
class EffectsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Fan, Effect, SectionCount };
    /// Where values lie in the column's range, from 0 to 1.
    enum Role { FractionRole = Qt::UserRole, LeastFractionRole, MostFractionRole };
    /// By |∂x̂/∂z| in the columns' own units, or in their standard deviations.
    enum class Order { OriginalUnits, StandardDeviations };

    using QAbstractTableModel::QAbstractTableModel;

    /// Empty for nothing; otherwise one for each column.
    void setEffects(const DecodedColumns& columns, std::vector<ColumnEffect> effects);
    void setOrder(Order order);

    /// The column that stands in a line.
    int columnAt(int row) const { return m_order[std::size_t(row)]; }
    const std::vector<ColumnEffect>& effects() const { return m_effects; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void arrange();
    double fraction(int column, double amount) const;
    QString amountText(int column, double amount) const;

    DecodedColumns m_columns;
    std::vector<ColumnEffect> m_effects;
    std::vector<int> m_order;
    Order m_by = Order::OriginalUnits;
};

}  // namespace latentscape::ui
