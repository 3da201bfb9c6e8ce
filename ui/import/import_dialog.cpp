#include "ui/import/import_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/import/preview_delegate.h"
#include "ui/import/preview_header.h"
#include "ui/import/rejected_place.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr QSize kSize(1120, 660);
constexpr int kFormWidth = 330;
constexpr int kRowPadding = 6;
constexpr int kCellPadding = 18;
constexpr int kWidestColumn = 260;
constexpr int kNarrowestColumn = 64;
constexpr int kRejectedHeight = 130;
constexpr double kHeadlineScale = 1.25;
/// Of a wide table only these are measured to find their width.
constexpr int kMeasuredColumns = 60;
constexpr int kMeasuredRows = 30;

/// How much of the file is shown, and how much its types are guessed from.
QString sizeText(const ImportPreview& preview) {
    const QString rows = countText(preview.rows());
    const QString columns = countText(preview.columns());
    if (preview.isWhole && preview.readRows == preview.rows())
        return ImportDialog::tr("%1 rows · %2 columns").arg(rows, columns);
    const QString known = preview.isWhole ? ImportDialog::tr("Types are guessed from all %1 rows.")
                                          : ImportDialog::tr(
                                                "Types are guessed from the first %1 rows, and once more "
                                                "from all rows when the file is opened.");
    return ImportDialog::tr("first %1 rows · %2 columns").arg(rows, columns) + QLatin1Char('\n') +
           known.arg(countText(preview.readRows));
}

/// What the dialog can do about it.
QString remedyText(ProblemCode code) {
    switch (code) {
        case ProblemCode::RaggedLine:
            return ImportDialog::tr(
                "Or choose under “Ragged lines” to fill such lines or to leave them out; "
                "if all lines are cut in the wrong places, choose another delimiter.");
        case ProblemCode::TooFewColumns:
            return ImportDialog::tr("Choose the delimiter on the left.");
        case ProblemCode::HeaderOnly:
            return ImportDialog::tr("If the first line is a row already, say so under “First line”.");
        case ProblemCode::FileEmpty:
            return ImportDialog::tr("If all lines were taken for comments, say so under “Comments”.");
        default:
            return {};
    }
}

}  // namespace

ImportDialog::ImportDialog(const RunSource& source, QWidget* parent)
    : QDialog(parent),
      m_source(source),
      m_beginning(toJson(source)),
      m_path(QString::fromStdString(source.path)),
      m_model(new PreviewModel(this)),
      m_name(new QLabel(this)),
      m_size(new QLabel(this)),
      m_legend(new QLabel(tr("Bold: set by hand. Grey cells are missing; cells in the colour of a warning do "
                             "not fit their column's type and are treated as missing."),
                          this)),
      m_form(new DialectForm(this)),
      m_columns(new ColumnBar(this)),
      m_pages(new QStackedWidget(this)),
      m_table(new QTableView(this)),
      m_remark(new QLabel(this)),
      m_error(new QLabel(this)),
      m_rejected(new RejectedList(this)),
      m_task([this](ImportPreview preview) { onPreviewed(std::move(preview)); }) {
    setWindowTitle(tr("Import %1").arg(QFileInfo(m_path).fileName()));
    setObjectName(QStringLiteral("import"));
    const QSize room = screen()->availableSize() - QSize(40, 60);
    resize(kSize.boundedTo(room));

    QFont headline = font();
    headline.setBold(true);
    headline.setPointSizeF(headline.pointSizeF() * kHeadlineScale);
    m_name->setFont(headline);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setText(QFileInfo(m_path).fileName());
    m_name->setToolTip(m_path);

    auto* const halves = new QSplitter(this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(createForm());
    halves->addWidget(createPreview());
    halves->setStretchFactor(1, 1);
    halves->setSizes({kFormWidth, width() - kFormWidth});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    layout->addWidget(halves, 1);
    layout->addWidget(createButtons());
    connectParts();
    refreshColours();
    m_form->setOptions(m_source.csv);
    refresh();
}

QWidget* ImportDialog::createForm() {
    auto* const content = new QWidget(this);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 10, 0);
    layout->addWidget(m_name);
    m_size->setWordWrap(true);
    layout->addWidget(m_size);
    layout->addSpacing(8);
    layout->addWidget(m_form);
    layout->addSpacing(10);
    m_legend->setWordWrap(true);
    layout->addWidget(m_legend);
    layout->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(std::max(kFormWidth, content->minimumSizeHint().width()));
    return scroll;
}

