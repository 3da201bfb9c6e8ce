#include "core/data/csv_reader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/thrown_problem.h"

using namespace latentscape;

Q_DECLARE_METATYPE(latentscape::Facts)

class CsvReaderTest : public QObject {
    Q_OBJECT

private slots:
    void textIsCutIntoCells_data();
    void textIsCutIntoCells();
    void delimiterIsFound_data();
    void delimiterIsFound();
    void headerIsFound_data();
    void headerIsFound();
    void toldDialectIsNotQuestioned();
    void rowsKnowTheirLines();
    void columnNamesAreCompleteAndUnique_data();
    void columnNamesAreCompleteAndUnique();
    void brokenTextIsRefused_data();
    void brokenTextIsRefused();
    void cellsThatDoNotFitAreRefused();
    void cellsOutliveTheReader();
    void unreadableFilesAreRefused_data();
    void unreadableFilesAreRefused();
    void fileIsReadByteForByte();
    void toldTypesReplaceTheInferredOnes();
    void toldTypeOfAnUnknownColumnIsRefused();
    void pixelsStayNumbers();
    void problemsOfTheWholeFileAreReported();
};

namespace {

QString typeName(ColumnType type) {
    return QString::fromUtf8(toString(type).data(), qsizetype(toString(type).size()));
}

constexpr const char* kFile = "some/table.csv";

/// Names and rows as `a|b` texts, for comparing whole tables at a glance.
QStringList lines(const CsvTable& table) {
    QStringList text;
    QStringList names;
    for (const std::string& name : table.names)
        names << QString::fromStdString(name);
    text << names.join('|');
    for (std::size_t row = 0; row < table.lines.size(); ++row) {
        QStringList cells;
        for (const auto& column : table.cells)
            cells << QString::fromUtf8(column[row].data(), qsizetype(column[row].size()));
        text << cells.join('|');
    }
    return text;
}

}  // namespace

void CsvReaderTest::textIsCutIntoCells_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    const QStringList plain{"a|b", "1|x", "2|y"};
    QTest::newRow("LF") << QByteArray("a,b\n1,x\n2,y\n") << plain;
    QTest::newRow("CRLF") << QByteArray("a,b\r\n1,x\r\n2,y\r\n") << plain;
    QTest::newRow("CR") << QByteArray("a,b\r1,x\r2,y\r") << plain;
    QTest::newRow("mixed line ends") << QByteArray("a,b\r1,x\r\n2,y\n") << plain;
    QTest::newRow("no last line end") << QByteArray("a,b\n1,x\n2,y") << plain;
    QTest::newRow("byte-order mark") << QByteArray(
                                            "\xEF\xBB\xBF"
                                            "a,b\n1,x\n2,y\n")
                                     << plain;
    QTest::newRow("blank lines at the end") << QByteArray("a,b\n1,x\n2,y\n\n \t\n\r\n") << plain;
    QTest::newRow("blank lines at the start") << QByteArray("\n\r\na,b\n1,x\n2,y\n") << plain;
    QTest::newRow("blank lines within") << QByteArray("a,b\n\n1,x\n  \n2,y\n") << plain;
    QTest::newRow("all quoted") << QByteArray("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n") << plain;
    QTest::newRow("quoted at the very end") << QByteArray("a,b\n1,x\n2,\"y\"") << plain;
    QTest::newRow("delimiter in quotes") << QByteArray("a,b\n1,\"x,y\"\n") << QStringList{"a|b", "1|x,y"};
    QTest::newRow("doubled quotes") << QByteArray("a,b\n1,\"6\"\" \"\"wide\"\"\"\n")
                                    << QStringList{"a|b", "1|6\" \"wide\""};
    QTest::newRow("only a quote") << QByteArray("a,b\n1,\"\"\"\"\n") << QStringList{"a|b", "1|\""};
    QTest::newRow("line ends in quotes")
        << QByteArray("a,b\n1,\"x\r\ny\rz\n\"\n") << QStringList{"a|b", "1|x\r\ny\rz\n"};
    QTest::newRow("empty quotes") << QByteArray("a,b\n\"\",x\n") << QStringList{"a|b", "|x"};
    QTest::newRow("quote within a plain cell")
        << QByteArray("a,b\n1,6\" wide\n") << QStringList{"a|b", "1|6\" wide"};
    QTest::newRow("empty cells") << QByteArray("a,b,c\n,x,\n,,\n") << QStringList{"a|b|c", "|x|", "||"};
    QTest::newRow("empty last cell at the end") << QByteArray("a,b\n1,") << QStringList{"a|b", "1|"};
    QTest::newRow("blanks in cells are kept") << QByteArray("a,b\n 1 , x\n") << QStringList{"a|b", " 1 | x"};
    QTest::newRow("beyond ASCII") << QByteArray("größe,名\n1,é\n") << QStringList{"größe|名", "1|é"};
}

