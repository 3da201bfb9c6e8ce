// The dialog on the offscreen platform, driven by its fields as a person would.

#include "ui/import/import_dialog.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "ui/import/rejected_place.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

/// A dialog for a file with this content, once it shows its first preview.
class Desk {
public:
    QTemporaryDir folder;
    std::unique_ptr<ImportDialog> dialog;
    std::unique_ptr<QSignalSpy> previews;

    explicit Desk(const QByteArray& content, RunSource source = {}) {
        QFile file(folder.filePath("table.csv"));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        file.close();
        source.path = file.fileName().toStdString();
        dialog = std::make_unique<ImportDialog>(source);
        previews = std::make_unique<QSignalSpy>(dialog.get(), &ImportDialog::previewed);
        dialog->show();
        await();
    }

    /// The preview that shows the last change.
    void await() {
        QTRY_VERIFY(!previews->isEmpty());
        previews->clear();
    }

    const PreviewModel& model() { return dialog->preview(); }
    QStringList headers(int role = Qt::DisplayRole) {
        QStringList texts;
        for (int i = 0; i < model().columnCount(); ++i)
            texts << model().headerData(i, Qt::Horizontal, role).toString();
        return texts;
    }
    PreviewCell cell(int row, int column) {
        return PreviewCell(model().index(row, column).data(PreviewModel::kCellRole).toInt());
    }

    /// Chooses the entry whose text has `part` in it.
    void choose(const char* name, const QString& part) {
        auto* const combo = dialog->findChild<QComboBox*>(name);
        const int at = combo->findText(part, Qt::MatchContains);
        QVERIFY2(at >= 0, qPrintable(part));
        combo->setFocus();
        combo->setCurrentIndex(at);
        emit combo->activated(at);
        await();
    }

    void type(const char* name, const QString& text) {
        auto* const field = dialog->findChild<QLineEdit*>(name);
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        await();
    }

    void select(const std::vector<int>& columns) {
        auto* const table = dialog->findChild<QTableView*>("preview");
        table->clearSelection();
        for (const int column : columns)
            table->selectionModel()->select(model().index(0, column),
                                            QItemSelectionModel::Select | QItemSelectionModel::Columns);
    }

    void resetToGuess() {
        QTest::mouseClick(dialog->findChild<QPushButton*>("reset-to-guess"), Qt::LeftButton);
        await();
    }
};

QByteArray german() {
    return "name;breite;hoehe\nA;1.234,5;2,25\nB;2.000,5;3,5\nC;3.100,0;4,75\nD;1.000,25;1,5\n";
}

/// Columns a (numbers, one of them 255, one cell of letters), b (numbers), c (two values).
QByteArray measured() {
    return "a,b,c\n1,10,x\n255,20,y\n3,30,x\noops,40,y\n5,50,x\n6,NA,y\n7,70,x\n8,80,y\n";
}

constexpr char kRagged[] = "a,b,c\n1,2,3\n4,5\n6,7,8\n9,1,2,3\n5,5,1\n";

}  // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT

private slots:
    void thePreviewShowsNamesTypesAndCellsAsTheFileHasThem() {
        Desk desk(measured());
        QAbstractItemModelTester tester(const_cast<PreviewModel*>(&desk.model()));
        QCOMPARE(desk.headers(), QStringList({"a", "b", "c"}));
        QCOMPARE(desk.headers(PreviewModel::kTypeRole), QStringList({"number", "number", "yes/no"}));
        QCOMPARE(desk.model().rowCount(), 8);
        QCOMPARE(desk.model().index(3, 0).data().toString(), "oops");
        QVERIFY(desk.cell(0, 0) == PreviewCell::Read);
        QVERIFY(desk.cell(3, 0) == PreviewCell::Refused);
        QVERIFY(desk.cell(5, 1) == PreviewCell::Missing);
        QCOMPARE(desk.model().index(5, 1).data().toString(), "NA");
        QVERIFY(isAllGuessed(desk.dialog->source()));
    }

    void onlyTheFirstRowsAreShown() {
        QByteArray content = "a,b\n";
        for (int row = 0; row < 1000; ++row)
            content += QByteArray::number(row) + ",1\n";
        Desk desk(content);
        QCOMPARE(desk.model().rowCount(), int(ImportDialog::kPreviewRows));
        QCOMPARE(desk.model().index(199, 0).data().toString(), "199");
    }

    void cellsWithQuotationMarksAreMarked() {
        Desk desk("a,b\n1,\"say \"\"no\"\"\"\n2,plain\n3,\"two\nlines\"\n4,plain\n");
        QVERIFY(desk.cell(0, 1) == PreviewCell::Quoted);
        QVERIFY(desk.cell(1, 1) == PreviewCell::Read);
        QVERIFY(desk.cell(2, 1) == PreviewCell::Quoted);
    }

    void whatWasFoundIsShownAsTheDefault_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("expected");
        QTest::newRow("semicolon") << german() << "delimiter"
                                   << "found: semicolon  ;";
        QTest::newRow("decimal comma") << german() << "decimal"
                                       << "found: comma  3,14";
        QTest::newRow("thousands") << german() << "thousands"
                                   << "found: point  1.234";
        QTest::newRow("comma") << measured() << "delimiter"
                               << "found: comma  ,";
        QTest::newRow("names") << measured() << "header"
                               << "found: names of columns";
        QTest::newRow("no names") << QByteArray("1,2\n3,4\n5,6\n") << "header"
                                  << "found: a row like the others";
        QTest::newRow("encoding") << measured() << "encoding"
                                  << "found: UTF-8";
    }

    void whatWasFoundIsShownAsTheDefault() {
        QFETCH(QByteArray, content);
        QFETCH(QString, field);
        QFETCH(QString, expected);
        Desk desk(content);
        const auto* const combo = desk.dialog->findChild<QComboBox*>(field);
        QCOMPARE(combo->currentText(), expected);
        QVERIFY(!combo->font().bold());
    }

    void anotherDelimiterCutsTheLinesAnew() {
        Desk desk("a;b,c\n1;2,5\n3;4,5\n5;6,5\n");
        QCOMPARE(desk.headers(), QStringList({"a", "b,c"}));
        desk.choose("delimiter", "comma");
        QCOMPARE(desk.headers(), QStringList({"a;b", "c"}));
        QCOMPARE(*desk.dialog->source().csv.delimiter, ',');
        QVERIFY(desk.dialog->findChild<QComboBox*>("delimiter")->font().bold());
    }

    void everyLineOfTheFormSetsItsOption_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("cell");
        const auto row = [](const char* name, const char* field, const char* entry, const char* cell) {
            QTest::newRow(name) << field << entry << cell;
        };
        // The preview's first cell of the second column after the choice, in a table where it was 1,50.
        row("header", "header", "a row like the others", "y");
        row("encoding", "encoding", "WINDOWS-1252", "1,50");
        row("comment", "comment", "lines with #", "2,50");
    }

    void everyLineOfTheFormSetsItsOption() {
        QFETCH(QString, field);
        QFETCH(QString, entry);
        QFETCH(QString, cell);
        Desk desk("x;y\n#1;1,50\n2;2,50\n3;3,50\n4;1,25\n");
        desk.choose("comment", "none");
        QCOMPARE(desk.model().index(0, 1).data().toString(), "1,50");
        desk.choose(qPrintable(field), entry);
        QCOMPARE(desk.model().index(0, 1).data().toString(), cell);
        QVERIFY(!isAllGuessed(desk.dialog->source()));
    }

    void theDecimalMarkDecidesWhatIsANumber() {
        Desk desk("x;y\na;1,5\nb;2,5\nc;3,5\nd;4,25\ne;5,75\n");
        QCOMPARE(desk.headers(PreviewModel::kTypeRole).at(1), "number");
        desk.choose("decimal", "point");
        QVERIFY(desk.headers(PreviewModel::kTypeRole).at(1) != "number");
    }

    void missingTokensCanBeChanged() {
        Desk desk("a,b\n1,NA\n2,DE\n3,none\n4,DE\n5,NA\n6,DE\n");
        QVERIFY(desk.cell(0, 1) == PreviewCell::Missing);
        desk.type("missing", "none, ?");
        QVERIFY(desk.cell(0, 1) == PreviewCell::Read);
        QVERIFY(desk.cell(2, 1) == PreviewCell::Missing);
        QCOMPARE(*desk.dialog->source().csv.missingTokens, (std::vector<std::string>{"none", "?"}));
    }

    void aTypeIsOverriddenAndMarked() {
        Desk desk(measured());
        desk.select({0});
        desk.choose("column-type", "category");
        QCOMPARE(desk.headers(PreviewModel::kTypeRole).at(0), "category");
        QVERIFY(desk.model().headerData(0, Qt::Horizontal, PreviewModel::kTypeByHandRole).toBool());
        QVERIFY(!desk.model().headerData(1, Qt::Horizontal, PreviewModel::kTypeByHandRole).toBool());
        QVERIFY(desk.cell(3, 0) == PreviewCell::Read);
        QVERIFY(desk.dialog->source().csv.types.at("a") == ColumnType::Category);
        QVERIFY(desk.dialog->findChild<QComboBox*>("column-type")->font().bold());
        desk.choose("column-type", "guess: number");
        QVERIFY(isAllGuessed(desk.dialog->source()));
    }

    void aTypeThatDoesNotFitIsSaidAboveThePreview() {
        Desk desk(measured());
        desk.select({1});
        desk.choose("column-type", "yes/no");
        QVERIFY(!desk.dialog->findChild<QPushButton*>("open")->isEnabled());
        QVERIFY(desk.dialog->findChild<QTableView*>("preview")->isVisible());
        QVERIFY(desk.dialog->findChild<QLabel*>("import-remark")->isVisible());
        desk.choose("column-type", "guess");
        QVERIFY(desk.dialog->findChild<QPushButton*>("open")->isEnabled());
        QVERIFY(!desk.dialog->findChild<QLabel*>("import-remark")->isVisible());
    }

    void aSentinelBecomesMissingInItsColumnAlone() {
        Desk desk("a,b\n1,255\n255,20\n3,30\n4,255\n5,50\n6,60\n");
        desk.select({0});
        desk.type("column-sentinels", "255, -999");
        QVERIFY(desk.cell(1, 0) == PreviewCell::Missing);
        QVERIFY(desk.cell(0, 1) == PreviewCell::Read);
        QCOMPARE(desk.dialog->source().csv.sentinels.at("a"), (std::vector<std::string>{"255", "-999"}));
        QVERIFY(desk.model().headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().contains("255, -999"));
        desk.type("column-sentinels", "");
        QVERIFY(isAllGuessed(desk.dialog->source()));
    }

    void severalColumnsChangeAtOnce() {
        Desk desk(measured());
        desk.select({0, 1});
        desk.choose("column-type", "text");
        QCOMPARE(desk.headers(PreviewModel::kTypeRole), QStringList({"text", "text", "yes/no"}));
        // The selection stays for the next change.
        desk.choose("column-type", "category");
        QCOMPARE(desk.headers(PreviewModel::kTypeRole), QStringList({"category", "category", "yes/no"}));
        desk.choose("column-role", "ignored");
        QCOMPARE(desk.dialog->source().roles.ignore, (std::vector<std::string>{"a", "b"}));
    }

    void whatSelectedColumnsDoNotShareIsLeftBlank() {
        Desk desk(measured());
        desk.select({0});
        desk.choose("column-type", "category");
        desk.select({0, 1});
        QCOMPARE(desk.dialog->findChild<QComboBox*>("column-type")->currentIndex(), -1);
        desk.select({});
        QVERIFY(!desk.dialog->findChild<QComboBox*>("column-type")->isEnabled());
    }

    void theMenuChangesWhatTheBarDoes() {
        Desk desk(measured());
        desk.select({0, 1});
        QMenu menu;
        desk.dialog->findChild<ColumnBar*>()->fillMenu(menu);
        QMenu* const types = menu.actions().at(0)->menu();
        const QList<QAction*> actions = types->actions();
        const auto action = std::ranges::find(actions, QString("category"), &QAction::text);
        QVERIFY(action != actions.end());
        (*action)->trigger();
        desk.await();
        QCOMPARE(desk.dialog->source().csv.types.size(), std::size_t(2));
        QVERIFY(desk.dialog->source().csv.types.at("b") == ColumnType::Category);
        menu.actions().back()->trigger();
        desk.await();
        QVERIFY(isAllGuessed(desk.dialog->source()));
    }

    void rolesGoIntoTheRequest_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QStringList>("expected");
        // Column c is guessed to be the label, column d (one number up from row to row) is left out.
        QTest::newRow("label") << 0 << "label" << QStringList({"label", "input", "input", "ignored"});
        QTest::newRow("no label") << 2 << "input" << QStringList({"input", "input", "input", "ignored"});
        QTest::newRow("ignored") << 1 << "ignored" << QStringList({"input", "ignored", "label", "ignored"});
        QTest::newRow("colour") << 1 << "colour" << QStringList({"input", "colour only", "label", "ignored"});
        QTest::newRow("all the same an input")
            << 3 << "input" << QStringList({"input", "input", "label", "input"});
    }

    void rolesGoIntoTheRequest() {
        QFETCH(int, column);
        QFETCH(QString, role);
        QFETCH(QStringList, expected);
        Desk desk("a,b,class,id\n2.5,10,x,1\n7.1,23,y,2\n3.2,37,z,3\n9.9,41,x,4\n5.3,5,y,5\n6.8,6,z,6\n");
        QCOMPARE(desk.headers(PreviewModel::kColumnRoleRole),
                 QStringList({"input", "input", "label", "ignored"}));
        desk.select({column});
        desk.choose("column-role", role);
        QCOMPARE(desk.headers(PreviewModel::kColumnRoleRole), expected);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(desk.model().headerData(i, Qt::Horizontal, PreviewModel::kColumnRoleByHandRole).toBool(),
                     i == column);
        desk.choose("column-role", "guess");
        QVERIFY(isAllGuessed(desk.dialog->source()));
    }

    void whatCannotBeCutIsSaidInPlaceOfThePreview_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("ragged line") << QByteArray(kRagged) << "line 3";
        QTest::newRow("open quote") << QByteArray("a,b\n1,2\n3,\"4\n5,6\n") << "line 3";
        QTest::newRow("empty file") << QByteArray("\n") << "empty";
        QTest::newRow("one column") << QByteArray("a\n1\n2\n") << "one column";
    }

    void whatCannotBeCutIsSaidInPlaceOfThePreview() {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        Desk desk(content);
        const auto* const error = desk.dialog->findChild<QLabel*>("import-error");
        QVERIFY(error->isVisible());
        QVERIFY2(error->text().contains(expected), qPrintable(error->text()));
        QVERIFY(!error->text().contains('{'));
        QVERIFY(!desk.dialog->findChild<QPushButton*>("open")->isEnabled());
        QVERIFY(desk.dialog->findChild<QComboBox*>("delimiter")->isEnabled());
    }

    void raggedLinesAreFilledOrLeftOutAndListed() {
        Desk desk(kRagged);
        desk.choose("ragged", "fill");
        QCOMPARE(desk.model().rowCount(), 5);
        auto* const list = desk.dialog->findChild<QTreeWidget*>("rejected");
        QVERIFY(list->isVisible());
        QCOMPARE(list->topLevelItemCount(), 2);
        QCOMPARE(list->topLevelItem(0)->text(0), "3");
        QCOMPARE(list->topLevelItem(1)->text(0), "5");
        desk.choose("ragged", "leave out");
        QCOMPARE(desk.model().rowCount(), 3);
        QCOMPARE(list->topLevelItemCount(), 2);
        QVERIFY(desk.dialog->findChild<QPushButton*>("open")->isEnabled());
        desk.choose("ragged", "stop");
        QVERIFY(desk.dialog->findChild<QLabel*>("import-error")->isVisible());
    }

    void refusedCellsAreListedWithLineColumnAndText() {
        Desk desk(measured());
        const auto* const list = desk.dialog->findChild<QTreeWidget*>("rejected");
        QCOMPARE(list->topLevelItemCount(), 1);
        QCOMPARE(list->topLevelItem(0)->text(0), "5");
        QCOMPARE(list->topLevelItem(0)->text(1), "a");
        QCOMPARE(list->topLevelItem(0)->text(2), "oops");
        QVERIFY(list->topLevelItem(0)->text(3).contains("not a number"));
    }

    void theReportOfTheWholeFileIsShownUntilTheSettingsChange() {
        Desk desk(measured());
        ImportReport whole;
        whole.rejected.push_back({.line = 70000, .column = "b", .text = "far down", .reason = {}});
        whole.rejectedCount = 1;
        desk.dialog->setWholeReport(whole);
        const auto* const list = desk.dialog->findChild<QTreeWidget*>("rejected");
        QCOMPARE(list->topLevelItem(0)->text(2), "far down");
        desk.select({1});
        desk.choose("column-type", "category");
        QCOMPARE(list->topLevelItem(0)->text(2), "oops");
        desk.choose("column-type", "guess");
        QCOMPARE(list->topLevelItem(0)->text(2), "far down");
    }

    void resetToGuessTakesBackEverything() {
        RunSource told;
        told.csv.delimiter = ',';
        told.csv.types["a"] = ColumnType::Category;
        told.csv.sentinels["b"] = {"20"};
        told.csv.missingTokens = {"none"};
        told.csv.sampleRows = 3;
        told.roles.ignore = {"c"};
        Desk desk(measured(), told);
        QCOMPARE(desk.headers(PreviewModel::kTypeRole).at(0), "category");
        QVERIFY(desk.dialog->findChild<QComboBox*>("delimiter")->font().bold());
        desk.resetToGuess();
        QVERIFY(isAllGuessed(desk.dialog->source()));
        QCOMPARE(desk.headers(PreviewModel::kTypeRole), QStringList({"number", "number", "yes/no"}));
        QVERIFY(!desk.dialog->findChild<QComboBox*>("delimiter")->font().bold());
        QVERIFY(!desk.dialog->findChild<QPushButton*>("reset-to-guess")->isEnabled());
    }

    void whatIsSaidOfColumnsThatTheFileDoesNotHaveIsPassedOver() {
        RunSource told;
        told.csv.types["gone"] = ColumnType::Category;
        told.csv.sentinels["gone"] = {"1"};
        told.roles.label = "gone";
        told.roles.ignore = {"gone"};
        Desk desk(measured(), told);
        QCOMPARE(desk.headers(), QStringList({"a", "b", "c"}));
        QVERIFY(desk.dialog->findChild<QPushButton*>("open")->isEnabled());
    }

    void everyFieldHasANameAndATooltip() {
        Desk desk(measured());
        for (const char* const name :
             {"delimiter", "header", "decimal", "thousands", "encoding", "comment", "ragged", "missing",
              "sample-rows", "column-type", "column-role", "column-sentinels"}) {
            const auto* const field = desk.dialog->findChild<QWidget*>(name);
            QVERIFY2(field && !field->accessibleName().isEmpty() && !field->toolTip().isEmpty(), name);
        }
    }

    void typesAreGuessedFromMoreRowsThanAreShown() {
        QByteArray content = "a,b\n";
        for (int row = 0; row < 1000; ++row)
            content += (row < 400 ? QByteArray::number(row) : "k" + QByteArray::number(row % 5)) + ",1.5\n";
        Desk desk(content);
        QCOMPARE(desk.model().rowCount(), int(ImportDialog::kPreviewRows));
        // Of the rows shown, all are numbers; of the file, not half.
        QCOMPARE(desk.headers(PreviewModel::kTypeRole).at(0), "text");
    }

    void aRejectedEntryLeadsToItsPlace_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("ragged");
        QTest::addColumn<int>("entry");
        QTest::addColumn<std::optional<RejectedPlace>>("place");
        QByteArray numbers = "a,b\n";
        for (int row = 0; row < 400; ++row)
            numbers +=
                row == 30 || row == 150 || row == 300 ? "1,oops\n" : "1," + QByteArray::number(row) + '\n';
        const auto at = [](Index row, std::optional<Index> column) {
            return std::optional(RejectedPlace{.row = row, .column = column});
        };
        QTest::newRow("a cell") << measured() << "stop" << 0 << at(3, 0);
        QTest::newRow("the first of equal cells") << numbers << "stop" << 0 << at(30, 1);
        QTest::newRow("the second of equal cells") << numbers << "stop" << 1 << at(150, 1);
        QTest::newRow("beyond the rows shown") << numbers << "stop" << 2 << std::optional<RejectedPlace>();
        QTest::newRow("a long cell") << measured() + "9,1,x\n9,1,y\n" + QByteArray(60, 'x') + ",1,y\n"
                                     << "stop" << 1 << at(10, 0);
        QTest::newRow("a short line") << QByteArray(kRagged) << "fill" << 0 << at(1, std::nullopt);
        QTest::newRow("a long line") << QByteArray(kRagged) << "fill" << 1 << at(3, std::nullopt);
        QTest::newRow("a line that was left out")
            << QByteArray(kRagged) << "leave out" << 0 << std::optional<RejectedPlace>();
    }

    void aRejectedEntryLeadsToItsPlace() {
        QFETCH(QByteArray, content);
        QFETCH(QString, ragged);
        QFETCH(int, entry);
        QFETCH(std::optional<RejectedPlace>, place);
        Desk desk(content);
        if (ragged != "stop")
            desk.choose("ragged", ragged);
        auto* const list = desk.dialog->findChild<QTreeWidget*>("rejected");
        auto* const table = desk.dialog->findChild<QTableView*>("preview");
        const QModelIndex before = table->currentIndex();
        emit list->itemClicked(list->topLevelItem(entry), 0);
        if (!place) {
            QCOMPARE(table->currentIndex(), before);
            return;
        }
        QCOMPARE(table->currentIndex(), desk.model().index(int(place->row), int(place->column.value_or(0))));
        QVERIFY(table->viewport()->rect().intersects(table->visualRect(table->currentIndex())));
    }

    void theDialogFitsASmallScreen() {
        Desk desk(QByteArray(
            "a_name_of_quite_some_length_for_a_column,b,c\n1,2,x\n255,3,y\noops,4,x\n5,6,y\n6,7,x\n"));
        desk.select({0});
        desk.choose("column-type", "category");
        desk.choose("column-role", "colour only");
        QVERIFY(desk.dialog->findChild<QTreeWidget*>("rejected"));
        const QSize least = desk.dialog->minimumSizeHint();
        // What a window's frame takes is left free.
        QVERIFY2(least.width() <= 1024 - 8 && least.height() <= 700 - 40,
                 qPrintable(QString("%1 × %2").arg(least.width()).arg(least.height())));
    }

    void listsOfTextsGoThereAndBack_data() {
        QTest::addColumn<std::vector<std::string>>("list");
        QTest::addColumn<QString>("text");
        using List = std::vector<std::string>;
        QTest::newRow("plain") << List{"NA", "-999", "n/a"} << "NA, -999, n/a";
        QTest::newRow("a comma") << List{"1,5", "NA"} << "\"1,5\", NA";
        QTest::newRow("quotation marks")
            << List{"\"", "say \"no\"", "a,\"b\""} << "\"\"\"\", say \"no\", \"a,\"\"b\"\"\"";
        QTest::newRow("nothing") << List{} << "";
    }

    void listsOfTextsGoThereAndBack() {
        QFETCH(std::vector<std::string>, list);
        QFETCH(QString, text);
        QCOMPARE(textFromList(list), text);
        QCOMPARE(listFromText(text), list);
    }

    void listsOfTextsAreReadAsPeopleWriteThem() {
        QCOMPARE(listFromText(" NA , -999,, n/a "), (std::vector<std::string>{"NA", "-999", "n/a"}));
        QVERIFY(listFromText(" , ").empty());
        QCOMPARE(listFromText("\"1,5"), (std::vector<std::string>{"1,5"}));
    }

    void aSentinelMayHoldAComma() {
        Desk desk("name;x\na;1,5\nb;-9,9\nc;2,5\nd;-9,9\ne;7,25\n");
        desk.select({1});
        desk.type("column-sentinels", "\"-9,9\"");
        QVERIFY(desk.cell(1, 1) == PreviewCell::Missing);
        QVERIFY(desk.cell(0, 1) == PreviewCell::Read);
        QCOMPARE(desk.dialog->findChild<QLineEdit*>("column-sentinels")->text(), "\"-9,9\"");
    }
};

QTEST_MAIN(ImportDialogTest)
#include "import_dialog_test.moc"
