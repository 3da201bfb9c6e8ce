#include "core/data/column_checks.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/data/numbered_name.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

Q_DECLARE_METATYPE(latentscape::ProblemCode)

namespace {

const double kMissing = std::nan("");

/// A cell that is not a number is missing.
Column numbers(const std::string& name, const std::vector<double>& cells,
               ColumnType type = ColumnType::Number) {
    Column column{.name = name, .type = type};
    for (const double cell : cells) {
        column.values.push_back(std::isnan(cell) ? 0 : cell);
        column.missing.push_back(std::isnan(cell));
    }
    return column;
}

Column categories(const std::string& name, const std::vector<double>& cells, ColumnType type,
                  std::vector<std::string> texts) {
    Column column = numbers(name, cells, type);
    column.categories = std::move(texts);
    return column;
}

/// Beside another column that says nothing, in a later place.
std::vector<ColumnFinding> findingsOf(Column column) {
    std::vector<double> other(column.values.size());
    for (std::size_t i = 0; i < other.size(); ++i)
        other[i] = double(i % 3) / 2;
    std::vector<Column> columns{numbers("other", other), std::move(column)};
    return checkColumns(Dataset("t", "", std::move(columns)))[1];
}

const ColumnFinding* found(const std::vector<ColumnFinding>& findings, ProblemCode code) {
    const auto place = std::find_if(findings.begin(), findings.end(), [code](const ColumnFinding& finding) {
        return finding.problem.code == code;
    });
    return place == findings.end() ? nullptr : &*place;
}

std::vector<double> repeated(double value, int count, std::vector<double> more = {}) {
    more.insert(more.begin(), std::size_t(count), value);
    return more;
}

std::vector<double> countingFrom(double first, int count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    std::iota(values.begin(), values.end(), first);
    return values;
}

std::vector<double> shuffled(std::vector<double> values) {
    // Coprime to the lengths that are used here.
    std::vector<double> result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        result[i] = values[7 * i % values.size()];
    return result;
}

}  // namespace

class ColumnChecksTest : public QObject {
    Q_OBJECT

private slots:
    void theBundledTablesHaveNothingToLeaveOut_data() {
        QTest::addColumn<QString>("sample");
        for (const char* const name : {"iris", "wine", "breast_cancer", "penguins", "digits"})
            QTest::newRow(name) << name;
    }

    void theBundledTablesHaveNothingToLeaveOut() {
        QFETCH(QString, sample);
        for (const std::vector<ColumnFinding>& findings : checkColumns(*readSample(sample.toStdString())))
            for (const ColumnFinding& finding : findings)
                QVERIFY2(!finding.leavesOut, describe(finding.problem).c_str());
    }

    void everyFindingSaysWhatItSaw_data() {
        QTest::addColumn<Column>("column");
        QTest::addColumn<ProblemCode>("code");
        QTest::addColumn<bool>("leavesOut");
        QTest::addColumn<QString>("message");
        QTest::newRow("no value") << numbers("x", repeated(kMissing, 5)) << ProblemCode::ColumnAllMissing
                                  << true << "“x” has no value in any row: it is left out.";
        QTest::newRow("one value")
            << numbers("x", {kMissing, 3, 3}) << ProblemCode::ColumnConstant << false
            << "“x” is 3 in every row that has a value: there is nothing to learn about it.";
        QTest::newRow("nearly one value")
            << numbers("x", repeated(2, 399, {5.5, kMissing})) << ProblemCode::ColumnNearConstant << true
            << "“x” is 2 in all but 1 of 400 rows (0.25 %): it is left out unless you make it an input.";
        QTest::newRow("a rare yes")
            << categories("x", repeated(0, 997, {1, 1, 1}), ColumnType::Binary, {"no", "yes"})
            << ProblemCode::ColumnNearConstant << true
            << "“x” is no in all but 3 of 1000 rows (0.3 %): it is left out unless you make it an input.";
        QTest::newRow("many texts")
            << categories("x", {0, 1, 2, 2}, ColumnType::Text, {"a", "b", "c"})
            << ProblemCode::ColumnOfManyTexts << true
            << "“x” holds 3 different texts, too many to learn: it is left out unless you set its type to "
               "category.";
        QTest::newRow("counts the rows")
            << numbers("x", shuffled(countingFrom(1, 12))) << ProblemCode::ColumnCountsRows << true
            << "“x” counts the rows from 1 to 12: it is left out unless you make it an input.";
        QTest::newRow("an identifier")
            << numbers("patient_id", {40, 10, 7}) << ProblemCode::ColumnIsIdentifier << true
            << "“patient_id” is called like a number that names rows and has another value in each of 3 "
               "rows: it "
               "is left out unless you make it an input.";
        QTest::newRow("a sentinel") << numbers("x", {-999, 3, 1.5, -999, 8})
                                    << ProblemCode::ColumnLooksSentinel << false
                                    << "“x” is -999 in 2 rows, far from every other value (the nearest is "
                                       "2). If that stands for no value, "
                                       "set it as missing.";
        // numpy: mean 2, var 17.6 and scipy.stats.skew 1.5 of these.
        QTest::newRow("counts") << numbers("x", {0, 0, 0, 1, 0, 0, 1, 2, 4, 12})
                                << ProblemCode::ColumnSuggestsCount << false
                                << "“x” holds whole numbers from 0 with a long tail (mean 2, variance 12.6). "
                                   "If it counts something, "
                                   "set its type to count.";
    }

