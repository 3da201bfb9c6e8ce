#include "ui/explore/missing_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <algorithm>

#include "core/analysis/model_tables.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

/// With more rows to fill, fewer draws each.
constexpr std::size_t kManyRows = 5000;
constexpr int kDrawsOfMany = 100;

/// Lines that columns are made wide enough for, and how many letters they get at most.
constexpr int kFittedRows = 500;
constexpr int kWidestText = 24;

/// Which of the menu's tables it is.
constexpr std::size_t kFilledTable = 1;

// In pixels.
constexpr int kCellRoom = 20;

}  // namespace

MissingPanel::MissingPanel(Exploration& explored, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_cells(new MissingModel(this)),
      m_sorted(new FigureSortModel(*m_cells, this)),
      m_task([this](const Filled& filled) { display(filled); },
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
    createTable();
    auto* const save = new QPushButton(tr("Export filled table …"), content);
    save->setToolTip(tr("Save the whole table with its missing cells filled in (CSV)"));
    save->setAccessibleName(save->toolTip());
    connect(save, &QPushButton::clicked, m_menu, [this] { m_menu->chooseData(kFilledTable); });

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

void MissingPanel::createTable() {
    m_table =
        createRowTable(*m_sorted, MissingModel::kRowRole, tr("Missing cells with what the model puts there"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_menu = new PlotMenu(*m_table, tr("missing cells"), [this] {
        return [data = exploration().data(), shown = cells()] {
            return shown ? intervalsCsv(data->preprocessor, *shown) : std::string();
        };
    });
    m_menu->addExport(tr("Export filled table …"), tr("filled table"), [this] {
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

MissingPanel::Filled MissingPanel::fill(const TrainingData& trained, const ModelSnapshot& model,
                                        const Progress& progress) {
    const RowList rows = rowsToFill(*trained.dataset, trained.preprocessor);
    ImputationOptions options;
    if (rows.size() > kManyRows)
        options.samples = kDrawsOfMany;
    Filled filled{.cells = std::make_shared<const std::vector<ImputedCell>>(imputeMissing(
                      *trained.dataset, trained.preprocessor, trained.table, model, rows, options, progress)),
                  .cellsOfColumn = {},
                  .rows = Index(rows.size())};
    for (const ImputedCell& cell : *filled.cells)
        ++filled.cellsOfColumn[cell.column];
    return filled;
}

void MissingPanel::startJob() {
    m_task.run([trained = exploration().data(), model = exploration().snapshot()->model](
                   const Progress& progress) { return fill(*trained, *model, progress); });
}

void MissingPanel::cancelJob() {
    m_task.cancel();
}

void MissingPanel::clearResult() {
    m_cells->setCells(nullptr, nullptr);
}

void MissingPanel::display(const Filled& filled) {
    m_cells->setCells(exploration().data(), filled.cells);
    listColumns(filled);
    refreshLook();
    jobDone();
}

void MissingPanel::listColumns(const Filled& filled) {
    const QString all = countText(qint64(filled.cells->size()));
    const QString counts = filled.cells->size() == 1
                               ? tr("One missing cell")
                               : tr("%1 missing cells in %2 rows").arg(all, countText(filled.rows));
    m_title->setText(filled.cells->size() > MissingModel::kMostListed
                         ? tr("%1; the first %2 are listed").arg(counts, countText(MissingModel::kMostListed))
                         : counts);
    const QString chosen = m_column->currentData().toString();
    {
        const QSignalBlocker blocker(m_column);
        m_column->clear();
        m_column->addItem(tr("All columns (%1)").arg(all), QString());
        for (const auto& [column, count] : filled.cellsOfColumn) {
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

QString MissingPanel::widestText(int section) const {
    // With room for the mark of sorting.
    QString widest = m_cells->headerData(section, Qt::Horizontal).toString() + QStringLiteral(" ▾");
    for (int row = 0; row < std::min(m_cells->rowCount(), kFittedRows); ++row) {
        const QString text = m_cells->index(row, section).data().toString();
        if (text.size() > widest.size())
            widest = text;
    }
    return widest.left(kWidestText);
}

void MissingPanel::refreshLook() {
    makeQuiet(*m_title, palette());
    const QFontMetrics metrics = m_table->fontMetrics();
    const auto fit = [this, &metrics](int section, const QString& widest) {
        m_table->setColumnWidth(section, metrics.horizontalAdvance(widest) + kCellRoom);
    };
    fit(MissingModel::Row, QStringLiteral("1,000"));
    fit(MissingModel::Name, widestText(MissingModel::Name));
    fit(MissingModel::Value, widestText(MissingModel::Value));
}

}  // namespace latentscape::ui
