#include "ui/plots/log_axis.h"

#include <QTest>
#include <cmath>

namespace latentscape::ui {

class LogAxisTest : public QObject {
    Q_OBJECT

private slots:
    void ticksAreRoundAndFew_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QList<double>>("ticks");
        QTest::newRow("two decades") << 1.0 << 100.0 << QList<double>{1, 2, 5, 10, 20, 50, 100};
        QTest::newRow("many decades") << 1e-6 << 1.0 << QList<double>{1e-6, 1e-4, 1e-2, 1};
        QTest::newRow("part of a decade") << 20.0 << 40.0 << QList<double>{20, 25, 30, 35, 40};
    }

    void ticksAreRoundAndFew() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QList<double>, ticks);
        const std::vector<double> found = logarithmicTicks({std::log10(low), std::log10(high)}, 5);
        QCOMPARE(qsizetype(found.size()), ticks.size());
        for (qsizetype i = 0; i < ticks.size(); ++i)
            QVERIFY(std::abs(found[std::size_t(i)] - ticks[i]) < 1e-9 * ticks[i]);
    }

    void everyRangeHasATickOrTwo() {
        for (double span = 0.001; span < 30; span *= 1.3) {
            for (double low = -8; low < 8; low += 0.37) {
                const std::vector<double> ticks = logarithmicTicks({low, low + span}, 4);
                QVERIFY2(!ticks.empty() && ticks.size() <= 12,
                         qPrintable(QString("%1 + %2: %3").arg(low).arg(span).arg(ticks.size())));
                for (const double tick : ticks)
                    QVERIFY(std::log10(tick) > low - 1e-6 && std::log10(tick) < low + span + 1e-6);
            }
        }
    }
};

}  // namespace latentscape::ui

QTEST_GUILESS_MAIN(latentscape::ui::LogAxisTest)
#include "log_axis_test.moc"
