#include "core/data/row_request.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <set>

#include "core/storage/run_json.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::tests;

namespace {

/// 100 rows: `row` counts them; `class` is a (60 rows), b (30) or c (10); `patient` groups four rows each,
/// and is missing in the last four; `part` names 70 rows for training, 20 for validation, 10 for a test.
DatasetPtr patients() {
    constexpr std::size_t kRows = 100;
    std::vector<double> row(kRows), label(kRows), patient(kRows), part(kRows);
    MissingMask missing(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
        row[i] = double(i);
        label[i] = i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2;
        patient[i] = double(i % 25);
        part[i] = i < 70 ? 2 : i < 90 ? 0 : 1;
        if (i >= 96)
            missing.setMissing(i);
    }
    std::vector<Column> columns;
    columns.push_back({.name = "row", .values = row, .missing = MissingMask(kRows)});
    columns.push_back({.name = "class",
                       .type = ColumnType::Category,
                       .values = label,
                       .missing = MissingMask(kRows),
                       .categories = {"a", "b", "c"}});
    columns.push_back({.name = "patient", .values = patient, .missing = missing});
    columns.push_back({.name = "part",
                       .type = ColumnType::Category,
                       .values = part,
                       .missing = missing,
                       .categories = {"Validation", "test", "TRAIN"}});
    columns.push_back({.name = "same", .values = std::vector<double>(kRows), .missing = MissingMask(kRows)});
    columns.push_back({.name = "learning",
                       .type = ColumnType::Category,
                       .values = std::vector<double>(row.begin(), row.end()),
                       .missing = MissingMask(kRows),
                       .categories = std::vector<std::string>(kRows, "train")});
    return std::make_shared<const Dataset>("patients", "patients.csv", std::move(columns));
}

constexpr Index kClass = 1;

RowList kept(const RowRequest& request, std::uint64_t seed = 1) {
    return keptRows(*patients(), kClass, request, Random(seed)).value();
}

std::map<double, int> classCounts(const RowList& rows) {
    const DatasetPtr table = patients();
    std::map<double, int> counts;
    for (const Index row : rows)
        ++counts[table->column(kClass).values[std::size_t(row)]];
    return counts;
}

Split divided(const std::string& column, double share, std::uint64_t seed = 1) {
    const DatasetPtr table = patients();
    return divideRows(*table, allRows(table->rows()), column, share, Random(seed));
}

bool isAscendingAndUnique(const RowList& rows) {
    return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end();
}

}  // namespace

class RowRequestTest : public QObject {
    Q_OBJECT

private slots:
    void allRowsAreKeptUnlessAskedOtherwise() {
        QVERIFY(kept({}) == allRows(100));
        QVERIFY(kept({.filter = " \t"}) == allRows(100));
    }

    void filterAndExclusionKeepTheRest() {
        QVERIFY(kept({.filter = "row < 3"}) == (RowList{0, 1, 2}));
        QVERIFY(kept({.filter = "row < 5", .excluded = {3, 1, 1, 50}}) == (RowList{0, 2, 4}));
        QCOMPARE(kept({.excluded = {99, 0}}).size(), std::size_t(98));
    }

    void excludedRowsThatTheTableDoesNotHaveAreRefused() {
        for (const Index row : {Index(-1), Index(100)}) {
            const RowRequest request{.excluded = {0, row}};
            for (const auto& problem : {thrownProblem([&] { checkRows(*patients(), request); }),
                                        thrownProblem([&] { kept(request); })}) {
                QVERIFY(problem && problem->code == ProblemCode::ExcludedRowUnknown);
                QCOMPARE(problem->facts.at("row"), std::to_string(row));
                QVERIFY2(isFullyDescribed(*problem), describe(*problem).c_str());
            }
        }
    }

    void aFilterCanBeCheckedWithoutTheRows() {
        checkRows(*patients(), {});
        checkRows(*patients(), {.filter = "row < 0"});
        const std::optional<Problem> problem =
            thrownProblem([] { checkRows(*patients(), {.filter = "row <"}); });
        QVERIFY(problem && problem->code == ProblemCode::FilterNotUnderstood);
    }