    void everyFindingSaysWhatItSaw() {
        QFETCH(Column, column);
        QFETCH(ProblemCode, code);
        QFETCH(bool, leavesOut);
        QFETCH(QString, message);
        const std::vector<ColumnFinding> findings = findingsOf(column);
        QCOMPARE(findings.size(), std::size_t(1));
        QVERIFY(findings[0].problem.code == code);
        QCOMPARE(findings[0].leavesOut, leavesOut);
        QCOMPARE(QString::fromStdString(describe(findings[0].problem)), message);
    }

    void aFindingHasItsBounds_data() {
        QTest::addColumn<Column>("column");
        QTest::addColumn<ProblemCode>("code");
        QTest::addColumn<bool>("isFound");
        const ProblemCode nearly = ProblemCode::ColumnNearConstant;
        QTest::newRow("1 of 200 rows differs") << numbers("x", repeated(2, 199, {5})) << nearly << true;
        QTest::newRow("1 of 199 rows differs") << numbers("x", repeated(2, 198, {5})) << nearly << false;
        QTest::newRow("all rows are the same") << numbers("x", repeated(2, 400)) << nearly << false;
        QTest::newRow("missing cells are no values")
            << numbers("x", repeated(kMissing, 300, {1, 2, 2, 2})) << nearly << false;
        QTest::newRow("the value of most comes last")
            << numbers("x", shuffled(repeated(2, 598, {5, 6}))) << nearly << true;
        QTest::newRow("a rare category")
            << categories("x", repeated(1, 400, {0, 2}), ColumnType::Category, {"a", "b", "c"}) << nearly
            << true;
        QTest::newRow("a rare date") << numbers("x", repeated(86400, 400, {0}), ColumnType::DateTime)
                                     << nearly << true;
        QTest::newRow("a number in the name alone makes no series")
            << numbers("x_3", repeated(0, 400, {1})) << nearly << true;

        const ProblemCode counts = ProblemCode::ColumnCountsRows;
        QTest::newRow("from 0") << numbers("x", countingFrom(0, 10)) << counts << true;
        QTest::newRow("from 2") << numbers("x", countingFrom(2, 10)) << counts << false;
        QTest::newRow("few rows may be ranks") << numbers("x", countingFrom(1, 9)) << counts << false;
        QTest::newRow("a row twice") << numbers("x", {1, 2, 3, 4, 5, 6, 7, 7, 9, 10}) << counts << false;
        QTest::newRow("a row without")
            << numbers("x", {1, 2, 3, 4, 5, 6, 7, 8, 9, kMissing}) << counts << false;
        QTest::newRow("halves between") << numbers("x", {1, 2, 3, 4.5, 5, 6, 7, 8, 9, 10}) << counts << false;
        QTest::newRow("as counts") << numbers("x", countingFrom(1, 10), ColumnType::Count) << counts << true;

        const ProblemCode identifier = ProblemCode::ColumnIsIdentifier;
        for (const char* const name :
             {"id", "ID", "index", "uuid", "key", "nr", "No", "row", "Unnamed: 0", "sample_id", "sampleId"})
            QTest::addRow("called %s", name) << numbers(name, {5, 9, 3}) << identifier << true;
        for (const char* const name : {"idea", "acid", "liquid", "grid", "width", "monkey", "column_1"})
            QTest::addRow("called %s", name) << numbers(name, {5, 9, 3}) << identifier << false;
        QTest::newRow("a value twice") << numbers("id", {5, 9, 5}) << identifier << false;
        QTest::newRow("no whole numbers") << numbers("id", {5, 9, 3.5}) << identifier << false;
        QTest::newRow("a missing one") << numbers("id", {5, 9, kMissing}) << identifier << false;

        const ProblemCode sentinel = ProblemCode::ColumnLooksSentinel;
        QTest::newRow("once only") << numbers("x", {-999, 3, 1.5, 8}) << sentinel << false;
        QTest::newRow("just far enough") << numbers("x", {-1, -1, 9.1, 19}) << sentinel << true;
        QTest::newRow("not far enough") << numbers("x", {-1, -1, 8.9, 19}) << sentinel << false;
        QTest::newRow("above all") << numbers("x", {255, 255, 3, 4, 5}) << sentinel << true;
        QTest::newRow("no usual value") << numbers("x", {-998, -998, 3, 4, 5}) << sentinel << false;
        QTest::newRow("one other value only") << numbers("x", {-999, -999, 3, 3, 3}) << sentinel << false;
        QTest::newRow("beside missing cells")
            << numbers("x", {99, kMissing, 3, kMissing, 99, 1}) << sentinel << true;
        QTest::newRow("a date") << numbers("x", {-1, -1, 86400, 90000}, ColumnType::DateTime) << sentinel
                                << false;

        const ProblemCode count = ProblemCode::ColumnSuggestsCount;
        QTest::newRow("not from 0") << numbers("x", {1, 1, 1, 2, 1, 1, 2, 3, 5, 13}) << count << false;
        QTest::newRow("halves") << numbers("x", {0, 0, 0, 1, 0, 0.5, 1, 2, 4, 12}) << count << false;
        QTest::newRow("a short tail") << numbers("x", {0, 5, 10, 0, 5, 10, 0, 5, 10, 5}) << count << false;
        QTest::newRow("as narrow as Poisson")
            << numbers("x", {0, 0, 0, 1, 0, 0, 1, 0, 0, 2}) << count << false;
        QTest::newRow("set to count already")
            << numbers("x", {0, 0, 0, 1, 0, 0, 1, 2, 4, 12}, ColumnType::Count) << count << false;
    }

