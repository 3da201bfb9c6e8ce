#include "core/data/generators.h"

#include <QTest>
#include <cmath>

#include "core/training/training_data.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::tests;

namespace {

// Half of the last decimal that is kept.
const double kRounding = 0.5 * std::pow(10, -kGeneratedDecimals);

Eigen::VectorXd numbers(const GeneratedTable& table, const std::string& name) {
    const ColumnValues& values = table.dataset->column(table.dataset->indexOf(name).value()).values;
    const std::vector<double> list(values.begin(), values.end());
    return Eigen::Map<const Eigen::VectorXd>(list.data(), Index(list.size()));
}

/// `stem`1 … as rows × columns.
Eigen::MatrixXd series(const GeneratedTable& table, const std::string& stem, Index columns) {
    Eigen::MatrixXd matrix(table.dataset->rows(), columns);
    for (Index i = 0; i < columns; ++i)
        matrix.col(i) = numbers(table, stem + std::to_string(i + 1));
    return matrix;
}

/// Second moments about `mean`, columns × columns.
Eigen::MatrixXd covariance(const Eigen::MatrixXd& values, const Eigen::RowVectorXd& mean) {
    const Eigen::MatrixXd centred = values.rowwise() - mean;
    return centred.transpose() * centred / double(values.rows());
}

double largest(const Eigen::MatrixXd& matrix) {
    return matrix.cwiseAbs().maxCoeff();
}

/// What to expect of the largest of a few hundred means of `count` numbers with standard deviation 1.
double fiveErrors(Index count) {
    return 5 / std::sqrt(double(count));
}

void addGenerators() {
    QTest::addColumn<QString>("name");
    for (const Generator& generator : generators())
        QTest::newRow(generator.name.data()) << QString::fromUtf8(generator.name.data());
}

}  // namespace

class GeneratorsTest : public QObject {
    Q_OBJECT

private slots:
    void noiseIsStandardNormalAndIndependent() {
        constexpr Index kRows = 20000;
        const GeneratedTable table = standardNormal({.rows = kRows, .columns = 6}, 3);
        const Eigen::MatrixXd values = series(table, "v_", 6);
        QCOMPARE_LT(largest(values.colwise().mean()), fiveErrors(kRows));
        const Eigen::MatrixXd moments = covariance(values, Eigen::RowVectorXd::Zero(6));
        // The square of a standard normal number has variance 2.
        QCOMPARE_LT(largest(moments - Eigen::MatrixXd::Identity(6, 6)), std::sqrt(2) * fiveErrors(kRows));
        // 15 σ⁶: the sixth moment tells a normal from another symmetric distribution. Its own variance is
        // 10395 − 15².
        QCOMPARE_LT(std::abs(values.col(0).array().square().cube().mean() - 15),
                    std::sqrt(10395 - 225) * fiveErrors(kRows));
    }

    void noiseIsAHundredRowsOfTwentyColumns() {
        const GeneratedTable table = standardNormal({}, 1);
        QCOMPARE(table.dataset->rows(), Index(100));
        QCOMPARE(table.dataset->columns().size(), std::size_t(20));
    }

    void clustersHaveTheirCentresAndUnitVariance() {
        const GaussianClustersParameters parameters{.rows = 40000, .columns = 4, .clusters = 4};
        const GeneratedTable table = gaussianClusters(parameters, 7);
        const Eigen::MatrixXd centres = clusterCentres(parameters, 7);
        const Eigen::MatrixXd values = series(table, "v_", parameters.columns);
        const Eigen::VectorXd cluster = numbers(table, "cluster");
        const Index each = parameters.rows / parameters.clusters;
        for (Index k = 0; k < parameters.clusters; ++k) {
            Eigen::MatrixXd own(each, parameters.columns);
            Index found = 0;
            for (Index row = 0; row < parameters.rows; ++row)
                if (cluster[row] == double(k))
                    own.row(found++) = values.row(row);
            QCOMPARE(found, each);
            const Eigen::RowVectorXd centre = centres.col(k).transpose();
            QCOMPARE_LT(largest(own.colwise().mean() - centre), fiveErrors(each));
            QCOMPARE_LT(largest(covariance(own, centre) - Eigen::MatrixXd::Identity(4, 4)),
                        std::sqrt(2) * fiveErrors(each));
        }
    }

