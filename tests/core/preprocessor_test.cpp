#include "core/data/preprocessor.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

RowList firstRows(Index count) {
    RowList rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), Index(0));
    return rows;
}

/// Fitted on the first `count` rows, with every column as an input.
Preprocessor fitted(const DatasetPtr& table, Index count, Problems& problems,
                    const ColumnPreparation& preparation = {"gaussian"}) {
    ColumnRoles roles;
    for (Index index = 0; index < Index(table->columns().size()); ++index)
        roles.inputs.push_back(index);
    const std::vector<ColumnPreparation> preparations(roles.inputs.size(), preparation);
    return Preprocessor::fit(*table, roles, firstRows(count), preparations, problems);
}

/// Fitted on all rows, with a likelihood and scale for each column.
Preprocessor fittedAs(const DatasetPtr& table, const std::vector<ColumnPreparation>& preparations) {
    Problems problems;
    return Preprocessor::fit(*table, assignRoles(*table, {.label = ""}), firstRows(table->rows()),
                             preparations, problems);
}

Preprocessor fitted(const DatasetPtr& table) {
    Problems problems;
    return fitted(table, table->rows(), problems);
}

const EncodedColumn& columnOf(const Preprocessor& preprocessor, std::string_view name) {
    for (const EncodedColumn& column : preprocessor.columns())
        if (column.name == name)
            return column;
    throw std::out_of_range(std::string(name));
}

DatasetPtr typedTable(const std::string& csv, const std::map<std::string, ColumnType, std::less<>>& types) {
    return readCsvText(csv, "test.csv", {.types = types}).dataset;
}

DatasetPtr numberTable(const std::string& csv) {
    return typedTable(csv, {{"a", ColumnType::Number}, {"b", ColumnType::Number}});
}

const ColumnPreparation kLogNormal{"log-normal", NumberScale::Logarithm};
const ColumnPreparation kPoisson{"poisson", NumberScale::Count};

const char* const kMixed =
    "colour,length,sick,weight,grade\n"
    "red,1.5,no,10,a\n"
    "green,2.5,yes,20,b\n"
    "blue,4.0,no,,a\n"
    "red,,yes,40,c\n"
    "green,3.0,,50,b\n"
    ",7.0,no,30,a\n"
    "red,1.0,yes,20,a\n"
    "red,2.0,yes,30,c\n";

}  // namespace

class PreprocessorTest : public QObject {
    Q_OBJECT

private slots:
    /// Reference: numpy mean() and std() (ddof = 0) of the first 100 petal lengths of iris.
    void numbersAreStandardisedByTheTrainingRowsAlone() {
        Problems problems;
        const DatasetPtr iris = readSample("iris");
        const Preprocessor preprocessor = fitted(iris, 100, problems);
        const EncodedColumn& column = columnOf(preprocessor, "petal_length_cm");
        QVERIFY(std::abs(column.shift - 2.861) < 1e-12);
        QVERIFY(std::abs(column.scale - 1.44228256593498) < 1e-12);
        const EncodedTable table = preprocessor.transform(*iris);
        QCOMPARE(table.rows(), Index(150));
        // The last row's 5.1 cm, which was not fitted on: (5.1 − 2.861) / 1.44228256593498.
        QVERIFY(std::abs(table.values(column.firstFeature, 149) - 1.5524004f) < 1e-6f);
        const Eigen::RowVectorXd training = table.values.row(column.firstFeature).head(100).cast<double>();
        QVERIFY(std::abs(training.mean()) < 1e-6);
        QVERIFY(std::abs(training.squaredNorm() / 100 - 1) < 1e-6);
    }

    /// Reference: numpy over the 342 present cells.
    void missingCellsDoNotEnterMeanAndDeviation() {
        const EncodedColumn column = columnOf(fitted(readSample("penguins")), "bill_length_mm");
        QVERIFY(std::abs(column.shift - 43.9219298245614) < 1e-10);
        QVERIFY(std::abs(column.scale - 5.4515960231618195) < 1e-10);
    }

    /// As far from 1 as float64 can hold, the squares of the values cannot be represented.
    void veryLargeAndVerySmallNumbersAreStandardisedToo_data() {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<double>("scale");
        QTest::newRow("large") << "a,b\n1e200,1\n3e200,2\n1e200,3\n3e200,5\n" << 1e200;
        QTest::newRow("small") << "a,b\n1e-200,1\n3e-200,2\n1e-200,3\n3e-200,5\n" << 1e-200;
        QTest::newRow("of both signs")
            << "a,b\n-1.5e308,1\n1.5e308,2\n-1.5e308,3\n1.5e308,5\n1.4e308,6\n-1.4e308,7\n"
            << 1.4674e308;
        QTest::newRow("large and close together")
            << "a,b\n1000000001,1\n1000000003,2\n1000000001,3\n1000000003,5\n"
            << 1.0;
    }

