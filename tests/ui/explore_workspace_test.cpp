#include "ui/explore/explore_workspace.h"

#include <QDockWidget>
#include <QFile>
#include <QTest>

#include "tests/support/tables.h"
#include "tests/support/window_desk.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

/// The workspace as a whole, in the real window.
class ExploreWorkspaceTest : public QObject {
    Q_OBJECT

private slots:
    void fitsIntoASmallWindow() {
        WindowDesk desk;
        desk.window->openFile(QString::fromStdString(samplePath("digits")));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        desk.controller().oneEpoch();
        QTRY_VERIFY(desk.snapshot && desk.snapshot->epoch >= 1);
        QTest::keyClick(desk.window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(desk.window->workspaces().current(), 2);
        auto* const explore = desk.window->findChild<ExploreWorkspace*>();
        QVERIFY(explore->map().isVisible());
        QVERIFY(explore->map().model().snapshot());
        for (const QDockWidget* const dock : explore->docks())
            QVERIFY2(dock->isVisible(), qPrintable(dock->windowTitle()));
        const QSize least = desk.window->minimumSizeHint();
        QVERIFY2(least.width() <= 1280 && least.height() <= 680,
                 qPrintable(QStringLiteral("%1 × %2").arg(least.width()).arg(least.height())));
    }

    void goingFromOneWorkspaceToTheNextLeavesTheWindowAsLargeAsItIs() {
        WindowDesk desk;
        desk.window->openFile(QString::fromStdString(samplePath("penguins")));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        desk.controller().oneEpoch();
        QTRY_VERIFY(desk.snapshot && desk.snapshot->epoch >= 1);
        const QSize size = desk.window->size();
        for (const int workspace : {2, 1, 3, 2, 0}) {
            QTest::keyClick(desk.window.get(), Qt::Key(Qt::Key_1 + workspace), Qt::ControlModifier);
            QCOMPARE(desk.window->workspaces().current(), workspace);
            // Whatever follows from it has happened.
            QCoreApplication::processEvents();
            QTRY_COMPARE(desk.window->size(), size);
        }
    }

    /// The docks of all workspaces together would not fit on any screen.
    void leavesTheFirstWindowAsLargeAsItIs() {
        const QTemporaryDir folder;
        Settings settings(folder.filePath("settings.ini"));
        MainWindow window(settings);
        const QSize wanted = QSize(1440, 900).boundedTo(window.screen()->availableSize() - QSize(16, 48));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), wanted.expandedTo(window.minimumSizeHint()));
        QVERIFY(window.minimumSizeHint().width() < 1000);
    }

    /// Nothing can be learned from it, which is said; the table before stays, and so does what is shown of
    /// it.
    void aTableOfOneRowDoesNoHarm() {
        WindowDesk desk;
        desk.window->openFile(QString::fromStdString(samplePath("wine")));
        QTRY_VERIFY(desk.snapshot);
        const QString path = desk.folder.filePath("one.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b,c\n1,2.5,x\n");
        file.close();
        desk.window->openFile(path);
        QTRY_VERIFY2(desk.window->messages().text().contains("one.csv"),
                     qPrintable(desk.window->messages().text()));
        QTest::keyClick(desk.window.get(), Qt::Key_3, Qt::ControlModifier);
        auto* const explore = desk.window->findChild<ExploreWorkspace*>();
        for (QDockWidget* const dock : explore->docks()) {
            dock->raise();
            QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        }
        QVERIFY(explore->map().model().snapshot());
    }

    void aRowChosenOnTheMapIsShownByThePanels() {
        WindowDesk desk;
        desk.window->openFile(QString::fromStdString(samplePath("wine")));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        desk.controller().oneEpoch();
        QTRY_VERIFY(desk.snapshot && desk.snapshot->epoch >= 1);
        QTest::keyClick(desk.window.get(), Qt::Key_3, Qt::ControlModifier);
        auto* const explore = desk.window->findChild<ExploreWorkspace*>();
        QTRY_VERIFY(explore->exploration().snapshot() &&
                    explore->exploration().snapshot()->rows->size() == 178u);
        desk.window->viewState().setSelectedRow(7);
        QCOMPARE(explore->exploration().placeRow(), std::optional<Index>(7));
        QCOMPARE(explore->exploration().place(), explore->exploration().snapshot()->means.col(7));
    }
};

QTEST_MAIN(ExploreWorkspaceTest)
#include "explore_workspace_test.moc"
