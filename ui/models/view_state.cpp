#include "ui/models/view_state.h"

namespace latentscape::ui {

void ViewState::setDataset(DatasetPtr dataset, std::optional<Index> colourColumn) {
    m_dataset = std::move(dataset);
    m_colourColumn = colourColumn;
    m_selectedRow.reset();
    m_hoveredRow.reset();
    m_selection.setTable(m_dataset ? m_dataset->rows() : 0);
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

void ViewState::setHoveredRow(std::optional<Index> row) {
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    emit hoveredRowChanged();
}

void ViewState::setColourColumn(std::optional<Index> column) {
    const bool exists = !column || (m_dataset && std::size_t(*column) < m_dataset->columns().size());
    if (column == m_colourColumn || !exists)
        return;
    m_colourColumn = column;
    emit colourColumnChanged();
}

}  // namespace latentscape::ui
