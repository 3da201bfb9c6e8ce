#include "core/data/column_inference.h"

#include <QTest>
#include <algorithm>
#include <limits>

#include "tests/support/comma_locale.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

class ColumnInferenceTest : public QObject {
    Q_OBJECT

private slots:
    void missingTokensAreRecognised_data();
    void missingTokensAreRecognised();
    void numbersAreReadExactly_data();
    void numbersAreReadExactly();
    void otherSpellingsAreNoNumbers_data();
    void otherSpellingsAreNoNumbers();
    void numbersAreReadAlikeInEveryLocale();
    void typeFollowsFromTheCells_data();
    void typeFollowsFromTheCells();
    void categoriesAreOrdered_data();
    void categoriesAreOrdered();
    void decimalsAreThoseOfTheFile_data();
    void decimalsAreThoseOfTheFile();
    void textAmongNumbersIsMissingAndReportedOnce();
    void infiniteNumbersAreMissingAndReportedOnce();
    void infiniteNumberLeavesABinaryColumnBinary();
    void longTextIsShortenedInReports();
    void toldTypeReplacesTheInferredOne_data();
    void toldTypeReplacesTheInferredOne();
    void toldTypeThatDoesNotFitIsRefused_data();
    void toldTypeThatDoesNotFitIsRefused();
};

namespace {

QString typeName(ColumnType type) {
    return QString::fromUtf8(toString(type).data(), qsizetype(toString(type).size()));
}

/// Infers a column whose first cell stands on line 2.
Column infer(const QStringList& cells, std::optional<ColumnType> type, Problems& problems) {
    std::vector<std::string> texts;
    for (const QString& cell : cells)
        texts.push_back(cell.toStdString());
    DistinctCells distinct;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        const std::string_view text = trimmed(texts[row]);
        const auto met = std::find_if(distinct.texts.begin(), distinct.texts.end(),
                                      [text](const DistinctText& one) { return one.text == text; });
        distinct.ids.push_back(std::uint32_t(met - distinct.texts.begin()));
        if (met == distinct.texts.end())
            distinct.texts.push_back({text, 1, Index(row), long(row) + 2});
        else
            ++met->count;
    }
    return inferColumn({.name = "x", .file = "t.csv", .type = type}, distinct, problems).column;
}

Column infer(const QStringList& cells, std::optional<ColumnType> type = std::nullopt) {
    Problems problems;
    return infer(cells, type, problems);
}

/// `count` different texts, each `times` times.
QStringList texts(int count, int times) {
    QStringList cells;
    for (int i = 0; i < count * times; ++i)
        cells << QString("text %1").arg(i % count);
    return cells;
}

}  // namespace

void ColumnInferenceTest::missingTokensAreRecognised_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<bool>("missing");
    for (const char* token :
         {"", " ", " \t ", "NA", " NA ", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "-"})
        QTest::addRow("missing “%s”", token) << token << true;
    for (const char* token : {"0", "Nan", "Na", "none", "no", "--", "-1", "??", "N A", ".", "nano"})
        QTest::addRow("present “%s”", token) << token << false;
}

void ColumnInferenceTest::missingTokensAreRecognised() {
    QFETCH(QString, cell);
    QFETCH(bool, missing);
    QCOMPARE(isMissingToken(cell.toStdString()), missing);
}

void ColumnInferenceTest::numbersAreReadExactly_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<double>("expected");
    const double infinity = std::numeric_limits<double>::infinity();
    QTest::newRow("whole") << "42" << 42.0;
    QTest::newRow("negative") << "-3.5" << -3.5;
    QTest::newRow("plus sign") << "+3.5" << 3.5;
    QTest::newRow("blanks around") << " \t1 " << 1.0;
    QTest::newRow("no digit before the point") << ".5" << 0.5;
    QTest::newRow("no digit after the point") << "5." << 5.0;
    QTest::newRow("leading zeros") << "007" << 7.0;
    QTest::newRow("exponent") << "-1.5e3" << -1500.0;
    QTest::newRow("capital exponent") << "1E-05" << 1e-5;
    QTest::newRow("signed exponent") << "1e+2" << 100.0;
    QTest::newRow("last bit") << "0.1" << 0.1;
    QTest::newRow("halfway between doubles") << "9007199254740993" << 9007199254740992.0;
    QTest::newRow("seventeen digits") << "2.2250738585072014e-308" << std::numeric_limits<double>::min();
    QTest::newRow("smallest") << "5e-324" << std::numeric_limits<double>::denorm_min();
    QTest::newRow("largest") << "1.7976931348623157e308" << std::numeric_limits<double>::max();
    QTest::newRow("infinite") << "inf" << infinity;
    QTest::newRow("infinite, long") << "-Infinity" << -infinity;
    QTest::newRow("too large") << "1e400" << infinity;
    QTest::newRow("too large, negative") << "-1e400" << -infinity;
    QTest::newRow("too large without exponent") << QString(400, '9') << infinity;
    QTest::newRow("too small") << "1e-400" << 0.0;
    QTest::newRow("too small without exponent") << "0." + QString(400, '0') + "1" << 0.0;
}

