#include "core/analysis/baselines.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/data/generators.h"
#include "tests/support/goldens.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// A table with its encoding, fitted on some rows; the others are judged.
struct Fitted {
    Preprocessor preprocessor;
    EncodedTable table;
    RowList training;
    RowList judged;

    Baselines baselines(Index latent) const {
        return fitBaselines(preprocessor, table, training, judged, latent);
    }
};

/// Every `everyJudged`-th row is judged.
Fitted fitted(const DatasetPtr& dataset, Index everyJudged, const ColumnPreparation& preparation,
              const RoleRequest& request = {}) {
    Fitted result;
    for (Index row = 0; row < dataset->rows(); ++row)
        (row % everyJudged == 0 ? result.judged : result.training).push_back(row);
    const ColumnRoles roles = assignRoles(*dataset, request);
    Problems problems;
    result.preprocessor =
        Preprocessor::fit(*dataset, roles, result.training,
                          std::vector<ColumnPreparation>(roles.inputs.size(), preparation), problems);
    result.table = result.preprocessor.transform(*dataset);
    return result;
}

/// The same table; a cell of a number column is missing where (7 · row + 3 · column) mod `every` is 0.
DatasetPtr withMissingCells(const DatasetPtr& dataset, Index every) {
    std::vector<Column> columns(dataset->columns().begin(), dataset->columns().end());
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (Index row = 0; row < dataset->rows(); ++row)
            if (!columns[i].hasCategories() && (7 * row + 3 * Index(i)) % every == 0) {
                columns[i].missing.setMissing(std::size_t(row));
                columns[i].values.set(std::size_t(row), 0);
            }
    return std::make_shared<const Dataset>(dataset->name(), dataset->path(), std::move(columns));
}

bool near(double value, const nlohmann::json& expected, double tolerance) {
    if (std::abs(value - expected.get<double>()) < tolerance)
        return true;
    qWarning("%.8f instead of %.8f", value, expected.get<double>());
    return false;
}

bool allFinite(const Baselines& baselines) {
    bool finite = std::isfinite(baselines.r2);
    for (const ColumnBaseline& column : baselines.columns)
        finite = finite && std::isfinite(column.r2);
    if (baselines.densities)
        for (const double density :
             {baselines.densities->independent, baselines.densities->ppca,
              baselines.densities->factorAnalysis, baselines.densities->shrunkGaussian})
            finite = finite && std::isfinite(density);
    return finite;
}

}  // namespace

