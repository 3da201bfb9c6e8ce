#pragma once

#include <QMainWindow>
#include <QMenu>
#include <QStackedWidget>
#include <QToolBar>

#include "ui/compare/compare_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/explore/explore_workspace.h"
#include "ui/models/view_state.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/preset_menu.h"
#include "ui/panels/welcome_panel.h"
#include "ui/shell/actions.h"
#include "ui/shell/file_opener.h"
#include "ui/shell/project_files.h"
#include "ui/shell/row_jobs.h"
#include "ui/shell/run_notice.h"
#include "ui/shell/run_opener.h"
#include "ui/shell/selection_menu.h"
#include "ui/shell/settings.h"
#include "ui/shell/train_workspace.h"
#include "ui/shell/view_look.h"
#include "ui/shell/workspaces.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Composes the views into docks and connects them with the training. Knows where things are, not what they
/// do.
///
/// A workspace is a page and an arrangement of docks around it; see Workspaces.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `settings` outlives the window.
    explicit MainWindow(Settings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Reads a table (or a sample from the resources) or a project in the background and shows it, or follows
    /// the run in a folder; what is on screen stays if that fails. Trains at once if asked.
    void openFile(const QString& path, bool train = false);

    TrainingController& controller() { return m_controller; }
    ViewState& viewState() { return m_viewState; }
    Workspaces& workspaces() { return *m_workspaces; }
    LatentScatterView& scatter() { return m_train->map(); }
    FileOpener& opener() { return *m_opener; }
    Session& session() { return m_session; }
    ProjectFiles& projects() { return *m_projects; }
    RunOpener& runOpener() { return *m_runOpener; }
    const MessageBar& messages() const { return *m_messages; }
    void setAppearance(Appearance appearance);

signals:
    /// A file could not be opened; the message says so.
    void openFailed(const latentscape::Problem& problem);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre();
    void buildMenus();
    void buildToolBar();
    void buildWorkspaces();
    /// Of all workspaces.
    QList<QDockWidget*> docks() const { return m_train->docks() + m_explore->docks(); }
    void connectActions();
    void connectViews();
    /// Docks and toolbar only make sense with a table; without one there is the welcome page.
    void showWelcome();
    /// On the first table.
    void leaveWelcome();

    void connectProjects();
    /// In the views; the training begins elsewhere.
    void showTable(const LoadedTable& opened);
    /// The newest wish counts: what is read for an older one is not waited for any more.
    void cancelReading();
    void addRecentFile(const QString& path);
    void onTableOpened(const LoadedTable& opened, bool train);
    Views views() const;
    void onProjectRestored(const RestoredProject& project, const QString& file, bool train);
    void onDataPrepared(const TrainingDataPtr& table);
    void fillRecentMenu();
    void showText(const QString& title, const QString& html);
    void showKeys();
    void showAbout();

    Settings& m_settings;
    ViewState m_viewState;
    TrainingController m_controller;
    HyperparameterEdits m_edits{m_controller};
    Actions m_actions;
    std::optional<Index> m_shownLabel;
    /// How the views of an opened project are to look as soon as its model is on show.
    std::optional<QJsonObject> m_look;

    /// Of the table that is open. It reads from the controller as long as it lives.
    Session m_session;
    ProjectFiles* m_projects = nullptr;

    MessageBar* m_messages = nullptr;
    MessageBar* m_lost = nullptr;
    FileOpener* m_opener = nullptr;
    RunOpener* m_runOpener = nullptr;
    QStackedWidget* m_pages = nullptr;
    WelcomePanel* m_welcome = nullptr;
    TrainWorkspace* m_train = nullptr;
    DataWorkspace* m_data = nullptr;
    ExploreWorkspace* m_explore = nullptr;
    CompareWorkspace* m_compare = nullptr;
    Workspaces* m_workspaces = nullptr;
    /// The Explore workspace has not been on show yet, nor has it a layout from an earlier session.
    bool m_exploreUnseen = false;
    QToolBar* m_toolBar = nullptr;
    PresetMenu* m_presets = nullptr;
    RunNotice* m_notice = nullptr;
    RowJobs* m_rowJobs = nullptr;
    SelectionMenu* m_selectionMenu = nullptr;
    QMenu* m_recentMenu = nullptr;
};

}  // namespace latentscape::ui
