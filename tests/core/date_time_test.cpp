#include "core/data/date_time.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace latentscape;

namespace {

constexpr auto kYear = DateOrder::YearMonthDay;
constexpr auto kDay = DateOrder::DayMonthYear;
constexpr auto kMonth = DateOrder::MonthDayYear;

}  // namespace

class DateTimeTest : public QObject {
    Q_OBJECT

private slots:
    // Expected values: date -u -d "..." +%s
    void aMomentIsSecondsSince1970_data() {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<int>("order");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("precision");
        const auto row = [](const char* cell, DateOrder order, double seconds, DateTimePrecision precision) {
            QTest::newRow(cell) << cell << int(order) << seconds << int(precision);
        };
        row("1970-01-01", kYear, 0, DateTimePrecision::Day);
        row(" 2024-02-29 ", kYear, 1709164800, DateTimePrecision::Day);
        row("2024/3/1", kYear, 1709251200, DateTimePrecision::Day);
        row("1899-12-31", kYear, -2209075200, DateTimePrecision::Day);
        row("31.03.2024", kDay, 1711843200, DateTimePrecision::Day);
        row("3/31/2024", kMonth, 1711843200, DateTimePrecision::Day);
        row("2024-03-31T14:05", kYear, 1711893900, DateTimePrecision::Minute);
        row("2024-03-31 14:05:09", kYear, 1711893909, DateTimePrecision::Second);
        row("2024-03-31T14:05:09.250Z", kYear, 1711893909.25, DateTimePrecision::Millisecond);
        row("2024-03-31T14:05:09+02:00", kYear, 1711886709, DateTimePrecision::Second);
        row("2024-03-31 14:05:09 -0530", kYear, 1711913709, DateTimePrecision::Second);
        row("31.03.2024 4:05", kDay, 1711857900, DateTimePrecision::Minute);
    }

    void aMomentIsSecondsSince1970() {
        QFETCH(QString, cell);
        QFETCH(int, order);
        QFETCH(double, seconds);
        QFETCH(int, precision);
        const std::optional<DateTime> moment = parseDateTime(cell.toStdString(), DateOrder(order));
        QVERIFY(moment);
        QCOMPARE(moment->seconds, seconds);
        QCOMPARE(int(moment->precision), precision);
    }

    void whatIsNoDateIsNotHalfRead_data() {
        QTest::addColumn<int>("order");
        const auto row = [](const char* cell, DateOrder order) { QTest::newRow(cell) << int(order); };
        row("2023-02-29", kYear);
        row("2024-13-01", kYear);
        row("2024-00-01", kYear);
        row("24-03-31", kYear);
        row("2024-03/31", kYear);
        row("2024-03-311", kYear);
        row("31.03.24", kDay);
        row("03/31/2024", kDay);
        row("31/03/2024", kMonth);
        row("2024-03-31T", kYear);
        row("2024-03-31T24:00", kYear);
        row("2024-03-31T14", kYear);
        row("2024-03-31T14:5", kYear);
        row("2024-03-31T14:05:60", kYear);
        row("2024-03-31T14:05:09.", kYear);
        row("2024-03-31T14:05 PM", kYear);
        row("2024-03-31T14:05+2:0", kYear);
        row("2024-03-31 x", kYear);
        row("20240331", kYear);
        row("1.2.3", kDay);
        row("", kYear);
        row("   ", kYear);
    }

    void whatIsNoDateIsNotHalfRead() {
        QFETCH(int, order);
        QVERIFY(!parseDateTime(QTest::currentDataTag(), DateOrder(order)));
    }

    void aTextReadsBackAsItsMoment_data() {
        QTest::addColumn<QString>("text");
        for (const char* const text :
             {"2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31T23:59", "2024-03-31T14:05:09",
              "1969-12-31T23:59:59.999", "2024-03-31T00:00:00.001"})
            QTest::newRow(text) << text;
    }

    void aTextReadsBackAsItsMoment() {
        QFETCH(QString, text);
        const std::optional<DateTime> moment = parseDateTime(text.toStdString(), kYear);
        QVERIFY(moment);
        QCOMPARE(QString::fromStdString(dateTimeText(moment->seconds, moment->precision)), text);
    }

    void aMomentIsWrittenAsItsCellWas_data() {
        QTest::addColumn<int>("order");
        const auto row = [](const char* cell, DateOrder order) { QTest::newRow(cell) << int(order); };
        row("2024-03-31", kYear);
        row("2024/3/1", kYear);
        row("2024.12.31", kYear);
        row("31.03.2024", DateOrder::DayMonthYear);
        row("1.3.2024", DateOrder::DayMonthYear);
        row("31/03/2024 14:05", DateOrder::DayMonthYear);
        row("3/31/2024", DateOrder::MonthDayYear);
        row("12/31/2024", DateOrder::MonthDayYear);
        row("03-31-2024T14:05:09", DateOrder::MonthDayYear);
        row("2024-03-31 14:05:09.250", kYear);
    }

    void aMomentIsWrittenAsItsCellWas() {
        QFETCH(int, order);
        const std::string cell = QTest::currentDataTag();
        const std::optional<DateTime> moment = parseDateTime(cell, DateOrder(order));
        QVERIFY(moment);
        const DateNotation notation = notationOf("  " + cell + " ", DateOrder(order));
        QCOMPARE(dateTimeText(moment->seconds, moment->precision, notation), cell);
    }

    void aMomentBeyondTheCalendarHasNoText_data() {
        QTest::addColumn<double>("seconds");
        QTest::newRow("too late") << 1e12;
        QTest::newRow("too early") << -1e12;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("no number") << std::nan("");
    }

    void aMomentBeyondTheCalendarHasNoText() {
        QFETCH(double, seconds);
        QVERIFY(dateTimeText(seconds, DateTimePrecision::Second).empty());
    }

    void aDayIsTheOneThatTheMomentLiesIn() {
        QCOMPARE(QString::fromStdString(dateTimeText(86399, DateTimePrecision::Day)), "1970-01-01");
        QCOMPARE(QString::fromStdString(dateTimeText(-1, DateTimePrecision::Day)), "1969-12-31");
    }
};

QTEST_GUILESS_MAIN(DateTimeTest)
#include "date_time_test.moc"
