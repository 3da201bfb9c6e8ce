#include "core/analysis/procrustes.h"

#include <QTest>
#include <cmath>
#include <random>

#include "core/analysis/aligned_latents.h"
#include "core/analysis/projection.h"
#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

Q_DECLARE_METATYPE(nlohmann::json)

namespace {

/// A cloud that no rotation leaves as it is.
Matrix cloud(Index dimensions, Index points, unsigned seed = 5) {
    std::mt19937 engine(seed);
    std::normal_distribution<double> normal;
    Matrix made(dimensions, points);
    for (Index i = 0; i < points; ++i)
        for (Index dimension = 0; dimension < dimensions; ++dimension)
            made(dimension, i) = Scalar(normal(engine) / double(1 + dimension));
    return made;
}

/// Turns the first two dimensions.
Matrix rotation(Index dimensions, double angle, bool mirrored) {
    Matrix turn = Matrix::Identity(dimensions, dimensions);
    turn(0, 0) = turn(1, 1) = Scalar(std::cos(angle));
    turn(1, 0) = Scalar(std::sin(angle));
    turn(0, 1) = -turn(1, 0);
    if (mirrored)
        turn.col(0) *= -1;
    return turn;
}

LatentSnapshot snapshotOf(Matrix means, Index firstRow = 0) {
    RowList rows;
    for (Index i = 0; i < means.cols(); ++i)
        rows.push_back(firstRow + i);
    LatentSnapshot snapshot;
    snapshot.rows = std::make_shared<const RowList>(std::move(rows));
    snapshot.means = std::move(means);
    return snapshot;
}

}  // namespace

class ProcrustesTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithScipy_data() {
        QTest::addColumn<nlohmann::json>("golden");
        const nlohmann::json goldens = readGoldens("procrustes_goldens.json");
        for (const nlohmann::json& golden : goldens["cases"])
            QTest::newRow(golden["name"].get<std::string>().c_str()) << golden;
    }

    void agreesWithScipy() {
        QFETCH(nlohmann::json, golden);
        const Index count = readGoldens("procrustes_goldens.json")["points"];
        const auto clouds = [&](const char* name) {
            return matrixFrom(golden[name], Index(golden[name].size()) / count);
        };
        const Matrix points = clouds("points");
        const Matrix reference = clouds("reference");
        const ProcrustesFit kept = fitProcrustes(points, reference, ProcrustesScale::One);
        const ProcrustesFit fitted = fitProcrustes(points, reference, ProcrustesScale::Fitted);
        // In dimensions that the reference has not, any rotation fits as well.
        const Index told = reference.rows();
        const auto error = [&](const ProcrustesFit& fit, const char* name) {
            return worstError(transformed(fit, points).topRows(told), clouds(name).topRows(told));
        };
        QCOMPARE_LT(error(kept, "kept"), 1e-5);
        QCOMPARE_LT(error(fitted, "fitted"), 1e-5);
        QCOMPARE(kept.scale, 1.0);
        QCOMPARE_LT(std::abs(fitted.scale - golden["scale"].get<double>()), 1e-6);
        QCOMPARE_LT(std::abs(kept.r2 - (1 - golden["disparity"].get<double>())), 1e-6);
        QCOMPARE(fitted.r2, kept.r2);
        const double inTheOtherDirection = fitProcrustes(reference, points, ProcrustesScale::One).r2;
        QCOMPARE_LT(std::abs(inTheOtherDirection - kept.r2), 1e-9);
    }

    void aKnownMoveIsFound_data() {
        QTest::addColumn<Index>("dimensions");
        QTest::addColumn<double>("angle");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<double>("scale");
        QTest::newRow("none") << Index(2) << 0.0 << false << 1.0;
        QTest::newRow("turned") << Index(2) << 2.1 << false << 1.0;
        QTest::newRow("mirrored") << Index(2) << -0.4 << true << 1.0;
        QTest::newRow("turned and resized") << Index(3) << 1.0 << false << 2.5;
        QTest::newRow("all of it in many dimensions") << Index(12) << 3.0 << true << 0.1;
    }

    void aKnownMoveIsFound() {
        QFETCH(Index, dimensions);
        QFETCH(double, angle);
        QFETCH(bool, mirrored);
        QFETCH(double, scale);
        const Matrix turn = rotation(dimensions, angle, mirrored);
        const Matrix points = cloud(dimensions, 40);
        const Vector shift = Vector::LinSpaced(dimensions, -3, 4);
        const Matrix reference = (Scalar(scale) * turn * points).colwise() + shift;

        const ProcrustesFit fit = fitProcrustes(points, reference, ProcrustesScale::Fitted);
        QCOMPARE_LT((fit.rotation - turn.cast<double>()).cwiseAbs().maxCoeff(), 1e-5);
        QCOMPARE_LT(std::abs(fit.scale / scale - 1), 1e-5);
        QCOMPARE_LT(worstError(transformed(fit, points), reference), 1e-4);
        QCOMPARE_LT(std::abs(fit.r2 - 1), 1e-6);
    }

    void whatIsNotFiniteDoesNotCount() {
        Matrix points = cloud(2, 30);
        Matrix reference = rotation(2, 0.7, false) * points;
        points(0, 4) = std::numeric_limits<Scalar>::quiet_NaN();
        reference(1, 9) = std::numeric_limits<Scalar>::infinity();
        const ProcrustesFit fit = fitProcrustes(points, reference, ProcrustesScale::One);
        QCOMPARE_LT((fit.rotation - rotation(2, 0.7, false).cast<double>()).cwiseAbs().maxCoeff(), 1e-5);
        QCOMPARE_LT(std::abs(fit.r2 - 1), 1e-6);
    }

    void cloudsWithoutShapeHaveNothingInCommon_data() {
        QTest::addColumn<bool>("isReference");
        QTest::addColumn<Index>("points");
        QTest::newRow("all points at one place") << false << Index(20);
        QTest::newRow("a reference at one place") << true << Index(20);
        QTest::newRow("no points") << false << Index(0);
    }

    void cloudsWithoutShapeHaveNothingInCommon() {
        QFETCH(bool, isReference);
        QFETCH(Index, points);
        const Matrix one = Matrix::Constant(3, points, 2);
        const Matrix other = cloud(3, points);
        const ProcrustesFit fit = isReference ? fitProcrustes(other, one, ProcrustesScale::Fitted)
                                              : fitProcrustes(one, other, ProcrustesScale::Fitted);
        QCOMPARE(fit.r2, 0.0);
        QVERIFY(fit.rotation.isIdentity());
        QVERIFY(transformed(fit, one).allFinite());
    }

    void thePrincipalPlaneIsWhereTheCloudIsWidest() {
        // Widest along (0, 3, 4) / 5, then along the first dimension.
        const Matrix flat = cloud(2, 200);
        Matrix points(3, 200);
        points.row(0) = flat.row(1);
        points.row(1) = Scalar(0.6) * flat.row(0);
        points.row(2) = Scalar(0.8) * flat.row(0);
        points.col(7).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
        points.colwise() += Vector::Constant(3, 5);
        const Projection plane = principalPlane(points);
        // The two directions are not exactly uncorrelated in the sample, so the axes lean a little.
        QCOMPARE_GT(plane.axes(2, 0), 0.75);
        QCOMPARE_GT(plane.axes(0, 1), 0.95);
        QVERIFY((plane.axes.transpose() * plane.axes).isIdentity(1e-6));
        // The cloud lies in a plane: all distances are kept.
        const Matrix drawn = plane.of(points);
        QCOMPARE_LT(std::abs((drawn.col(3) - drawn.col(90)).norm() - (points.col(3) - points.col(90)).norm()),
                    Scalar(1e-4));
    }

    void runsAreLaidOverTheReferenceByTheRowsTheyShare() {
        const Matrix all = cloud(2, 60);
        const LatentSnapshot reference = snapshotOf(all.leftCols(40));
        const LatentSnapshot turned = snapshotOf(rotation(2, 1.2, true) * all.rightCols(40), 20);
        const AlignedLatents aligned = alignLatents(turned, reference);
        QVERIFY(aligned.r2 && std::abs(*aligned.r2 - 1) < 1e-6);
        QVERIFY(!aligned.principalAxes);
        // Also the rows that only this run has.
        QCOMPARE_LT(worstError(aligned.means, all.rightCols(40)), 1e-4);
    }

    void runsWithoutCommonRowsStayWhereTheyAre() {
        const LatentSnapshot reference = snapshotOf(cloud(2, 10));
        const LatentSnapshot other = snapshotOf(cloud(2, 10, 6), 8);
        const AlignedLatents aligned = alignLatents(other, reference);
        QVERIFY(!aligned.r2);
        QCOMPARE(aligned.means, other.means);
    }

    void runsOfOtherDimensionsAreSeenInThePlaneOfTheReference_data() {
        QTest::addColumn<Index>("latent");
        QTest::addColumn<Index>("referenceLatent");
        QTest::addColumn<Index>("drawn");
        QTest::newRow("both on a line") << Index(1) << Index(1) << Index(1);
        QTest::newRow("a line in a plane") << Index(1) << Index(2) << Index(2);
        QTest::newRow("a plane over a line") << Index(2) << Index(1) << Index(2);
        QTest::newRow("many over a plane") << Index(9) << Index(2) << Index(2);
        QTest::newRow("a plane in many") << Index(2) << Index(9) << Index(2);
        QTest::newRow("many in many") << Index(6) << Index(9) << Index(2);
    }

    void runsOfOtherDimensionsAreSeenInThePlaneOfTheReference() {
        QFETCH(Index, latent);
        QFETCH(Index, referenceLatent);
        QFETCH(Index, drawn);
        // What both have in common is the first dimension, in which the cloud is widest.
        const Matrix all = cloud(10, 80);
        const LatentSnapshot reference = snapshotOf(all.topRows(referenceLatent));
        const LatentSnapshot snapshot = snapshotOf(all.topRows(latent));
        const AlignedLatents aligned = alignLatents(snapshot, reference);
        const AlignedLatents own = alignLatents(reference, reference);
        QCOMPARE(aligned.means.rows(), drawn);
        QCOMPARE(own.means.rows(), std::min<Index>(referenceLatent, 2));
        QCOMPARE(aligned.principalAxes, referenceLatent > 2);
        QVERIFY(!own.r2);
        const auto along = [](const Matrix& means) -> Eigen::VectorXd {
            const Eigen::VectorXd x = means.row(0).transpose().cast<double>();
            return (x.array() - x.mean()).matrix().normalized();
        };
        QCOMPARE_GT(along(aligned.means).dot(along(own.means)), 0.8);
    }
};

QTEST_GUILESS_MAIN(ProcrustesTest)
#include "procrustes_test.moc"
