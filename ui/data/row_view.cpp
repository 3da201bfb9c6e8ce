#include "ui/data/row_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/data/quiet_delegate.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kGoToWidth = 140;
constexpr int kCellPadding = 18;
/// For the sort indicator.
constexpr int kHeaderPadding = 30;
constexpr int kNarrowest = 56;
constexpr int kWidest = 220;
// Only so much of a table is measured.
constexpr int kMeasuredColumns = 200;
constexpr Index kMeasuredRows = 40;

}  // namespace

RowView::RowView(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_rows(new RowTableModel(this)),
      m_count(new QLabel(this)),
      m_complaint(new QLabel(this)),
      m_goTo(new QLineEdit(this)),
      m_table(new DataTable(this)) {
    m_goTo->setPlaceholderText(tr("Go to row"));
    m_goTo->setAccessibleName(tr("Go to the row of this number"));
    m_goTo->setToolTip(tr("Type the number of a row and press Enter: it is selected here and on the map"));
    m_goTo->setMaximumWidth(kGoToWidth);
    m_complaint->setObjectName(QStringLiteral("complaint"));
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("Rows of the table"));
    m_table->setItemDelegate(new QuietDelegate(RowTableModel::kMissingRole, m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->addWidget(new QLabel(tr("Rows"), this));
    head->addWidget(m_count, 1);
    head->addWidget(m_complaint);
    head->addWidget(m_goTo);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);

    connect(m_goTo, &QLineEdit::returnPressed, this, &RowView::goToTypedRow);
    connect(m_goTo, &QLineEdit::textEdited, m_complaint, &QLabel::clear);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    m_viewState.setSelectedRow(m_rows->tableRow(current.row()));
            });
    connect(m_rows, &RowTableModel::sorted, this, &RowView::showSelectedRow);
    connect(&viewState, &ViewState::datasetChanged, this, &RowView::onTable);
    connect(&viewState, &ViewState::selectedRowChanged, this, &RowView::showSelectedRow);
    onTable();
}

void RowView::onTable() {
    const DatasetPtr& dataset = m_viewState.dataset();
    if (dataset == m_rows->dataset())
        return;
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_rows->setTable(dataset);
    m_complaint->clear();
    m_goTo->clear();
    m_count->setText(dataset ? QLocale().toString(qlonglong(dataset->rows())) : QString());
    arrangeSections();
}

void RowView::arrangeSections() {
    if (!m_rows->dataset())
        return;
    const QFontMetrics metrics = fontMetrics();
    const Index measuredRows = std::min(m_rows->dataset()->rows(), kMeasuredRows);
    const QLocale locale;
    for (int i = 0; i < std::min(m_rows->columnCount(), kMeasuredColumns); ++i) {
        const Column& column = m_rows->dataset()->column(i);
        int width = metrics.horizontalAdvance(QString::fromStdString(column.name)) + kHeaderPadding;
        for (Index row = 0; row < measuredRows; ++row)
            width = std::max(width, metrics.horizontalAdvance(cellText(locale, column, row)) + kCellPadding);
        m_table->horizontalHeader()->resizeSection(i, std::clamp(width, kNarrowest, kWidest));
    }
}

void RowView::showColumn(Index column) {
    const QModelIndex current = m_table->currentIndex();
    const int row = current.isValid() ? current.row() : std::max(0, m_table->rowAt(0));
    m_table->scrollTo(m_rows->index(row, int(column)));
}

void RowView::goToTypedRow() {
    bool isNumber = false;
    const qlonglong row = QLocale().toLongLong(m_goTo->text().trimmed(), &isNumber);
    if (!isNumber || row < 1 || row > m_rows->rowCount()) {
        m_complaint->setText(tr("There are rows 1 to %1").arg(QLocale().toString(m_rows->rowCount())));
        return;
    }
    m_viewState.setSelectedRow(row - 1);
    showSelectedRow();
}

void RowView::showSelectedRow() {
    const std::optional<Index> selected = m_viewState.selectedRow();
    if (!selected || *selected >= m_rows->rowCount()) {
        m_table->selectionModel()->clear();
        return;
    }
    const int row = m_rows->rowOf(*selected);
    const QModelIndex current = m_table->currentIndex();
    if (current.row() != row)
        m_table->setCurrentIndex(m_rows->index(row, std::max(0, current.column())));
    m_table->scrollTo(m_table->currentIndex());
}

void RowView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showSelectedRow();
}

}  // namespace latentscape::ui
