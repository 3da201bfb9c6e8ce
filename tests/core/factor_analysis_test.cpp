#include "core/model/factor_analysis.h"

#include <QTest>
#include <cmath>

#include "core/model/ppca.h"
#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

class FactorAnalysisTest : public QObject {
    Q_OBJECT

private slots:
    void fitIsThatOfScikitLearn_data();
    void fitIsThatOfScikitLearn();
    void fitWithNoiseFloorsIsTheConstrainedMaximum_data();
    void fitWithNoiseFloorsIsTheConstrainedMaximum();
    void likelihoodOfMomentsIsThatOfTheRows();
    void loadingsStandOnPrincipalAxes();
    void fitIsNeverBelowProbabilisticPca();
    void badTablesGiveNumbers_data();
    void badTablesGiveNumbers();
};

namespace {

nlohmann::json golden(const char* kind, int index) {
    return readGoldens("linear_goldens.json")[kind][std::size_t(index)];
}

FactorAnalysis fitTo(const TestTable& table, Index latent, double floor) {
    return fitFactorAnalysis(moments(table.selection()), latent,
                             Eigen::VectorXd::Constant(table.values.rows(), floor));
}

}  // namespace

void FactorAnalysisTest::fitIsThatOfScikitLearn_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("wine, 2 factors") << 0;
    QTest::newRow("wine, 3 factors") << 1;
}

void FactorAnalysisTest::fitIsThatOfScikitLearn() {
    QFETCH(int, index);
    const nlohmann::json expected = golden("factorAnalysis", index);
    const FactorAnalysis fit = fitTo(standardisedSample(expected["table"]), expected["latent"], 0);
    QVERIFY(fit.converged);
    QVERIFY2(std::abs(fit.logLikelihood - expected["logLikelihood"].get<double>()) < 1e-6,
             qPrintable(QString::number(fit.logLikelihood, 'f', 8)));
    QVERIFY((fit.model.noiseVariance - doublesFrom(expected["noiseVariance"])).cwiseAbs().maxCoeff() < 1e-3);
}

/// Against L-BFGS-B on the likelihood as a function of the noise alone (Jöreskog 1967).
void FactorAnalysisTest::fitWithNoiseFloorsIsTheConstrainedMaximum_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("wine, floor not reached") << 0;
    QTest::newRow("iris, one feature at its floor") << 1;
    QTest::newRow("breast cancer, some at their floor") << 2;
    QTest::newRow("digits, with constant pixels") << 3;
}

void FactorAnalysisTest::fitWithNoiseFloorsIsTheConstrainedMaximum() {
    QFETCH(int, index);
    const nlohmann::json expected = golden("flooredFactorAnalysis", index);
    const double floor = expected["floor"];
    const FactorAnalysis fit = fitTo(standardisedSample(expected["table"]), expected["latent"], floor);
    QVERIFY(fit.converged);
    QVERIFY2(std::abs(fit.logLikelihood - expected["logLikelihood"].get<double>()) < 1e-5,
             qPrintable(QString::number(fit.logLikelihood, 'f', 8)));
    QVERIFY(fit.model.noiseVariance.minCoeff() >= floor * (1 - 1e-12));
    const double apart =
        (fit.model.noiseVariance - doublesFrom(expected["noiseVariance"])).cwiseAbs().maxCoeff();
    QVERIFY2(apart < 2e-3, qPrintable(QString::number(apart)));
}

void FactorAnalysisTest::likelihoodOfMomentsIsThatOfTheRows() {
    const TestTable table = standardisedSample("breast_cancer");
    const FactorAnalysis fit = fitTo(table, 4, 1e-3);
    QVERIFY(std::abs(meanLogLikelihood(fit.model, table.selection()) - fit.logLikelihood) < 1e-8);
    QVERIFY(std::abs(meanLogLikelihood(fit.model, moments(table.selection())) - fit.logLikelihood) < 1e-8);
}

void FactorAnalysisTest::loadingsStandOnPrincipalAxes() {
    const LinearGaussian model = fitTo(standardisedSample("breast_cancer"), 4, 1e-3).model;
    const Eigen::MatrixXd square =
        model.loadings.transpose() * model.noiseVariance.cwiseInverse().asDiagonal() * model.loadings;
    const Eigen::MatrixXd diagonal = square.diagonal().asDiagonal();
    QVERIFY((square - diagonal).cwiseAbs().maxCoeff() < 1e-9 * square(0, 0));
    for (Index j = 0; j < 4; ++j) {
        QVERIFY(j == 0 || square(j, j) < square(j - 1, j - 1));
        QCOMPARE(model.loadings.col(j).maxCoeff(), model.loadings.col(j).cwiseAbs().maxCoeff());
    }
    const Eigen::VectorXd variances = (square.diagonal().array() + 1).inverse();
    QVERIFY((posterior(model).variances - variances).cwiseAbs().maxCoeff() < 1e-9);
}

void FactorAnalysisTest::fitIsNeverBelowProbabilisticPca() {
    for (const char* sample : {"iris", "wine", "breast_cancer", "digits"}) {
        const DataMoments data = moments(standardisedSample(sample).selection());
        const Ppca start = fitPpca(data, 2, 0);
        const FactorAnalysis few = fitFactorAnalysis(
            data, 2, Eigen::VectorXd::Constant(data.mean.size(), 1e-4), {.maxIterations = 4});
        QVERIFY(few.logLikelihood >= meanLogLikelihood(start.model, data));
    }
}

void FactorAnalysisTest::badTablesGiveNumbers_data() {
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("latent");
    QTest::addColumn<bool>("constant");
    QTest::newRow("one row") << 4 << 1 << 2 << false;
    QTest::newRow("no row") << 4 << 0 << 2 << false;
    QTest::newRow("two rows") << 6 << 2 << 4 << false;
    QTest::newRow("one feature") << 1 << 10 << 2 << false;
    QTest::newRow("more latents than features") << 3 << 10 << 5 << false;
    QTest::newRow("constant") << 4 << 10 << 2 << true;
}

void FactorAnalysisTest::badTablesGiveNumbers() {
    QFETCH(int, features);
    QFETCH(int, rows);
    QFETCH(int, latent);
    QFETCH(bool, constant);
    TestTable table = tableOf(constant ? Matrix(Matrix::Constant(features, rows, 3))
                                       : Matrix(Matrix::Random(features, rows)));
    for (const double floor : {0.0, 1e-4}) {
        const FactorAnalysis fit = fitTo(table, latent, floor);
        QVERIFY(fit.model.loadings.allFinite());
        QVERIFY(fit.model.noiseVariance.minCoeff() > 0);
        QVERIFY(std::isfinite(fit.logLikelihood));
        QVERIFY(posterior(fit.model).meanMap.allFinite());
        QVERIFY(std::isfinite(meanLogLikelihood(fit.model, table.selection())));
    }
}

QTEST_GUILESS_MAIN(FactorAnalysisTest)
#include "factor_analysis_test.moc"
