#include "ui/explore/row_finder.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/row_search.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {

RowFinder::RowFinder(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_field(new QLineEdit(this)),
      m_previous(new QToolButton(this)),
      m_next(new QToolButton(this)),
      m_words(new QLabel(this)),
      m_superseded(std::make_shared<std::atomic<bool>>(false)),
      m_task([this](Answer answer) { onAnswer(std::move(answer)); }) {
    m_field->setPlaceholderText(tr("Find a row: text, or column = value"));
    m_field->setAccessibleName(tr("Find rows by what is in them"));
    m_field->setToolTip(
        tr("<p>A text that stands in any cell, <i>column = value</i>, or a question such as <i>mass &gt; "
           "3500 &amp;&amp; sex == \"male\"</i>. Enter goes to the next row, Shift+Enter to the one "
           "before.</p>"));
    m_field->setClearButtonEnabled(true);
    m_previous->setArrowType(Qt::UpArrow);
    m_previous->setToolTip(tr("Previous row that was found (Shift+Enter)"));
    m_next->setArrowType(Qt::DownArrow);
    m_next->setToolTip(tr("Next row that was found (Enter)"));
    for (QToolButton* const button : {m_previous, m_next}) {
        button->setAutoRaise(true);
        button->setAccessibleName(button->toolTip());
    }
    m_words->setObjectName(QStringLiteral("found"));
    m_words->setWordWrap(true);

    auto* const line = new QHBoxLayout;
    line->setSpacing(2);
    line->addWidget(m_field, 1);
    line->addWidget(m_previous);
    line->addWidget(m_next);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_words);

    connect(m_field, &QLineEdit::textChanged, this, &RowFinder::search);
    m_field->installEventFilter(this);
    connect(m_previous, &QToolButton::clicked, this, [this] { go(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { go(1); });
    connect(&m_viewState, &ViewState::datasetChanged, this, &RowFinder::search);
    connect(&m_viewState, &ViewState::selectedRowChanged, this, &RowFinder::say);
    refreshColours();
    search();
}

RowFinder::~RowFinder() {
    *m_superseded = true;
}

void RowFinder::search() {
    *m_superseded = true;
    m_task.cancel();
    m_answer = {};
    m_pendingStep = 0;
    const DatasetPtr& dataset = m_viewState.dataset();
    m_field->setEnabled(dataset != nullptr);
    const QString query = m_field->text();
    if (dataset && !query.trimmed().isEmpty()) {
        m_superseded = std::make_shared<std::atomic<bool>>(false);
        m_task.run([dataset, query, superseded = m_superseded] {
            try {
                return Answer{query, searchRows(*dataset, query, [&](double) { return !*superseded; }), {}};
            } catch (const Error& error) {
                return Answer{query, RowList{}, error.problem()};
            }
        });
    }
    say();
}

void RowFinder::onAnswer(Answer answer) {
    m_answer = std::move(answer);
    say();
    if (const int step = std::exchange(m_pendingStep, 0))
        go(step);
}

void RowFinder::go(int direction) {
    if (!m_answer.rows) {
        m_pendingStep = m_task.isRunning() ? direction : 0;
        return;
    }
    const RowList& rows = *m_answer.rows;
    if (rows.empty())
        return;
    const std::optional<Index> current = m_viewState.selectedRow();
    auto next = rows.begin();
    if (direction > 0) {
        next = current ? std::ranges::upper_bound(rows, *current) : rows.begin();
        next = next == rows.end() ? rows.begin() : next;
    } else {
        next = current ? std::ranges::lower_bound(rows, *current) : rows.end();
        next = std::prev(next == rows.begin() ? rows.end() : next);
    }
    emit rowFound(*next);
    say();
}

void RowFinder::say() {
    const bool found = m_answer.rows && !m_answer.rows->empty();
    m_previous->setEnabled(found);
    m_next->setEnabled(found);
    m_words->setVisible(m_answer.rows.has_value());
    if (!m_answer.rows)
        return;
    if (m_answer.problem)
        return m_words->setText(problemText(*m_answer.problem));
    const RowList& rows = *m_answer.rows;
    const std::optional<Index> current = m_viewState.selectedRow();
    const auto place = current ? std::ranges::lower_bound(rows, *current) : rows.end();
    const QLocale locale;
    m_words->setText(rows.empty() ? tr("No row has this")
                     : place != rows.end() && *place == current
                         ? tr("%1 of %2 rows")
                               .arg(locale.toString(qlonglong(place - rows.begin() + 1)),
                                    locale.toString(qlonglong(rows.size())))
                     : rows.size() == 1 ? tr("1 row found")
                                        : tr("%1 rows found").arg(locale.toString(qlonglong(rows.size()))));
}

bool RowFinder::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
        return QWidget::eventFilter(object, event);
    go(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
    return true;
}

void RowFinder::refreshColours() {
    makeQuiet(*m_words, palette());
}

void RowFinder::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
