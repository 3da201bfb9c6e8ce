#include "ui/explore/where_field.h"

#include <QEvent>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/data/row_filter.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/map_tool.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {

WhereField::WhereField(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_edit(new QLineEdit(this)),
      m_answer(new QLabel(this)),
      m_asking([this](const Answer& answer) { onAnswer(answer); }) {
    m_edit->setAccessibleName(tr("Select rows where"));
    m_edit->setToolTip(tr(
        "<p>Enter selects the rows for which this is true; with Shift it adds them, with Ctrl toggles, with "
        "Alt removes. Compare columns with numbers and texts, join with &amp;&amp; (and), || (or), ! (not); "
        "names with blanks stand in `backticks`, missing(column) asks for a missing cell.</p>"));
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_answer->setObjectName(QStringLiteral("answer"));
    m_answer->setWordWrap(true);
    m_answer->hide();
    makeQuiet(*m_answer, palette());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_edit);
    layout->addWidget(m_answer);
    connect(m_edit, &QLineEdit::textChanged, this, [this] { ask(std::nullopt); });
    connect(&viewState, &ViewState::datasetChanged, this, &WhereField::onTable);
    onTable();
}

void WhereField::onTable() {
    m_edit->clear();
    QString example = QStringLiteral("age >= 18");
    if (const DatasetPtr& dataset = m_viewState.dataset()) {
        for (const Column& column : dataset->columns()) {
            const bool isPlain = column.name.find_first_of(" `") == std::string::npos;
            if (column.type != ColumnType::Number || !isPlain || column.values.size() == 0)
                continue;
            example =
                QStringLiteral("%1 > %2").arg(QString::fromStdString(column.name),
                                              QString::fromStdString(column.valueText(column.values[0])));
            break;
        }
    }
    m_edit->setPlaceholderText(tr("Select rows where …  %1").arg(example));
}

void WhereField::ask(std::optional<SelectionMode> mode) {
    const std::string expression = m_edit->text().trimmed().toStdString();
    if (expression.empty() || !m_viewState.dataset()) {
        m_asking.cancel();
        m_answer->hide();
        return;
    }
    m_asking.run([answer = Answer{.dataset = m_viewState.dataset(), .mode = mode}, expression]() mutable {
        try {
            const std::optional<RowList> rows = filterRows(*answer.dataset, expression);
            answer.rows = RowSet(answer.dataset->rows(), rows.value_or(RowList()));
        } catch (const Error& error) {
            answer.problem = error.problem();
        }
        return answer;
    });
}

void WhereField::onAnswer(const Answer& answer) {
    if (answer.dataset != m_viewState.dataset())
        return;
    m_answer->setText(answer.problem ? problemText(*answer.problem)
                                     : tr("%1 of %2 rows · Enter selects them")
                                           .arg(locale().toString(qlonglong(answer.rows.count())),
                                                locale().toString(qlonglong(answer.rows.rows()))));
    m_answer->show();
    if (answer.mode && !answer.problem)
        m_viewState.selection().apply(answer.rows, *answer.mode);
}

bool WhereField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto& key = static_cast<QKeyEvent&>(*event);
        if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
            ask(selectionMode(key.modifiers()));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void WhereField::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        makeQuiet(*m_answer, palette());
}

}  // namespace latentscape::ui
