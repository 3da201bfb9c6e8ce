#include "core/model/linear_gaussian.h"

#include <QTest>
#include <cmath>

#include <Eigen/LU>

#include "core/model/ppca.h"
#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

class LinearGaussianTest : public QObject {
    Q_OBJECT

private slots:
    void momentsOfPresentCellsAreThoseOfNumpy_data();
    void momentsOfPresentCellsAreThoseOfNumpy();
    void momentsLookAtTheChosenRowsOnly();
    void likelihoodIsTheDensityOfTheWholeCovariance();
    void likelihoodOfIncompleteRowsIsThatOfTheirPresentCells_data();
    void likelihoodOfIncompleteRowsIsThatOfTheirPresentCells();
    void posteriorIsThatOfTheJointGaussian();
    void emptySelectionAndEmptyFeaturesGiveNumbers();
};

namespace {

bool close(double a, double b, double tolerance) {
    return std::abs(a - b) < tolerance;
}

/// A model without any symmetry, and rows far from its mean.
LinearGaussian someModel() {
    LinearGaussian model{.mean = Eigen::Vector4d(1, -2, 0.5, 0),
                         .loadings = Eigen::MatrixXd(4, 2),
                         .noiseVariance = Eigen::Vector4d(0.3, 2, 0.01, 1)};
    model.loadings << 1, 0.5, -2, 0.1, 0.3, 0.7, 0, -1.5;
    return model;
}

void eachMissingCase() {
    QTest::addColumn<int>("golden");
    QTest::newRow("wine, one cell in 11 missing") << 0;
    QTest::newRow("breast cancer, one cell in 4 missing") << 1;
}

nlohmann::json missingCase(int index) {
    return readGoldens("linear_goldens.json")["missing"][std::size_t(index)];
}

TestTable tableOfCase(const nlohmann::json& golden) {
    TestTable table = standardisedSample(golden["table"]);
    hideCells(table, golden["every"]);
    return table;
}

}  // namespace

void LinearGaussianTest::momentsOfPresentCellsAreThoseOfNumpy_data() {
    eachMissingCase();
}

void LinearGaussianTest::momentsOfPresentCellsAreThoseOfNumpy() {
    QFETCH(int, golden);
    const nlohmann::json expected = missingCase(golden);
    const DataMoments found = moments(tableOfCase(expected).selection());
    QVERIFY((found.mean - doublesFrom(expected["mean"])).cwiseAbs().maxCoeff() < 1e-7);
    QVERIFY((found.covariance.diagonal() - doublesFrom(expected["covarianceDiagonal"])).cwiseAbs().maxCoeff() <
            1e-7);
    QVERIFY(close(found.covariance.sum(), expected["covarianceSum"], 1e-5));
    QCOMPARE((found.covariance - found.covariance.transpose()).cwiseAbs().maxCoeff(), 0.0);
}

void LinearGaussianTest::momentsLookAtTheChosenRowsOnly() {
    // More rows than one chunk; every third is poison.
    TestTable table = tableOf(Matrix::Random(3, 5000));
    table.rows = everyRow(5000, 1, 3);
    for (const Index row : everyRow(5000, 0, 3))
        table.values.col(row).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    Eigen::MatrixXd chosen(3, Index(table.rows.size()));
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        chosen.col(Index(i)) = table.values.col(table.rows[i]).cast<double>();
    const Eigen::VectorXd mean = chosen.rowwise().mean();
    const Eigen::MatrixXd centred = chosen.colwise() - mean;
    const DataMoments found = moments(table.selection());
    QCOMPARE(found.rows, chosen.cols());
    QVERIFY((found.mean - mean).norm() < 1e-12);
    QVERIFY((found.covariance - centred * centred.transpose() / double(chosen.cols())).norm() < 1e-12);
}

void LinearGaussianTest::likelihoodIsTheDensityOfTheWholeCovariance() {
    const LinearGaussian model = someModel();
    const TestTable table = tableOf(Matrix::Random(4, 50) * 3);
    Eigen::MatrixXd covariance = model.loadings * model.loadings.transpose();
    covariance.diagonal() += model.noiseVariance;
    double expected = 0;
    for (Index row = 0; row < 50; ++row) {
        const Eigen::VectorXd deviation = table.values.col(row).cast<double>() - model.mean;
        expected -= 0.5 *
                    (4 * std::log(2 * M_PI) + std::log(covariance.determinant()) +
                     deviation.dot(covariance.inverse() * deviation)) /
                    50;
    }
    QVERIFY(close(meanLogLikelihood(model, table.selection()), expected, 1e-10 * std::abs(expected)));
}

void LinearGaussianTest::likelihoodOfIncompleteRowsIsThatOfTheirPresentCells_data() {
    eachMissingCase();
}

void LinearGaussianTest::likelihoodOfIncompleteRowsIsThatOfTheirPresentCells() {
    QFETCH(int, golden);
    const nlohmann::json expected = missingCase(golden);
    const TestTable table = tableOfCase(expected);
    const Ppca fit = fitPpca(table.selection(), expected["latent"], 0);
    QVERIFY(close(meanLogLikelihood(fit.model, table.selection()), expected["ppca"], 1e-6));
}

void LinearGaussianTest::posteriorIsThatOfTheJointGaussian() {
    // cov(z, x) = Wᵀ, so E = Wᵀ Σ⁻¹ and S = I − Wᵀ Σ⁻¹ W: the other way round than the code goes.
    const LinearGaussian model = someModel();
    Eigen::MatrixXd covariance = model.loadings * model.loadings.transpose();
    covariance.diagonal() += model.noiseVariance;
    const Eigen::MatrixXd meanMap = model.loadings.transpose() * covariance.inverse();
    const LinearPosterior found = posterior(model);
    QVERIFY((found.meanMap - meanMap).cwiseAbs().maxCoeff() < 1e-12);
    const Eigen::MatrixXd spread = Eigen::MatrixXd::Identity(2, 2) - meanMap * model.loadings;
    QVERIFY((found.variances - spread.diagonal()).cwiseAbs().maxCoeff() < 1e-12);
}

void LinearGaussianTest::emptySelectionAndEmptyFeaturesGiveNumbers() {
    TestTable none = tableOf(Matrix::Random(4, 10));
    none.rows.clear();
    QCOMPARE(meanLogLikelihood(someModel(), none.selection()), 0.0);
    QCOMPARE(moments(none.selection()).covariance.norm(), 0.0);

    TestTable emptyFeature = tableOf(Matrix::Random(4, 10));
    hideCells(emptyFeature, 1000);
    emptyFeature.mask.row(2).setZero();
    emptyFeature.values.row(2).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    const DataMoments found = moments(emptyFeature.selection());
    QCOMPARE(found.mean[2], 0.0);
    QCOMPARE(found.covariance.row(2).norm(), 0.0);
    QVERIFY(found.covariance.allFinite());
    QVERIFY(std::isfinite(meanLogLikelihood(someModel(), emptyFeature.selection())));
}

QTEST_GUILESS_MAIN(LinearGaussianTest)
#include "linear_gaussian_test.moc"
