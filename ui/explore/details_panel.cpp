#include "ui/explore/details_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "core/analysis/view_tables.h"
#include "ui/explore/row_finder.h"
#include "ui/panels/panel_colours.h"
#include "ui/panels/row_table.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;
constexpr int kFigureWidth = 64;

constexpr int kFigureDecimals = 2;

}  // namespace

DetailsPanel::DetailsPanel(Exploration& exploration, CellEdits& edits, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_edits(edits),
      m_summary(exploration.viewState()),
      m_cells(nullptr, ReconstructionModel::Lines::AllColumns),
      m_nearest(m_summary),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_neighbours(exploration),
      m_row(exploration, edits) {
    setAccessibleName(tr("Details of a row"));
    auto* const finder = new RowFinder(exploration.viewState(), this);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(finder);
    layout->addWidget(m_pages, 1);

    m_cells.setEditable(true);
    connect(finder, &RowFinder::rowFound, this, &DetailsPanel::choose);
    connect(&m_cells, &ReconstructionModel::cellWritten, this,
            [this](Index column, std::optional<double> value) {
                if (!m_row.rows().empty())
                    m_edits.write(m_row.rows().front().details.reconstruction.row, column, value);
            });
    connect(&m_row, &ExaminedRows::changed, this, &DetailsPanel::refresh);
    connect(&m_measured, &MeasuredColumns::ready, this, &DetailsPanel::refresh);
    connect(&m_neighbours, &NeighbourSearch::changed, this,
            [this] { m_nearest.setNeighbours(m_neighbours.neighbours()); });
    connect(&exploration, &Exploration::modelChanged, this, &DetailsPanel::refresh);
    connect(&exploration.viewState(), &ViewState::selectedRowChanged, this, &DetailsPanel::followRow);
    connect(&exploration.viewState(), &ViewState::colourColumnChanged, this, &DetailsPanel::refresh);
    refreshColours();
    followRow();
}

QWidget* DetailsPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    m_title = new ElidedLabel(content);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_figures = new QLabel(content);
    m_figures->setWordWrap(true);

    m_editBar = new QWidget(content);
    m_editWords = new QLabel(m_editBar);
    auto* const restore = new QToolButton(m_editBar);
    restore->setText(tr("Restore all"));
    restore->setObjectName(QStringLiteral("restore"));
    restore->setToolTip(tr("Every cell of this row as in the table again"));
    restore->setAccessibleName(restore->toolTip());
    connect(restore, &QToolButton::clicked, this, [this] {
        if (!m_row.rows().empty())
            m_edits.restore(m_row.rows().front().details.reconstruction.row);
    });
    auto* const editLine = new QHBoxLayout(m_editBar);
    editLine->setContentsMargins(0, 0, 0, 0);
    editLine->addWidget(m_editWords, 1);
    editLine->addWidget(restore);

    m_tabs = new QTabBar(content);
    m_tabs->setAccessibleName(tr("What is shown of the row"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_lists = new QStackedWidget(content);
    m_tabs->addTab(tr("Cells"));
    m_lists->addWidget(new RowTable(m_cells, false, m_lists));
    m_tabs->addTab(tr("Posterior"));
    m_lists->addWidget(createList(m_posterior, PosteriorModel::Dimension, tr("Posterior of the row")));
    m_tabs->addTab(tr("Neighbours"));
    DataTable* const nearest =
        createList(m_nearest, NeighbourModel::Row, tr("Rows nearest in the latent space"));
    m_lists->addWidget(nearest);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        m_lists->setCurrentIndex(page);
        followShown();
    });
    const auto goTo = [this](const QModelIndex& index) { choose(m_nearest.rowAt(index.row())); };
    connect(nearest, &QTableView::clicked, this, goTo);
    connect(nearest, &QTableView::activated, this, goTo);
    new PlotMenu(*m_lists, tr("row"), [this] { return csvJob(); });

    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_figures);
    layout->addWidget(m_editBar);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_tabs);
    layout->addWidget(m_lists, 1);
    return content;
}

