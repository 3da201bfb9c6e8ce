#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/data/generators.h"
#include "core/data/role_request.h"
#include "ui/compare/current_run_button.h"
#include "ui/panels/follow_bar.h"
#include "ui/panels/timeline_bar.h"
#include "ui/shell/animation_export.h"
#include "ui/shell/appearance.h"
#include "ui/shell/export_menu.h"
#include "ui/shell/help_text.h"
#include "ui/shell/map_menu.h"
#include "ui/shell/map_settings.h"

namespace latentscape::ui {
namespace {

/// In the order of the bar.
enum Workspace { kData, kTrain, kExplore, kCompare };

/// Whether a table comes with the program, rather than from a file.
bool isSample(const QString& path) {
    const auto isThis = [&path](const Sample& sample) { return sample.path == path; };
    return std::any_of(samples().begin(), samples().end(), isThis) ||
           std::any_of(generatedSamples().begin(), generatedSamples().end(), isThis);
}

}  // namespace

MainWindow::MainWindow(Settings& settings, QWidget* parent)
    : QMainWindow(parent),
      m_settings(settings),
      m_actions(this),
      m_session(m_controller, m_viewState, settings.sessionsFolder()) {
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    m_controller.setPace(settings.pace());
    m_notice = new RunNotice(*this, m_controller, this);
    buildCentre();
    buildToolBar();
    buildWorkspaces();
    buildMenus();
    connectActions();
    connectViews();
    connectProjects();
    m_train->resetLayout(false);
    m_explore->resetLayout(false);
    restoreGeometry(settings.windowGeometry());
    restoreState(settings.windowLayout(), Workspaces::kLayoutVersion);
    m_welcome->setRecentFiles(settings.recentFiles());
    showWelcome();
    // Only now: the docks of all workspaces together, before they were hidden, would not fit on any screen.
    // The frame needs room too.
    if (settings.windowGeometry().isEmpty())
        resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(16, 48)));
    setAppearance(settings.appearance());
}

MainWindow::~MainWindow() {
    // What is shown looks at what the members hold, even while it goes: it goes first.
    delete m_toolBar;
    delete centralWidget();
    qDeleteAll(docks());
}

