// A run steered by hand through the real window: what a live change does, where it is marked, and that the
// log of changes leads to the same parameters again.

#include <algorithm>
#include <limits>

#include "core/training/replay.h"
#include "tests/support/patient_waits.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/plots/curve_chart.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// Trains on until the KL of the validation rows has settled, and returns it in nats per row; not a number if
/// the run does not go on.
double settledKl(TrainingController& controller) {
    const double from = controller.progress().epoch;
    const bool settled = QTest::qWaitFor([&] { return controller.progress().epoch > from + 150; }, 60000);
    return settled ? controller.history().validation.back().terms.kl
                   : std::numeric_limits<double>::quiet_NaN();
}

int marksOn(const CurveChart& chart) {
    int marks = 0;
    for (const MarkerGroup& group : chart.layer().markerGroups())
        marks += int(group.count);
    return marks;
}

}  // namespace

class SteeringTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void betaAndLearningRateSteerARunThatGoesOn() {
        WindowDesk desk;
        TrainingController& controller = desk.controller();
        desk.window->openFile(QString::fromStdString(samplePath("wine")));
        QTRY_VERIFY(controller.state() == RunState::Paused);
        const TrainingDataPtr data = controller.data();
        const Hyperparameters atStart = controller.running();
        desk.type("epochs", "1000000");
        desk.type("patience", "0");
        QTest::keyClick(desk.window.get(), Qt::Key_Space);

        const double usual = settledKl(controller);
        desk.type("beta", "4");
        const double strong = settledKl(controller);
        desk.type("beta", "0.1");
        const double weak = settledKl(controller);
        QVERIFY2(strong < 0.8 * usual && weak > 1.2 * strong,
                 qPrintable(QString("KL %1, %2, %3").arg(strong).arg(usual).arg(weak)));
        desk.type("learning-rate", QString::number(atStart.learningRate / 10));
        QVERIFY(settledKl(controller) > strong);
        QVERIFY(controller.state() == RunState::Running);
        const MetricsHistory& history = controller.history();
        QCOMPARE(history.edits.size(), std::size_t(5));
        QCOMPARE(history.training.back().beta, 0.1);
        // The plateau schedule may have halved it since.
        QCOMPARE(controller.running().learningRate, atStart.learningRate / 10);
        QVERIFY(history.training.back().learningRate <= atStart.learningRate / 10);
        // Nothing was reset: steps count on from the first to the last.
        QVERIFY(std::ranges::is_sorted(history.training, {}, &TrainingRecord::step));

        const auto charts = desk.window->findChild<LossChartView*>()->findChildren<CurveChart*>();
        int marked = 0;
        for (const CurveChart* const chart : charts)
            if (chart->isVisible()) {
                QTRY_VERIFY(marksOn(*chart) >= 5);
                ++marked;
            }
        QVERIFY(marked >= 3);

        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QTRY_COMPARE(desk.snapshot->step, controller.progress().step);
        Trainer headless(data, atStart, {});
        QVERIFY(replay(headless, history, {.step = controller.progress().step}));
        QVERIFY(headless.state().parameters == desk.snapshot->model->parameters);
    }
};

QTEST_MAIN(SteeringTest)
#include "steering_test.moc"
