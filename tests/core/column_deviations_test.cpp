#include "core/data/column_deviations.h"

#include <QTest>
#include <cmath>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

std::vector<Index> columnsOf(const std::vector<ColumnDeviation>& deviations) {
    std::vector<Index> columns;
    for (const ColumnDeviation& found : deviations)
        columns.push_back(found.column);
    return columns;
}

}  // namespace

class ColumnDeviationsTest : public QObject {
    Q_OBJECT

private slots:
    void numbersCountInStandardDeviations() {
        // a: mean 3, deviation √2; b: mean 20, deviation 10.
        const ColumnDeviations deviations(tableFrom("a,b\n1,10\n2,10\n3,30\n4,30\n5,20\n1,20\n5,20\n"));
        const ColumnDeviations five(tableFrom("a,b\n1,7\n2,7\n3,7\n4,7\n5,7\n"));
        QVERIFY(std::abs(five.top(0, 1).front().deviation + std::sqrt(2.0)) < 1e-12);
        QVERIFY(std::abs(five.top(4, 1).front().deviation - std::sqrt(2.0)) < 1e-12);
        QCOMPARE(columnsOf(deviations.top(2, 2)), (std::vector<Index>{1}));
        QCOMPARE(columnsOf(deviations.top(0, 2)), (std::vector<Index>{1, 0}));
        QCOMPARE(columnsOf(deviations.top(0, 1)), (std::vector<Index>{1}));
    }

    void rareCategoriesStandOut() {
        const ColumnDeviations deviations(
            tableFrom("kind,sick\nred,no\nred,no\nred,no\nred,yes\nred,yes\nred,no\nred,no\nred,no\nblue,no\n"
                      "blue,no\n"));
        // √((1 − p) / p) with p = 0.2 is 2; of the usual ones, √(0.2 / 0.8) is 0.5.
        for (const auto& [row, column] : {std::pair(3, 1), std::pair(8, 0)}) {
            const std::vector<ColumnDeviation> top = deviations.top(row, 2);
            QCOMPARE(columnsOf(top), (std::vector<Index>{column, 1 - column}));
            QVERIFY(std::abs(top[0].deviation - 2) < 1e-12);
            QVERIFY(std::abs(top[1].deviation - 0.5) < 1e-12);
        }
    }

    void whatSaysNothingIsLeftOut() {
        std::vector<Column> columns;
        columns.push_back({.name = "same", .values = {4.0, 4.0, 4.0}, .missing = MissingMask(3)});
        columns.push_back({.name = "gone", .values = {0.0, 0.0, 0.0}, .missing = MissingMask{1, 1, 1}});
        columns.push_back({.name = "hole", .values = {0.0, 5.0, 9.0}, .missing = MissingMask{1, 0, 0}});
        columns.push_back({.name = "note",
                           .type = ColumnType::Text,
                           .values = {0.0, 1.0, 2.0},
                           .missing = MissingMask(3),
                           .categories = {"a", "b", "c"}});
        const ColumnDeviations deviations(std::make_shared<const Dataset>("odd", "", std::move(columns)));
        QVERIFY(deviations.top(0, 4).empty());
        QCOMPARE(columnsOf(deviations.top(1, 4)), (std::vector<Index>{2}));
    }

    void datesFarFromZeroAreTold() {
        std::vector<double> values;
        for (int day = 0; day < 100; ++day)
            values.push_back(1.7e9 + 86400.0 * day);
        std::vector<Column> columns{{.name = "day",
                                     .type = ColumnType::DateTime,
                                     .values = ColumnValues(std::move(values)),
                                     .missing = MissingMask(100)}};
        const ColumnDeviations deviations(std::make_shared<const Dataset>("days", "", std::move(columns)));
        // Of 0 … n − 1 the mean is (n − 1) / 2 and the variance (n² − 1) / 12.
        QVERIFY(std::abs(deviations.top(99, 1).front().deviation - 49.5 / std::sqrt(9999.0 / 12)) < 1e-9);
    }

    void aLongTableIsToldFromSomeOfItsRows() {
        const ColumnDeviations deviations(longNumbers(100'000));
        // x runs evenly from 100,000 down to 1: √3 deviations at its end.
        QVERIFY(std::abs(deviations.top(0, 1).front().deviation - std::sqrt(3.0)) < 0.01);
    }
};

QTEST_APPLESS_MAIN(ColumnDeviationsTest)
#include "column_deviations_test.moc"
