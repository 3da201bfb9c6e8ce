#include "core/analysis/traversal.h"

#include <QTest>
#include <cmath>

#include "core/analysis/encoding.h"
#include "core/analysis/latent_decoder.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

Vector vectorOf(std::initializer_list<Scalar> values) {
    return Eigen::Map<const Vector>(values.begin(), Index(values.size()));
}

}  // namespace

class TraversalTest : public QObject {
    Q_OBJECT

private slots:
    void aLineDividesTheWayEvenly() {
        const Matrix places = lineBetween(vectorOf({0, 10, -1}), vectorOf({4, 2, -1}), 5);
        QCOMPARE(places.cols(), Index(5));
        for (Index step = 0; step < 5; ++step) {
            QVERIFY(std::abs(places(0, step) - Scalar(step)) < 1e-6);
            QVERIFY(std::abs(places(1, step) - Scalar(10 - 2 * step)) < 1e-5);
            QCOMPARE(places(2, step), Scalar(-1));
        }
    }

    /// (1 − 1) · a + 1 · b need not be b where a is not finite, and rounding is not left to chance.
    void aLineBeginsAndEndsAtItsPlaces_data() {
        QTest::addColumn<Vector>("from");
        QTest::addColumn<Vector>("to");
        QTest::newRow("odd numbers") << vectorOf({0.1f, -3.7f}) << vectorOf({1e-7f, 12345.678f});
        QTest::newRow("far apart") << vectorOf({1e30f, 0}) << vectorOf({-1e-30f, 1});
        QTest::newRow("not finite") << vectorOf({std::numeric_limits<Scalar>::infinity(), 1})
                                    << vectorOf({2, 3});
    }

    void aLineBeginsAndEndsAtItsPlaces() {
        QFETCH(Vector, from);
        QFETCH(Vector, to);
        for (const Index steps : {2, 7, 100}) {
            const Matrix places = lineBetween(from, to, steps);
            QVERIFY(places.col(0) == from);
            QVERIFY(places.col(steps - 1) == to);
        }
    }

    void theEndsOfALineDecodeAsTheyDoAlone() {
        const TrainedSample trained = trainSample("penguins", 5);
        const std::shared_ptr<const Preprocessor> preprocessor(trained.data, &trained.data->preprocessor);
        const Posteriors posteriors = encodeRows(trained.data->table, *trained.model, RowList{3, 200});
        const Matrix places = lineBetween(posteriors.mean.col(0), posteriors.mean.col(1), 9);
        LatentDecoder decoder(preprocessor, trained.model);
        for (const auto& [place, row] : {std::pair<Index, Index>{0, 0}, {8, 1}}) {
            const std::vector<DecodedCell> onLine = decoder.cells(places.col(place));
            const std::vector<DecodedCell> alone =
                LatentDecoder(preprocessor, trained.model).cells(posteriors.mean.col(row));
            for (std::size_t i = 0; i < alone.size(); ++i) {
                QCOMPARE(onLine[i].value, alone[i].value);
                QCOMPARE(onLine[i].probability, alone[i].probability);
            }
        }
    }

    void alongADimensionTheOthersStay() {
        const Matrix places = lineAlong(vectorOf({5, 6, 7}), 1, -2, 2, 3);
        for (Index step = 0; step < 3; ++step)
            QVERIFY(places.col(step).isApprox(vectorOf({5, Scalar(2 * step - 2), 7})));
    }

    void gridPlacesStandInTheMiddleOfTheirCells() {
        // A plane of four dimensions: x goes along the first, y against the third.
        const PlaneCorners corners{.topLeft = vectorOf({-1, 9, 4, 8}),
                                   .topRight = vectorOf({3, 9, 4, 8}),
                                   .bottomLeft = vectorOf({-1, 9, -2, 8})};
        const Matrix places = planeGrid(corners, 2, 3);
        QCOMPARE(places.cols(), Index(6));
        const std::array<std::array<Scalar, 2>, 6> expected{
            {{0, 3}, {2, 3}, {0, 1}, {2, 1}, {0, -1}, {2, -1}}};
        for (Index i = 0; i < 6; ++i) {
            const auto& [x, y] = expected[std::size_t(i)];
            QVERIFY(places.col(i).isApprox(vectorOf({x, 9, y, 8})));
        }
    }

    void aGridOfOneIsTheMiddle() {
        const Matrix places = planeGrid({vectorOf({0}), vectorOf({4}), vectorOf({2})}, 1, 1);
        QCOMPARE(places.size(), Index(1));
        QCOMPARE(places(0, 0), Scalar(3));
    }
};

QTEST_GUILESS_MAIN(TraversalTest)
#include "traversal_test.moc"
