#include "ui/models/view_state.h"

namespace latentscape::ui {

void ViewState::setDataset(DatasetPtr dataset, std::optional<Index> colourColumn) {
    m_dataset = std::move(dataset);
    m_colourColumn = colourColumn;
    m_colourFigure.reset();
    m_colouredByGroup = false;
    m_selectedRow.reset();
    m_hoveredRow.reset();
    const Index rows = m_dataset ? m_dataset->rows() : 0;
    m_groups.setTable(rows);
    m_selection.setTable(rows);
    emit datasetChanged();
    emit colourColumnChanged();
    emit selectedRowChanged();
    emit hoveredRowChanged();
}

void ViewState::setSelectedRow(std::optional<Index> row) {
    if (row == m_selectedRow)
        return;
    m_selectedRow = row;
    emit selectedRowChanged();
}

void ViewState::recordOn(QUndoStack& stack) {
    m_selection.recordOn(stack);
    m_groups.recordOn(stack);
}

void ViewState::pickRow(Index row, SelectionMode mode) {
    if (mode != SelectionMode::Remove)
        setSelectedRow(row);
    m_selection.apply(RowSet(m_selection.rows().rows(), RowList{row}), mode);
}

void ViewState::pickNothing() {
    setSelectedRow(std::nullopt);
    m_selection.clear();
}

void ViewState::setHoveredRow(std::optional<Index> row) {
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    emit hoveredRowChanged();
}

void ViewState::setColourColumn(std::optional<Index> column) {
    const bool exists = !column || (m_dataset && std::size_t(*column) < m_dataset->columns().size());
    if ((column == m_colourColumn && !m_colourFigure && !m_colouredByGroup) || !exists)
        return;
    m_colourColumn = column;
    m_colourFigure.reset();
    m_colouredByGroup = false;
    emit colourColumnChanged();
}

void ViewState::setColourFigure(RowFigure figure) {
    if (figure == m_colourFigure)
        return;
    m_colourColumn.reset();
    m_colourFigure = figure;
    m_colouredByGroup = false;
    emit colourColumnChanged();
}

void ViewState::colourByGroup() {
    if (m_colouredByGroup)
        return;
    m_colourColumn.reset();
    m_colourFigure.reset();
    m_colouredByGroup = true;
    emit colourColumnChanged();
}

}  // namespace latentscape::ui