void ColumnInferenceTest::numbersAreReadExactly() {
    QFETCH(QString, cell);
    QFETCH(double, expected);
    const std::optional<double> number = parseNumber(cell.toStdString());
    QVERIFY(number.has_value());
    QVERIFY2(*number == expected, qPrintable(QString::number(*number, 'g', 17)));
}

void ColumnInferenceTest::otherSpellingsAreNoNumbers_data() {
    QTest::addColumn<QString>("cell");
    for (const char* cell :
         {"",           " ",     "x",   "1_000", "0x10", "0x1p3",  "1,234.5", "1,5", "12%", "1 000", "$5",
          "5 cm",       "+-1",   "++1", "--1",   "+",    "-",      ".",       "e5",  "1e",  "1e+",   "1.2.3",
          "2024-01-31", "12:30", "nan", "NaN",   "-nan", "nan(1)", "infinit", "1f",  "１"})
        QTest::addRow("“%s”", cell) << cell;
}

void ColumnInferenceTest::otherSpellingsAreNoNumbers() {
    QFETCH(QString, cell);
    QVERIFY(!parseNumber(cell.toStdString()).has_value());
}

void ColumnInferenceTest::numbersAreReadAlikeInEveryLocale() {
    const tests::CommaLocale locale;
    QCOMPARE(parseNumber("1.5"), std::optional<double>(1.5));
    QCOMPARE(parseNumber("1,5"), std::optional<double>());
}

void ColumnInferenceTest::typeFollowsFromTheCells_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<ColumnType>("type");
    QTest::addColumn<int>("missing");
    QTest::newRow("numbers") << QStringList{"1", "2", "3.5"} << ColumnType::Number << 0;
    QTest::newRow("numbers with gaps") << QStringList{"1", "NA", "3", "", "5"} << ColumnType::Number << 2;
    QTest::newRow("constant number") << QStringList{"7", "7", "7.0"} << ColumnType::Number << 0;
    QTest::newRow("all missing") << QStringList{"NA", "", "?"} << ColumnType::Number << 3;
    QTest::newRow("no rows") << QStringList{} << ColumnType::Number << 0;
    QTest::newRow("only infinite") << QStringList{"inf", "-inf", "inf"} << ColumnType::Number << 3;
    QTest::newRow("two numbers") << QStringList{"0", "1", "1", "0"} << ColumnType::Binary << 0;
    QTest::newRow("two numbers, spelt variously")
        << QStringList{"0", "1.0", "1", "0.00"} << ColumnType::Binary << 0;
    QTest::newRow("two numbers with gaps") << QStringList{"2", "NA", "1"} << ColumnType::Binary << 1;
    QTest::newRow("two texts") << QStringList{"yes", "no", "yes", " no "} << ColumnType::Binary << 0;
    QTest::newRow("a number and a text")
        << QStringList{"0", "0", "0", "0", "0", "0", "positive"} << ColumnType::Binary << 0;
    QTest::newRow("three texts") << texts(3, 2) << ColumnType::Category << 0;
    QTest::newRow("constant text") << QStringList{"a", "a", "a"} << ColumnType::Category << 0;
    QTest::newRow("one text") << QStringList{"a"} << ColumnType::Category << 0;
    QTest::newRow("half of them different") << texts(32, 2) << ColumnType::Category << 0;
    QTest::newRow("more than half of them different") << texts(3, 1) << ColumnType::Text << 0;
    QTest::newRow("most categories") << texts(kMaxCategories, 4) << ColumnType::Category << 0;
    QTest::newRow("too many for categories") << texts(kMaxCategories + 1, 4) << ColumnType::Text << 0;
    QTest::newRow("numbers and one text in ten")
        << QStringList{"1", "2", "3", "4", "5", "6", "7", "8", "9", "x"} << ColumnType::Number << 1;
    QTest::newRow("numbers and one text in five")
        << QStringList{"1", "2", "3", "4", "x"} << ColumnType::Text << 0;
}

