#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>
#include <zlib.h>

#include "core/data/csv_reader.h"
#include "tests/support/comma_locale.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

Q_DECLARE_METATYPE(latentscape::CsvOptions)

/// Files as they come, and what is understood of each: the whole table, or one problem.
class NastyFilesTest : public QObject {
    Q_OBJECT

private slots:
    void tablesAreUnderstood_data();
    void tablesAreUnderstood();
    void refusedFilesHaveOneProblem_data();
    void refusedFilesHaveOneProblem();
    void millionColumnsAreRefused();
    void longLineIsReadOrRefused_data();
    void longLineIsReadOrRefused();
    void fileOfManyGigabytesOfZerosIsRefusedAtOnce();
    void fileThatShrinksIsAnError();
    void fileThatMayNotBeReadIsAnError();
};

namespace {

/// `a number, b binary: 1|x, 2|y` and, behind `;`, what was rejected.
QString understood(const CsvResult& result) {
    const Dataset& dataset = *result.dataset;
    QStringList columns;
    for (const Column& column : dataset.columns())
        columns << QString::fromStdString(column.name + ' ' + std::string(toString(column.type)));
    QStringList rows;
    for (Index row = 0; row < dataset.rows(); ++row) {
        QStringList cells;
        for (const Column& column : dataset.columns())
            cells << QString::fromStdString(column.cellText(row));
        rows << cells.join('|');
    }
    QString text = columns.join(", ") + ": " + rows.join(" / ");
    for (const RejectedText& rejected : result.report.rejected)
        text += QString("; %1 %2 “%3”")
                    .arg(rejected.line)
                    .arg(QString::fromStdString(rejected.column), QString::fromStdString(rejected.text));
    return text;
}

QByteArray gzipped(QByteArray text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(text.size()))) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(packed.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return packed;
}

/// UTF-16 of Latin-1 text.
QByteArray utf16(const char* latin1, bool bigEndian) {
    QByteArray bytes;
    for (const char character : QByteArray(latin1)) {
        bytes += bigEndian ? '\0' : character;
        bytes += bigEndian ? character : '\0';
    }
    return bytes;
}

QString pathOf(const QTemporaryDir& folder) {
    return folder.filePath("nasty.csv");
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), qint64(bytes.size()));
}

}  // namespace

