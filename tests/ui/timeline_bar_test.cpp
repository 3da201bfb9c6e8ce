// The line under the curves with which a person goes back in a run.

#include "ui/panels/timeline_bar.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/patient_waits.h"
#include "tests/support/tables.h"
#include "ui/panels/timeline_slider.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A run of three epochs, paused, with a state kept after each.
class Paused {
public:
    TrainingController controller;
    TimelineViewer viewer{controller};
    TimelineBar bar{controller, viewer};
    TimelineSlider* slider = bar.findChild<TimelineSlider*>();

    void train() {
        const DatasetPtr dataset = readSample("iris");
        controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        for (int i = 1; i <= 3; ++i) {
            controller.oneEpoch();
            QTRY_COMPARE(controller.progress().epoch, double(i));
            QTRY_VERIFY(controller.state() == RunState::Paused);
        }
        QTRY_COMPARE(slider->maximum(), 4);
        bar.resize(600, bar.sizeHint().height());
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
    }

    QToolButton* button(const char* name) const { return bar.findChild<QToolButton*>(name); }
};

}  // namespace

class TimelineBarTest : public QObject {
    Q_OBJECT

private slots:
    void withoutARunThereIsNothingToDo() {
        Paused paused;
        QVERIFY(!paused.slider->isEnabled());
        for (const char* const name : {"play", "branch", "live", "export"})
            QVERIFY(!paused.button(name)->isEnabled());
    }

    void itIsOneLineAndEveryPartHasAName() {
        Paused paused;
        paused.train();
        QVERIFY(paused.bar.sizeHint().height() <= 36);
        QVERIFY(paused.bar.minimumSizeHint().width() <= 600);
        for (const QWidget* const part : paused.bar.findChildren<QToolButton*>()) {
            QVERIFY(!part->accessibleName().isEmpty());
            QVERIFY(!part->toolTip().isEmpty());
        }
        QVERIFY(!paused.slider->accessibleName().isEmpty());
    }

    void keysGoFromMomentToMoment() {
        Paused paused;
        paused.train();
        QVERIFY(paused.viewer.isLive());
        QCOMPARE(paused.slider->value(), 4);
        QTest::keyClick(paused.slider, Qt::Key_Home);
        QCOMPARE(paused.viewer.epoch(), 0.0);
        QVERIFY(!paused.viewer.isLive());
        QTest::keyClick(paused.slider, Qt::Key_Right);
        QTest::keyClick(paused.slider, Qt::Key_Right);
        QCOMPARE(paused.viewer.epoch(), 2.0);
        QTest::keyClick(paused.slider, Qt::Key_Left);
        QCOMPARE(paused.viewer.epoch(), 1.0);
        QTest::keyClick(paused.slider, Qt::Key_End);
        QVERIFY(paused.viewer.isLive());
    }

    void draggingShowsTheNearestMoment() {
        Paused paused;
        paused.train();
        const int width = paused.slider->width();
        const int y = paused.slider->height() / 2;
        QTest::mousePress(paused.slider, Qt::LeftButton, {}, {width / 3, y});
        QCOMPARE(paused.viewer.epoch(), 1.0);
        QTest::mouseMove(paused.slider, {2 * width / 3, y});
        QCOMPARE(paused.viewer.epoch(), 2.0);
        QTest::mouseMove(paused.slider, {0, y});
        QCOMPARE(paused.viewer.epoch(), 0.0);
        QTest::mouseRelease(paused.slider, Qt::LeftButton, {}, {0, y});
        QVERIFY(paused.button("live")->isEnabled());
        paused.button("live")->click();
        QVERIFY(paused.viewer.isLive());
        QCOMPARE(paused.slider->value(), paused.slider->maximum());
    }

    void aPinnedTimeMovesIt() {
        Paused paused;
        paused.train();
        paused.bar.lookAtEpoch(1.2);
        QCOMPARE(paused.viewer.epoch(), 1.0);
    }

    void branchingBeginsARunFromTheMomentThatIsShown() {
        Paused paused;
        paused.train();
        const quint64 first = paused.controller.currentRun();
        paused.bar.lookAtEpoch(1);
        paused.button("branch")->click();
        QVERIFY(paused.controller.currentRun() != first);
        QTRY_VERIFY(paused.controller.state() == RunState::Paused);
        QCOMPARE(paused.controller.progress().epoch, 1.0);
        QVERIFY(paused.viewer.isLive());
        QVERIFY(!paused.button("branch")->isEnabled());
        QTRY_COMPARE(paused.slider->maximum(), 2);
    }

    void playingGoesThroughAllMomentsAndEndsLive() {
        Paused paused;
        paused.train();
        std::vector<double> seen;
        connect(&paused.viewer, &TimelineViewer::momentChanged, &paused.bar,
                [&] { seen.push_back(paused.viewer.isLive() ? -1 : paused.viewer.epoch()); });
        paused.button("play")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!seen.empty() && seen.back() == -1, 20000);
        QVERIFY(seen == std::vector<double>({0, 1, 2, 3, -1}));
    }

    void marksTellWhatWasChanged() {
        Paused paused;
        paused.train();
        paused.controller.setHyperparameter(hyperparameterSpec("beta"), 4.0);
        paused.controller.oneEpoch();
        QTRY_COMPARE(paused.controller.progress().epoch, 4.0);
        QTRY_VERIFY(paused.controller.state() == RunState::Paused);
        const QImage with = paused.slider->grab().toImage();
        paused.slider->setMarks({}, std::nullopt);
        QVERIFY(with != paused.slider->grab().toImage());
    }
};

QTEST_MAIN(TimelineBarTest)
#include "timeline_bar_test.moc"
