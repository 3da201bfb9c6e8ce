#include "ui/shell/actions.h"

#include "ui/plots/map_tool.h"
#include "ui/support/icons.h"

namespace latentscape::ui {
namespace {

/// What it does, and the key for it.
void setHelp(QAction* action, const QString& help) {
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(key.isEmpty() ? help : Actions::tr("%1 (%2)").arg(help, key));
    action->setStatusTip(help);
}

}  // namespace

Actions::Actions(QWidget* window)
    : QObject(window),
      open(add(tr("&Open…"), "open", QKeySequence::Open, tr("Open a CSV file or a project"))),
      import(add(tr("&Import…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                 tr("Look at a file first and choose how it is read"))),
      watch(add(tr("&Watch a run folder…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W),
                tr("Follow a run that another process trains"))),
      importSettings(add(tr("&Import settings…"), {}, {}, tr("Change how the open file is read"))),
      save(add(tr("&Save project"), {}, QKeySequence::Save,
               tr("Keep all runs, groups and views in the project's file"))),
      saveAs(add(tr("Save project &as…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                 tr("Keep all runs, groups and views in a file, to go on with them later"))),
      quit(add(tr("&Quit"), {}, QKeySequence::Quit, tr("Close the program"))),
      run(add(tr("&Run"), "run", Qt::Key_Space, tr("Train"))),
      reset(add(tr("R&eset"), "reset", QKeySequence(Qt::CTRL | Qt::Key_R),
                tr("Back to epoch 0 with the same seed; pending changes take effect"))),
      oneStep(add(tr("One s&tep"), "one-step", Qt::Key_Period, tr("Train one mini-batch, then pause"))),
      oneEpoch(add(tr("&One epoch"), "one-epoch", QKeySequence(Qt::CTRL | Qt::Key_Right),
                   tr("Train to the end of this epoch, then pause"))),
      finish(
          add(tr("&Finish now"), "finish", QKeySequence(Qt::CTRL | Qt::Key_Return), tr("End the run here"))),
      newSeed(add(tr("New &seed"), "new-seed", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
                  tr("Start again with the next seed: another split, other first parameters"))),
      fit(add(tr("&Fit"), "fit", Qt::Key_F, tr("Show all points"))),
      tools(new QActionGroup(this)),
      selectAll(add(tr("Select &all"), {}, Qt::Key_A, tr("Select all rows"))),
      selectNothing(add(tr("Select &nothing"), {}, Qt::Key_E, tr("Empty the selection"))),
      invertSelection(add(tr("&Invert"), {}, Qt::Key_I, tr("Select the rows that are not selected"))),
      selectWhere(add(tr("Select &where…"), {}, QKeySequence::Find,
                      tr("Select the rows for which something is true"))),
      zoomToSelection(add(tr("&Zoom to selection"), {}, Qt::Key_H, tr("Show where the selected rows lie"))),
      nameGroup(add(tr("Make a &group…"), {}, QKeySequence(Qt::CTRL | Qt::Key_G),
                    tr("Give the selected rows a name"))),
      exportRows(add(tr("&Export rows…"), {}, QKeySequence(Qt::CTRL | Qt::Key_E),
                     tr("Write the selected rows to a CSV file"))),
      leaveOut(add(tr("Leave these rows &out"), {}, {},
                   tr("Do not learn from the selected rows, from the next restart on"))),
      keepOnly(add(tr("&Keep only these rows"), {}, {},
                   tr("Learn from the selected rows alone, from the next restart on"))),
      resetLayout(add(tr("Reset &layout"), {}, {}, tr("Put all panels back in their places"))),
      notify(
          add(tr("&Tell when a run ends"), {}, {},
              tr("A message of the desktop when a run ends out of sight, and its progress in the task bar"))),
      fullScreen(add(tr("F&ull screen"), {}, Qt::Key_F11, tr("Fill the screen"))),
      keys(add(tr("&Keys and mouse"), {}, QKeySequence::HelpContents, tr("What keys and mouse do"))),
      about(add(tr("&About Latentscape"), {}, {}, tr("Version and licence"))),
      appearance(new QActionGroup(this)) {
    importSettings->setObjectName(QStringLiteral("import-settings"));
    fullScreen->setCheckable(true);
    notify->setCheckable(true);
    for (const MapTool tool : kMapTools) {
        QAction* const action =
            add(mapToolName(tool), mapToolIcon(tool), QKeySequence(mapToolKey(tool)), mapToolHelp(tool));
        action->setCheckable(true);
        tools->addAction(action);
    }
    for (const QString& text : {tr("Like the &system"), tr("&Light"), tr("&Dark")})
        appearance->addAction(text)->setCheckable(true);
    showState(RunState::Empty, false);
}

QAction* Actions::add(const QString& text, const QString& icon, const QKeySequence& shortcut,
                      const QString& help) {
    auto* const action = new QAction(text, parent());
    action->setShortcut(shortcut);
    action->setProperty("iconName", icon);
    setHelp(action, help);
    static_cast<QWidget*>(parent())->addAction(action);
    return action;
}

void Actions::showState(RunState state, bool anythingTrained) {
    // Asked ten times a second while training; drawing icons is not free.
    if (m_shown == std::pair(state, anythingTrained))
        return;
    m_shown = {state, anythingTrained};
    const bool running = state == RunState::Running;
    const bool ready = state != RunState::Empty && state != RunState::Preparing;
    run->setText(running ? tr("&Pause") : tr("&Run"));
    run->setProperty("iconName", running ? QStringLiteral("pause") : QStringLiteral("run"));
    setHelp(run, running ? tr("Pause training") : tr("Train"));
    run->setEnabled(ready);
    reset->setEnabled(ready);
    oneStep->setEnabled(ready && !running && state != RunState::Finished);
    oneEpoch->setEnabled(ready && !running && state != RunState::Finished);
    finish->setEnabled(running || (state == RunState::Paused && anythingTrained));
    newSeed->setEnabled(ready);
    fit->setEnabled(ready);
    showWhoSteers();
    showIcons(static_cast<QWidget*>(parent())->palette());
}

void Actions::setFollowing(bool following) {
    if (following == m_following)
        return;
    m_following = following;
    if (m_shown) {
        const auto [state, anythingTrained] = *m_shown;
        m_shown.reset();
        showState(state, anythingTrained);
    }
}

void Actions::showWhoSteers() {
    for (QAction* const action : {run, reset, oneStep, oneEpoch, finish, newSeed, leaveOut, keepOnly}) {
        setHelp(action, action->statusTip());
        if (!m_following)
            continue;
        action->setEnabled(false);
        action->setToolTip(m_shown && m_shown->first == RunState::Running
                               ? tr("This run is trained by another process")
                               : tr("This run was trained by another process: first go on from here"));
    }
}

void Actions::showIcons(const QPalette& palette) {
    for (QAction* const action :
         tools->actions() + QList{open, run, reset, oneStep, oneEpoch, finish, newSeed, fit})
        action->setIcon(themedIcon(action->property("iconName").toString(), palette));
}

}  // namespace latentscape::ui
