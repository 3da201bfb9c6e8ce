#include "ui/data/row_choice.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/panel_colours.h"
#include "ui/support/problem_text.h"
#include "ui/support/widget_states.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSampleWidth = 90;
constexpr int kSplitWidth = 150;

}  // namespace

RowChoice::RowChoice(TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_filter(new QLineEdit(this)),
      m_sample(new QLineEdit(this)),
      m_balanced(new QToolButton(this)),
      m_splitBy(new QComboBox(this)),
      m_kept(new QLabel(this)),
      m_complaint(new QLabel(this)),
      m_superseded(std::make_shared<std::atomic<bool>>(false)),
      m_check([this](const Answer& answer) { onAnswer(answer); }) {
    leaveOutOfStates(*this);
    m_filter->setPlaceholderText(tr("all rows, or for example  age >= 18 && species == \"Adelie\""));
    m_filter->setAccessibleName(tr("Which rows are learned from"));
    m_filter->setToolTip(tr(
        "<p>Learn only from rows for which this is true. Compare columns with numbers and texts, join with "
        "&amp;&amp; (and), || (or), ! (not); names with blanks stand in `backticks`, missing(column) asks "
        "for a missing cell. Enter lets it count.</p>"));
    m_filter->setClearButtonEnabled(true);
    m_sample->setPlaceholderText(tr("all"));
    m_sample->setAccessibleName(tr("At most so many rows"));
    m_sample->setToolTip(
        tr("<p>Learn from so many of these rows, drawn by the seed. Empty: all of them.</p>"));
    m_sample->setMaximumWidth(kSampleWidth);
    m_balanced->setText(tr("Balanced"));
    m_balanced->setObjectName(QStringLiteral("balanced"));
    m_balanced->setCheckable(true);
    m_balanced->setToolTip(
        tr("<p>Equally many rows of each class of the label, so that rare classes count as much.</p>"));
    m_splitBy->setAccessibleName(tr("What divides training and validation rows"));
    m_splitBy->setToolTip(tr(
        "<p>Which rows only judge the model. By the seed: at random. By a column with values such as train "
        "and test: by these. By another column: rows that share a value stay together, so that the model "
        "is judged by groups that it has never seen.</p>"));
    m_splitBy->setMaximumWidth(kSplitWidth);
    m_complaint->setObjectName(QStringLiteral("complaint"));
    m_complaint->setWordWrap(true);
    m_complaint->hide();

    auto* const line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Learn from"), this));
    line->addWidget(m_filter, 1);
    line->addWidget(new QLabel(tr("at most"), this));
    line->addWidget(m_sample);
    line->addWidget(m_balanced);
    line->addSpacing(kMargin);
    line->addWidget(new QLabel(tr("divided by"), this));
    line->addWidget(m_splitBy);
    line->addWidget(m_kept);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 6, kMargin, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_complaint);

    for (QLineEdit* const field : {m_filter, m_sample}) {
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_enters = false;
            check();
        });
        connect(field, &QLineEdit::editingFinished, this, &RowChoice::enter);
    }
    connect(m_balanced, &QToolButton::clicked, this, &RowChoice::enter);
    connect(m_balanced, &QToolButton::toggled, this, &RowChoice::refreshColours);
    connect(m_splitBy, &QComboBox::activated, this, &RowChoice::enter);
    // Also seed, label and validation share count here.
    connect(&controller, &TrainingController::hyperparametersChanged, this, &RowChoice::follow);
    // What another process trains is changed there alone.
    connect(&controller, &TrainingController::stateChanged, this,
            [this] { setEnabled(!m_controller.isFollowing()); });
    refreshColours();
    follow();
}

RowChoice::~RowChoice() {
    // A field that has the focus loses it when it is destroyed, which would count as entering its text.
    for (QLineEdit* const field : {m_filter, m_sample})
        field->disconnect(this);
}

void RowChoice::listColumns() {
    m_splitBy->clear();
    m_splitBy->addItem(tr("the seed"), QString());
    if (!m_dataset)
        return;
    const std::vector<Index>& inputs = m_controller.roles().inputs;
    for (Index i = 0; i < Index(m_dataset->columns().size()); ++i) {
        // Of numbers only those that are not learned, such as the number of a patient.
        const Column& column = m_dataset->column(i);
        if (column.hasCategories() || !std::ranges::binary_search(inputs, i))
            m_splitBy->addItem(QString::fromStdString(column.name), QString::fromStdString(column.name));
    }
}