void MainWindow::buildCentre() {
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(centre);
    m_lost = new MessageBar(centre);
    m_projects = new ProjectFiles(m_session, *m_messages, *m_lost, this);
    m_opener = new FileOpener(m_settings, *m_messages, this);
    m_runOpener = new RunOpener(m_controller, *m_opener, *m_messages, this);
    m_pages = new QStackedWidget(centre);
    m_welcome = new WelcomePanel(m_pages);
    m_train = new TrainWorkspace(*this, m_controller, m_edits, m_viewState, m_settings);
    m_explore = new ExploreWorkspace(*this, m_controller, m_edits.stack(), m_viewState);
    rememberLook(m_train->map(), m_settings, QStringLiteral("train"));
    rememberLook(m_explore->map(), m_settings, QStringLiteral("explore"));
    m_data = new DataWorkspace(m_viewState, m_controller, m_pages);
    m_compare = new CompareWorkspace(m_viewState, m_controller, m_edits, m_pages);
    m_pages->addWidget(m_welcome);
    layout->addWidget(m_lost);
    layout->addWidget(m_messages);
    auto* const followBar = new FollowBar(centre);
    const auto showFollower = [this, followBar] { followBar->setFollower(m_runOpener->follower()); };
    connect(m_runOpener, &RunOpener::followerChanged, followBar, showFollower);
    showFollower();
    layout->addWidget(followBar);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

void MainWindow::buildToolBar() {
    m_toolBar = addToolBar(tr("Training"));
    m_toolBar->setObjectName(QStringLiteral("training"));
    m_toolBar->setMovable(false);
}

void MainWindow::buildWorkspaces() {
    m_workspaces = new Workspaces(*this, *m_pages, *m_toolBar);
    m_workspaces->add({.title = tr("Data"),
                       .help = tr("Look at columns and rows, and choose what the model learns"),
                       .page = m_data});
    m_workspaces->add({.title = tr("Train"),
                       .help = tr("Watch the model learn, and turn its knobs"),
                       .page = &m_train->map(),
                       .docks = m_train->docks()});
    m_workspaces->add({.title = tr("Explore"),
                       .help = tr("Find out what the places of the map mean"),
                       .page = &m_explore->map(),
                       .docks = m_explore->docks()});
    m_workspaces->add({.title = tr("Compare"),
                       .help = tr("Put runs side by side: settings, curves and maps"),
                       .page = m_compare});
    m_toolBar->addSeparator();
    auto* const currentRun = new CurrentRunButton(m_controller, m_toolBar);
    connect(currentRun, &QToolButton::clicked, this, [this] { m_workspaces->show(kCompare); });
    m_toolBar->addWidget(currentRun);
    m_toolBar->addWidget(new RunControls(m_controller, m_actions.runActions(), m_toolBar));
    m_presets = new PresetMenu(m_controller, m_edits, m_toolBar);
    m_toolBar->addWidget(m_presets);
    connect(m_workspaces, &Workspaces::shown, this, [this](int workspace) {
        m_actions.resetLayout->setEnabled(workspace == kTrain || workspace == kExplore);
        m_actions.fit->setVisible(workspace == kTrain || workspace == kExplore);
        m_selectionMenu->setMap(workspace == kTrain     ? &m_train->map()
                                : workspace == kExplore ? &m_explore->map()
                                                        : nullptr);
        if (workspace == kExplore && std::exchange(m_exploreUnseen, false))
            m_explore->resizeDocks();
    });
}

void MainWindow::buildMenus() {
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions.open, m_actions.import, m_actions.watch});
    QMenu* const sampleMenu = file->addMenu(tr("Sa&mples"));
    const auto addSamples = [this, sampleMenu](const QList<Sample>& list) {
        for (const Sample& sample : list) {
            QAction* const action = sampleMenu->addAction(sample.title);
            action->setToolTip(sample.description);
            connect(action, &QAction::triggered, this, [this, path = sample.path] { openFile(path); });
        }
    };
    addSamples(samples());
    sampleMenu->addSection(tr("Generated"));
    addSamples(generatedSamples());
    sampleMenu->setToolTipsVisible(true);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    file->addSeparator();
    file->addActions({m_actions.save, m_actions.saveAs});
    file->addSeparator();
    file->addMenu(new ExportMenu(
        m_explore->exploration(), m_controller, *m_opener, *new FileExport(*m_messages, m_settings, this),
        m_actions.exportRows,
        [this] { chooseMapPicture(m_workspaces->current() == kExplore ? m_explore->map() : m_train->map()); },
        this));
    file->addSeparator();
    file->addAction(m_actions.quit);

    QAction* const undo = m_edits.stack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = m_edits.stack().createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    menuBar()->addMenu(tr("&Edit"))->addActions({undo, redo});

    m_rowJobs = new RowJobs(m_viewState, m_controller, m_edits.stack(), *this);
    m_selectionMenu = new SelectionMenu(m_actions, m_viewState, *m_rowJobs, this);
    menuBar()->addMenu(m_selectionMenu);

    menuBar()->addMenu(tr("&Data"))->addAction(m_actions.importSettings);
    m_actions.importSettings->setEnabled(false);

    QMenu* const training = menuBar()->addMenu(tr("&Training"));
    training->addActions({m_actions.run, m_actions.oneStep, m_actions.oneEpoch, m_actions.finish});
    training->addSeparator();
    training->addActions({m_actions.reset, m_actions.newSeed});
    training->addSeparator();
    training->addMenu(m_presets->menu());

    QMenu* const view = menuBar()->addMenu(tr("&View"));
    view->addActions(m_workspaces->actions());
    view->addSeparator();
    view->addAction(m_actions.fit);
    view->addSeparator();
    for (QDockWidget* const dock : docks())
        view->addAction(dock->toggleViewAction());
    view->addAction(m_actions.resetLayout);
    view->addSeparator();
    view->addMenu(tr("&Appearance"))->addActions(m_actions.appearance->actions());
    view->addAction(m_actions.notify);
    view->addAction(m_actions.fullScreen);

    menuBar()->addMenu(tr("&Help"))->addActions({m_actions.keys, m_actions.about});
}

