#include "ui/plots/run_curves.h"

#include <QTest>
#include <cmath>

namespace latentscape::ui {
namespace {

MetricsHistory recordsAt(std::initializer_list<std::int64_t> steps) {
    MetricsHistory history;
    for (const std::int64_t step : steps)
        history.training.push_back({.step = step,
                                    .epoch = double(step) / 10,
                                    .terms = {.reconstruction = 20, .kl = 2},
                                    .loss = 28,
                                    .beta = 4,
                                    .learningRate = 1e-3,
                                    .gradientNorm = 7});
    return history;
}

std::vector<double> valuesOf(std::span<const double> values) {
    return {values.begin(), values.end()};
}

}  // namespace

class RunCurvesTest : public QObject {
    Q_OBJECT

private slots:
    void secondsLieBetweenTheReports() {
        RunCurves curves;
        curves.append(recordsAt({10, 20}), {.step = 40, .epoch = 4, .seconds = 2}, 100);
        curves.append(recordsAt({50, 60}), {.step = 60, .epoch = 6, .seconds = 6}, 100);
        const RunTimes& times = curves.times(CurveSource::Training);
        QCOMPARE(valuesOf(times.along(TimeAxis::Step)), (std::vector<double>{10, 20, 50, 60}));
        QCOMPARE(valuesOf(times.along(TimeAxis::Epoch)), (std::vector<double>{1, 2, 5, 6}));
        QCOMPARE(valuesOf(times.along(TimeAxis::Seconds)), (std::vector<double>{0.5, 1, 4, 6}));
    }

    void everyQuantityIsWhatWasRecorded_data() {
        QTest::addColumn<int>("quantity");
        QTest::addColumn<double>("value");
        QTest::newRow("reconstruction") << int(Quantity::Reconstruction) << 20.0;
        QTest::newRow("KL") << int(Quantity::Kl) << 2.0;
        QTest::newRow("ELBO, at β = 1") << int(Quantity::Elbo) << -22.0;
        QTest::newRow("loss") << int(Quantity::Loss) << 28.0;
        QTest::newRow("β") << int(Quantity::Beta) << 4.0;
        QTest::newRow("learning rate") << int(Quantity::LearningRate) << 1e-3;
        QTest::newRow("gradient norm") << int(Quantity::GradientNorm) << 7.0;
    }

    void everyQuantityIsWhatWasRecorded() {
        QFETCH(int, quantity);
        QFETCH(double, value);
        RunCurves curves;
        curves.append(recordsAt({10, 20}), {.step = 20, .epoch = 2, .seconds = 1}, 100);
        const CurveValues& values = curves.values(Quantity(quantity), CurveSource::Training);
        QCOMPARE(values.size(), std::size_t(2));
        QCOMPARE(values[1], value);
    }

    void rateIsRowsOverSeconds() {
        RunCurves curves;
        curves.append({}, {}, 600);
        curves.append({}, {.step = 40, .epoch = 4, .seconds = 2}, 600);
        // A pause adds no time: nothing to measure.
        curves.append({}, {.step = 40, .epoch = 4, .seconds = 2}, 600);
        curves.append({}, {.step = 60, .epoch = 6, .seconds = 6}, 600);
        const CurveValues& rate = curves.values(Quantity::RowsPerSecond, CurveSource::Clock);
        QCOMPARE(rate.size(), std::size_t(3));
        QVERIFY(std::isnan(rate[0]));
        QCOMPARE(rate[1], 4 * 600 / 2.0);
        QCOMPARE(rate[2], 2 * 600 / 4.0);
    }

    void aWholeRunAtOnceIsTheSame() {
        RunCurves step, whole;
        const std::vector<RunTime> reports{
            {}, {.step = 20, .epoch = 2, .seconds = 2}, {.step = 60, .epoch = 6, .seconds = 6}};
        step.append({}, reports[0], 600);
        step.append(recordsAt({10, 20}), reports[1], 600);
        step.append(recordsAt({50, 60}), reports[2], 600);
        std::vector<RunTime> withoutEpochs = reports;
        for (RunTime& report : withoutEpochs)
            report.epoch = 0;
        whole.append(recordsAt({10}), reports[1], 600);
        whole.setRun(recordsAt({10, 20, 50, 60}), withoutEpochs, 600);
        for (const CurveSource source : {CurveSource::Training, CurveSource::Clock}) {
            for (const TimeAxis axis : {TimeAxis::Step, TimeAxis::Epoch, TimeAxis::Seconds})
                QCOMPARE(valuesOf(whole.times(source).along(axis)), valuesOf(step.times(source).along(axis)));
        }
        const auto rate = [](const RunCurves& curves) {
            return curves.values(Quantity::RowsPerSecond, CurveSource::Clock)[2];
        };
        QCOMPARE(rate(whole), rate(step));
    }

    void timesAreConvertedBothWays() {
        RunTimes times;
        times.append({.step = 10, .epoch = 1, .seconds = 4});
        times.append({.step = 30, .epoch = 2, .seconds = 5});
        QCOMPARE(times.convert(1.5, TimeAxis::Epoch, TimeAxis::Step), 20.0);
        QCOMPARE(times.convert(20, TimeAxis::Step, TimeAxis::Seconds), 4.5);
        QCOMPARE(times.convert(0.5, TimeAxis::Epoch, TimeAxis::Step), 5.0);
        QCOMPARE(times.convert(9, TimeAxis::Epoch, TimeAxis::Step), 30.0);
        QCOMPARE(RunTimes().convert(9, TimeAxis::Epoch, TimeAxis::Step), 0.0);
    }
};

}  // namespace latentscape::ui

QTEST_GUILESS_MAIN(latentscape::ui::RunCurvesTest)
#include "run_curves_test.moc"