    void centresAreAsFarApartAsAsked() {
        const GaussianClustersParameters parameters{.columns = 500, .clusters = 20, .separation = 6};
        const double deviation = std::sqrt(clusterCentres(parameters, 1).array().square().mean());
        QCOMPARE_LT(std::abs(deviation / 6 - 1), fiveErrors(10000));
    }

    void pointsLieOnTheSwissRoll() {
        const GeneratedTable table = swissRoll({.rows = 5000, .noise = 0}, 2);
        const Eigen::ArrayXd angle = numbers(table, "factor_angle");
        const Eigen::ArrayXd height = numbers(table, "factor_height");
        // x² + z² = t², whatever the angle; the height is y.
        const Eigen::ArrayXd radius =
            (numbers(table, "x").array().square() + numbers(table, "z").array().square()).sqrt();
        QCOMPARE_LT(largest(radius - angle), 3 * kRounding);
        QCOMPARE_LT(largest(numbers(table, "y").array() - height), 1e-9);
        // The rounded angle turns a point by up to kRounding · t.
        const Eigen::VectorXd x = numbers(table, "x");
        for (Index row = 0; row < x.size(); ++row)
            QCOMPARE_LT(std::abs(x[row] - angle[row] * std::cos(angle[row])), 20 * kRounding);
        QCOMPARE_GE(angle.minCoeff(), 1.5 * M_PI - kRounding);
        QCOMPARE_LE(angle.maxCoeff(), 4.5 * M_PI + kRounding);
        // Uniform: mean in the middle, variance (b − a)² / 12.
        QCOMPARE_LT(std::abs(angle.mean() - 3 * M_PI), std::sqrt(9 * M_PI * M_PI / 12) * fiveErrors(5000));
        QCOMPARE_LT(std::abs(height.mean() - 10.5), std::sqrt(441 / 12.0) * fiveErrors(5000));
    }

    void noiseOfTheSwissRollHasItsDeviation() {
        const GeneratedTable table = swissRoll({.rows = 20000, .noise = 0.5}, 2);
        const Eigen::ArrayXd noise = numbers(table, "y").array() - numbers(table, "factor_height").array();
        QCOMPARE_LT(std::abs(noise.square().mean() / 0.25 - 1), std::sqrt(2) * fiveErrors(20000));
    }

    void pointsLieOnTheirHalfCircles() {
        const GeneratedTable table = twoMoons({.rows = 2000, .noise = 0}, 5);
        const Eigen::VectorXd x = numbers(table, "x");
        const Eigen::VectorXd y = numbers(table, "y");
        const Eigen::VectorXd moon = numbers(table, "moon");
        QVERIFY(table.dataset->column(table.dataset->indexOf("moon").value()).categories ==
                (std::vector<std::string>{"lower", "upper"}));
        for (Index row = 0; row < x.size(); ++row) {
            const bool upper = moon[row] == 1;
            const double centreX = upper ? 0 : 1;
            const double centreY = upper ? 0 : 0.5;
            QCOMPARE_LT(std::abs(std::hypot(x[row] - centreX, y[row] - centreY) - 1), 2 * kRounding);
            QVERIFY(upper ? y[row] >= 0 : y[row] <= 0.5);
        }
        QCOMPARE(moon.sum(), 1000.0);
    }

    void noiseOfTheMoonsHasItsDeviation() {
        // A small noise moves a point's distance from the centre by its part along the radius.
        const GeneratedTable table = twoMoons({.rows = 20000, .noise = 0.01}, 5);
        const Eigen::ArrayXd x = numbers(table, "x");
        const Eigen::ArrayXd y = numbers(table, "y");
        const Eigen::ArrayXd upper = numbers(table, "moon");
        const Eigen::ArrayXd radius = ((x - 1 + upper).square() + (y - 0.5 * (1 - upper)).square()).sqrt();
        QCOMPARE_LT(std::abs((radius - 1).square().mean() / 1e-4 - 1), 1.5 * fiveErrors(20000));
    }

