#include "ui/panels/dataset_panel.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/column_table_model.h"
#include "ui/panels/choice_delegate.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 12;
constexpr int kRowPadding = 8;
constexpr int kCellPadding = 12;
constexpr int kValuesFrom = 380;
constexpr int kTypeFrom = 460;
constexpr double kHeadlineScale = 1.25;

QString separated(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

int inputsOfType(const Dataset& dataset, const ColumnRoles& roles, ColumnType type) {
    return int(std::count_if(roles.inputs.begin(), roles.inputs.end(),
                             [&](Index input) { return dataset.column(input).type == type; }));
}

/// How many of them the model sees as logarithms.
int logarithmicInputs(const Preprocessor& preprocessor, const ColumnRoles& roles) {
    return int(std::ranges::count_if(preprocessor.columns(), [&](const EncodedColumn& column) {
        return column.features > 0 && isLogarithmic(column.numberScale) &&
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
      m_model(new ColumnTableModel(this)),
      m_name(new ElidedLabel(this)),
      m_size(createLine(this)),
      m_kinds(createLine(this)),
      m_picture(createLine(this)),
      m_disclosure(new QToolButton(this)),
      m_table(new QTableView(this)) {
    setAccessibleName(tr("Table"));
    QFont headline = font();
    headline.setBold(true);
    headline.setPointSizeF(headline.pointSizeF() * kHeadlineScale);
    m_name->setFont(headline);
    m_name->setTextFormat(Qt::PlainText);

    m_disclosure->setText(tr("Columns"));
    m_disclosure->setToolTip(tr("Show what is in each column and choose which ones the model learns"));
    m_disclosure->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_disclosure->setAutoRaise(true);
    createTable();

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(4);
    for (QWidget* const line : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_size),
                                static_cast<QWidget*>(m_kinds), static_cast<QWidget*>(m_picture)})
        layout->addWidget(line);
    layout->addSpacing(4);
    layout->addWidget(m_disclosure, 0, Qt::AlignLeft);
    layout->addWidget(m_table, 1);
    // Keeps the lines at the top while the table is hidden.
    layout->addStretch(0);

    connect(m_disclosure, &QToolButton::clicked, this, [this] {
        setExpanded(!m_expanded);
        emit expandedChanged(m_expanded);
    });
    connect(m_model, &ColumnTableModel::rolesEdited, this, [this](const ColumnRoles& roles) {
        describe(roles);
        emit rolesEdited(roles);
    });
    refreshColours();
    setExpanded(false);
    clear();
}

void DatasetPanel::createTable() {
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Columns of the table"));
    m_table->setItemDelegateForColumn(ColumnTableModel::Role,
                                      new ChoiceDelegate(tr("Role of the column"), m_table));
    m_table->setItemDelegateForColumn(ColumnTableModel::Likelihood,
                                      new ChoiceDelegate(tr("Likelihood of the column"), m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowPadding);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setMinimumSectionSize(kCellPadding);
    for (const int section : {ColumnTableModel::Name, ColumnTableModel::Values})
        header->setSectionResizeMode(section, QHeaderView::Stretch);
    for (const int section : {ColumnTableModel::Role, ColumnTableModel::Likelihood, ColumnTableModel::Type,
                              ColumnTableModel::Missing})
        header->setSectionResizeMode(section, QHeaderView::Fixed);
    // A single click opens the choice, as in a form.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.flags().testFlag(Qt::ItemIsEditable))
            m_table->edit(index);
    });
}

void DatasetPanel::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    if (!dataset)
        return clear();
    m_missing = dataset->missingCount();
    if (dataset != m_dataset)
        m_prepared.reset();
    m_dataset = std::move(dataset);
    m_model->setTable(m_dataset, roles);
    describe(roles);
    arrangeSections();
}

void DatasetPanel::setPrepared(const TrainingDataPtr& prepared, const std::string& numbers) {
    if (!prepared || prepared->dataset != m_dataset)
        return;
    m_prepared = prepared;
    m_model->setPrepared(prepared, numbers);
    describe(m_model->roles());
}

void DatasetPanel::clear() {
    m_dataset = nullptr;
    m_prepared = nullptr;
    m_model->clear();
    m_name->setText(tr("No table"));
    m_size->setText(tr("Open a CSV file, or drop one here, to see what is in it."));
    m_kinds->hide();
    m_picture->hide();
    m_disclosure->hide();
    m_table->hide();
}

void DatasetPanel::setExpanded(bool expanded) {
    m_expanded = expanded;
    m_disclosure->setAccessibleName(expanded ? tr("Hide columns") : tr("Show columns"));
    m_disclosure->setArrowType(expanded ? Qt::DownArrow : Qt::RightArrow);
    m_table->setVisible(expanded && m_dataset);
}

void DatasetPanel::describe(const ColumnRoles& roles) {
    const int rows = int(m_dataset->rows());
    const int columns = int(m_dataset->columns().size());
    m_name->setText(QString::fromStdString(m_dataset->name()));
    m_size->setText(separated({rows == 1 ? tr("1 row") : tr("%Ln rows", nullptr, rows),
                               columns == 1 ? tr("1 column") : tr("%Ln columns", nullptr, columns),
                               tr("%Ln missing", nullptr, int(m_missing))}));

    QStringList kinds;
    for (const ColumnType type : {ColumnType::Number, ColumnType::Count, ColumnType::DateTime,
                                  ColumnType::Binary, ColumnType::Category, ColumnType::Text})
        kinds.append(countText(type, inputsOfType(*m_dataset, roles, type)));
    const int logarithmic = m_prepared ? logarithmicInputs(m_prepared->preprocessor, roles) : 0;
    if (logarithmic > 0)
        kinds[0] = tr("%1 (%Ln on a log scale)", nullptr, logarithmic).arg(kinds[0]);
    if (roles.label)
        kinds.append(tr("1 label: %1").arg(QString::fromStdString(m_dataset->column(*roles.label).name)));
    const int ignored = columns - int(roles.inputs.size()) - (roles.label ? 1 : 0);
    if (ignored > 0)
        kinds.append(tr("%Ln ignored", nullptr, ignored));
    m_kinds->setText(separated(kinds));
    m_kinds->show();

    m_picture->setVisible(roles.image.has_value());
    if (roles.image)
        m_picture->setText(
            tr("%1 × %2 pictures")
                .arg(locale().toString(roles.image->width), locale().toString(roles.image->height)));
    m_disclosure->show();
    m_table->setVisible(m_expanded);
}

void DatasetPanel::arrangeSections() {
    const auto widthOf = [this](int section) {
        const QString title = m_model->headerData(section, Qt::Horizontal).toString();
        const QString sample =
            section == ColumnTableModel::Type ? tr("category") : locale().toString(m_missing);
        return std::max(fontMetrics().horizontalAdvance(title), fontMetrics().horizontalAdvance(sample)) +
               kCellPadding;
    };
    QHeaderView* const header = m_table->horizontalHeader();
    header->resizeSection(
        ColumnTableModel::Role,
        ChoiceDelegate::widthFor(*m_table, {ColumnTableModel::roleText(ColumnRole::Input),
                                            ColumnTableModel::roleText(ColumnRole::Label),
                                            ColumnTableModel::roleText(ColumnRole::Ignored)}));
    header->resizeSection(ColumnTableModel::Likelihood,
                          ChoiceDelegate::widthFor(*m_table, {QStringLiteral("log-normal")}));
    header->resizeSection(ColumnTableModel::Type, widthOf(ColumnTableModel::Type));
    header->resizeSection(ColumnTableModel::Missing, widthOf(ColumnTableModel::Missing));
    // In a narrow dock there is room for what can be chosen; tooltips say the rest.
    m_table->setColumnHidden(ColumnTableModel::Values, width() < kValuesFrom);
    m_table->setColumnHidden(ColumnTableModel::Type, width() < kTypeFrom);
    m_table->setColumnHidden(ColumnTableModel::Missing, m_missing == 0 || width() < kTypeFrom);
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

void DatasetPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeSections();
}

}  // namespace latentscape::ui
