#include <QTest>

#include "core/data/csv_reader.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

namespace {

/// A table with these days beside some numbers.
CsvResult readDays(const QStringList& days) {
    std::string text = "day,n\n";
    for (qsizetype row = 0; row < days.size(); ++row)
        text += days[row].toStdString() + "," + std::to_string(row) + "\n";
    return readCsvText(text, "t.csv", {.types = {{"day", ColumnType::DateTime}}});
}

}  // namespace

/// A column decides as a whole in which order its dates are written.
class DateColumnTest : public QObject {
    Q_OBJECT

private slots:
    void theWholeColumnDecidesWhatTheDayIs_data() {
        QTest::addColumn<QStringList>("days");
        QTest::addColumn<QString>("first");
        QTest::addColumn<bool>("ambiguous");
        const auto row = [](const char* name, const QStringList& days, const char* first, bool ambiguous) {
            QTest::newRow(name) << days << first << ambiguous;
        };
        row("year first", {"2024-03-04", "2024-05-06"}, "2024-03-04", false);
        row("one cell says day first", {"03/04/2024", "05/06/2024", "13/07/2024"}, "2024-04-03", false);
        row("one cell says month first", {"03/04/2024", "05/06/2024", "07/13/2024"}, "2024-03-04", false);
        row("no cell says", {"03/04/2024", "05/06/2024", "07/08/2024"}, "2024-03-04", true);
        row("it is the same either way", {"03/03/2024", "05/05/2024"}, "2024-03-03", false);
    }

    void theWholeColumnDecidesWhatTheDayIs() {
        QFETCH(QStringList, days);
        QFETCH(QString, first);
        QFETCH(bool, ambiguous);
        const CsvResult read = readDays(days);
        const Column& column = read.dataset->column(0);
        QCOMPARE(QString::fromStdString(column.valueText(column.values[0])), first);
        const Problems& problems = read.dataset->problems();
        QCOMPARE(problems.size(), std::size_t(ambiguous ? 1 : 0));
        if (!ambiguous)
            return;
        QCOMPARE(problems[0].code, ProblemCode::DateOrderAmbiguous);
        QVERIFY(problems[0].facts == (Facts{{"file", "t.csv"}, {"column", "day"}, {"text", "03/04/2024"}}));
        QVERIFY2(tests::isFullyDescribed(problems[0]), describe(problems[0]).c_str());
    }

    void aFileGetsItsDatesInItsOwnNotation_data() {
        QTest::addColumn<QStringList>("days");
        QTest::newRow("german") << QStringList{"03.04.2024", "23.12.2023"};
        QTest::newRow("american, not padded") << QStringList{"12/31/2024", "1/2/2024"};
        QTest::newRow("with a time") << QStringList{"2024-03-04 10:05", "2024-03-05 00:00"};
    }

    void aFileGetsItsDatesInItsOwnNotation() {
        QFETCH(QStringList, days);
        const CsvResult read = readDays(days);
        const Column& column = read.dataset->column(0);
        for (std::size_t row = 0; row < std::size_t(days.size()); ++row)
            QCOMPARE(QString::fromStdString(column.fileText(column.values[row])), days[qsizetype(row)]);
    }
};

QTEST_GUILESS_MAIN(DateColumnTest)
#include "date_column_test.moc"
