#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "ui/models/decoded_columns.h"

namespace latentscape::ui {

/// A decoded place as a table: a line for each column with its value and how certain it is, and beside it the
/// values at the pins.
class DecodedPlaceModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Value, Certainty, FirstPin };
    /// Where things lie in the column's range, from 0 to 1; only of numbers with an interval.
    enum Role { FractionRole = Qt::UserRole, LowerFractionRole, UpperFractionRole };

    struct PinnedPlace {
        QString name;
        Vector z;
        DecodedPlace decoded;
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Other columns: nothing is decoded yet.
    void setColumns(DecodedColumns columns);
    void setPlace(std::optional<DecodedPlace> place);
    void setPins(std::vector<PinnedPlace> pins);

    const std::optional<DecodedPlace>& place() const { return m_place; }
    const std::vector<PinnedPlace>& pins() const { return m_pins; }
    const DecodedColumns& columns() const { return m_columns; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Null where nothing is decoded.
    const PredictedCell* cell(int row, int section) const;
    QString toolTip(int row, const PredictedCell& cell, const Vector& expectation) const;

    DecodedColumns m_columns;
    std::optional<DecodedPlace> m_place;
    std::vector<PinnedPlace> m_pins;
};

}  // namespace latentscape::ui
