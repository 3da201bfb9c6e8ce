#include <QTest>
#include <cstdlib>
#include <random>
#include <set>

#include "core/data/column_inference.h"
#include "core/data/csv_reader.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

/// How much of a table is read, on how many threads, within which memory; and that guesses from the first
/// rows never show in the result.
class ReadControlTest : public QObject {
    Q_OBJECT

private slots:
    void plainNumbersAreThoseOfStrtod();
    void floatsShowWhatTheFileShows_data();
    void floatsShowWhatTheFileShows();
    void wrongGuessesDoNotShow_data();
    void wrongGuessesDoNotShow();
    void firstRowsAreReadWithoutTheRest();
    void sampleHoldsRowsOfTheFileInTheirOrder();
    void everyRowIsAsLikelyInASample();
    void linesOfAnotherLengthCountBetweenTheRowsOfASample_data();
    void linesOfAnotherLengthCountBetweenTheRowsOfASample();
    void sampleOfMoreRowsThanThereAreIsTheTable();
    void tableThatDoesNotFitIsRefusedBeforeItIsRead();
    void sampleOfATableThatDoesNotFitIsRead();
    void progressRisesToOne();
    void readingCanBeCancelledAtAnyTime();
    void firstRejectedCellsAreListedAndAllAreCounted();
};

namespace {

QString typeName(const Column& column) {
    return QString::fromStdString(std::string(toString(column.type)));
}

/// A table `a,b` of which row i has cell(i) under a, and i under b.
template <class Cell>
std::string table(int rows, const Cell& cell) {
    std::string text = "a,b\n";
    for (int row = 0; row < rows; ++row)
        text += cell(row) + "," + std::to_string(row) + "\n";
    return text;
}

bool same(const Dataset& one, const Dataset& other) {
    if (one.rows() != other.rows() || one.problems() != other.problems())
        return false;
    for (Index i = 0; i < Index(one.columns().size()); ++i) {
        const Column& a = one.column(i);
        const Column& b = other.column(i);
        if (a.type != b.type || !(a.values == b.values) || a.categories != b.categories ||
            a.decimals != b.decimals)
            return false;
        for (std::size_t row = 0; row < a.missing.size(); ++row) {
            if (a.missing[row] != b.missing[row])
                return false;
        }
    }
    return true;
}

}  // namespace

void ReadControlTest::plainNumbersAreThoseOfStrtod() {
    std::mt19937_64 random(1);
    const auto digits = [&random](std::size_t most) {
        std::string text;
        for (std::size_t count = random() % (most + 1); text.size() < count;)
            text += char('0' + random() % 10);
        return text;
    };
    std::vector<std::string> spellings{"1e308",
                                       "1.7976931348623157e308",
                                       "4.9e-324",
                                       "2.2250738585072011e-308",
                                       "0.30000000000000004",
                                       "9007199254740993",
                                       "123456789012345",
                                       "-0.0"};
    while (spellings.size() < 100000) {
        std::string text = random() % 2 ? "-" : "";
        text.append(digits(18));
        if (random() % 4 != 0)
            text.append(".").append(digits(18));
        if (random() % 4 == 0)
            text.append("e").append(std::to_string(int(random() % 640) - 320));
        char* end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        if (*end == '\0' && end != text.c_str() && std::isfinite(number))
            spellings.push_back(text);
    }
    const CsvOptions asNumbers{.types = {{"a", ColumnType::Number}}};
    const DatasetPtr dataset =
        readCsvText(table(int(spellings.size()), [&](int row) { return spellings[std::size_t(row)]; }),
                    "t.csv", asNumbers)
            .dataset;
    QCOMPARE(dataset->missingCount(), Index(0));
    for (std::size_t row = 0; row < spellings.size(); ++row) {
        const double expected = std::strtod(spellings[row].c_str(), nullptr);
        QVERIFY2(dataset->column(0).values[row] == expected, spellings[row].c_str());
        QVERIFY2(parseNumber(spellings[row]) == expected, spellings[row].c_str());
    }
}