void NastyFilesTest::tablesAreUnderstood_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<CsvOptions>("options");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QByteArray& bytes, const QString& expected,
                        const CsvOptions& options = {}) {
        QTest::newRow(name) << bytes << options << expected;
    };
    const QString plain = "a number, b number: 1|2 / 3|4 / 5|6";

    // How the text is written.
    row("no line end at the end", "a,b\n1,2\n3,4\n5,6", plain);
    row("CR only", "a,b\r1,2\r3,4\r5,6\r", plain);
    row("CRLF", "a,b\r\n1,2\r\n3,4\r\n5,6\r\n", plain);
    row("every line end in one file", "a,b\r1,2\r\n3,4\n5,6", plain);
    row("empty lines everywhere", "\n\r\n\na,b\n\n1,2\n \t \n3,4\r\r5,6\n\n\n", plain);
    row("byte-order mark and quotes", "\xEF\xBB\xBF\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n5,6\n", plain);
    row("gzip", gzipped("a,b\n1,2\n3,4\n5,6\n"), plain);
    row("gzip in two members", gzipped("a,b\n1,2\n3") + gzipped(",4\n5,6\n"), plain);
    row("gzip with padding behind", gzipped("a,b\n1,2\n3,4\n5,6\n") + QByteArray(512, '\0'), plain);
    row("gzip of UTF-16", gzipped(utf16("a,b\n1,2\n3,4\n5,6\n", false)), plain);
    row("UTF-16LE with mark", "\xFF\xFE" + utf16("a,b\n1,2\n3,4\n5,6\n", false), plain);
    row("UTF-16BE with mark", "\xFE\xFF" + utf16("a,b\n1,2\n3,4\n5,6\n", true), plain);
    row("UTF-16LE without mark", utf16("a,b\n1,2\n3,4\n5,6\n", false), plain);
    row("UTF-16BE without mark", utf16("a,b\n1,2\n3,4\n5,6\n", true), plain);
    row("Latin-1",
        "gr\xF6\xDF"
        "e,b\n1,\xE4\n2,\xF6\n3,\xE4\n4,\xF6\n",
        "größe number, b binary: 1|ä / 2|ö / 3|ä / 4|ö");
    row("told encoding", "a,b\n1,\xA4\n2,x\n3,x\n4,x\n", "a number, b binary: 1|€ / 2|x / 3|x / 4|x",
        {.encoding = "ISO-8859-15"});
    row("name of a month in Cyrillic", "a,b\n1,\xED\xEE\n2,x\n3,x\n", "a number, b binary: 1|но / 2|x / 3|x",
        {.encoding = "WINDOWS-1251"});

    // Delimiters, comments, headers.
    row("German export",
        "Stra\xDF"
        "e;Preis;Menge\r\nx;1.234,56;3\r\ny;0,5;4\r\nx;12,25;5\r\n",
        "Straße binary, Preis number, Menge number: x|1234.56|3 / y|0.50|4 / x|12.25|5");
    row("bars", "a|b\n1|2\n3|4\n5|6\n", plain);
    row("blanks in columns", "  a   b\n  1   2\n  3   4\n  5   6  \n", plain);
    row("tabs with blanks around", " a\t b\n 1 \t2 \n3\t 4\n5\t6\n", plain);
    row("delimiter at the end of each line", "a,b,\n1,2,\n3,4,\n5,6,\n",
        "a number, b number, column_3 number: 1|2| / 3|4| / 5|6|");
    row("comment lines", "# made by a device\n# on a day\na,b\n1,2\n# a pause\n3,4\n5,6\n", plain);
    row("one comment line", "# made by a device\na,b\n1,2\n3,4\n5,6\n", plain);
    row("per cent as comment", "% made by a program\n% by hand\na\tb\n1\t2\n3\t4\n5\t6\n", plain);
    row("first column is called #", "#,b\n1,2\n3,4\n5,6\n", "# number, b number: 1|2 / 3|4 / 5|6");
    row("told that there are no comments", "#a,b\n#1,2\n#3,4\n", "#a binary, b binary: #1|2 / #3|4",
        {.comment = '\0'});
    row("told comment", "a,b\n1,2\n!x\n3,4\n5,6\n", plain, {.comment = '!'});
    row("no header", "1,2\n3,4\n5,6\n", "column_1 number, column_2 number: 1|2 / 3|4 / 5|6");
    row("told that there is no header", "1,x\n2,x\n3,y\n4,y\n",
        "column_1 number, column_2 binary: 1|x / 2|x / 3|y / 4|y", {.header = false});
    row("names twice", "a,a,a\n1,2,3\n4,5,6\n7,8,9\n",
        "a number, a_2 number, a_3 number: 1|2|3 / 4|5|6 / 7|8|9");
    row("one column, told to be enough", "a\n1\n2\n3\n", "a number: 1 / 2 / 3", {.fewestColumns = 1});

    // Quotes.
    row("line ends in quotes", "a,b\n\"x\n,\r\ny\",2\nz,3\nz,4\n",
        "a binary, b number: x\n,\r\ny|2 / z|3 / z|4");
    row("doubled quotes", "a,b\n\"say \"\"no\"\"\",2\nz,3\nz,4\n",
        "a binary, b number: say \"no\"|2 / z|3 / z|4");
    row("quote within a plain cell", "a,b\n5\" disk,2\nz,3\nz,4\n",
        "a binary, b number: 5\" disk|2 / z|3 / z|4");
    row("quotes around numbers with commas", "a,b\n\"1,234.5\",2\n\"2,000\",3\n7.25,4\n",
        "a number, b number: 1234.50|2 / 2000.00|3 / 7.25|4");
    row("quoted decimal commas", "a,b\n\"1,5\",2\n\"2,25\",3\n\"3,125\",4\n",
        "a number, b number: 1.500|2 / 2.250|3 / 3.125|4");

    // Lines of other lengths.
    const QByteArray ragged = "a,b\n1,2\n3\n4,5,6\n7,8\n9,10\n";
    row("ragged lines are filled", ragged,
        "a number, b number: 1|2 / 3| / 4|5 / 7|8 / 9|10; 3  “3”; 4  “4,5,6”",
        {.raggedLines = RaggedLines::Fill});
    row("ragged lines are dropped", ragged, "a number, b number: 1|2 / 7|8 / 9|10; 3  “3”; 4  “4,5,6”",
        {.raggedLines = RaggedLines::Drop});

    // Missing values.
    row("usual spellings of nothing", "a,b\nNA,1\n,2\nnull,3\n5, \n6,n/a\n7,-\n",
        "a number, b number: |1 / |2 / |3 / 5| / 6| / 7|");
    row("NA as a category", "a,b\nNA,1\nEU,2\nNA,3\n,4\n", "a binary, b number: NA|1 / EU|2 / NA|3 / |4",
        {.missingTokens = std::vector<std::string>{"none"}});
    row("sentinels", "a,b\n255,-999\n1,2\n2,-999.0\n3,4\n4,999\n",
        "a number, b number: | / 1|2 / 2| / 3|4 / 4|999", {.sentinels = {{"a", {"255"}}, {"b", {"-999"}}}});

    // Numbers.
    row("the largest", "a,b\n1e308,1\n-1.7976931348623157e308,2\n1e400,3\n0,4\n5,5\n6,6\n7,7\n",
        "a number, b number: 1e+308|1 / -1.7976931348623157e+308|2 / |3 / 0|4 / 5|5 / 6|6 / 7|7; 4 a "
        "“1e400”");
    row("not C either", "a,b\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n0x10,10\n1_000,11\n12,12\n13,13\n",
        "a number, b number: 1|1 / 2|2 / 3|3 / 4|4 / 5|5 / 6|6 / 7|7 / 8|8 / 9|9 / |10 / |11 / 12|12 / "
        "13|13; "
        "11 a “0x10”; 12 a “1_000”");
    row("infinite", "a,b\n1,1\ninf,2\n-Infinity,3\n4,4\n5,5\n",
        "a number, b number: 1|1 / |2 / |3 / 4|4 / 5|5; 3 a “inf”; 4 a “-Infinity”");
    row("per cent", "a,b\n1.5%,1\n20 %,2\n3%,3\n", "a number, b number: 1.5|1 / 20.0|2 / 3.0|3");
    row("per cent, not everywhere", "a,b\n1%,1\n2%,2\n3%,3\n4%,4\n5%,5\n6,6\n",
        "a number, b number: 1|1 / 2|2 / 3|3 / 4|4 / 5|5 / |6; 7 a “6”");
    row("per cent here and there", "a,b\n1,1\n2,2\n3,3\n4,4\n5,5\n6%,6\n",
        "a number, b number: 1|1 / 2|2 / 3|3 / 4|4 / 5|5 / |6; 7 a “6%”");
    row("groups that are none", "a;b\n1.234,5;1\n1.23,5;2\n2.345.678,25;3\n4;4\n5;5\n6;6\n",
        "a number, b number: 1234.50|1 / |2 / 2345678.25|3 / 4.00|4 / 5.00|5 / 6.00|6; 3 a “1.23,5”");
    row("only points: decimal ones", "a;b\n1.234;1\n2.345;2\n3.456;3\n",
        "a number, b number: 1.234|1 / 2.345|2 / 3.456|3");
    row("told thousands", "a;b\n1.234;1\n2.345;2\n3.456;3\n", "a number, b number: 1234|1 / 2345|2 / 3456|3",
        {.decimal = ',', .thousands = '.'});
    row("told blanks as thousands", "a;b\n1 234;1\n2 345 678;2\n1 23;3\n4;4\n5;5\n6;6\n",
        "a number, b number: 1234|1 / 2345678|2 / |3 / 4|4 / 5|5 / 6|6; 4 a “1 23”", {.thousands = ' '});
    row("told counts", "a,b\n1,1\n-2,2\n2.5,3\n4,4\n",
        "a count, b number: 1|1 / |2 / |3 / 4|4; 3 a “-2”; 4 a “2.5”", {.types = {{"a", ColumnType::Count}}});

    // Dates.
    row("ISO dates", "a,b\n2024-03-31,1\n2024-04-01T12:30,2\n2024-05-01,3\n",
        "a date, b number: 2024-03-31T00:00|1 / 2024-04-01T12:30|2 / 2024-05-01T00:00|3");
    row("day first, as one cell shows", "a,b\n03/04/2024,1\n31/03/2024,2\n01/05/2024,3\n",
        "a date, b number: 2024-04-03|1 / 2024-03-31|2 / 2024-05-01|3");
    row("month first, as one cell shows", "a,b\n03/04/2024,1\n03/31/2024,2\n01/05/2024,3\n",
        "a date, b number: 2024-03-04|1 / 2024-03-31|2 / 2024-01-05|3");
    row("a date that is none",
        "a;b\n1.1.2024;1\n2.1.2024;2\n30.2.2024;3\n4.1.2024;4\n5.1.2024;5\n6.1.2024;6\n17.1.2024;7\n",
        "a date, b number: 2024-01-01|1 / 2024-01-02|2 / |3 / 2024-01-04|4 / 2024-01-05|5 / 2024-01-06|6 / "
        "2024-01-17|7; 4 a “30.2.2024”");
}

