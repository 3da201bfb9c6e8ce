#include "ui/plots/latent_points.h"

#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

#include "ui/plots/map_axis_titles.h"
#include "ui/plots/map_glide.h"
#include "ui/plots/map_turn.h"

namespace latentscape::ui {
namespace {

const float kNaN = std::nanf("");
constexpr double kRightAngle = 1.5707963267948966;

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

/// Counter-clockwise by an angle; mirrored, with the second axis upside down.
Eigen::Matrix2d turnBy(double angle, bool mirrored) {
    Eigen::Matrix2d turn;
    turn << std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle);
    return mirrored ? Eigen::Matrix2d(turn * Eigen::Vector2d(1, -1).asDiagonal()) : turn;
}

/// Twice as long as wide.
Matrix longCloud(Index count) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    Matrix means = Matrix::NullaryExpr(2, count, [&] { return normal(random); });
    means.row(0) *= 2;
    return means;
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

    void aTurnedPlaneShowsTheSamePlacesFromAnotherSide() {
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        const Matrix means = Matrix::NullaryExpr(5, 40, [&] { return normal(random); });
        const MapPlane plane{principalPlane(means)};
        const MapPlane turned = plane.turned(turnBy(0.6, true));
        for (Index i = 0; i < means.cols(); ++i) {
            const QPointF before = plane.of(means.col(i));
            const QPointF after = turned.of(means.col(i));
            const Eigen::Vector2d expected =
                turnBy(0.6, true).transpose() * Eigen::Vector2d(before.x(), before.y());
            QVERIFY(std::abs(after.x() - expected.x()) < 1e-5);
            QVERIFY(std::abs(after.y() - expected.y()) < 1e-5);
            // A place that is pointed at is that place, however the map lies.
            QVERIFY((turned.lift(after, means.col(i)) - means.col(i)).norm() < 1e-5f);
            const QPointF there = turned.of(turned.lift({0.3, -2}, means.col(i)));
            QVERIFY(std::abs(there.x() - 0.3) < 1e-5 && std::abs(there.y() + 2) < 1e-5);
        }
    }

    void pointsAreLaidOverOthers_data() {
        QTest::addColumn<double>("angle");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<double>("found");
        QTest::newRow("turned") << 2.1 << false << 2.1;
        QTest::newRow("mirrored") << 0.0 << true << 0.0;
        QTest::newRow("both") << -0.7 << true << -0.7;
        QTest::newRow("not at all") << 0.0 << false << 0.0;
        // Only mirrored or exchanged, where that is nearly the same.
        QTest::newRow("a little") << 0.05 << false << 0.0;
        QTest::newRow("mirrored and a little") << 0.05 << true << 0.0;
        QTest::newRow("exchanged, nearly") << kRightAngle - 0.05 << true << kRightAngle;
        QTest::newRow("upside down, nearly") << 2 * kRightAngle + 0.05 << false << 2 * kRightAngle;
    }
    void pointsAreLaidOverOthers() {
        QFETCH(double, angle);
        QFETCH(bool, mirrored);
        QFETCH(double, found);
        const Matrix means = longCloud(500);
        const LatentPoints reference = projectLatents(snapshotOf(means), MapPlane::ofDimensions(2, 0, 1));
        const Eigen::Matrix2d turn = turnBy(angle, mirrored);
        // Another size and another place do not count.
        const Matrix other = ((3 * turn.cast<Scalar>() * means).colwise() + Vector{{5, -2}}).eval();
        const LatentPoints points = projectLatents(snapshotOf(other), MapPlane::ofDimensions(2, 0, 1));
        const Eigen::Matrix2d over = turnOver(points, reference, Eigen::Matrix2d::Identity());
        QVERIFY((over - turnBy(found, mirrored)).norm() < 1e-5);
    }

    void aTurnStaysWhileItDoesNearlyAsWell() {
        const Matrix means = longCloud(500);
        const LatentPoints reference = projectLatents(snapshotOf(means), MapPlane::ofDimensions(2, 0, 1));
        const LatentPoints points = projectLatents(snapshotOf(turnBy(1, false).cast<Scalar>() * means),
                                                   MapPlane::ofDimensions(2, 0, 1));
        const Eigen::Matrix2d nearby = turnBy(1.05, false);
        QCOMPARE(turnOver(points, reference, nearby), nearby);
        QVERIFY((turnOver(points, reference, turnBy(1.4, false)) - turnBy(1, false)).norm() < 1e-5);
    }

    void whatHasNothingInCommonIsNotTurned() {
        const Matrix means = longCloud(500);
        const LatentPoints reference = projectLatents(snapshotOf(means), MapPlane::ofDimensions(2, 0, 1));
        const LatentPoints shuffled =
            projectLatents(snapshotOf(means.rowwise().reverse()), MapPlane::ofDimensions(2, 0, 1));
        const Eigen::Matrix2d before = turnBy(1, true);
        QCOMPARE(turnOver(shuffled, reference, before), before);
        const LatentPoints two = pointsAt({{0, 0}, {0, 1}});
        QCOMPARE(turnOver(two, reference, before), before);
        const LatentPoints nowhere =
            projectLatents(snapshotOf(Matrix::Constant(2, 500, kNaN)), MapPlane::ofDimensions(2, 0, 1));
        QCOMPARE(turnOver(nowhere, reference, before), before);
        QCOMPARE(turnOver(pointsAt({}), reference, before), before);
    }

