#pragma once

#include <QObject>
#include <optional>

#include "core/data/dataset.h"
#include "ui/models/selection.h"

namespace latentscape::ui {

/// What all views share: the table on screen, the selected rows, the row that is looked at (selectedRow) and
/// the one under the pointer, and the column that colours.
class ViewState : public QObject {
    Q_OBJECT

public:
    explicit ViewState(QObject* parent = nullptr) : QObject(parent) {}

    const DatasetPtr& dataset() const { return m_dataset; }
    Selection& selection() { return m_selection; }
    const Selection& selection() const { return m_selection; }
    /// Row of the table.
    std::optional<Index> selectedRow() const { return m_selectedRow; }
    std::optional<Index> hoveredRow() const { return m_hoveredRow; }
    /// Index of the column by whose values points are coloured.
    std::optional<Index> colourColumn() const { return m_colourColumn; }

    /// A new table: selection and hover are cleared.
    void setDataset(DatasetPtr dataset, std::optional<Index> colourColumn);
    void setSelectedRow(std::optional<Index> row);
    void setHoveredRow(std::optional<Index> row);
    /// Ignored if the table has no such column.
    void setColourColumn(std::optional<Index> column);

signals:
    void datasetChanged();
    void selectedRowChanged();
    void hoveredRowChanged();
    void colourColumnChanged();

private:
    DatasetPtr m_dataset;
    Selection m_selection;
    std::optional<Index> m_selectedRow;
    std::optional<Index> m_hoveredRow;
    std::optional<Index> m_colourColumn;
};

}  // namespace latentscape::ui
