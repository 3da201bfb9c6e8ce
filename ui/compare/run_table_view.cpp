#include "ui/compare/run_table_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/compare/runs_csv.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/palette.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSwatch = 11;
constexpr int kNameWidth = 120;
constexpr int kStateWidth = 78;
constexpr int kNumberWidth = 60;
constexpr int kHeaderPadding = 28;
constexpr int kWidestHyperparameter = 170;

}  // namespace

RunTableView::RunTableView(TrainingController& controller, HyperparameterEdits& edits, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_edits(edits),
      m_model(new RunTableModel(controller.runs(), this)),
      m_sorted(new KeyedSortModel(RunTableModel::kSortRole, this)),
      m_table(new DataTable(this)),
      m_title(new QLabel(tr("Runs"), this)),
      m_count(new QLabel(this)),
      m_remove(new QAction(tr("Re&move…"), this)) {
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    createTable();
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->addWidget(m_title);
    head->addWidget(m_count, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &RunTableView::describe);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &RunTableView::describe);
    connect(&controller.runs(), &RunList::runChanged, this, &RunTableView::describe);
    applyTheme();
    describe();
}

void RunTableView::createTable() {
    m_sorted->setSourceModel(m_model);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    m_table->setIconSize({kSwatch, kSwatch});
    m_table->verticalHeader()->hide();
    m_table->setMinimumHeight(4 * m_table->verticalHeader()->defaultSectionSize());
    arrangeSections(0, m_model->columnCount() - 1);
    connect(m_model, &QAbstractItemModel::columnsInserted, this,
            [this](const QModelIndex&, int first, int last) { arrangeSections(first, last); });

    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_remove->setToolTip(tr("Forget these runs and all they have told"));
    connect(m_remove, &QAction::triggered, this, &RunTableView::removeSelected);
    m_table->addAction(m_remove);
    auto* const menu = new PlotMenu(*m_table, tr("runs"), [this] {
        return [text = runsCsv(m_controller.runs().runs())] { return text; };
    });
    connect(menu, &PlotMenu::opening, this, &RunTableView::fillMenu);
}

void RunTableView::arrangeSections(int first, int last) {
    QHeaderView* const header = m_table->horizontalHeader();
    for (int section = first; section <= last; ++section) {
        const QString title = m_model->headerData(section, Qt::Horizontal).toString();
        int width = kNumberWidth;
        if (section == RunTableModel::Name)
            width = kNameWidth;
        else if (section == RunTableModel::State)
            width = kStateWidth;
        width = std::max(width, header->fontMetrics().horizontalAdvance(title) + kHeaderPadding);
        header->resizeSection(section, std::min(width, kWidestHyperparameter));
    }
}

void RunTableView::describe() {
    const std::vector<RunRecord>& runs = m_controller.runs().runs();
    const auto shown = std::ranges::count_if(runs, &RunRecord::visible);
    m_count->setText(shown == std::ptrdiff_t(runs.size())
                         ? countText(qint64(runs.size()))
                         : tr("%1, %2 shown").arg(countText(qint64(runs.size())), countText(shown)));
}

std::vector<quint64> RunTableView::selectedRuns() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    std::vector<quint64> runs;
    for (const int row : rows)
        runs.push_back(m_model->run(m_sorted->mapToSource(m_sorted->index(row, 0)).row())->run);
    return runs;
}

void RunTableView::fillMenu(QMenu& menu) {
    const std::vector<quint64> runs = selectedRuns();
    if (runs.empty())
        return;
    menu.setToolTipsVisible(true);
    const auto isVisible = [this](quint64 run) { return m_controller.runs().find(run)->visible; };
    const bool anyHidden = !std::ranges::all_of(runs, isVisible);
    connect(menu.addAction(anyHidden ? tr("&Show") : tr("&Hide")), &QAction::triggered, this,
            [this, runs, anyHidden] { showRuns(runs, anyHidden); });
    QAction* const alone = menu.addAction(tr("Show &only these"));
    connect(alone, &QAction::triggered, this, [this, runs] {
        for (const RunRecord& record : std::vector(m_controller.runs().runs()))
            m_controller.runs().setVisible(record.run, std::ranges::find(runs, record.run) != runs.end());
    });
    menu.addSeparator();
    const bool one = runs.size() == 1;
    QAction* const rename = menu.addAction(tr("Re&name"));
    rename->setEnabled(one);
    connect(rename, &QAction::triggered, this, [this] {
        const QModelIndex current = m_table->selectionModel()->selectedRows().value(0);
        if (current.isValid())
            m_table->edit(current.siblingAtColumn(RunTableModel::Name));
    });
    QAction* const reference = menu.addAction(tr("&Lay the other maps over this one"));
    reference->setEnabled(one);
    connect(reference, &QAction::triggered, this, [this, runs] { emit referenceRequested(runs.front()); });
    QAction* const use = menu.addAction(tr("&Use these settings"));
    use->setToolTip(
        tr("Put the hyperparameters of this run into the form. Those that cannot change in a "
           "run wait for a restart."));
    use->setEnabled(one && !m_controller.isFollowing());
    connect(use, &QAction::triggered, this, [this, runs] { useSettings(runs.front()); });
    menu.addSeparator();
    // The action of the key, named for the menu.
    menu.addAction(m_remove);
}

void RunTableView::showRuns(const std::vector<quint64>& runs, bool visible) {
    for (const quint64 run : runs)
        m_controller.runs().setVisible(run, visible);
}

void RunTableView::useSettings(quint64 run) {
    const RunRecord* const record = m_controller.runs().find(run);
    if (!record)
        return;
    try {
        m_edits.setAll(Hyperparameters(record->hyperparameters), tr("settings of %1").arg(record->name));
    } catch (const Error& error) {
        emit refused(error.problem());
    }
}

void RunTableView::removeSelected() {
    const RunList& runs = m_controller.runs();
    std::vector<quint64> chosen = selectedRuns();
    const bool withCurrent = std::erase(chosen, m_controller.currentRun()) > 0;
    const QString stays =
        tr("%1 stays: it is the run that the Train workspace shows. Restart first to "
           "begin another one.");
    auto* const question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setWindowTitle(tr("Remove runs"));
    QString note = withCurrent ? stays.arg(runs.find(m_controller.currentRun())->name) : QString();
    if (chosen.empty()) {
        if (!withCurrent) {
            delete question;
            return;
        }
        question->setText(note);
        question->setStandardButtons(QMessageBox::Close);
        question->open();
        return;
    }
    const RunRecord& first = *runs.find(chosen.front());
    question->setIcon(QMessageBox::Question);
    question->setText(chosen.size() == 1 ? tr("Remove %1?").arg(first.name)
                                         : tr("Remove %n runs?", nullptr, int(chosen.size())));
    const QString lost = chosen.size() == 1
                             ? tr("Its model, trained for %1 epochs, its curves and its map are lost.")
                                   .arg(countText(qint64(first.progress.epoch)))
                             : tr("Their models, their curves and their maps are lost.");
    question->setInformativeText(note.isEmpty() ? lost : QStringLiteral("%1 %2").arg(lost, note));
    QPushButton* const remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this, [this, chosen] {
        for (const quint64 run : chosen)
            // It may have become the current one by now, or be gone.
            if (run != m_controller.currentRun())
                m_controller.runs().remove(run);
    });
    question->open();
}

void RunTableView::applyTheme() {
    m_model->setDark(PlotTheme::fromPalette(palette()).dark);
    makeQuiet(*m_count, palette());
}

void RunTableView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

}  // namespace latentscape::ui
