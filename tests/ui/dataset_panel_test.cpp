#include "ui/panels/dataset_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/support/tables.h"
#include "ui/models/column_table_model.h"

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

    void columnsOpenOnRequest() {
        DatasetPanel panel;
        open(panel, "iris");
        const auto* const table = panel.findChild<QTableView*>();
        QVERIFY(!panel.isExpanded());
        QVERIFY(!table->isVisibleTo(&panel));
        panel.findChild<QToolButton*>()->click();
        QVERIFY(panel.isExpanded());
        QVERIFY(table->isVisibleTo(&panel));
        panel.clear();
        QVERIFY(!table->isVisibleTo(&panel));
        open(panel, "wine");
        QVERIFY(table->isVisibleTo(&panel));
    }

    void anEditedRoleShowsAtOnceAndIsReported() {
        DatasetPanel panel;
        open(panel, "digits");
        QSignalSpy edited(&panel, &DatasetPanel::rolesEdited);
        QAbstractItemModel* const model = panel.findChild<QTableView*>()->model();
        QVERIFY(model->setData(model->index(3, ColumnTableModel::Role), int(ColumnRole::Ignored)));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(0).value<ColumnRoles>().inputs.size(), std::size_t(63));
        QCOMPARE(visibleLines(panel).last(), "63 numbers · 1 label: digit · 1 ignored");
    }

    void theRoleIsChosenFromAList() {
        DatasetPanel panel;
        open(panel, "iris");
        panel.setExpanded(true);
        panel.show();
        auto* const table = panel.findChild<QTableView*>();
        QSignalSpy edited(&panel, &DatasetPanel::rolesEdited);
        const QModelIndex role = table->model()->index(0, ColumnTableModel::Role);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(role).center());
        auto* const combo = table->viewport()->findChild<QComboBox*>();
        QVERIFY(combo);
        QCOMPARE(combo->currentText(), "input");
        combo->setCurrentIndex(combo->findText("ignored"));
        emit combo->activated(combo->currentIndex());
        QCOMPARE(edited.count(), 1);
        QCOMPARE(role.data().toString(), "ignored");
    }

    void theLikelihoodIsChosenFromAList() {
        const TrainingDataPtr data = prepareSample("iris", {});
        DatasetPanel panel;
        panel.setTable(data->dataset, data->roles);
        panel.setPrepared(data, "auto");
        panel.setExpanded(true);
        panel.show();
        auto* const table = panel.findChild<QTableView*>();
        QSignalSpy edited(&panel, &DatasetPanel::rolesEdited);
        const QModelIndex cell = table->model()->index(0, ColumnTableModel::Likelihood);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        auto* const combo = table->viewport()->findChild<QComboBox*>();
        QVERIFY(combo);
        QCOMPARE(combo->currentText(), "auto (gaussian)");
        combo->setCurrentIndex(combo->findText("log-normal"));
        emit combo->activated(combo->currentIndex());
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.at(0).at(0).value<ColumnRoles>().likelihoods.at(0), std::string("log-normal"));
        QCOMPARE(cell.data().toString(), "log-normal");
    }

    void aLogScaleIsSaid() {
        const TrainingDataPtr data = prepareSample("breast_cancer", {});
        DatasetPanel panel;
        panel.setTable(data->dataset, data->roles);
        panel.setPrepared(data, "auto");
        QCOMPARE(visibleLines(panel).last(), "30 numbers (6 on a log scale) · 1 label: diagnosis");
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
