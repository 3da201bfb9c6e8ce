#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/data/generators.h"
#include "core/data/role_request.h"
#include "ui/panels/architecture_panel.h"
#include "ui/panels/hyperparameters_panel.h"
#include "ui/shell/appearance.h"
#include "ui/shell/help_text.h"

namespace latentscape::ui {
namespace {

/// In the order of the bar.
enum Workspace { kData, kTrain };
constexpr int kLeftWidth = 316;
constexpr int kRightWidth = 340;
constexpr int kCurvesHeight = 210;
// The left docks share the height in these proportions.
constexpr int kDatasetHeight = 164;
constexpr int kArchitectureHeight = 305;
constexpr int kHyperparametersHeight = 275;

/// Whether a table comes with the program, rather than from a file.
bool isSample(const QString& path) {
    const auto isThis = [&path](const Sample& sample) { return sample.path == path; };
    return std::any_of(samples().begin(), samples().end(), isThis) ||
           std::any_of(generatedSamples().begin(), generatedSamples().end(), isThis);
}

template <class Record>
std::vector<CurvePoint> curvePoints(const std::vector<Record>& records) {
    std::vector<CurvePoint> points;
    points.reserve(records.size());
    for (const Record& record : records)
        points.push_back(
            {.epoch = record.epoch, .reconstruction = record.terms.reconstruction, .kl = record.terms.kl});
    return points;
}

}  // namespace

MainWindow::MainWindow(Settings& settings, QWidget* parent)
    : QMainWindow(parent), m_settings(settings), m_actions(this) {
    setWindowTitle(tr("Latentscape"));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    // The frame needs room too.
    resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(16, 48)));
    m_controller.setPace(settings.pace());
    buildCentre();
    buildDocks();
    buildToolBar();
    buildWorkspaces();
    buildMenus();
    connectActions();
    connectViews();
    resetLayout();
    restoreGeometry(settings.windowGeometry());
    restoreState(settings.windowLayout(), Workspaces::kLayoutVersion);
    m_welcome->setRecentFiles(settings.recentFiles());
    showWelcome();
    setAppearance(settings.appearance());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(centre);
    m_opener = new FileOpener(m_settings, *m_messages, this);
    m_pages = new QStackedWidget(centre);
    m_welcome = new WelcomePanel(m_pages);
    m_scatter = new LatentScatterView(m_viewState, m_pages);
    m_data = new DataWorkspace(m_viewState, m_controller, m_pages);
    m_pages->addWidget(m_welcome);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

QDockWidget* MainWindow::addDock(const QString& title, const QString& name, QWidget* content,
                                 Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_docks << dock;
    return dock;
}

void MainWindow::buildDocks() {
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_dataset = new DatasetPanel(this);
    m_reconstruction = new ReconstructionPanel(m_viewState, this);
    m_curves = new LossChartView(this);
    addDock(tr("Data set"), QStringLiteral("dataset"), m_dataset, Qt::LeftDockWidgetArea);
    auto* const architecture = new ArchitecturePanel(m_controller, this);
    auto* const hyperparameters = new HyperparametersPanel(m_controller, this);
    addDock(tr("Architecture"), QStringLiteral("architecture"), architecture, Qt::LeftDockWidgetArea);
    addDock(tr("Hyperparameters"), QStringLiteral("hyperparameters"), hyperparameters,
            Qt::LeftDockWidgetArea);
    rememberFolds(architecture->form(), QStringLiteral("architecture"));
    rememberFolds(hyperparameters->form(), QStringLiteral("hyperparameters"));
    addDock(tr("Original and reconstruction"), QStringLiteral("reconstruction"), m_reconstruction,
            Qt::RightDockWidgetArea);
    addDock(tr("Loss"), QStringLiteral("curves"), m_curves, Qt::BottomDockWidgetArea);
}

void MainWindow::rememberFolds(HyperparameterForm& form, const QString& name) {
    form.setExpanded(m_settings.showsMore(name));
    connect(&form, &HyperparameterForm::expandedChanged, this,
            [this, name](bool expanded) { m_settings.setShowsMore(name, expanded); });
}

void MainWindow::resetLayout() {
    const Qt::DockWidgetArea areas[] = {Qt::LeftDockWidgetArea, Qt::LeftDockWidgetArea,
                                        Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                                        Qt::BottomDockWidgetArea};
    for (int i = 0; i < m_docks.size(); ++i) {
        m_docks[i]->setFloating(false);
        addDockWidget(areas[i], m_docks[i]);
        m_docks[i]->setVisible(m_workspaces && m_workspaces->current() == kTrain);
    }
    resizePanels();
}

