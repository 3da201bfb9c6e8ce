#include "ui/plots/scatter_rasterizer.h"

#include <QTest>
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
    std::vector<QRgb> colours;

    void add(float px, float py, QRgb colour) {
        x.push_back(px);
        y.push_back(py);
        colours.push_back(colour);
    }
    QImage draw(const PointStyle& style, double ratio = 1,
                const PlotTransform& transform = kTransform) const {
        return rasterizeScatter({x.data(), y.data(), x.size(), 1}, colours, transform, style, ratio);
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

    void stridedPointsEqualPackedOnes() {
        const std::vector<float> latents{10.5f, 9, 20.5f, 7, 30.5f, 5};
        Cloud cloud;
        cloud.add(10.5f, 9, kRed);
        cloud.add(20.5f, 7, kRed);
        cloud.add(30.5f, 5, kRed);
        QCOMPARE(rasterizeScatter({latents.data(), latents.data() + 1, 3, 2}, cloud.colours, kTransform,
                                  {3, 0.7}, 1),
                 cloud.draw({3, 0.7}));
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
