#include "ui/data/column_details.h"

#include <QEvent>
#include <QVBoxLayout>

#include "ui/models/column_text.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

constexpr int kMargin = 12;

}  // namespace

ColumnDetails::ColumnDetails(ColumnTableModel& columns, QWidget* parent)
    : QWidget(parent),
      m_columns(columns),
      m_name(new ElidedLabel(this)),
      m_values(new ElidedLabel(this)),
      m_histogram(new HistogramView(this)),
      m_missing(new QLabel(this)) {
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
    layout->addWidget(m_missing);
    connect(&columns, &ColumnTableModel::summariesReady, this, &ColumnDetails::refresh);
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
    m_missing->setText(!summary                ? QString()
                       : summary->missing == 0 ? tr("no cell is missing")
                                               : tr("%1 missing: %2 of %3 rows")
                                                     .arg(missingShareText(*summary),
                                                          locale().toString(qlonglong(summary->missing)),
                                                          locale().toString(qlonglong(summary->rows))));
    m_histogram->show(m_columns.dataset(), m_column, summary);
}

void ColumnDetails::refreshColours() {
    for (QLabel* const line : {static_cast<QLabel*>(m_values), m_missing})
        makeQuiet(*line, palette());
}

void ColumnDetails::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
