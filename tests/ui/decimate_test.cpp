#include "ui/plots/decimate.h"

#include <QTest>
#include <cmath>
#include <numeric>
#include <vector>

namespace latentscape::ui {
namespace {

struct Curve {
    std::vector<double> x;
    std::vector<double> y;
};

Curve wave(std::size_t count) {
    Curve curve{std::vector<double>(count), std::vector<double>(count)};
    std::iota(curve.x.begin(), curve.x.end(), 0.0);
    for (std::size_t i = 0; i < count; ++i)
        curve.y[i] = std::sin(0.37 * double(i)) + 0.001 * double(i);
    return curve;
}

}  // namespace

class DecimateTest : public QObject {
    Q_OBJECT

private slots:
    void everyColumnKeepsItsExtremes() {
        Curve curve = wave(10000);
        curve.y[1234] = 50;
        curve.y[8000] = -50;
        constexpr int kColumns = 100;
        const QList<QPointF> thin = decimateMinMax(curve.x, CurveValues(curve.y), {0, 9999}, kColumns);
        QVERIFY(thin.size() <= 2 * kColumns + 2);
        QVERIFY(thin.contains(QPointF(1234, 50)));
        QVERIFY(thin.contains(QPointF(8000, -50)));
        for (int column = 1; column + 1 < kColumns; ++column) {
            double low = 1e9, high = -1e9, thinLow = 1e9, thinHigh = -1e9;
            const auto inside = [&](double x) { return int(x * kColumns / 9999) == column; };
            for (std::size_t i = 0; i < curve.x.size(); ++i) {
                if (inside(curve.x[i])) {
                    low = std::min(low, curve.y[i]);
                    high = std::max(high, curve.y[i]);
                }
            }
            for (const QPointF& point : thin) {
                if (inside(point.x())) {
                    thinLow = std::min(thinLow, point.y());
                    thinHigh = std::max(thinHigh, point.y());
                }
            }
            QCOMPARE(thinLow, low);
            QCOMPARE(thinHigh, high);
        }
    }

    void firstAndLastPointStayAndXAscends() {
        const Curve curve = wave(5000);
        const QList<QPointF> thin = decimateMinMax(curve.x, CurveValues(curve.y), {0, 4999}, 37);
        QCOMPARE(thin.front(), QPointF(curve.x.front(), curve.y.front()));
        QCOMPARE(thin.back(), QPointF(curve.x.back(), curve.y.back()));
        for (qsizetype i = 1; i < thin.size(); ++i)
            QVERIFY(thin[i - 1].x() < thin[i].x());
    }

    void fewPointsStayAsTheyAre() {
        const Curve curve = wave(20);
        const QList<QPointF> thin = decimateMinMax(curve.x, CurveValues(curve.y), {0, 19}, 400);
        QCOMPARE(thin.size(), qsizetype(20));
        QCOMPARE(thin[7], QPointF(curve.x[7], curve.y[7]));
    }

    void gapsStay() {
        Curve curve = wave(1000);
        for (std::size_t i = 400; i < 600; ++i)
            curve.y[i] = std::nan("");
        for (const QList<QPointF>& thin : {decimateMinMax(curve.x, CurveValues(curve.y), {0, 999}, 50),
                                           columnMeans(curve.x, CurveValues(curve.y), {0, 999}, 50)}) {
            const auto gaps = std::ranges::count_if(thin, [](const QPointF& p) { return std::isnan(p.y()); });
            QCOMPARE(gaps, 1);
            const auto gap = std::ranges::find_if(thin, [](const QPointF& p) { return std::isnan(p.y()); });
            QVERIFY((gap - 1)->x() < 400);
            QVERIFY((gap + 1)->x() >= 600);
        }
    }

    void onlyTheVisiblePartAndItsNeighboursAreKept() {
        const Curve curve = wave(1000);
        const QList<QPointF> thin = decimateMinMax(curve.x, CurveValues(curve.y), {299.5, 500.5}, 1000);
        QCOMPARE(thin.front().x(), 299.0);
        QCOMPARE(thin.back().x(), 501.0);
        QCOMPARE(visiblePointCount(curve.x, {299.5, 500.5}), std::size_t(203));
    }

    void meansFollowTheTrend() {
        // 16 points a column.
        Curve curve{std::vector<double>(1024), std::vector<double>(1024)};
        std::iota(curve.x.begin(), curve.x.end(), 0.0);
        for (std::size_t i = 0; i < 1024; ++i)
            curve.y[i] = double(i) + (i % 2 == 0 ? 10 : -10);
        for (const QPointF& mean : columnMeans(curve.x, CurveValues(curve.y), {0, 1024}, 64))
            QVERIFY(std::abs(mean.y() - mean.x()) < 1e-9);
    }

    void smoothingIsAGaussianMean() {
        Curve curve = wave(4000);
        const Range visible{500, 3500};
        constexpr double kSpread = 0.02;
        const double deviation = kSpread * visible.span();
        const QList<QPointF> smooth = smoothed(curve.x, CurveValues(curve.y), visible, 300, kSpread);
        QVERIFY(smooth.size() >= 300);
        for (const QPointF& point : smooth) {
            double sum = 0, weight = 0;
            for (std::size_t i = 0; i < curve.x.size(); ++i) {
                const double own = std::exp(-0.5 * std::pow((curve.x[i] - point.x()) / deviation, 2));
                sum += own * curve.y[i];
                weight += own;
            }
            // As exact as a pixel column is wide.
            QVERIFY(std::abs(point.y() - sum / weight) < 0.02);
        }
    }

    void smoothingKeepsSparsePointsWhereTheyAre() {
        const std::vector<double> x{0, 50, 100}, y{1, 2, 3};
        const QList<QPointF> smooth = smoothed(x, CurveValues(y), {0, 100}, 200, 0.01);
        QCOMPARE(smooth.size(), qsizetype(3));
        for (qsizetype i = 0; i < 3; ++i) {
            QCOMPARE(smooth[i].x(), x[std::size_t(i)]);
            QVERIFY(std::abs(smooth[i].y() - y[std::size_t(i)]) < 1e-9);
        }
    }

    void degenerateCurves() {
        QVERIFY(smoothed({}, CurveValues(), {0, 1}, 10, 0.1).empty());
        QCOMPARE(
            smoothed(std::vector<double>{2}, CurveValues(std::vector<double>{3}), {2, 2}, 10, 0.1).size(),
            qsizetype(1));
        QVERIFY(decimateMinMax({}, CurveValues(), {0, 1}, 10).empty());
        QVERIFY(columnMeans({}, CurveValues(), {0, 1}, 10).empty());
        const std::vector<double> x{2}, y{3};
        QCOMPARE(decimateMinMax(x, CurveValues(y), {2, 2}, 10), QList<QPointF>{QPointF(2, 3)});
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::DecimateTest)
#include "decimate_test.moc"