void ReadControlTest::floatsShowWhatTheFileShows_data() {
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<bool>("floats");
    QTest::newRow("six decimals") << QStringList{"0.123456", "-3.999999", "2.5"} << true;
    QTest::newRow("large beside small") << QStringList{"100000.1", "0.1", "0.7"} << true;
    QTest::newRow("larger beside small") << QStringList{"10000000.1", "0.1", "0.7"} << false;
    QTest::newRow("exact and very large") << QStringList{"1152921504606846976", "3", "0.5"} << true;
    QTest::newRow("very large beside a tenth") << QStringList{"1152921504606846976", "3", "0.1"} << true;
    QTest::newRow("eight decimals") << QStringList{"0.12345678", "3.99999999", "2.5"} << false;
    QTest::newRow("largest whole float") << QStringList{"16777216", "16777215", "2"} << true;
    QTest::newRow("whole number beyond floats") << QStringList{"16777217", "1", "2"} << false;
    QTest::newRow("beyond the range of floats") << QStringList{"1e39", "1", "2"} << false;
    QTest::newRow("tiny") << QStringList{"1e-46", "1", "2"} << false;
    QTest::newRow("exact whatever the decimals") << QStringList{"0.50000000000000000000", "1", "2"} << true;
}

void ReadControlTest::floatsShowWhatTheFileShows() {
    QFETCH(QStringList, cells);
    QFETCH(bool, floats);
    const auto cell = [&](int row) { return cells[row].toStdString(); };
    const DatasetPtr dataset = readCsvText(table(int(cells.size()), cell), "t.csv").dataset;
    QCOMPARE(dataset->column(0).values.areFloats(), floats);
    for (int row = 0; row < cells.size(); ++row) {
        const double expected = std::strtod(cell(row).c_str(), nullptr);
        QVERIFY(dataset->column(0).values[std::size_t(row)] == expected);
        QCOMPARE(std::strtod(dataset->column(0).cellText(row).c_str(), nullptr), expected);
    }
}

void ReadControlTest::wrongGuessesDoNotShow_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("missing");
    QTest::newRow("texts after numbers") << 12000 << 0 << "category" << 0;
    QTest::newRow("numbers after texts") << 12000 << 1 << "number" << 1100;
    QTest::newRow("third value late") << 5000 << 2 << "number" << 0;
    QTest::newRow("second value late") << 5000 << 3 << "binary" << 0;
    QTest::newRow("one text late, one number") << 5000 << 4 << "binary" << 0;
    QTest::newRow("doubles late") << 5000 << 5 << "number" << 0;
    QTest::newRow("very many numbers after two") << 150000 << 6 << "number" << 0;
    QTest::newRow("per cent late") << 9000 << 7 << "number" << 1500;
    QTest::newRow("dates after numbers") << 12000 << 8 << "date" << 1100;
}

void ReadControlTest::wrongGuessesDoNotShow() {
    QFETCH(int, rows);
    QFETCH(int, kind);
    QFETCH(QString, type);
    QFETCH(int, missing);
    // The first thousand rows show the one thing, those behind them the other.
    const auto cell = [kind](int row) -> std::string {
        const bool late = row >= 1500;
        switch (kind) {
            case 0:
                return row < 1100 ? std::to_string(row % 7) : "x" + std::to_string(row % 5);
            case 1:
                return row < 1100 ? "x" : std::to_string(row);
            case 2:
                return late ? "2" : std::to_string(row % 2);
            case 3:
                return late ? "1" : "0";
            case 4:
                return row == 4000 ? "none" : "0";
            case 5:
                return late ? "0.123456789012" : "0." + std::to_string(row % 9);
            case 6:
                return row < 1500 ? std::to_string(row % 2) : std::to_string(row) + ".25";
            case 7:
                return std::to_string(row) + (late ? "%" : "");
            default:
                return row < 1100 ? std::to_string(row) : "2024-01-" + std::to_string(10 + row % 20);
        }
    };
    const std::string text = table(rows, cell);
    const CsvResult result = readCsvText(text, "t.csv");
    const Column& column = result.dataset->column(0);
    QCOMPARE(typeName(column), type);
    QCOMPARE(column.missingCount(), Index(missing));
    QCOMPARE(result.report.rejectedCount, Index(missing));
    QCOMPARE(result.report.rejected.size(), std::min(std::size_t(missing), ImportReport::kMostListed));
    for (std::size_t i = 1; i < result.report.rejected.size(); ++i)
        QCOMPARE(result.report.rejected[i].line, result.report.rejected[i - 1].line + 1);
    for (const int threads : {1, 3}) {
        const CsvResult other = readCsvText(text, "t.csv", {}, {.threads = threads, .blockBytes = 5000});
        QVERIFY(same(*other.dataset, *result.dataset));
        QCOMPARE(other.report.rejected.size(), result.report.rejected.size());
    }
    for (int row = 0; row < rows; row += 137) {
        if (!column.missing[std::size_t(row)] && type == "number")
            QCOMPARE(column.values[std::size_t(row)], std::strtod(cell(row).c_str(), nullptr));
        else if (!column.missing[std::size_t(row)])
            QCOMPARE(column.cellText(row), cell(row));
    }
}

