#include "ui/models/row_summary.h"

#include <QTest>

#include "tests/support/tables.h"
#include "ui/models/view_state.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// Forty cars of which the last weighs most and is the only blue one.
DatasetPtr cars() {
    std::string csv = "weight,colour,name\n";
    for (int i = 0; i < 40; ++i)
        csv += std::to_string(i == 39 ? 3000 : 1000 + i % 3) + (i == 39 ? ",blue," : ",red,") + "car <" +
               std::to_string(i) + ">\n";
    return tableFrom(csv);
}

QString plain(const QString& toolTip) {
    QString text = toolTip;
    text.replace("<br>", "\n").remove(QRegularExpression("<[^>]*>"));
    return text.replace("&lt;", "<").replace("&gt;", ">");
}

}  // namespace

class RowSummaryTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void aRowIsNamedByTextsThatAllDiffer() {
        const DatasetPtr table = cars();
        QCOMPARE(namingColumn(*table), std::optional<Index>(2));
        QCOMPARE(rowName(*table, 2, 3), "car <3> · row 4");
        QCOMPARE(rowName(*table, std::nullopt, 3), "Row 4");
        QCOMPARE(namingColumn(*readSample("penguins")), std::nullopt);
    }

    void theTitleHasTheValueThatColours() {
        ViewState viewState;
        const RowSummary summary(viewState);
        QCOMPARE(summary.title(2), "Row 3");
        viewState.setDataset(readSample("penguins"), std::nullopt);
        QCOMPARE(summary.title(3), "Row 4");
        viewState.setColourColumn(viewState.dataset()->indexOf("species"));
        QCOMPARE(summary.title(3), "Row 4 · species: Adelie");
        viewState.setColourColumn(viewState.dataset()->indexOf("sex"));
        QCOMPARE(summary.title(3), "Row 4 · sex: missing");
        // A row that the table does not have.
        QCOMPARE(summary.title(100'000), "Row 100,001");
        viewState.colourByGroup();
        viewState.groups().add("odd ones", RowSet(viewState.dataset()->rows(), RowList{3}));
        QCOMPARE(summary.title(3), "Row 4 · odd ones");
        QCOMPARE(summary.title(4), "Row 5");
    }

    void theToolTipNamesTheColumnsInWhichARowStandsOut() {
        ViewState viewState;
        viewState.setDataset(cars(), std::nullopt);
        RowSummary summary(viewState);
        const RowList row{39};
        QTRY_COMPARE(plain(summary.toolTip(row, false)).count('\n'), 2);
        const QStringList lines = plain(summary.toolTip(row, false)).split('\n');
        QCOMPARE(lines[0], "car <39> · row 40");
        // One of forty: √39 deviations, both; a little less where the others differ too.
        QCOMPARE(lines[1], "  colour: blue");
        QCOMPARE(lines[2], "  weight: 3000 (+6.2 σ)");
        // Its colour is in the title already.
        viewState.setColourColumn(1);
        QCOMPARE(plain(summary.toolTip(row, false)),
                 "car <39> · row 40 · colour: blue\n  weight: 3000 (+6.2 σ)");
    }

    void severalRowsAndMoreAreTold() {
        ViewState viewState;
        viewState.setDataset(cars(), std::nullopt);
        RowSummary summary(viewState);
        const RowList rows{1, 39};
        QTRY_VERIFY(plain(summary.toolTip(rows, true)).contains("weight"));
        const QStringList lines = plain(summary.toolTip(rows, true)).split('\n');
        QVERIFY(lines.contains("car <1> · row 2") && lines.contains("car <39> · row 40"));
        QCOMPARE(lines.last(), "…");
    }

    void anotherTableIsLookedIntoAnew() {
        ViewState viewState;
        viewState.setDataset(cars(), std::nullopt);
        RowSummary summary(viewState);
        const RowList row{39};
        summary.toolTip(row, false);
        viewState.setDataset(tableFrom("a,b\n1,2\n"), std::nullopt);
        QCOMPARE(plain(summary.toolTip(row, false)), "Row 40");
        // What was being measured of the first table comes to nothing.
        QVERIFY(viewPool()->waitForDone(30000));
        QCoreApplication::processEvents();
        QCOMPARE(plain(summary.toolTip(row, false)), "Row 40");
    }

    void itIsSaidWhatARowIsUsedFor() {
        const Split split{.training = {0, 2}, .validation = {1}};
        QCOMPARE(rowUse(split, 2), "Used for training");
        QCOMPARE(rowUse(split, 1), "Held back for validation");
        QCOMPARE(rowUse(split, 3), "Left out");
    }
};

QTEST_GUILESS_MAIN(RowSummaryTest)
#include "row_summary_test.moc"
