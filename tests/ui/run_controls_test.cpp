#include "ui/panels/run_controls.h"

#include <QAction>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A training bar over a controller with a table.
class Desk {
public:
    TrainingController controller;
    QAction action;
    RunControls controls{controller,
                         {.reset = &action,
                          .run = &action,
                          .oneStep = &action,
                          .oneEpoch = &action,
                          .finish = &action,
                          .newSeed = &action}};

    Desk() {
        controller.openTable(prepareSample("iris", recommendedHyperparameters(150)), false);
        QObject::connect(&controller, &TrainingController::snapshotReady, &controller,
                         &TrainingController::snapshotConsumed);
    }

    void set(std::string_view key, std::int64_t value) {
        controller.setHyperparameter(hyperparameterSpec(key), value);
    }
    bool runToItsEnd() {
        controller.run();
        return QTest::qWaitFor([this] { return controller.state() == RunState::Finished; }, 30000);
    }
    QString status() const { return controls.findChild<QLabel*>("status")->text(); }
};

}  // namespace

class RunControlsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void saysThatAllEpochsAreDone() {
        Desk desk;
        desk.set("patience", 0);
        desk.set("epochs", 12);
        QVERIFY(desk.runToItsEnd());
        QCOMPARE(desk.status(), "Finished after 12 epochs");
    }

    void saysThatPatienceHasRunOutAndWhatIsShown() {
        Desk desk;
        desk.set("patience", 5);
        desk.set("epochs", 100000);
        QVERIFY(desk.runToItsEnd());
        const qint64 best = desk.controller.progress().bestEpoch;
        QCOMPARE(
            desk.status(),
            QString("Stopped at epoch %1: validation has not improved for 5 epochs; showing epoch %2, the "
                    "best")
                .arg(QLocale().toString(best + 5), QLocale().toString(best)));
        QVERIFY(desk.controls.findChild<QLabel*>("status")->toolTip().contains("rows/s"));
    }

    void saysWhereItWasEndedByHand() {
        Desk desk;
        desk.set("patience", 0);
        desk.set("epochs", 100000);
        desk.controller.oneEpoch();
        QTRY_COMPARE(desk.controller.progress().epoch, 1.0);
        desk.controller.finish();
        QTRY_COMPARE(desk.status(), "Ended at epoch 1");
    }

    void saysWhenItWillStop_data() {
        QTest::addColumn<int>("patience");
        QTest::addColumn<double>("validation");
        QTest::addColumn<QString>("expected");
        QTest::newRow("epochs or patience")
            << 7 << 0.2 << "Stops after 1,234 epochs, or as soon as validation has not improved for 7 epochs";
        QTest::newRow("no patience") << 0 << 0.2 << "Stops after 1,234 epochs (";
        QTest::newRow("nothing to validate by") << 7 << 0.0 << "Stops after 1,234 epochs (";
    }

    void saysWhenItWillStop() {
        QFETCH(int, patience);
        QFETCH(double, validation);
        QFETCH(QString, expected);
        Desk desk;
        desk.controller.setHyperparameter(hyperparameterSpec("validation"), validation);
        QTRY_VERIFY(desk.controller.state() == RunState::Paused && desk.controller.data());
        desk.set("patience", patience);
        desk.set("epochs", 1234);
        const QString toolTip = desk.controls.findChild<QProgressBar*>()->toolTip();
        QVERIFY2(toolTip.contains(expected), qPrintable(toolTip));
    }

    void countsTheStepsOfARunThatIsPaused() {
        Desk desk;
        desk.controller.oneStep();
        QTRY_VERIFY2(desk.status().startsWith("paused · step 1 · "), qPrintable(desk.status()));
        desk.controller.oneStep();
        QTRY_VERIFY2(desk.status().startsWith("paused · step 2 · "), qPrintable(desk.status()));
        QCOMPARE(desk.controller.state(), RunState::Paused);
    }

    void saysNothingOfAnEndWhileItRuns() {
        Desk desk;
        desk.set("patience", 5);
        desk.set("epochs", 100000);
        QVERIFY(desk.runToItsEnd());
        desk.controller.setPace(5);
        desk.controller.run();
        QTRY_VERIFY(desk.status().contains("left"));
        QVERIFY(desk.controls.findChild<QLabel*>("status")->toolTip().isEmpty());
    }
};

QTEST_MAIN(RunControlsTest)
#include "run_controls_test.moc"
