#include "ui/plots/latent_points.h"

#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

namespace latentscape::ui {
namespace {

const float kNaN = std::nanf("");

/// Points at these places; rows are their numbers.
LatentPoints pointsAt(const std::vector<QPointF>& places) {
    LatentPoints points;
    RowList rows;
    for (const QPointF& place : places) {
        points.x.push_back(float(place.x()));
        points.y.push_back(float(place.y()));
        rows.push_back(Index(rows.size()));
    }
    points.rows = std::make_shared<const RowList>(std::move(rows));
    return points;
}

LatentSnapshot snapshotOf(Matrix means) {
    LatentSnapshot snapshot;
    RowList rows(std::size_t(means.cols()));
    std::iota(rows.begin(), rows.end(), Index(0));
    snapshot.rows = std::make_shared<const RowList>(std::move(rows));
    snapshot.totalRows = means.cols();
    snapshot.means = std::move(means);
    return snapshot;
}

}  // namespace

class LatentPointsTest : public QObject {
    Q_OBJECT

private slots:
    void dimensionsAreCopiedAsTheyAre() {
        Matrix means(3, 2);
        means << 1, kNaN, 2, 20, 3, 30;
        const LatentPoints points = projectLatents(snapshotOf(means), MapPlane::ofDimensions(3, 2, 1));
        QCOMPARE(points.x, (std::vector<float>{3, 30}));
        // What is not a number stays in its own dimension.
        QCOMPARE(points.y, (std::vector<float>{2, 20}));
    }

    void slantedPlaneShowsPlacesAsThePlaneTells() {
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        const Matrix means = Matrix::NullaryExpr(5, 40, [&] { return normal(random); });
        const MapPlane plane{principalPlane(means)};
        const LatentPoints points = projectLatents(snapshotOf(means), plane);
        for (Index i = 0; i < means.cols(); ++i) {
            const QPointF expected = plane.of(means.col(i));
            QVERIFY(std::abs(expected.x() - points.at(std::size_t(i)).x()) < 1e-5);
            QVERIFY(std::abs(expected.y() - points.at(std::size_t(i)).y()) < 1e-5);
        }
    }

    void planeOfAnotherSpaceIsNotUsed() {
        const Matrix means = Matrix::Constant(128, 2, 0.5f);
        QCOMPARE(projectLatents(snapshotOf(means), MapPlane::ofDimensions(2, 0, 1)).x,
                 (std::vector<float>{0.5f, 0.5f}));
    }

    void indexFindsWhatLookingAtAllFinds_data() {
        QTest::addColumn<double>("spread");
        QTest::addColumn<double>("outlier");
        QTest::newRow("a cloud") << 1.0 << 0.0;
        QTest::newRow("a cloud and a point at 1e30") << 1.0 << 1e30;
        QTest::newRow("all in one place") << 0.0 << 0.0;
        QTest::newRow("far from 0") << 1.0 << -5.0;
    }
    void indexFindsWhatLookingAtAllFinds() {
        QFETCH(double, spread);
        QFETCH(double, outlier);
        std::mt19937 random(7);
        std::normal_distribution<double> normal(0, 1);
        std::vector<QPointF> places{{outlier, -outlier}, {double(kNaN), 0}, {0, double(kNaN)}, {INFINITY, 1}};
        for (int i = 0; i < 20'000; ++i)
            places.push_back({spread * normal(random), spread * normal(random)});
        const LatentPoints points = pointsAt(places);
        const PointIndex index(points.span());
        for (const Range range : {Range{-4, 4}, Range{-0.1, 0.1}, Range{-1e6, 1e6}, Range{-6, -4}}) {
            const PlotTransform transform{range, range, QRectF(0, 0, 600, 400)};
            for (const QPointF pixel : {QPointF(300, 200), QPointF(10, 390), QPointF(450, 100)}) {
                const PointsNear all = pointsNear(points, transform, pixel, 8, 5);
                const PointsNear indexed = pointsNear(points, transform, pixel, 8, 5, &index);
                QCOMPARE(indexed.total, all.total);
                QCOMPARE(indexed.nearest, all.nearest);
            }
        }
    }

    void nearestComeFirst() {
        const LatentPoints points = pointsAt({{5, 5}, {1, 0}, {3, 0}, {2, 0}, {0, 0}});
        const PlotTransform pixels{{0, 100}, {0, 100}, QRectF(0, 0, 100, 100)};
        const PointsNear near = pointsNear(points, pixels, {0, 100}, 4, 3);
        QCOMPARE(near.total, std::size_t(4));
        QCOMPARE(near.nearest, (std::vector<std::size_t>{4, 1, 3}));
    }

    void pointsThatDoNotCountAreNotFound() {
        const LatentPoints points = pointsAt({{1, 0}, {2, 0}, {3, 0}});
        const PlotTransform pixels{{0, 100}, {0, 100}, QRectF(0, 0, 100, 100)};
        const PointsNear near =
            pointsNear(points, pixels, {0, 100}, 8, 5, nullptr, [](std::size_t point) { return point != 0; });
        QCOMPARE(near.nearest, (std::vector<std::size_t>{1, 2}));
        QCOMPARE(near.total, std::size_t(2));
    }

    void noPointsAndNoNumbersHaveAnIndexToo() {
        const PlotTransform pixels{{0, 100}, {0, 100}, QRectF(0, 0, 100, 100)};
        for (const LatentPoints& points :
             {pointsAt({}), pointsAt({{double(kNaN), double(kNaN)}, {double(kNaN), 1}})}) {
            const PointIndex index(points.span());
            QCOMPARE(pointsNear(points, pixels, {0, 0}, 8, 5, &index).total, std::size_t(0));
        }
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::LatentPointsTest)
#include "latent_points_test.moc"
