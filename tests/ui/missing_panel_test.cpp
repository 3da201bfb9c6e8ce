#include "ui/explore/missing_panel.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "core/data/csv_reader.h"
#include "tests/support/explored.h"
#include "ui/support/plot_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The panel over a model of a sample.
struct Shown {
    explicit Shown(const std::string& name) : explored(name) { open(); }

    void open() {
        panel.resize(300, 420);
        panel.show();
    }
    bool waitForResult() {
        return QTest::qWaitFor([this] { return panel.hasResult(); }, 30000);
    }
    QString cell(int row, int section) const { return table.model()->index(row, section).data().toString(); }
    QPoint placeOf(int row) const { return table.visualRect(table.model()->index(row, 1)).center(); }

    Explored explored;
    MissingPanel panel{explored.exploration};
    QTableView& table = *panel.findChild<QTableView*>();
    QComboBox& column = *panel.findChild<QComboBox*>();
};

}  // namespace

class MissingPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void listsEveryGapWithValueAndRange() {
        Shown shown("penguins");
        const QAbstractItemModelTester tester(shown.table.model());
        QVERIFY(shown.waitForResult());
        const Dataset& dataset = *shown.explored.sample.data->dataset;
        QCOMPARE(Index(shown.table.model()->rowCount()), dataset.missingCount());
        for (int row = 0; row < shown.table.model()->rowCount(); ++row) {
            const ImputedCell& imputed = shown.panel.cells()->at(std::size_t(row));
            QCOMPARE(shown.cell(row, MissingModel::Row), QString::number(imputed.row + 1));
            const Column& column =
                dataset.column(*dataset.indexOf(shown.cell(row, MissingModel::Name).toStdString()));
            QVERIFY(column.missing[std::size_t(imputed.row)]);
            QVERIFY(!shown.cell(row, MissingModel::Value).isEmpty());
            QCOMPARE(shown.cell(row, MissingModel::Range).contains(column.hasCategories() ? "%" : "–"), true);
        }
    }

    void isSortedAndNarrowedDownToAColumn() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        // All columns, then each that has gaps, with how many.
        QVERIFY(shown.column.itemText(0).contains("All columns"));
        shown.column.setCurrentIndex(shown.column.findData(QString("sex")));
        const Dataset& dataset = *shown.explored.sample.data->dataset;
        QCOMPARE(Index(shown.table.model()->rowCount()),
                 dataset.column(*dataset.indexOf("sex")).missingCount());
        for (int row = 0; row < shown.table.model()->rowCount(); ++row)
            QCOMPARE(shown.cell(row, MissingModel::Name), QString("sex"));
        shown.table.sortByColumn(MissingModel::Row, Qt::DescendingOrder);
        QVERIFY(shown.cell(0, MissingModel::Row).toInt() > shown.cell(1, MissingModel::Row).toInt());
        shown.column.setCurrentIndex(0);
        QCOMPARE(Index(shown.table.model()->rowCount()), dataset.missingCount());
    }

    void aClickLooksAtTheRowAndADoubleClickSeeksIt() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        const Index wanted = shown.panel.cells()->at(3).row;
        QTest::mouseClick(shown.table.viewport(), Qt::LeftButton, {}, shown.placeOf(3));
        QCOMPARE(shown.explored.viewState.selectedRow(), std::optional<Index>(wanted));
        QSignalSpy sought(&shown.panel, &MissingPanel::rowSought);
        QTest::mouseDClick(shown.table.viewport(), Qt::LeftButton, {}, shown.placeOf(3));
        QCOMPARE(sought.size(), 1);
        QCOMPARE(sought.front().front().value<Index>(), wanted);
    }

    void theExportHasNoGapsAndLeavesTheOtherCells() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        QTemporaryDir folder;
        const QString path = folder.filePath("filled.csv");
        QSignalSpy saved(&shown.panel.menu(), &PlotMenu::saved);
        shown.panel.menu().exportData(path, 1);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30000);
        const DatasetPtr filled = readCsv(path.toStdString()).dataset;
        const Dataset& original = *shown.explored.sample.data->dataset;
        QCOMPARE(filled->rows(), original.rows());
        QCOMPARE(filled->columns().size(), original.columns().size());
        QCOMPARE(filled->missingCount(), Index(0));
        for (Index column = 0; column < Index(original.columns().size()); ++column)
            for (Index row = 0; row < original.rows(); ++row)
                if (!original.column(column).missing[std::size_t(row)])
                    QCOMPARE(filled->column(column).cellText(row), original.column(column).cellText(row));
    }

    /// What is not filled in stays as it was written, and what is has as many decimals as is usual there.
    void theExportWritesNumbersAsTheyWereRead() {
        QString table = "a,b,c\n";
        for (int row = 0; row < 60; ++row)
            table += QString("%1,%2,%3\n").arg(row % 7 + 0.5).arg(row % 5).arg(row % 3 == 0 ? "x" : "y");
        table += "0.123456789012345678,3,x\n1000000,NA,y\nNA,1,x\n";
        Shown shown("iris");
        shown.explored.show(tableFrom(table.toStdString()), 2, {0, 1, 2});
        QVERIFY(shown.waitForResult());
        QTemporaryDir folder;
        const QString path = folder.filePath("filled.csv");
        QSignalSpy saved(&shown.panel.menu(), &PlotMenu::saved);
        shown.panel.menu().exportData(path, 1);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList written = QString(file.readAll()).split('\n');
        const QStringList read = table.split('\n');
        for (int line = 0; line <= 60; ++line)
            QCOMPARE(written[line], read[line]);
        QCOMPARE(written[61], QString("0.12345678901234568,3,x"));
        QVERIFY2(QRegularExpression("^1000000,-?\\d+,y$").match(written[62]).hasMatch(),
                 qPrintable(written[62]));
        QVERIFY2(QRegularExpression("^-?\\d+\\.\\d,1,x$").match(written[63]).hasMatch(),
                 qPrintable(written[63]));
    }

    /// The interval stands beside the value.
    void theCellsThemselvesAreExportedWithTheirRange() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        QTemporaryDir folder;
        const QString path = folder.filePath("cells.csv");
        QSignalSpy saved(&shown.panel.menu(), &PlotMenu::saved);
        shown.panel.menu().exportData(path);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30000);
        const DatasetPtr cells = readCsv(path.toStdString()).dataset;
        QCOMPARE(cells->rows(), Index(shown.panel.cells()->size()));
        for (const char* const name : {"row", "column", "value", "probability", "lower", "upper"})
            QVERIFY(cells->indexOf(name));
    }

    void ofVeryManyCellsTheFirstAreListed() {
        MissingModel model;
        model.setCells(nullptr, std::make_shared<const std::vector<ImputedCell>>(30000));
        QCOMPARE(model.rowCount(), 20000);
    }

    void saysWhatIsLacking() {
        Shown shown("iris");
        QVERIFY(shown.panel.message().contains("No cell is missing"));
        shown.explored.exploration.setSnapshot(nullptr);
        QVERIFY(shown.panel.message().contains("Train a model first"));
        shown.explored.exploration.setData(nullptr);
        QVERIFY(shown.panel.message().contains("Open a table first"));
    }

    /// One in ten cells of a table is hidden; what is shown for them is judged by what they were.
    void hiddenCellsAreFilledBetterThanByTheMeanAndRangesHoldThem() {
        const DatasetPtr whole = readSample("breast_cancer");
        std::mt19937_64 random(3);
        std::vector<Column> columns(whole->columns().begin(), whole->columns().end());
        for (Column& column : columns)
            if (!column.hasCategories())
                for (std::size_t row = 0; row < column.values.size(); ++row)
                    if (random() % 10 == 0) {
                        column.missing.setMissing(row);
                        column.values.set(row, 0);
                    }
        const auto hidden = std::make_shared<const Dataset>("hidden", "", std::move(columns));
        Hyperparameters hyperparameters;
        hyperparameters.latent = 8;
        hyperparameters.hidden = {32};
        hyperparameters.epochs = 60;
        TrainedSample sample;
        sample.data = prepareTrainingData(hidden, assignRoles(*hidden), hyperparameters);
        Trainer trainer(sample.data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        sample.model = trainer.modelSnapshot();
        Shown shown("iris");
        shown.explored.viewState.setDataset(hidden, std::nullopt);
        shown.explored.exploration.setData(sample.data);
        shown.explored.exploration.setSnapshot(snapshotOf(sample));
        QVERIFY(shown.waitForResult());

        double byModel = 0;
        double byMean = 0;
        Index covered = 0;
        Index cells = 0;
        for (const ImputedCell& cell : *shown.panel.cells()) {
            const EncodedColumn& encoded = sample.data->preprocessor.columns()[cell.column];
            const Column& column = hidden->column(encoded.column);
            double mean = 0;
            double squares = 0;
            Index present = 0;
            for (std::size_t row = 0; row < column.values.size(); ++row)
                if (!column.missing[row]) {
                    mean += column.values[row];
                    squares += column.values[row] * column.values[row];
                    ++present;
                }
            mean /= double(present);
            const double variance = squares / double(present) - mean * mean;
            const double truth = whole->column(encoded.column).values[std::size_t(cell.row)];
            byModel += (cell.value - truth) * (cell.value - truth) / variance;
            byMean += (mean - truth) * (mean - truth) / variance;
            covered += cell.lower <= truth && truth <= cell.upper ? 1 : 0;
            ++cells;
        }
        QVERIFY(cells > 1000);
        QVERIFY2(byModel < 0.6 * byMean, qPrintable(QString::number(byModel / byMean)));
        const double share = double(covered) / double(cells);
        QVERIFY2(share > 0.85 && share < 0.95, qPrintable(QString::number(share)));
    }
};

QTEST_MAIN(MissingPanelTest)
#include "missing_panel_test.moc"
