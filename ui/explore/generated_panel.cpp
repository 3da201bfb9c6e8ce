#include "ui/explore/generated_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <algorithm>
#include <limits>

#include "core/analysis/model_tables.h"
#include "core/analysis/view_tables.h"
#include "core/data/row_export.h"
#include "ui/panels/legend_key.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

constexpr int kMostRows = 100'000;
constexpr int kFirstRows = 500;
constexpr std::size_t kToldPairs = 4;
constexpr int kFittedColumns = 200;

// In pixels.
constexpr int kItemWidth = 270;

/// A table of rows with a heading.
QWidget* titled(const QString& title, DataTable* table) {
    auto* const box = new QWidget;
    auto* const layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(new QLabel(title, box));
    layout->addWidget(table, 1);
    return box;
}

/// Columns as wide as their names, the first of very many.
void fitToNames(DataTable& table) {
    QHeaderView* const header = table.horizontalHeader();
    for (int i = 0; i < std::min(header->count(), kFittedColumns); ++i)
        if (!header->isSectionHidden(i))
            header->resizeSection(i, std::max(header->defaultSectionSize() / 2, header->sectionSizeHint(i)));
}

}  // namespace

GeneratedPanel::GeneratedPanel(Exploration& explored, LatentScatterView& map, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_overlay(new GeneratedOverlay(map, this)),
      m_tabs(new QTabBar(this)),
      m_pages(new QStackedWidget(this)),
      m_real(new RowTableModel(this)),
      m_made(new RowTableModel(this)),
      m_task([this](GeneratedComparisonPtr comparison) { display(std::move(comparison)); },
             [this](const std::exception_ptr& error) { jobFailed(error); },
             [this](double share) { jobAt(share); }) {
    setAccessibleName(tr("Generated rows"));
    createChoices();
    m_pages->addWidget(createRowsPage());
    m_pages->addWidget(createColumnsPage());
    m_pages->addWidget(createCorrelationsPage());
    connect(m_save, &QPushButton::clicked, m_menu, [this] { m_menu->chooseData(); });
    setContent(m_pages);
}

void GeneratedPanel::createChoices() {
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Rows"));
    m_tabs->addTab(tr("Columns"));
    m_tabs->addTab(tr("Correlations"));
    m_tabs->setAccessibleName(tr("What to compare"));
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_count = new QSpinBox(this);
    m_count->setRange(1, kMostRows);
    m_count->setValue(kFirstRows);
    m_count->setKeyboardTracking(false);
    m_count->setGroupSeparatorShown(true);
    m_count->setSuffix(tr(" rows"));
    m_count->setAccessibleName(tr("How many rows to make up"));
    m_source = new QComboBox(this);
    m_source->addItem(tr("from the prior"));
    m_source->addItem(tr("from where rows lie"));
    m_source->setAccessibleName(
        tr("Draw places from the prior N(0, I), or from a mixture fitted to where the rows lie (aggregate "
           "posterior)"));
    m_seed = new QSpinBox(this);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    m_seed->setKeyboardTracking(false);
    m_seed->setPrefix(tr("seed "));
    m_seed->setAccessibleName(tr("Which rows: the same seed, the same rows"));
    m_onMap = new QCheckBox(tr("On the map"), this);
    m_onMap->setAccessibleName(tr("Show the first %1 of them on the map as hollow points")
                                   .arg(countText(GeneratedOverlay::kMostPoints)));
    m_save = new QPushButton(tr("Export …"), this);
    m_save->setAccessibleName(tr("Save the made-up rows (CSV)"));
    for (QWidget* const choice :
         {static_cast<QWidget*>(m_count), static_cast<QWidget*>(m_source), static_cast<QWidget*>(m_seed),
          static_cast<QWidget*>(m_onMap), static_cast<QWidget*>(m_save)})
        choice->setToolTip(choice->accessibleName());
    connect(m_count, &QSpinBox::valueChanged, this, &GeneratedPanel::invalidate);
    connect(m_seed, &QSpinBox::valueChanged, this, &GeneratedPanel::invalidate);
    connect(m_source, &QComboBox::currentIndexChanged, this, &GeneratedPanel::invalidate);
    connect(m_onMap, &QCheckBox::toggled, this, &GeneratedPanel::updateOverlay);

    auto* const row = new QHBoxLayout;
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_count);
    row->addWidget(m_source);
    row->addWidget(m_seed);
    row->addWidget(m_onMap);
    row->addWidget(m_save);
    head().addLayout(row);
}

