#include "ui/explore/anomalies_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <algorithm>
#include <cmath>

#include "core/analysis/view_tables.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

constexpr int kImportanceSamples = 50;
constexpr double kSelectedPercent = 1;

/// Which of the menu's tables it is.
constexpr std::size_t kAllRows = 1;

// In pixels.
constexpr int kCellRoom = 20;

}  // namespace

AnomaliesPanel::AnomaliesPanel(Exploration& explored, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_rows(new AnomalyModel(this)),
      m_sorted(new FigureSortModel(*m_rows, this)),
      m_task([this](AnomalyRankingPtr ranking) { display(std::move(ranking)); },
             [this](const std::exception_ptr& error) { jobFailed(error); },
             [this](double share) { jobAt(share); }) {
    setAccessibleName(tr("Anomalies"));
    setContent(createContent());
}

QWidget* AnomaliesPanel::createContent() {
    auto* const content = new QWidget(this);
    m_title = new ElidedLabel(content);
    m_score = new QComboBox(content);
    m_score->addItem(tr("By ELBO"));
    m_score->addItem(tr("By likelihood"));
    m_score->setToolTip(tr("Score rows by −ELBO, or by a closer estimate of −log p(x) from %1 weighted "
                           "draws, which takes longer")
                            .arg(kImportanceSamples));
    m_score->setAccessibleName(m_score->toolTip());
    connect(m_score, &QComboBox::currentIndexChanged, this, &AnomaliesPanel::invalidate);
    m_share = new QDoubleSpinBox(content);
    m_share->setRange(0.1, 100);
    m_share->setDecimals(1);
    m_share->setValue(kSelectedPercent);
    m_share->setSuffix(tr(" %"));
    m_share->setAccessibleName(tr("Per cent of the rows, the strangest first"));
    m_share->setToolTip(m_share->accessibleName());
    auto* const select = new QPushButton(tr("Select top"), content);
    select->setToolTip(tr("Select so many of the strangest rows in all views"));
    select->setAccessibleName(select->toolTip());
    connect(select, &QPushButton::clicked, this, &AnomaliesPanel::selectStrangest);
    auto* const save = new QPushButton(tr("Export …"), content);
    save->setToolTip(tr("Save all rows with score and shares of the columns (CSV)"));
    save->setAccessibleName(save->toolTip());
    createTable();
    connect(save, &QPushButton::clicked, m_menu, [this] { m_menu->chooseData(kAllRows); });

    auto* const choices = new QHBoxLayout;
    choices->addWidget(m_title, 1);
    choices->addWidget(m_score);
    head().addLayout(choices);
    auto* const actions = new QHBoxLayout;
    actions->addWidget(select);
    actions->addWidget(m_share);
    actions->addStretch(1);
    actions->addWidget(save);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addLayout(actions);
    return content;
}

void AnomaliesPanel::createTable() {
    m_table = createRowTable(*m_sorted, AnomalyModel::kRowRole,
                             tr("The strangest rows with score and columns to blame"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(AnomalyModel::Blame, QHeaderView::Stretch);
    m_menu = new PlotMenu(*m_table, tr("anomalies"), [this] {
        return [data = exploration().data(), shown = ranking(), weighted = options().importanceSamples > 1] {
            return shown ? strangestCsv(data->preprocessor, *shown, weighted) : std::string();
        };
    });
    m_menu->addExport(tr("Export all rows …"), tr("scores"), [this] {
        const LatentSnapshotPtr snapshot = exploration().snapshot();
        return [data = exploration().data(), model = snapshot ? snapshot->model : nullptr,
                options = options()](const Progress& progress) {
            return model ? scoresCsv(data->preprocessor, data->table, *model, options, progress)
                         : std::string();
        };
    });
}

AnomalyOptions AnomaliesPanel::options() const {
    return {.importanceSamples = m_score->currentIndex() == 1 ? kImportanceSamples : 0};
}

QString AnomaliesPanel::noModelText() const {
    return tr("Train a model first, and the rows that it finds least likely appear here.");
}

void AnomaliesPanel::startJob() {
    m_task.run([data = exploration().data(), model = exploration().snapshot()->model,
                options = options()](const Progress& progress) -> AnomalyRankingPtr {
        return std::make_shared<const AnomalyRanking>(
            rankAnomalies(data->preprocessor, data->table, *model, options, progress));
    });
}

void AnomaliesPanel::cancelJob() {
    m_task.cancel();
}

void AnomaliesPanel::clearResult() {
    m_rows->setRanking(nullptr, nullptr);
    m_title->clear();
}

void AnomaliesPanel::display(AnomalyRankingPtr ranking) {
    const qsizetype listed = ranking->explained.score.size();
    const qsizetype all = qsizetype(ranking->order.size());
    m_title->setText(listed < all ? tr("%1 strangest of %2 rows").arg(countText(listed), countText(all))
                                  : tr("%1 rows, strangest first").arg(countText(all)));
    m_rows->setRanking(exploration().data(), std::move(ranking));
    m_table->scrollToTop();
    jobDone();
}

void AnomaliesPanel::selectStrangest() {
    Selection& selection = exploration().viewState().selection();
    const std::size_t rows = ranking() ? ranking()->order.size() : 0;
    if (Index(rows) != selection.rows().rows() || rows == 0)
        return;
    const std::size_t count = std::size_t(std::ceil(m_share->value() / 100 * double(rows) - 1e-9));
    selection.apply(RowSet(Index(rows), std::span(ranking()->order).first(std::min(count, rows))),
                    SelectionMode::Replace);
}

void AnomaliesPanel::refreshLook() {
    makeQuiet(*m_title, palette());
    const QFontMetrics metrics = m_table->fontMetrics();
    m_table->setColumnWidth(AnomalyModel::Row,
                            metrics.horizontalAdvance(QStringLiteral("100,000")) + kCellRoom);
    m_table->setColumnWidth(AnomalyModel::Score,
                            metrics.horizontalAdvance(QStringLiteral("Score ▾")) + kCellRoom);
}

}  // namespace latentscape::ui
