#include "core/data/row_order.h"

#include <QTest>
#include <numeric>

using namespace latentscape;

namespace {

RowList allOf(Index rows) {
    RowList list(std::size_t(rows));
    std::iota(list.begin(), list.end(), Index(0));
    return list;
}

}  // namespace

class RowOrderTest : public QObject {
    Q_OBJECT

private slots:
    void sortsRowsByValue_data() {
        QTest::addColumn<bool>("descending");
        QTest::addColumn<RowList>("expected");
        QTest::newRow("ascending") << false << RowList{4, 1, 3, 0, 2, 5};
        QTest::newRow("descending") << true << RowList{0, 1, 3, 4, 2, 5};
    }

    /// Equal values keep their order, and missing cells stand last, in either direction.
    void sortsRowsByValue() {
        QFETCH(bool, descending);
        QFETCH(RowList, expected);
        const Column column{
            .name = "x", .values = {9, 2.5, 0, 2.5, -1, 0}, .missing = MissingMask{0, 0, 1, 0, 0, 1}};
        QCOMPARE(sortedRows(column, allOf(6), descending), expected);
    }

    void sortsOnlyTheGivenRows() {
        const Column column{.name = "x", .values = {9, 2, 7, 1}, .missing = MissingMask(4)};
        QCOMPARE(sortedRows(column, {0, 2, 3}, false), (RowList{3, 2, 0}));
    }

    void aTableWithoutRowsIsSorted() { QVERIFY(sortedRows(Column{.name = "x"}, {}, false).empty()); }
};

QTEST_APPLESS_MAIN(RowOrderTest)
#include "row_order_test.moc"
