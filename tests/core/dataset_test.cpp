#include "core/data/dataset.h"

#include <QTest>
#include <limits>

#include "core/data/content_hash.h"
#include "tests/support/comma_locale.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

class DatasetTest : public QObject {
    Q_OBJECT

private slots:
    void typeNamesAreReadBack_data();
    void typeNamesAreReadBack();
    void unknownTypeNamesTheChoices();
    void numbersShowTheDecimalsOfTheirColumn_data();
    void numbersShowTheDecimalsOfTheirColumn();
    void numbersAreWrittenAlikeInEveryLocale();
    void categoriesAreShownByTheirText_data();
    void categoriesAreShownByTheirText();
    void missingCellIsEmptyAndCounted();
    void columnsAreFoundByName();
    void tableIsCalledAfterItsFile_data();
    void tableIsCalledAfterItsFile();
    void unknownColumnNamesTheKnownOnes();
    void theContentHashIsThatOfFnv1a();
    void anyOtherContentHasAnotherHash();
};

void DatasetTest::typeNamesAreReadBack_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("name");
    QTest::newRow("number") << int(ColumnType::Number) << "number";
    QTest::newRow("binary") << int(ColumnType::Binary) << "binary";
    QTest::newRow("category") << int(ColumnType::Category) << "category";
    QTest::newRow("text") << int(ColumnType::Text) << "text";
}

void DatasetTest::typeNamesAreReadBack() {
    QFETCH(int, type);
    QFETCH(QString, name);
    QCOMPARE(std::string(toString(ColumnType(type))), name.toStdString());
    QCOMPARE(int(columnTypeFromString(name.toStdString())), type);
}

void DatasetTest::unknownTypeNamesTheChoices() {
    const auto problem = tests::thrownProblem([] { columnTypeFromString("Number"); });
    QVERIFY(problem.has_value());
    QCOMPARE(*problem,
             (Problem{ProblemCode::UnknownType,
                      {{"text", "Number"}, {"choices", "number, count, binary, category, date, text"}}}));
    QVERIFY(tests::isFullyDescribed(*problem));
}

void DatasetTest::numbersShowTheDecimalsOfTheirColumn_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole") << 3750.0 << 0 << "3750";
    QTest::newRow("rounded to whole") << 3750.4 << 0 << "3750";
    QTest::newRow("zeros kept") << 3.0 << 1 << "3.0";
    QTest::newRow("float32 noise gone") << double(5.1f) << 1 << "5.1";
    QTest::newRow("negative") << -0.25 << 2 << "-0.25";
    QTest::newRow("no negative zero") << -0.004 << 2 << "0.00";
    QTest::newRow("zero") << 0.0 << 0 << "0";
    QTest::newRow("large") << 123456789012345.0 << 1 << "123456789012345.0";
    QTest::newRow("huge") << 1.5e300 << 2 << "1.5e+300";
    QTest::newRow("most decimals") << 0.5 << 17 << "0.50000000000000000";
    QTest::newRow("tiny") << -2.5e-40 << 17 << "-2.5e-40";
    QTest::newRow("largest double") << std::numeric_limits<double>::max() << 17 << "1.7976931348623157e+308";
}

void DatasetTest::numbersShowTheDecimalsOfTheirColumn() {
    QFETCH(double, value);
    QFETCH(int, decimals);
    QFETCH(QString, expected);
    const Column column{
        .name = "x", .values = {value}, .missing = {0}, .categories = {}, .decimals = decimals};
    QCOMPARE(QString::fromStdString(column.valueText(value)), expected);
    QCOMPARE(QString::fromStdString(column.cellText(0)), expected);
}

void DatasetTest::numbersAreWrittenAlikeInEveryLocale() {
    const tests::CommaLocale locale;
    const Column column{.name = "x", .values = {1234.5}, .missing = {0}, .categories = {}, .decimals = 1};
    QCOMPARE(QString::fromStdString(column.cellText(0)), "1234.5");
}

void DatasetTest::categoriesAreShownByTheirText_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("first") << 0.0 << "no";
    QTest::newRow("second") << 1.0 << "yes";
    QTest::newRow("nearest") << 0.7 << "yes";
    QTest::newRow("below") << -3.0 << "no";
    QTest::newRow("above") << 9.0 << "yes";
    QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << "";
}

void DatasetTest::categoriesAreShownByTheirText() {
    QFETCH(double, value);
    QFETCH(QString, expected);
    const Column column{
        .name = "x", .type = ColumnType::Binary, .values = {}, .missing = {}, .categories = {"no", "yes"}};
    QCOMPARE(QString::fromStdString(column.valueText(value)), expected);
}

