#pragma once

#include <QObject>
#include <optional>

#include "core/analysis/row_figures.h"
#include "core/data/dataset.h"
#include "ui/models/groups.h"
#include "ui/models/selection.h"

namespace latentscape::ui {

/// What all views share: the table on screen, the selected rows, the row that is looked at (selectedRow) and
/// the one under the pointer, and what colours rows.
class ViewState : public QObject {
    Q_OBJECT

public:
    explicit ViewState(QObject* parent = nullptr) : QObject(parent) {}

    const DatasetPtr& dataset() const { return m_dataset; }
    Selection& selection() { return m_selection; }
    const Selection& selection() const { return m_selection; }
    Groups& groups() { return m_groups; }
    const Groups& groups() const { return m_groups; }
    /// From now on, changes of selection and groups are steps on `stack`.
    void recordOn(QUndoStack& stack);
    /// Row of the table.
    std::optional<Index> selectedRow() const { return m_selectedRow; }
    std::optional<Index> hoveredRow() const { return m_hoveredRow; }
    /// Index of the column by whose values points are coloured, if any is.
    std::optional<Index> colourColumn() const { return m_colourColumn; }
    /// What a model makes of the rows, in place of a column.
    std::optional<RowFigure> colourFigure() const { return m_colourFigure; }
    /// Rows have the colours of their groups, in place of a column's.
    bool isColouredByGroup() const { return m_colouredByGroup; }

    /// A new table: selection, groups and hover are cleared.
    void setDataset(DatasetPtr dataset, std::optional<Index> colourColumn);
    void setSelectedRow(std::optional<Index> row);
    /// What a click on a row does: it is looked at (unless it is removed), and counts for the selection.
    void pickRow(Index row, SelectionMode mode = SelectionMode::Replace);
    /// What a click on empty space does.
    void pickNothing();
    void setHoveredRow(std::optional<Index> row);
    /// Ignored if the table has no such column.
    void setColourColumn(std::optional<Index> column);
    void setColourFigure(RowFigure figure);
    void colourByGroup();

signals:
    void datasetChanged();
    void selectedRowChanged();
    void hoveredRowChanged();
    /// Column, figure or groups.
    void colourColumnChanged();

private:
    DatasetPtr m_dataset;
    Selection m_selection;
    Groups m_groups;
    std::optional<Index> m_selectedRow;
    std::optional<Index> m_hoveredRow;
    std::optional<Index> m_colourColumn;
    std::optional<RowFigure> m_colourFigure;
    bool m_colouredByGroup = false;
};

}  // namespace latentscape::ui
