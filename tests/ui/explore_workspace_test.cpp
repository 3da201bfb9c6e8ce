#include "ui/explore/explore_workspace.h"

#include <QDockWidget>
#include <QFile>
#include <QLabel>
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
        auto* const explore = desk.window->findChild<ExploreWorkspace*>();
        QVERIFY(explore->map().isVisible());
        QVERIFY(explore->map().model().snapshot());
        for (const QDockWidget* const dock : explore->docks())
            QVERIFY2(dock->isVisible(), qPrintable(dock->windowTitle()));
        const QSize least = desk.window->minimumSizeHint();
        QVERIFY2(least.width() <= 1280 && least.height() <= 680,
                 qPrintable(QStringLiteral("%1 × %2").arg(least.width()).arg(least.height())));
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

    /// It is too short to be learned from, but it can be looked at.
    void aTableOfOneRowDoesNoHarm() {
        WindowDesk desk;
        const QString path = desk.folder.filePath("one.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b,c\n1,2.5,x\n");
        file.close();
        desk.window->openFile(path);
        QTRY_VERIFY(desk.window->viewState().dataset());
        QTest::keyClick(desk.window.get(), Qt::Key_3, Qt::ControlModifier);
        desk.window->viewState().setSelectedRow(0);
        desk.window->viewState().selection().apply(RowSet(1, RowList{0}), SelectionMode::Replace);
        auto* const explore = desk.window->findChild<ExploreWorkspace*>();
        for (QDockWidget* const dock : explore->docks()) {
            dock->raise();
            QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        }
        QStringList words;
        for (const QLabel* const label : desk.window->findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.join('\n').contains("1 of 1 rows are selected"));
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