QWidget* ImportDialog::createPreview() {
    createTable();
    for (QLabel* const label : {m_remark, m_error}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_remark->setObjectName(QStringLiteral("import-remark"));
    m_error->setObjectName(QStringLiteral("import-error"));
    m_error->setAlignment(Qt::AlignCenter);
    m_error->setMargin(40);
    m_remark->hide();
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_error);

    auto* const split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_pages);
    split->addWidget(m_rejected);
    split->setStretchFactor(0, 1);
    split->setSizes({kSize.height(), kRejectedHeight});
    auto* const content = new QWidget(this);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(10, 0, 0, 0);
    layout->addWidget(m_columns);
    layout->addWidget(m_remark);
    layout->addWidget(split, 1);
    return content;
}

void ImportDialog::createTable() {
    m_table->setObjectName(QStringLiteral("preview"));
    m_table->setAccessibleName(tr("First rows of the file"));
    m_table->setModel(m_model);
    m_table->setHorizontalHeader(new PreviewHeader(m_table));
    m_table->setItemDelegate(new PreviewDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectColumns);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowPadding);
    m_table->verticalHeader()->setSectionsClickable(false);
    m_table->verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setCornerButtonEnabled(false);
}

QWidget* ImportDialog::createButtons() {
    auto* const buttons = new QDialogButtonBox(this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setObjectName(QStringLiteral("open"));
    m_open->setToolTip(tr("Read the whole file this way; the settings are remembered for it"));
    m_open->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel)->setToolTip(tr("Leave everything as it is"));
    m_reset = buttons->addButton(tr("Reset to guess"), QDialogButtonBox::ResetRole);
    m_reset->setObjectName(QStringLiteral("reset-to-guess"));
    m_reset->setToolTip(tr("Take back all that was set by hand for this file"));
    m_reset->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_reset, &QPushButton::clicked, this, &ImportDialog::resetToGuess);
    return buttons;
}

void ImportDialog::connectParts() {
    connect(m_form, &DialectForm::edited, this, [this] {
        m_form->writeTo(m_source.csv);
        refresh();
    });
    connect(m_columns, &ColumnBar::typeChosen, this, [this](std::optional<ColumnType> type) {
        chooseType(m_source, selectedColumns(), type);
        refresh();
    });
    connect(m_columns, &ColumnBar::roleChosen, this, [this](std::optional<ColumnRole> role) {
        chooseRole(m_source, m_model->preview(), selectedColumns(), role);
        refresh();
    });
    connect(m_columns, &ColumnBar::sentinelsChosen, this, [this](const std::vector<std::string>& values) {
        chooseSentinels(m_source, selectedColumns(), values);
        refresh();
    });
    connect(m_rejected, &RejectedList::chosen, this, &ImportDialog::showRejected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ImportDialog::showSelection);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& place) {
        const int column = m_table->columnAt(place.x());
        if (column >= 0 && !m_table->selectionModel()->isColumnSelected(column))
            m_table->selectColumn(column);
        showColumnMenu(m_table->viewport()->mapToGlobal(place));
    });
    QHeaderView* const header = m_table->horizontalHeader();
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& place) {
        const int column = header->logicalIndexAt(place);
        if (column >= 0 && !m_table->selectionModel()->isColumnSelected(column))
            m_table->selectColumn(column);
        showColumnMenu(header->viewport()->mapToGlobal(place));
    });
}

void ImportDialog::setWholeReport(const ImportReport& report) {
    m_wholeReport = report;
    showReport();
}

void ImportDialog::showReport() {
    const bool knowsWhole = m_wholeReport && toJson(m_source) == m_beginning;
    const ImportPreview& preview = m_model->preview();
    m_report = knowsWhole ? *m_wholeReport : preview.report;
    m_rejected->setReport(m_report, knowsWhole || preview.isWhole ? 0 : preview.readRows);
}

void ImportDialog::showRejected(int entry) {
    const std::optional<RejectedPlace> place = placeOf(m_report, std::size_t(entry), m_model->preview());
    if (!place)
        return;
    const QModelIndex index = m_model->index(int(place->row), int(place->column.value_or(0)));
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_table->setFocus();
}

void ImportDialog::resetToGuess() {
    m_source.csv = {};
    m_source.roles = {};
    m_form->setOptions(m_source.csv);
    refresh();
}

