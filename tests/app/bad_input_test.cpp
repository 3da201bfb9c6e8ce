// Tables as they should not be, through the whole headless program.

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// A table of whole numbers, `rows` × `columns`.
QByteArray numberTable(int rows, int columns) {
    QByteArray csv;
    for (int column = 0; column < columns; ++column)
        csv += (column ? ",v" : "v") + QByteArray::number(column) + "x";
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            csv += (column ? "," : "\n") + QByteArray::number((row * 37 + column * (row * row + 11)) % 101);
    return csv + "\n";
}

}  // namespace

class BadInputTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray& content) const {
        const QString path = m_folder.filePath("table.csv");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            return {};
        return path;
    }

    QString run() const { return m_folder.filePath("run"); }

    CliResult trainOn(const QByteArray& content, const QStringList& options = {}) const {
        return runCli(QStringList{"train", write(content), "--out", run(), "--epochs", "1", "--json"} +
                      options);
    }

private slots:
    void unusableTablesEndWith3AndSayWhy_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QByteArray& content, const char* words) {
            QTest::newRow(name) << content << QString(words);
        };
        row("empty", "", "is empty");
        row("blank lines only", "\n\n\r\n", "is empty");
        row("header only", "a,b,c\n", "header and no rows");
        row("ragged", "a,b\n1,2\n3\n4,5\n", "line 3");
        row("one column", "a\n1\n2\n3\n4\n", "one column");
        row("all constant", "a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n", "No column");
        row("all missing", "a,b\nNA,\n,NA\n,\n,\nNA,NA\n", "No column");
        row("free text only", "a,b\nu,v\nw,x\ny,z\np,q\nr,s\n", "No column");
        row("too few rows", "a,b\n1,2\n2,3\n5,4\n", "at least 4");
        row("quote never closed", "a,b\n1,2\n\"3,4\n5,6\n", "never closed");
        row("text behind a quote", "a,b\n1,2\n\"3\"x,4\n5,6\n", "closing quote");
        row("zero bytes", QByteArray("a,b\n1,\0\n2,3\n", 12), "no text file");
        row("UTF-16, header only",
            QByteArray("\xFF\xFE"
                       "a\0,\0b\0\n\0",
                       10),
            "header and no rows");
    }

    void unusableTablesEndWith3AndSayWhy() {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const CliResult result = trainOn(content);
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(!result.messages.contains('{'));
        QVERIFY(result.output.isEmpty());
        QVERIFY(!QFile::exists(run() + "/config.json"));
    }

    void whatIsNoFileEndsWith3() {
        QCOMPARE(runCli({"inspect", m_folder.filePath("nowhere.csv")}).exitCode, 3);
        QCOMPARE(runCli({"inspect", m_folder.path()}).exitCode, 3);
        QCOMPARE(runCli({"inspect", QString(5000, 'x')}).exitCode, 3);
    }

    void trainableTablesTrainHoweverOdd_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("words");
        const QByteArray plain = numberTable(40, 3);
        QTest::newRow("10,000 columns and 30 rows")
            << numberTable(30, 10000) << QStringList() << "expect over-fitting";
        QTest::newRow("cells that are not finite")
            << QByteArray("a,b\n1,nan\ninf,2\n3,-inf\n4,5\n5,1e999\n6,7\n7,NaN\n8,9\n9,1\n1,2\n2,5\n")
            << QStringList() << "not a finite number";
        QTest::newRow("column without a value")
            << QByteArray("a,b,empty\n1,2,\n2,3,NA\n3,5,\n4,4,\n5,1,\n6,2,\n") << QStringList() << "“empty”";
        QTest::newRow("rows without a value")
            << QByteArray("a,b\n1,2\nNA,\n3,5\n,\n5,1\n6,2\nNA,NA\n7,7\n") << QStringList() << "";
        QTest::newRow("batch larger than the table") << plain << QStringList{"--batch", "1048576"} << "";
        QTest::newRow("single rows as batches") << plain << QStringList{"--batch", "1"} << "";
        QTest::newRow("more latent dimensions than columns") << plain << QStringList{"--latent", "64"} << "";
        QTest::newRow("no validation rows") << plain << QStringList{"--validation", "0"} << "";
        QTest::newRow("four rows") << QByteArray("a,b\n1,4\n2,3\n3,1\n5,9\n") << QStringList() << "";
        QTest::newRow("huge and tiny numbers")
            << QByteArray(
                   "a,b\n1e300,1e-300\n-1e300,2e-300\n5e299,7e-300\n1e299,0\n9e299,3e-300\n2e300,1e-300\n")
            << QStringList() << "";
        QTest::newRow("one value that dwarfs all others") << plain + "1e30,1,1\n"
                                                          << QStringList{"--validation", "0"} << "";
        QTest::newRow("Windows-1252") << QByteArray(
                                             "gr\xF6\xDF"
                                             "e,b\n1,2\n2,3\n3,5\n4,4\n5,1\n6,2\n")
                                      << QStringList() << "";
        QTest::newRow("names with quotes, braces and line breaks")
            << QByteArray("\"a \"\"{file}\"\"\n\",\"{column}\"\n1,2\n2,3\n3,5\n4,4\n5,1\n6,2\n")
            << QStringList() << "";
        QTest::newRow("names that occur twice or not at all")
            << QByteArray("a,a,,\n1,2,3,4\n2,3,1,2\n3,5,5,5\n4,4,2,1\n5,1,7,3\n6,2,3,2\n") << QStringList()
            << "more than once";
    }

    void trainableTablesTrainHoweverOdd() {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, options);
        QFETCH(QString, words);
        const CliResult result = trainOn(content, options);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages.left(2000)));
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages.left(2000)));
        const QList<QJsonObject> lines = result.jsonLines();
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines[0]["train"].toObject()["total"].isDouble());
        QVERIFY(readRun(run().toStdString()).model.parameters.allFinite());
        const CliResult evaluated = runCli({"evaluate", run(), "--json"});
        QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.messages.left(2000)));
        QVERIFY(evaluated.json()["elbo"].isDouble());
    }

    void anotherTableMayHoldUnknownCategoriesAndFewerValues() {
        const QByteArray table =
            "a,colour,sick\n1,red,no\n2,green,yes\n3,red,no\n4,green,yes\n5,blue,no\n6,blue,yes\n7,red,no\n";
        QCOMPARE(trainOn(table, {"--label", ""}).exitCode, 0);
        const CliResult result =
            runCli({"evaluate", run(), write("sick,new,colour,a\nno,1,violet,2\nno,2,red,3\n"), "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(result.json()["rows"].toInt(), 2);
        QVERIFY(result.json()["elbo"].isDouble());
    }

    void theTableOfARunMustNotHaveGrown() {
        QCOMPARE(trainOn(numberTable(40, 3)).exitCode, 0);
        write(numberTable(41, 3));
        const CliResult result = runCli({"evaluate", run()});
        QCOMPARE(result.exitCode, 3);
        QVERIFY(result.messages.contains("40 rows"));
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