    void aFindingHasItsBounds() {
        QFETCH(Column, column);
        QFETCH(ProblemCode, code);
        QFETCH(bool, isFound);
        const std::vector<ColumnFinding> findings = findingsOf(column);
        QCOMPARE(found(findings, code) != nullptr, isFound);
        for (const ColumnFinding& finding : findings)
            QVERIFY(isFullyDescribed(finding.problem));
    }

    void aFirstColumnWithoutANameIsAnIdentifier_data() {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("without a name") << ",a\n7,1.5\n3,2.5\n9,1.5\n" << true;
        QTest::newRow("in the second place") << "a,\n1.5,7\n2.5,3\n1.5,9\n" << false;
        QTest::newRow("no names at all") << "7,1.5\n3,2.5\n9,1.5\n" << false;
    }

    void aFirstColumnWithoutANameIsAnIdentifier() {
        QFETCH(QString, csv);
        QFETCH(bool, isFound);
        bool any = false;
        for (const std::vector<ColumnFinding>& findings : checkColumns(*tableFrom(csv.toStdString())))
            any = any || found(findings, ProblemCode::ColumnIsIdentifier);
        QCOMPARE(any, isFound);
    }

    void aColumnThatRepeatsAnEarlierOneNamesIt() {
        const std::vector<Column> columns{
            numbers("a", {1.5, kMissing, 2, 2}),
            numbers("b", {1.5, 0, 2, 2}),
            numbers("c", {1.5, kMissing, 2, 2}),
            categories("d", {0, 1, 1, 0}, ColumnType::Binary, {"no", "yes"}),
            categories("e", {0, 1, 1, 0}, ColumnType::Binary, {"f", "m"}),
            categories("f", {0, 1, 1, 0}, ColumnType::Binary, {"no", "yes"}),
            numbers("g", {0, 1, 1, 0}),
            numbers("h", {1.5, kMissing, 2, 2}, ColumnType::Count),
            numbers("i", {-0.0, 1, 1, 0}),
            numbers("j", {7, 7, 7, 7}),
            numbers("k", {7, 7, 7, 7}),
        };
        const ColumnFindings findings = checkColumns(Dataset("t", "", columns));
        const std::map<std::size_t, Index> expected{{2, 0}, {5, 3}, {7, 0}, {8, 6}};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const ColumnFinding* const duplicate = found(findings[i], ProblemCode::ColumnDuplicate);
            QCOMPARE(duplicate != nullptr, expected.contains(i));
            if (!duplicate)
                continue;
            QVERIFY(duplicate->leavesOut && duplicate->sameAs == expected.at(i));
            QCOMPARE(fact(duplicate->problem, "other"), columns[std::size_t(expected.at(i))].name);
            QVERIFY(isFullyDescribed(duplicate->problem));
        }
    }

    /// Many pixels are nearly always black, and some alike.
    void columnsOfASeriesAreAlikeByNature() {
        std::vector<Column> columns;
        for (int i = 0; i < kMinSeries; ++i)
            columns.push_back(numbers("px" + std::to_string(i), repeated(0, 400, {1, -999, -999})));
        for (const std::vector<ColumnFinding>& findings : checkColumns(Dataset("t", "", columns)))
            QVERIFY(findings.empty());
        columns.pop_back();
        const ColumnFindings findings = checkColumns(Dataset("t", "", columns));
        QVERIFY(found(findings[0], ProblemCode::ColumnNearConstant) == nullptr);
        QVERIFY(found(findings[3], ProblemCode::ColumnDuplicate) != nullptr);
    }

    void pixelsAreNoCountsButOtherSeriesMayBe() {
        std::vector<Column> columns;
        for (int i = 0; i < kMinSeries; ++i)
            columns.push_back(numbers("px" + std::to_string(i), {0, 0, 0, 1, 0, 0, 1, 2, 4, 12}));
        for (const std::vector<ColumnFinding>& findings : checkColumns(Dataset("t", "", columns)))
            QVERIFY(findings.empty());
        // No square number of them is no picture.
        columns.push_back(columns.back());
        columns.back().name = "px16";
        for (const std::vector<ColumnFinding>& findings : checkColumns(Dataset("t", "", columns)))
            QVERIFY(found(findings, ProblemCode::ColumnSuggestsCount) != nullptr);
    }

    void whatLeavesOutComesFirst() {
        std::vector<double> cells = countingFrom(0, 40);
        cells[0] = -999;
        cells[1] = -999;
        const std::vector<Column> columns{numbers("a", cells), numbers("b", cells)};
        const std::vector<ColumnFinding> findings = checkColumns(Dataset("t", "", columns))[1];
        QCOMPARE(findings.size(), std::size_t(2));
        QVERIFY(findings[0].problem.code == ProblemCode::ColumnDuplicate);
        QVERIFY(findings[1].problem.code == ProblemCode::ColumnLooksSentinel);
    }

    void floatsAreCheckedLikeDoubles() {
        const std::vector<float> values{1.5f, 2.5f, 4.0f, 1.5f};
        Column asFloats{.name = "b", .values = values, .missing = MissingMask(4)};
        QVERIFY(asFloats.values.areFloats());
        const std::vector<Column> columns{numbers("a", {1.5, 2.5, 4, 1.5}), asFloats};
        QVERIFY(found(checkColumns(Dataset("t", "", columns))[1], ProblemCode::ColumnDuplicate) != nullptr);
    }
};

QTEST_GUILESS_MAIN(ColumnChecksTest)
#include "column_checks_test.moc"