    void veryLargeAndVerySmallNumbersAreStandardisedToo() {
        QFETCH(QString, csv);
        QFETCH(double, scale);
        const DatasetPtr table =
            typedTable(csv.toStdString(), {{"a", ColumnType::Number}, {"b", ColumnType::Number}});
        const Preprocessor preprocessor = fitted(table);
        const EncodedColumn& column = preprocessor.columns()[0];
        QVERIFY2(std::abs(column.scale / scale - 1) < 1e-4, qPrintable(QString::number(column.scale)));
        const EncodedTable encoded = preprocessor.transform(*table);
        QVERIFY(encoded.values.allFinite());
        QVERIFY(std::abs(encoded.values.row(0).squaredNorm() / float(table->rows()) - 1) < 1e-3f);
        for (Index row = 0; row < table->rows(); ++row) {
            const double value = table->column(0).values[std::size_t(row)];
            const double decoded = preprocessor.inverse(encoded.values.col(row))[0].value;
            QVERIFY(std::abs(decoded / value - 1) < 1e-6);
        }
    }

    void rangeScaleMapsTheTrainingRowsOntoZeroToOne() {
        Problems problems;
        const DatasetPtr iris = readSample("iris");
        const Preprocessor preprocessor = fitted(iris, 100, problems, {"gaussian", NumberScale::Range});
        const EncodedTable table = preprocessor.transform(*iris);
        const EncodedColumn& column = columnOf(preprocessor, "petal_length_cm");
        QCOMPARE(column.shift, 1.0);
        QVERIFY(std::abs(column.scale - 4.1) < 1e-12);
        QCOMPARE(table.values.row(column.firstFeature).head(100).minCoeff(), 0.0f);
        QCOMPARE(table.values.row(column.firstFeature).head(100).maxCoeff(), 1.0f);
        // The longest petal of the rows that were not fitted on, 6.9 cm, lies beyond; for what is defined
        // between 0 and 1 alone it counts as the longest that were.
        QVERIFY(std::abs(table.values.row(column.firstFeature).maxCoeff() - 5.9f / 4.1f) < 1e-6f);
        for (const char* const bounded : {"bernoulli", "continuous-bernoulli"}) {
            const Preprocessor clamped = fitted(iris, 100, problems, {bounded, NumberScale::Range});
            QCOMPARE(clamped.transform(*iris).values.row(column.firstFeature).maxCoeff(), 1.0f);
        }
    }

    void featuresAreNumbersThenBinariesThenOneHotBlocks() {
        const Preprocessor preprocessor = fitted(tableFrom(kMixed));
        QCOMPARE(preprocessor.features(), Index(9));
        const std::map<std::string, std::pair<Index, Index>> expected{
            {"length", {0, 1}}, {"weight", {1, 1}}, {"sick", {2, 1}}, {"colour", {3, 3}}, {"grade", {6, 3}}};
        for (const auto& [name, place] : expected) {
            QCOMPARE(columnOf(preprocessor, name).firstFeature, place.first);
            QCOMPARE(columnOf(preprocessor, name).features, place.second);
        }
        // columns() keeps the table's order.
        QCOMPARE(preprocessor.columns().front().name, std::string("colour"));
        QCOMPARE(preprocessor.columns().back().name, std::string("grade"));
    }

    void transformAndInverseAreOpposites_data() {
        QTest::addColumn<QString>("sample");
        for (const char* const name : {"iris", "wine", "breast_cancer", "penguins", "digits"})
            QTest::newRow(name) << name;
    }