void ImportDialog::refresh() {
    m_reset->setEnabled(!isAllGuessed(m_source));
    m_task.run([path = m_path, source = m_source] { return readPreview(path, source, kPreviewRows); });
}

void ImportDialog::onPreviewed(ImportPreview preview) {
    const ColumnNames selected = selectedColumns();
    QStringList namesBefore;
    for (int i = 0; i < m_model->columnCount(); ++i)
        namesBefore << m_model->headerData(i, Qt::Horizontal).toString();
    const QPoint scrolled(m_table->horizontalScrollBar()->value(), m_table->verticalScrollBar()->value());
    const QString problem = preview.problem ? problemText(*preview.problem) : QString();
    const QString remedy = preview.problem ? remedyText(preview.problem->code) : QString();
    const bool cut = preview.texts != nullptr;
    if (cut) {
        m_form->showFound(preview.dialect);
        m_size->setText(sizeText(preview));
    }
    m_model->setPreview(std::move(preview), m_source);
    showReport();
    m_pages->setCurrentWidget(cut ? static_cast<QWidget*>(m_table) : m_error);
    m_error->setText(remedy.isEmpty() ? problem : problem + QStringLiteral("\n\n") + remedy);
    m_remark->setText(problem);
    m_remark->setVisible(cut && !problem.isEmpty());
    m_open->setEnabled(problem.isEmpty());
    fitColumns(namesBefore);
    m_table->horizontalScrollBar()->setValue(scrolled.x());
    m_table->verticalScrollBar()->setValue(scrolled.y());
    selectColumns(selected);
    emit previewed();
}

/// The columns keep the widths that a person may have given them as long as they are the same columns.
void ImportDialog::fitColumns(const QStringList& namesBefore) {
    QHeaderView* const header = m_table->horizontalHeader();
    const auto* const own = static_cast<PreviewHeader*>(header);
    const QFontMetrics metrics(m_table->font());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = own->widthFor(column);
        const QString name = m_model->headerData(column, Qt::Horizontal).toString();
        if (column < namesBefore.size() && namesBefore[column] == name) {
            header->resizeSection(column,
                                  std::max(header->sectionSize(column), std::min(width, kWidestColumn)));
            continue;
        }
        const int rows = column < kMeasuredColumns ? std::min(m_model->rowCount(), kMeasuredRows) : 0;
        for (int row = 0; row < rows; ++row) {
            const QString text = m_model->index(row, column).data().toString();
            width = std::max(width, metrics.horizontalAdvance(text) + kCellPadding);
        }
        header->resizeSection(column, std::clamp(width, kNarrowestColumn, kWidestColumn));
    }
}

ColumnNames ImportDialog::selectedColumns() const {
    ColumnNames names;
    for (const QModelIndex& index : m_table->selectionModel()->selectedColumns())
        names.push_back(m_model->columnName(index.column()));
    return names;
}

void ImportDialog::selectColumns(const ColumnNames& names) {
    QItemSelection selection;
    for (const std::string& name : names) {
        const std::optional<Index> column =
            m_model->columnCount() > 0 ? m_model->preview().texts->indexOf(name) : std::nullopt;
        if (column && m_model->rowCount() > 0)
            selection.select(m_model->index(0, int(*column)),
                             m_model->index(m_model->rowCount() - 1, int(*column)));
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    showSelection();
}

void ImportDialog::showSelection() {
    m_columns->setColumns(selectedColumns(), m_source, m_model->preview());
}

void ImportDialog::showColumnMenu(const QPoint& place) {
    if (selectedColumns().empty())
        return;
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_columns->fillMenu(*menu);
    menu->popup(place);
}

void ImportDialog::refreshColours() {
    makeQuiet(*m_size, palette());
    makeQuiet(*m_legend, palette());
    QPalette warning = palette();
    warning.setColor(QPalette::WindowText, refusedText(palette()));
    m_remark->setPalette(warning);
}

void ImportDialog::accept() {
    // A field that is still being typed in says that it is finished.
    if (focusWidget())
        focusWidget()->clearFocus();
    QDialog::accept();
}

void ImportDialog::keyPressEvent(QKeyEvent* event) {
    // In a field, Return ends typing; it does not open the file unseen.
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && (qobject_cast<QLineEdit*>(focusWidget()) || qobject_cast<QSpinBox*>(focusWidget())))
        return;
    QDialog::keyPressEvent(event);
}

void ImportDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
