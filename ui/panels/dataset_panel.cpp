#include "ui/panels/dataset_panel.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/elided_label.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 12;
constexpr double kHeadlineScale = 1.25;
/// In characters.
constexpr qsizetype kLongestLabel = 28;

QString separated(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString shortened(const QString& name) {
    constexpr qsizetype kHalf = kLongestLabel / 2;
    return name.size() <= kLongestLabel ? name
                                        : name.left(kHalf) + QStringLiteral("…") + name.right(kHalf - 1);
}

int inputsOfType(const Dataset& dataset, const ColumnRoles& roles, ColumnType type) {
    return int(std::count_if(roles.inputs.begin(), roles.inputs.end(),
                             [&](Index input) { return dataset.column(input).type == type; }));
}

/// How many of them the model sees as logarithms.
int logarithmicInputs(const Preprocessor& preprocessor, const ColumnRoles& roles) {
    return int(std::ranges::count_if(preprocessor.columns(), [&](const EncodedColumn& column) {
        return column.features > 0 && column.numberScale == NumberScale::Logarithm &&
               std::ranges::binary_search(roles.inputs, column.column);
    }));
}

/// `64 numbers`; empty for none.
QString countText(ColumnType type, int count) {
    if (count == 0)
        return {};
    switch (type) {
        case ColumnType::Number:
            return count == 1 ? DatasetPanel::tr("1 number")
                              : DatasetPanel::tr("%Ln numbers", nullptr, count);
        case ColumnType::Count:
            return count == 1 ? DatasetPanel::tr("1 count") : DatasetPanel::tr("%Ln counts", nullptr, count);
        case ColumnType::DateTime:
            return count == 1 ? DatasetPanel::tr("1 date") : DatasetPanel::tr("%Ln dates", nullptr, count);
        case ColumnType::Binary:
            return DatasetPanel::tr("%Ln yes/no", nullptr, count);
        case ColumnType::Category:
            return count == 1 ? DatasetPanel::tr("1 category")
                              : DatasetPanel::tr("%Ln categories", nullptr, count);
        case ColumnType::Text:
            return count == 1 ? DatasetPanel::tr("1 text") : DatasetPanel::tr("%Ln texts", nullptr, count);
    }
    return {};
}

QLabel* createLine(QWidget* parent) {
    auto* const line = new QLabel(parent);
    line->setWordWrap(true);
    line->setTextFormat(Qt::PlainText);
    return line;
}

}  // namespace

DatasetPanel::DatasetPanel(QWidget* parent)
    : QWidget(parent),
      m_name(new ElidedLabel(this)),
      m_size(createLine(this)),
      m_kinds(createLine(this)),
      m_picture(createLine(this)),
      m_toData(new QToolButton(this)) {
    setAccessibleName(tr("Table"));
    QFont headline = font();
    headline.setBold(true);
    headline.setPointSizeF(headline.pointSizeF() * kHeadlineScale);
    m_name->setFont(headline);
    m_name->setTextFormat(Qt::PlainText);

    m_toData->setText(tr("Columns and rows"));
    m_toData->setToolTip(tr("See what is in each column and row, and choose what the model learns"));

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(4);
    for (QWidget* const line : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_size),
                                static_cast<QWidget*>(m_kinds), static_cast<QWidget*>(m_picture)})
        layout->addWidget(line);
    layout->addSpacing(4);
    layout->addWidget(m_toData, 0, Qt::AlignLeft);
    layout->addStretch(1);

    connect(m_toData, &QToolButton::clicked, this, &DatasetPanel::dataRequested);
    refreshColours();
    clear();
}

void DatasetPanel::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    if (!dataset)
        return clear();
    m_missing = dataset->missingCount();
    if (dataset != m_dataset)
        m_prepared.reset();
    m_dataset = std::move(dataset);
    m_roles = roles;
    describe();
}

void DatasetPanel::setPrepared(const TrainingDataPtr& prepared) {
    if (!prepared || prepared->dataset != m_dataset)
        return;
    m_prepared = prepared;
    describe();
}

void DatasetPanel::clear() {
    m_dataset = nullptr;
    m_prepared = nullptr;
    m_name->setText(tr("No table"));
    m_size->setText(tr("Open a CSV file, or drop one here, to see what is in it."));
    m_kinds->hide();
    m_picture->hide();
    m_toData->hide();
}

void DatasetPanel::describe() {
    const int rows = int(m_dataset->rows());
    const int columns = int(m_dataset->columns().size());
    m_name->setText(QString::fromStdString(m_dataset->name()));
    m_size->setText(separated({rows == 1 ? tr("1 row") : tr("%Ln rows", nullptr, rows),
                               columns == 1 ? tr("1 column") : tr("%Ln columns", nullptr, columns),
                               tr("%Ln missing", nullptr, int(m_missing))}));

    QStringList kinds;
    for (const ColumnType type : {ColumnType::Number, ColumnType::Count, ColumnType::DateTime,
                                  ColumnType::Binary, ColumnType::Category, ColumnType::Text})
        kinds.append(countText(type, inputsOfType(*m_dataset, m_roles, type)));
    const int logarithmic = m_prepared ? logarithmicInputs(m_prepared->preprocessor, m_roles) : 0;
    if (logarithmic > 0)
        kinds[0] = tr("%1 (%Ln on a log scale)", nullptr, logarithmic).arg(kinds[0]);
    if (m_roles.label)
        kinds.append(
            tr("1 label: %1").arg(shortened(QString::fromStdString(m_dataset->column(*m_roles.label).name))));
    const int colours = int(m_roles.colours.size());
    if (colours > 0)
        kinds.append(tr("%Ln colour only", nullptr, colours));
    const int ignored = columns - int(m_roles.inputs.size()) - colours - (m_roles.label ? 1 : 0);
    if (ignored > 0)
        kinds.append(tr("%Ln ignored", nullptr, ignored));
    m_kinds->setText(separated(kinds));
    m_kinds->show();

    m_picture->setVisible(m_roles.image.has_value());
    if (m_roles.image)
        m_picture->setText(
            tr("%1 × %2 pictures")
                .arg(locale().toString(m_roles.image->width), locale().toString(m_roles.image->height)));
    m_toData->show();
    fitHeight();
}

void DatasetPanel::fitHeight() {
    setMinimumHeight(layout()->totalHeightForWidth(width()));
}

void DatasetPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_dataset)
        fitHeight();
}

void DatasetPanel::refreshColours() {
    for (QLabel* const line : {m_size, m_kinds, m_picture})
        makeQuiet(*line, palette());
}

void DatasetPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
