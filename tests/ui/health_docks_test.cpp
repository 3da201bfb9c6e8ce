// The docks for the health of a model in the real window.

#include <QDockWidget>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/tables.h"
#include "ui/panels/change_log_panel.h"
#include "ui/shell/main_window.h"
#include "ui/training/timeline_viewer.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A window that shows a table, with one of the docks in front.
struct Desk {
    explicit Desk(const char* dock) {
        window.controller().setPace(0);
        window.resize(1280, 720);
        window.show();
        QSignalSpy prepared(&window.controller(), &TrainingController::dataPrepared);
        window.openFile(QString::fromStdString(samplePath("iris")));
        QTRY_VERIFY2_WITH_TIMEOUT(!prepared.isEmpty(), "no table", 30000);
        window.findChild<QDockWidget*>(dock)->raise();
    }

    void click(const LatentHealthPanel& panel, int line) {
        auto* const table = panel.findChild<QTableView*>();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(line, 1)).center());
    }

    QTemporaryDir folder;
    Settings settings{folder.filePath("settings.ini")};
    MainWindow window{settings};
    LatentHealthPanel& latents = *window.findChild<LatentHealthPanel*>();
    ColumnHealthPanel& columns = *window.findChild<ColumnHealthPanel*>();
};

}  // namespace

class HealthDocksTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void bothFollowTheRunAndEndWithItsLastModel() {
        for (const char* const dock : {"latents", "columns"}) {
            Desk desk(dock);
            LatentSnapshotPtr newest;
            LatentSnapshotPtr shown;
            connect(&desk.window.controller(), &TrainingController::snapshotReady, &desk.window,
                    [&](const LatentSnapshotPtr& snapshot) { newest = snapshot; });
            connect(&desk.latents, &LatentHealthPanel::shown, &desk.window,
                    [&](const LatentSnapshotPtr& snapshot) { shown = snapshot; });
            connect(&desk.columns, &ColumnHealthPanel::shown, &desk.window,
                    [&](const LatentSnapshotPtr& snapshot) { shown = snapshot; });
            desk.window.controller().setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(5));
            desk.window.controller().run();
            QTRY_COMPARE_WITH_TIMEOUT(desk.window.controller().state(), RunState::Finished, 30000);
            QTRY_VERIFY(newest && shown && newest->step > 0 && shown->step == newest->step);
            QTRY_COMPARE(shown, newest);
        }
    }

    void twoClickedDimensionsAreTheAxesOfTheMap() {
        Desk desk("latents");
        desk.window.controller().setHyperparameter(hyperparameterSpec("latent"), std::int64_t(6));
        QTRY_VERIFY(desk.latents.health() && desk.latents.health()->dimensions.size() == 6);
        const LatentScatterView& map = desk.window.scatter();
        desk.click(desk.latents, 4);
        desk.click(desk.latents, 2);
        QCOMPARE(map.xDimension(), 4);
        QCOMPARE(map.yDimension(), 2);
        const auto* const table = desk.latents.findChild<QTableView*>();
        QCOMPARE(table->model()->index(4, 0).data().toString(), "5 x");
        QCOMPARE(table->model()->index(2, 0).data().toString(), "3 y");
        // A model with fewer dimensions is shown by its first two.
        desk.window.controller().setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        QTRY_COMPARE(map.xDimension(), 0);
        QCOMPARE(map.yDimension(), 1);
    }

    void changesAreLoggedWithTheStepAtWhichTheyTookEffect() {
        Desk desk("changes");
        TrainingController& controller = desk.window.controller();
        const auto* const table = desk.window.findChild<ChangeLogPanel*>()->findChild<QTableView*>();
        QVERIFY(!table->isVisible());
        controller.oneEpoch();
        QTRY_VERIFY(controller.state() == RunState::Paused && controller.progress().step > 0);
        const std::int64_t first = controller.progress().step;
        controller.setHyperparameter(hyperparameterSpec("beta"), 4.0);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        controller.oneEpoch();
        QTRY_VERIFY(controller.state() == RunState::Paused && controller.progress().step > first);
        const std::int64_t second = controller.progress().step;
        controller.setHyperparameter(hyperparameterSpec("learning-rate"), 0.01);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        controller.pause();
        const auto cell = [table](int row, int section) {
            return table->model()->index(row, section).data().toString();
        };
        QVERIFY(table->isVisible());
        QCOMPARE(cell(0, ChangeLogModel::Step), QLocale().toString(first));
        QCOMPARE(cell(0, ChangeLogModel::Epoch), QString("1.0"));
        QVERIFY(cell(0, ChangeLogModel::Change).endsWith("1 → 4"));
        QCOMPARE(cell(1, ChangeLogModel::Step), QLocale().toString(second));
        QVERIFY(cell(1, ChangeLogModel::Change).endsWith("→ 0.01"));
        // A click leads to that moment.
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 2)).center());
        QTRY_COMPARE(desk.window.findChild<TimelineViewer*>()->epoch(), 1.0);
        // Another run has none yet.
        controller.restart(false);
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QVERIFY(!table->isVisible());
    }

    void theDocksShareAPlaceAndTheReconstructionIsInFront() {
        Desk desk("reconstruction");
        auto* const reconstruction = desk.window.findChild<QDockWidget*>("reconstruction");
        QCOMPARE(desk.window.tabifiedDockWidgets(reconstruction).size(), 3);
        QTRY_VERIFY(!desk.window.findChild<ReconstructionPanel*>()->visibleRegion().isEmpty());
        QVERIFY(desk.columns.visibleRegion().isEmpty());
    }
};

QTEST_MAIN(HealthDocksTest)
#include "health_docks_test.moc"
