#include "ui/models/row_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = RowTableModel;

QString text(const Model& model, int row, int column) {
    return model.index(row, column).data().toString();
}

QStringList columnTexts(const Model& model, int column) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(text(model, row, column));
    return texts;
}

}  // namespace

class RowTableModelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void aSubsetStandsAloneAndIsSorted() {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(longNumbers(100));
        model.setSubset(RowList{2, 50, 99});
        QCOMPARE(columnTexts(model, 0), (QStringList{"98", "50", "1"}));
        QCOMPARE(model.tableRow(1), Index(50));
        QCOMPARE(model.rowOf(99), 2);
        QCOMPARE(model.rowOf(3), -1);
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(0);
        QVERIFY(sorted.wait());
        QCOMPARE(columnTexts(model, 0), (QStringList{"1", "50", "98"}));
        QCOMPARE(model.rowOf(99), 0);
        QCOMPARE(model.rowOf(3), -1);
        model.setSubset(RowList{3, 4});
        QVERIFY(sorted.wait());
        QCOMPARE(columnTexts(model, 0), (QStringList{"96", "97"}));
        model.setSubset(RowList());
        QCOMPARE(model.rowCount(), 0);
        model.setSubset(std::nullopt);
        QCOMPARE(model.rowCount(), 100);
    }

    void keepsTheRulesOfAModel() {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(readSample("penguins"));
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(2, Qt::DescendingOrder);
        QTRY_COMPARE(sorted.count(), 1);
        model.sort(-1);
        model.setTable(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void cellsReadAsInTheTable() {
        Model model;
        model.setTable(readSample("penguins"));
        QCOMPARE(model.rowCount(), 344);
        QCOMPARE(model.columnCount(), 8);
        QCOMPARE(text(model, 0, 0), "Adelie");
        QCOMPARE(text(model, 0, 2), "39.1");
        QCOMPARE(text(model, 343, 5), "3775");
        QCOMPARE(model.headerData(2, Qt::Horizontal).toString(), "bill_length_mm");
        QCOMPARE(model.headerData(343, Qt::Vertical).toString(), "344");
    }

    void numbersFollowTheLocaleAndDatesDoNot() {
        QLocale::setDefault(QLocale(QLocale::German));
        Model model;
        const Column when{.name = "when",
                          .type = ColumnType::DateTime,
                          .values = {86400.0, 0.0},
                          .missing = MissingMask(2)};
        const Column size{
            .name = "size", .values = {12345.5, 0.25}, .missing = MissingMask(2), .decimals = 2};
        model.setTable(std::make_shared<const Dataset>("t", "", std::vector{when, size}));
        QCOMPARE(text(model, 0, 0), "1970-01-02");
        QCOMPARE(text(model, 0, 1), "12.345,50");
        QCOMPARE(text(model, 1, 1), "0,25");
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void missingCellsAreToldApart() {
        Model model;
        model.setTable(longNumbers(4));
        QVERIFY(!model.index(0, 1).data(Model::kQuietRole).toBool());
        QVERIFY(model.index(1, 1).data(Model::kQuietRole).toBool());
        QCOMPARE(text(model, 1, 1), "·");
        QCOMPARE(model.index(1, 1).data(Qt::AccessibleTextRole).toString(), "missing");
    }

    void rowsThatAreLeftOutStandBack() {
        Model model;
        model.setTable(longNumbers(4));
        model.setKept(std::make_shared<const RowList>(RowList{0, 3}));
        const auto isQuiet = [&](int row) { return model.index(row, 0).data(Model::kQuietRole).toBool(); };
        QVERIFY(!isQuiet(0) && isQuiet(1) && isQuiet(2) && !isQuiet(3));
        QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().contains("left out"));
        model.setKept(nullptr);
        QVERIFY(!isQuiet(1));
    }

    void aMillionRowsAnswerWithoutBeingVisited() {
        constexpr int kRows = 1'000'000;
        Model model;
        model.setTable(longNumbers(kRows));
        QCOMPARE(model.rowCount(), kRows);
        QCOMPARE(text(model, kRows - 1, 0), "1");
        QCOMPARE(model.headerData(kRows - 1, Qt::Vertical).toString(), "1,000,000");
        QCOMPARE(model.rowOf(777'777), 777'777);
    }

    void sortsByAColumn_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("up") << 0 << Qt::AscendingOrder << QStringList{"5", "4", "3", "2", "1"};
        QTest::newRow("down") << 0 << Qt::DescendingOrder << QStringList{"1", "2", "3", "4", "5"};
        QTest::newRow("missing last") << 1 << Qt::AscendingOrder << QStringList{"5", "3", "1", "2", "4"};
    }

    void sortsByAColumn() {
        QFETCH(int, column);
        QFETCH(Qt::SortOrder, order);
        QFETCH(QStringList, rows);
        Model model;
        model.setTable(longNumbers(5));
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(column, order);
        QTRY_COMPARE(sorted.count(), 1);
        QStringList shown;
        for (int row = 0; row < model.rowCount(); ++row)
            shown.append(model.headerData(row, Qt::Vertical).toString());
        QCOMPARE(shown, rows);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowOf(model.tableRow(row)), row);
    }

    void withoutAColumnTheOrderIsThatOfTheTable() {
        Model model;
        model.setTable(longNumbers(3));
        const QStringList before = columnTexts(model, 0);
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(0);
        QTRY_COMPARE(sorted.count(), 1);
        QCOMPARE(columnTexts(model, 0), (QStringList{"1", "2", "3"}));
        model.sort(-1);
        QCOMPARE(columnTexts(model, 0), before);
    }

    void aRowIsFollowedThroughSorting() {
        Model model;
        model.setTable(longNumbers(1000));
        const QPersistentModelIndex third = model.index(2, 1);
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(0);
        QTRY_COMPARE(sorted.count(), 1);
        QCOMPARE(third.row(), 997);
        QCOMPARE(third.column(), 1);
    }

    void theOrderOfAnotherTableIsDropped() {
        Model model;
        model.setTable(longNumbers(200'000));
        QSignalSpy sorted(&model, &Model::sorted);
        model.sort(0);
        model.setTable(longNumbers(3));
        model.sort(0, Qt::DescendingOrder);
        QTRY_COMPARE(sorted.count(), 1);
        QCOMPARE(columnTexts(model, 0), (QStringList{"3", "2", "1"}));
    }
};

QTEST_MAIN(RowTableModelTest)
#include "row_table_model_test.moc"