    void plantedColumnsHaveTheCovarianceOfTheirLoadings_data() {
        QTest::addColumn<double>("bend");
        QTest::newRow("linear") << 0.0;
        QTest::newRow("bent") << 0.5;
    }

    void plantedColumnsHaveTheCovarianceOfTheirLoadings() {
        QFETCH(double, bend);
        const PlantedFactorsParameters parameters{
            .rows = 100000, .factors = 3, .columns = 5, .nuisance = 2, .noise = 0.5, .bend = bend};
        const GeneratedTable table = plantedFactors(parameters, 11);
        const Eigen::MatrixXd loadings = plantedLoadings(parameters, 11);
        // (z² − 1) / √2 has variance 1 and does not correlate with z.
        const Eigen::MatrixXd expected =
            (1 + bend * bend) * loadings * loadings.transpose() + 0.25 * Eigen::MatrixXd::Identity(5, 5);
        const Eigen::MatrixXd values = series(table, "v_", 5);
        QCOMPARE_LT(largest(covariance(values, Eigen::RowVectorXd::Zero(5)) - expected),
                    2 * largest(expected) * (1 + 2 * bend) * fiveErrors(parameters.rows));
        const Eigen::MatrixXd nuisance = series(table, "nuisance_", 2);
        QCOMPARE_LT(largest(nuisance.transpose() * values / double(parameters.rows)),
                    std::sqrt(largest(expected)) * fiveErrors(parameters.rows));
        QCOMPARE_LT(
            largest(covariance(nuisance, Eigen::RowVectorXd::Zero(2)) - Eigen::MatrixXd::Identity(2, 2)),
            std::sqrt(2) * fiveErrors(parameters.rows));
    }

    void plantedColumnsFollowTheirFactors_data() { plantedColumnsHaveTheCovarianceOfTheirLoadings_data(); }

    void plantedColumnsFollowTheirFactors() {
        QFETCH(double, bend);
        const PlantedFactorsParameters parameters{.rows = 500, .factors = 2, .noise = 0, .bend = bend};
        const GeneratedTable table = plantedFactors(parameters, 4);
        const Eigen::ArrayXXd z = series(table, "factor_", 2).transpose().array();
        const Eigen::MatrixXd bent = z + bend * (z.square() - 1) / std::sqrt(2);
        const Eigen::MatrixXd expected = (plantedLoadings(parameters, 4) * bent).transpose();
        // The factors in the table are rounded.
        QCOMPARE_LT(largest(series(table, "v_", 12) - expected), 100 * kRounding);
    }

    void countsAreNegativeBinomialGivenTheirFactors() {
        const SparseCountsParameters parameters{.rows = 50000, .factors = 2, .columns = 8, .dispersion = 1.5};
        const GeneratedTable table = sparseCounts(parameters, 9);
        const Eigen::MatrixXd weights = countWeights(parameters, 9);
        const Eigen::MatrixXd factors = series(table, "factor_", 2);
        for (Index i = 0; i < parameters.columns; ++i) {
            const Eigen::VectorXd logMean =
                (factors * weights.row(i).head(2).transpose()).array() + weights(i, 2);
            const Eigen::ArrayXd mean = logMean.unaryExpr([](double value) { return std::exp(value); });
            const Eigen::ArrayXd variance = mean + mean.square() / parameters.dispersion;
            const Eigen::ArrayXd counts = numbers(table, "n_" + std::to_string(i + 1));
            const Eigen::ArrayXd standardised = (counts - mean) / variance.sqrt();
            QCOMPARE_LT(std::abs(standardised.mean()), fiveErrors(parameters.rows));
            // The fourth moment of the sample tells the error of its variance.
            const double error = std::sqrt(standardised.square().square().mean() - 1);
            QCOMPARE_LT(std::abs(standardised.square().mean() - 1), error * fiveErrors(parameters.rows));
            // P(0) = (1 + μ / r)^−r
            const double zeros =
                mean.unaryExpr([&parameters](double value) {
                        return std::pow(1 + value / parameters.dispersion, -parameters.dispersion);
                    })
                    .mean();
            QCOMPARE_LT(std::abs((counts == 0).cast<double>().mean() - zeros),
                        0.5 * fiveErrors(parameters.rows));
        }
    }