void MainWindow::resizePanels() {
    resizeDocks({m_docks[0], m_docks[3]}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    resizeDocks({m_docks[0], m_docks[1], m_docks[2]},
                {kDatasetHeight, kArchitectureHeight, kHyperparametersHeight}, Qt::Vertical);
    resizeDocks({m_docks[4]}, {kCurvesHeight}, Qt::Vertical);
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
                       .page = m_scatter,
                       .docks = m_docks});
    m_toolBar->addSeparator();
    m_toolBar->addWidget(new RunControls(m_controller, m_actions.runActions(), m_toolBar));
    connect(m_workspaces, &Workspaces::shown, this, [this](int workspace) {
        m_actions.resetLayout->setEnabled(workspace == kTrain);
        m_actions.fit->setVisible(workspace == kTrain);
    });
}

void MainWindow::buildMenus() {
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions.open, m_actions.import});
    QMenu* const sampleMenu = file->addMenu(tr("&Samples"));
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
    file->addAction(m_actions.quit);

    menuBar()->addMenu(tr("&Data"))->addAction(m_actions.importSettings);
    m_actions.importSettings->setEnabled(false);

    QMenu* const training = menuBar()->addMenu(tr("&Training"));
    training->addActions({m_actions.run, m_actions.oneEpoch, m_actions.finish});
    training->addSeparator();
    training->addActions({m_actions.reset, m_actions.newSeed});

    QMenu* const view = menuBar()->addMenu(tr("&View"));
    view->addActions(m_workspaces->actions());
    view->addSeparator();
    view->addAction(m_actions.fit);
    view->addSeparator();
    for (QDockWidget* const dock : m_docks)
        view->addAction(dock->toggleViewAction());
    view->addAction(m_actions.resetLayout);
    view->addSeparator();
    view->addMenu(tr("&Appearance"))->addActions(m_actions.appearance->actions());
    view->addAction(m_actions.fullScreen);

    menuBar()->addMenu(tr("&Help"))->addActions({m_actions.keys, m_actions.about});
}

void MainWindow::connectActions() {
    connect(m_actions.open, &QAction::triggered, this, [this] { m_opener->chooseFile(false); });
    connect(m_actions.import, &QAction::triggered, this, [this] { m_opener->chooseFile(true); });
    connect(m_actions.importSettings, &QAction::triggered, m_opener, &FileOpener::changeSettings);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.run, &QAction::triggered, &m_controller, &TrainingController::toggleRunning);
    connect(m_actions.oneEpoch, &QAction::triggered, &m_controller, &TrainingController::oneEpoch);
    connect(m_actions.finish, &QAction::triggered, &m_controller, &TrainingController::finish);
    connect(m_actions.reset, &QAction::triggered, this, [this] { m_controller.restart(false); });
    connect(m_actions.newSeed, &QAction::triggered, &m_controller, &TrainingController::newSeed);
    connect(m_actions.fit, &QAction::triggered, m_scatter, &LatentScatterView::fit);
    connect(m_actions.resetLayout, &QAction::triggered, this, &MainWindow::resetLayout);
    connect(m_actions.fullScreen, &QAction::toggled, this,
            [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    connect(m_actions.keys, &QAction::triggered, this, &MainWindow::showKeys);
    connect(m_actions.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_actions.appearance, &QActionGroup::triggered, this, [this](QAction* chosen) {
        const Appearance appearance = Appearance(m_actions.appearance->actions().indexOf(chosen));
        m_settings.setAppearance(appearance);
        setAppearance(appearance);
    });
}

void MainWindow::connectViews() {
    connect(m_welcome, &WelcomePanel::fileChosen, this, [this](const QString& path) { openFile(path); });
    connect(m_welcome, &WelcomePanel::openRequested, this, [this] { m_opener->chooseFile(false); });
    connect(m_opener, &FileOpener::opened, this, &MainWindow::onTableOpened);
    connect(m_opener, &FileOpener::failed, this, &MainWindow::openFailed);
    connect(m_data, &DataWorkspace::rolesEdited, this, [this](const ColumnRoles& roles) {
        m_messages->clearError();
        m_controller.setRoles(roles);
        m_dataset->setTable(m_controller.dataset(), m_controller.roles());
        m_opener->setRoles(requestOf(*m_controller.dataset(), m_controller.roles()));
    });
    connect(m_data, &DataWorkspace::missingRequested, m_opener, &FileOpener::treatAsMissing);
    connect(m_data, &DataWorkspace::typeRequested, m_opener, &FileOpener::readAs);
    connect(m_dataset, &DatasetPanel::dataRequested, this, [this] { m_workspaces->show(kData); });
    connect(&m_controller, &TrainingController::rolesRefused, this, [this](const Problem& problem) {
        m_data->setTable(m_controller.dataset(), m_controller.roles());
        m_messages->showError(problem);
    });

    connect(&m_controller, &TrainingController::runStarted, this, &MainWindow::onRunStarted);
    connect(&m_controller, &TrainingController::dataPrepared, this, &MainWindow::onDataPrepared);
    connect(&m_controller, &TrainingController::metricsUpdated, this, &MainWindow::onMetrics);
    connect(&m_controller, &TrainingController::failed, m_messages, &MessageBar::showError);
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        m_actions.showState(state, m_controller.progress().step > 0);
        if (state == RunState::Running)
            m_messages->clearError();
    });
    connect(&m_controller, &TrainingController::snapshotReady, m_scatter, &LatentScatterView::setSnapshot);
    connect(&m_controller, &TrainingController::snapshotReady, m_reconstruction,
            [this](const LatentSnapshotPtr& snapshot) { m_reconstruction->setModel(snapshot->model); });
    connect(m_scatter, &LatentScatterView::snapshotConsumed, &m_controller,
            &TrainingController::snapshotConsumed);
    connect(&m_edits, &EditSummary::settled, m_curves, &LossChartView::addMarker);
}