void CsvReaderTest::textIsCutIntoCells() {
    QFETCH(QByteArray, text);
    QFETCH(QStringList, expected);
    const CsvTable table =
        parseCsv(text.toStdString(), kFile, {.delimiter = {}, .header = true, .types = {}});
    QCOMPARE(lines(table), expected);
    QCOMPARE(table.dialect.byteOrderMark, text.startsWith("\xEF\xBB\xBF"));
    QVERIFY(table.problems.empty());
}

void CsvReaderTest::delimiterIsFound_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<char>("delimiter");
    QTest::addColumn<int>("columns");
    QTest::newRow("comma") << QByteArray("a,b,c\n1,2,3\n") << ',' << 3;
    QTest::newRow("semicolon") << QByteArray("a;b;c\n1;2;3\n") << ';' << 3;
    QTest::newRow("tab") << QByteArray("a\tb\tc\n1\t2\t3\n") << '\t' << 3;
    QTest::newRow("decimal commas") << QByteArray("a;b\n1,5;2,5\n1,7;3,25\n") << ';' << 2;
    QTest::newRow("decimal commas everywhere, no header") << QByteArray("1,5;2,5\n1,7;3,25\n") << ';' << 2;
    QTest::newRow("bar") << QByteArray("a|b\n1|2\n") << '|' << 2;
    QTest::newRow("blanks") << QByteArray(" a   b\n 1  2.5 \n10  3.5\n") << ' ' << 2;
    QTest::newRow("decimal commas, no header") << QByteArray("1,5;2\n1,7;3\n1;4\n") << ';' << 2;
    QTest::newRow("semicolons in remarks") << QByteArray("a,b\n1,x;y\n2,z\n") << ',' << 2;
    QTest::newRow("commas in quotes") << QByteArray("a;b\n\"x,y\";1\n\"z,w\";2\n") << ';' << 2;
    QTest::newRow("line ends in quotes") << QByteArray("a;b\n\"x\n,\n,y\";1\n") << ';' << 2;
    QTest::newRow("doubled quotes") << QByteArray("a;b\n\"x\"\",\"\"y\";1\n") << ';' << 2;
    QTest::newRow("tabs beside commas") << QByteArray("a, b\tc\n1, 2\t3\n4\t5\n") << '\t' << 2;
    QTest::newRow("one ragged line") << QByteArray("a,b,c\n1,2,3\n") << ',' << 3;
    QTest::newRow("blank lines first") << QByteArray("\n\na;b\n1;2\n") << ';' << 2;
}

void CsvReaderTest::delimiterIsFound() {
    QFETCH(QByteArray, text);
    QFETCH(char, delimiter);
    QFETCH(int, columns);
    const CsvTable table = parseCsv(text.toStdString(), kFile);
    QCOMPARE(table.dialect.delimiter, delimiter);
    QCOMPARE(int(table.names.size()), columns);
}

void CsvReaderTest::headerIsFound_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("names over numbers") << QByteArray("a,b\n1,2\n") << QStringList{"a|b", "1|2"};
    QTest::newRow("numbers only") << QByteArray("1,2\n3,4\n")
                                  << QStringList{"column_1|column_2", "1|2", "3|4"};
    QTest::newRow("one line of numbers") << QByteArray("1,2\n") << QStringList{"column_1|column_2", "1|2"};
    QTest::newRow("numbers and texts")
        << QByteArray("1,x\n2,y\n") << QStringList{"column_1|column_2", "1|x", "2|y"};
    QTest::newRow("a gap in the first line")
        << QByteArray("1,NA,x\n2,3,y\n") << QStringList{"column_1|column_2|column_3", "1|NA|x", "2|3|y"};
    QTest::newRow("texts only") << QByteArray("a,b\nx,y\n") << QStringList{"a|b", "x|y"};
    QTest::newRow("unnamed index column")
        << QByteArray(",b\n0,5\n1,6\n") << QStringList{"column_1|b", "0|5", "1|6"};
    QTest::newRow("a number as one name") << QByteArray("1,b\n2,3\n") << QStringList{"1|b", "2|3"};
    QTest::newRow("names over gaps") << QByteArray("a,b\n,\n,\n") << QStringList{"a|b", "|", "|"};
    QTest::newRow("a stray text below")
        << QByteArray("1,5\n2,6\n3,x\n4,7\n5,8\n6,9\n7,9\n")
        << QStringList{"column_1|column_2", "1|5", "2|6", "3|x", "4|7", "5|8", "6|9", "7|9"};
}

