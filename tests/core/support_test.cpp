#include "core/analysis/support.h"

#include <QTest>
#include <cmath>
#include <numbers>
#include <numeric>

#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

double normalDensity(double x, double mean, double deviation) {
    const double u = (x - mean) / deviation;
    return std::exp(-0.5 * u * u) / (deviation * std::sqrt(2 * std::numbers::pi));
}

/// Rows evenly along one dimension, one apart.
Posteriors evenRows(Index rows, Scalar deviation) {
    Posteriors posteriors{.mean = Matrix(1, rows), .deviation = Matrix::Constant(1, rows, deviation)};
    for (Index row = 0; row < rows; ++row)
        posteriors.mean(0, row) = Scalar(row);
    return posteriors;
}

}  // namespace

class SupportTest : public QObject {
    Q_OBJECT

private slots:
    void theDensityIsTheMeanOfThePosteriors() {
        Posteriors posteriors{.mean = Matrix(2, 3), .deviation = Matrix(2, 3)};
        posteriors.mean << 0, 1, -2, 0.5f, 3, 1;
        posteriors.deviation << 1, 0.5f, 0.1f, 2, 0.25f, 1;
        const AggregateSupport support(posteriors);
        Matrix places(2, 3);
        places << 0, 1, 40, 0, 3, -60;
        const Eigen::VectorXd found = support.logDensity(places);
        for (Index place = 0; place < 2; ++place) {
            double density = 0;
            for (Index row = 0; row < 3; ++row)
                density += normalDensity(double(places(0, place)), double(posteriors.mean(0, row)),
                                         double(posteriors.deviation(0, row))) *
                           normalDensity(double(places(1, place)), double(posteriors.mean(1, row)),
                                         double(posteriors.deviation(1, row))) /
                           3;
            QVERIFY(std::abs(found[place] - std::log(density)) < 1e-9);
        }
        // Far away the widest term is all that is left, of which a double holds the logarithm alone.
        const double widest = -0.5 * (40.0 * 40 + 60.5 * 60.5 / 4) - std::log(2 * std::numbers::pi * 2 * 3);
        QVERIFY(std::abs(found[2] - widest) < 1e-6);
    }

    /// Of 200 rows, 198 lie in the region of support: the two at the ends have a neighbour on one side only.
    void nearlyAllRowsLieWhereThereIsSupport() {
        const AggregateSupport support(evenRows(200, 0.5f));
        int inside = 0;
        for (int row = 0; row < 200; ++row) {
            // Its own term aside: the rows before and after it, out to where nothing is left.
            double others = 0;
            for (int other = 0; other < 200; ++other)
                others += other == row ? 0 : normalDensity(row, other, 0.5) / 199;
            inside += support.hasSupport(std::log(others) + 1e-9);
        }
        QCOMPARE(inside, 198);
    }

    void placesBetweenRowsHaveSupportAndPlacesBeyondHaveNone() {
        const AggregateSupport support(evenRows(200, 0.5f));
        Matrix places(1, 4);
        places << 100.5f, 100, 203, -1000;
        const Eigen::VectorXd density = support.logDensity(places);
        QVERIFY(support.hasSupport(density[0]));
        QVERIFY(support.hasSupport(density[1]));
        QVERIFY(!support.hasSupport(density[2]));
        QVERIFY(!support.hasSupport(density[3]));
        QVERIFY(support.shareBelow(density[1]) > 0.9);
        QCOMPARE(support.shareBelow(density[3]), 0.0);
    }

    void whatIsNotFiniteHasNoSupport() {
        Posteriors posteriors = evenRows(20, 1);
        posteriors.mean(0, 7) = std::numeric_limits<Scalar>::quiet_NaN();
        posteriors.deviation(0, 8) = std::numeric_limits<Scalar>::infinity();
        const AggregateSupport support(posteriors);
        Matrix places(1, 3);
        places << std::numeric_limits<Scalar>::quiet_NaN(), 1e30f, 4;
        const Eigen::VectorXd density = support.logDensity(places);
        QVERIFY(!support.hasSupport(density[0]));
        QVERIFY(!support.hasSupport(density[1]));
        QVERIFY(support.hasSupport(density[2]));
    }

    /// There is nothing to hold its density against.
    void aSingleRowRulesNothingOut() {
        const AggregateSupport support(evenRows(1, 1));
        QVERIFY(support.hasSupport(support.logDensity(Matrix::Constant(1, 1, 50))[0]));
        QVERIFY(std::isfinite(support.logDensity(Matrix::Constant(1, 1, 50))[0]));
    }

    void rowsAtOnePlaceSupportThatPlace() {
        const AggregateSupport support({.mean = Matrix::Ones(2, 30), .deviation = Matrix::Ones(2, 30)});
        Matrix places(2, 2);
        places << 1, 9, 1, 9;
        const Eigen::VectorXd density = support.logDensity(places);
        QVERIFY(support.hasSupport(density[0]));
        QVERIFY(!support.hasSupport(density[1]));
    }

    /// In many dimensions a row's own term is all the density at its mean; left in, it would leave no place
    /// but these.
    void manyDimensionsKeepTheirSupport() {
        constexpr Index kLatent = 128;
        Posteriors posteriors{.mean = Matrix(kLatent, 400), .deviation = Matrix(kLatent, 400)};
        Matrix fresh(kLatent, 100);
        for (Index row = 0; row < 400; ++row)
            Random(3).fillNormal(RandomStream::Sampling, 0, std::uint32_t(row), posteriors.mean.col(row));
        for (Index row = 0; row < 100; ++row)
            Random(3).fillNormal(RandomStream::Sampling, 1, std::uint32_t(row), fresh.col(row));
        posteriors.deviation.setConstant(0.3f);
        const AggregateSupport support(posteriors);
        const Eigen::VectorXd density = support.logDensity(fresh);
        int supported = 0;
        for (Index i = 0; i < 100; ++i)
            supported += support.hasSupport(density[i]);
        QVERIFY2(supported >= 95, qPrintable(QString::number(supported)));
        QVERIFY(!support.hasSupport(support.logDensity(Matrix::Constant(kLatent, 1, 4))[0]));
    }

    void aTrainedModelSupportsItsOwnRows() {
        const TrainedSample trained = trainSample("penguins", 20);
        RowList rows(std::size_t(trained.data->table.rows()));
        std::iota(rows.begin(), rows.end(), Index(0));
        const AggregateSupport support = aggregateSupport(trained.data->table, *trained.model, rows);
        const Eigen::VectorXd density =
            support.logDensity(encodeRows(trained.data->table, *trained.model, rows).mean);
        Index supported = 0;
        for (const double one : density)
            supported += support.hasSupport(one);
        QVERIFY(double(supported) >= 0.99 * double(rows.size()));
        QVERIFY(!support.hasSupport(support.logDensity(Matrix::Constant(2, 1, 30))[0]));
    }
};

QTEST_GUILESS_MAIN(SupportTest)
#include "support_test.moc"