    void transformAndInverseAreOpposites() {
        QFETCH(QString, sample);
        const DatasetPtr dataset = readSample(sample.toStdString());
        const Preprocessor preprocessor = fitted(dataset);
        const EncodedTable table = preprocessor.transform(*dataset);
        for (Index row = 0; row < dataset->rows(); ++row) {
            const std::vector<DecodedCell> cells = preprocessor.inverse(table.values.col(row));
            QCOMPARE(cells.size(), preprocessor.columns().size());
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const EncodedColumn& encoded = preprocessor.columns()[i];
                const Column& column = dataset->column(encoded.column);
                if (column.missing[std::size_t(row)])
                    continue;
                const double value = column.values[std::size_t(row)];
                // float32 keeps 24 bits of the standardised value.
                QVERIFY(std::abs(cells[i].value - value) <= 1e-6 * (std::abs(value) + encoded.scale));
                QCOMPARE(cells[i].probability, 1.0);
            }
        }
    }

    void probabilitiesDecodeToTheLikeliestCategory() {
        const Preprocessor preprocessor = fitted(tableFrom(kMixed));
        Vector expectation = Vector::Zero(preprocessor.features());
        expectation[columnOf(preprocessor, "sick").firstFeature] = 0.3f;
        expectation.segment(columnOf(preprocessor, "colour").firstFeature, 3) << 0.2f, 0.7f, 0.1f;
        const std::vector<DecodedCell> cells = preprocessor.inverse(expectation);
        const DatasetPtr table = tableFrom(kMixed);
        QCOMPARE(table->column(0).valueText(cells[0].value), std::string("green"));
        QVERIFY(std::abs(cells[0].probability - 0.7) < 1e-6);
        QCOMPARE(table->column(2).valueText(cells[2].value), std::string("no"));
        QVERIFY(std::abs(cells[2].probability - 0.7) < 1e-6);
    }

    void missingCellsAreZeroAndMasked() {
        const DatasetPtr dataset = tableFrom(kMixed);
        const Preprocessor preprocessor = fitted(dataset);
        const EncodedTable table = preprocessor.transform(*dataset);
        QVERIFY(table.hasMissing());
        for (const EncodedColumn& column : preprocessor.columns())
            for (Index row = 0; row < dataset->rows(); ++row)
                for (Index i = column.firstFeature; i < column.firstFeature + column.features; ++i) {
                    const bool missing = dataset->column(column.column).missing[std::size_t(row)] != 0;
                    QCOMPARE(table.mask(i, row), missing ? 0.0f : 1.0f);
                    QVERIFY(!missing || table.values(i, row) == 0);
                }
        QVERIFY(!fitted(readSample("iris")).transform(*readSample("iris")).hasMissing());
    }

    /// Rows are encoded in blocks, on all cores.
    void everyRowOfALongTableIsEncoded() {
        constexpr Index kRows = 10'000;
        std::vector<Column> columns{{.name = "a"}, {.name = "b"}};
        for (Index row = 0; row < kRows; ++row) {
            columns[0].values.push_back(double(row));
            columns[1].values.push_back(double(row % 7));
            columns[0].missing.push_back(false);
            columns[1].missing.push_back(row == kRows - 1);
        }
        const auto table = std::make_shared<const Dataset>("t", "", std::move(columns));
        const Preprocessor preprocessor = fitted(table);
        const EncodedTable encoded = preprocessor.transform(*table);
        QCOMPARE(encoded.rows(), kRows);
        for (const Index row : {Index(0), Index(4095), Index(4096), Index(8192), kRows - 1})
            QVERIFY(std::abs(preprocessor.inverse(encoded.values.col(row))[0].value - double(row)) < 1e-2);
        QCOMPARE(Index(encoded.mask.sum()), 2 * kRows - 1);
        QCOMPARE(encoded.mask(preprocessor.columns()[1].firstFeature, kRows - 1), 0.0f);
    }

    void gatherCopiesRowsInTheOrderAskedFor() {
        const DatasetPtr dataset = tableFrom(kMixed);
        const EncodedTable table = fitted(dataset).transform(*dataset);
        Matrix x = Matrix::Constant(table.values.rows(), 4, -9);
        Matrix mask = x;
        table.gather(RowList{5, 0, 2}, x, mask);
        QVERIFY(x.col(0) == table.values.col(5) && x.col(1) == table.values.col(0));
        QVERIFY(mask.col(2) == table.mask.col(2));
        QVERIFY((x.col(3).array() == -9).all() && (mask.col(3).array() == -9).all());
    }

    void columnsThatDoNotVaryInTheTrainingRowsAreLeftOutAndDecodeToTheirConstant() {
        Problems problems;
        const DatasetPtr table =
            tableFrom("a,same,later,empty,name\n1,3.5,0,,x\n2,3.5,0,,x\n3,3.5,0,,x\n4,3.5,9,,y\n");
        const Preprocessor preprocessor = fitted(table, 3, problems);
        QCOMPARE(preprocessor.features(), Index(1));
        QCOMPARE(preprocessor.columns().size(), std::size_t(5));
        QVERIFY((problems ==
                 Problems{{ProblemCode::ColumnsLeftOutConstant, {{"columns", "“same”, “later”, “name”"}}},
                          {ProblemCode::ColumnsLeftOutEmpty, {{"columns", "“empty”"}}}}));
        const std::vector<DecodedCell> cells = preprocessor.inverse(Vector::Constant(1, 0));
        QCOMPARE(cells[0].value, 2.0);
        QCOMPARE(cells[1].value, 3.5);
        QCOMPARE(cells[2].value, 0.0);
        QCOMPARE(table->column(4).valueText(cells[4].value), std::string("x"));
        QCOMPARE(preprocessor.transform(*table).values.rows(), Index(1));
    }

    void nothingThatVariesIsAnError() {
        const DatasetPtr table = tableFrom("a,b\n1,5\n1,5\n2,6\n");
        Problems problems;
        const std::optional<Problem> problem = thrownProblem([&] { fitted(table, 2, problems); });
        QVERIFY(problem && problem->code == ProblemCode::NoUsableInput);
        QVERIFY(isFullyDescribed(*problem));
    }

    void pixelsShareTheRangeFromZeroToTheBrightest() {
        Problems problems;
        const DatasetPtr digits = readSample("digits");
        const ColumnRoles roles = assignRoles(*digits);
        QVERIFY(roles.image.has_value());
        const Preprocessor preprocessor = Preprocessor::fit(
            *digits, roles, firstRows(digits->rows()),
            std::vector<ColumnPreparation>(roles.inputs.size(), {"gaussian", NumberScale::Picture}),
            problems);
        QVERIFY(preprocessor.image() == roles.image);
        for (const EncodedColumn& column : preprocessor.columns()) {
            QCOMPARE(column.shift, 0.0);
            QCOMPARE(column.scale, 16.0);
        }
        // Three pixels at the left edge are black in every picture; that is nothing to tell.
        QCOMPARE(preprocessor.features(), Index(61));
        QVERIFY(problems.empty());
        const EncodedTable table = preprocessor.transform(*digits);
        QCOMPARE(table.values.minCoeff(), 0.0f);
        QCOMPARE(table.values.maxCoeff(), 1.0f);
    }

    void categoriesOfAnotherTableAreMatchedByTextAndUnknownOnesAreMissing() {
        const Preprocessor preprocessor = fitted(tableFrom(kMixed));
        const DatasetPtr other = typedTable(
            "grade,colour,sick,length,weight\nb,violet,yes,1,10\nz,red,no,2,20\na,blue,perhaps,3,30\n",
            {{"sick", ColumnType::Category},
             {"colour", ColumnType::Category},
             {"grade", ColumnType::Category}});
        const EncodedTable table = preprocessor.transform(*other);
        const Index colour = columnOf(preprocessor, "colour").firstFeature;
        const Index sick = columnOf(preprocessor, "sick").firstFeature;
        QVERIFY(table.hasMissing());
        QVERIFY((table.mask.block(colour, 0, 3, 1).array() == 0).all());
        QVERIFY((table.values.block(colour, 0, 3, 1).array() == 0).all());
        // Alphabetical: blue, green, red.
        QCOMPARE(table.values(colour + 2, 1), 1.0f);
        QCOMPARE(table.values(colour, 2), 1.0f);
        QCOMPARE(table.values(sick, 0), 1.0f);
        QCOMPARE(table.values(sick, 1), 0.0f);
        QCOMPARE(table.mask(sick, 2), 0.0f);
    }

    void aTableThatDoesNotFitIsRefused_data() {
        QTest::addColumn<QString>("csv");
        QTest::newRow("column missing")
            << "length,sick,weight,grade\n1,no,1,a\n2,yes,2,b\n3,no,3,c\n4,no,3,c\n";
        QTest::newRow("texts in place of numbers")
            << "colour,length,sick,weight,grade\nred,short,no,1,a\nblue,long,yes,2,b\nred,mid,no,3,c\nred,"
               "mid,no,3,c\n";
        QTest::newRow("numbers in place of categories")
            << "colour,length,sick,weight,grade\n3,1,no,1,a\n5,2,yes,2,b\n7,3,no,3,c\n8,3,no,3,c\n";
    }

    void aTableThatDoesNotFitIsRefused() {
        QFETCH(QString, csv);
        const Preprocessor preprocessor = fitted(tableFrom(kMixed));
        const DatasetPtr other = tableFrom(csv.toStdString());
        const std::optional<Problem> problem = thrownProblem([&] { preprocessor.transform(*other); });
        QVERIFY(problem && problem->code == ProblemCode::TableDoesNotFitRun);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aTableMayHaveMoreColumnsInAnotherOrder() {
        const DatasetPtr table = tableFrom("a,b\n1,5\n2,7\n4,6\n");
        const DatasetPtr other = tableFrom("new,b,a\n9,5,1\n8,7,2\n7,6,4\n");
        const Preprocessor preprocessor = fitted(table);
        QVERIFY(preprocessor.transform(*other).values == preprocessor.transform(*table).values);
    }

    /// −Σ log sd by numpy; a column counts by the share of its cells that are present: 4 of 5 here.
    void logJacobianWeighsColumnsByTheirPresentCells() {
        const DatasetPtr table = tableFrom("a,b,c\n1,10,x\n2,20,y\n3,,z\n4,40,x\n5,50,y\n");
        const Preprocessor preprocessor = fitted(table);
        const EncodedTable encoded = preprocessor.transform(*table);
        // sd(1 … 5) = √2, sd(10, 20, 40, 50) = √250.
        const double expected = -(0.5 * std::log(2.0) + 0.8 * 0.5 * std::log(250.0));
        QVERIFY(std::abs(preprocessor.logJacobian(encoded, firstRows(5)) - expected) < 1e-12);
        const RowList complete{0, 1};
        QVERIFY(std::abs(preprocessor.logJacobian(encoded, complete) -
                         -0.5 * (std::log(2.0) + std::log(250.0))) < 1e-12);
    }

    /// Reference: numpy's log, mean() and std() (ddof = 0) of 1, 10, 100, 1000.
    void logarithmsAreStandardised() {
        const DatasetPtr table = numberTable("a,b\n1,5\n10,6\n100,8\n1000,7\n");
        const Preprocessor preprocessor = fittedAs(table, {kLogNormal, {"gaussian"}});
        const EncodedColumn& column = preprocessor.columns()[0];
        QVERIFY(std::abs(column.shift - 3.4538776394910684) < 1e-12);
        QVERIFY(std::abs(column.scale - 2.5743683959561805) < 1e-12);
        // All steps are log 10; what is told of the column's range is in its own units.
        QVERIFY(std::abs(column.step - std::log(10)) < 1e-12);
        QCOMPARE(column.minimum, 1.0);
        QCOMPARE(column.maximum, 1000.0);
        const EncodedTable encoded = preprocessor.transform(*table);
        const double expected[] = {-1.3416407865, -0.4472135955, 0.4472135955, 1.3416407865};
        for (Index row = 0; row < 4; ++row) {
            QVERIFY(std::abs(double(encoded.values(0, row)) - expected[row]) < 1e-6);
            const double value = table->column(0).values[std::size_t(row)];
            QVERIFY(std::abs(preprocessor.inverse(encoded.values.col(row))[0].value / value - 1) < 1e-5);
        }
        // The middle of the logarithms is the median: √(10 · 100).
        QVERIFY(std::abs(preprocessor.inverse(Vector::Zero(2))[0].value - std::sqrt(1000.0)) < 1e-9);
    }

    /// The encoder's scale of log(1 + k), by numpy of log1p of 0, 1, 3, 7: log 2 · (0, 1, 2, 3).
    void countsStayAsTheyAre() {
        const DatasetPtr table = numberTable("a,b\n0,5\n1,6\n3,8\n7,7\n");
        const Preprocessor preprocessor = fittedAs(table, {kPoisson, {"gaussian"}});
        // Counts come first, being in the first column.
        const EncodedColumn& column = preprocessor.columns()[0];
        QCOMPARE(column.shift, 0.0);
        QCOMPARE(column.scale, 1.0);
        QVERIFY(std::abs(column.logCountMean - 1.5 * std::log(2)) < 1e-12);
        QVERIFY(std::abs(column.logCountDeviation - std::sqrt(1.25) * std::log(2)) < 1e-12);
        const EncodedTable encoded = preprocessor.transform(*table);
        for (Index row = 0; row < 4; ++row) {
            const double value = table->column(0).values[std::size_t(row)];
            QCOMPARE(double(encoded.values(column.firstFeature, row)), value);
            QCOMPARE(preprocessor.inverse(encoded.values.col(row))[0].value, value);
        }
    }

    void logJacobianIsTheSlopeOfTheEncoding_data() {
        QTest::addColumn<NumberScale>("scale");
        for (std::size_t i = 0; i < kNumberScaleNames.size(); ++i)
            QTest::newRow(kNumberScaleNames[i].data()) << NumberScale(i);
    }

    /// Against central differences of the encoding of one cell, for every row.
    void logJacobianIsTheSlopeOfTheEncoding() {
        QFETCH(NumberScale, scale);
        const DatasetPtr table = numberTable("a,b\n1,5\n2,6\n8,8\n16,7\n3,11\n");
        const Preprocessor preprocessor =
            fittedAs(table, {{"gaussian", scale}, {"gaussian", NumberScale::Standard}});
        const EncodedTable encoded = preprocessor.transform(*table);
        const Index feature = preprocessor.columns()[0].firstFeature;
        for (Index row = 0; row < table->rows(); ++row) {
            // A count has neighbours at whole steps alone. Encoded in float32, so steps are wide.
            const double value = table->column(0).values[std::size_t(row)];
            // At the ends of a range the encoding has a slope on one side alone.
            if (scale == NumberScale::Range && (value == 1 || value == 16))
                continue;
            const double step = scale == NumberScale::Count ? 1 : 0.05 * value;
            const auto encode = [&](double moved) {
                std::vector<Column> columns(table->columns().begin(), table->columns().end());
                columns[0].values.set(std::size_t(row), moved);
                const Dataset other("other", "", std::move(columns));
                return double(preprocessor.transform(other).values(feature, row));
            };
            // Two step widths leave the fourth power of the step (Richardson).
            const double wide = (encode(value + step) - encode(value - step)) / (2 * step);
            const double narrow = scale == NumberScale::Count
                                      ? wide
                                      : (encode(value + step / 2) - encode(value - step / 2)) / step;
            const double slope = (4 * narrow - wide) / 3;
            const double other = -std::log(preprocessor.columns()[1].scale);
            QVERIFY(std::abs(preprocessor.logJacobian(encoded, RowList{row}) - (std::log(slope) + other)) <
                    1e-4);
        }
    }

    void logJacobianOfLogarithmsLeavesMissingCellsOut() {
        const DatasetPtr table = numberTable("a,b\n1,5\n10,6\n,8\n1000,7\n");
        const Preprocessor preprocessor = fittedAs(table, {kLogNormal, kLogNormal});
        const EncodedTable encoded = preprocessor.transform(*table);
        double expected = 0;
        for (const double value : {1.0, 10.0, 1000.0})
            expected -= std::log(preprocessor.columns()[0].scale * value) / 4;
        for (const double value : {5.0, 6.0, 8.0, 7.0})
            expected -= std::log(preprocessor.columns()[1].scale * value) / 4;
        QVERIFY(std::abs(preprocessor.logJacobian(encoded, firstRows(4)) - expected) < 1e-5);
    }

    void numbersThatCannotBeEncodedAreMissing_data() {
        QTest::addColumn<NumberScale>("scale");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("missing");
        QTest::newRow("zero has no logarithm") << NumberScale::Logarithm << 0.0 << true;
        QTest::newRow("negative numbers have no logarithm") << NumberScale::Logarithm << -2.5 << true;
        QTest::newRow("the smallest number has one") << NumberScale::Logarithm << 5e-324 << false;
        QTest::newRow("a fraction is no count") << NumberScale::Count << 2.5 << true;
        QTest::newRow("a negative number is no count") << NumberScale::Count << -1.0 << true;
        QTest::newRow("zero is a count") << NumberScale::Count << 0.0 << false;
        QTest::newRow("a large count") << NumberScale::Count << 1e12 << false;
        QTest::newRow("minus one has no log(1 + x)") << NumberScale::LogarithmOnePlus << -1.0 << true;
        QTest::newRow("zero has one") << NumberScale::LogarithmOnePlus << 0.0 << false;
        QTest::newRow("what no float holds cannot stay as it is") << NumberScale::None << 1e39 << true;
        QTest::newRow("any number can be standardised") << NumberScale::Standard << -1e9 << false;
        QTest::newRow("any number has a place beside the range") << NumberScale::Range << -1e9 << false;
    }

    /// In another table than the one that was fitted.
    void numbersThatCannotBeEncodedAreMissing() {
        QFETCH(NumberScale, scale);
        QFETCH(double, value);
        QFETCH(bool, missing);
        const DatasetPtr table = numberTable("a,b\n1,5\n2,6\n8,8\n16,7\n");
        const Preprocessor preprocessor = fittedAs(table, {{"gaussian", scale}, {"gaussian"}});
        std::vector<Column> columns(table->columns().begin(), table->columns().end());
        columns[0].values.set(2, value);
        const Index feature = preprocessor.columns()[0].firstFeature;
        const EncodedTable encoded = preprocessor.transform(Dataset("other", "", std::move(columns)));
        QCOMPARE(encoded.hasMissing(), missing);
        QVERIFY(encoded.values.allFinite());
        if (!missing)
            return;
        QCOMPARE(encoded.values(feature, 2), Scalar(0));
        QCOMPARE(encoded.mask(feature, 2), Scalar(0));
        QCOMPARE(Index(encoded.mask.sum()), encoded.mask.size() - 1);
    }

    /// Different numbers may have one logarithm in double precision.
    void aColumnWhoseLogarithmsDoNotVaryIsConstant() {
        const DatasetPtr table =
            numberTable("a,b\n1000000000000000,5\n1000000000000001,6\n1000000000000001,8\n");
        const Preprocessor preprocessor = fittedAs(table, {kLogNormal, {"gaussian"}});
        QCOMPARE(preprocessor.features(), Index(1));
        QVERIFY(preprocessor.transform(*table).values.allFinite());
        QCOMPARE(preprocessor.inverse(Vector::Zero(1))[0].value, 1e15);
    }

    void drawnRowsAreSuchAsTheTableCouldHold() {
        const DatasetPtr table = typedTable(
            "whole,exact,tail,visits,sick,colour,same\n1,0.25,1,0,no,red,7\n4,0.5,10,3,yes,green,7\n"
            "9,1.75,100,1,no,blue,7\n6,1.5,1000,12,yes,red,7\n",
            {{"whole", ColumnType::Number},
             {"exact", ColumnType::Number},
             {"tail", ColumnType::Number},
             {"visits", ColumnType::Number},
             {"sick", ColumnType::Binary},
             {"colour", ColumnType::Category},
             {"same", ColumnType::Number}});
        const Preprocessor preprocessor = fittedAs(
            table,
            {{"gaussian"}, {"gaussian"}, kLogNormal, kPoisson, {"bernoulli"}, {"categorical"}, {"gaussian"}});
        const auto draw = [&](Scalar numbers, Scalar count, Scalar yes) {
            Vector sample = Vector::Constant(preprocessor.features(), numbers);
            sample[columnOf(preprocessor, "visits").firstFeature] = count;
            sample[columnOf(preprocessor, "sick").firstFeature] = yes;
            sample.segment(columnOf(preprocessor, "colour").firstFeature, 3) << 0, 1, 0;
            return preprocessor.inverseSample(sample);
        };
        // Half a standard deviation up: 5 + √8.5 / 2 = 6.46, 1 + 0.637 / 2 and 10^{1.5 + 0.56} = 114.6,
        // whole.
        const std::vector<double> inside = draw(0.5f, 4, 0);
        QCOMPARE(inside.size(), std::size_t(7));
        QCOMPARE(inside[0], 6.0);
        QVERIFY(std::abs(inside[1] - (1 + 0.5 * std::sqrt(0.40625))) < 1e-6);
        QCOMPARE(inside[2], 115.0);
        QCOMPARE(inside[3], 4.0);
        QCOMPARE(inside[4], 0.0);
        // Alphabetical: blue, green, red.
        QCOMPARE(table->column(5).valueText(inside[5]), std::string("green"));
        QCOMPARE(inside[6], 7.0);
        QCOMPARE(draw(50, 99, 1), std::vector<double>({9, 1.75, 1000, 12, 1, 1, 7}));
        QCOMPARE(draw(-50, 0, 1), std::vector<double>({1, 0.25, 1, 0, 1, 1, 7}));
    }

    /// Blocks of one likelihood lie side by side, in the order in which the table first has them.
    void numbersAreOrderedByTheirLikelihood() {
        const DatasetPtr table =
            typedTable("a,colour,b,c,sick,d,e\n1,red,1,4,no,1,2\n2,green,2,5,yes,7,8\n3,blue,4,7,no,3,9\n",
                       {{"a", ColumnType::Number},
                        {"b", ColumnType::Number},
                        {"c", ColumnType::Number},
                        {"d", ColumnType::Number},
                        {"e", ColumnType::Number},
                        {"colour", ColumnType::Category},
                        {"sick", ColumnType::Binary}});
        const Preprocessor preprocessor = fittedAs(
            table,
            {kPoisson, {"categorical"}, {"gaussian"}, kPoisson, {"bernoulli"}, kLogNormal, {"gaussian"}});
        const std::map<std::string, Index> expected{{"a", 0}, {"c", 1},    {"b", 2},     {"e", 3},
                                                    {"d", 4}, {"sick", 5}, {"colour", 6}};
        for (const auto& [name, place] : expected)
            QCOMPARE(columnOf(preprocessor, name).firstFeature, place);
        QCOMPARE(preprocessor.features(), Index(9));
    }

    /// The 5 % quantile of the training rows 1 … 21 is 2 and the 95 % quantile 20 (numpy); that of all rows
    /// is not.
    void clippingIsFittedOnTheTrainingRowsAndHoldsForAll() {
        std::string csv = "a,b\n";
        for (int row = 1; row <= 21; ++row)
            csv += std::to_string(row) + "," + std::to_string(row % 4) + "\n";
        const DatasetPtr table = numberTable(csv + "1000,1\n-1000,2\n");
        Problems problems;
        const Preprocessor preprocessor =
            fitted(table, 21, problems, {"gaussian", NumberScale::Standard, 0.05});
        QCOMPARE(preprocessor.columns()[0].lowest, 2.0);
        QCOMPARE(preprocessor.columns()[0].highest, 20.0);
        const EncodedTable encoded = preprocessor.transform(*table);
        const auto decoded = [&](Index row) {
            return preprocessor.inverse(encoded.values.col(row))[0].value;
        };
        for (const Index row : {0, 1, 22})
            QVERIFY(std::abs(decoded(row) - 2) < 1e-5);
        for (const Index row : {19, 20, 21})
            QVERIFY(std::abs(decoded(row) - 20) < 1e-5);
        QVERIFY(std::abs(decoded(9) - 10) < 1e-5);
    }

    void datesAreStandardisedAndDecodedAsDates() {
        std::vector<Column> columns{
            {.name = "day", .type = ColumnType::DateTime, .precision = DateTimePrecision::Minute},
            {.name = "size"}};
        for (int row = 0; row < 5; ++row) {
            columns[0].values.push_back(1.7e9 + 100'000.0 * row * row);
            columns[1].values.push_back(row);
            for (Column& column : columns)
                column.missing.push_back(row == 3);
        }
        const Dataset table("t", "t.csv", columns);
        Problems problems;
        const Preprocessor preprocessor =
            Preprocessor::fit(table, {.inputs = {0, 1}}, firstRows(5),
                              std::vector<ColumnPreparation>(2, {"gaussian"}), problems);
        const EncodedColumn& day = preprocessor.columns()[0];
        QVERIFY(day.precision == DateTimePrecision::Minute);
        QCOMPARE(day.features, Index(1));
        const EncodedTable encoded = preprocessor.transform(table);
        QVERIFY(std::abs(encoded.values.row(0).sum()) < 1e-6);
        // float32 keeps a minute of these 18 days.
        for (const Index row : {0, 1, 2, 4})
            QCOMPARE(
                columns[0].valueText(preprocessor.inverseSample(encoded.values.col(row))[0]),
                table.column(0).valueText(std::round(table.column(0).values[std::size_t(row)] / 60) * 60));
        QCOMPARE(encoded.mask(0, 3), 0.0f);
        // Numbers are no dates.
        columns[0].type = ColumnType::Number;
        const std::optional<Problem> problem =
            thrownProblem([&] { preprocessor.transform(Dataset("t", "t.csv", columns)); });
        QVERIFY(problem && problem->code == ProblemCode::TableDoesNotFitRun);
        QCOMPARE(QString::fromStdString(fact(*problem, "reason")),
                 QString("column “day” holds numbers instead of dates"));
    }

    void aCountStandsForANumber() {
        const DatasetPtr table = numberTable("a,b\n1,5\n2,6\n8,8\n16,7\n");
        const Preprocessor preprocessor = fittedAs(table, {{"gaussian"}, {"gaussian"}});
        std::vector<Column> columns(table->columns().begin(), table->columns().end());
        columns[0].type = ColumnType::Count;
        QVERIFY(preprocessor.transform(Dataset("t", "", columns)).values ==
                preprocessor.transform(*table).values);
    }

    void stepIsTheSmallestDistanceBetweenTrainingValues() {
        const Preprocessor preprocessor = fitted(tableFrom("a,b\n1,5\n3,5.25\n3,7\n6,5\n"));
        QCOMPARE(preprocessor.columns()[0].step, 2.0);
        QCOMPARE(preprocessor.columns()[1].step, 0.25);
    }
};

QTEST_GUILESS_MAIN(PreprocessorTest)
#include "preprocessor_test.moc"