void ReadControlTest::firstRowsAreReadWithoutTheRest() {
    // A line of another length far down would stop who reads that far.
    const std::string text = table(500000, [](int row) { return std::to_string(row); }) + "1\n";
    const CsvResult result = readCsvText(text, "t.csv", {}, {.firstRows = 200});
    QCOMPARE(result.dataset->rows(), Index(200));
    QCOMPARE(result.dataset->column(1).values[199], 199.0);
    QCOMPARE(tests::thrownProblem([&] { readCsvText(text, "t.csv"); })->code, ProblemCode::RaggedLine);
}

void ReadControlTest::sampleHoldsRowsOfTheFileInTheirOrder() {
    const std::string text = table(1000, [](int row) { return std::to_string(2 * row); });
    const CsvResult result = readCsvText(text, "t.csv", {.sampleRows = 100});
    QCOMPARE(result.dataset->rows(), Index(100));
    const ColumnValues& rows = result.dataset->column(1).values;
    for (std::size_t i = 0; i < 100; ++i) {
        QVERIFY(i == 0 || rows[i] > rows[i - 1]);
        QCOMPARE(result.dataset->column(0).values[i], 2 * rows[i]);
    }
    QVERIFY(same(*readCsvText(text, "t.csv", {.sampleRows = 100}, {.threads = 3, .blockBytes = 50}).dataset,
                 *result.dataset));
    QVERIFY(
        !same(*readCsvText(text, "t.csv", {.sampleRows = 100, .sampleSeed = 2}).dataset, *result.dataset));
}

void ReadControlTest::everyRowIsAsLikelyInASample() {
    const std::string text = table(20, [](int row) { return std::to_string(row * row); });
    std::vector<int> counts(20, 0);
    constexpr int kSamples = 2000;
    for (int seed = 0; seed < kSamples; ++seed) {
        const CsvResult result =
            readCsvText(text, "t.csv", {.sampleRows = 5, .sampleSeed = std::uint64_t(seed)});
        for (const double row : result.dataset->column(1).values)
            ++counts[std::size_t(row)];
    }
    // Binomial with probability 1/4; five standard deviations of 19.4.
    for (const int count : counts)
        QVERIFY2(std::abs(count - kSamples / 4) < 97, qPrintable(QString::number(count)));
}

void ReadControlTest::linesOfAnotherLengthCountBetweenTheRowsOfASample_data() {
    QTest::addColumn<RaggedLines>("policy");
    QTest::newRow("fill") << RaggedLines::Fill;
    QTest::newRow("drop") << RaggedLines::Drop;
}

void ReadControlTest::linesOfAnotherLengthCountBetweenTheRowsOfASample() {
    QFETCH(RaggedLines, policy);
    // The last line of each hundred has three fields.
    const std::string text =
        table(1000, [](int row) { return std::to_string(row) + (row % 100 == 99 ? ",7" : ""); });
    const auto read = [&](const CsvOptions& options) {
        return readCsvText(text, "t.csv", options, {.threads = 2, .blockBytes = 300});
    };
    const CsvResult sample = read({.raggedLines = policy, .sampleRows = 5});
    QCOMPARE(sample.dataset->rows(), Index(5));
    QCOMPARE(sample.report.rejectedCount, Index(10));
    QCOMPARE(sample.report.rejected.size(), std::size_t(10));
    for (std::size_t i = 0; i < 10; ++i) {
        QCOMPARE(sample.report.rejected[i].line, long(101 + 100 * i));
        QVERIFY(sample.report.rejected[i].text ==
                std::to_string(100 * i + 99) + ",7," + std::to_string(100 * i + 99));
    }
    const CsvResult whole = read({.raggedLines = policy});
    QCOMPARE(whole.report.rejectedCount, Index(10));
    QVERIFY(sample.dataset->problems() == whole.dataset->problems());
    const auto problem = tests::thrownProblem([&] { read({.sampleRows = 5}); });
    QVERIFY(problem && problem->code == ProblemCode::RaggedLine);
    QCOMPARE(problem->facts.at("line"), std::string("101"));
}

void ReadControlTest::sampleOfMoreRowsThanThereAreIsTheTable() {
    const std::string text = table(10, [](int row) { return std::to_string(row); });
    QVERIFY(
        same(*readCsvText(text, "t.csv", {.sampleRows = 11}).dataset, *readCsvText(text, "t.csv").dataset));
}