void DatasetTest::missingCellIsEmptyAndCounted() {
    const Column number{.name = "a", .values = {1, 0, 3}, .missing = {0, 1, 0}, .categories = {}};
    const Column text{.name = "b",
                      .type = ColumnType::Text,
                      .values = {0, 0, 1},
                      .missing = {1, 1, 0},
                      .categories = {"p", "q"}};
    QCOMPARE(number.cellText(1), std::string());
    QCOMPARE(text.cellText(0), std::string());
    QCOMPARE(text.cellText(2), std::string("q"));
    QCOMPARE(number.missingCount(), Index(1));
    QCOMPARE(Dataset("t", "", {number, text}).missingCount(), Index(3));
}

void DatasetTest::columnsAreFoundByName() {
    const Dataset dataset("t", "",
                          {{.name = "a", .values = {1, 2}, .missing = {0, 0}, .categories = {}},
                           {.name = "b", .values = {1, 2}, .missing = {0, 0}, .categories = {}}});
    QCOMPARE(dataset.rows(), Index(2));
    QCOMPARE(dataset.columns().size(), std::size_t(2));
    QCOMPARE(dataset.indexOf("b"), std::optional<Index>(1));
    QCOMPARE(dataset.indexOf("B"), std::optional<Index>());
    QCOMPARE(Dataset("empty", "", {}).rows(), Index(0));
}

void DatasetTest::tableIsCalledAfterItsFile_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    QTest::newRow("folder and ending") << "/data/penguins.csv"
                                       << "penguins";
    QTest::newRow("plain") << "penguins"
                           << "penguins";
    QTest::newRow("two endings") << "a/b.tar.csv"
                                 << "b.tar";
    QTest::newRow("blanks and accents") << "./Größe in cm.txt"
                                        << "Größe in cm";
    QTest::newRow("only an ending") << "/data/.csv"
                                    << ".csv";
    QTest::newRow("none") << ""
                          << "";
}

void DatasetTest::tableIsCalledAfterItsFile() {
    QFETCH(QString, path);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(nameFromPath(path.toStdString())), expected);
}

void DatasetTest::unknownColumnNamesTheKnownOnes() {
    const Problem few = unknownColumn("x", "t.csv", std::vector<std::string>{"a", "b"}).problem();
    QCOMPARE(few, (Problem{ProblemCode::UnknownColumn,
                           {{"column", "x"}, {"file", "t.csv"}, {"columns", "a, b"}}}));
    QVERIFY(tests::isFullyDescribed(few));
    const Problem many = unknownColumn("x", "t.csv", std::vector<std::string>(784, "pixel")).problem();
    QVERIFY(tests::fact(many, "columns").ends_with("pixel, …"));
    QCOMPARE_LT(tests::fact(many, "columns").size(), std::size_t(400));
}

namespace {

std::vector<Column> hashedColumns() {
    return {{.name = "size", .values = {1.5, 7, -2.25}, .missing = {0, 1, 0}},
            {.name = "kind",
             .type = ColumnType::Category,
             .values = {2, 0, 1},
             .missing = {0, 0, 0},
             .categories = {"a", "b", "c"}}};
}

std::string hashOf(std::vector<Column> columns) {
    return contentHash(Dataset("name", "path", std::move(columns)));
}

}  // namespace

/// Made with Python: 64-bit FNV-1a over b"size\0number\0", struct.pack("<d", 1.5) + b"\1", bytes(9) …
void DatasetTest::theContentHashIsThatOfFnv1a() {
    QCOMPARE(hashOf(hashedColumns()), std::string("43cc3ad9108b8fd8"));
}

void DatasetTest::anyOtherContentHasAnotherHash() {
    const std::string hash = hashOf(hashedColumns());
    const auto changed = [](auto&& change) {
        std::vector<Column> columns = hashedColumns();
        change(columns);
        return hashOf(std::move(columns));
    };
    QVERIFY(changed([](auto& columns) { columns[0].name = "sizes"; }) != hash);
    QVERIFY(changed([](auto& columns) { columns[0].type = ColumnType::Count; }) != hash);
    QVERIFY(changed([](auto& columns) { columns[0].values.set(2, -2.26); }) != hash);
    QVERIFY(changed([](auto& columns) { columns[0].missing.setMissing(0); }) != hash);
    QVERIFY(changed([](auto& columns) { columns[1].categories[1] = "d"; }) != hash);
    QVERIFY(changed([](auto& columns) { std::swap(columns[0], columns[1]); }) != hash);
    // What is missing has no value.
    QCOMPARE(changed([](auto& columns) { columns[0].values.set(1, 8); }), hash);
}

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
