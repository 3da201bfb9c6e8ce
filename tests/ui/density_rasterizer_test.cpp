#include "ui/plots/density_rasterizer.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <vector>

namespace latentscape::ui {
namespace {

constexpr QRgb kRed = 0xffff0000;
constexpr QRgb kBlue = 0xff0000ff;
/// Values are pixels, but for the direction of y.
const PlotTransform kTransform{{0, 200}, {0, 100}, QRectF(30, 20, 200, 100)};

struct Crowd {
    std::vector<float> x;
    std::vector<float> y;
    std::vector<std::uint8_t> codes;

    void add(float px, float py, int count, std::uint8_t code = 0) {
        x.insert(x.end(), std::size_t(count), px);
        y.insert(y.end(), std::size_t(count), py);
        codes.insert(codes.end(), std::size_t(count), code);
    }
    PointGroup group() const {
        PointGroup group{.points = {x.data(), y.data(), x.size()}, .codes = codes, .style = {}};
        group.colours[0] = kRed;
        group.colours[1] = kBlue;
        return group;
    }
    QImage draw(int threads = 1, double ratio = 1, const PlotTransform& transform = kTransform) const {
        return rasterizeDensity(group(), {}, transform, ratio, threads);
    }
};

int alphaAt(const QImage& image, int x, int y) {
    return qAlpha(image.pixel(x, y));
}

double totalAlpha(const QImage& image) {
    double total = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            total += alphaAt(image, x, y);
    }
    return total;
}

}  // namespace

class DensityRasterizerTest : public QObject {
    Q_OBJECT

private slots:
    void crowdIsDensestWhereItIs() {
        Crowd crowd;
        crowd.add(60, 70, 2000);
        crowd.add(150, 30, 20);
        const QImage image = crowd.draw();
        QCOMPARE(image.size(), QSize(200, 100));
        QCOMPARE(image.format(), QImage::Format_ARGB32_Premultiplied);
        QVERIFY(alphaAt(image, 60, 30) > 245);
        QVERIFY(alphaAt(image, 150, 70) > 40);
        QVERIFY(alphaAt(image, 150, 70) < alphaAt(image, 60, 30));
        QCOMPARE(alphaAt(image, 105, 50), 0);
    }

    void densityFallsOffEvenlyToAllSides() {
        Crowd crowd;
        // In the middle of a cell, a cell being two pixels.
        crowd.add(101, 49, 100);
        const QImage image = crowd.draw();
        for (int away = 1; away < 25; ++away) {
            const int right = alphaAt(image, 100 + away, 50);
            QVERIFY(std::abs(right - alphaAt(image, 101 - away, 50)) <= 1);
            QVERIFY(std::abs(right - alphaAt(image, 100, 50 + away)) <= 1);
            QVERIFY(std::abs(right - alphaAt(image, 100, 51 - away)) <= 1);
            QVERIFY(right <= alphaAt(image, 100 + away - 1, 50));
        }
    }

    void classesBlendAsTheirNumbersDo() {
        Crowd crowd;
        crowd.add(100, 50, 3000, 0);
        crowd.add(100, 50, 1000, 1);
        const QRgb mixed = qUnpremultiply(crowd.draw().pixel(100, 50));
        QVERIFY(std::abs(qRed(mixed) - 191) <= 2);
        QVERIFY(std::abs(qBlue(mixed) - 64) <= 2);
        QCOMPARE(qGreen(mixed), 0);
    }

    void withoutCodesTheRampTellsHowMany() {
        Crowd crowd;
        crowd.add(60, 50, 5000);
        crowd.add(150, 50, 5);
        ColourTable ramp;
        for (int i = 0; i < 256; ++i)
            ramp[std::size_t(i)] = qRgb(i, 0, 255 - i);
        PointGroup group = crowd.group();
        group.codes = {};
        const QImage image = rasterizeDensity(group, ramp, kTransform, 1, 1);
        QVERIFY(qRed(qUnpremultiply(image.pixel(60, 50))) > 240);
        QVERIFY(qBlue(qUnpremultiply(image.pixel(150, 50))) > 150);
    }

    void pointsThatAreLeftOutDoNotCount() {
        Crowd crowd;
        crowd.add(60, 50, 100, 0);
        crowd.add(150, 50, 100, 1);
        PointGroup group = crowd.group();
        group.colours[0] = 0;
        const QImage image = rasterizeDensity(group, {}, kTransform, 1, 1);
        QCOMPARE(alphaAt(image, 60, 50), 0);
        QVERIFY(alphaAt(image, 150, 50) > 200);
    }

    void pictureDoesNotDependOnTheThreads() {
        Crowd crowd;
        for (int i = 0; i < 300'000; ++i)
            crowd.add(float(i % 1009) / 5, float(i % 997) / 10, 1, std::uint8_t(i % 2));
        const QImage alone = crowd.draw();
        for (const int threads : {2, 3, 8})
            QCOMPARE(crowd.draw(threads), alone);
    }

    void oddPointsLeaveNothing_data() {
        QTest::addColumn<float>("x");
        QTest::newRow("far away") << 1e30f;
        QTest::newRow("not a number") << std::nanf("");
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity();
    }
    void oddPointsLeaveNothing() {
        QFETCH(float, x);
        Crowd crowd;
        crowd.add(x, 50, 10);
        crowd.add(50, x, 10);
        QCOMPARE(totalAlpha(crowd.draw()), 0.0);
    }

    void smallestPicturesAreDrawn() {
        Crowd crowd;
        QCOMPARE(totalAlpha(crowd.draw()), 0.0);
        crowd.add(50, 50, 3);
        QCOMPARE(crowd.draw(2, 1, {{0, 100}, {0, 100}, QRectF(0, 0, 1, 1)}).size(), QSize(1, 1));
        QCOMPARE(crowd.draw(2, 2).size(), QSize(400, 200));
        QVERIFY(crowd.draw(1, 1, {{0, 1}, {0, 1}, QRectF()}).isNull());
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::DensityRasterizerTest)
#include "density_rasterizer_test.moc"