void NastyFilesTest::tablesAreUnderstood() {
    QFETCH(QByteArray, bytes);
    QFETCH(CsvOptions, options);
    QFETCH(QString, expected);
    const tests::CommaLocale locale;
    const QTemporaryDir folder;
    write(pathOf(folder), bytes);
    const std::string path = pathOf(folder).toStdString();
    const CsvResult result = readCsv(path, options);
    QCOMPARE(understood(result), expected);
    QCOMPARE(result.report.rejectedCount, Index(result.report.rejected.size()));
    for (const Problem& problem : result.dataset->problems())
        QVERIFY2(tests::isFullyDescribed(problem), describe(problem).c_str());

    // Neither the size of blocks nor the number of threads changes anything.
    for (const std::uint64_t blockBytes : {1, 2, 3, 5, 7, 11}) {
        const CsvResult inBlocks = readCsv(path, options, {.threads = 3, .blockBytes = blockBytes});
        QCOMPARE(understood(inBlocks), expected);
        QCOMPARE(inBlocks.dataset->problems(), result.dataset->problems());
    }
    // Nor does it matter where the bytes come from, or whether only some rows are asked for.
    QCOMPARE(understood(readCsvText(bytes.toStdString(), path, options)), expected);
    QCOMPARE(understood(readCsv(path, options, {.firstRows = 1000000})), expected);
}