void MainWindow::showWelcome() {
    m_pages->setCurrentWidget(m_welcome);
    m_toolBar->hide();
    m_actions.resetLayout->setEnabled(false);
    for (QAction* const action : m_workspaces->actions())
        action->setEnabled(false);
    for (QDockWidget* const dock : m_docks) {
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
    m_workspaces->show(kTrain);
    if (layout.isEmpty())
        resizePanels();
}

void MainWindow::openFile(const QString& path, bool train) {
    m_opener->open(path, train);
}

void MainWindow::onTableOpened(const LoadedTable& opened, bool train) {
    const TrainingDataPtr& table = opened.data;
    const QString path = QString::fromStdString(opened.source.path);
    m_shownLabel = table->roles.label;
    m_scatter->setSnapshot(nullptr);
    m_viewState.setDataset(table->dataset, table->roles.label);
    m_dataset->setTable(table->dataset, table->roles);
    m_scatter->fit();
    m_data->setTable(table->dataset, table->roles);
    m_data->setReading(opened.source.csv, opened.findings);
    if (m_workspaces->current() < 0)
        leaveWelcome();
    setWindowTitle(tr("%1 — Latentscape").arg(QString::fromStdString(table->dataset->name())));
    if (!isSample(path)) {
        m_settings.addRecentFile(QFileInfo(path).absoluteFilePath());
        m_welcome->setRecentFiles(m_settings.recentFiles());
    }
    // What was made up was not read.
    m_actions.importSettings->setEnabled(!opened.source.path.starts_with(kGeneratedPrefix));
    m_controller.openTable(table, train);
}

void MainWindow::onRunStarted() {
    m_curves->clear();
    m_edits.clear();
    m_messages->clear();
}

void MainWindow::onDataPrepared(const TrainingDataPtr& table) {
    m_dataset->setPrepared(table);
    m_data->setPrepared(table, m_controller.running().likelihood);
    m_reconstruction->setTrainingData(table);
    if (m_shownLabel != table->roles.label) {
        m_shownLabel = table->roles.label;
        m_viewState.setColourColumn(m_shownLabel);
    }
    m_messages->showNotes(table->dataset->problems());
    m_messages->showNotes(table->problems);
    m_opener->showNotes();
}

void MainWindow::onMetrics(const MetricsUpdate& update) {
    m_curves->appendTraining(curvePoints(update.latest.training));
    m_curves->appendValidation(curvePoints(update.latest.validation));
    m_edits.add(update.latest.edits);
    // Without patience no epoch is kept for being the best.
    const bool looksForBest = m_controller.running().patience > 0 && std::isfinite(update.bestElbo);
    m_curves->setBest(looksForBest ? std::optional(QPointF(double(update.bestEpoch), update.bestElbo))
                                   : std::nullopt);
    m_actions.showState(m_controller.state(), update.step > 0);
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
    // The welcome page hides the docks: a layout without them is not worth remembering.
    if (m_workspaces->current() >= 0)
        m_settings.saveWindow(saveGeometry(), m_workspaces->layout(kTrain));
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
    openFile(event->mimeData()->urls().first().toLocalFile());
}

}  // namespace latentscape::ui