QWidget* GeneratedPanel::createRowsPage() {
    auto* const page = new QSplitter(Qt::Horizontal, m_pages);
    m_realTable = new DataTable;
    m_realTable->setModel(m_real);
    m_realTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_realTable->setAccessibleName(tr("Rows of the table"));
    m_madeTable = new DataTable;
    m_madeTable->setModel(m_made);
    m_madeTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_madeTable->setAccessibleName(tr("Rows that the model made up"));
    for (DataTable* const table : {m_realTable, m_madeTable})
        table->setSortingEnabled(true);
    page->addWidget(titled(tr("Generated"), m_madeTable));
    page->addWidget(titled(tr("Table"), m_realTable));
    page->setChildrenCollapsible(false);
    connect(m_madeTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                const Index row = current.isValid() ? m_made->tableRow(current.row()) : 0;
                if (current.isValid() && m_comparison && row < m_comparison->rows.z.cols())
                    exploration().setPlace(m_comparison->rows.z.col(row));
            });
    connect(m_realTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    exploration().viewState().setSelectedRow(m_real->tableRow(current.row()));
            });
    m_menu = new PlotMenu(*m_madeTable, tr("generated"), [this]() -> PlotMenu::CsvJob {
        return [data = exploration().data(), shown = m_comparison] {
            return shown ? generatedCsv(data->preprocessor, shown->rows) : std::string();
        };
    });
    new PlotMenu(*m_realTable, tr("table"), [this] {
        return [dataset = m_real->dataset()] {
            return dataset ? numberedRowsAsCsv(*dataset, allRows(dataset->rows())) : std::string();
        };
    });
    return page;
}

QWidget* GeneratedPanel::createColumnsPage() {
    auto* const page = new QWidget(m_pages);
    m_verdict = new QLabel(page);
    m_columns = new DifferenceList(reconstructionColour, originalColour, page);
    m_columns->setItemWidth(kItemWidth);
    m_columns->setAccessibleName(
        tr("Columns by how much made-up rows differ in them from those of the table"));
    connect(m_columns, &DifferenceList::columnChosen, this,
            [this](Index column) { exploration().viewState().setColourColumn(column); });
    new PlotMenu(*m_columns, tr("generated columns"), [this] {
        return [shown = m_comparison] {
            return shown ? differencesCsv(shown->columns, "generated", "table") : std::string();
        };
    });
    auto* const head = new QHBoxLayout;
    head->addWidget(m_verdict, 1);
    head->addWidget(new LegendKey(tr("generated"), reconstructionColour, page));
    head->addWidget(new LegendKey(tr("table"), originalColour, page));
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_columns, 1);
    return page;
}

QWidget* GeneratedPanel::createCorrelationsPage() {
    auto* const page = new QWidget(m_pages);
    m_correlations = new CorrelationView(page);
    m_correlations->setAccessibleName(tr("Correlations in the table and among made-up rows"));
    new PlotMenu(*m_correlations, tr("correlations"),
                 [this]() -> PlotMenu::CsvJob { return [text = m_correlations->csv()] { return text; }; });
    m_largest = new QLabel(page);
    m_largest->setWordWrap(true);
    m_largest->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_largest->setTextFormat(Qt::PlainText);
    auto* const layout = new QHBoxLayout(page);
    layout->setContentsMargins(0, 4, 0, 0);
    m_key =
        new QLabel(tr("Blue: both rise together. Orange: one falls where the other rises. Point at a cell to "
                      "read it."),
                   page);
    m_key->setWordWrap(true);
    auto* const words = new QVBoxLayout;
    words->addWidget(m_largest);
    words->addWidget(m_key);
    words->addStretch(1);
    layout->setSpacing(16);
    layout->addWidget(m_correlations, 1);
    layout->addLayout(words, 1);
    return page;
}