    void mostCountsAreZero() {
        const GeneratedTable table = sparseCounts({}, 1);
        const Eigen::MatrixXd counts = series(table, "n_", 30);
        QVERIFY(table.dataset->column(0).type == ColumnType::Count);
        QCOMPARE_GT((counts.array() == 0).cast<double>().mean(), 0.5);
        QVERIFY((counts.array() == counts.array().round()).all());
    }

    void sameSeedGivesTheSameTableAndAnotherAnotherOne_data() { addGenerators(); }

    void sameSeedGivesTheSameTableAndAnotherAnotherOne() {
        QFETCH(QString, name);
        const Generator& generator = generatorNamed(name.toStdString());
        const DatasetPtr one = generator.make(50, 1).dataset;
        const DatasetPtr same = generator.make(50, 1).dataset;
        const DatasetPtr other = generator.make(50, 2).dataset;
        for (Index i = 0; i < Index(one->columns().size()); ++i) {
            QVERIFY(one->column(i).values == same->column(i).values);
            QVERIFY(one->column(i).hasCategories() || one->column(i).values != other->column(i).values);
        }
    }

    void aRowDoesNotDependOnHowManyThereAre_data() { addGenerators(); }

    void aRowDoesNotDependOnHowManyThereAre() {
        QFETCH(QString, name);
        const Generator& generator = generatorNamed(name.toStdString());
        const DatasetPtr few = generator.make(20, 1).dataset;
        const DatasetPtr many = generator.make(60, 1).dataset;
        for (Index i = 0; i < Index(few->columns().size()); ++i)
            QVERIFY(std::equal(few->column(i).values.begin(), few->column(i).values.end(),
                               many->column(i).values.begin()));
    }

    void factorsAndLabelsAreNotLearned_data() { addGenerators(); }

    void factorsAndLabelsAreNotLearned() {
        QFETCH(QString, name);
        const Generator& generator = generatorNamed(name.toStdString());
        const GeneratedTable table = generator.make(generator.defaultRows, 1);
        QCOMPARE(table.dataset->rows(), generator.defaultRows);
        QCOMPARE(QString::fromStdString(table.dataset->name()), name);
        const ColumnRoles roles = assignRoles(*table.dataset, table.roles);
        QVERIFY(roles.inputs.size() >= 2);
        for (const Index input : roles.inputs) {
            const std::string& column = table.dataset->column(input).name;
            QVERIFY2(!column.starts_with("factor_") && column != table.roles.label, column.c_str());
        }
        // All else is.
        const auto factors =
            std::count_if(table.dataset->columns().begin(), table.dataset->columns().end(),
                          [](const Column& column) { return column.name.starts_with("factor_"); });
        QCOMPARE(
            roles.inputs.size() + std::size_t(factors) + (name == "two-moons" || name == "clusters" ? 1 : 0),
            table.dataset->columns().size());
        QVERIFY(roles.leftOut.empty());
        const TrainingDataPtr data =
            prepareTrainingData(table.dataset, roles, recommendedHyperparameters(generator.defaultRows));
        QCOMPARE(data->preprocessor.features(), Index(roles.inputs.size()));
    }

    void anUnknownGeneratorIsRefusedWithThoseThatThereAre() {
        const std::optional<Problem> problem = thrownProblem([] { generatorNamed("swiss_roll"); });
        QVERIFY(problem && problem->code == ProblemCode::UnknownGenerator);
        QVERIFY(isFullyDescribed(*problem));
        QVERIFY(fact(*problem, "choices").find("swiss-roll") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(GeneratorsTest)
#include "generators_test.moc"
