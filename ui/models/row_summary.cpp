#include "ui/models/row_summary.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/models/view_state.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

/// Columns that a tooltip names for one row, and for each of several.
constexpr std::size_t kOfOneRow = 4;
constexpr std::size_t kOfEachRow = 2;
/// Longer texts would make a tooltip as wide as the screen.
constexpr qsizetype kLongestText = 40;

QString shortened(const QString& text) {
    return text.size() > kLongestText ? text.left(kLongestText - 1) + QStringLiteral("…") : text;
}

}  // namespace

std::optional<Index> namingColumn(const Dataset& dataset) {
    for (std::size_t i = 0; i < dataset.columns().size(); ++i) {
        const Column& column = dataset.columns()[i];
        if (column.type == ColumnType::Text && !column.missing.any() &&
            Index(column.categories.size()) == dataset.rows())
            return Index(i);
    }
    return std::nullopt;
}

QString rowName(const Dataset& dataset, std::optional<Index> namingColumn, Index row) {
    const QString number = QLocale().toString(qlonglong(row + 1));
    if (!namingColumn)
        return RowSummary::tr("Row %1").arg(number);
    return RowSummary::tr("%1 · row %2")
        .arg(shortened(QString::fromStdString(dataset.column(*namingColumn).cellText(row))), number);
}

QString rowUse(const Split& split, Index row) {
    return std::ranges::binary_search(split.validation, row) ? RowSummary::tr("Held back for validation")
           : std::ranges::binary_search(split.training, row) ? RowSummary::tr("Used for training")
                                                             : RowSummary::tr("Left out");
}

RowSummary::RowSummary(const ViewState& viewState, QObject* parent)
    : QObject(parent),
      m_viewState(viewState),
      m_task([this](std::shared_ptr<const ColumnDeviations> found) { m_deviations = std::move(found); }) {
    connect(&viewState, &ViewState::datasetChanged, this, &RowSummary::followTable);
    followTable();
}

void RowSummary::followTable() {
    m_task.cancel();
    m_deviations.reset();
    m_naming = m_viewState.dataset() ? namingColumn(*m_viewState.dataset()) : std::nullopt;
}

QString RowSummary::name(Index row) const {
    const DatasetPtr& dataset = m_viewState.dataset();
    return dataset && row < dataset->rows() ? rowName(*dataset, m_naming, row)
                                            : tr("Row %1").arg(QLocale().toString(qlonglong(row + 1)));
}

QString RowSummary::title(Index row) const {
    const DatasetPtr& dataset = m_viewState.dataset();
    if (dataset && m_viewState.isColouredByGroup()) {
        const std::vector<Group>& groups = m_viewState.groups().all();
        const auto group =
            std::ranges::find_if(groups, [row](const Group& one) { return one.rows.contains(row); });
        return group == groups.end() ? name(row) : tr("%1 · %2").arg(name(row), group->name);
    }
    const std::optional<Index> index = m_viewState.colourColumn();
    if (!dataset || !index || row >= dataset->rows() || index == m_naming)
        return name(row);
    const Column& column = dataset->column(*index);
    const QString value = QString::fromStdString(column.cellText(row));
    return tr("%1 · %2: %3")
        .arg(name(row), QString::fromStdString(column.name),
             value.isEmpty() ? tr("missing") : shortened(value));
}

void RowSummary::measure() {
    const DatasetPtr& dataset = m_viewState.dataset();
    if (dataset && !m_deviations && !m_task.isRunning())
        m_task.run([dataset] { return std::make_shared<const ColumnDeviations>(dataset); });
}

QStringList RowSummary::peculiarities(Index row, std::size_t count) const {
    if (!m_deviations || row >= m_deviations->dataset()->rows())
        return {};
    QStringList texts;
    // One more, as the column that colours stands in the title.
    for (const ColumnDeviation& found : m_deviations->top(row, count + 1)) {
        if (found.column == m_viewState.colourColumn() || std::size_t(texts.size()) == count)
            continue;
        const Column& column = m_deviations->dataset()->column(found.column);
        const QString value = shortened(cellText(QLocale(), column, row));
        const QString name = QString::fromStdString(column.name);
        texts
            << (column.hasCategories()
                    ? tr("%1: %2").arg(name, value)
                    : tr("%1: %2 (%3 σ)").arg(name, value, signedNumberText(QLocale(), found.deviation, 1)));
    }
    return texts;
}

QString RowSummary::toolTip(std::span<const Index> rows, bool more) {
    measure();
    QStringList lines;
    for (const Index row : rows) {
        lines << QStringLiteral("<b>%1</b>").arg(title(row).toHtmlEscaped());
        for (const QString& line : peculiarities(row, rows.size() == 1 ? kOfOneRow : kOfEachRow))
            lines << QStringLiteral("  ") + line.toHtmlEscaped();
    }
    if (more)
        lines << QStringLiteral("…");
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(lines.join(QStringLiteral("<br>")));
}

}  // namespace latentscape::ui