void ColumnInferenceTest::typeFollowsFromTheCells() {
    QFETCH(QStringList, cells);
    QFETCH(ColumnType, type);
    QFETCH(int, missing);
    const Column column = infer(cells);
    QCOMPARE(column.name, std::string("x"));
    QCOMPARE(typeName(column.type), typeName(type));
    QCOMPARE(column.missingCount(), Index(missing));
    QCOMPARE(column.values.size(), std::size_t(cells.size()));
    QCOMPARE(column.missing.size(), std::size_t(cells.size()));
    for (std::size_t row = 0; row < column.values.size(); ++row)
        QVERIFY(!column.missing[row] || column.values[row] == 0);
}

void ColumnInferenceTest::categoriesAreOrdered_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<QStringList>("categories");
    QTest::addColumn<QList<double>>("values");
    QTest::newRow("texts by alphabet")
        << QStringList{"b", "a", "b"} << QStringList{"a", "b"} << QList<double>{1, 0, 1};
    QTest::newRow("numbers ascending")
        << QStringList{"10", "9", "10"} << QStringList{"9", "10"} << QList<double>{1, 0, 1};
    QTest::newRow("first spelling of a number")
        << QStringList{"1.0", "0", "1", "0.0"} << QStringList{"0", "1.0"} << QList<double>{1, 0, 1, 0};
    QTest::newRow("missing is 0") << QStringList{"b", "NA", "a"} << QStringList{"a", "b"}
                                  << QList<double>{1, 0, 0};
    QTest::newRow("numbers before texts") << QStringList{"a", "10", "9", "a", "9", "10"}
                                          << QStringList{"9", "10", "a"} << QList<double>{2, 1, 0, 2, 0, 1};
}

void ColumnInferenceTest::categoriesAreOrdered() {
    QFETCH(QStringList, cells);
    QFETCH(QStringList, categories);
    QFETCH(QList<double>, values);
    const Column column = infer(cells);
    QStringList found;
    for (const std::string& category : column.categories)
        found << QString::fromStdString(category);
    QCOMPARE(found, categories);
    QCOMPARE(QList<double>(column.values.begin(), column.values.end()), values);
}

void ColumnInferenceTest::decimalsAreThoseOfTheFile_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<int>("decimals");
    QTest::newRow("whole") << QStringList{"1", "2", "3"} << 0;
    QTest::newRow("most of all") << QStringList{"1", "2.25", "3.5"} << 2;
    QTest::newRow("zeros count") << QStringList{"1.000", "2", "3"} << 3;
    QTest::newRow("point without digits") << QStringList{"1.", "2.", "3."} << 0;
    QTest::newRow("large exponent") << QStringList{"1.5e3", "2", "3"} << 0;
    QTest::newRow("exponent without point") << QStringList{"1e5", "2E+1", "3"} << 0;
    QTest::newRow("small exponent") << QStringList{"1.5e-3", "2", "3"} << 4;
    QTest::newRow("no more than a double holds")
        << QStringList{"0.12345678901234567890", "2", "3"} << kMaxDecimals;
    QTest::newRow("tiny") << QStringList{"1e-300", "2", "3"} << kMaxDecimals;
    QTest::newRow("absurd exponent") << QStringList{"1e-99999999999999999999", "2", "3"} << 0;
    QTest::newRow("texts and infinities do not count")
        << QStringList{"1", "2", "3", "4", "5", "6", "7", "8", "9", "v1.234", "1e400"} << 0;
}

void ColumnInferenceTest::decimalsAreThoseOfTheFile() {
    QFETCH(QStringList, cells);
    QFETCH(int, decimals);
    const Column column = infer(cells);
    QCOMPARE(typeName(column.type), typeName(ColumnType::Number));
    QCOMPARE(column.decimals, decimals);
}

void ColumnInferenceTest::textAmongNumbersIsMissingAndReportedOnce() {
    Problems problems;
    const Column column = infer({"1", "2", "3", " n.d. ", "5", "6", "7", "8", "9", "10", "11", "12,5", "13"},
                                std::nullopt, problems);
    QCOMPARE(typeName(column.type), typeName(ColumnType::Number));
    QCOMPARE(column.missingCount(), Index(2));
    QCOMPARE(
        problems,
        (Problems{{ProblemCode::TextInNumericColumn,
                   {{"file", "t.csv"}, {"line", "5"}, {"column", "x"}, {"text", "n.d."}, {"count", "2"}}}}));
    QVERIFY(tests::isFullyDescribed(problems.front()));
}

