#include "core/analysis/neighbours.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

Q_DECLARE_METATYPE(nlohmann::json)

namespace {

LatentSnapshotPtr snapshotOf(Matrix means, Index firstRow = 0, Index step = 1) {
    RowList rows;
    for (Index i = 0; i < means.cols(); ++i)
        rows.push_back(firstRow + step * i);
    LatentSnapshot snapshot;
    snapshot.rows = std::make_shared<const RowList>(std::move(rows));
    snapshot.means = std::move(means);
    return std::make_shared<const LatentSnapshot>(std::move(snapshot));
}

RowList rowsOf(const std::vector<Neighbour>& neighbours) {
    RowList rows;
    for (const Neighbour& neighbour : neighbours)
        rows.push_back(neighbour.row);
    return rows;
}

}  // namespace

class NeighboursTest : public QObject {
    Q_OBJECT

private slots:
    void agreeWithScikitLearn_data() {
        QTest::addColumn<nlohmann::json>("golden");
        QTest::addColumn<int>("count");
        const nlohmann::json goldens = readGoldens("neighbour_goldens.json");
        for (const nlohmann::json& golden : goldens["cases"])
            QTest::newRow(golden["name"].get<std::string>().c_str()) << golden << goldens["count"].get<int>();
    }
    void agreeWithScikitLearn() {
        QFETCH(nlohmann::json, golden);
        QFETCH(int, count);
        const Index latent = golden["latent"].get<Index>();
        const Neighbours neighbours(snapshotOf(matrixFrom(golden["means"], latent)));
        const Matrix places = matrixFrom(golden["places"], latent);
        for (Index place = 0; place < places.cols(); ++place) {
            const std::vector<Neighbour> found = neighbours.of(places.col(place), count);
            QCOMPARE(rowsOf(found), golden["rows"][std::size_t(place)].get<RowList>());
            const Eigen::VectorXd distances = doublesFrom(golden["distances"][std::size_t(place)]);
            for (std::size_t i = 0; i < found.size(); ++i)
                QVERIFY(std::abs(found[i].distance - distances[Index(i)]) < 1e-6 * (1 + distances[Index(i)]));
        }
    }

    void allOfManyPointsAreSearched_data() {
        QTest::addColumn<int>("latent");
        for (const int latent : {1, 2, 5, 40})
            QTest::addRow("%d dimensions", latent) << latent;
    }
    void allOfManyPointsAreSearched() {
        QFETCH(int, latent);
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        const Matrix means = Matrix::NullaryExpr(latent, 5000, [&] { return Scalar(normal(random)); });
        const Neighbours neighbours(snapshotOf(means));
        for (Index row = 0; row < 20; ++row) {
            std::vector<Neighbour> all;
            for (Index other = 0; other < means.cols(); ++other)
                if (other != row)
                    all.push_back({other, (means.col(other) - means.col(row)).cast<double>().norm()});
            std::ranges::sort(all, {}, &Neighbour::distance);
            all.resize(10);
            QCOMPARE(rowsOf(neighbours.of(means.col(row), 10, row)), rowsOf(all));
        }
    }

    void rowsAreThoseOfTheTable() {
        const LatentSnapshotPtr snapshot = snapshotOf(Matrix{{0, 1, 2, 5}}, 100, 10);
        const Neighbours neighbours(snapshot);
        QCOMPARE(rowsOf(neighbours.of(Vector{{1.2F}}, 3)), (RowList{110, 120, 100}));
        QCOMPARE(pointOf(*snapshot, 120), std::optional<Index>(2));
        QCOMPARE(pointOf(*snapshot, 121), std::nullopt);
        QCOMPARE(pointOf(*snapshot, 999), std::nullopt);
    }

    void aRowIsNotItsOwnNeighbour() {
        // Row 1 lies where row 0 does, and stays.
        const Neighbours neighbours(snapshotOf(Matrix{{0, 0, 1}, {0, 0, 1}}));
        QCOMPARE(neighbours.of(Vector::Zero(2), 5, 0), (std::vector<Neighbour>{{1, 0}, {2, std::sqrt(2.0)}}));
        QCOMPARE(rowsOf(neighbours.of(Vector::Zero(2), 1, 7)), (RowList{0}));
    }

    void meansThatAreNotFiniteAreLeftOut() {
        const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
        const Scalar infinity = std::numeric_limits<Scalar>::infinity();
        const Neighbours some(snapshotOf(Matrix{{nan, 1, 0, infinity, 3}, {0, 1, nan, 0, 3}}));
        QCOMPARE(rowsOf(some.of(Vector::Zero(2), 5)), (RowList{1, 4}));
        QVERIFY(some.of(Vector{{nan, 0}}, 5).empty());
        const Neighbours none(snapshotOf(Matrix::Constant(2, 3, nan)));
        QVERIFY(none.of(Vector::Zero(2), 5).empty());
        const Neighbours empty(snapshotOf(Matrix(2, 0)));
        QVERIFY(empty.of(Vector::Zero(2), 5).empty());
    }

    void distancesOfHugeMeansDoNotOverflow() {
        const Neighbours neighbours(snapshotOf(Matrix{{-1e30F, 0, 2e30F}}));
        const std::vector<Neighbour> found = neighbours.of(Vector::Zero(1), 3);
        QCOMPARE(rowsOf(found), (RowList{1, 0, 2}));
        QVERIFY(std::abs(found[2].distance / 2e30 - 1) < 1e-6);
    }

    void manyPointsAtOnePlaceAreNoTrouble() {
        const Neighbours neighbours(snapshotOf(Matrix::Constant(3, 100'000, 0.5F)));
        const std::vector<Neighbour> found = neighbours.of(Vector::Constant(3, 0.5F), 4, 9);
        QCOMPARE(found.size(), std::size_t(4));
        QCOMPARE(found.back().distance, 0.0);
    }

    void nothingIsFoundWhereNothingIsAskedFor() {
        const Neighbours neighbours(snapshotOf(Matrix{{0, 1}}));
        QVERIFY(neighbours.of(Vector::Zero(1), 0).empty());
        // A place of another model.
        QVERIFY(neighbours.of(Vector::Zero(2), 1).empty());
    }
};

QTEST_APPLESS_MAIN(NeighboursTest)
#include "neighbours_test.moc"