void CsvReaderTest::headerIsFound() {
    QFETCH(QByteArray, text);
    QFETCH(QStringList, expected);
    const CsvTable table = parseCsv(text.toStdString(), kFile);
    QCOMPARE(lines(table), expected);
    QCOMPARE(table.dialect.header, !expected.front().startsWith("column_1|column_2"));
}

void CsvReaderTest::toldDialectIsNotQuestioned() {
    const CsvTable table =
        parseCsv("a,b;c\n1,2;3\n", kFile, {.delimiter = ';', .header = false, .types = {}});
    QCOMPARE(lines(table), (QStringList{"column_1|column_2", "a,b|c", "1,2|3"}));
    QCOMPARE(table.dialect.delimiter, ';');
    QVERIFY(!table.dialect.header);
    QCOMPARE(lines(parseCsv("1|2\n3|4\n", kFile, {.delimiter = '|', .header = true, .types = {}})),
             (QStringList{"1|2", "3|4"}));
}

void CsvReaderTest::rowsKnowTheirLines() {
    const CsvTable table = parseCsv("\na,b\r\n1,\"x\r\ny\"\r\n\r\n2,z\r3,w\n", kFile);
    QCOMPARE(table.lines, (std::vector<long>{3, 6, 7}));
}

void CsvReaderTest::columnNamesAreCompleteAndUnique_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("names");
    QTest::addColumn<QStringList>("renamed");
    QTest::newRow("as they are") << QByteArray("a,b,c") << "a|b|c" << QStringList{};
    QTest::newRow("blanks around") << QByteArray(" a,\tb ,c") << "a|b|c" << QStringList{};
    QTest::newRow("empty") << QByteArray("a,, ") << "a|column_2|column_3" << QStringList{};
    QTest::newRow("twice") << QByteArray("a,b,a") << "a|b|a_2" << QStringList{"a_2"};
    QTest::newRow("three times") << QByteArray("a,a,a") << "a|a_2|a_3" << QStringList{"a_2", "a_3"};
    QTest::newRow("new name is taken") << QByteArray("a,a,a_2") << "a|a_3|a_2" << QStringList{"a_3"};
    QTest::newRow("empty meets its number")
        << QByteArray("column_2,,c") << "column_2|column_2_2|c" << QStringList{"column_2_2"};
    QTest::newRow("case differs") << QByteArray("a,A,b") << "a|A|b" << QStringList{};
}

void CsvReaderTest::columnNamesAreCompleteAndUnique() {
    QFETCH(QByteArray, header);
    QFETCH(QString, names);
    QFETCH(QStringList, renamed);
    const CsvTable table =
        parseCsv(header.toStdString() + "\n1,2,3\n", kFile, {.delimiter = ',', .header = true, .types = {}});
    QCOMPARE(lines(table).front(), names);
    QCOMPARE(qsizetype(table.problems.size()), renamed.size());
    for (std::size_t i = 0; i < table.problems.size(); ++i) {
        QCOMPARE(table.problems[i].code, ProblemCode::DuplicateColumnName);
        QCOMPARE(tests::fact(table.problems[i], "renamed"), renamed[qsizetype(i)].toStdString());
        QVERIFY(tests::isFullyDescribed(table.problems[i]));
    }
}