void ColumnInferenceTest::infiniteNumbersAreMissingAndReportedOnce() {
    Problems problems;
    const Column column = infer({"1", "-inf", "3", "Infinity", "1e999", "4"}, std::nullopt, problems);
    QCOMPARE(typeName(column.type), typeName(ColumnType::Number));
    QCOMPARE(column.missing, (std::vector<unsigned char>{0, 1, 0, 1, 1, 0}));
    QCOMPARE(
        problems,
        (Problems{{ProblemCode::NonFiniteCell,
                   {{"file", "t.csv"}, {"line", "3"}, {"column", "x"}, {"text", "-inf"}, {"count", "3"}}}}));
    QVERIFY(tests::isFullyDescribed(problems.front()));
}

void ColumnInferenceTest::infiniteNumberLeavesABinaryColumnBinary() {
    Problems problems;
    const Column column = infer({"0", "1", "inf", "1", "0"}, std::nullopt, problems);
    QCOMPARE(typeName(column.type), typeName(ColumnType::Binary));
    QCOMPARE(column.categories, (std::vector<std::string>{"0", "1"}));
    QCOMPARE(column.missingCount(), Index(1));
    QCOMPARE(problems.size(), std::size_t(1));
    QCOMPARE(problems.front().code, ProblemCode::NonFiniteCell);
}

void ColumnInferenceTest::longTextIsShortenedInReports() {
    Problems problems;
    infer({"1", "2", "3", "4", "5", "6", QString(1000, u'é')}, std::nullopt, problems);
    QCOMPARE(problems.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(tests::fact(problems.front(), "text")), QString(20, u'é') + u'…');
}

void ColumnInferenceTest::toldTypeReplacesTheInferredOne_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<ColumnType>("type");
    QTest::addColumn<int>("missing");
    QTest::addColumn<int>("categories");
    const QStringList codes{"1", "2", "3", "1"};
    QTest::newRow("codes as categories") << codes << ColumnType::Category << 0 << 3;
    QTest::newRow("codes as text") << codes << ColumnType::Text << 0 << 3;
    QTest::newRow("flags as numbers") << QStringList{"0", "1", "0"} << ColumnType::Number << 0 << 0;
    QTest::newRow("mostly text as numbers") << QStringList{"1", "a", "b"} << ColumnType::Number << 2 << 0;
    QTest::newRow("ids as categories") << texts(100, 1) << ColumnType::Category << 0 << 100;
    QTest::newRow("nothing as numbers") << QStringList{"NA", ""} << ColumnType::Number << 2 << 0;
    QTest::newRow("nothing as categories") << QStringList{"NA", ""} << ColumnType::Category << 2 << 0;
    QTest::newRow("two values as binary") << QStringList{"b", "a"} << ColumnType::Binary << 0 << 2;
}

void ColumnInferenceTest::toldTypeReplacesTheInferredOne() {
    QFETCH(QStringList, cells);
    QFETCH(ColumnType, type);
    QFETCH(int, missing);
    QFETCH(int, categories);
    const Column column = infer(cells, type);
    QCOMPARE(typeName(column.type), typeName(type));
    QCOMPARE(column.missingCount(), Index(missing));
    QCOMPARE(int(column.categories.size()), categories);
}

void ColumnInferenceTest::toldTypeThatDoesNotFitIsRefused_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<ColumnType>("type");
    QTest::addColumn<QString>("reason");
    QTest::newRow("texts as numbers")
        << QStringList{"a", "b", "c"} << ColumnType::Number << "none of its cells is a number";
    QTest::newRow("three values as binary")
        << QStringList{"1", "2", "3"} << ColumnType::Binary << "it has 3 different values";
    QTest::newRow("one value as binary")
        << QStringList{"1", "1"} << ColumnType::Binary << "it has 1 different values";
    QTest::newRow("nothing as binary")
        << QStringList{"", "NA"} << ColumnType::Binary << "it has 0 different values";
}

void ColumnInferenceTest::toldTypeThatDoesNotFitIsRefused() {
    QFETCH(QStringList, cells);
    QFETCH(ColumnType, type);
    QFETCH(QString, reason);
    const auto problem = tests::thrownProblem([&] { infer(cells, type); });
    QVERIFY(problem.has_value());
    QCOMPARE(
        *problem,
        (Problem{
            ProblemCode::TypeDoesNotFit,
            {{"column", "x"}, {"type", std::string(toString(type))}, {"reason", reason.toStdString()}}}));
    QVERIFY(tests::isFullyDescribed(*problem));
}

QTEST_GUILESS_MAIN(ColumnInferenceTest)
#include "column_inference_test.moc"
