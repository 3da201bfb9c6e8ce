#include "ui/plots/scatter_rasterizer.h"

#include <QTest>
#include <array>
#include <bitset>
#include <cmath>
#include <limits>
#include <vector>

namespace latentscape::ui {
namespace {

constexpr QRgb kRed = 0xffff0000;
constexpr QRgb kBlue = 0xff0000ff;
/// Values are pixels, but for the direction of y.
const PlotTransform kTransform{{0, 100}, {0, 50}, QRectF(30, 20, 100, 50)};

struct Cloud {
    std::vector<float> x;
    std::vector<float> y;
    std::vector<std::uint8_t> codes;

    void add(float px, float py, QRgb colour) {
        x.push_back(px);
        y.push_back(py);
        codes.push_back(colour == kBlue ? 1 : 0);
    }
    PointGroup group(const PointStyle& style) const {
        PointGroup group{.points = {x.data(), y.data(), x.size()}, .codes = codes, .style = style};
        group.colours[0] = kRed;
        group.colours[1] = kBlue;
        return group;
    }
    QImage draw(const PointStyle& style, double ratio = 1, const PlotTransform& transform = kTransform,
                int threads = 1) const {
        const PointGroup all = group(style);
        return rasterizeScatter({&all, 1}, transform, ratio, threads);
    }
};

int drawnPixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 0;
    }
    return count;
}

}  // namespace

class ScatterRasterizerTest : public QObject {
    Q_OBJECT

private slots:
    void pointIsWhereItMustBe_data() {
        QTest::addColumn<double>("radius");
        QTest::addColumn<double>("ratio");
        QTest::newRow("single pixel") << 0.7 << 1.0;
        QTest::newRow("disc") << 3.0 << 1.0;
        QTest::newRow("single pixel on a fine screen") << 0.4 << 2.0;
        QTest::newRow("disc on a fine screen") << 3.0 << 2.0;
        QTest::newRow("disc on a screen of 150 %") << 3.0 << 1.5;
    }
    void pointIsWhereItMustBe() {
        QFETCH(double, radius);
        QFETCH(double, ratio);
        Cloud cloud;
        cloud.add(60.5f, 29.5f, kRed);
        const QImage image = cloud.draw({radius, 1}, ratio);
        QCOMPARE(image.size(), (QSizeF(100, 50) * ratio).toSize());
        QCOMPARE(image.devicePixelRatio(), ratio);
        QCOMPARE(image.format(), QImage::Format_ARGB32_Premultiplied);
        QCOMPARE(image.pixel(int(60.5 * ratio), int(20.5 * ratio)), kRed);

        const double area = M_PI * std::pow(radius * ratio, 2);
        const double edge = 2 * M_PI * (radius * ratio + 1);
        QVERIFY(drawnPixels(image) <= area + edge);
    }

