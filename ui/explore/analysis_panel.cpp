#include "ui/explore/analysis_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <new>

#include "core/support/problem.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;

constexpr int kProgressSteps = 1000;

QString reasonOf(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const Error& error) {
        return problemText(error.problem());
    } catch (const std::bad_alloc&) {
        return problemText({ProblemCode::OutOfMemory, {{"what", "this"}}});
    }
}

}  // namespace

AnalysisPanel::AnalysisPanel(Exploration& exploration, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_head(new QVBoxLayout),
      m_pages(new QStackedWidget(this)),
      m_message(new QLabel(m_pages)) {
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_pages->addWidget(m_message);
    m_head->setSpacing(kSpacing);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addLayout(m_head);
    layout->addWidget(createStatus());
    layout->addWidget(m_pages, 1);
    connect(&exploration, &Exploration::modelChanged, this, &AnalysisPanel::refresh);
    connect(&exploration, &Exploration::trainingChanged, this, &AnalysisPanel::refresh);
}

QWidget* AnalysisPanel::createStatus() {
    m_status = new QWidget(this);
    m_statusText = new ElidedLabel(m_status);
    m_progress = new QProgressBar(m_status);
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("How much is computed"));
    m_cancel = new QPushButton(tr("Cancel"), m_status);
    m_again = new QPushButton(tr("Compute"), m_status);
    m_again->setToolTip(tr("Compute from the newest model"));
    m_again->setAccessibleName(m_again->toolTip());
    connect(m_cancel, &QPushButton::clicked, this, &AnalysisPanel::cancelByHand);
    connect(m_again, &QPushButton::clicked, this, &AnalysisPanel::computeAgain);
    auto* const row = new QHBoxLayout(m_status);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpacing);
    row->addWidget(m_statusText, 1);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_again);
    m_status->hide();
    return m_status;
}

void AnalysisPanel::setContent(QWidget* content) {
    m_pages->addWidget(content);
    applyPalette();
    refresh();
}

AnalysisPanel::ModelId AnalysisPanel::newestModel() const {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    return needsModel() && snapshot ? ModelId{snapshot->run, snapshot->step} : ModelId{};
}

void AnalysisPanel::refresh() {
    if (m_exploration.data() != m_data) {
        stop();
        m_data = m_exploration.data();
    }
    const QString why = !m_data                                     ? tr("Open a table first.")
                        : needsModel() && !m_exploration.snapshot() ? noModelText()
                                                                    : lacking();
    if (!why.isEmpty()) {
        stop();
        showMessage(why);
        return;
    }
    const ModelId newest = newestModel();
    m_stale = m_hasResult && m_resultModel != newest;
    const bool enough = hasResult() && (!m_stale || m_exploration.isTraining());
    const bool underWay = m_computing && (m_jobModel == newest || m_exploration.isTraining());
    if (isVisible() && !enough && !underWay && !m_halted)
        begin();
    updateStatus();
}

void AnalysisPanel::begin() {
    m_halted = false;
    m_computing = true;
    m_jobModel = newestModel();
    m_progress->setValue(0);
    if (!m_hasResult)
        showMessage({});
    startJob();
}

void AnalysisPanel::computeAgain() {
    m_halted = false;
    const bool possible = m_data && (!needsModel() || m_exploration.snapshot()) && lacking().isEmpty();
    if (possible)
        begin();
    updateStatus();
}

DataTable* AnalysisPanel::createRowTable(QAbstractItemModel& lines, int rowRole, const QString& name) {
    auto* const table = new DataTable(this);
    table->setModel(&lines);
    table->setAccessibleName(name);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setSortingEnabled(true);
    table->verticalHeader()->hide();
    const auto rowOf = [rowRole](const QModelIndex& index) {
        return Index(index.data(rowRole).toLongLong());
    };
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this, rowOf](const QModelIndex& current) {
                if (current.isValid())
                    exploration().viewState().setSelectedRow(rowOf(current));
            });
    connect(table, &QTableView::activated, this,
            [this, rowOf](const QModelIndex& index) { emit rowSought(rowOf(index)); });
    return table;
}

void AnalysisPanel::invalidate() {
    cancelJob();
    m_computing = false;
    m_halted = false;
    // What was shown stays until there is something else to show.
    m_outdated = m_hasResult;
    refresh();
}

void AnalysisPanel::cancelByHand() {
    if (hasResult()) {
        cancelJob();
        m_computing = false;
    } else {
        stop();
        showMessage(tr("Cancelled."));
    }
    m_halted = true;
    updateStatus();
}

void AnalysisPanel::stop() {
    cancelJob();
    if (m_hasResult)
        clearResult();
    m_computing = false;
    m_hasResult = false;
    m_outdated = false;
    m_stale = false;
    m_halted = false;
    updateStatus();
}

void AnalysisPanel::jobDone() {
    m_computing = false;
    m_hasResult = true;
    m_outdated = false;
    m_resultModel = m_jobModel;
    m_pages->setCurrentIndex(1);
    emit resultShown();
    refresh();
}

void AnalysisPanel::jobFailed(const std::exception_ptr& error) {
    stop();
    m_halted = true;
    showMessage(reasonOf(error));
    updateStatus();
}

void AnalysisPanel::jobAt(double share) {
    m_progress->setValue(int(share * kProgressSteps));
    // What is done within a moment shows no bar.
    m_progress->setVisible(true);
    m_cancel->setVisible(true);
    m_statusText->setText(tr("Computing"));
    m_again->hide();
    m_status->show();
}

void AnalysisPanel::showMessage(const QString& text) {
    m_message->setText(text);
    m_pages->setCurrentWidget(m_message);
}

void AnalysisPanel::updateStatus() {
    if (m_computing && m_status->isVisibleTo(this) && m_cancel->isVisibleTo(m_status))
        return;
    m_progress->hide();
    m_cancel->hide();
    m_again->setVisible(!m_computing && ((m_stale && hasResult()) || m_halted));
    m_statusText->setText(m_stale ? tr("The model has learned on since.") : QString());
    m_status->setVisible(!m_again->isHidden());
}

void AnalysisPanel::applyPalette() {
    for (QLabel* const label : {m_message, static_cast<QLabel*>(m_statusText)})
        makeQuiet(*label, palette());
    refreshLook();
}

void AnalysisPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
}

void AnalysisPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

}  // namespace latentscape::ui
