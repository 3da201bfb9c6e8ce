#include "ui/panels/hyperparameter_form.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>
#include <algorithm>

#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

QString translated(std::string_view text) {
    return QCoreApplication::translate("Hyperparameter", std::string(text).c_str());
}

}  // namespace

QString hyperparameterHelp(const HyperparameterSpec& spec) {
    QString html =
        QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(translated(spec.label), translated(spec.help));
    if (!spec.tooLow.empty())
        html += HyperparameterForm::tr("<p><i>Too low:</i> %1</p>").arg(translated(spec.tooLow));
    if (!spec.tooHigh.empty())
        html += HyperparameterForm::tr("<p><i>Too high:</i> %1</p>").arg(translated(spec.tooHigh));
    html += spec.effect == HyperparameterEffect::Live
                ? HyperparameterForm::tr("<p>Takes effect at the next step, also while training.</p>")
                : HyperparameterForm::tr("<p>Takes effect at the next restart.</p>");
    return html;
}

HyperparameterForm::HyperparameterForm(TrainingController& controller,
                                       const std::vector<HyperparameterGroup>& groups, QWidget* parent)
    : QWidget(parent), m_controller(controller) {
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(10);
    layout->setVerticalSpacing(4);
    layout->setColumnStretch(1, 1);
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (std::find(groups.begin(), groups.end(), spec.group) != groups.end())
            addRow(spec);
    connect(&controller, &TrainingController::hyperparametersChanged, this, &HyperparameterForm::showValues);
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
    row.complaint->hide();
    auto* const reset = new QAction(tr("Reset to default"), row.label);
    for (QWidget* const widget : {static_cast<QWidget*>(row.label), static_cast<QWidget*>(row.editor)}) {
        widget->addAction(reset);
        widget->setContextMenuPolicy(Qt::ActionsContextMenu);
    }
    connect(reset, &QAction::triggered, this, [this, &spec] { resetToDefault(spec); });
    const int line = layout->rowCount();
    layout->addWidget(row.label, line, 0);
    layout->addWidget(row.editor, line, 1);
    layout->addWidget(row.complaint, line + 1, 0, 1, 2);
    m_rows.push_back(row);
    connect(row.editor, &HyperparameterEditor::edited, this,
            [this, row](const QString& text) { onEdited(row, text); });
}

void HyperparameterForm::onEdited(const Row& row, const QString& text) {
    try {
        m_controller.setHyperparameter(*row.spec, parseHyperparameter(*row.spec, text.toStdString()));
        row.complaint->hide();
    } catch (const Error& error) {
        row.complaint->setText(problemText(error.problem()));
        row.complaint->show();
    }
    // Also after a refusal: the control goes back to the value that counts.
    showValues();
}

Hyperparameters HyperparameterForm::defaults() const {
    return m_controller.dataset() ? recommendedHyperparameters(m_controller.dataset()->rows())
                                  : Hyperparameters{};
}

void HyperparameterForm::resetToDefault(const HyperparameterSpec& spec) {
    m_controller.setHyperparameter(spec, getHyperparameter(defaults(), spec));
    for (const Row& row : m_rows)
        if (row.spec == &spec)
            row.complaint->hide();
    showValues();
}

void HyperparameterForm::showValues() {
    const std::vector<const HyperparameterSpec*> pending = m_controller.pending();
    for (const Row& row : m_rows) {
        const bool waits = std::find(pending.begin(), pending.end(), row.spec) != pending.end();
        row.label->setText(waits ? tr("%1 <b>•</b>").arg(translated(row.spec->label))
                                 : translated(row.spec->label));
        row.label->setAccessibleDescription(waits ? tr("waits for a restart") : QString());
        row.editor->showValue(getHyperparameter(m_controller.edited(), *row.spec));
    }
}

}  // namespace latentscape::ui
