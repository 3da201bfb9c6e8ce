#include "core/model/ppca.h"

#include <QTest>
#include <cmath>

#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

class PpcaTest : public QObject {
    Q_OBJECT

private slots:
    void likelihoodIsTheKnownMaximum_data();
    void likelihoodIsTheKnownMaximum();
    void eigenvaluesAndScoresAreThoseOfScikitLearn_data();
    void eigenvaluesAndScoresAreThoseOfScikitLearn();
    void posteriorFollowsFromTheEigenvalues();
    void lanczosAgreesWithTheDenseWay_data();
    void lanczosAgreesWithTheDenseWay();
    void directionsBelowTheNoiseFloorCarryNothing();
    void signsDoNotDependOnTheMethod();
    void badTablesGiveNumbers_data();
    void badTablesGiveNumbers();
};

namespace {

/// Columns that follow a few latent ones, with noise; the first latent ones weigh most.
TestTable correlatedTable(Index features, Index rows) {
    std::srand(7);
    Matrix loadings = Matrix::Random(features, 12);
    for (Index j = 0; j < loadings.cols(); ++j)
        loadings.col(j) *= Scalar(std::pow(0.8, double(j)));
    const Matrix scores = Matrix::Random(12, rows);
    return tableOf(loadings * scores + Scalar(0.3) * Matrix::Random(features, rows));
}

}  // namespace

// −½ [D log 2π + Σ log λ_i + (D − d) log σ² + D] of the 1/N covariance, found with NumPy in double.
void PpcaTest::likelihoodIsTheKnownMaximum_data() {
    QTest::addColumn<QString>("sample");
    QTest::addColumn<int>("latent");
    QTest::addColumn<double>("expected");
    QTest::addRow("iris 1") << "iris" << 1 << -4.680897;
    QTest::addRow("iris 2") << "iris" << 2 << -3.686255;
    QTest::addRow("wine 1") << "wine" << 1 << -17.004467;
    QTest::addRow("wine 2") << "wine" << 2 << -16.155260;
    QTest::addRow("wine 5") << "wine" << 5 << -15.212645;
    QTest::addRow("wine 10") << "wine" << 10 << -14.688000;
    QTest::addRow("breast cancer 1") << "breast_cancer" << 1 << -35.874944;
    QTest::addRow("breast cancer 2") << "breast_cancer" << 2 << -31.684860;
    QTest::addRow("breast cancer 5") << "breast_cancer" << 5 << -24.625057;
    QTest::addRow("breast cancer 10") << "breast_cancer" << 10 << -18.185031;
    QTest::addRow("digits 1") << "digits" << 1 << -3.748464;
    QTest::addRow("digits 2") << "digits" << 2 << 0.005707;
    QTest::addRow("digits 5") << "digits" << 5 << 8.907637;
    QTest::addRow("digits 10") << "digits" << 10 << 17.451947;
}

void PpcaTest::likelihoodIsTheKnownMaximum() {
    QFETCH(QString, sample);
    QFETCH(int, latent);
    QFETCH(double, expected);
    const TestTable table = standardisedSample(sample.toStdString());
    const Ppca fit = fitPpca(moments(table.selection()), latent, 0);
    const double found = meanLogLikelihood(fit.model, table.selection());
    QVERIFY2(std::abs(found - expected) < 1e-5, qPrintable(QString::number(found, 'f', 7)));
}

void PpcaTest::eigenvaluesAndScoresAreThoseOfScikitLearn_data() {
    QTest::addColumn<int>("golden");
    QTest::newRow("iris") << 0;
    QTest::newRow("breast cancer") << 1;
    QTest::newRow("digits") << 2;
}

void PpcaTest::eigenvaluesAndScoresAreThoseOfScikitLearn() {
    QFETCH(int, golden);
    const nlohmann::json expected = readGoldens("linear_goldens.json")["principalComponents"][std::size_t(golden)];
    const TestTable table = standardisedSample(expected["table"]);
    const Ppca fit = fitPpca(table.selection(), expected["latent"], 0);
    const Eigen::VectorXd eigenvalues = doublesFrom(expected["eigenvalues"]);
    QVERIFY((fit.eigenvalues - eigenvalues).cwiseAbs().maxCoeff() < 1e-6);

    // A posterior mean is the score along the axis, shrunk: (λ − σ²)^½ / λ times it.
    const Eigen::MatrixXd meanMap = posterior(fit.model).meanMap;
    for (Index row = 0; row < 3; ++row) {
        const Eigen::ArrayXd scores = doublesFrom(expected["absoluteScores"][std::size_t(row)]).array();
        const Eigen::ArrayXd found =
            (meanMap * (table.values.col(row).cast<double>() - fit.model.mean)).array().abs();
        const Eigen::ArrayXd shrinking =
            (eigenvalues.array() - fit.noiseVariance()).sqrt() / eigenvalues.array();
        QVERIFY((found - scores * shrinking).abs().maxCoeff() < 1e-5);
    }
}

