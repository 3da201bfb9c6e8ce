#include "ui/data/column_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/data/choice_delegate.h"
#include "ui/data/distribution_delegate.h"
#include "ui/data/name_delegate.h"
#include "ui/panels/panel_colours.h"
#include "ui/panels/quiet_delegate.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kNameWidth = 150;
constexpr int kTypeWidth = 76;
constexpr int kMissingWidth = 66;
constexpr int kDistributionWidth = 112;
constexpr int kValuesWidth = 230;
constexpr int kRemarkWidth = 260;
constexpr int kSearchWidth = 220;

}  // namespace

ColumnView::ColumnView(ColumnTableModel& columns, QWidget* parent)
    : QWidget(parent),
      m_columns(columns),
      m_sorted(new ColumnSortModel(columns, this)),
      m_title(new QLabel(tr("Columns"), this)),
      m_count(new QLabel(this)),
      m_search(new QLineEdit(this)),
      m_table(new DataTable(this)) {
    m_search->setPlaceholderText(tr("Find a column"));
    m_search->setAccessibleName(tr("Find a column by its name"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(kSearchWidth);
    createTable();

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->addWidget(m_title);
    head->addWidget(m_count, 1);
    head->addWidget(m_search, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted->setSearch(text);
        describe();
    });
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &ColumnView::describe);
    connect(&columns, &QAbstractItemModel::dataChanged, this, &ColumnView::describe);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ColumnView::describe);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { emit currentColumnChanged(currentColumn()); });
    setFocusProxy(m_table);
    describe();
}

void ColumnView::createTable() {
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Columns of the table"));
    const auto chosen = [this](const QModelIndex& index, const QVariant& value) { choose(index, value); };
    m_table->setItemDelegateForColumn(ColumnTableModel::Name, new NameDelegate(m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Role,
                                      new ChoiceDelegate(tr("Role of the column"), chosen, m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Likelihood,
                                      new ChoiceDelegate(tr("Likelihood of the column"), chosen, m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Scale,
                                      new ChoiceDelegate(tr("Scale of the column"), chosen, m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Clip,
                                      new ChoiceDelegate(tr("Clipping of the column"), chosen, m_table));
    // Set where the file is read; the dot shows where it was.
    m_table->setItemDelegateForColumn(ColumnTableModel::Type,
                                      new ChoiceDelegate(tr("Type of the column"), chosen, m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Distribution, new DistributionDelegate(m_table));
    m_table->setItemDelegate(new QuietDelegate(ColumnTableModel::kQuietRole, m_table));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setSortingEnabled(true);
    m_table->verticalHeader()->hide();
    arrangeSections();
    // A single click opens the choice, as in a form.
    connect(m_table, &DataTable::plainlyClicked, this, [this](const QModelIndex& index) {
        if (index.flags().testFlag(Qt::ItemIsEditable))
            m_table->edit(index);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& place) {
        if (selectedColumns().empty())
            return;
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu);
        menu->popup(m_table->viewport()->mapToGlobal(place));
    });
}

void ColumnView::arrangeSections() {
    QStringList roles;
    for (const ColumnRole role : kColumnRoles)
        roles.append(columnRoleText(role));
    QHeaderView* const header = m_table->horizontalHeader();
    header->resizeSection(ColumnTableModel::Name, kNameWidth);
    header->resizeSection(ColumnTableModel::Role, ChoiceDelegate::widthFor(*m_table, roles));
    header->resizeSection(ColumnTableModel::Type, kTypeWidth);
    header->resizeSection(ColumnTableModel::Missing, kMissingWidth);
    header->resizeSection(ColumnTableModel::Distribution, kDistributionWidth);
    header->resizeSection(ColumnTableModel::Values, kValuesWidth);
    header->resizeSection(ColumnTableModel::Remark, kRemarkWidth);
    header->resizeSection(ColumnTableModel::Likelihood,
                          ChoiceDelegate::widthFor(*m_table, {QStringLiteral("log-normal")}));
    header->resizeSection(ColumnTableModel::Scale,
                          ChoiceDelegate::widthFor(*m_table, {QStringLiteral("standard")}));
    header->resizeSection(
        ColumnTableModel::Clip,
        ChoiceDelegate::widthFor(*m_table, {ColumnTableModel::choiceText(ColumnTableModel::Clip, 0.005)}));
}

void ColumnView::describe() {
    const bool hasRemarks = m_columns.hasRemarks();
    m_table->setColumnHidden(ColumnTableModel::Remark, !hasRemarks);
    m_table->horizontalHeader()->setStretchLastSection(hasRemarks);
    const int all = m_columns.rowCount();
    const int shown = m_sorted->rowCount();
    const qsizetype selected = m_table->selectionModel()->selectedRows().size();
    const QLocale locale;
    QString text = shown == all ? locale.toString(all)
                                : tr("%1 of %2").arg(locale.toString(shown), locale.toString(all));
    if (selected > 1)
        text = tr("%1 · %2 selected: a choice counts for all of them").arg(text, locale.toString(selected));
    m_count->setText(text);
}

std::optional<Index> ColumnView::currentColumn() const {
    const QModelIndex current = m_sorted->mapToSource(m_table->currentIndex());
    return current.isValid() ? std::optional(Index(current.row())) : std::nullopt;
}

void ColumnView::setCurrentColumn(Index column) {
    const QModelIndex index = m_sorted->mapFromSource(m_columns.index(int(column), ColumnTableModel::Name));
    if (index.isValid())
        m_table->setCurrentIndex(index);
}

std::vector<Index> ColumnView::selectedColumns() const {
    std::vector<Index> columns;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        columns.push_back(m_sorted->mapToSource(index).row());
    std::ranges::sort(columns);
    return columns;
}

void ColumnView::choose(const QModelIndex& index, const QVariant& value) {
    const Index own = m_sorted->mapToSource(index).row();
    const std::vector<Index> selected = selectedColumns();
    const bool isSelected = std::ranges::binary_search(selected, own);
    m_columns.change(isSelected ? selected : std::vector{own}, index.column(), value);
}

void ColumnView::addChoices(QMenu& menu, const QString& title, int section) {
    QMenu* const choices = menu.addMenu(title);
    const std::vector<Index> columns = selectedColumns();
    bool any = false;
    for (const QVariant& value : ColumnTableModel::choicesOf(section)) {
        QAction* const action = choices->addAction(ColumnTableModel::choiceText(section, value));
        action->setEnabled(m_columns.canChange(columns, section, value));
        any = any || action->isEnabled();
        connect(action, &QAction::triggered, this,
                [this, columns, section, value] { m_columns.change(columns, section, value); });
    }
    choices->setEnabled(any);
}

void ColumnView::fillMenu(QMenu& menu) {
    const std::vector<Index> columns = selectedColumns();
    addChoices(menu, tr("&Role"), ColumnTableModel::Role);
    addChoices(menu, tr("&Likelihood"), ColumnTableModel::Likelihood);
    addChoices(menu, tr("&Scale"), ColumnTableModel::Scale);
    addChoices(menu, tr("Cli&p at either end"), ColumnTableModel::Clip);
    menu.addSeparator();
    connect(menu.addAction(tr("Back to the &guess")), &QAction::triggered, this,
            [this, columns] { m_columns.returnToGuess(columns); });
    QAction* const colour = menu.addAction(tr("&Colour the map by this column"));
    colour->setEnabled(columns.size() == 1);
    connect(colour, &QAction::triggered, this, [this, columns] { emit colourByRequested(columns.front()); });
}

}  // namespace latentscape::ui