DataTable* DetailsPanel::createList(QAbstractItemModel& model, int stretched, const QString& name) {
    auto* const list = new DataTable(m_lists);
    list->setModel(&model);
    list->setAccessibleName(name);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->verticalHeader()->hide();
    list->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    list->horizontalHeader()->setDefaultSectionSize(kFigureWidth);
    list->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    list->horizontalHeader()->setSortIndicatorShown(false);
    return list;
}

void DetailsPanel::choose(Index row) {
    ViewState& viewState = m_exploration.viewState();
    if (!viewState.dataset())
        return;
    const RowList one{row};
    viewState.selection().apply(RowSet(viewState.dataset()->rows(), one), SelectionMode::Replace);
    viewState.setSelectedRow(row);
    emit rowChosen(row);
}

void DetailsPanel::followRow() {
    const std::optional<Index> row = m_exploration.viewState().selectedRow();
    m_row.setRows(row ? RowList{*row} : RowList{});
    refresh();
}

void DetailsPanel::followShown() {
    m_row.setShown(isVisible());
    m_neighbours.setShown(isVisible() && m_tabs->currentIndex() == NearestRows);
}

void DetailsPanel::refresh() {
    // Looking through a large table takes a moment: not for a panel that nobody sees.
    if (!isVisible())
        return;
    const TrainingDataPtr& learned = m_exploration.data();
    const ColumnRangesPtr ranges = m_measured.of(learned ? learned->dataset : nullptr);
    if (m_data != learned && (ranges || !learned)) {
        m_data = learned;
        m_cells.setTrainingData(m_data, ranges);
    }
    const bool known = m_data && m_row.data() == m_data && !m_row.rows().empty();
    m_pages->setCurrentWidget(known ? m_content : static_cast<QWidget*>(m_empty));
    m_empty->setText(
        !m_exploration.snapshot() ? tr("Train a model first. Then click a point on the map, or find a row, "
                                       "to see here what the model makes of it.")
        : !m_exploration.viewState().selectedRow()
            ? tr("Click a point on the map, or find a row above, to see what the model makes of it.")
            : QString());
    if (known) {
        describe(m_row.rows().front());
    } else {
        m_posterior.setPosterior({}, {}, {});
        m_neighbours.setPlace({}, std::nullopt);
    }
}

void DetailsPanel::describe(const ExaminedRow& row) {
    const Index number = row.details.reconstruction.row;
    m_cells.setReconstruction(row.details.reconstruction, row.edits);
    m_posterior.setPosterior(row.details.mean, row.details.deviation, row.details.kl);
    m_neighbours.setPlace(row.details.mean, number);
    m_title->setText(m_summary.title(number));
    m_figures->setText(tr("%1 · reconstruction %2, KL %3 nats")
                           .arg(rowUse(m_data->split, number),
                                numberText(locale(), row.details.error, kFigureDecimals),
                                numberText(locale(), double(row.details.kl.sum()), kFigureDecimals)));
    m_figures->setToolTip(
        tr("Reconstruction: −log p(x | z) at the row's mean. KL: what the map keeps of the "
           "row. Both for the row as it is shown."));
    m_editBar->setVisible(!row.edits.empty());
    const int edited = int(row.edits.size());
    m_editWords->setText(edited == 1 ? tr("1 cell edited") : tr("%n cells edited", nullptr, edited));
}

std::function<std::string()> DetailsPanel::csvJob() const {
    if (m_row.rows().empty())
        return [] { return std::string(); };
    const RowDetails& details = m_row.rows().front().details;
    const Index row = details.reconstruction.row;
    switch (m_tabs->currentIndex()) {
        case Posterior:
            return [row, mean = details.mean, deviation = details.deviation, kl = details.kl] {
                return posteriorCsv(row, mean, deviation, kl);
            };
        case NearestRows:
            return [row, nearest = m_neighbours.neighbours()] { return neighboursCsv(row, nearest); };
        default:
            return m_cells.csvJob();
    }
}

void DetailsPanel::refreshColours() {
    for (QLabel* const label : {m_empty, m_figures, m_editWords})
        makeQuiet(*label, palette());
}

void DetailsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

void DetailsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
    followShown();
}

void DetailsPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    followShown();
}

}  // namespace latentscape::ui
