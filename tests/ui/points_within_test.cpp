#include "ui/plots/points_within.h"

#include <QPainterPath>
#include <QPainterPathStroker>
#include <QTest>
#include <cmath>
#include <limits>
#include <random>

using namespace latentscape;
using namespace latentscape::ui;

namespace {

/// x from −2 to 2 and y from −1 to 1 on 400 × 200 pixels whose first is (50, 20).
const PlotTransform kTransform{{-2, 2}, {-1, 1}, QRectF(50, 20, 400, 200)};

struct Points {
    std::vector<float> x;
    std::vector<float> y;

    PointSpan span() const { return {x.data(), y.data(), x.size()}; }
    void add(QPointF value) {
        x.push_back(float(value.x()));
        y.push_back(float(value.y()));
    }
    QPointF pixel(std::size_t point) const { return kTransform.toPixel({x[point], y[point]}); }
};

Points cloud(std::size_t count, double spread = 1) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> share(-spread, spread);
    Points points;
    for (std::size_t i = 0; i < count; ++i)
        points.add({2 * share(random), share(random)});
    return points;
}

PointList inside(const Points& points, const QPolygonF& outline) {
    return pointsInside(points.span(), kTransform, outline);
}

PointList along(const Points& points, const QPolygonF& path, double radius) {
    return pointsAlong(points.span(), kTransform, path, radius);
}

}  // namespace

class PointsWithinTest : public QObject {
    Q_OBJECT

private slots:
    void enclosedPointsAreThoseThatQtEncloses_data() {
        QTest::addColumn<QPolygonF>("outline");
        QTest::newRow("rectangle") << QPolygonF(QRectF(100.25, 60.5, 90, 70));
        QTest::newRow("drawn against the clock") << QPolygonF({{100, 30}, {80, 200}, {300, 180}});
        QTest::newRow("hollow") << QPolygonF({{60, 30}, {440, 30}, {440, 210}, {250, 60}, {60, 210}});
        QTest::newRow("crosses itself") << QPolygonF({{60, 30}, {440, 210}, {440, 30}, {60, 210}});
        QTest::newRow("twice around") << QPolygonF(
            {{60, 30}, {440, 30}, {440, 210}, {60, 210}, {60, 30}, {300, 60}, {300, 120}, {200, 120}});
        QPolygonF scribble;
        std::mt19937 random(3);
        std::uniform_real_distribution<double> place(0, 1);
        for (int i = 0; i < 80; ++i)
            scribble << QPointF(50 + 400 * place(random), 20 + 200 * place(random));
        QTest::newRow("scribble") << scribble;
        QTest::newRow("beyond the plot") << QPolygonF({{-500, 100}, {250, -900}, {2000, 130}, {240, 140}});
    }

    void enclosedPointsAreThoseThatQtEncloses() {
        QFETCH(QPolygonF, outline);
        const Points points = cloud(5000);
        PointList expected;
        for (std::size_t i = 0; i < points.x.size(); ++i)
            if (outline.containsPoint(points.pixel(i), Qt::OddEvenFill))
                expected.push_back(i);
        QVERIFY(!expected.empty());
        QVERIFY(expected.size() < points.x.size());
        QCOMPARE(inside(points, outline), expected);
    }

    /// Against the outline of a pen with a round tip.
    void brushedPointsAreThoseUnderARoundPen() {
        const Points points = cloud(5000);
        const QPolygonF path({{120, 60}, {200, 90}, {210, 180}, {330, 50}});
        QPainterPath line;
        line.addPolygon(path);
        QPainterPathStroker pen;
        pen.setWidth(30);
        pen.setCapStyle(Qt::RoundCap);
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCurveThreshold(0.001);
        const QPainterPath stroke = pen.createStroke(line);
        const PointList brushed = along(points, path, 15);
        int close = 0;
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            // Curves are drawn as short lines: right at the rim either answer will do.
            const bool wider = std::ranges::binary_search(along(points, path, 15.1), i);
            const bool narrower = std::ranges::binary_search(along(points, path, 14.9), i);
            if (wider != narrower) {
                ++close;
                continue;
            }
            if (stroke.contains(points.pixel(i)) != std::ranges::binary_search(brushed, i))
                QFAIL(qPrintable(QString("point %1").arg(i)));
        }
        QVERIFY(close < 100);
    }

    void aPressOfTheBrushIsACircle() {
        Points points;
        points.add(kTransform.toValue({200, 100}));
        points.add(kTransform.toValue({209, 100}));
        points.add(kTransform.toValue({211, 100}));
        points.add(kTransform.toValue({207, 107.2}));
        points.add(kTransform.toValue({207, 106.9}));
        QCOMPARE(along(points, QPolygonF({{200, 100}}), 10), (PointList{0, 1, 4}));
    }

    void whatIsOffThePlotIsNotMeant() {
        Points points;
        points.add({-2.1, 0});
        points.add({-1.9, 0});
        points.add({0, 1.05});
        QCOMPARE(inside(points, QPolygonF(QRectF(-1000, -1000, 3000, 3000))), PointList{1});
        QCOMPARE(along(points, QPolygonF({{50, 120}}), 40), PointList{1});
    }

    void whatIsNoNumberIsNeverWithin() {
        constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
        Points points;
        for (const QPointF& value : {QPointF(kNan, 0), QPointF(0, kNan), QPointF(INFINITY, 0),
                                     QPointF(0, -INFINITY), QPointF(1e30, 1e30), QPointF(0, 0)})
            points.add(value);
        QCOMPARE(inside(points, QPolygonF(kTransform.area)), PointList{5});
        QCOMPARE(along(points, QPolygonF({kTransform.area.center()}), 1e6), PointList{5});
    }

    void linesWithoutExtentEncloseNothing_data() {
        QTest::addColumn<QPolygonF>("outline");
        QTest::newRow("nothing") << QPolygonF();
        QTest::newRow("a place") << QPolygonF({{250, 120}});
        QTest::newRow("there and back") << QPolygonF({{50, 120}, {450, 120}});
        QTest::newRow("upright") << QPolygonF({{250, 20}, {250, 220}, {250, 100}});
        QTest::newRow("outside") << QPolygonF(QRectF(460, 20, 100, 100));
    }

    void linesWithoutExtentEncloseNothing() {
        QFETCH(QPolygonF, outline);
        QVERIFY(inside(cloud(1000), outline).empty());
    }

    void aPlotWithoutAreaHoldsNothing() {
        const Points points = cloud(100);
        const PlotTransform flat{{-2, 2}, {-1, 1}, {}};
        QVERIFY(pointsInside(points.span(), flat, QPolygonF(QRectF(-10, -10, 20, 20))).empty());
        QVERIFY(pointsAlong(points.span(), flat, QPolygonF({{0, 0}}), 20).empty());
    }
};

QTEST_GUILESS_MAIN(PointsWithinTest)
#include "points_within_test.moc"
