#include "ui/data/data_workspace.h"

#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/tables.h"
#include "ui/plots/palette.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

struct Desk {
    explicit Desk(const DatasetPtr& dataset) {
        ColumnRoles roles;
        for (Index column = 0; column < Index(dataset->columns().size()); ++column)
            roles.inputs.push_back(column);
        workspace.resize(1200, 700);
        workspace.show();
        viewState.setDataset(dataset, std::nullopt);
        workspace.setTable(dataset, roles);
    }

    ViewState viewState;
    TrainingController controller;
    DataWorkspace workspace{viewState, controller};
    RowView& rowView = *workspace.findChild<RowView*>();
    ColumnView& columnView = *workspace.findChild<ColumnView*>();
    ColumnDetails& details = *workspace.findChild<ColumnDetails*>();
    HistogramView& histogram = *workspace.findChild<HistogramView*>();
    QTableView& rows = *rowView.findChild<QTableView*>();
    QLineEdit& goTo = *rowView.findChild<QLineEdit*>();

    /// What stands in the vertical header of the current row.
    QString currentRow() const {
        return rows.model()->headerData(rows.currentIndex().row(), Qt::Vertical).toString();
    }
    bool isCurrentRowVisible() const {
        return rows.viewport()->rect().intersects(rows.visualRect(rows.currentIndex()));
    }
    void typeRow(const QString& text) {
        goTo.selectAll();
        QTest::keyClicks(&goTo, text);
        QTest::keyClick(&goTo, Qt::Key_Return);
    }
};

}  // namespace

class DataWorkspaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void aRowSelectedHereIsSelectedEverywhere() {
        Desk desk(readSample("iris"));
        const QModelIndex cell = desk.rows.model()->index(4, 1);
        QTest::mouseClick(desk.rows.viewport(), Qt::LeftButton, {}, desk.rows.visualRect(cell).center());
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(4));
    }

    void aRowSelectedElsewhereIsShownHere() {
        Desk desk(readSample("iris"));
        desk.viewState.setSelectedRow(140);
        QCOMPARE(desk.currentRow(), "141");
        QVERIFY(desk.isCurrentRowVisible());
        desk.viewState.setSelectedRow(std::nullopt);
        QVERIFY(!desk.rows.selectionModel()->hasSelection());
    }

    void theSelectedRowIsFollowedThroughSorting() {
        Desk desk(longNumbers(5000));
        desk.viewState.setSelectedRow(0);
        desk.rows.sortByColumn(0, Qt::AscendingOrder);
        QTRY_COMPARE(desk.rows.currentIndex().row(), 4999);
        QCOMPARE(desk.currentRow(), "1");
        QVERIFY(desk.isCurrentRowVisible());
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(0));
    }

    void goesToATypedRow_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<std::optional<Index>>("row");
        QTest::newRow("first") << "1" << std::optional<Index>(0);
        QTest::newRow("last") << "1,000,000" << std::optional<Index>(999'999);
        QTest::newRow("without separators") << "500001" << std::optional<Index>(500'000);
        QTest::newRow("beyond the last") << "1000001" << std::optional<Index>();
        QTest::newRow("nought") << "0" << std::optional<Index>();
        QTest::newRow("no number") << "the last" << std::optional<Index>();
        QTest::newRow("larger than any number") << "99999999999999999999" << std::optional<Index>();
    }

    void goesToATypedRow() {
        QFETCH(QString, typed);
        QFETCH(std::optional<Index>, row);
        Desk desk(longNumbers(1'000'000));
        desk.typeRow(typed);
        QCOMPARE(desk.viewState.selectedRow(), row);
        const QString complaint = desk.rowView.findChild<QLabel*>("complaint")->text();
        QCOMPARE(complaint.isEmpty(), row.has_value());
        if (row) {
            QCOMPARE(desk.rows.currentIndex().row(), int(*row));
            QVERIFY(desk.isCurrentRowVisible());
        } else {
            QVERIFY(complaint.contains("1,000,000"));
        }
    }

    void allRowsAreOfOneHeight() {
        Desk desk(longNumbers(1'000'000));
        QCOMPARE(desk.rows.verticalHeader()->sectionResizeMode(999'999), QHeaderView::Fixed);
        QCOMPARE(desk.rows.rowHeight(0), desk.rows.rowHeight(999'999));
    }

    void theCurrentColumnIsShownInLargerForm() {
        Desk desk(readSample("iris"));
        desk.columnView.setCurrentColumn(4);
        QCOMPARE(desk.details.findChildren<QLabel*>().first()->text(), "species");
        QTRY_COMPARE(desk.histogram.barText({5, 5}), "setosa: 50 rows");
    }

    void theCurrentColumnComesIntoViewInTheRows() {
        Desk desk(wideNumbers(300, 5));
        desk.columnView.setCurrentColumn(299);
        const QRect cell = desk.rows.visualRect(desk.rows.model()->index(0, 299));
        QVERIFY(desk.rows.viewport()->rect().intersects(cell));
    }

    void barsSayWhatTheyStandFor_data() {
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<double>("place");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole numbers") << std::vector<double>{1, 2, 2, 4} << 0 << 0.3 << "2: 2 rows";
        QTest::newRow("many whole numbers")
            << std::vector<double>{0, 1, 2, 3, 47} << 0 << 0.05 << "2 to 3: 2 rows";
        QTest::newRow("one value") << std::vector<double>{1.5, 1.5} << 1 << 0.5 << "1.5: 2 rows";
        QTest::newRow("a range") << std::vector<double>{0, 24.5, 48} << 1 << 0.01 << "0.0 to 2.0: 1 row";
    }

    void barsSayWhatTheyStandFor() {
        QFETCH(std::vector<double>, values);
        QFETCH(int, decimals);
        QFETCH(double, place);
        QFETCH(QString, text);
        const std::size_t count = values.size();
        const auto dataset =
            std::make_shared<const Dataset>("t", "",
                                            std::vector{Column{.name = "x",
                                                               .values = ColumnValues(values),
                                                               .missing = MissingMask(count),
                                                               .decimals = decimals}});
        HistogramView view;
        view.resize(400, 200);
        view.show(dataset, 0, std::make_shared<const ColumnSummary>(summarise(dataset->column(0))));
        QCOMPARE(view.barText({int(400 * place), 10}), text);
        QCOMPARE(view.barText({10, 199}), "");
    }

    void barsArePartedInTheColoursOfTheMap() {
        Desk desk(readSample("iris"));
        desk.columnView.setCurrentColumn(4);
        QTRY_COMPARE(desk.histogram.barText({5, 5}), "setosa: 50 rows");
        desk.viewState.setColourColumn(4);
        desk.columnView.setCurrentColumn(3);
        // The narrowest petals are all of one species.
        QTRY_COMPARE(desk.histogram.barText({1, 5}).section('\n', 1), "setosa 5");
    }

    void editedRolesAreReported() {
        Desk desk(readSample("iris"));
        QSignalSpy edited(&desk.workspace, &DataWorkspace::rolesEdited);
        auto* const columns = desk.workspace.findChild<ColumnTableModel*>();
        QVERIFY(columns->change({0}, ColumnTableModel::Role, int(ColumnRole::Ignored)));
        QCOMPARE(edited.count(), 1);
    }

    void selectedRowsStayReadableInTheDark() {
        Desk desk(readSample("iris"));
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        desk.workspace.setPalette(dark);
        const QPalette palette = desk.rows.palette();
        QCOMPARE(palette.color(QPalette::HighlightedText), QColor(Qt::white));
        QVERIFY(contrastRatio(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >=
                4.5);
    }
};

QTEST_MAIN(DataWorkspaceTest)
#include "data_workspace_test.moc"
