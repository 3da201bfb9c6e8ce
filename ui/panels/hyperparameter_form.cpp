#include "ui/panels/hyperparameter_form.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>
#include <algorithm>

#include "ui/support/problem_text.h"
#include "ui/support/widget_states.h"

namespace latentscape::ui {
namespace {

QString translated(std::string_view text) {
    return QCoreApplication::translate("Hyperparameter", std::string(text).c_str());
}

/// The words of a problem, with the hyperparameter called what the form calls it.
QString textInForm(Problem problem, const HyperparameterSpec& spec) {
    if (const auto name = problem.facts.find("name"); name != problem.facts.end())
        name->second = translated(spec.label).toStdString();
    return problemText(problem);
}

}  // namespace

QString hyperparameterHelp(const HyperparameterSpec& spec) {
    QString html =
        QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(translated(spec.label), translated(spec.help));
    // Choices are neither low nor high; what is said of them names them.
    const bool isChoice = !spec.choices.empty();
    const QString low =
        isChoice ? QStringLiteral("<p>%1</p>") : HyperparameterForm::tr("<p><i>Too low:</i> %1</p>");
    const QString high =
        isChoice ? QStringLiteral("<p>%1</p>") : HyperparameterForm::tr("<p><i>Too high:</i> %1</p>");
    if (!spec.tooLow.empty())
        html += low.arg(translated(spec.tooLow));
    if (!spec.tooHigh.empty())
        html += high.arg(translated(spec.tooHigh));
    html += spec.effect == HyperparameterEffect::Live
                ? HyperparameterForm::tr("<p>Takes effect at the next step, also while training.</p>")
                : HyperparameterForm::tr("<p>Takes effect at the next restart.</p>");
    return html;
}

HyperparameterForm::HyperparameterForm(TrainingController& controller, HyperparameterEdits& edits,
                                       const std::vector<HyperparameterGroup>& groups, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_edits(edits),
      m_disclosure(new QToolButton(this)),
      m_resetAll(new QToolButton(this)) {
    leaveOutOfStates(*this);
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(10);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(1, 1);
    const auto addRows = [&](bool advanced) {
        for (const HyperparameterSpec& spec : hyperparameterSpecs())
            if (spec.advanced == advanced &&
                std::find(groups.begin(), groups.end(), spec.group) != groups.end())
                addRow(spec);
    };
    addRows(false);
    addButtons();
    addRows(true);
    connect(&controller, &TrainingController::runStarted, this, &HyperparameterForm::foldUnchanged);
    connect(&controller, &TrainingController::hyperparametersChanged, this, &HyperparameterForm::showValues);
    setExpanded(false);
}

void HyperparameterForm::addButtons() {
    m_disclosure->setText(tr("More"));
    m_disclosure->setToolTip(tr("Show what is rarely needed"));
    m_disclosure->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_disclosure->setAutoRaise(true);
    m_disclosure->setFocusPolicy(Qt::StrongFocus);
    auto* const layout = static_cast<QGridLayout*>(this->layout());
    m_resetAll->setText(tr("Reset all"));
    m_resetAll->setObjectName(QStringLiteral("reset-all"));
    m_resetAll->setToolTip(tr("Set all of these to their defaults for this table"));
    m_resetAll->setAutoRaise(true);
    m_resetAll->setFocusPolicy(Qt::StrongFocus);
    const int line = layout->rowCount();
    layout->addWidget(m_disclosure, line, 0, 1, 2, Qt::AlignLeft);
    layout->addWidget(m_resetAll, line, 0, 1, 2, Qt::AlignRight);
    connect(m_resetAll, &QToolButton::clicked, this, &HyperparameterForm::resetAll);
    connect(m_disclosure, &QToolButton::clicked, this, [this] {
        setExpanded(!m_expanded);
        emit expandedChanged(m_expanded);
    });
}

void HyperparameterForm::setExpanded(bool expanded) {
    m_expanded = expanded;
    m_disclosure->setArrowType(expanded ? Qt::DownArrow : Qt::RightArrow);
    m_disclosure->setAccessibleName(expanded ? tr("Hide what is rarely needed")
                                             : tr("Show what is rarely needed"));
    foldUnchanged();
}

void HyperparameterForm::foldUnchanged() {
    for (Row& row : m_rows)
        row.stays = false;
    showValues();
}

void HyperparameterForm::addRow(const HyperparameterSpec& spec) {
    auto* const layout = static_cast<QGridLayout*>(this->layout());
    Row row{.spec = &spec,
            .label = new QLabel(this),
            .editor = createHyperparameterEditor(spec, this),
            .complaint = new QLabel(this)};
    const QString help = hyperparameterHelp(spec);
    row.label->setToolTip(help);
    row.label->setTextFormat(Qt::RichText);
    row.label->setBuddy(row.editor);
    row.editor->setToolTip(help);
    row.editor->setObjectName(QString::fromUtf8(spec.key.data()));
    row.complaint->setWordWrap(true);
    row.complaint->setObjectName(QStringLiteral("complaint"));
    auto* const reset = new QAction(tr("Reset to default"), row.label);
    for (QWidget* const widget : {static_cast<QWidget*>(row.label), static_cast<QWidget*>(row.editor)}) {
        widget->addAction(reset);
        widget->setContextMenuPolicy(Qt::ActionsContextMenu);
    }
    const int line = layout->rowCount();
    layout->addWidget(row.label, line, 0);
    layout->addWidget(row.editor, line, 1);
    layout->addWidget(row.complaint, line + 1, 0, 1, 2);
    m_rows.push_back(row);
    const std::size_t place = m_rows.size() - 1;
    connect(reset, &QAction::triggered, this, [this, place] { resetToDefault(m_rows[place]); });
    connect(row.editor, &HyperparameterEditor::settled, this, [this] { m_edits.settle(); });
    connect(row.editor, &HyperparameterEditor::edited, this,
            [this, place](const QString& text) { onEdited(m_rows[place], text); });
}

template <class Change>
void HyperparameterForm::tryTo(Row& row, const Change& change) {
    row.stays = true;
    try {
        change();
        row.refusal.clear();
    } catch (const Error& error) {
        row.refusal = textInForm(error.problem(), *row.spec);
    }
    // Also after a refusal: the control goes back to the value that counts.
    showValues();
}

void HyperparameterForm::onEdited(Row& row, const QString& text) {
    tryTo(row, [&] { m_edits.set(*row.spec, parseHyperparameter(*row.spec, text.toStdString())); });
}

Hyperparameters HyperparameterForm::defaults() const {
    return m_controller.recommended();
}

void HyperparameterForm::resetToDefault(Row& row) {
    tryTo(row, [&] { m_edits.set(*row.spec, getHyperparameter(defaults(), *row.spec)); });
    m_edits.settle();
}

void HyperparameterForm::resetAll() {
    Hyperparameters reset = m_controller.edited();
    const Hyperparameters usual = defaults();
    for (Row& row : m_rows) {
        setHyperparameter(reset, *row.spec, getHyperparameter(usual, *row.spec));
        row.refusal.clear();
    }
    tryTo(m_rows.front(), [&] { m_edits.setAll(reset, tr("reset of all values")); });
}

void HyperparameterForm::showValues() {
    const Hyperparameters& edited = m_controller.edited();
    const Hyperparameters usual = defaults();
    const std::vector<const HyperparameterSpec*> pending = m_controller.pending();
    const Problems odd = scheduleProblems(edited);
    bool anyChanged = false;
    for (Row& row : m_rows) {
        const bool waits = std::find(pending.begin(), pending.end(), row.spec) != pending.end();
        row.label->setText(waits ? tr("%1 <b>•</b>").arg(translated(row.spec->label))
                                 : translated(row.spec->label));
        row.label->setAccessibleDescription(waits ? tr("waits for a restart") : QString());
        const HyperparameterValue value = getHyperparameter(edited, *row.spec);
        row.editor->showValue(value);

        const bool changed = value != getHyperparameter(usual, *row.spec);
        anyChanged = anyChanged || changed;
        row.stays = row.stays || changed;
        const bool shown = !row.spec->advanced || m_expanded || row.stays;
        QString note = row.refusal;
        for (const Problem& problem : odd)
            if (note.isEmpty() && problem.facts.at("name") == row.spec->key)
                note = textInForm(problem, *row.spec);
        row.complaint->setText(note);
        row.label->setVisible(shown);
        row.editor->setVisible(shown);
        row.complaint->setVisible(shown && !note.isEmpty());
    }
    m_resetAll->setEnabled(anyChanged);
}

}  // namespace latentscape::ui
