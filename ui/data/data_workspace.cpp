#include "ui/data/data_workspace.h"

#include <QVBoxLayout>

#include "ui/panels/pending_bar.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kDetailsWidth = 280;

}  // namespace

DataWorkspace::DataWorkspace(ViewState& viewState, TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_columns(new ColumnTableModel(this)),
      m_columnView(new ColumnView(*m_columns, this)),
      m_details(new ColumnDetails(*m_columns, this)),
      m_rowView(new RowView(viewState, this)) {
    auto* const columns = new QSplitter(Qt::Horizontal, this);
    columns->addWidget(m_columnView);
    columns->addWidget(m_details);
    columns->setStretchFactor(0, 1);
    columns->setSizes({4 * kDetailsWidth, kDetailsWidth});
    auto* const parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(columns);
    parts->addWidget(m_rowView);
    parts->setSizes({1, 1});
    for (QSplitter* const splitter : {columns, parts})
        splitter->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new PendingBar(controller, this));
    layout->addWidget(parts, 1);

    connect(m_columns, &ColumnTableModel::rolesEdited, this, &DataWorkspace::rolesEdited);
    connect(m_columnView, &ColumnView::currentColumnChanged, this, [this](std::optional<Index> column) {
        m_details->showColumn(column);
        if (column)
            m_rowView->showColumn(*column);
    });
    connect(m_columnView, &ColumnView::colourByRequested, &viewState, &ViewState::setColourColumn);
}

void DataWorkspace::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    m_columns->setTable(std::move(dataset), roles);
    if (!m_columnView->currentColumn() && m_columns->rowCount() > 0)
        m_columnView->setCurrentColumn(0);
}

void DataWorkspace::setPrepared(const TrainingDataPtr& prepared, const std::string& numbers) {
    m_columns->setPrepared(prepared, numbers);
}

}  // namespace latentscape::ui
