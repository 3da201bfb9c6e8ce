#include "ui/panels/preset_menu.h"

#include <QCoreApplication>
#include <QMenu>

namespace latentscape::ui {
namespace {

QString translated(std::string_view text) {
    return QCoreApplication::translate("Preset", std::string(text).c_str());
}

}  // namespace

PresetMenu::PresetMenu(TrainingController& controller, HyperparameterEdits& edits, QWidget* parent)
    : QToolButton(parent), m_controller(controller), m_edits(edits) {
    setText(tr("Preset"));
    setToolTip(tr("Set all hyperparameters for a purpose; Ctrl+Z takes that back"));
    setAccessibleName(tr("Preset"));
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    auto* const menu = new QMenu(tr("&Presets"), this);
    menu->setToolTipsVisible(true);
    setMenu(menu);
    add(tr("Recommended"), tr("What suits most tables of this size."), nullptr);
    menu->addSeparator();
    for (const Preset& preset : presets())
        add(translated(preset.label), translated(preset.help), &preset);
    connect(menu, &QMenu::aboutToShow, this, &PresetMenu::showChosen);
    const auto showWhetherOneCanBeChosen = [this] {
        // What another process trains is changed there alone.
        this->menu()->setEnabled(m_controller.dataset() && !m_controller.isFollowing());
    };
    connect(&controller, &TrainingController::runStarted, this, showWhetherOneCanBeChosen);
    showWhetherOneCanBeChosen();
}

void PresetMenu::add(const QString& title, const QString& help, const Preset* preset) {
    QAction* const action = menu()->addAction(title);
    action->setToolTip(help);
    action->setStatusTip(help);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, title, preset] { choose(title, preset); });
    m_actions.emplace_back(action, preset);
}

Hyperparameters PresetMenu::valuesOf(const Preset* preset) const {
    const Hyperparameters& recommended = m_controller.recommended();
    Hyperparameters values =
        preset ? presetHyperparameters(*preset, recommended, m_controller.roles()) : recommended;
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (spec.group == HyperparameterGroup::Data)
            setHyperparameter(values, spec, getHyperparameter(m_controller.edited(), spec));
    return values;
}

void PresetMenu::choose(const QString& title, const Preset* preset) {
    try {
        m_edits.setAll(valuesOf(preset), tr("preset %1").arg(title));
    } catch (const Error& error) {
        emit refused(error.problem());
    }
}

void PresetMenu::showChosen() {
    if (!m_controller.dataset())
        return;
    for (const auto& [action, preset] : m_actions)
        action->setChecked(valuesOf(preset) == m_controller.edited());
}

}  // namespace latentscape::ui
