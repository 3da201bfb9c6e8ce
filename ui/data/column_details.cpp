#include "ui/data/column_details.h"

#include <QEvent>
#include <QVBoxLayout>

#include "ui/models/column_text.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

constexpr int kMargin = 12;

}  // namespace

ColumnDetails::ColumnDetails(ColumnTableModel& columns, const ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_columns(columns),
      m_viewState(viewState),
      m_name(new ElidedLabel(this)),
      m_values(new ElidedLabel(this)),
      m_histogram(new HistogramView(this)),
      m_missing(new QLabel(this)),
      m_remarks(new ColumnRemarks(columns, this)),
      m_parting([this](std::vector<ClassBins> classes) { m_histogram->setClasses(std::move(classes)); }) {
    setAccessibleName(tr("The selected column"));
    QFont headline = font();
    headline.setBold(true);
    m_name->setFont(headline);
    m_name->setTextFormat(Qt::PlainText);
    m_values->setTextFormat(Qt::PlainText);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 8, kMargin, kMargin);
    layout->setSpacing(4);
    layout->addWidget(m_name);
    layout->addWidget(m_values);
    layout->addWidget(m_histogram, 1);
    m_missing->setWordWrap(true);
    layout->addWidget(m_missing);
    layout->addWidget(m_remarks);
    connect(&columns, &ColumnTableModel::summariesReady, this, [this] {
        if (!m_isComplete)
            refresh();
    });
    connect(&viewState, &ViewState::colourColumnChanged, this, &ColumnDetails::refresh);
    connect(&columns, &QAbstractItemModel::dataChanged, this, [this] { m_remarks->showColumn(m_column); });
    connect(&columns, &QAbstractItemModel::modelReset, this, [this] { showColumn(std::nullopt); });
    refreshColours();
    refresh();
}

void ColumnDetails::showColumn(std::optional<Index> column) {
    m_column = column;
    refresh();
}

void ColumnDetails::refresh() {
    const ColumnSummaryPtr summary = m_column ? m_columns.summary(int(*m_column)) : nullptr;
    const Column* const column = m_column ? &m_columns.column(int(*m_column)) : nullptr;
    m_name->setText(column ? QString::fromStdString(column->name) : tr("No column selected"));
    m_values->setText(summary ? columnValuesText(*column, *summary)
                              : (column ? QString() : tr("Choose one to see what is in it.")));
    m_missing->setText(missingText(summary));
    m_remarks->showColumn(m_column);
    m_histogram->show(m_columns.dataset(), m_column, summary);
    m_isComplete = !m_column || summary;
    partByClass(summary);
}

QString ColumnDetails::missingText(const ColumnSummaryPtr& summary) const {
    if (!summary)
        return {};
    const QString text = summary->missing == 0 ? tr("no cell is missing")
                                               : tr("%1 missing: %2 of %3 rows")
                                                     .arg(missingShareText(*summary),
                                                          locale().toString(qlonglong(summary->missing)),
                                                          locale().toString(qlonglong(summary->rows)));
    const QString sentinels = m_columns.sentinelsText(int(*m_column));
    return sentinels.isEmpty() ? text : tr("%1; %2 was set to mean missing").arg(text, sentinels);
}

void ColumnDetails::partByClass(const ColumnSummaryPtr& summary) {
    m_parting.cancel();
    const std::optional<Index> colour = m_viewState.colourColumn();
    if (!summary || !colour || m_viewState.dataset() != m_columns.dataset())
        return;
    m_parting.run([table = m_columns.dataset(), column = *m_column, colour = *colour, summary,
                   theme = PlotTheme::fromPalette(palette())] {
        return binsByClass(table->column(column), *summary, makeColourScale(table->column(colour), theme));
    });
}

void ColumnDetails::refreshColours() {
    for (QLabel* const line : {static_cast<QLabel*>(m_values), m_missing})
        makeQuiet(*line, palette());
}

void ColumnDetails::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    refreshColours();
    refresh();
}

}  // namespace latentscape::ui
