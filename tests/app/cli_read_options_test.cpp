#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli.h"

using namespace latentscape::testing;

namespace {

/// What was understood, in a line: `rows; name type minimum…maximum`, or the categories, then what is
/// missing.
QString understood(const CliResult& result) {
    if (result.exitCode != 0)
        return QStringLiteral("refused");
    QStringList parts{QString::number(result.json()["rows"].toInt())};
    for (const QJsonValue& value : result.json()["columns"].toArray()) {
        const QJsonObject column = value.toObject();
        QString text = column["name"].toString() + " " + column["type"].toString();
        if (column.contains("minimum"))
            text += " " + column["minimum"].toVariant().toString() + "…" +
                    column["maximum"].toVariant().toString();
        QStringList categories;
        for (const QJsonValue& category : column["categories"].toArray())
            categories.append(category.toString());
        if (!categories.isEmpty())
            text += " " + categories.join('/');
        if (const int missing = column["missing"].toInt())
            text += QStringLiteral(" −%1").arg(missing);
        parts.append(text);
    }
    return parts.join("; ");
}

}  // namespace

/// Each option of reading, with a file that it changes the meaning of.
class CliReadOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void eachOptionOverrulesWhatWasFoundOut_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("option");
        QTest::addColumn<QString>("without");
        QTest::addColumn<QString>("with");
        const auto row = [](const char* name, const QByteArray& text, const QStringList& option,
                            const char* without,
                            const char* with) { QTest::newRow(name) << text << option << without << with; };
        QByteArray squares("a,b\n");
        for (int number = 0; number < 100; ++number)
            squares += QByteArray::number(number) + "," + QByteArray::number(number * number) + "\n";
        row("delimiter", "p|q,r\n1|2,3\n4|5,6\n7|8,9\n", {"--delimiter", ","},
            "3; p number 1…7; q,r number 2.3…8.9", "3; p|q text; r number 3…9");
        row("delimiter tab", "p;q\tr\n1;2\t3\n4;5\t6\n7;8\t9\n", {"--delimiter", "tab"},
            "3; p number 1…7; q\tr text", "3; p;q text; r number 3…9");
        row("decimal", "a;b\n1.5;1\n2.5;2\n3.5;4\n", {"--decimal", ","}, "3; a number 1.5…3.5; b number 1…4",
            "3; a text; b number 1…4");
        row("thousands", "a;b\n1,234;1\n2,345;2\n13,456;4\n", {"--thousands", ","},
            "3; a number 1.234…13.456; b number 1…4", "3; a number 1234…13456; b number 1…4");
        row("encoding", "a,b\n1,\xb3\n2,\xb3\n3,z\n", {"--encoding", "ISO-8859-2"},
            "3; a number 1…3; b binary z/³", "3; a number 1…3; b binary z/ł");
        row("comment", ";a;b\na,b\n1,2\n3,4\n5,7\n", {"--comment", ";"}, "refused",
            "3; a number 1…5; b number 2…7");
        row("no comment", "% made by me\na,b\n1,2\n3,4\n5,7\n", {"--comment", "none"},
            "3; a number 1…5; b number 2…7", "refused");
        row("header", "1,2\n3,4\n5,7\n6,9\n", {"--header", "yes"},
            "4; column_1 number 1…6; column_2 number 2…9", "3; 1 number 3…6; 2 number 4…9");
        row("no header", squares, {"--header", "no"}, "100; a number 0…99; b number 0…9801",
            "101; column_1 number 0…99 −1; column_2 number 0…9801 −1");
        row("fill", "a,b\n1,2\n3\n5,7\n8,9\n", {"--ragged", "fill"}, "refused",
            "4; a number 1…8; b number 2…9 −1");
        row("drop", "a,b\n1,2\n3\n5,7\n8,9\n", {"--ragged", "drop"}, "refused",
            "3; a number 1…8; b number 2…9");
        row("missing", "a,b\n1,NA\n2,low\n3,high\n4,low\n5,NA\n6,high\n", {"--missing", "low"},
            "6; a number 1…6; b binary high/low −2", "6; a number 1…6; b binary NA/high −2");
        row("sentinel", "a,b\n1,2\n-999,3\n4,6\n5,8\n", {"--sentinel", "a=-999"},
            "4; a number -999…5; b number 2…8", "4; a number 1…5 −1; b number 2…8");
        row("type", "a,b\n1,2\n3,4\n5,9\n1,7\n", {"--type", "a=category"}, "4; a number 1…5; b number 2…9",
            "4; a category 1/3/5; b number 2…9");
        // Any three of these rows have both values.
        row("sample", "a,b\n1,5\n1,5\n2,7\n2,7\n", {"--sample-rows", "3"}, "4; a binary 1/2; b binary 5/7",
            "3; a binary 1/2; b binary 5/7");
    }

    void eachOptionOverrulesWhatWasFoundOut() {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, option);
        QFETCH(QString, without);
        QFETCH(QString, with);
        const QTemporaryDir folder;
        const QString path = folder.filePath("t.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QCOMPARE(understood(runCli({"inspect", path, "--json"})), without);
        QCOMPARE(understood(runCli(QStringList{"inspect", path, "--json"} + option)), with);
    }

    void whatWasNotReadAsItStandsIsListed() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("t.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b,c\n");
        for (int row = 0; row < 40; ++row)
            file.write(QByteArray::number(row) + ",2024-03-0" + QByteArray::number(row % 9 + 1) + "," +
                       QByteArray::number(row * row) + "\n");
        file.write("12 cm,2024-03-04,7\n1,2024-02-30,8\n2,2024-03-05,inf\n3,4\n");
        file.close();
        const QJsonObject json =
            runCli({"inspect", path, "--json", "--ragged", "drop", "--type", "b=date"}).json();
        QCOMPARE(json["rejected_count"].toInt(), 4);
        const auto entry = [](int line, const char* column, const char* text, const char* reason) {
            return QJsonObject{{"line", line}, {"column", column}, {"text", text}, {"reason", reason}};
        };
        const QJsonArray expected{
            entry(42, "a", "12 cm", "not a number"), entry(43, "b", "2024-02-30", "not a date"),
            entry(44, "c", "inf", "not a finite number"), entry(45, "", "3,4", "too many or too few fields")};
        QCOMPARE(json["rejected"].toArray(), expected);
    }
};

QTEST_GUILESS_MAIN(CliReadOptionsTest)
#include "cli_read_options_test.moc"
