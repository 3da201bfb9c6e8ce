#include "core/analysis/shrunk_gaussian.h"

#include <QTest>
#include <cmath>

#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

class ShrunkGaussianTest : public QObject {
    Q_OBJECT

private slots:
    void shrinkageAndDensityAreThoseOfScikitLearn_data();
    void shrinkageAndDensityAreThoseOfScikitLearn();
    void densityOfIncompleteRowsIsThatOfTheirPresentCells_data();
    void densityOfIncompleteRowsIsThatOfTheirPresentCells();
    void rowsWithNothingPresentCountAsNought();
    void badTablesGiveNumbers_data();
    void badTablesGiveNumbers();
};

namespace {

nlohmann::json golden(const char* kind, int index) {
    return readGoldens("linear_goldens.json")[kind][std::size_t(index)];
}

}  // namespace

void ShrunkGaussianTest::shrinkageAndDensityAreThoseOfScikitLearn_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("iris") << 0;
    QTest::newRow("wine") << 1;
    QTest::newRow("breast cancer") << 2;
    QTest::newRow("digits, with constant pixels") << 3;
    QTest::newRow("fewer rows than features") << 4;
}

/// Fitted on every second row, judged on the others.
void ShrunkGaussianTest::shrinkageAndDensityAreThoseOfScikitLearn() {
    QFETCH(int, index);
    const nlohmann::json expected = golden("shrunkGaussian", index);
    TestTable training = standardisedSample(expected["table"]);
    TestTable judged = training;
    training.rows = everyRow(training.values.cols(), 0, expected["step"]);
    training.rows.resize(expected["rows"]);
    judged.rows = everyRow(judged.values.cols(), 1, expected["step"]);
    const ShrunkGaussian model = ShrunkGaussian::fit(training.selection());
    QVERIFY(std::abs(model.shrinkage() - expected["shrinkage"].get<double>()) < 1e-7);
    const double found = model.meanLogDensity(judged.selection());
    QVERIFY2(std::abs(found - expected["logDensity"].get<double>()) < 1e-5,
             qPrintable(QString::number(found, 'f', 8)));
}

void ShrunkGaussianTest::densityOfIncompleteRowsIsThatOfTheirPresentCells_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("wine, one cell in 11 missing") << 0;
    QTest::newRow("breast cancer, one cell in 4 missing") << 1;
}

void ShrunkGaussianTest::densityOfIncompleteRowsIsThatOfTheirPresentCells() {
    QFETCH(int, index);
    const nlohmann::json expected = golden("missing", index);
    TestTable table = standardisedSample(expected["table"]);
    hideCells(table, expected["every"]);
    const double found = ShrunkGaussian::fit(table.selection()).meanLogDensity(table.selection());
    QVERIFY2(std::abs(found - expected["shrunkGaussian"].get<double>()) < 1e-6,
             qPrintable(QString::number(found, 'f', 8)));
}

void ShrunkGaussianTest::rowsWithNothingPresentCountAsNought() {
    TestTable table = standardisedSample("iris");
    const ShrunkGaussian model = ShrunkGaussian::fit(table.selection());
    table.mask = Matrix::Zero(table.values.rows(), table.values.cols());
    QVERIFY(std::abs(model.meanLogDensity(table.selection())) < 1e-12);
}

void ShrunkGaussianTest::badTablesGiveNumbers_data() {
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("constant");
    QTest::addColumn<bool>("emptyFeature");
    QTest::newRow("one row") << 4 << 1 << false << false;
    QTest::newRow("no row") << 4 << 0 << false << false;
    QTest::newRow("two rows") << 6 << 2 << false << false;
    QTest::newRow("one feature") << 1 << 10 << false << false;
    QTest::newRow("constant") << 4 << 10 << true << false;
    QTest::newRow("a feature without cells") << 4 << 10 << false << true;
}

void ShrunkGaussianTest::badTablesGiveNumbers() {
    QFETCH(int, features);
    QFETCH(int, rows);
    QFETCH(bool, constant);
    QFETCH(bool, emptyFeature);
    TestTable table = tableOf(constant ? Matrix(Matrix::Constant(features, rows, 3))
                                       : Matrix(Matrix::Random(features, rows)));
    if (emptyFeature) {
        table.mask = Matrix::Ones(features, rows);
        table.mask.row(1).setZero();
        table.values.row(1).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    }
    const ShrunkGaussian model = ShrunkGaussian::fit(table.selection());
    QVERIFY(model.shrinkage() >= 0 && model.shrinkage() <= 1);
    QVERIFY(model.covariance().allFinite());
    QVERIFY(std::isfinite(model.meanLogDensity(table.selection())));
    const TestTable elsewhere = tableOf(Matrix::Random(features, 20));
    QVERIFY(std::isfinite(model.meanLogDensity(elsewhere.selection())));
}

QTEST_GUILESS_MAIN(ShrunkGaussianTest)
#include "shrunk_gaussian_test.moc"
