#include "ui/explore/missing_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <algorithm>
#include <map>

#include "core/analysis/model_tables.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

/// With more rows to fill, fewer draws each.
constexpr std::size_t kManyRows = 5000;
constexpr int kDrawsOfMany = 100;

// In pixels.
constexpr int kCellRoom = 20;

}  // namespace

MissingPanel::MissingPanel(Exploration& explored, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_cells(new MissingModel(this)),
      m_sorted(new FigureSortModel(*m_cells, this)),
      m_task([this](ImputedCellsPtr cells) { display(std::move(cells)); },
             [this](const std::exception_ptr& error) { jobFailed(error); },
             [this](double share) { jobAt(share); }) {
    setAccessibleName(tr("Missing cells"));
    setContent(createContent());
}

QWidget* MissingPanel::createContent() {
    auto* const content = new QWidget(this);
    m_title = new ElidedLabel(content);
    m_column = new QComboBox(content);
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_column->setMinimumContentsLength(12);
    m_column->setAccessibleName(tr("Column whose missing cells are listed"));
    m_column->setToolTip(m_column->accessibleName());
    connect(m_column, &QComboBox::currentIndexChanged, this, &MissingPanel::filter);
    createTable(content);
    auto* const save = new QPushButton(tr("Export filled table …"), content);
    save->setToolTip(tr("Save the whole table with its missing cells filled in (CSV)"));
    save->setAccessibleName(save->toolTip());
    connect(save, &QPushButton::clicked, m_menu, &PlotMenu::chooseData);

    auto* const actions = new QHBoxLayout;
    actions->addWidget(m_column, 1);
    actions->addWidget(save);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);
    layout->addLayout(actions);
    return content;
}

void MissingPanel::createTable(QWidget* content) {
    m_table = new DataTable(content);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Missing cells with what the model puts there"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setSortingEnabled(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(MissingModel::Name, QHeaderView::Stretch);
    const auto rowOf = [](const QModelIndex& index) {
        return Index(index.data(MissingModel::kRowRole).toLongLong());
    };
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this, rowOf](const QModelIndex& current) {
                if (current.isValid())
                    exploration().viewState().setSelectedRow(rowOf(current));
            });
    // A double click, or Return.
    connect(m_table, &QTableView::activated, this,
            [this, rowOf](const QModelIndex& index) { emit rowSought(rowOf(index)); });
    m_menu = new PlotMenu(*m_table, tr("filled table"), [this]() -> PlotMenu::CsvJob {
        return [data = exploration().data(), shown = cells()] {
            return shown ? completedCsv(*data->dataset, data->preprocessor, *shown) : std::string();
        };
    });
}

QString MissingPanel::noModelText() const {
    return tr("Train a model first, and the missing cells of the table appear here with what it puts there.");
}

QString MissingPanel::lacking() const {
    const TrainingData& learned = *exploration().data();
    const auto hasGaps = [&learned](const EncodedColumn& column) {
        return column.features > 0 && learned.dataset->column(column.column).missing.any();
    };
    return std::ranges::any_of(learned.preprocessor.columns(), hasGaps)
               ? QString()
               : tr("No cell is missing in the columns that the model learns.");
}

void MissingPanel::startJob() {
    m_task.run([data = exploration().data(),
                model = exploration().snapshot()->model](const Progress& progress) -> ImputedCellsPtr {
        const RowList rows = rowsToFill(*data->dataset, data->preprocessor);
        ImputationOptions options;
        if (rows.size() > kManyRows)
            options.samples = kDrawsOfMany;
        return std::make_shared<const std::vector<ImputedCell>>(
            imputeMissing(*data->dataset, data->preprocessor, data->table, *model, rows, options, progress));
    });
}

void MissingPanel::cancelJob() {
    m_task.cancel();
}

void MissingPanel::clearResult() {
    m_cells->setCells(nullptr, nullptr);
}

void MissingPanel::display(ImputedCellsPtr cells) {
    m_cells->setCells(exploration().data(), std::move(cells));
    listColumns();
    jobDone();
}

void MissingPanel::listColumns() {
    std::map<std::size_t, int> counts;
    Index rows = 0;
    Index last = -1;
    for (const ImputedCell& cell : *m_cells->cells()) {
        ++counts[cell.column];
        rows += cell.row != last ? 1 : 0;
        last = cell.row;
    }
    const QString all = countText(qint64(m_cells->cells()->size()));
    m_title->setText(tr("%1 missing cells in %2 rows").arg(all, countText(rows)));
    const QString chosen = m_column->currentData().toString();
    {
        const QSignalBlocker blocker(m_column);
        m_column->clear();
        m_column->addItem(tr("All columns (%1)").arg(all), QString());
        for (const auto& [column, count] : counts) {
            const QString name =
                QString::fromStdString(exploration().data()->preprocessor.columns()[column].name);
            m_column->addItem(tr("%1 (%2)").arg(name, countText(count)), name);
        }
        m_column->setCurrentIndex(std::max(0, m_column->findData(chosen)));
    }
    filter();
}

void MissingPanel::filter() {
    const QString name = m_column->currentData().toString();
    m_sorted->setFilterKeyColumn(MissingModel::Name);
    m_sorted->setFilterRegularExpression(
        name.isEmpty()
            ? QRegularExpression()
            : QRegularExpression(QRegularExpression::anchoredPattern(QRegularExpression::escape(name))));
}

void MissingPanel::refreshLook() {
    makeQuiet(*m_title, palette());
    const QFontMetrics metrics = m_table->fontMetrics();
    const auto fit = [this, &metrics](int section, const QString& widest) {
        m_table->setColumnWidth(section, metrics.horizontalAdvance(widest) + kCellRoom);
    };
    fit(MissingModel::Row, QStringLiteral("Row ▾ "));
    fit(MissingModel::Value, QStringLiteral("Filled in ▾"));
    fit(MissingModel::Range, QStringLiteral("1234.5 – 1234.5"));
}

}  // namespace latentscape::ui