    void anotherRunIsLaidOverTheOneBefore() {
        const Matrix means = longCloud(200);
        const auto after = [](const Matrix& places, std::uint64_t run, const MapContent& before,
                              bool keeps = true) {
            auto snapshot = std::make_shared<LatentSnapshot>(snapshotOf(places));
            snapshot->run = run;
            return mapContent({.snapshot = snapshot, .keepsOrientation = keeps}, before);
        };
        const Matrix turned = turnBy(2, true).cast<Scalar>() * means;
        const MapContent first = after(means, 1, {});
        // A run is what it is, as long as it is the only one.
        QCOMPARE(after(turned, 1, first).plane.turn, Eigen::Matrix2d(Eigen::Matrix2d::Identity()));
        const MapContent second = after(turned, 2, first);
        for (std::size_t point = 0; point < 200; ++point) {
            const QPointF apart = second.points->at(point) - first.points->at(point);
            QVERIFY(std::hypot(apart.x(), apart.y()) < 1e-4);
            const QPointF told = second.plane.of(turned.col(Index(point)));
            QVERIFY(std::hypot(told.x() - second.points->at(point).x(),
                               told.y() - second.points->at(point).y()) < 1e-4);
        }
        // It stays so when the map was empty in between, and can be had as it is.
        const MapContent empty = mapContent({}, first);
        QVERIFY((after(turned, 2, empty).plane.turn - turnBy(2, true)).norm() < 1e-4);
        QCOMPARE(after(turned, 2, second, false).points->x[7], turned(0, 7));
        // Other axes are not those of the run before.
        MapRequest others{.snapshot = second.request.snapshot, .axes = {1, 0}};
        QVERIFY(mapContent(others, second).plane.turn.isIdentity());
    }

    void principalAxesDoNotFlipWhileAModelLearns() {
        const Matrix means = longCloud(200);
        MapRequest request{.axes = {.principal = true}};
        request.snapshot = std::make_shared<LatentSnapshot>(snapshotOf(means));
        const MapContent first = mapContent(request, {});
        // The largest entry of the first axis changes: principalPlane() would mirror it.
        request.snapshot = std::make_shared<LatentSnapshot>(
            snapshotOf(turnBy(2 * kRightAngle - 0.2, false).cast<Scalar>() * means));
        const MapContent flipped = mapContent(request, first);
        for (std::size_t point = 0; point < 200; ++point) {
            const QPointF apart = flipped.points->at(point) - first.points->at(point);
            QVERIFY(std::hypot(apart.x(), apart.y()) < 1);
        }
        QVERIFY(!flipped.plane.turn.isIdentity());
    }

    void axesTellWhatTheyAreMadeOf_data() {
        QTest::addColumn<MapAxes>("axes");
        QTest::addColumn<Eigen::Matrix2d>("turn");
        QTest::addColumn<QString>("x");
        QTest::addColumn<QString>("y");
        const Eigen::Matrix2d none = Eigen::Matrix2d::Identity();
        QTest::newRow("plain") << MapAxes{0, 2} << none << "latent 1"
                               << "latent 3";
        QTest::newRow("principal") << MapAxes{.principal = true} << none << "principal axis 1"
                                   << "principal axis 2";
        QTest::newRow("turned") << MapAxes{0, 1} << turnBy(std::atan2(0.6, 0.8), false)
                                << "0.80 latent 1 + 0.60 latent 2"
                                << "−0.60 latent 1 + 0.80 latent 2";
        QTest::newRow("mirrored") << MapAxes{0, 1} << turnBy(0, true) << "latent 1"
                                  << "−latent 2";
    }
    void axesTellWhatTheyAreMadeOf() {
        QFETCH(MapAxes, axes);
        QFETCH(Eigen::Matrix2d, turn);
        QFETCH(QString, x);
        QFETCH(QString, y);
        MapContent content;
        content.request.axes = axes;
        content.plane = content.plane.turned(turn);
        const auto titles = mapAxisTitles(content);
        QCOMPARE(titles.first, x);
        QCOMPARE(titles.second, y);
    }

    void aGlideShowsPlacesInBetween() {
        MapContent content;
        content.points = std::make_shared<const LatentPoints>(pointsAt({{4, 0}, {2, 2}}));
        content.request.selection = RowSet(2, RowList{1});
        const LatentPoints from = pointsAt({{0, 0}, {2, -2}});
        const MapContent shown = inGlide(from, content, 0.25);
        QCOMPARE(shown.points->at(0), QPointF(1, 0));
        QCOMPARE(shown.points->at(1), QPointF(2, -1));
        QCOMPARE(shown.selected->x, std::vector<float>{2});
        QCOMPARE(shown.selected->y, std::vector<float>{-1});
        QVERIFY(MapGlide::isPossible(&from, content.points.get()));
        const LatentPoints more = pointsAt({{0, 0}, {2, -2}, {0, 0}});
        QVERIFY(!MapGlide::isPossible(&more, content.points.get()));
        QVERIFY(!MapGlide::isPossible(nullptr, content.points.get()));
        QVERIFY(!MapGlide::isPossible(&from, &from));
        // Too many to be drawn at every step.
        LatentPoints many;
        many.x.resize(200'001);
        many.y.resize(200'001);
        many.rows = std::make_shared<const RowList>(allRows(200'001));
        LatentPoints manyElsewhere = many;
        QVERIFY(!MapGlide::isPossible(&many, &manyElsewhere));
        LatentPoints others = from;
        others.rows = std::make_shared<const RowList>(RowList{0, 5});
        QVERIFY(!MapGlide::isPossible(&others, content.points.get()));
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