class BaselinesTest : public QObject {
    Q_OBJECT

private slots:
    void densitiesAndR2AreThoseOfScikitLearn_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("index");
        QTest::newRow("iris") << "complete" << 0;
        QTest::newRow("wine") << "complete" << 1;
        QTest::newRow("wine, logarithms") << "complete" << 2;
        QTest::newRow("breast cancer") << "complete" << 3;
        QTest::newRow("wine, one cell in 11 missing") << "missing" << 0;
        QTest::newRow("breast cancer, one cell in 4 missing") << "missing" << 1;
    }

    void densitiesAndR2AreThoseOfScikitLearn() {
        QFETCH(QString, kind);
        QFETCH(int, index);
        const nlohmann::json expected =
            readGoldens("baseline_goldens.json")[kind.toStdString()][std::size_t(index)];
        DatasetPtr dataset = readSample(expected["table"]);
        if (expected.contains("every"))
            dataset = withMissingCells(dataset, expected["every"]);
        const bool logarithm = expected.value("logarithm", false);
        const Fitted table = fitted(dataset, 5,
                                    {logarithm ? "log-normal" : "gaussian",
                                     logarithm ? NumberScale::Logarithm : NumberScale::Standard});
        const Baselines found = table.baselines(expected["latent"]);
        QVERIFY(found.densities.has_value());
        QVERIFY(near(found.densities->independent, expected["independent"], 1e-5));
        QVERIFY(near(found.densities->ppca, expected["ppca"], 1e-5));
        QVERIFY(near(found.densities->shrunkGaussian, expected["shrunkGaussian"], 1e-5));
        // Both searches stop when they hardly gain on the rows that they fit.
        QVERIFY(near(found.densities->factorAnalysis, expected["factorAnalysis"], 2e-3));
        QCOMPARE(found.densities->linear(), std::max(found.densities->ppca, found.densities->factorAnalysis));
        QCOMPARE(found.columns.size(), expected["r2"].size());
        double sum = 0;
        for (std::size_t i = 0; i < found.columns.size(); ++i) {
            QCOMPARE(found.columns[i].name, table.preprocessor.columns()[i].name);
            QVERIFY(near(found.columns[i].r2, expected["r2"][i], 1e-5));
            sum += found.columns[i].r2;
        }
        QVERIFY(std::abs(found.r2 - sum / double(found.columns.size())) < 1e-12);
    }

    /// The encoding of categories has no density that compares with the model's.
    void columnsWithoutADensityLeaveR2Alone_data() {
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("scale");
        QTest::addColumn<QStringList>("inputs");
        QTest::addColumn<bool>("densities");
        QTest::newRow("numbers") << "gaussian"
                                 << "standard" << QStringList{"bill_length_mm", "body_mass_g"} << true;
        QTest::newRow("numbers from their lowest to their highest")
            << "gaussian"
            << "minmax" << QStringList{"bill_length_mm", "body_mass_g"} << true;
        QTest::newRow("numbers by their quartiles, with heavy tails")
            << "student-t"
            << "robust" << QStringList{"bill_length_mm", "body_mass_g"} << true;
        QTest::newRow("a category") << "gaussian"
                                    << "standard" << QStringList{"bill_length_mm", "island"} << false;
        QTest::newRow("yes/no") << "gaussian"
                                << "standard" << QStringList{"bill_length_mm", "sex"} << false;
        QTest::newRow("a range from 0 to 1")
            << "continuous-bernoulli"
            << "minmax" << QStringList{"bill_length_mm", "body_mass_g"} << false;
        QTest::newRow("counts") << "poisson"
                                << "count" << QStringList{"flipper_length_mm", "body_mass_g"} << false;
    }

    void columnsWithoutADensityLeaveR2Alone() {
        QFETCH(QString, likelihood);
        QFETCH(QString, scale);
        QFETCH(QStringList, inputs);
        QFETCH(bool, densities);
        RoleRequest request;
        for (const QString& input : inputs)
            request.inputs.push_back(input.toStdString());
        const Fitted table =
            fitted(readSample("penguins"), 5,
                   {likelihood.toStdString(), numberScaleFromString(scale.toStdString())}, request);
        const Baselines found = table.baselines(2);
        QCOMPARE(found.densities.has_value(), densities);
        QCOMPARE(found.columns.size(), std::size_t(2));
        QVERIFY(allFinite(found));
        QVERIFY(found.r2 > 0.3);
    }

    void veryManyFeaturesHaveR2Alone_data() {
        QTest::addColumn<int>("features");
        QTest::addColumn<bool>("densities");
        QTest::newRow("as many as allowed") << int(kBaselineFeatures) << true;
        QTest::newRow("one more") << int(kBaselineFeatures) + 1 << false;
    }

    void veryManyFeaturesHaveR2Alone() {
        QFETCH(int, features);
        QFETCH(bool, densities);
        const Fitted table =
            fitted(standardNormal({.rows = 30, .columns = features}, 8).dataset, 3, {"gaussian"});
        const Baselines found = table.baselines(2);
        QCOMPARE(found.densities.has_value(), densities);
        QCOMPARE(Index(found.columns.size()), Index(features));
        QVERIFY(allFinite(found));
    }

    /// Whatever is fitted and judged, the figures are numbers.
    void badTablesGiveNumbers_data() {
        QTest::addColumn<int>("trainingRows");
        QTest::addColumn<int>("judgedRows");
        QTest::addColumn<int>("latent");
        QTest::newRow("one row to fit on") << 1 << 20 << 2;
        QTest::newRow("two rows to fit on") << 2 << 20 << 2;
        QTest::newRow("one row to judge") << 20 << 1 << 2;
        QTest::newRow("no row to judge") << 20 << 0 << 2;
        QTest::newRow("as many dimensions as columns") << 20 << 20 << 4;
        QTest::newRow("more dimensions than columns") << 20 << 20 << 9;
        QTest::newRow("more dimensions than rows") << 3 << 20 << 4;
    }

    void badTablesGiveNumbers() {
        QFETCH(int, trainingRows);
        QFETCH(int, judgedRows);
        QFETCH(int, latent);
        Fitted table = fitted(readSample("iris"), 2, {"gaussian"});
        table.training.resize(std::size_t(trainingRows));
        table.judged.resize(std::size_t(judgedRows));
        const Baselines found = table.baselines(latent);
        QVERIFY(found.densities.has_value());
        QVERIFY(allFinite(found));
        // A single row has nothing to explain.
        if (judgedRows < 2)
            QCOMPARE(found.r2, 0.0);
    }

    /// A column that varies nowhere has no features; one that varies only where it is judged has none either.
    void constantColumnsCountForNothing() {
        const DatasetPtr plain = tableFrom("a,b\n9,1\n1,2\n2,4\n4,3\n8,9\n6,5\n7,7\n8,9\n");
        const DatasetPtr withConstant = tableFrom(
            "a,same,b,late\n9,5,1,3\n1,5,2,0\n2,5,4,0\n4,5,3,0\n8,5,9,7\n6,5,5,0\n7,5,7,0\n8,5,9,0\n");
        const Baselines expected = fitted(plain, 4, {"gaussian"}, {.label = ""}).baselines(1);
        const Baselines found = fitted(withConstant, 4, {"gaussian"}, {.label = ""}).baselines(1);
        QVERIFY(allFinite(found));
        QCOMPARE(found.columns.size(), std::size_t(2));
        QCOMPARE(found.densities->ppca, expected.densities->ppca);
        QCOMPARE(found.densities->factorAnalysis, expected.densities->factorAnalysis);
        QCOMPARE(found.densities->independent, expected.densities->independent);
        QCOMPARE(found.densities->shrunkGaussian, expected.densities->shrunkGaussian);
        QCOMPARE(found.r2, expected.r2);
    }

    /// A judged column that does not vary cannot be explained; it is no reason for an infinite R².
    void columnsThatAreConstantWhereTheyAreJudgedHaveNoR2() {
        const Fitted table = fitted(tableFrom("a,b\n3,1\n1,2\n2,4\n4,3\n3,9\n6,5\n7,7\n8,9\n"), 4,
                                    {"gaussian"}, {.label = ""});
        const Baselines found = table.baselines(1);
        QCOMPARE(found.columns[0].name, std::string("a"));
        QCOMPARE(found.columns[0].r2, 0.0);
        QVERIFY(found.columns[1].r2 != 0);
    }
};

QTEST_GUILESS_MAIN(BaselinesTest)
#include "baselines_test.moc"
