#include "ui/models/written_cell.h"

#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A column of each type.
Column column(const QString& type) {
    if (type == "category")
        return {.name = "colour",
                .type = ColumnType::Category,
                .categories = {"Red", "green", "red", "7", "Missing"}};
    if (type == "date")
        return {.name = "seen",
                .type = ColumnType::DateTime,
                .notation = {.order = DateOrder::DayMonthYear, .separator = '.'}};
    return {.name = "size", .type = type == "count" ? ColumnType::Count : ColumnType::Number};
}

}  // namespace

class WrittenCellTest : public QObject {
    Q_OBJECT

private slots:
    void whatAColumnCanHaveIsRead_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("a number") << "number"
                                  << "-3" << -3.0;
        QTest::newRow("as the locale writes it") << "number"
                                                 << "1.234,5" << 1234.5;
        QTest::newRow("as programs write it") << "number"
                                              << "2.75" << 2.75;
        QTest::newRow("with blanks and an exponent") << "number"
                                                     << " 1e3 " << 1000.0;
        QTest::newRow("a count") << "count"
                                 << "12" << 12.0;
        QTest::newRow("a category") << "category"
                                    << "green" << 1.0;
        QTest::newRow("a category in its own case") << "category"
                                                    << "red" << 2.0;
        QTest::newRow("a category in another case") << "category"
                                                    << "GREEN" << 1.0;
        QTest::newRow("a code") << "category"
                                << "7" << 3.0;
        QTest::newRow("a category of that name") << "category"
                                                 << "missing" << 4.0;
        QTest::newRow("a date") << "date"
                                << "02.01.1970" << 86400.0;
        QTest::newRow("an ISO date") << "date"
                                     << "1970-01-03" << 172800.0;
    }
    void whatAColumnCanHaveIsRead() {
        QFETCH(QString, type);
        QFETCH(QString, text);
        QFETCH(double, value);
        const WrittenCell cell = readWritten(QLocale(QLocale::German), column(type), {}, text);
        QCOMPARE(cell.refusal, QString());
        QCOMPARE(cell.value, std::optional(value));
    }

    void whatItCannotHaveIsRefused_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::newRow("text in a number column") << "number"
                                                 << "heavy";
        QTest::newRow("a number with a unit") << "number"
                                              << "12 cm";
        QTest::newRow("an infinite number") << "number"
                                            << "1e999";
        QTest::newRow("half a count") << "count"
                                      << "1.5";
        QTest::newRow("a negative count") << "count"
                                          << "-1";
        QTest::newRow("an unknown category") << "category"
                                             << "violet";
        QTest::newRow("a day that does not exist") << "date"
                                                   << "31.02.2024";
        QTest::newRow("no date") << "date"
                                 << "yesterday";
    }
    void whatItCannotHaveIsRefused() {
        QFETCH(QString, type);
        QFETCH(QString, text);
        const WrittenCell cell = readWritten(QLocale(QLocale::English), column(type), {}, text);
        QVERIFY(!cell.refusal.isEmpty());
        QVERIFY(!cell.value);
    }

    void nothingIsAMissingCell_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        for (const char* const type : {"number", "count", "category", "date"})
            QTest::newRow(type) << type << " ";
        QTest::newRow("in words") << "number"
                                  << "missing";
    }
    void nothingIsAMissingCell() {
        QFETCH(QString, type);
        QFETCH(QString, text);
        const WrittenCell cell = readWritten(QLocale(QLocale::English), column(type), {}, text);
        QVERIFY(cell.refusal.isEmpty());
        QVERIFY(!cell.value);
    }

    void aNumberThatTheScaleCannotTakeIsRefused() {
        EncodedColumn encoded;
        encoded.numberScale = NumberScale::Logarithm;
        const QLocale english(QLocale::English);
        QVERIFY(readWritten(english, column("number"), encoded, "0").refusal.contains("above zero"));
        QCOMPARE(readWritten(english, column("number"), encoded, "0.1").value, std::optional(0.1));
    }
};

QTEST_APPLESS_MAIN(WrittenCellTest)
#include "written_cell_test.moc"
