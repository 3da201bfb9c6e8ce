#include "ui/panels/latent_health_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/view_tables.h"
#include "ui/panels/health_rows.h"
#include "ui/panels/latent_delegate.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;
constexpr int kRowPadding = 8;
constexpr int kTallestRow = 84;

// Shares of the width.
constexpr double kDimensionShare = 0.15;
constexpr double kVarianceShare = 0.17;
constexpr double kDensityShare = 0.30;

}  // namespace

LatentHealthPanel::LatentHealthPanel(QWidget* parent)
    : QWidget(parent),
      m_dimensions(new LatentHealthModel(this)),
      m_sorted(new FigureSortModel(*m_dimensions, this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_task(
          [](const TrainingData& trained, const ModelSnapshot& model) {
              return latentHealth(trained.table, model, healthRows(trained.split));
          },
          [this](LatentHealth health, const LatentSnapshotPtr& snapshot) {
              display(std::move(health), snapshot);
          }) {
    setAccessibleName(tr("Latent dimensions"));
    m_empty->setText(
        tr("Start training, and each latent dimension appears here with what the model uses it "
           "for."));
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

QWidget* LatentHealthPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    m_title = new ElidedLabel(content);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_rows = new ElidedLabel(content);
    m_byKl = new QToolButton(content);
    m_byKl->setText(tr("By KL"));
    m_byKl->setCheckable(true);
    m_byKl->setAutoRaise(true);
    m_byKl->setToolTip(tr("Largest KL first, instead of in the order of the dimensions"));
    m_byKl->setAccessibleName(m_byKl->toolTip());
    m_byKl->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_byKl, &QToolButton::toggled, this, &LatentHealthPanel::sortAsChosen);
    createTable();

    auto* const head = new QHBoxLayout;
    head->setSpacing(kSpacing);
    head->addWidget(m_title, 1);
    head->addWidget(m_byKl);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_rows);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_table, 1);
    return content;
}

void LatentHealthPanel::createTable() {
    m_table = new DataTable(this);
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(new LatentDelegate(*m_dimensions, m_table));
    m_table->setAccessibleName(tr("KL, variance and aggregate posterior of each latent dimension"));
    m_table->setAlternatingRowColors(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(LatentHealthModel::Kl, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    const auto activate = [this](const QModelIndex& index) {
        emit dimensionActivated(index.data(LatentHealthModel::DimensionRole).toInt());
    };
    connect(m_table, &QTableView::clicked, this, activate);
    // By keyboard.
    connect(m_table, &QTableView::activated, this, activate);
    sortAsChosen();
    new PlotMenu(*m_table, tr("latent dimensions"), [this] {
        return [health = health()] { return health ? latentHealthCsv(*health) : std::string(); };
    });
}

void LatentHealthPanel::setTrainingData(TrainingDataPtr trainingData) {
    m_data = trainingData;
    m_dimensions->setHealth(nullptr);
    m_pages->setCurrentWidget(m_empty);
    m_task.setTrainingData(std::move(trainingData));
}

void LatentHealthPanel::setSnapshot(const LatentSnapshotPtr& snapshot) {
    m_task.setSnapshot(snapshot);
}

void LatentHealthPanel::setTraining(bool training) {
    m_task.setTraining(training);
}

void LatentHealthPanel::setAxes(int x, int y) {
    m_dimensions->setAxes(x, y);
}

void LatentHealthPanel::display(LatentHealth health, const LatentSnapshotPtr& snapshot) {
    const bool another = m_dimensions->rowCount() != int(health.dimensions.size());
    m_dimensions->setHealth(std::make_shared<const LatentHealth>(std::move(health)));
    m_pages->setCurrentWidget(m_content);
    describe();
    if (another)
        arrangeSoon();
    emit shown(snapshot);
}

void LatentHealthPanel::describe() {
    const LatentHealth& health = *m_dimensions->health();
    m_title->setText(tr("%1 of %2 active · KL %3")
                         .arg(locale().toString(health.activeUnits()),
                              locale().toString(qlonglong(health.dimensions.size())),
                              numberText(locale(), health.kl(), 2)));
    m_rows->setText(tr("= sum of the bars, nats per row · %1").arg(healthRowsText(m_data->split)));
}

void LatentHealthPanel::sortAsChosen() {
    m_byKl->setArrowType(m_byKl->isChecked() ? Qt::DownArrow : Qt::NoArrow);
    if (m_byKl->isChecked())
        m_sorted->sort(LatentHealthModel::Kl, Qt::DescendingOrder);
    else
        m_sorted->sort(LatentHealthModel::Dimension, Qt::AscendingOrder);
}

void LatentHealthPanel::arrangeSoon() {
    // After the layout has given the table its room.
    QMetaObject::invokeMethod(this, &LatentHealthPanel::arrange, Qt::QueuedConnection);
}

void LatentHealthPanel::arrange() {
    const int rows = std::max(m_dimensions->rowCount(), 1);
    const int header = m_table->horizontalHeader()->sizeHint().height();
    const int lowest = fontMetrics().height() + kRowPadding;
    m_table->verticalHeader()->setMinimumSectionSize(lowest);
    m_table->verticalHeader()->setDefaultSectionSize(
        std::clamp((m_table->height() - header) / rows, lowest, std::max(lowest, kTallestRow)));
    const double room = m_table->width();
    m_table->setColumnWidth(LatentHealthModel::Dimension, int(kDimensionShare * room));
    m_table->setColumnWidth(LatentHealthModel::Variance, int(kVarianceShare * room));
    m_table->setColumnWidth(LatentHealthModel::Density, int(kDensityShare * room));
}

void LatentHealthPanel::refreshColours() {
    for (QLabel* const label : {m_empty, static_cast<QLabel*>(m_rows)})
        makeQuiet(*label, palette());
}

void LatentHealthPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
    else if (event->type() == QEvent::FontChange)
        arrange();
}

void LatentHealthPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeSoon();
}

void LatentHealthPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_task.setShown(true);
    arrangeSoon();
}

void LatentHealthPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_task.setShown(false);
}

}  // namespace latentscape::ui
