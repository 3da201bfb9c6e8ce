#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <array>

#include "core/data/csv_reader.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr int kRows = 120;

/// Rows 3, 20 … lack the turnover, rows 4, 23 … the size, rows 5, 28 … the day, rows 6,
/// 35 … the share.
bool isMissing(int row, int column) {
    return (column == 1 && row % 17 == 3) || (column == 2 && row % 19 == 4) ||
           (column == 4 && row % 23 == 5) || (column == 5 && row % 29 == 6);
}

/// As a German office program exports it: semicolons, `1.234,56`, days first, Windows-1252.
QByteArray germanExport() {
    QString text = QStringLiteral("Straße;Umsatz;Größe;Kündigung;Datum;Anteil\r\n");
    const QStringList streets{QStringLiteral("Hauptstraße"), QStringLiteral("Mühlweg"),
                              QStringLiteral("Am Bächle")};
    for (int row = 0; row < kRows; ++row) {
        QStringList cells{streets[row % 7 % 3],
                          QStringLiteral("%1.%2,%3")
                              .arg(1 + row % 8)
                              .arg(row * 37 % 1000, 3, 10, QLatin1Char('0'))
                              .arg(row * 13 % 100, 2, 10, QLatin1Char('0')),
                          QStringLiteral("1,%1").arg(50 + row * 7 % 49),
                          row % 3 == 0 ? QStringLiteral("ja") : QStringLiteral("nein"),
                          QStringLiteral("%1.%2.2023")
                              .arg(1 + row * 5 % 28, 2, 10, QLatin1Char('0'))
                              .arg(1 + row * 3 % 12, 2, 10, QLatin1Char('0')),
                          QStringLiteral("%1,5%").arg(row * 11 % 90)};
        for (int column = 0; column < int(cells.size()); ++column)
            if (isMissing(row, column))
                cells[column].clear();
        text += cells.join(';') + "\r\n";
    }
    return text.toLatin1();
}

CsvTable cellsOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parseCsv(file.readAll().toStdString(), path.toStdString());
}

QString cell(const CsvTable& table, std::size_t column, std::size_t row) {
    return QString::fromStdString(std::string(table.cells[column][row]));
}

}  // namespace

/// A table with dates, missing cells and a notation of its own, from training to what is written back.
class CliGermanExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QFile file(m_table);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(germanExport());
        file.close();
        const CliResult trained = runCli({"train", m_table, "--out", m_run, "--epochs", "3"});
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.messages));
        QVERIFY2(!trained.messages.contains("note:"), qPrintable(trained.messages));
    }

    void itIsLearnedWithoutAnySetting() {
        const SavedRun run = readRun(m_run.toStdString());
        const std::vector<std::pair<std::string, ColumnType>> expected{
            {"Straße", ColumnType::Category}, {"Umsatz", ColumnType::Number},
            {"Größe", ColumnType::Number},    {"Kündigung", ColumnType::Binary},
            {"Datum", ColumnType::DateTime},  {"Anteil", ColumnType::Number}};
        QCOMPARE(run.preprocessor.columns().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(run.preprocessor.columns()[i].name, expected[i].first);
            QVERIFY(run.preprocessor.columns()[i].type == expected[i].second);
            QVERIFY(run.preprocessor.columns()[i].features > 0);
        }
        QVERIFY(run.preprocessor.columns()[1].minimum >= 1000 &&
                run.preprocessor.columns()[1].maximum < 9000);
        const std::vector<std::string> streets{"Am Bächle", "Hauptstraße", "Mühlweg"};
        QVERIFY(run.preprocessor.columns()[0].categories == streets);
    }

    void encodeTellsEveryRow() {
        const QString out = m_folder.filePath("latents.csv");
        const CliResult result = runCli({"encode", m_run, m_table, "--out", out});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(cellsOf(out).lines.size(), std::size_t(kRows));
    }

    void datesComeBackAsTheFileWritesThem_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("rows");
        QTest::newRow("reconstruct") << QStringList{"reconstruct", m_run, m_table} << kRows;
        QTest::newRow("sample") << QStringList{"sample", m_run, "--rows", "50"} << 50;
    }

    void datesComeBackAsTheFileWritesThem() {
        QFETCH(QStringList, arguments);
        QFETCH(int, rows);
        const QString out = m_folder.filePath("rows.csv");
        const CliResult result = runCli(arguments + QStringList{"--out", out});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const CsvTable table = cellsOf(out);
        QCOMPARE(table.lines.size(), std::size_t(rows));
        QCOMPARE(table.names[4], std::string("Datum"));
        const QRegularExpression day("^[0-3][0-9]\\.(0[1-9]|1[0-2])\\.2023$");
        for (std::size_t row = 0; row < std::size_t(rows); ++row)
            QVERIFY2(day.match(cell(table, 4, row)).hasMatch(), qPrintable(cell(table, 4, row)));
    }

    void filledCellsReadBackBesideTheOthers() {
        const QString out = m_folder.filePath("filled.csv");
        const CliResult result = runCli({"impute", m_run, m_table, "--out", out});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const CsvTable before = cellsOf(m_table);
        const CsvTable after = cellsOf(out);
        QVERIFY(after.names == before.names);
        QCOMPARE(after.lines.size(), std::size_t(kRows));
        const std::array<const char*, 6> patterns{"",
                                                  "^[0-9]+,[0-9]{2}$",
                                                  "^1,[0-9]{2}$",
                                                  "",
                                                  "^[0-3][0-9]\\.[01][0-9]\\.2023$",
                                                  "^[0-9]+,[0-9]%$"};
        for (std::size_t column = 0; column < before.names.size(); ++column)
            for (std::size_t row = 0; row < std::size_t(kRows); ++row) {
                const QString filled = cell(after, column, row);
                if (isMissing(int(row), int(column)))
                    QVERIFY2(QRegularExpression(patterns[column]).match(filled).hasMatch(),
                             qPrintable(filled));
                else
                    QCOMPARE(filled, cell(before, column, row));
            }
        const QJsonObject inspected = runCli({"inspect", out, "--json"}).json();
        QCOMPARE(inspected["rejected_count"].toInt(-1), 0);
        for (const QJsonValue& column : inspected["columns"].toArray())
            QCOMPARE(column.toObject()["missing"].toInt(-1), 0);
    }

private:
    QTemporaryDir m_folder;
    const QString m_table = m_folder.filePath("export.csv");
    const QString m_run = m_folder.filePath("run");
};

QTEST_GUILESS_MAIN(CliGermanExportTest)
#include "cli_german_export_test.moc"