void ReadControlTest::tableThatDoesNotFitIsRefusedBeforeItIsRead() {
    const std::string text = table(100000, [](int row) { return std::to_string(row); });
    double told = 0;
    const auto problem = tests::thrownProblem([&] {
        readCsvText(text, "t.csv", {},
                    {.progress =
                         [&](double share) {
                             told = share;
                             return true;
                         },
                     .availableMemory = text.size() + 500000});
    });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, ProblemCode::TableTooLarge);
    QVERIFY(tests::isFullyDescribed(*problem));
    QCOMPARE(told, 0.0);
    // What is proposed can be read.
    const Index fitting = Index(std::stol(tests::fact(*problem, "fitting")));
    const CsvResult result =
        readCsvText(text, "t.csv", {.sampleRows = fitting}, {.availableMemory = text.size() + 500000});
    QCOMPARE(result.dataset->rows(), fitting);
}

void ReadControlTest::sampleOfATableThatDoesNotFitIsRead() {
    const std::string text = table(100000, [](int row) { return std::to_string(row); });
    const ReadControl control{.availableMemory = text.size() + 200000};
    QVERIFY(tests::thrownProblem([&] { readCsvText(text, "t.csv", {}, control); }).has_value());
    QCOMPARE(readCsvText(text, "t.csv", {.sampleRows = 1000}, control).dataset->rows(), Index(1000));
    ReadControl preview = control;
    preview.firstRows = 200;
    QCOMPARE(readCsvText(text, "t.csv", {}, preview).dataset->rows(), Index(200));
}

void ReadControlTest::progressRisesToOne() {
    const std::string text = table(10000, [](int row) { return std::to_string(row); });
    std::vector<double> told;
    readCsvText(text, "t.csv", {},
                {.progress =
                     [&](double share) {
                         told.push_back(share);
                         return true;
                     },
                 .threads = 3,
                 .blockBytes = 1000});
    QVERIFY(told.size() > 100);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QVERIFY(told.front() > 0);
    QCOMPARE(told.back(), 1.0);
}

void ReadControlTest::readingCanBeCancelledAtAnyTime() {
    const std::string text = table(5000, [](int row) { return std::to_string(row); });
    int calls = 0;
    const auto count = [&](double) { return ++calls > 0; };
    readCsvText(text, "t.csv", {}, {.progress = count, .threads = 2, .blockBytes = 5000});
    const int all = calls;
    QVERIFY(all > 10);
    for (int last = 0; last < all; ++last) {
        calls = 0;
        const auto problem = tests::thrownProblem([&] {
            readCsvText(
                text, "t.csv", {},
                {.progress = [&](double) { return calls++ < last; }, .threads = 2, .blockBytes = 5000});
        });
        QVERIFY(problem.has_value());
        QCOMPARE(*problem, (Problem{ProblemCode::Cancelled, {{"file", "t.csv"}}}));
    }
}

void ReadControlTest::firstRejectedCellsAreListedAndAllAreCounted() {
    const auto cell = [](int row) { return row % 10 == 3 ? "x" + std::to_string(row) : std::to_string(row); };
    const std::string text = table(50000, cell);
    for (const std::uint64_t blockBytes : {1000, 100000}) {
        const CsvResult result = readCsvText(text, "t.csv", {}, {.threads = 3, .blockBytes = blockBytes});
        QCOMPARE(result.report.rejectedCount, Index(5000));
        QCOMPARE(result.report.rejected.size(), ImportReport::kMostListed);
        for (std::size_t i = 0; i < result.report.rejected.size(); ++i) {
            const RejectedText& rejected = result.report.rejected[i];
            QCOMPARE(rejected.line, long(10 * i + 5));
            QCOMPARE(rejected.column, std::string("a"));
            QCOMPARE(rejected.text, "x" + std::to_string(10 * i + 3));
            QCOMPARE(rejected.reason, ProblemCode::TextInNumericColumn);
        }
        QCOMPARE(result.dataset->problems().size(), std::size_t(1));
        QCOMPARE(
            result.dataset->problems().front(),
            (Problem{
                ProblemCode::TextInNumericColumn,
                {{"file", "t.csv"}, {"line", "5"}, {"column", "a"}, {"text", "x3"}, {"count", "5000"}}}));
    }
}

QTEST_GUILESS_MAIN(ReadControlTest)
#include "read_control_test.moc"
