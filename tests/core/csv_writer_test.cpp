#include "core/data/csv_writer.h"

#include <QTest>
#include <limits>
#include <vector>

#include "core/data/csv_reader.h"
#include "tests/support/comma_locale.h"

using namespace latentscape;

class CsvWriterTest : public QObject {
    Q_OBJECT

private slots:
    void cellsAreQuotedWhereTheyHaveTo_data() {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("plain") << QByteArray("red") << QByteArray("red");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("blank") << QByteArray("light red") << QByteArray("light red");
        QTest::newRow("comma") << QByteArray("a,b") << QByteArray("\"a,b\"");
        QTest::newRow("quote") << QByteArray("6\" tall") << QByteArray("\"6\"\" tall\"");
        QTest::newRow("line feed") << QByteArray("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("carriage return") << QByteArray("a\rb") << QByteArray("\"a\rb\"");
        QTest::newRow("only quotes") << QByteArray("\"\"") << QByteArray("\"\"\"\"\"\"");
        QTest::newRow("beyond ASCII") << QByteArray("grün") << QByteArray("grün");
    }

    void cellsAreQuotedWhereTheyHaveTo() {
        QFETCH(QByteArray, cell);
        QFETCH(QByteArray, written);
        CsvWriter writer(std::vector<std::string>{"name", "x"});
        writer.addCell(cell.toStdString());
        writer.addCell("1");
        writer.endRow();
        QCOMPARE(QByteArray::fromStdString(writer.text()), "name,x\n" + written + ",1\n");
        // The reader sees the same cell again.
        const CsvTable read = parseCsv(writer.text(), "test.csv", {.delimiter = ',', .header = true});
        QCOMPARE(QByteArray::fromStdString(std::string(read.cells[0][0])), cell);
    }

    void numbersReadBackAsTheyWereInAnyLocale() {
        const tests::CommaLocale locale;
        CsvWriter writer(std::vector<std::string>{"x"});
        for (const double number : {0.1, -1234567.5, 1e-300, 5e22, 1.0 / 3}) {
            writer.addNumber(number);
            writer.endRow();
        }
        writer.addNumber(0.1f);
        writer.endRow();
        QCOMPARE(QByteArray::fromStdString(writer.text()),
                 QByteArray("x\n0.1\n-1234567.5\n1e-300\n5e+22\n0.3333333333333333\n0.1\n"));
    }

    void whatIsNoNumberIsAnEmptyCell() {
        CsvWriter writer(std::vector<std::string>{"x", "y"});
        writer.addNumber(std::numeric_limits<double>::quiet_NaN());
        writer.addNumber(std::numeric_limits<double>::infinity());
        writer.endRow();
        QCOMPARE(QByteArray::fromStdString(writer.text()), QByteArray("x,y\n,inf\n"));
    }

    void aRowOfOneEmptyCellIsNoBlankLine() {
        CsvWriter writer(std::vector<std::string>{"x"});
        writer.addCell("");
        writer.endRow();
        QCOMPARE(QByteArray::fromStdString(writer.text()), QByteArray("x\n\"\"\n"));
    }
};

QTEST_GUILESS_MAIN(CsvWriterTest)
#include "csv_writer_test.moc"
