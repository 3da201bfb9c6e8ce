#include "core/data/row_filter.h"

#include <QTest>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

/// Six rows; in brackets what the tests say of them by row.
DatasetPtr birds() {
    std::vector<Column> columns;
    columns.push_back(
        {.name = "age", .values = {3, 18, 40.5, 0, 18, 7}, .missing = {0, 0, 0, 1, 0, 0}, .decimals = 1});
    columns.push_back({.name = "species",
                       .type = ColumnType::Category,
                       .values = {0, 1, 0, 2, 0, 1},
                       .missing = {0, 0, 0, 0, 1, 0},
                       .categories = {"Adelie", "Gentoo", "it's \"so\""}});
    columns.push_back({.name = "body mass",
                       .values = ColumnValues(std::vector<float>{0.1F, 0.2F, 0.3F, 0.7F, 1e6F, 0}, 1),
                       .missing = {0, 0, 0, 0, 0, 1},
                       .decimals = 1});
    columns.push_back({.name = "digit",
                       .type = ColumnType::Category,
                       .values = {0, 1, 2, 0, 1, 2},
                       .missing = MissingMask(6),
                       .categories = {"1", "5", "10"}});
    columns.push_back({.name = "größe", .values = {1, 2, 3, 4, 5, 6}, .missing = MissingMask(6)});
    columns.push_back({.name = "seen",
                       .type = ColumnType::DateTime,
                       .values = {0, 86400, 172800, 259200, 345600, 0},
                       .missing = {0, 0, 0, 0, 0, 1}});
    columns.push_back({.name = "odd`name", .values = {1, 1, 1, 1, 1, 2}, .missing = MissingMask(6)});
    columns.push_back({.name = "mate",
                       .type = ColumnType::Text,
                       .values = {0, 1, 2, 3, 1, 4},
                       .missing = MissingMask(6),
                       .categories = {"Adelie", "Anna", "Bert", "Carl", "Gentoo"}});
    columns.push_back({.name = "missing", .values = {9, 8, 7, 6, 5, 4}, .missing = MissingMask(6)});
    return std::make_shared<const Dataset>("birds", "birds.csv", std::move(columns));
}

QString kept(const QString& expression) {
    QStringList rows;
    const std::optional<RowList> list = filterRows(*birds(), expression.toStdString());
    for (const Index row : list.value())
        rows << QString::number(row);
    return rows.join(' ');
}

}  // namespace