void MainWindow::connectActions() {
    connect(m_actions.open, &QAction::triggered, this, [this] { m_opener->chooseFile(false); });
    connect(m_actions.import, &QAction::triggered, this, [this] { m_opener->chooseFile(true); });
    connect(m_actions.watch, &QAction::triggered, this,
            [this] { m_projects->whenSafe([this] { m_runOpener->chooseFolder(); }); });
    connect(m_actions.importSettings, &QAction::triggered, m_opener, &FileOpener::changeSettings);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.run, &QAction::triggered, &m_controller, &TrainingController::toggleRunning);
    connect(m_actions.oneStep, &QAction::triggered, &m_controller, &TrainingController::oneStep);
    connect(m_actions.oneEpoch, &QAction::triggered, &m_controller, &TrainingController::oneEpoch);
    connect(m_actions.finish, &QAction::triggered, &m_controller, &TrainingController::finish);
    connect(m_actions.reset, &QAction::triggered, this, [this] { m_controller.restart(false); });
    connect(m_actions.newSeed, &QAction::triggered, &m_controller, &TrainingController::newSeed);
    auto* const animation = new AnimationExport(*m_messages, this);
    connect(&m_train->timeline(), &TimelineBar::exportRequested, this, [this, animation] {
        const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
        if (!run || !run->data || run->timeline.empty())
            return;
        animation->ask({.data = run->data,
                        .states = animationStates(run->timeline.states()),
                        .look = m_train->map().look()},
                       run->name);
    });
    connect(m_actions.fit, &QAction::triggered, this,
            [this] { (m_workspaces->current() == kExplore ? m_explore->map() : m_train->map()).fit(); });
    connect(m_actions.resetLayout, &QAction::triggered, this, [this] {
        if (m_workspaces->current() == kExplore)
            m_explore->resetLayout(true);
        else
            m_train->resetLayout(m_workspaces->current() == kTrain);
    });
    connect(m_actions.fullScreen, &QAction::toggled, this,
            [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    m_actions.notify->setChecked(m_settings.notifies());
    m_notice->setEnabled(m_settings.notifies());
    connect(m_actions.notify, &QAction::toggled, this, [this](bool notifies) {
        m_settings.setNotifies(notifies);
        m_notice->setEnabled(notifies);
    });
    connect(m_actions.keys, &QAction::triggered, this, &MainWindow::showKeys);
    connect(m_actions.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_actions.appearance, &QActionGroup::triggered, this, [this](QAction* chosen) {
        const Appearance appearance = Appearance(m_actions.appearance->actions().indexOf(chosen));
        m_settings.setAppearance(appearance);
        setAppearance(appearance);
    });
}

void MainWindow::connectViews() {
    m_viewState.recordOn(m_edits.stack());
    connect(m_welcome, &WelcomePanel::fileChosen, this, [this](const QString& path) { openFile(path); });
    connect(m_welcome, &WelcomePanel::openRequested, this, [this] { m_opener->chooseFile(false); });
    connect(m_opener, &FileOpener::opened, this, &MainWindow::onTableOpened);
    connect(m_opener, &FileOpener::failed, this, &MainWindow::openFailed);
    m_runOpener->setGuard([this](const std::function<void()>& proceed) { m_projects->whenSafe(proceed); });
    connect(&m_opener->loader(), &TableLoader::loading, this, &MainWindow::cancelReading);
    connect(m_runOpener, &RunOpener::opening, this, &MainWindow::cancelReading);
    connect(m_runOpener, &RunOpener::failed, this, &MainWindow::openFailed);
    connect(m_runOpener, &RunOpener::runsShown, this, [this] { m_workspaces->show(kCompare); });
    connect(m_runOpener, &RunOpener::runWithoutTable, this, [this] {
        if (m_workspaces->current() < 0)
            leaveWelcome();
    });
    connect(m_data, &DataWorkspace::rolesEdited, this, [this](const ColumnRoles& roles) {
        m_messages->clearError();
        m_controller.setRoles(roles);
        m_train->dataset().setTable(m_controller.dataset(), m_controller.roles());
        m_opener->setRoles(requestOf(*m_controller.dataset(), m_controller.roles()));
    });
    connect(m_data, &DataWorkspace::missingRequested, m_opener, &FileOpener::treatAsMissing);
    connect(m_data, &DataWorkspace::typeRequested, m_opener, &FileOpener::readAs);
    connect(&m_train->dataset(), &DatasetPanel::dataRequested, this, [this] { m_workspaces->show(kData); });
    connect(&m_controller, &TrainingController::rolesRefused, this, [this](const Problem& problem) {
        m_data->setTable(m_controller.dataset(), m_controller.roles());
        m_messages->showError(problem);
    });

    connect(&m_controller, &TrainingController::rolesReverted, this, [this] {
        m_data->setTable(m_controller.dataset(), m_controller.roles());
        m_train->dataset().setTable(m_controller.dataset(), m_controller.roles());
        m_opener->setRoles(requestOf(*m_controller.dataset(), m_controller.roles()));
    });
    connect(m_rowJobs, &RowJobs::failed, m_messages, &MessageBar::showError);
    m_explore->rows().offer(m_selectionMenu->actionsOnRows());
    for (LatentScatterView* const map : {&m_train->map(), &m_explore->map()})
        addMapMenu(*map, m_explore->exploration(), m_selectionMenu->actionsOnRows());
    connect(m_actions.selectWhere, &QAction::triggered, this, [this] {
        m_workspaces->show(kExplore);
        m_explore->rows().askWhere();
    });
    connect(&m_edits, &HyperparameterEdits::refused, m_messages, &MessageBar::showError);
    connect(&m_compare->table(), &RunTableView::refused, m_messages, &MessageBar::showError);
    connect(m_presets, &PresetMenu::refused, m_messages, &MessageBar::showError);
    connect(&m_train->doctor(), &DoctorPanel::refused, m_messages, &MessageBar::showError);

    connect(m_train, &TrainWorkspace::snapshotShown, m_explore, &ExploreWorkspace::setSnapshot);
    connect(&m_controller, &TrainingController::runStarted, m_messages, &MessageBar::clear);
    connect(&m_controller, &TrainingController::dataPrepared, this, &MainWindow::onDataPrepared);
    connect(&m_controller, &TrainingController::metricsUpdated, this, [this](const MetricsUpdate& update) {
        m_actions.showState(m_controller.state(), update.step > 0);
    });
    connect(&m_controller, &TrainingController::failed, m_messages, &MessageBar::showError);
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        m_actions.setFollowing(m_controller.isFollowing());
        m_selectionMenu->setFollowing(m_controller.isFollowing());
        m_actions.showState(state, m_controller.progress().step > 0);
        if (state == RunState::Running)
            m_messages->clearError();
    });
}