void RowChoice::follow() {
    const RowRequest& rows = m_controller.rows();
    const bool isNewTable = m_dataset != m_controller.dataset();
    if (isNewTable) {
        m_dataset = m_controller.dataset();
        listColumns();
    }
    if (isNewTable || rows != m_entered)
        showRows(rows);
    check();
}

void RowChoice::showRows(const RowRequest& rows) {
    m_entered = rows;
    m_enters = false;
    m_excluded = rows.excluded;
    m_filter->setText(QString::fromStdString(rows.filter));
    m_sample->setText(rows.sampleRows ? locale().toString(qlonglong(*rows.sampleRows)) : QString());
    m_balanced->setChecked(rows.balanced);
    m_splitBy->setCurrentIndex(std::max(0, m_splitBy->findData(QString::fromStdString(rows.splitBy))));
}

RowRequest RowChoice::request() const {
    RowRequest rows{.filter = m_filter->text().trimmed().toStdString(),
                    .excluded = m_excluded,
                    .balanced = m_balanced->isChecked(),
                    .splitBy = m_splitBy->currentData().toString().toStdString()};
    bool isNumber = false;
    const qlonglong count = locale().toLongLong(m_sample->text().trimmed(), &isNumber);
    if (isNumber && count > 0)
        rows.sampleRows = Index(count);
    return rows;
}

void RowChoice::setExcluded(RowList rows, bool excluded) {
    std::ranges::sort(rows);
    RowList next;
    if (excluded)
        std::ranges::set_union(m_excluded, rows, std::back_inserter(next));
    else
        std::ranges::set_difference(m_excluded, rows, std::back_inserter(next));
    m_excluded = std::move(next);
    enter();
}

void RowChoice::enter() {
    m_enters = true;
    check();
}

void RowChoice::check(std::optional<Problem> refusal) {
    m_superseded->store(true);
    m_superseded = std::make_shared<std::atomic<bool>>(false);
    if (!m_dataset)
        return;
    const Random random(std::uint64_t(m_controller.edited().seed));
    m_check.run([table = m_dataset, label = m_controller.roles().label, rows = request(), random,
                 share = m_controller.edited().validation, superseded = m_superseded,
                 refusal = std::move(refusal)] {
        Answer answer{.request = rows, .kept = nullptr, .problem = refusal};
        const auto goesOn = [&](double) { return !superseded->load(); };
        try {
            std::optional<RowList> kept = keptRows(*table, label, rows, random, goesOn);
            if (!kept)
                return answer;
            if (Index(kept->size()) < kMinimumRows)
                throw Error(ProblemCode::TooFewRowsKept, {{"rows", std::to_string(table->rows())},
                                                          {"kept", std::to_string(kept->size())},
                                                          {"needed", std::to_string(kMinimumRows)}});
            divideRows(*table, *kept, rows.splitBy, share, random);
            answer.kept = std::make_shared<const RowList>(std::move(*kept));
        } catch (const Error& error) {
            answer.problem = error.problem();
        }
        return answer;
    });
}

void RowChoice::onAnswer(const Answer& answer) {
    m_complaint->setVisible(answer.problem.has_value());
    m_complaint->setText(answer.problem ? problemText(*answer.problem) : QString());
    const QString all = locale().toString(qlonglong(m_dataset->rows()));
    const Index kept = answer.kept ? Index(answer.kept->size()) : 0;
    m_kept->setText(!answer.kept ? QString()
                    : kept == m_dataset->rows()
                        ? tr("all %1 rows").arg(all)
                        : tr("%1 of %2 rows kept").arg(locale().toString(qlonglong(kept)), all));
    emit keptChanged(answer.kept);
    if (!m_enters || !answer.kept)
        return;
    m_enters = false;
    m_entered = answer.request;
    try {
        m_controller.setRows(answer.request);
    } catch (const Error& error) {
        showRows(m_controller.rows());
        check(error.problem());
    }
}

void RowChoice::refreshColours() {
    makeQuiet(*m_kept, palette());
    markChecked(*m_balanced, palette());
}

void RowChoice::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
