#include "ui/explore/rows_panel.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QVBoxLayout>
#include <utility>

#include "core/data/row_export.h"
#include "ui/panels/panel_colours.h"
#include "ui/panels/quiet_delegate.h"
#include "ui/panels/row_columns.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;

}  // namespace

RowsPanel::RowsPanel(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_where(new WhereField(viewState, this)),
      m_count(new QLabel(this)),
      m_hint(new QLabel(this)),
      m_pages(new QStackedWidget(this)),
      m_rows(new RowTableModel(this)),
      m_table(new DataTable(this)) {
    m_hint->setText(
        tr("No rows are selected. Mark points on the map (Shift+drag), or say above which rows you mean."));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setMargin(2 * kMargin);
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("Selected rows"));
    m_table->setItemDelegate(new QuietDelegate(RowTableModel::kQuietRole, m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_menu = new PlotMenu(*m_table, tr("rows"), [this] {
        return [dataset = m_rows->dataset(), rows = shownRows()] {
            return dataset ? numberedRowsAsCsv(*dataset, rows) : std::string();
        };
    });
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_table);

    auto* const head = new QVBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->setSpacing(4);
    head->addWidget(m_where);
    head->addWidget(m_count);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    for (QLabel* const label : {m_count, m_hint})
        makeQuiet(*label, palette());

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    m_viewState.setSelectedRow(m_rows->tableRow(current.row()));
            });
    connect(m_rows, &RowTableModel::sorted, this, &RowsPanel::showCurrentRow);
    connect(&viewState, &ViewState::datasetChanged, this, &RowsPanel::onTable);
    connect(&viewState, &ViewState::selectedRowChanged, this, &RowsPanel::showCurrentRow);
    connect(&viewState.selection(), &Selection::changed, this, &RowsPanel::showSelection);
    onTable();
}

void RowsPanel::offer(const QList<QAction*>& actions) {
    for (QAction* const action : actions)
        m_menu->add(action);
}

RowList RowsPanel::shownRows() const {
    RowList rows;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        rows.push_back(m_rows->tableRow(row));
    return rows;
}

void RowsPanel::askWhere() {
    if (auto* const dock = qobject_cast<QDockWidget*>(parentWidget())) {
        dock->show();
        dock->raise();
    }
    m_where->edit().setFocus();
    m_where->edit().selectAll();
}

void RowsPanel::onTable() {
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_rows->setTable(m_viewState.dataset());
    arrangeRowColumns(*m_table, *m_rows);
    showSelection();
}

void RowsPanel::showSelection() {
    m_outdated = true;
    // The table follows later than the selection does.
    const RowSet& selected = m_viewState.selection().rows();
    const bool isReady = m_rows->dataset() == m_viewState.dataset();
    if (!isVisible() || !isReady)
        return;
    m_outdated = false;
    m_rows->setSubset(selected.members());
    m_pages->setCurrentWidget(selected.empty() ? static_cast<QWidget*>(m_hint) : m_table);
    m_count->setVisible(!selected.empty());
    m_count->setText(tr("%1 of %2 rows are selected")
                         .arg(locale().toString(qlonglong(selected.count())),
                              locale().toString(qlonglong(selected.rows()))));
    showCurrentRow();
}

void RowsPanel::showCurrentRow() {
    const std::optional<Index> row = m_viewState.selectedRow();
    if (m_outdated || !row)
        return m_table->selectionModel()->clear();
    const int place = m_rows->rowOf(*row);
    if (place < 0)
        return m_table->selectionModel()->clear();
    if (m_table->currentIndex().row() != place)
        m_table->setCurrentIndex(m_rows->index(place, std::max(0, m_table->currentIndex().column())));
    m_table->scrollTo(m_table->currentIndex());
}

void RowsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_outdated)
        showSelection();
}

void RowsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        for (QLabel* const label : {m_count, m_hint})
            makeQuiet(*label, palette());
}

}  // namespace latentscape::ui
