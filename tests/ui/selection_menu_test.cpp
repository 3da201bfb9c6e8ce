#include "ui/shell/selection_menu.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QInputDialog>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

#include "core/analysis/view_tables.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/explore/groups_panel.h"
#include "ui/plots/colour_column_box.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/shell/map_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

enum Workspace { kData, kTrain, kExplore, kCompare };

/// The real window with the penguins on its map, paused.
struct Desk : WindowDesk {
    Desk() {
        window->openFile(QString::fromStdString(samplePath("penguins")));
        if (!QTest::qWaitFor([this] { return snapshot && controller().state() == RunState::Paused; }, 60'000))
            throw std::runtime_error("no model");
        window->workspaces().show(kExplore);
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            throw std::runtime_error("no active window");
        canvas().setFocus();
    }

    ScatterCanvas& canvas() {
        LatentScatterView* shown = nullptr;
        for (LatentScatterView* const map : window->findChildren<LatentScatterView*>())
            if (map->isVisible())
                shown = map;
        return shown->canvas();
    }
    Selection& selection() { return window->viewState().selection(); }
    RowList selected() { return selection().rows().members(); }
    void select(const RowList& rows) {
        selection().apply(RowSet(selection().rows().rows(), rows), SelectionMode::Replace);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(window.get(), Qt::Key(key), modifiers);
    }
    QAction& entry(const QString& text) {
        for (QAction* const action : window->findChild<SelectionMenu*>()->actions())
            if (action->text().remove('&').startsWith(text))
                return *action;
        throw std::runtime_error(text.toStdString());
    }
};

}  // namespace

class SelectionMenuTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        Q_INIT_RESOURCE(latentscape);
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void keysWorkWhereverTheFocusIs() {
        Desk desk;
        desk.window->setFocus();
        desk.key(Qt::Key_A);
        QCOMPARE(desk.selected().size(), std::size_t(344));
        desk.key(Qt::Key_I);
        QVERIFY(desk.selected().empty());
        desk.select({1, 2});
        desk.key(Qt::Key_E);
        QVERIFY(desk.selected().empty());
        desk.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.selected(), (RowList{1, 2}));
        desk.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.selected().empty());
        for (const auto& [letter, tool] :
             {std::pair(Qt::Key_R, MapTool::Rectangle), std::pair(Qt::Key_L, MapTool::Lasso),
              std::pair(Qt::Key_B, MapTool::Brush), std::pair(Qt::Key_D, MapTool::Decode),
              std::pair(Qt::Key_Escape, MapTool::Move)}) {
            desk.key(letter);
            QCOMPARE(desk.canvas().tool(), tool);
        }
    }

    void everyEntrySaysWhatItDoesAndByWhichKey() {
        Desk desk;
        for (QAction* const action : desk.window->findChild<SelectionMenu*>()->actions()) {
            if (action->isSeparator())
                continue;
            QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->text()));
            const QString key = action->shortcut().toString(QKeySequence::NativeText);
            QVERIFY2(action->toolTip().contains(key), qPrintable(action->text()));
        }
        QCOMPARE(desk.entry("Select all").shortcut(), QKeySequence(Qt::Key_A));
        QCOMPARE(desk.entry("Export").shortcut(), QKeySequence(Qt::CTRL | Qt::Key_E));
    }

    void theMenuShowsTheToolOfTheMap() {
        Desk desk;
        desk.entry("Lasso").trigger();
        QCOMPARE(desk.canvas().tool(), MapTool::Lasso);
        desk.canvas().setTool(MapTool::Brush);
        QVERIFY(desk.entry("Brush").isChecked());
        // Each map has its own; nobody decodes while a model is watched.
        QVERIFY(desk.entry("Decode").isVisible());
        desk.window->workspaces().show(kTrain);
        QVERIFY(desk.entry("Move").isChecked());
        QVERIFY(!desk.entry("Decode").isVisible());
        desk.window->workspaces().show(kExplore);
        QVERIFY(desk.entry("Brush").isChecked());
    }

    void whatNeedsRowsWaitsForThem() {
        Desk desk;
        const QStringList texts{"Zoom", "Make a group", "Export", "Leave", "Keep only"};
        for (const QString& text : texts)
            QVERIFY(!desk.entry(text).isEnabled());
        desk.select({1});
        for (const QString& text : texts)
            QVERIFY(desk.entry(text).isEnabled());
    }

    void lettersAreTypedIntoFieldsAndLists() {
        Desk desk;
        desk.select({5});
        desk.key(Qt::Key_F, Qt::ControlModifier);
        auto* const where = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(where);
        QTest::keyClicks(where, "abdefhilr");
        QCOMPARE(where->text(), QString("abdefhilr"));
        auto* const columns = desk.canvas().parentWidget()->findChild<ColourColumnBox*>();
        columns->setFocus();
        QTest::keyClick(columns, Qt::Key_B);
        QVERIFY(columns->currentText().startsWith('b'));
        QCOMPARE(desk.canvas().tool(), MapTool::Move);
        QCOMPARE(desk.selected(), RowList{5});
    }

    void lettersMeanNothingWithoutAMap() {
        Desk desk;
        desk.select({5});
        desk.window->workspaces().show(kData);
        desk.window->setFocus();
        desk.key(Qt::Key_A);
        desk.key(Qt::Key_E);
        QCOMPARE(desk.selected(), RowList{5});
    }

    void selectWhereLeadsToItsFieldFromAnywhere() {
        Desk desk;
        desk.window->workspaces().show(kTrain);
        desk.key(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(desk.window->workspaces().current(), int(kExplore));
        auto* const where = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(where);
        QTest::keyClicks(where, "species == \"Gentoo\"");
        QTest::keyClick(where, Qt::Key_Return);
        QTRY_COMPARE(desk.selected().size(), std::size_t(124));
    }

    void aRightClickOnTheMapOffersWhatCanBeDone() {
        Desk desk;
        desk.select({1});
        QContextMenuEvent event(QContextMenuEvent::Mouse, {200, 200},
                                desk.canvas().mapToGlobal(QPoint(200, 200)));
        QCoreApplication::sendEvent(desk.canvas().viewport(), &event);
        auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const QList<QAction*> offered = menu->actions();
        for (const char* const text : {"Zoom", "Make a group", "Export", "Leave", "Keep only"})
            QVERIFY2(offered.contains(&desk.entry(text)), text);
        QVERIFY(offered.size() > 5);
        QVERIFY(std::ranges::any_of(offered, [](const QAction* action) {
            return action->menu() && action->text() == QStringLiteral("Colour by");
        }));
        menu->close();
    }

    void theMapIsExportedAsLatents() {
        LatentSnapshot snapshot;
        snapshot.rows = std::make_shared<const RowList>(RowList{4, 7});
        snapshot.means = Matrix(3, 2);
        snapshot.means << 1, 4, 2.5f, 5, -3, 6;
        QCOMPARE(latentsAsCsv(snapshot), std::string("row,mean_0,mean_1,mean_2\n4,1,2.5,-3\n7,4,5,6\n"));
        QCOMPARE(latentsAsCsv({}), std::string("row\n"));
    }

    /// The lines of the file itself.
    void selectedRowsAreExported() {
        Desk desk;
        desk.select({0, 343});
        auto* const jobs = desk.window->findChild<RowJobs*>();
        QSignalSpy exported(jobs, &RowJobs::exported);
        const QString path = desk.folder.filePath("rows.csv");
        jobs->exportTo(path);
        QVERIFY(exported.wait());
        QFile source(QString::fromStdString(samplePath("penguins")));
        QFile target(path);
        QVERIFY(source.open(QIODevice::ReadOnly) && target.open(QIODevice::ReadOnly));
        const QByteArrayList lines = source.readAll().split('\n');
        QCOMPARE(target.readAll(), lines[0] + '\n' + lines[1] + '\n' + lines[344] + '\n');
    }

    void aFileThatCannotBeWrittenIsSaid() {
        Desk desk;
        desk.select({0});
        desk.window->findChild<RowJobs*>()->exportTo(desk.folder.filePath("no/such/folder/rows.csv"));
        QTRY_VERIFY(desk.window->messages().showsError());
    }

    void aGroupIsNamedAndOutlivesARestart() {
        Desk desk;
        desk.select({3, 4});
        desk.key(Qt::Key_G, Qt::ControlModifier);
        auto* const dialog = desk.window->findChild<QInputDialog*>();
        QVERIFY(dialog);
        dialog->setTextValue("odd ones");
        dialog->accept();
        const std::vector<Group>& groups = desk.window->viewState().groups().all();
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups[0].name, QString("odd ones"));
        desk.snapshot.reset();
        desk.controller().newSeed();
        QTRY_VERIFY_WITH_TIMEOUT(desk.snapshot, 60'000);
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(desk.selected(), (RowList{3, 4}));
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        QTRY_VERIFY_WITH_TIMEOUT(groups.empty(), 60'000);
        QVERIFY(desk.selected().empty());
    }

    void rowsAreLeftOutOrKeptAlone() {
        Desk desk;
        desk.select({3, 4});
        desk.entry("Leave").trigger();
        QTRY_COMPARE(desk.controller().rows().excluded, (RowList{3, 4}));
        desk.select({4, 9});
        desk.entry("Leave").trigger();
        QTRY_COMPARE(desk.controller().rows().excluded, (RowList{3, 4, 9}));
        RowList kept;
        for (Index row = 100; row < 200; ++row)
            kept.push_back(row);
        desk.select(kept);
        desk.entry("Keep only").trigger();
        QTRY_COMPARE(desk.controller().rows().excluded.size(), std::size_t(244));
        QVERIFY(!std::ranges::binary_search(desk.controller().rows().excluded, 150));
    }

    void whatIsLeftOutCanBePutBack() {
        Desk desk;
        const auto excluded = [&desk] { return desk.controller().rows().excluded; };
        desk.select({3, 4});
        desk.entry("Leave").trigger();
        QTRY_COMPARE(excluded(), (RowList{3, 4}));
        desk.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(excluded(), RowList());
        desk.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(excluded(), (RowList{3, 4}));
        // A filter that was set since stays.
        RowRequest rows = desk.controller().rows();
        rows.filter = "body_mass_g > 3000";
        desk.controller().setRows(rows);
        desk.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(excluded(), RowList());
        QCOMPARE(desk.controller().rows().filter, std::string("body_mass_g > 3000"));
    }

    void anotherChoiceOfRowsIsNotUndone() {
        Desk desk;
        desk.select({3, 4});
        desk.entry("Leave").trigger();
        QTRY_COMPARE(desk.controller().rows().excluded, (RowList{3, 4}));
        RowRequest rows = desk.controller().rows();
        rows.excluded = {7};
        desk.controller().setRows(rows);
        desk.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.controller().rows().excluded, RowList{7});
        QCOMPARE(desk.selected(), (RowList{3, 4}));
    }

    void tooFewRowsToLearnFromAreRefused() {
        Desk desk;
        desk.select({3, 4});
        desk.entry("Keep only").trigger();
        QTRY_VERIFY(desk.window->messages().showsError());
        QVERIFY(desk.controller().rows() == RowRequest{});
    }

    void whatWaitsForARestartIsPending() {
        Desk desk;
        desk.controller().oneEpoch();
        QTRY_VERIFY_WITH_TIMEOUT(
            desk.controller().progress().step > 0 && desk.controller().state() == RunState::Paused, 60'000);
        desk.select({3, 4});
        desk.entry("Leave").trigger();
        QTRY_VERIFY(desk.controller().rowsPending());
    }
};

QTEST_MAIN(SelectionMenuTest)
#include "selection_menu_test.moc"