void CsvReaderTest::brokenTextIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ProblemCode>("code");
    QTest::addColumn<Facts>("facts");
    const auto row = [](const char* name, QByteArray text, ProblemCode code, Facts facts) {
        facts["file"] = kFile;
        QTest::newRow(name) << text << code << facts;
    };
    row("empty", "", ProblemCode::FileEmpty, {});
    row("blanks only", " \n\t\r\n\n", ProblemCode::FileEmpty, {});
    row("byte-order mark only", "\xEF\xBB\xBF", ProblemCode::FileEmpty, {});
    row("header only", "a,b\n", ProblemCode::HeaderOnly, {});
    row("header and blank lines", "a,b\n\n \n", ProblemCode::HeaderOnly, {});
    row("short line", "a,b,c\n1,2,3\n4,5\n", ProblemCode::RaggedLine,
        {{"line", "3"}, {"found", "2"}, {"expected", "3"}, {"delimiter", ","}});
    row("long line", "a;b\r\n\r\n1;2\r\n4;5;6\r\n", ProblemCode::RaggedLine,
        {{"line", "4"}, {"found", "3"}, {"expected", "2"}, {"delimiter", ";"}});
    row("ragged with tabs", "a\tb\n1\t2\t3\n1\t2\n", ProblemCode::RaggedLine,
        {{"line", "2"}, {"found", "3"}, {"expected", "2"}, {"delimiter", "tab"}});
    row("ragged after line ends in quotes", "a,b\n1,\"x\ny\"\n2\n", ProblemCode::RaggedLine,
        {{"line", "4"}, {"found", "1"}, {"expected", "2"}, {"delimiter", ","}});
    row("title above the header", "My table\na,b\n1,2\n", ProblemCode::RaggedLine,
        {{"line", "2"}, {"found", "2"}, {"expected", "1"}, {"delimiter", ","}});
    row("unterminated quote", "a,b\n1,\"x\n2,y\n", ProblemCode::UnterminatedQuote,
        {{"line", "2"}, {"column", "3"}});
    row("unterminated at the very end", "a,b\n1,\"", ProblemCode::UnterminatedQuote,
        {{"line", "2"}, {"column", "3"}});
    row("last quote is doubled", "a,b\n1,\"x\"\"", ProblemCode::UnterminatedQuote,
        {{"line", "2"}, {"column", "3"}});
    row("column counts characters", "a,b\nößé,\"x\n", ProblemCode::UnterminatedQuote,
        {{"line", "2"}, {"column", "5"}});
    row("text behind a quote", "a,b\n1,\"x\"y\n", ProblemCode::StrayQuote, {{"line", "2"}, {"column", "6"}});
    row("blank behind a quote", "a,b\n\"1\" ,x\n", ProblemCode::StrayQuote, {{"line", "2"}, {"column", "4"}});
    row("text behind a quoted line end", "a,b\n1,\"x\nyz\"w\n", ProblemCode::StrayQuote,
        {{"line", "3"}, {"column", "4"}});
    row("zero byte", QByteArray("a,b\r\n1,\0\n", 9), ProblemCode::NotText, {{"line", "2"}});
    row("one column", "a\n1\n2\n", ProblemCode::TooFewColumns, {{"delimiter", ","}});
    row("unknown delimiter", "a:b\n1:2\n", ProblemCode::TooFewColumns, {{"delimiter", ","}});
}

void CsvReaderTest::brokenTextIsRefused() {
    QFETCH(QByteArray, text);
    QFETCH(ProblemCode, code);
    QFETCH(Facts, facts);
    const auto problem = tests::thrownProblem([&] { parseCsv(text.toStdString(), kFile); });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, code);
    QCOMPARE(problem->facts, facts);
    QVERIFY2(tests::isFullyDescribed(*problem), describe(*problem).c_str());
}

void CsvReaderTest::cellsThatDoNotFitAreRefused() {
    std::string text = "a,b\n";
    for (int row = 0; row < 10000; ++row)
        text += "1,2\n";
    // Two cells of 16 bytes and a line of 8 for each row of 4 characters, and a quarter more.
    QCOMPARE(parseCsv(text, kFile, {}, 510000).lines.size(), std::size_t(10000));
    const auto problem = tests::thrownProblem([&] { parseCsv(text, kFile, {}, 490000); });
    QVERIFY(problem && problem->code == ProblemCode::TableTooLarge);
    QVERIFY2(tests::isFullyDescribed(*problem), describe(*problem).c_str());
}

void CsvReaderTest::cellsOutliveTheReader() {
    CsvTable copy;
    {
        const CsvTable table = parseCsv("a,b\nshort,\"with \"\"quotes\"\"\"\n", kFile);
        copy = table;
    }
    QCOMPARE(lines(copy), (QStringList{"a|b", "short|with \"quotes\""}));
}

void CsvReaderTest::unreadableFilesAreRefused_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<ProblemCode>("code");
    QTest::newRow("missing") << "no/such/table.csv" << ProblemCode::FileNotFound;
    QTest::newRow("no path") << "" << ProblemCode::FileNotFound;
    QTest::newRow("folder") << LATENTSCAPE_SOURCE_DIR << ProblemCode::FileUnreadable;
    QTest::newRow("below a file") << LATENTSCAPE_SOURCE_DIR "/CMakeLists.txt/table.csv"
                                  << ProblemCode::FileNotFound;
    QTest::newRow("name too long") << QString(5000, 'x') << ProblemCode::FileUnreadable;
    QTest::newRow("device") << "/dev/null" << ProblemCode::FileUnreadable;
}

