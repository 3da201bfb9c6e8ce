#pragma once

#include <QDir>
#include <QDockWidget>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <map>

#include "tests/support/patient_waits.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "ui/shell/main_window.h"

namespace latentscape::testing {

using namespace latentscape::ui;

/// A window whose sessions are kept below `place`.
class ProjectDesk {
public:
    Settings settings;
    std::unique_ptr<MainWindow> window;

    explicit ProjectDesk(const QTemporaryDir& place, const QString& sessions = QStringLiteral("sessions"))
        : settings(place.filePath("settings.ini")), m_sessions(place.filePath(sessions)) {
        settings.setPace(0);
        settings.setSessionsFolder(m_sessions);
        window = std::make_unique<MainWindow>(settings);
        window->resize(1280, 720);
        window->show();
        QObject::connect(&controller(), &TrainingController::stateTold, window.get(),
                         [this](quint64 run, const TrainerStatePtr& told) { m_told[run] = told; });
    }

    TrainingController& controller() { return window->controller(); }
    const std::vector<RunRecord>& runs() { return controller().runs().runs(); }
    QString message() { return window->messages().text(); }

    /// Folders of sessions that are there.
    QStringList sessions() const { return QDir(m_sessions).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }
    QString session() const { return m_sessions + '/' + sessions().value(0); }

    /// Ends the program if it cannot be opened: what tests do next would reach for runs that are not there.
    void open(const QString& path) {
        window->openFile(path);
        if (!QTest::qWaitFor([this] { return controller().state() == RunState::Paused; }, 60'000))
            qFatal("%s is not open after a minute; the window says: “%s”", qPrintable(path),
                   qPrintable(message()));
    }

    void train(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            const double before = controller().progress().epoch;
            controller().oneEpoch();
            QTRY_VERIFY(controller().state() == RunState::Paused && controller().progress().epoch > before);
        }
    }

    /// The run that trains, as it is now; null, and a failure, if it does not tell.
    TrainerStatePtr state() {
        const quint64 run = controller().currentRun();
        m_told.erase(run);
        controller().askState();
        [&] { QTRY_VERIFY(m_told.contains(run)); }();
        return m_told[run];
    }

    /// Until all that was trained so far is in its folder.
    void keep() {
        window->session().keep();
        QTRY_VERIFY(window->session().isKept());
    }

    void save(const QString& file, bool embedTable = false) {
        QSignalSpy saved(&window->projects(), &ProjectFiles::saved);
        window->projects().saveTo(file, embedTable);
        QTRY_COMPARE(saved.size(), 1);
    }

    /// As a person would leave the views: nothing as it was at first.
    void arrangeByHand() {
        ViewState& marks = window->viewState();
        const Index rows = controller().dataset()->rows();
        marks.groups().add("few", RowSet(rows, RowList{3, 4, 5, 90}));
        marks.selection().apply(RowSet(rows, RowList{10, 11, 12}), SelectionMode::Replace);
        marks.setSelectedRow(7);
        window->workspaces().show(2);
        LatentScatterView& map = window->findChild<ExploreWorkspace*>()->map();
        QTRY_VERIFY(map.pointBounds());
        map.lookAt({{-1, 2}, {-2, 1}});
        map.model().toggleClass(1);
        Exploration& exploration = window->findChild<ExploreWorkspace*>()->exploration();
        exploration.setPlace(Vector::Constant(4, Scalar(0.5)));
        exploration.addPin({.name = "here", .place = exploration.place(), .row = std::nullopt});
        window->workspaces().show(1);
        window->scatter().setAxes({2, 3});
        window->findChild<LossChartView*>()->pin(3);
        for (auto* const button : window->findChild<LossChartView*>()->findChildren<QToolButton*>())
            if (button->isCheckable())
                button->click();
        window->findChild<LatentHealthPanel*>()->findChild<QToolButton*>()->click();
        QTRY_VERIFY(window->findChild<LatentHealthPanel*>()->health());
    }

    /// Pages and docks on show, by name.
    QStringList views() const {
        QStringList names{QStringLiteral("page")};
        for (const QDockWidget* const dock : window->findChildren<QDockWidget*>())
            if (!dock->isHidden())
                names << dock->objectName();
        return names;
    }
    QImage grab(const QString& view) const {
        // Messages and where the keys go are nothing of the view's own.
        for (auto* const bar : window->findChildren<MessageBar*>())
            bar->hide();
        if (QWidget* const focused = window->focusWidget())
            focused->clearFocus();
        if (view == QLatin1String("page"))
            return window->centralWidget()
                ->findChild<QStackedWidget*>(QString(), Qt::FindDirectChildrenOnly)
                ->currentWidget()
                ->grab()
                .toImage();
        auto* const dock = window->findChild<QDockWidget*>(view);
        dock->raise();
        return dock->widget()->grab().toImage();
    }

    QMessageBox* question() { return window->findChild<QMessageBox*>("unsaved"); }
    QPushButton* offer(const char* name) {
        for (auto* const button : window->findChildren<QPushButton*>(name))
            if (button->isVisible())
                return button;
        return nullptr;
    }

private:
    QString m_sessions;
    std::map<quint64, TrainerStatePtr> m_told;
};

/// Whether both runs stand at the same place of what they have learned.
inline bool sameParameters(const TrainerStatePtr& one, const TrainerStatePtr& other) {
    return one && other && sameParameters(one->parameters, other->parameters);
}

/// A table that a test may move and change.
inline QString tableIn(const QTemporaryDir& place, const QString& name = QStringLiteral("flowers.csv")) {
    const QString path = place.filePath(name);
    if (!QFile::copy(QString::fromStdString(samplePath("iris")), path))
        qFatal("cannot write %s", qPrintable(path));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return path;
}

inline void copyFolder(const QString& from, const QString& to) {
    QCOMPARE(QProcess::execute("cp", {"-r", from, to}), 0);
}

inline void setLive(TrainingController& controller, const char* key, const HyperparameterValue& value) {
    controller.setHyperparameter(hyperparameterSpec(key), value);
}

/// No end that comes by itself.
inline void trainForLong(TrainingController& controller) {
    setLive(controller, "epochs", std::int64_t(100'000));
    setLive(controller, "patience", std::int64_t(0));
}

}  // namespace latentscape::testing