class RowFilterTest : public QObject {
    Q_OBJECT

private slots:
    void rowsForWhichTheExpressionIsTrueAreKept_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("rows");
        const auto add = [](const char* expression, const char* rows) {
            QTest::newRow(qPrintable(QString(expression).simplified()))
                << QString::fromUtf8(expression) << QString(rows);
        };
        add("age >= 18", "1 2 4");
        add("age > 18", "2");
        add("age <= 18", "0 1 4 5");
        add("age < 18", "0 5");
        add("age == 18", "1 4");
        add("age != 18", "0 2 5");
        add("18 <= age", "1 2 4");
        add("age==40.5", "2");
        add("age == 4.05e1", "2");
        add("age > .5", "0 1 2 4 5");
        // Texts, in either quotes, and in the order of the alphabet.
        add("species == \"Adelie\"", "0 2");
        add("species == 'Adelie'", "0 2");
        add("'Adelie' == species", "0 2");
        add("species != \"Adelie\"", "1 3 5");
        add("species == \"it's \"\"so\"\"\"", "3");
        add("species == 'it''s \"so\"'", "3");
        add("species > 'B'", "1 3 5");
        add("species == 'Emperor'", "");
        add("species == mate", "0 5");
        add("mate == 'Anna'", "1 4");
        // Categories that are numbers are either.
        add("digit == 5", "1 4");
        add("digit == '5'", "1 4");
        add("digit > 4", "1 2 4 5");
        // Numbers that are kept as floats are those of the file.
        add("`body mass` == 0.1", "0");
        add("`body mass` <= 0.3", "0 1 2");
        add("`body mass` > 0.7", "4");
        add("`body mass` == 1000000", "4");
        // Names.
        add("größe > 4", "4 5");
        add("`größe` > 4", "4 5");
        add("`odd``name` == 2", "5");
        add("missing == 9", "0");
        // Dates.
        add("seen < \"1970-01-03\"", "0 1");
        add("seen == '1970-01-02T00:00'", "1");
        add("'1970-01-03' <= seen", "2 3 4");
        add("seen == seen", "0 1 2 3 4");
        // Calculating.
        add("age + 1 > größe * 8", "1 2");
        add("age - 1 - 1 == 1", "0");
        add("2 + 3 * 2 == größe + 2", "5");
        add("(2 + 3) * 2 == größe * 2", "4");
        add("12 / 2 / 2 == größe", "2");
        add("-größe < -5", "5");
        add("3 - -1 == größe", "3");
        // Joining; && before ||.
        add("age >= 18 && species == 'Adelie'", "2");
        add("species == 'Adelie' || größe > 5", "0 2 5");
        add("größe == 1 || größe == 2 && age > 100", "0");
        add("(größe == 1 || größe == 2) && age > 3", "1");
        add("!(größe > 2)", "0 1");
        add("!!(größe > 2)", "2 3 4 5");
        add("!missing(age) && größe > 3", "4 5");
        // What depends on a missing cell is not known, and neither is its opposite.
        add("missing(age)", "3");
        add("missing(`body mass`) || missing( species )", "4 5");
        add("!(age > 5)", "0");
        add("!(species == 'Adelie')", "1 3 5");
        add("age > 5 || age <= 5", "0 1 2 4 5");
        add("missing(age) || age > 20", "2 3");
        add("größe > 3 || age > 20", "2 3 4 5");
        add("!(größe > 3 && age > 20)", "0 1 2 4 5");
        add("age + 1 > 0", "0 1 2 4 5");
        add("0 / 0 == 0 / 0", "");
        add("\n age\t>=\r18 ", "1 2 4");
    }

    void rowsForWhichTheExpressionIsTrueAreKept() {
        QFETCH(QString, expression);
        QFETCH(QString, rows);
        QCOMPARE(kept(expression), rows);
    }

    void aWrongExpressionIsRefusedAtItsPlace_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("reason");
        const auto add = [](const char* expression, int position, const char* reason) {
            QTest::newRow(*expression ? expression : "(empty)")
                << QString::fromUtf8(expression) << position << QString::fromUtf8(reason);
        };
        add("", 1, "expected after the end");
        add("  ", 3, "expected after the end");
        add("age >", 6, "expected after the end");
        add("age > 3 &&", 11, "expected after the end");
        add("age", 1, "no yes-or-no question");
        add("species", 1, "no yes-or-no question");
        add("'abc'", 1, "no yes-or-no question");
        add("age + 1", 1, "no yes-or-no question");
        add("age && größe > 1", 1, "no yes-or-no question");
        add("größe > 1 || age", 14, "no yes-or-no question");
        add("!age", 2, "no yes-or-no question");
        add("!age == 3", 2, "no yes-or-no question");
        add("alter > 3", 1, "there is no column “alter”; there are “age”, “species”, “body mass”");
        add("größe > 3 && alter > 3", 14, "there is no column “alter”");
        add("Age > 3", 1, "there is no column “Age”");
        add("body mass > 3", 1, "there is no column “body”");
        add("`body mas` > 3", 1, "there is no column “body mas”");
        add("species == Adelie", 12, "there is no column “Adelie”");
        add("`` > 3", 1, "there is no column “”");
        add("missing(alter)", 9, "there is no column “alter”");
        add("missing(3)", 9, "name of a column");
        add("missing()", 9, "name of a column");
        add("missing('age')", 9, "name of a column");
        add("missing(age", 1, "asks for one column");
        add("missing(age, größe)", 12, "has no meaning");
        add("missing(age + 1)", 1, "asks for one column");
        add("missing(age) > 1", 14, "compared again");
        add("species > 3", 1, "holds texts");
        add("3 == species", 6, "holds texts");
        add("species + 1 > 3", 1, "holds texts");
        add("age == '18'", 8, "leave the quotes out");
        add("age + 'x' == 3", 7, "leave the quotes out");
        add("age == missing(species)", 8, "is a yes or no");
        add("-missing(age) > 1", 2, "is a yes or no");
        add("1 + missing(age) > 1", 5, "is a yes or no");
        add("seen < 3", 8, "a date is expected");
        add("seen == age", 9, "a date is expected");
        add("seen == mate", 9, "a date is expected");
        add("seen < 'May'", 8, "a date is expected");
        add("seen < '31.03.2024'", 8, "a date is expected");
        add("seen + 1 > 3", 1, "not calculated with");
        add("age = 3", 5, "write == instead");
        add("größe > 1 & age > 3", 11, "write && instead");
        add("größe > 1 | age > 3", 11, "write || instead");
        add("größe > 1 and age > 3", 11, "operator such as");
        add("age > 3 4", 9, "operator such as");
        add("age > 3 'x'", 9, "operator such as");
        add("age > 3)", 8, "operator such as");
        add("(age > 3", 1, "never closed");
        add("((age > 3) && größe > 1", 1, "never closed");
        add("species == 'Adelie", 12, "never closed");
        add("species == \"Adelie'", 12, "never closed");
        add("species == 'it''s", 12, "never closed");
        add("`body mass > 3", 1, "never closed");
        add("'", 1, "never closed");
        add("()", 2, "expected before “)”");
        add("age > > 3", 7, "expected before “>”");
        add("&& age > 3", 1, "expected before “&&”");
        add("* 3 > 1", 1, "expected before “*”");
        add("18 < age < 60", 10, "compared again");
        add("(age > 3) == (größe > 1)", 11, "compared again");
        add("age > 1,5", 8, "has no meaning");
        add("age > 18y", 7, "a number is expected");
        add("age > 1.5.2", 7, "a number is expected");
        add("age > 0x10", 7, "a number is expected");
        add("age > 1e400", 7, "a number is expected");
        add("age % 2 == 1", 5, "has no meaning");
        add("age[0] > 1", 4, "has no meaning");
        add("age; 1", 4, "has no meaning");
    }

    void aWrongExpressionIsRefusedAtItsPlace() {
        QFETCH(QString, expression);
        QFETCH(int, position);
        QFETCH(QString, reason);
        const std::optional<Problem> problem =
            thrownProblem([&] { filterRows(*birds(), expression.toStdString()); });
        QVERIFY(problem && problem->code == ProblemCode::FilterNotUnderstood);
        QVERIFY(isFullyDescribed(*problem));
        QCOMPARE(QString::fromStdString(fact(*problem, "filter")), expression);
        QVERIFY2(fact(*problem, "reason").find(reason.toStdString()) != std::string::npos,
                 fact(*problem, "reason").c_str());
        QCOMPARE(fact(*problem, "position").c_str(), std::to_string(position).c_str());
    }

    void anExpressionThatIsNestedTooDeeplyIsRefused_data() {
        QTest::addColumn<QString>("open");
        QTest::addColumn<QString>("close");
        QTest::newRow("parentheses") << "("
                                     << ")";
        QTest::newRow("negations") << "!"
                                   << "";
    }

    void anExpressionThatIsNestedTooDeeplyIsRefused() {
        QFETCH(QString, open);
        QFETCH(QString, close);
        QCOMPARE(kept(open.repeated(100) + "missing(age)" + close.repeated(100)), "3");
        const std::optional<Problem> problem =
            thrownProblem([&] { kept(open.repeated(1000000) + "missing(age)" + close.repeated(1000000)); });
        QVERIFY(problem && problem->code == ProblemCode::FilterNotUnderstood);
        QCOMPARE(fact(*problem, "position").c_str(), "101");
    }

    void aLongExpressionIsNoProblem() {
        QString expression = "age > 100";
        for (int i = 0; i < 20000; ++i)
            expression += " || größe == 3";
        QCOMPARE(kept(expression), "2");
    }

    void everyRowOfALongTableIsJudgedByItself() {
        constexpr int kRows = 5000;
        std::vector<double> values(kRows);
        for (int i = 0; i < kRows; ++i)
            values[std::size_t(i)] = (i * 7919) % kRows;
        std::vector<Column> columns;
        columns.push_back({.name = "a", .values = values, .missing = MissingMask(kRows)});
        const Dataset table("long", "", std::move(columns));
        const RowList rows = filterRows(table, "a < 1250").value();
        RowList expected;
        for (Index i = 0; i < kRows; ++i)
            if (values[std::size_t(i)] < 1250)
                expected.push_back(i);
        QCOMPARE(rows.size(), std::size_t(1250));
        QVERIFY(rows == expected);
    }

    void filteringTellsItsProgressAndCanBeCancelled() {
        std::vector<Column> columns;
        columns.push_back(
            {.name = "a", .values = std::vector<float>(300000), .missing = MissingMask(300000)});
        const Dataset table("long", "", std::move(columns));
        std::vector<double> shares;
        const auto watch = [&shares](double share) {
            shares.push_back(share);
            return true;
        };
        QCOMPARE(filterRows(table, "a == 0", watch).value().size(), std::size_t(300000));
        QVERIFY(shares.size() > 2 && std::is_sorted(shares.begin(), shares.end()) && shares.back() <= 1);
        int calls = 0;
        QVERIFY(!filterRows(table, "a == 0", [&calls](double) { return ++calls < 2; }));
        QCOMPARE(calls, 2);
    }
};

QTEST_GUILESS_MAIN(RowFilterTest)
#include "row_filter_test.moc"