void CsvReaderTest::unreadableFilesAreRefused() {
    QFETCH(QString, path);
    QFETCH(ProblemCode, code);
    const auto problem = tests::thrownProblem([&] { readCsv(path.toStdString()); });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, code);
    QCOMPARE(tests::fact(*problem, "file"), path.toStdString());
    QVERIFY2(tests::isFullyDescribed(*problem), describe(*problem).c_str());
}

void CsvReaderTest::fileIsReadByteForByte() {
    QTemporaryDir folder;
    const QString path = folder.filePath("größe.csv");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xEF\xBB\xBFname;size\r\n\"a\r\nb\";1.25\r\nc;2\r\nc;3\r\n");
    file.close();
    const CsvResult result = readCsv(path.toStdString());
    QCOMPARE(result.dialect.delimiter, ';');
    QVERIFY(result.dialect.byteOrderMark);
    QCOMPARE(result.dataset->name(), std::string("größe"));
    QCOMPARE(result.dataset->path(), path.toStdString());
    QCOMPARE(result.dataset->rows(), Index(3));
    QCOMPARE(result.dataset->column(0).cellText(0), std::string("a\r\nb"));
    QCOMPARE(result.dataset->column(1).cellText(1), std::string("2.00"));
}

void CsvReaderTest::toldTypesReplaceTheInferredOnes() {
    const CsvOptions options{
        .delimiter = {}, .header = {}, .types = {{"a", ColumnType::Category}, {"b", ColumnType::Number}}};
    const CsvResult result = readCsvText("a,b,c\n1,0,0\n2,1,1\n3,0,0\n", kFile, options);
    QCOMPARE(typeName(result.dataset->column(0).type), typeName(ColumnType::Category));
    QCOMPARE(typeName(result.dataset->column(1).type), typeName(ColumnType::Number));
    QCOMPARE(typeName(result.dataset->column(2).type), typeName(ColumnType::Binary));
}

void CsvReaderTest::toldTypeOfAnUnknownColumnIsRefused() {
    const CsvOptions options{.delimiter = {}, .header = {}, .types = {{"d", ColumnType::Category}}};
    const auto problem = tests::thrownProblem([&] { readCsvText("a,b\n1,0\n2,1\n", kFile, options); });
    QVERIFY(problem.has_value());
    QCOMPARE(*problem,
             (Problem{ProblemCode::UnknownColumn, {{"file", kFile}, {"column", "d"}, {"columns", "a, b"}}}));
}

void CsvReaderTest::pixelsStayNumbers() {
    // px0 … px15 with two values each, px0 constant, px15 two words; `flag` belongs to no series.
    std::string header;
    std::string first;
    std::string second;
    for (int i = 0; i < 15; ++i) {
        header += "px" + std::to_string(i) + ",";
        first += "0,";
        second += i == 0 ? "0," : "1,";
    }
    const std::string text = header + "px15,flag\n" + first + "no,0\n" + second + "yes,1\n";
    const CsvResult result = readCsvText(text, kFile);
    for (Index i = 0; i < 15; ++i)
        QCOMPARE(typeName(result.dataset->column(i).type), typeName(ColumnType::Number));
    QCOMPARE(typeName(result.dataset->column(15).type), typeName(ColumnType::Binary));
    QCOMPARE(typeName(result.dataset->column(16).type), typeName(ColumnType::Binary));

    const CsvOptions told{.delimiter = {}, .header = {}, .types = {{"px3", ColumnType::Binary}}};
    QCOMPARE(typeName(readCsvText(text, kFile, told).dataset->column(3).type), typeName(ColumnType::Binary));
}

void CsvReaderTest::problemsOfTheWholeFileAreReported() {
    const CsvResult result = readCsvText("a,a,b\n1,5,x\n2,inf,y\n3,6,x\n4,7,y\n5,8,x\n6,oops,x\n", kFile);
    const Problems& problems = result.dataset->problems();
    QCOMPARE(problems.size(), std::size_t(3));
    QCOMPARE(problems[0].code, ProblemCode::DuplicateColumnName);
    QCOMPARE(problems[1],
             (Problem{ProblemCode::NonFiniteCell,
                      {{"file", kFile}, {"line", "3"}, {"column", "a_2"}, {"text", "inf"}, {"count", "1"}}}));
    QCOMPARE(
        problems[2],
        (Problem{ProblemCode::TextInNumericColumn,
                 {{"file", kFile}, {"line", "7"}, {"column", "a_2"}, {"text", "oops"}, {"count", "1"}}}));
    for (const Problem& problem : problems)
        QVERIFY2(tests::isFullyDescribed(problem), describe(problem).c_str());
}

QTEST_GUILESS_MAIN(CsvReaderTest)
#include "csv_reader_test.moc"