    void discIsRound() {
        Cloud cloud;
        cloud.add(50, 25, kRed);
        const QImage image = cloud.draw({6, 1});
        double covered = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                covered += qAlpha(image.pixel(x, y)) / 255.0;
        }
        QVERIFY(std::abs(covered - M_PI * 36) < 3);
        QCOMPARE(qAlpha(image.pixel(50 + 5, 25 + 5)), 0);
        QCOMPARE(qAlpha(image.pixel(50 + 4, 25)), 255);
    }

    void pointsAtTheEdgeAreClipped() {
        Cloud cloud;
        for (const float x : {0.0f, 50.0f, 100.0f}) {
            for (const float y : {0.0f, 25.0f, 50.0f})
                cloud.add(x, y, kBlue);
        }
        const QImage image = cloud.draw({5, 1});
        QCOMPARE(image.pixel(0, 0), kBlue);
        QCOMPARE(image.pixel(99, 49), kBlue);
        QCOMPARE(image.pixel(99, 0), kBlue);
    }

    void pointsOutsideLeaveNothing_data() {
        QTest::addColumn<float>("x");
        QTest::addColumn<float>("y");
        QTest::newRow("left") << -20.0f << 25.0f;
        QTest::newRow("above") << 50.0f << 80.0f;
        QTest::newRow("far away") << 1e30f << -1e30f;
        QTest::newRow("x not a number") << std::nanf("") << 25.0f;
        QTest::newRow("y not a number") << 50.0f << std::nanf("");
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << 25.0f;
    }
    void pointsOutsideLeaveNothing() {
        QFETCH(float, x);
        QFETCH(float, y);
        Cloud cloud;
        cloud.add(x, y, kRed);
        for (const double radius : {0.5, 3.0})
            QCOMPARE(drawnPixels(cloud.draw({radius, 1})), 0);
    }

    void noPointsMakeAnEmptyPicture() {
        const QImage image = Cloud().draw({3, 1});
        QCOMPARE(image.size(), QSize(100, 50));
        QCOMPARE(drawnPixels(image), 0);
        QVERIFY(Cloud().draw({3, 1}, 1, {{0, 1}, {0, 1}, QRectF()}).isNull());
    }

    void everyPointIsDrawnOnce_data() {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 23, 60, 61, 62, 1000})
            QTest::addRow("%d", count) << count;
    }
    void everyPointIsDrawnOnce() {
        QFETCH(int, count);
        Cloud cloud;
        for (int i = 0; i < count; ++i)
            cloud.add(float(i % 100) + 0.5f, float(i / 100) + 0.5f, kRed);
        const QImage image = cloud.draw({0.5, 0.5});
        QCOMPARE(drawnPixels(image), count);
        for (int i = 0; i < count; ++i)
            QCOMPARE(qAlpha(image.pixel(i % 100, 49 - i / 100)), 128);
    }

    void crowdsAreDenser() {
        Cloud cloud;
        cloud.add(10.5f, 10.5f, kRed);
        for (int i = 0; i < 5; ++i)
            cloud.add(20.5f, 10.5f, kRed);
        const QImage image = cloud.draw({0.5, 0.4});
        QVERIFY(qAlpha(image.pixel(20, 39)) > qAlpha(image.pixel(10, 39)) + 80);
    }

    void noClassLiesOnTopInASortedTable_data() {
        QTest::addColumn<int>("rowsOfAClass");
        for (const int rows : {600, 1270, 2000, 4096, 5000})
            QTest::addRow("%d", rows) << rows;
    }
    void noClassLiesOnTopInASortedTable() {
        QFETCH(int, rowsOfAClass);
        // Both classes have one point on each pixel, and the table is sorted by class.
        Cloud cloud;
        for (const QRgb colour : {kRed, kBlue}) {
            for (int i = 0; i < rowsOfAClass; ++i)
                cloud.add(float(i % 100) + 0.5f, float(i / 100) + 0.5f, colour);
        }
        const QImage image = cloud.draw({0.5, 1});
        int red = 0;
        for (int i = 0; i < rowsOfAClass; ++i)
            red += image.pixel(i % 100, 49 - i / 100) == kRed;
        const double share = double(red) / rowsOfAClass;
        QVERIFY2(share > 0.4 && share < 0.6, qPrintable(QString::number(share)));
    }

    void pictureDoesNotDependOnTheThreads_data() {
        QTest::addColumn<double>("radius");
        QTest::newRow("single pixels") << 0.5;
        QTest::newRow("discs across the bands") << 3.0;
    }
    void pictureDoesNotDependOnTheThreads() {
        QFETCH(double, radius);
        // More in the lower half, so that the bands differ in height.
        Cloud cloud;
        for (int i = 0; i < 400'000; ++i)
            cloud.add(float(i % 1009) / 10.09f, 50 * std::pow(float(i % 997) / 997, 2.0f),
                      i % 3 == 0 ? kBlue : kRed);
        const QImage alone = cloud.draw({radius, 0.6});
        QVERIFY(drawnPixels(alone) > 1000);
        for (const int threads : {2, 3, 8})
            QCOMPARE(cloud.draw({radius, 0.6}, 1, kTransform, threads), alone);
    }

    void pointsThatAreLeftOutLeaveNothing() {
        Cloud cloud;
        cloud.add(10.5f, 10.5f, kRed);
        cloud.add(20.5f, 10.5f, kBlue);
        for (const double radius : {0.5, 3.0}) {
            PointGroup group = cloud.group({radius, 1});
            group.colours[0] = 0;
            const QImage image = rasterizeScatter({&group, 1}, kTransform, 1, 1);
            QCOMPARE(qAlpha(image.pixel(10, 39)), 0);
            QCOMPARE(image.pixel(20, 39), kBlue);
        }
    }

    void laterGroupsLieOnTop() {
        Cloud cloud;
        for (int i = 0; i < 1000; ++i)
            cloud.add(20.5f, 10.5f, kRed);
        Cloud top;
        top.add(20.5f, 10.5f, kBlue);
        const std::array groups{cloud.group({0.5, 1}), top.group({0.5, 1})};
        QCOMPARE(rasterizeScatter(groups, kTransform, 1, 1).pixel(20, 39), kBlue);
    }

    void pointsWithoutCodesHaveTheFirstColour() {
        const Cloud cloud{{20.5f}, {10.5f}, {}};
        QCOMPARE(cloud.draw({0.5, 1}).pixel(20, 39), kRed);
    }

    void pointsStayOnTheirPixelsWhenZoomedInFar() {
        // Far from 0, a pixel is a few steps of float32: value 1000 + i / 4 belongs to pixel 10 · i.
        Cloud cloud;
        for (int i = 0; i < 10; ++i)
            cloud.add(1000 + float(i) / 4 + 0.0125f, 0.5f, kRed);
        const QImage image = cloud.draw({0.5, 1}, 1, {{1000, 1002.5}, {0, 1}, QRectF(0, 0, 100, 50)});
        QCOMPARE(drawnPixels(image), 10);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(image.pixel(10 * i, 25), kRed);
    }

    void onePixelIsEnoughForAPicture() {
        Cloud cloud;
        cloud.add(50, 25, kRed);
        const QImage image = cloud.draw({3, 1}, 1, {{0, 100}, {0, 50}, QRectF(0, 0, 1, 1)});
        QCOMPARE(image.size(), QSize(1, 1));
        QVERIFY(drawnPixels(image) == 1);
    }

    void pointsInSightAreCounted() {
        Cloud cloud;
        cloud.add(0, 25, kRed);
        cloud.add(50, 25, kBlue);
        cloud.add(100, 25, kRed);
        cloud.add(50, -1, kRed);
        cloud.add(std::nanf(""), 25, kRed);
        const PointGroup group = cloud.group({});
        QCOMPARE(visibleCount(group.points, group.codes, {}, kTransform), std::size_t(2));
        QCOMPARE(visibleCount(group.points, group.codes, std::bitset<256>(2), kTransform), std::size_t(1));
        QCOMPARE(visibleCount(group.points, {}, std::bitset<256>(1), kTransform), std::size_t(0));
    }

    void pointsShrinkWithTheirNumber() {
        const QSizeF area(600, 400);
        for (const std::size_t count : {1u, 100u, 2000u, 50000u, 1000000u}) {
            QVERIFY(adaptivePointRadius(count, area) >= adaptivePointRadius(count * 10, area));
            QVERIFY(adaptivePointRadius(count, area) > 0);
            QVERIFY(adaptivePointOpacity(count, area) > 0.2);
            QVERIFY(adaptivePointOpacity(count, area) <= 1);
        }
        QVERIFY(adaptivePointRadius(1000000, area) <= 1);
        QVERIFY(adaptivePointRadius(0, area) > 0);
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::ScatterRasterizerTest)
#include "scatter_rasterizer_test.moc"
