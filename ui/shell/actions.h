#pragma once

#include <QAction>
#include <QActionGroup>
#include <QObject>
#include <QPalette>
#include <optional>
#include <utility>

#include "ui/panels/run_controls.h"
#include "ui/training/training_messages.h"

namespace latentscape::ui {

/// Every action of the program, with its text, shortcut and icon. What it does is connected by the window.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(QWidget* window);

    QAction* open;
    QAction* import;
    QAction* watch;
    QAction* importSettings;
    QAction* save;
    QAction* saveAs;
    QAction* quit;
    QAction* run;
    QAction* reset;
    QAction* oneStep;
    QAction* oneEpoch;
    QAction* finish;
    QAction* newSeed;
    QAction* fit;
    /// The tools of the map, in the order of enum MapTool.
    QActionGroup* tools;
    QAction* selectAll;
    QAction* selectNothing;
    QAction* invertSelection;
    QAction* selectWhere;
    QAction* zoomToSelection;
    QAction* nameGroup;
    QAction* exportRows;
    QAction* leaveOut;
    QAction* keepOnly;
    QAction* resetLayout;
    QAction* notify;
    QAction* fullScreen;
    QAction* keys;
    QAction* about;
    /// In the order of enum Appearance.
    QActionGroup* appearance;

    RunActions runActions() const {
        return {.reset = reset,
                .run = run,
                .oneStep = oneStep,
                .oneEpoch = oneEpoch,
                .finish = finish,
                .newSeed = newSeed};
    }

    /// Enables what makes sense in this state, and turns run into pause and back.
    void showState(RunState state, bool anythingTrained);
    /// Whether the run on screen is trained by another process, which alone can steer it.
    void setFollowing(bool following);
    /// Redraws the icons for a new palette.
    void showIcons(const QPalette& palette);

private:
    QAction* add(const QString& text, const QString& icon, const QKeySequence& shortcut, const QString& help);

    void showWhoSteers();

    std::optional<std::pair<RunState, bool>> m_shown;
    bool m_following = false;
};

}  // namespace latentscape::ui