void MainWindow::connectProjects() {
    m_session.setArrangement([this](WindowView& view) {
        view.workspace = std::max(0, m_workspaces->current());
        for (int workspace = 0; workspace < int(m_workspaces->actions().size()); ++workspace)
            view.layouts.push_back(m_workspaces->layout(workspace));
        view.look = lookOf(views());
    });
    connect(&m_train->map(), &LatentScatterView::snapshotConsumed, this, [this] {
        // One of the run before may have been on its way.
        const LatentSnapshotPtr& shown = m_explore->exploration().snapshot();
        if (m_look && shown && shown->run == m_controller.currentRun())
            restoreLook(views(), *std::exchange(m_look, std::nullopt));
    });
    m_opener->setGuards([this](const std::function<void()>& proceed) { m_projects->whenSafe(proceed); },
                        [this](const std::function<void()>& proceed) { m_projects->whenStillSafe(proceed); });
    connect(m_opener, &FileOpener::chosen, this, [this](const QString& path) { openFile(path); });
    connect(m_actions.save, &QAction::triggered, m_projects, &ProjectFiles::save);
    connect(m_actions.saveAs, &QAction::triggered, m_projects, &ProjectFiles::saveAs);
    m_actions.save->setEnabled(false);
    m_actions.saveAs->setEnabled(false);
    connect(m_projects, &ProjectFiles::restored, this, &MainWindow::onProjectRestored);
    connect(m_projects, &ProjectFiles::failed, this, &MainWindow::openFailed);
    connect(m_projects, &ProjectFiles::saved, this, [this](const QString& file) {
        addRecentFile(file);
        m_notice->setProject(QFileInfo(file).completeBaseName());
    });
    connect(&m_session, &Session::modifiedChanged, this,
            [this] { setWindowModified(m_session.isModified()); });
}