QString GeneratedPanel::noModelText() const {
    return tr("Train a model first, and rows that it makes up appear here beside those of the table.");
}

void GeneratedPanel::startJob() {
    const GenerationRequest request{.rows = m_count->value(),
                                    .seed = std::uint64_t(m_seed->value()),
                                    .fromPosterior = m_source->currentIndex() == 1};
    m_task.run(
        [data = exploration().data(), model = exploration().snapshot()->model,
         request](const Progress& progress) { return generateAndCompare(*data, *model, request, progress); });
}

void GeneratedPanel::cancelJob() {
    m_task.cancel();
}

void GeneratedPanel::clearResult() {
    m_comparison.reset();
    m_overlay->setPlaces({});
    m_real->setTable(nullptr);
    m_made->setTable(nullptr);
    m_columns->differences().setDifferences(nullptr, nullptr);
    m_correlations->setCorrelations(nullptr, {});
}

void GeneratedPanel::display(GeneratedComparisonPtr comparison) {
    m_comparison = std::move(comparison);
    m_overlay->setPlaces(m_comparison->rows.z);
    showTables();
    const TrainingData& learned = *exploration().data();
    const auto significant = std::ranges::count_if(
        m_comparison->columns, [](const ColumnDifference& difference) { return difference.isSignificant(); });
    m_verdict->setText(significant > 1 ? tr("%n columns differ from the table by more than chance", nullptr,
                                            int(significant))
                       : significant == 1 ? tr("One column differs from the table by more than chance")
                                          : tr("No column differs from the table by more than chance"));
    // The list lives as long as the comparison that owns it.
    m_columns->differences().setDifferences(learned.dataset,
                                            DifferencesPtr(m_comparison, &m_comparison->columns));
    QStringList names;
    for (const std::size_t column : m_comparison->correlations.columns)
        names << QString::fromStdString(learned.preprocessor.columns()[column].name);
    m_correlations->setCorrelations(
        std::shared_ptr<const CorrelationPair>(m_comparison, &m_comparison->correlations), names);
    m_largest->setText(names.size() < 2 ? tr("Correlations need two columns of numbers.")
                                        : tr("Largest differences") + QLatin1Char('\n') +
                                              m_correlations->largestText(kToldPairs));
    jobDone();
}

void GeneratedPanel::showTables() {
    const TrainingData& learned = *exploration().data();
    const bool others = m_made->columnCount() != int(m_comparison->table->columns().size());
    m_made->setTable(m_comparison->table);
    if (others)
        fitToNames(*m_madeTable);
    if (m_real->dataset() == learned.dataset)
        return;
    m_real->setTable(learned.dataset);
    // Those of the model are in the order of the table.
    std::vector<bool> isLearned(learned.dataset->columns().size());
    for (const EncodedColumn& column : learned.preprocessor.columns())
        isLearned[std::size_t(column.column)] = true;
    for (std::size_t i = 0; i < isLearned.size(); ++i)
        m_realTable->setColumnHidden(int(i), !isLearned[i]);
    fitToNames(*m_realTable);
}

void GeneratedPanel::updateOverlay() {
    m_overlay->setShown(m_onMap->isChecked() && isVisible());
}

void GeneratedPanel::refreshLook() {
    for (QLabel* const label : {m_verdict, m_key})
        makeQuiet(*label, palette());
}

void GeneratedPanel::showEvent(QShowEvent* event) {
    AnalysisPanel::showEvent(event);
    updateOverlay();
}

void GeneratedPanel::hideEvent(QHideEvent* event) {
    AnalysisPanel::hideEvent(event);
    updateOverlay();
}

}  // namespace latentscape::ui
