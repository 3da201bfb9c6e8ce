#include "ui/explore/rows_panel.h"

#include <QHeaderView>
#include <QTest>

#include "tests/support/tables.h"
#include "ui/support/thread_pools.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

struct Desk {
    explicit Desk(const DatasetPtr& dataset) {
        viewState.setDataset(dataset, std::nullopt);
        panel.resize(500, 300);
        panel.show();
    }

    ViewState viewState;
    RowsPanel panel{viewState};
    QTableView& table = *panel.findChild<QTableView*>();
    QLineEdit& where = panel.where().edit();

    void select(const RowList& rows) {
        viewState.selection().apply(RowSet(viewState.dataset()->rows(), rows), SelectionMode::Replace);
    }
    RowList selected() const { return viewState.selection().rows().members(); }
    /// The rows on show, counted from 1.
    QStringList shown() const {
        QStringList rows;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            rows << table.model()->headerData(row, Qt::Vertical).toString();
        return rows;
    }
    QString answer() const {
        const auto* const label = panel.findChild<QLabel*>("answer");
        return label->isVisible() ? label->text() : QString();
    }
    bool says(const QString& text) const {
        for (const QLabel* const label : panel.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }
    void type(const QString& text, Qt::KeyboardModifiers modifiers = {}) {
        where.selectAll();
        QTest::keyClicks(&where, text);
        QTest::keyClick(&where, Qt::Key_Return, modifiers);
    }
};

}  // namespace

class RowsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void showsTheSelectedRowsAlone() {
        Desk desk(longNumbers(1000));
        QVERIFY(desk.says("No rows are selected"));
        desk.select({3, 999, 40});
        QCOMPARE(desk.shown(), (QStringList{"4", "41", "1,000"}));
        QVERIFY(desk.says("3 of 1,000 rows"));
        desk.select({});
        QVERIFY(desk.says("No rows are selected"));
        QVERIFY(!desk.table.isVisible());
    }

    void aClickLooksAtARowAndLeavesTheSelectionAlone() {
        Desk desk(longNumbers(1000));
        desk.select({3, 40, 999});
        const QRect cell = desk.table.visualRect(desk.table.model()->index(1, 0));
        QTest::mouseClick(desk.table.viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(40));
        QCOMPARE(desk.selected(), (RowList{3, 40, 999}));
        desk.viewState.setSelectedRow(999);
        QCOMPARE(desk.table.currentIndex().row(), 2);
        desk.viewState.setSelectedRow(7);
        QVERIFY(!desk.table.currentIndex().isValid());
        QCOMPARE(desk.selected(), (RowList{3, 40, 999}));
    }

    void staysSortedWhileTheSelectionChanges() {
        Desk desk(longNumbers(1000));
        desk.select({3, 40, 999});
        // x counts backwards.
        desk.table.sortByColumn(0, Qt::AscendingOrder);
        QTRY_COMPARE(desk.shown(), (QStringList{"1,000", "41", "4"}));
        desk.select({3, 5, 7});
        QTRY_COMPARE(desk.shown(), (QStringList{"8", "6", "4"}));
    }

    void aHiddenPanelCatchesUpWhenItIsShown() {
        Desk desk(longNumbers(100));
        desk.panel.hide();
        desk.select({3});
        QCOMPARE(desk.table.model()->rowCount(), 0);
        desk.panel.show();
        QCOMPARE(desk.shown(), QStringList{"4"});
    }

    /// Counted with pandas.
    void rowsAreSelectedByWhatIsInThem() {
        Desk desk(readSample("penguins"));
        QTest::keyClicks(&desk.where, "bill_length_mm > 40 && species == \"Adelie\"");
        QTRY_VERIFY(desk.answer().contains("51 of 344"));
        QVERIFY(desk.selected().empty());
        QTest::keyClick(&desk.where, Qt::Key_Return);
        QTRY_COMPARE(desk.selected().size(), std::size_t(51));
    }

    void keysAddToggleAndRemove_data() {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<RowList>("expected");
        // x of row i is 10 − i. Rows 0 to 3 are selected; rows 3 and 4 are asked for.
        QTest::newRow("Enter") << Qt::KeyboardModifiers() << RowList{3, 4};
        QTest::newRow("Shift") << Qt::KeyboardModifiers(Qt::ShiftModifier) << RowList{0, 1, 2, 3, 4};
        QTest::newRow("Ctrl") << Qt::KeyboardModifiers(Qt::ControlModifier) << RowList{0, 1, 2, 4};
        QTest::newRow("Alt") << Qt::KeyboardModifiers(Qt::AltModifier) << RowList{0, 1, 2};
    }

    void keysAddToggleAndRemove() {
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(RowList, expected);
        Desk desk(longNumbers(10));
        desk.select({0, 1, 2, 3});
        desk.type("x == 7 || x == 6", modifiers);
        QTRY_COMPARE(desk.selected(), expected);
    }

    void whatIsNotUnderstoodIsSaidAndChangesNothing() {
        Desk desk(longNumbers(10));
        desk.select({2});
        desk.type("weight > 3");
        QTRY_VERIFY(desk.answer().contains("weight"));
        QCOMPARE(desk.selected(), RowList{2});
        desk.type("x == 1000");
        QTRY_VERIFY(desk.answer().contains("0 of 10"));
        QTRY_VERIFY(desk.selected().empty());
        desk.where.clear();
        QTRY_VERIFY(desk.answer().isEmpty());
    }

    void letterKeysAreTypedNotObeyed() {
        Desk desk(longNumbers(10));
        desk.select({2});
        QTest::keyClicks(&desk.where, "abdefhilr");
        QCOMPARE(desk.where.text(), QString("abdefhilr"));
        QCOMPARE(desk.selected(), RowList{2});
    }

    void theTableMayBeReplacedAtAnyTime() {
        Desk desk(longNumbers(1000));
        desk.select({3, 40, 999});
        desk.table.sortByColumn(0, Qt::AscendingOrder);
        desk.type("x > 5");
        desk.viewState.setDataset(longNumbers(10), std::nullopt);
        QVERIFY(desk.says("No rows are selected"));
        desk.select({9});
        QCOMPARE(desk.shown(), QStringList{"10"});
        viewPool()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(desk.selected(), RowList{9});
        desk.viewState.setDataset(nullptr, std::nullopt);
        QVERIFY(desk.shown().isEmpty());
        desk.type("x > 5");
    }
};

QTEST_MAIN(RowsPanelTest)
#include "rows_panel_test.moc"