void PpcaTest::posteriorFollowsFromTheEigenvalues() {
    const TestTable table = standardisedSample("wine");
    const Ppca fit = fitPpca(table.selection(), 5, 0);
    const LinearPosterior found = posterior(fit.model);
    const Eigen::MatrixXd meanMap =
        fit.eigenvalues.cwiseInverse().asDiagonal() * fit.model.loadings.transpose();
    QVERIFY((found.meanMap - meanMap).cwiseAbs().maxCoeff() < 1e-12);
    QVERIFY((found.variances.array() - fit.noiseVariance() / fit.eigenvalues.array()).abs().maxCoeff() <
            1e-12);
}

void PpcaTest::lanczosAgreesWithTheDenseWay_data() {
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("latent");
    QTest::addColumn<bool>("missing");
    QTest::newRow("more rows") << 120 << 900 << 10 << false;
    QTest::newRow("more features") << 400 << 60 << 10 << false;
    QTest::newRow("missing cells") << 120 << 300 << 3 << true;
    QTest::newRow("one direction") << 50 << 70 << 1 << false;
}

void PpcaTest::lanczosAgreesWithTheDenseWay() {
    QFETCH(int, features);
    QFETCH(int, rows);
    QFETCH(int, latent);
    QFETCH(bool, missing);
    TestTable table = correlatedTable(features, rows);
    if (missing)
        hideCells(table, 7);
    const Ppca dense = fitPpca(table.selection(), latent, 1e-4, EigenMethod::Dense);
    const Ppca fromCovariance = fitPpca(moments(table.selection()), latent, 1e-4, EigenMethod::Lanczos);
    const Ppca fromRows = fitPpca(table.selection(), latent, 1e-4, EigenMethod::Lanczos);
    for (const Ppca& other : {fromCovariance, fromRows}) {
        QVERIFY((other.eigenvalues - dense.eigenvalues).norm() < 1e-8 * dense.eigenvalues.norm());
        QVERIFY(std::abs(other.noiseVariance() - dense.noiseVariance()) < 1e-8 * dense.noiseVariance());
        QVERIFY((other.model.loadings - dense.model.loadings).norm() < 1e-6 * dense.model.loadings.norm());
    }
}

void PpcaTest::directionsBelowTheNoiseFloorCarryNothing() {
    TestTable table = tableOf(Matrix::Random(3, 400));
    table.values.row(1) *= Scalar(0.01);
    table.values.row(2).setConstant(5);
    const Ppca fit = fitPpca(table.selection(), 2, 0.01);
    QCOMPARE(fit.noiseVariance(), 0.01);
    QCOMPARE(fit.eigenvalues[1], 0.01);
    QCOMPARE(fit.model.loadings.col(1).norm(), 0.0);
    const LinearPosterior found = posterior(fit.model);
    QVERIFY(std::abs(found.variances[1] - 1) < 1e-12);
    QVERIFY(std::abs(found.variances[0] - 0.01 / fit.eigenvalues[0]) < 1e-12);
}

void PpcaTest::signsDoNotDependOnTheMethod() {
    const TestTable table = correlatedTable(60, 200);
    for (const EigenMethod method : {EigenMethod::Dense, EigenMethod::Lanczos}) {
        const Ppca fit = fitPpca(table.selection(), 6, 0, method);
        for (Index j = 0; j < 6; ++j)
            QCOMPARE(fit.model.loadings.col(j).maxCoeff(), fit.model.loadings.col(j).cwiseAbs().maxCoeff());
        QCOMPARE(fitPpca(table.selection(), 6, 0, method).model.loadings, fit.model.loadings);
    }
}

void PpcaTest::badTablesGiveNumbers_data() {
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("latent");
    QTest::addColumn<bool>("constant");
    QTest::newRow("one row") << 4 << 1 << 2 << false;
    QTest::newRow("no row") << 4 << 0 << 2 << false;
    QTest::newRow("two rows") << 6 << 2 << 4 << false;
    QTest::newRow("one feature") << 1 << 10 << 2 << false;
    QTest::newRow("as many latents as features") << 3 << 10 << 3 << false;
    QTest::newRow("more latents than features") << 3 << 10 << 5 << false;
    QTest::newRow("constant") << 4 << 10 << 2 << true;
    QTest::newRow("large and constant") << 300 << 10 << 2 << true;
}

void PpcaTest::badTablesGiveNumbers() {
    QFETCH(int, features);
    QFETCH(int, rows);
    QFETCH(int, latent);
    QFETCH(bool, constant);
    const TestTable table = tableOf(constant ? Matrix(Matrix::Constant(features, rows, 3))
                                             : Matrix(Matrix::Random(features, rows)));
    for (const EigenMethod method : {EigenMethod::Automatic, EigenMethod::Dense, EigenMethod::Lanczos}) {
        const Ppca fit = fitPpca(table.selection(), latent, 0, method);
        QCOMPARE(fit.model.loadings.rows(), Index(features));
        QCOMPARE(fit.model.loadings.cols(), Index(latent));
        QVERIFY(fit.model.loadings.allFinite());
        QVERIFY(fit.noiseVariance() > 0);
        QVERIFY(fit.eigenvalues.minCoeff() >= fit.noiseVariance());
        const LinearPosterior found = posterior(fit.model);
        QVERIFY(found.meanMap.allFinite());
        QVERIFY(found.variances.minCoeff() > 0);
        QVERIFY(std::isfinite(meanLogLikelihood(fit.model, table.selection())));
    }
}

QTEST_GUILESS_MAIN(PpcaTest)
#include "ppca_test.moc"
