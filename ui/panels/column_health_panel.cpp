#include "ui/panels/column_health_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/analysis/latent_health.h"
#include "core/analysis/mean_r2.h"
#include "core/analysis/view_tables.h"
#include "ui/panels/figure_delegate.h"
#include "ui/panels/health_rows.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;
constexpr int kSearchWidth = 120;
constexpr int kCellRoom = 16;

}  // namespace

ColumnHealthPanel::ColumnHealthPanel(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_columns(new ColumnHealthModel(this)),
      m_sorted(new FigureSortModel(*m_columns, this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_baselineTask([this](ColumnBaselinesPtr baselines) {
          m_columns->setBaselines(std::move(baselines));
          describe();
      }),
      m_task(
          [](const TrainingData& trained, const ModelSnapshot& model) {
              return columnHealth(*trained.dataset, trained.preprocessor, trained.table, model,
                                  healthRows(trained.split));
          },
          [this](std::vector<ColumnHealth> health, const LatentSnapshotPtr& snapshot) {
              display(std::move(health), snapshot);
          }) {
    setAccessibleName(tr("Columns"));
    m_empty->setText(tr("Start training, and each column appears here with how well the model knows it."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_pages);
    refreshColours();
}

QWidget* ColumnHealthPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    m_title = new ElidedLabel(content);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_rows = new ElidedLabel(content);
    m_search = new QLineEdit(content);
    m_search->setPlaceholderText(tr("Find a column"));
    m_search->setAccessibleName(tr("Find a column by its name"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(kSearchWidth);
    connect(m_search, &QLineEdit::textChanged, m_sorted, &FigureSortModel::setSearch);
    createTable();

    auto* const head = new QHBoxLayout;
    head->setSpacing(kSpacing);
    head->addWidget(m_title, 1);
    head->addWidget(m_search, 1);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_rows);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_table, 1);
    return content;
}

void ColumnHealthPanel::createTable() {
    m_table = new DataTable(this);
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(new FigureDelegate(m_table));
    m_table->setAccessibleName(tr("R², noise and error of each column"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setSortingEnabled(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(ColumnHealthModel::Name, QHeaderView::Stretch);
    // A double click, or Return.
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        m_viewState.setColourColumn(Index(index.data(ColumnHealthModel::ColumnRole).toLongLong()));
    });
    new PlotMenu(*m_table, tr("columns"), [this] {
        return [health = health(), baselines = baselines()] {
            return health ? columnHealthCsv(*health, baselines ? *baselines : std::vector<ColumnBaseline>())
                          : std::string();
        };
    });
}

void ColumnHealthPanel::setTrainingData(TrainingDataPtr trainingData) {
    m_data = trainingData;
    setBaselines(nullptr);
    m_columns->setHealth(nullptr, nullptr);
    m_pages->setCurrentWidget(m_empty);
    m_task.setTrainingData(std::move(trainingData));
}

void ColumnHealthPanel::setSnapshot(const LatentSnapshotPtr& snapshot) {
    m_task.setSnapshot(snapshot);
}

void ColumnHealthPanel::setTraining(bool training) {
    m_task.setTraining(training);
}

void ColumnHealthPanel::display(std::vector<ColumnHealth> health, const LatentSnapshotPtr& snapshot) {
    m_columns->setHealth(m_data->dataset,
                         std::make_shared<const std::vector<ColumnHealth>>(std::move(health)));
    m_pages->setCurrentWidget(m_content);
    judgeBaselines();
    describe();
    emit shown(snapshot);
}

void ColumnHealthPanel::setBaselines(std::shared_ptr<const FittedBaselines> baselines) {
    m_baselineTask.cancel();
    m_columns->setBaselines(nullptr);
    m_fitted = std::move(baselines);
    judgeBaselines();
}

void ColumnHealthPanel::judgeBaselines() {
    if (!m_fitted || !m_columns->health())
        return;
    m_baselineTask.run([trained = m_data, fitted = std::exchange(m_fitted, nullptr)] {
        return std::make_shared<const std::vector<ColumnBaseline>>(
            fitted->judgeColumns(trained->preprocessor, trained->table, healthRows(trained->split)));
    });
}

void ColumnHealthPanel::describe() {
    if (!m_columns->health())
        return;
    double sum = 0;
    Index varying = 0;
    for (const ColumnHealth& column : *m_columns->health()) {
        sum += column.fit.r2;
        varying += column.fit.varies ? 1 : 0;
    }
    const QString r2 = numberText(locale(), varying > 0 ? sum / double(varying) : 0, 2);
    const ColumnBaselinesPtr& baselines = m_columns->baselines();
    m_title->setText(baselines
                         ? tr("Mean R² %1 · PCA %2").arg(r2, numberText(locale(), meanR2(*baselines), 2))
                         : tr("Mean R² %1").arg(r2));
    m_rows->setText(tr("From posterior means · %1").arg(healthRowsText(m_data->split)));
}

void ColumnHealthPanel::arrange() {
    const QFontMetrics metrics = m_table->fontMetrics();
    m_table->verticalHeader()->setDefaultSectionSize(FigureDelegate::rowHeight(metrics));
    const auto fit = [this, &metrics](int section, const QString& widest) {
        m_table->setColumnWidth(section, metrics.horizontalAdvance(widest) + kCellRoom);
    };
    fit(ColumnHealthModel::R2, QStringLiteral("−0.00 ▾"));
    fit(ColumnHealthModel::PcaR2, QStringLiteral("PCA ▾"));
    fit(ColumnHealthModel::Noise, QStringLiteral("▾ 0.000"));
    fit(ColumnHealthModel::Error, QStringLiteral("Error ▾"));
}

void ColumnHealthPanel::refreshColours() {
    for (QLabel* const label : {m_empty, static_cast<QLabel*>(m_rows)})
        makeQuiet(*label, palette());
}

void ColumnHealthPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
    else if (event->type() == QEvent::FontChange)
        arrange();
}

void ColumnHealthPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void ColumnHealthPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_task.setShown(true);
}

void ColumnHealthPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_task.setShown(false);
}

}  // namespace latentscape::ui
