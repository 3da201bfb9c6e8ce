#include "ui/panels/dataset_panel.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

void open(DatasetPanel& panel, const std::string& sample) {
    const DatasetPtr dataset = readSample(sample);
    panel.setTable(dataset, assignRoles(*dataset));
}

/// The lines that a person sees, from top to bottom.
QStringList visibleLines(const DatasetPanel& panel) {
    QStringList lines;
    for (const QLabel* const label : panel.findChildren<QLabel*>()) {
        if (label->isVisibleTo(&panel))
            lines.append(label->text());
    }
    return lines;
}

}  // namespace

class DatasetPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void describesATable_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QStringList>("lines");
        QTest::newRow("pictures") << "digits"
                                  << QStringList{"digits", "1,797 rows · 65 columns · 0 missing",
                                                 "64 numbers · 1 label: digit", "8 × 8 pictures"};
        QTest::newRow("mixed") << "penguins"
                               << QStringList{"penguins", "344 rows · 8 columns · 19 missing",
                                              "5 numbers · 1 yes/no · 1 category · 1 label: species"};
    }

    void describesATable() {
        QFETCH(QString, sample);
        QFETCH(QStringList, lines);
        DatasetPanel panel;
        open(panel, sample.toStdString());
        QCOMPARE(visibleLines(panel), lines);
    }

    void saysWhatToDoWithoutATable() {
        DatasetPanel panel;
        open(panel, "digits");
        panel.clear();
        QCOMPARE(visibleLines(panel).size(), 2);
        QVERIFY(visibleLines(panel).last().contains("CSV"));
        QVERIFY(!panel.findChild<QToolButton*>()->isVisibleTo(&panel));
    }

    void leadsToTheColumnsAndRows() {
        DatasetPanel panel;
        open(panel, "iris");
        QSignalSpy requested(&panel, &DatasetPanel::dataRequested);
        panel.findChild<QToolButton*>()->click();
        QCOMPARE(requested.count(), 1);
    }

    void newRolesAreSaid() {
        DatasetPanel panel;
        const DatasetPtr dataset = readSample("iris");
        panel.setTable(dataset, {.inputs = {0, 1}, .label = 4, .colours = {2}});
        QCOMPARE(visibleLines(panel).last(), "2 numbers · 1 label: species · 1 colour only · 1 ignored");
    }

    void aLogScaleIsSaid() {
        const TrainingDataPtr data = prepareSample("breast_cancer", {});
        DatasetPanel panel;
        panel.setTable(data->dataset, data->roles);
        panel.setPrepared(data);
        QCOMPARE(visibleLines(panel).last(), "30 numbers (6 on a log scale) · 1 label: diagnosis");
    }

    void noLineIsCutOff() {
        std::vector<Column> columns;
        for (const ColumnType type : {ColumnType::Number, ColumnType::Count, ColumnType::DateTime,
                                      ColumnType::Binary, ColumnType::Category, ColumnType::Category}) {
            columns.push_back({.name = "column " + std::to_string(columns.size()),
                               .type = type,
                               .values = {0, 1, 1},
                               .missing = MissingMask(3),
                               .categories = {"a", "b"}});
        }
        columns.back().name = "Klassifikation der Beobachtung nach der Leitlinie (endgültig)";
        DatasetPanel panel;
        panel.resize(280, 60);
        panel.show();
        panel.setTable(std::make_shared<const Dataset>("table", "", std::move(columns)),
                       {.inputs = {0, 1, 2, 3, 4}, .label = 5});
        const auto lines = panel.findChildren<QLabel*>();
        QVERIFY(visibleLines(panel).last().contains("label: Klassifikation"));
        QVERIFY(!visibleLines(panel).last().contains("Beobachtung"));
        QTRY_VERIFY(std::ranges::all_of(lines, [](const QLabel* line) {
            return !line->isVisible() || line->height() >= line->heightForWidth(line->width());
        }));
    }

    void coloursFollowThePalette() {
        DatasetPanel panel;
        open(panel, "iris");
        const QLabel* const size = panel.findChildren<QLabel*>().at(1);
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::WindowText, Qt::white);
        panel.setPalette(dark);
        QVERIFY(size->palette().color(size->foregroundRole()).lightnessF() > 0.5);
    }
};

QTEST_MAIN(DatasetPanelTest)
#include "dataset_panel_test.moc"
