#include "ui/plots/curve_values.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

namespace latentscape::ui {

class CurveValuesTest : public QObject {
    Q_OBJECT

private slots:
    void everyStretchIsSummedUpExactly_data() {
        QTest::addColumn<int>("count");
        for (const int count : {1, 15, 16, 17, 256, 257, 1000, 5000})
            QTest::addRow("%d values", count) << count;
    }

    /// Beside a plain loop.
    void everyStretchIsSummedUpExactly() {
        QFETCH(int, count);
        std::mt19937 random(7);
        std::vector<double> values;
        CurveValues curve;
        for (int i = 0; i < count; ++i) {
            // Whole numbers, so that sums are exact; some are gaps, and many equal.
            const double value =
                random() % 29 == 0 ? std::numeric_limits<double>::quiet_NaN() : double(random() % 100);
            values.push_back(value);
            curve.append(value);
        }
        QCOMPARE(curve.size(), std::size_t(count));
        for (int trial = 0; trial < 300; ++trial) {
            std::size_t first = random() % std::size_t(count + 1), end = random() % std::size_t(count + 1);
            if (first > end)
                std::swap(first, end);
            CurveValues::Summary expected;
            for (std::size_t i = first; i < end; ++i) {
                if (std::isnan(values[i])) {
                    expected.hasGap = true;
                    continue;
                }
                if (expected.count == 0 || values[i] < values[expected.lowest])
                    expected.lowest = i;
                if (expected.count == 0 || values[i] > values[expected.highest])
                    expected.highest = i;
                ++expected.count;
                expected.sum += values[i];
            }
            const CurveValues::Summary summary = curve.over(first, end);
            QCOMPARE(summary.count, expected.count);
            QCOMPARE(summary.hasGap, expected.hasGap);
            QCOMPARE(summary.sum, expected.sum);
            if (expected.count > 0) {
                QCOMPARE(summary.lowest, expected.lowest);
                QCOMPARE(summary.highest, expected.highest);
            }
        }
    }

    void infinityIsAGap() {
        CurveValues curve;
        curve.append(1);
        curve.append(std::numeric_limits<double>::infinity());
        const CurveValues::Summary summary = curve.over(0, 2);
        QVERIFY(summary.hasGap);
        QCOMPARE(summary.highest, std::size_t(0));
        QCOMPARE(summary.sum, 1.0);
    }

    void clearBeginsAgain() {
        CurveValues curve(std::vector<double>(100, 5.0));
        curve.clear();
        curve.append(3);
        QCOMPARE(curve.over(0, 1).sum, 3.0);
        QCOMPARE(curve.size(), std::size_t(1));
    }
};

}  // namespace latentscape::ui

QTEST_GUILESS_MAIN(latentscape::ui::CurveValuesTest)
#include "curve_values_test.moc"