void MainWindow::showWelcome() {
    m_pages->setCurrentWidget(m_welcome);
    m_toolBar->hide();
    m_actions.resetLayout->setEnabled(false);
    for (QAction* const action : m_workspaces->actions())
        action->setEnabled(false);
    for (QDockWidget* const dock : docks()) {
        dock->hide();
        dock->toggleViewAction()->setEnabled(false);
    }
}

void MainWindow::leaveWelcome() {
    // A page that is not on show asks for no room.
    m_welcome->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    for (QAction* const action : m_workspaces->actions())
        action->setEnabled(true);
    // Docks that were closed last time stay closed.
    const QByteArray layout = m_settings.windowLayout();
    m_workspaces->setLayout(kTrain, layout);
    m_workspaces->setLayout(kExplore, m_settings.exploreLayout());
    m_exploreUnseen = m_settings.exploreLayout().isEmpty();
    m_workspaces->show(kTrain);
    if (layout.isEmpty())
        m_train->resizeDocks();
}

void MainWindow::openFile(const QString& path, bool train) {
    cancelReading();
    if (ProjectFiles::isProject(path) && m_session.isEnabled()) {
        m_projects->open(path, train);
        return;
    }
    if (QFileInfo(path).isDir())
        m_projects->whenSafe([this, path] { m_runOpener->open({path}); });
    else
        m_opener->open(path, train);
}

void MainWindow::cancelReading() {
    m_opener->loader().cancel();
    m_projects->cancel();
    m_runOpener->cancel();
}

void MainWindow::addRecentFile(const QString& path) {
    m_settings.addRecentFile(QFileInfo(path).absoluteFilePath());
    m_welcome->setRecentFiles(m_settings.recentFiles());
}

void MainWindow::showTable(const LoadedTable& opened) {
    const TrainingDataPtr& table = opened.data;
    m_shownLabel = table->roles.label;
    m_viewState.setDataset(table->dataset, table->roles.label);
    m_train->setTable(table);
    m_data->setTable(table->dataset, table->roles);
    m_data->setReading(opened.source.csv, opened.findings);
    if (m_workspaces->current() < 0)
        leaveWelcome();
    // What was made up was not read.
    m_actions.importSettings->setEnabled(!opened.source.path.starts_with(kGeneratedPrefix));
    m_actions.save->setEnabled(m_session.isEnabled());
    m_actions.saveAs->setEnabled(m_session.isEnabled());
}

Views MainWindow::views() const {
    return {.data = *m_data, .train = *m_train, .explore = *m_explore, .compare = *m_compare};
}