void NastyFilesTest::refusedFilesHaveOneProblem_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<CsvOptions>("options");
    QTest::addColumn<ProblemCode>("code");
    const auto row = [](const char* name, const QByteArray& bytes, ProblemCode code,
                        const CsvOptions& options = {}) { QTest::newRow(name) << bytes << options << code; };
    row("empty", "", ProblemCode::FileEmpty);
    row("blank lines alone", "\n \n\t\n\r\n", ProblemCode::FileEmpty);
    row("header alone", "a,b\n", ProblemCode::HeaderOnly);
    row("header and comments alone", "a,b\n!x\n", ProblemCode::HeaderOnly, {.comment = '!'});
    row("one column", "a\n1\n2\n", ProblemCode::TooFewColumns);
    row("PNG", QByteArray("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0", 20), ProblemCode::NotText);
    row("zero bytes far down", "a,b\n" + QByteArray("1,2\n").repeated(100000) + QByteArray("3,\0\n", 4),
        ProblemCode::NotText);
    row("UTF-16 with half a character", utf16("a,b\n1,2\n", false) + "3", ProblemCode::NotInEncoding);
    row("told UTF-8", "a,b\n1,\xE4\n", ProblemCode::NotInEncoding, {.encoding = "UTF-8"});
    row("told ASCII", "a,b\n1,\xE4\n", ProblemCode::NotInEncoding, {.encoding = "ASCII"});
    row("no such encoding", "a,b\n1,2\n", ProblemCode::UnknownEncoding, {.encoding = "no-such-encoding"});
    const QByteArray packed = gzipped("a,b\n" + QByteArray("1,2\n3,4\n").repeated(1000));
    row("gzip cut short", packed.left(packed.size() / 2), ProblemCode::FileUnreadable);
    row("gzip without its checksum", packed.left(packed.size() - 4), ProblemCode::FileUnreadable);
    row("gzip header alone", packed.left(5), ProblemCode::FileUnreadable);
    row("gzip, damaged", packed.left(12) + "xxxx" + packed.mid(16), ProblemCode::FileUnreadable);
    row("short line", "a,b,c\n1,2,3\n4,5\n", ProblemCode::RaggedLine);
    row("short line far down", "a,b\n" + QByteArray("1,2\n").repeated(300000) + "3\n",
        ProblemCode::RaggedLine);
    row("open quote", "a,b\n1,\"2\n3,4\n5,6\n", ProblemCode::UnterminatedQuote);
    row("open quote far down", "a,b\n" + QByteArray("1,2\n").repeated(300000) + "1,\"2\n3,4\n",
        ProblemCode::UnterminatedQuote);
    row("text behind a quote", "a,b\n1,\"2\" x\n3,4\n", ProblemCode::StrayQuote);
    row("sentinel of no column", "a,b\n1,2\n", ProblemCode::UnknownColumn, {.sentinels = {{"c", {"1"}}}});
    row("texts told to be dates", "a,b\nx,2\ny,3\n", ProblemCode::TypeDoesNotFit,
        {.types = {{"a", ColumnType::DateTime}}});
    row("texts told to count", "a,b\nx,2\ny,3\n", ProblemCode::TypeDoesNotFit,
        {.types = {{"a", ColumnType::Count}}});
}

