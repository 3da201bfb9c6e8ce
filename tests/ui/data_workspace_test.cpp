#include "ui/data/data_workspace.h"

#include <QHeaderView>
#include <QPushButton>
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

    void select(const RowList& rowList) {
        viewState.selection().apply(RowSet(viewState.dataset()->rows(), rowList), SelectionMode::Replace);
    }
    RowList selected() const { return viewState.selection().rows().members(); }
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

    /// Above all of it and one by one, with the mouse.
    void rowsSelectedHereAreSelectedEverywhere() {
        Desk desk(readSample("iris"));
        const auto click = [&](int row, Qt::KeyboardModifiers modifiers) {
            const QRect cell = desk.rows.visualRect(desk.rows.model()->index(row, 1));
            QTest::mouseClick(desk.rows.viewport(), Qt::LeftButton, modifiers, cell.center());
        };
        click(2, {});
        QCOMPARE(desk.selected(), RowList{2});
        click(4, Qt::ShiftModifier);
        QCOMPARE(desk.selected(), (RowList{2, 3, 4}));
        click(3, Qt::ControlModifier);
        click(0, Qt::ControlModifier);
        QCOMPARE(desk.selected(), (RowList{0, 2, 4}));
        desk.rows.setFocus();
        QTest::keyClick(&desk.rows, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(desk.selected(), allRows(150));
    }

    void rowsSelectedElsewhereAreSelectedHere() {
        Desk desk(readSample("iris"));
        desk.select({1, 2, 149});
        const QItemSelectionModel& selection = *desk.rows.selectionModel();
        QVERIFY(selection.isRowSelected(1));
        QVERIFY(selection.isRowSelected(149));
        QVERIFY(!selection.isRowSelected(3));
        QCOMPARE(selection.selectedRows().size(), 3);
        desk.workspace.hide();
        desk.select({7});
        desk.workspace.show();
        QVERIFY(selection.isRowSelected(7));
        QCOMPARE(selection.selectedRows().size(), 1);
        QCOMPARE(desk.selected(), RowList{7});
    }

    void selectedRowsAreFollowedThroughSorting() {
        Desk desk(longNumbers(100));
        desk.select({0, 1, 50});
        QSignalSpy sorted(desk.rows.model(), &QAbstractItemModel::layoutChanged);
        desk.rows.sortByColumn(0, Qt::AscendingOrder);
        QTRY_VERIFY(!sorted.isEmpty());
        QVERIFY(desk.rows.selectionModel()->isRowSelected(99));
        QVERIFY(desk.rows.selectionModel()->isRowSelected(98));
        QVERIFY(desk.rows.selectionModel()->isRowSelected(49));
        QCOMPARE(desk.selected(), (RowList{0, 1, 50}));
    }

    /// Every other row of a large table.
    void aScatteredSelectionIsShownAndToggledHere() {
        Desk desk(longNumbers(100'000));
        RowList odd;
        for (Index row = 1; row < 100'000; row += 2)
            odd.push_back(row);
        desk.select(odd);
        const QAbstractItemModel& model = *desk.rows.model();
        QVERIFY(model.index(1, 0).data(RowTableModel::kSelectedRole).toBool());
        QVERIFY(!model.index(2, 0).data(RowTableModel::kSelectedRole).toBool());
        const auto click = [&](int row, Qt::KeyboardModifiers modifiers) {
            QTest::mousePress(desk.rows.viewport(), Qt::LeftButton, modifiers,
                              desk.rows.visualRect(model.index(row, 1)).center());
            QTest::mouseRelease(desk.rows.viewport(), Qt::LeftButton, modifiers,
                                desk.rows.visualRect(model.index(row, 1)).center());
        };
        click(2, Qt::ControlModifier);
        click(5, Qt::ControlModifier);
        QCOMPARE(desk.selected().size(), odd.size());
        QCOMPARE(desk.selected()[1], Index(2));
        QCOMPARE(desk.selected()[2], Index(3));
        QCOMPARE(desk.selected()[3], Index(7));
        click(2, Qt::ControlModifier);
        QCOMPARE(desk.selected().size(), odd.size() - 1);
        click(3, {});
        QCOMPARE(desk.selected(), RowList{3});
        click(5, Qt::ControlModifier);
        QCOMPARE(desk.selected(), (RowList{3, 5}));
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

    void aRemedyIsOfferedForWhatWasFound_data() {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("offer");
        QTest::addColumn<int>("offers");
        QTest::addColumn<QString>("asked");
        QTest::newRow("a usual sentinel") << "-999.0"
                                          << "Treat -999 as missing" << 2 << "x = -999";
        QTest::newRow("in all such columns") << "-999.0"
                                             << "… in all 2 such columns" << 2 << "x y = -999";
        QTest::newRow("nothing found") << "12.5"
                                       << "" << 0 << "";
    }

    void aRemedyIsOfferedForWhatWasFound() {
        QFETCH(QString, cell);
        QFETCH(QString, offer);
        QFETCH(int, offers);
        QFETCH(QString, asked);
        std::string csv = "x,y\n";
        for (int row = 0; row < 20; ++row)
            for (const int column : {0, 1}) {
                const bool isOdd = row == 7 + column || row == 13;
                csv += isOdd ? cell.toStdString() : std::to_string(row * (3 + column) % 17) + ".5";
                csv += column == 0 ? ',' : '\n';
            }
        const DatasetPtr dataset = tableFrom(csv);
        Desk desk(dataset);
        desk.workspace.setReading({}, checkColumns(*dataset));
        desk.columnView.setCurrentColumn(0);
        QString seen;
        connect(&desk.workspace, &DataWorkspace::missingRequested, &desk.workspace,
                [&](const std::vector<std::string>& columns, const std::string& value) {
                    for (const std::string& column : columns)
                        seen += QString::fromStdString(column) + ' ';
                    seen += "= " + QString::fromStdString(value);
                });
        const QList<QPushButton*> buttons = desk.details.remarks().findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), offers);
        for (QPushButton* const button : buttons)
            if (button->text() == offer)
                button->click();
        QCOMPARE(seen, asked);
    }

    void countsAreOfferedWhereTheyAreSuggested() {
        const DatasetPtr dataset =
            tableFrom("x,n\n1.5,0\n2.5,0\n3.5,1\n4.5,0\n5.5,2\n6.5,40\n7.5,0\n8.5,3\n");
        Desk desk(dataset);
        desk.workspace.setReading({}, checkColumns(*dataset));
        desk.columnView.setCurrentColumn(1);
        std::vector<std::string> columns;
        connect(&desk.workspace, &DataWorkspace::typeRequested, &desk.workspace,
                [&](const std::vector<std::string>& asked, ColumnType type) {
                    QVERIFY(type == ColumnType::Count);
                    columns = asked;
                });
        const QList<QPushButton*> buttons = desk.details.remarks().findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 1);
        buttons[0]->click();
        QCOMPARE(columns, std::vector<std::string>{"n"});
    }

    void aColumnThatWasLeftOutIsLearnedAllTheSame() {
        std::string csv = "x,y,z\n";
        for (int row = 0; row < 12; ++row)
            csv += std::to_string(row * 5 % 12) + ".5," + std::to_string(row * 7 % 12) + ".25," +
                   std::to_string(row * 5 % 12) + ".5\n";
        const DatasetPtr dataset = tableFrom(csv);
        const ColumnFindings findings = checkColumns(*dataset);
        Desk desk(readSample("iris"));
        desk.workspace.setTable(dataset, assignRoles(*dataset, findings, {}));
        desk.workspace.setReading({}, findings);
        desk.columnView.setCurrentColumn(2);
        QSignalSpy edited(&desk.workspace, &DataWorkspace::rolesEdited);
        const QList<QPushButton*> buttons = desk.details.remarks().findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 1);
        buttons[0]->click();
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].value<ColumnRoles>().inputs, (std::vector<Index>{0, 1, 2}));
        QVERIFY(!desk.details.remarks().isVisible());
    }

    void aTableReadAgainShowsTheSameColumn() {
        Desk desk(readSample("iris"));
        desk.columnView.setCurrentColumn(2);
        const DatasetPtr again = readSample("iris");
        desk.workspace.setTable(again, assignRoles(*again));
        QCOMPARE(desk.columnView.currentColumn(), std::optional<Index>(2));
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
