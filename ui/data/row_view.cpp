#include "ui/data/row_view.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/quiet_delegate.h"
#include "ui/panels/row_columns.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kGoToWidth = 140;
/// A table's own selection goes through all its ranges for each cell that it draws.
constexpr qsizetype kMostRanges = 500;

/// Draws rows as selected that the table's own selection does not hold.
class RowDelegate : public QuietDelegate {
public:
    explicit RowDelegate(QObject* parent) : QuietDelegate(RowTableModel::kQuietRole, parent) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QuietDelegate::initStyleOption(option, index);
        option->state.setFlag(QStyle::State_Selected, index.data(RowTableModel::kSelectedRole).toBool());
    }
};

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
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    addActions();

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
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RowView::takeSelection);
    connect(m_rows, &RowTableModel::sorted, this, &RowView::showSelectedRow);
    connect(m_rows, &RowTableModel::sorted, this, &RowView::showSelection);
    connect(&viewState.selection(), &Selection::changed, this, &RowView::showSelection);
    connect(&viewState, &ViewState::datasetChanged, this, &RowView::onTable);
    connect(&viewState, &ViewState::selectedRowChanged, this, &RowView::showSelectedRow);
    onTable();
}

void RowView::addActions() {
    auto* const leaveOut = new QAction(tr("&Leave these rows out"), m_table);
    leaveOut->setShortcut(QKeySequence::Delete);
    leaveOut->setShortcutContext(Qt::WidgetShortcut);
    connect(leaveOut, &QAction::triggered, this, [this] { emit excludeRequested(selectedRows(), true); });
    auto* const takeBack = new QAction(tr("&Take these rows back"), m_table);
    takeBack->setShortcut(QKeySequence(Qt::Key_Insert));
    takeBack->setShortcutContext(Qt::WidgetShortcut);
    connect(takeBack, &QAction::triggered, this, [this] { emit excludeRequested(selectedRows(), false); });
    m_table->addActions({leaveOut, takeBack});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

RowList RowView::selectedRows() const {
    return m_viewState.selection().rows().members();
}

RowSet RowView::rowsIn(const QItemSelection& selection) const {
    RowSet rows(m_viewState.selection().rows().rows());
    for (const QItemSelectionRange& range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(m_rows->tableRow(row));
    return rows;
}

void RowView::takeSelection(const QItemSelection& selected, const QItemSelection& deselected) {
    if (m_isShowing || m_rows->dataset() != m_viewState.dataset())
        return;
    const QScopedValueRollback taking(m_isTaking, true);
    Selection& selection = m_viewState.selection();
    if (!m_holdsAll && QApplication::keyboardModifiers() & Qt::ControlModifier) {
        selection.apply(rowsIn(selected) | rowsIn(deselected), SelectionMode::Toggle);
        return;
    }
    m_holdsAll = true;
    selection.apply(rowsIn(m_table->selectionModel()->selection()), SelectionMode::Replace);
}

void RowView::showSelection() {
    if (!isVisible() || m_rows->dataset() != m_viewState.dataset())
        return;
    const RowSet& rows = m_viewState.selection().rows();
    m_rows->setSelected(rows);
    if (m_isTaking)
        return;
    QItemSelection shown;
    const int lastColumn = m_rows->columnCount() - 1;
    const int count = rows.empty() ? 0 : m_rows->rowCount();
    const auto isSelected = [&](int row) { return rows.contains(m_rows->tableRow(row)); };
    for (int row = 0; row < count && shown.size() <= kMostRanges; ++row) {
        if (!isSelected(row))
            continue;
        const int first = row;
        while (row + 1 < count && isSelected(row + 1))
            ++row;
        shown.append(QItemSelectionRange(m_rows->index(first, 0), m_rows->index(row, lastColumn)));
    }
    m_holdsAll = shown.size() <= kMostRanges;
    if (!m_holdsAll)
        shown.clear();
    const QScopedValueRollback showing(m_isShowing, true);
    m_table->selectionModel()->select(shown, QItemSelectionModel::ClearAndSelect);
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
    arrangeRowColumns(*m_table, *m_rows);
    showSelection();
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
    m_viewState.pickRow(row - 1);
    showSelectedRow();
}

void RowView::showSelectedRow() {
    const std::optional<Index> selected = m_viewState.selectedRow();
    if (!selected || *selected >= m_rows->rowCount()) {
        m_table->selectionModel()->clearCurrentIndex();
        return;
    }
    const int row = m_rows->rowOf(*selected);
    const QModelIndex current = m_table->currentIndex();
    if (current.row() != row)
        m_table->selectionModel()->setCurrentIndex(m_rows->index(row, std::max(0, current.column())),
                                                   QItemSelectionModel::NoUpdate);
    m_table->scrollTo(m_table->currentIndex());
}

void RowView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showSelection();
    showSelectedRow();
}

}  // namespace latentscape::ui