void NastyFilesTest::refusedFilesHaveOneProblem() {
    QFETCH(QByteArray, bytes);
    QFETCH(CsvOptions, options);
    QFETCH(ProblemCode, code);
    const QTemporaryDir folder;
    write(pathOf(folder), bytes);
    const std::string path = pathOf(folder).toStdString();
    const auto problem = tests::thrownProblem([&] { readCsv(path, options); });
    QVERIFY(problem.has_value());
    QVERIFY2(problem->code == code, describe(*problem).c_str());
    QVERIFY2(tests::isFullyDescribed(*problem), describe(*problem).c_str());
    for (const std::uint64_t blockBytes : {1000, 4099}) {
        const auto inBlocks =
            tests::thrownProblem([&] { readCsv(path, options, {.threads = 3, .blockBytes = blockBytes}); });
        QCOMPARE(inBlocks, problem);
    }
}

void NastyFilesTest::millionColumnsAreRefused() {
    std::string text = "a";
    text.append(1000000, ',').append("\n");
    const auto problem = tests::thrownProblem([&] { readCsvText(text + text, "wide.csv"); });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, ProblemCode::TooManyColumns);
    QVERIFY(tests::isFullyDescribed(*problem));
}

void NastyFilesTest::longLineIsReadOrRefused_data() {
    QTest::addColumn<qint64>("length");
    QTest::addColumn<QByteArray>("quote");
    QTest::addColumn<std::optional<ProblemCode>>("code");
    QTest::newRow("long cell") << qint64(3000000) << QByteArray() << std::optional<ProblemCode>();
    QTest::newRow("too long") << qint64(70000000) << QByteArray() << std::optional(ProblemCode::LineTooLong);
    QTest::newRow("quote never closed")
        << qint64(70000000) << QByteArray("\"") << std::optional(ProblemCode::UnterminatedQuote);
}

void NastyFilesTest::longLineIsReadOrRefused() {
    QFETCH(qint64, length);
    QFETCH(QByteArray, quote);
    QFETCH(std::optional<ProblemCode>, code);
    const QByteArray text = "a,b\n" + QByteArray("1,x\n").repeated(10) + "2," + quote +
                            QByteArray(length, 'y') + "\n" + QByteArray("3,x\n").repeated(10);
    std::optional<CsvResult> result;
    const auto problem = tests::thrownProblem([&] { result = readCsvText(text.toStdString(), "long.csv"); });
    QCOMPARE(problem ? std::optional(problem->code) : std::nullopt, code);
    if (!code)
        QCOMPARE(result->dataset->column(1).cellText(10).size(), std::size_t(length));
}

void NastyFilesTest::fileOfManyGigabytesOfZerosIsRefusedAtOnce() {
    const QTemporaryDir folder;
    QFile file(pathOf(folder));
    QVERIFY(file.open(QIODevice::WriteOnly));
    if (!file.resize(qint64(10) << 30))
        QSKIP("this file system has no files with holes");
    const auto problem = tests::thrownProblem([&] { readCsv(pathOf(folder).toStdString()); });
    QVERIFY(problem.has_value());
    QCOMPARE(*problem,
             (Problem{ProblemCode::NotText, {{"file", pathOf(folder).toStdString()}, {"line", "1"}}}));
}

void NastyFilesTest::fileThatShrinksIsAnError() {
    const QTemporaryDir folder;
    write(pathOf(folder), "a,b\n" + QByteArray("1.5,2\n").repeated(100000));
    bool cut = false;
    const auto problem = tests::thrownProblem([&] {
        readCsv(pathOf(folder).toStdString(), {},
                {.progress =
                     [&](double share) {
                         if (share > 0.3 && !cut)
                             cut = QFile::resize(pathOf(folder), 1000);
                         return true;
                     },
                 .threads = 2,
                 .blockBytes = 10000});
    });
    QVERIFY(cut);
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, ProblemCode::FileUnreadable);
    QCOMPARE(tests::fact(*problem, "reason"), std::string("it changed while it was read"));
}

void NastyFilesTest::fileThatMayNotBeReadIsAnError() {
    if (geteuid() == 0)
        QSKIP("root may read everything");
    const QTemporaryDir folder;
    write(pathOf(folder), "a,b\n1,2\n");
    QVERIFY(QFile::setPermissions(pathOf(folder), {}));
    const auto problem = tests::thrownProblem([&] { readCsv(pathOf(folder).toStdString()); });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, ProblemCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(NastyFilesTest)
#include "nasty_files_test.moc"