    void aSubsampleIsOfTheRowsThatAreLeft() {
        const RowList rows = kept({.filter = "row >= 50", .excluded = {50}, .sampleRows = 20});
        QCOMPARE(rows.size(), std::size_t(20));
        QVERIFY(isAscendingAndUnique(rows) && rows.front() > 50);
        QVERIFY(rows == kept({.filter = "row >= 50", .excluded = {50}, .sampleRows = 20}));
        QVERIFY(rows != kept({.filter = "row >= 50", .excluded = {50}, .sampleRows = 20}, 2));
        QCOMPARE(kept({.filter = "row < 5", .sampleRows = 20}).size(), std::size_t(5));
    }

    void balancedRowsAreEquallyManyOfEachClass_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("each");
        QTest::newRow("as many as the smallest class") << "" << -1 << 10;
        QTest::newRow("a third of the sub-sample") << "" << 15 << 5;
        QTest::newRow("rounded down") << "" << 17 << 5;
        QTest::newRow("no more than there are") << "" << 1000 << 10;
        QTest::newRow("of the rows that are left") << "row < 50" << -1 << 5;
    }

    void balancedRowsAreEquallyManyOfEachClass() {
        QFETCH(QString, filter);
        QFETCH(int, rows);
        QFETCH(int, each);
        const RowRequest request{.filter = filter.toStdString(),
                                 .sampleRows = rows < 0 ? std::nullopt : std::optional<Index>(rows),
                                 .balanced = true};
        const RowList chosen = kept(request);
        QVERIFY(isAscendingAndUnique(chosen));
        QVERIFY(classCounts(chosen) == (std::map<double, int>{{0, each}, {1, each}, {2, each}}));
        QVERIFY(chosen == kept(request));
        QVERIFY(chosen != kept(request, 2));
    }

    void everyRowOfAClassIsEquallyLikelyInABalancedSample() {
        std::vector<int> times(100);
        constexpr int kSeeds = 2000;
        for (int seed = 0; seed < kSeeds; ++seed)
            for (const Index row : kept({.sampleRows = 15, .balanced = true}, std::uint64_t(seed)))
                ++times[std::size_t(row)];
        for (std::size_t row = 0; row < times.size(); ++row) {
            const double share = 5.0 / (row % 10 < 6 ? 60 : row % 10 < 9 ? 30 : 10);
            QVERIFY(std::abs(times[row] - share * kSeeds) < 5 * std::sqrt(kSeeds * share));
        }
    }

    void balancingNeedsClasses_data() {
        QTest::addColumn<int>("label");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("rows");
        QTest::newRow("no label") << -1 << "" << 50;
        QTest::newRow("a number") << 0 << "" << 50;
        QTest::newRow("missing everywhere") << 2 << "row >= 96" << 50;
        QTest::newRow("too few rows") << 1 << "" << 2;
    }

    void balancingNeedsClasses() {
        QFETCH(int, label);
        QFETCH(QString, filter);
        QFETCH(int, rows);
        const RowRequest request{.filter = filter.toStdString(), .sampleRows = rows, .balanced = true};
        const std::optional<Index> column = label < 0 ? std::nullopt : std::optional<Index>(label);
        const std::optional<Problem> problem =
            thrownProblem([&] { keptRows(*patients(), column, request, Random(1)); });
        QVERIFY(problem && problem->code == ProblemCode::BalanceNeedsClasses);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aCancelledFilterKeepsNothing() {
        QVERIFY(
            !keptRows(*patients(), kClass, {.filter = "row > 3"}, Random(1), [](double) { return false; }));
    }

    void withoutAColumnTheSeedDivides() { QVERIFY(divided("", 0.2) == splitRows(100, 0.2, Random(1))); }

    void namesOfPartsDivideWhateverTheShare() {
        for (const double share : {0.0, 0.1, 0.9}) {
            const Split split = divided("part", share);
            QVERIFY(split.training == allRows(70));
            RowList others = allRows(96);
            others.erase(others.begin(), others.begin() + 70);
            QVERIFY(split.validation == others);
        }
    }

    void groupsStayTogether_data() {
        QTest::addColumn<double>("share");
        QTest::addColumn<int>("rows");
        QTest::newRow("a fifth") << 0.2 << 19;
        QTest::newRow("half") << 0.5 << 48;
        QTest::newRow("next to nothing") << 0.001 << 4;
        QTest::newRow("nothing") << 0.0 << 0;
        QTest::newRow("everything") << 1.0 << 92;
    }

    void groupsStayTogether() {
        QFETCH(double, share);
        QFETCH(int, rows);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const Split split = divided("patient", share, seed);
            std::set<Index> held;
            for (const Index row : split.validation)
                held.insert(row % 25);
            for (const Index row : split.training)
                QVERIFY(!held.contains(row % 25));
            QVERIFY(isAscendingAndUnique(split.training) && isAscendingAndUnique(split.validation));
            // Four patients have three rows, as the fourth does not say whose it is.
            QCOMPARE(split.training.size() + split.validation.size(), std::size_t(96));
            QVERIFY2(std::abs(int(split.validation.size()) - rows) <= (share == 0.0 ? 0 : 2),
                     qPrintable(QString::number(split.validation.size())));
        }
    }

    void whichGroupsAreHeldBackIsAFunctionOfTheSeed() {
        QVERIFY(divided("patient", 0.2) == divided("patient", 0.2));
        QVERIFY(divided("patient", 0.2) != divided("patient", 0.2, 2));
    }

    void aColumnThatDoesNotDivideIsRefused_data() {
        QTest::addColumn<QString>("column");
        QTest::newRow("one value") << "same";
        QTest::newRow("training rows alone") << "learning";
    }

    void aColumnThatDoesNotDivideIsRefused() {
        QFETCH(QString, column);
        const std::optional<Problem> problem = thrownProblem([&] { divided(column.toStdString(), 0.2); });
        QVERIFY(problem && problem->code == ProblemCode::SplitNeedsGroups);
        QVERIFY(isFullyDescribed(*problem));
    }

    void anUnknownColumnIsRefused() {
        const std::optional<Problem> problem = thrownProblem([] { divided("Patient", 0.2); });
        QVERIFY(problem && problem->code == ProblemCode::UnknownColumn);
        QVERIFY(fact(*problem, "columns").find("patient") != std::string::npos);
    }

    void tooFewRowsAreRefused_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("splitBy");
        QTest::addColumn<QString>("left");
        QTest::newRow("filter") << "row < 3"
                                << ""
                                << "3";
        QTest::newRow("filter that keeps none") << "row < 0"
                                                << ""
                                                << "0";
        QTest::newRow("rows without a group") << "row > 92"
                                              << "patient"
                                              << "3";
    }

    void tooFewRowsAreRefused() {
        QFETCH(QString, filter);
        QFETCH(QString, splitBy);
        QFETCH(QString, left);
        const RowRequest request{.filter = filter.toStdString(), .splitBy = splitBy.toStdString()};
        const std::optional<Problem> problem =
            thrownProblem([&] { splitAsRequested(*patients(), kClass, request, 0.2, Random(1), 4); });
        QVERIFY(problem && problem->code == ProblemCode::TooFewRowsKept);
        QVERIFY(isFullyDescribed(*problem));
        QCOMPARE(QString::fromStdString(fact(*problem, "kept")), left);
    }

    void aRequestIsReadBackAsItWasWritten() {
        const RowRequest request{.filter = "a > 3 && b == \"ü\"",
                                 .excluded = {3, 1, 4},
                                 .sampleRows = 159,
                                 .balanced = true,
                                 .splitBy = "fold"};
        QVERIFY(rowRequestFromJson(toJson(request)) == request);
        QVERIFY(rowRequestFromJson(toJson(RowRequest())) == RowRequest());
        QVERIFY(toJson(RowRequest()).empty());
        RunSource source;
        source.path = "a.csv";
        QVERIFY(!toJson(source).contains("row_request"));
        QVERIFY(runSourceFromJson(toJson(source)).rowRequest == RowRequest());
        source.rowRequest = request;
        QVERIFY(runSourceFromJson(toJson(source)).rowRequest == request);
    }
};

QTEST_GUILESS_MAIN(RowRequestTest)
#include "row_request_test.moc"