void MainWindow::onTableOpened(const LoadedTable& opened, bool train) {
    const QString path = QString::fromStdString(opened.source.path);
    m_look.reset();
    showTable(opened);
    if (!isSample(path))
        addRecentFile(path);
    m_session.begin(opened.source);
    m_controller.openTable(opened.data, train);
    m_notice->setProject({});
}

void MainWindow::onProjectRestored(const RestoredProject& project, const QString& file, bool train) {
    m_runOpener->stop();
    showTable(project.table);
    restoreView(project.view, m_viewState);
    // A table within the project is gone with it: to be read in another way, it is read where it came from.
    LoadedTable table = project.table;
    table.source.path = project.project.source.path;
    m_opener->setOpen(table);
    if (project.kept.runs.empty()) {
        m_controller.openTable(project.table.data, false);
    } else {
        m_shownLabel = project.kept.runs.back().data->roles.label;
        m_controller.openRuns(project.table.data, project.project.hyperparameters, project.kept);
    }
    m_session.adopt(project, file);
    m_projects->encodeEnded(m_controller.runs());
    m_look = project.view.look;
    if (project.view.layouts.size() > kExplore && !project.view.layouts[kExplore].isEmpty())
        m_exploreUnseen = false;
    m_workspaces->restore(project.view.layouts, project.view.workspace);
    m_notice->setProject(QFileInfo(file).completeBaseName());
    m_messages->showNotes(project.problems);
    if (!file.isEmpty())
        addRecentFile(file);
    if (train)
        m_controller.run();
}

void MainWindow::onDataPrepared(const TrainingDataPtr& table) {
    m_data->setPrepared(table, m_controller.running().likelihood);
    if (m_shownLabel != table->roles.label) {
        m_shownLabel = table->roles.label;
        m_viewState.setColourColumn(m_shownLabel);
    }
    m_messages->showNotes(table->dataset->problems());
    m_messages->showNotes(table->problems);
    m_opener->showNotes();
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    for (const QString& path : m_settings.recentFiles())
        connect(m_recentMenu->addAction(QString(path).replace('&', QLatin1String("&&"))), &QAction::triggered,
                this, [this, path] { openFile(path); });
    m_recentMenu->addSeparator();
    QAction* const clear = m_recentMenu->addAction(tr("Clear this list"));
    clear->setEnabled(!m_settings.recentFiles().isEmpty());
    connect(clear, &QAction::triggered, this, [this] {
        m_settings.clearRecentFiles();
        m_welcome->setRecentFiles({});
    });
}

void MainWindow::setAppearance(Appearance appearance) {
    applyAppearance(appearance);
    m_actions.appearance->actions().at(int(appearance))->setChecked(true);
}

void MainWindow::showText(const QString& title, const QString& html) {
    auto* const box = new QMessageBox(QMessageBox::NoIcon, title, html, QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showKeys() {
    showText(tr("Keys and mouse"), keysText());
}

void MainWindow::showAbout() {
    showText(tr("About Latentscape"), aboutText());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_projects->mayClose()) {
        event->ignore();
        return;
    }
    // The welcome page hides the docks: a layout without them is not worth remembering.
    if (m_workspaces->current() >= 0) {
        m_settings.saveWindow(saveGeometry(), m_workspaces->layout(kTrain));
        m_settings.saveExploreLayout(m_workspaces->layout(kExplore));
    }
    m_settings.setPace(m_controller.pace());
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_actions.showIcons(palette());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    QStringList folders;
    for (const QUrl& url : event->mimeData()->urls())
        if (QFileInfo(url.toLocalFile()).isDir())
            folders << url.toLocalFile();
    if (!folders.isEmpty())
        m_projects->whenSafe([this, folders] { m_runOpener->open(folders); });
    else
        openFile(event->mimeData()->urls().first().toLocalFile());
}

}  // namespace latentscape::ui
