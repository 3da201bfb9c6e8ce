#include "ui/data/data_workspace.h"

#include <QVBoxLayout>

#include "ui/panels/pending_bar.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kDetailsWidth = 230;

}  // namespace

DataWorkspace::DataWorkspace(ViewState& viewState, TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_columns(new ColumnTableModel(this)),
      m_columnView(new ColumnView(*m_columns, this)),
      m_details(new ColumnDetails(*m_columns, viewState, this)),
      m_rowChoice(new RowChoice(controller, this)),
      m_rowView(new RowView(viewState, this)) {
    auto* const columns = new QSplitter(Qt::Horizontal, this);
    columns->addWidget(m_columnView);
    columns->addWidget(m_details);
    columns->setStretchFactor(0, 1);
    columns->setSizes({4 * kDetailsWidth, kDetailsWidth});
    auto* const parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(columns);
    auto* const rows = new QWidget(parts);
    auto* const rowsLayout = new QVBoxLayout(rows);
    rowsLayout->setContentsMargins(0, 0, 0, 0);
    rowsLayout->setSpacing(0);
    rowsLayout->addWidget(m_rowChoice);
    rowsLayout->addWidget(m_rowView, 1);
    parts->addWidget(rows);
    parts->setSizes({1, 1});
    for (QSplitter* const splitter : {columns, parts})
        splitter->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new PendingBar(controller, this));
    layout->addWidget(parts, 1);

    setFocusProxy(m_columnView);

    connect(m_columns, &ColumnTableModel::rolesEdited, this, &DataWorkspace::rolesEdited);
    connect(&m_details->remarks(), &ColumnRemarks::missingRequested, this, &DataWorkspace::missingRequested);
    connect(&m_details->remarks(), &ColumnRemarks::typeRequested, this, &DataWorkspace::typeRequested);
    connect(m_columnView, &ColumnView::currentColumnChanged, this, [this](std::optional<Index> column) {
        m_details->showColumn(column);
        if (column)
            m_rowView->showColumn(*column);
    });
    connect(m_rowChoice, &RowChoice::keptChanged, m_rowView, &RowView::setKept);
    connect(m_rowView, &RowView::excludeRequested, m_rowChoice, &RowChoice::setExcluded);
    connect(m_columnView, &ColumnView::colourByRequested, &viewState, &ViewState::setColourColumn);
}

void DataWorkspace::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    const std::optional<Index> before = m_columnView->currentColumn();
    const std::string name = before ? m_columns->column(int(*before)).name : std::string();
    m_columns->setTable(std::move(dataset), roles);
    // A file that is read again shows the column that was being looked at.
    if (!m_columnView->currentColumn() && m_columns->rowCount() > 0)
        m_columnView->setCurrentColumn(m_columns->dataset()->indexOf(name).value_or(0));
}

void DataWorkspace::setReading(const CsvOptions& told, ColumnFindings findings) {
    m_columns->setReading(told, std::move(findings));
}

void DataWorkspace::setPrepared(const TrainingDataPtr& prepared, const std::string& numbers) {
    m_columns->setPrepared(prepared, numbers);
}

}  // namespace latentscape::ui
