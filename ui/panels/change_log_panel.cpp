#include "ui/panels/change_log_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "core/data/csv_writer.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"
#include "ui/training/edit_summary.h"

namespace latentscape::ui {
namespace {

constexpr int kMargin = 8;
constexpr int kStepWidth = 74;
constexpr int kEpochWidth = 60;

std::string changesCsv(const MetricsHistory& history) {
    const std::vector<std::string> header{"step", "epoch", "hyperparameter", "before", "after"};
    CsvWriter writer(header);
    for (const HyperparameterEdit& edit : history.edits) {
        writer.addCell(std::to_string(edit.step));
        writer.addNumber(edit.epoch);
        writer.addCell(edit.key);
        writer.addCell(hyperparameterText(edit.before));
        writer.addCell(hyperparameterText(edit.after));
        writer.endRow();
    }
    return writer.text();
}

double epochAt(const MetricsHistory& history, std::int64_t step) {
    const auto after = std::ranges::upper_bound(history.training, step, {}, &TrainingRecord::step);
    return after == history.training.begin() ? 0 : std::prev(after)->epoch;
}

}  // namespace

// -- Model --

std::vector<ChangeLogModel::Line> ChangeLogModel::linesOf(const MetricsHistory& history) {
    std::vector<Line> lines;
    for (const HyperparameterEdit& edit : history.edits)
        lines.push_back({edit.place(), edit.epoch, changeText(edit)});
    for (const RunPlace& place : history.recoveries)
        lines.push_back({place, epochAt(history, place.step), tr("back to the best parameters")});
    std::ranges::stable_sort(lines, {}, &Line::place);
    return lines;
}

void ChangeLogModel::setHistory(const MetricsHistory& history) {
    std::vector<Line> lines = linesOf(history);
    const bool goesOn =
        lines.size() >= m_lines.size() && std::equal(m_lines.begin(), m_lines.end(), lines.begin());
    if (!goesOn) {
        beginResetModel();
        m_lines = std::move(lines);
        endResetModel();
    } else if (lines.size() > m_lines.size()) {
        beginInsertRows({}, int(m_lines.size()), int(lines.size()) - 1);
        m_lines = std::move(lines);
        endInsertRows();
    }
}

int ChangeLogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ChangeLogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kSections;
}

QVariant ChangeLogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Line& line = m_lines[std::size_t(index.row())];
    if (role == EpochRole)
        return line.epoch;
    if (role == Qt::TextAlignmentRole && index.column() != Change)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return tr("<p>%1, before step %2. Click to look at that moment.</p>")
            .arg(line.text, countText(line.place.step + 1));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
        case Step:
            return countText(line.place.step);
        case Epoch:
            return QLocale().toString(line.epoch, 'f', 1);
        default:
            return line.text;
    }
}

QVariant ChangeLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Change ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Step ? tr("step") : section == Epoch ? tr("epoch") : tr("change");
}

// -- Panel --

ChangeLogPanel::ChangeLogPanel(TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_lines(new ChangeLogModel(this)),
      m_empty(new QLabel(this)),
      m_title(new ElidedLabel(this)),
      m_table(new DataTable(this)) {
    m_empty->setText(
        tr("What you change while the model trains is written down here, with the step at which it took "
           "effect. The same changes with the same seed lead to the same model."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_table->setModel(m_lines);
    m_table->setAccessibleName(tr("Live changes of the run, by the step at which they took effect"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    QHeaderView* const header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(ChangeLogModel::Change, QHeaderView::Stretch);
    m_table->setColumnWidth(ChangeLogModel::Step, kStepWidth);
    m_table->setColumnWidth(ChangeLogModel::Epoch, kEpochWidth);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    const auto activate = [this](const QModelIndex& index) {
        emit epochActivated(index.data(ChangeLogModel::EpochRole).toDouble());
    };
    connect(m_table, &QTableView::clicked, this, activate);
    // By keyboard.
    connect(m_table, &QTableView::activated, this, activate);
    new PlotMenu(*m_table, tr("changes"),
                 [this] { return [history = m_controller.history()] { return changesCsv(history); }; });
    connect(&m_controller, &TrainingController::runStarted, this, &ChangeLogPanel::refresh);
    connect(&m_controller, &TrainingController::metricsUpdated, this, [this](const MetricsUpdate& update) {
        if (!update.latest.edits.empty() || !update.latest.recoveries.empty())
            refresh();
    });
    refresh();
}

void ChangeLogPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void ChangeLogPanel::refresh() {
    const bool hasRun = m_controller.runs().find(m_controller.currentRun()) != nullptr;
    m_lines->setHistory(hasRun ? m_controller.history() : MetricsHistory());
    const int changes = m_lines->rowCount();
    m_empty->setVisible(changes == 0);
    m_title->setVisible(changes > 0);
    m_table->setVisible(changes > 0);
    m_title->setText(changes == 1 ? tr("One change while it trained")
                                  : tr("%n changes while it trained", nullptr, changes));
    if (changes > 0)
        m_table->scrollToBottom();
}

}  // namespace latentscape::ui
