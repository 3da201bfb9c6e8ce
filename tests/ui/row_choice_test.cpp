#include "ui/data/row_choice.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The line beside the controller of an open table, as in the window.
struct Desk {
    explicit Desk(const std::string& name) {
        const DatasetPtr dataset = readSample(name);
        controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        choice.show();
    }

    TrainingController controller;
    RowChoice choice{controller};
    QLineEdit& filter = *choice.findChildren<QLineEdit*>()[0];
    QLineEdit& sample = *choice.findChildren<QLineEdit*>()[1];
    QComboBox& splitBy = *choice.findChild<QComboBox*>();

    void type(QLineEdit& field, const QString& text) {
        field.selectAll();
        QTest::keyClicks(&field, text);
    }
    bool says(const QString& text) const {
        for (const QLabel* const label : choice.findChildren<QLabel*>())
            if (label->isVisibleTo(&choice) && label->text().contains(text))
                return true;
        return false;
    }
};

}  // namespace

class RowChoiceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void allRowsAreKeptAtFirst() {
        Desk desk("penguins");
        QTRY_VERIFY(desk.says("all 344 rows"));
    }

    /// Expected with pandas.
    void aFilterIsCheckedAsItIsTypedAndCountsWhenEntered() {
        Desk desk("penguins");
        desk.type(desk.filter, "bill_length_mm > 40 && species == \"Adelie\"");
        QTRY_VERIFY(desk.says("51 of 344 rows kept"));
        QVERIFY(desk.controller.rows() == RowRequest{});
        QTest::keyClick(&desk.filter, Qt::Key_Return);
        QTRY_COMPARE(desk.controller.rows().filter,
                     std::string("bill_length_mm > 40 && species == \"Adelie\""));
        QTRY_VERIFY(desk.controller.data());
        QCOMPARE(
            desk.controller.data()->split.training.size() + desk.controller.data()->split.validation.size(),
            std::size_t(51));
    }

    void whatCannotBeDoneIsSaidAndDoesNotCount_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("no such column") << "mass > 3"
                                        << "mass";
        QTest::newRow("half an expression") << "year >"
                                            << "year >";
        QTest::newRow("too few rows left") << "year > 2050"
                                           << "only 0";
    }

    void whatCannotBeDoneIsSaidAndDoesNotCount() {
        QFETCH(QString, filter);
        QFETCH(QString, complaint);
        Desk desk("penguins");
        desk.type(desk.filter, filter);
        QTest::keyClick(&desk.filter, Qt::Key_Return);
        QTRY_VERIFY(desk.choice.findChild<QLabel*>("complaint")->isVisible());
        const QString text = desk.choice.findChild<QLabel*>("complaint")->text();
        QVERIFY2(text.contains(complaint) && !text.contains('{'), qPrintable(text));
        QVERIFY(desk.controller.rows() == RowRequest{});
        desk.type(desk.filter, "year > 2007");
        QTRY_VERIFY(!desk.choice.findChild<QLabel*>("complaint")->isVisible());
    }

    void aSubsampleCountsWhenEntered() {
        Desk desk("penguins");
        desk.type(desk.sample, "100");
        QTest::keyClick(&desk.sample, Qt::Key_Return);
        QTRY_COMPARE(desk.controller.rows().sampleRows, std::optional<Index>(100));
        QTRY_VERIFY(desk.says("100 of 344 rows kept"));
    }

    /// The rarest species has 68 rows.
    void classesCanBeBalanced() {
        Desk desk("penguins");
        desk.choice.findChild<QToolButton*>("balanced")->click();
        QTRY_VERIFY(desk.controller.rows().balanced);
        QTRY_VERIFY(desk.says("204 of 344 rows kept"));
    }

    void aColumnCanDivideTheRows() {
        Desk desk("penguins");
        const int island = desk.splitBy.findText("island");
        QVERIFY(island > 0);
        QCOMPARE(desk.splitBy.findText("body_mass_g"), -1);
        desk.splitBy.setCurrentIndex(island);
        emit desk.splitBy.activated(island);
        QTRY_COMPARE(desk.controller.rows().splitBy, std::string("island"));
    }

    void rowsLeftOutByHandAddUp() {
        Desk desk("penguins");
        QSignalSpy kept(&desk.choice, &RowChoice::keptChanged);
        desk.choice.setExcluded({7, 3}, true);
        desk.choice.setExcluded({3, 5}, true);
        QTRY_COMPARE(desk.controller.rows().excluded, (std::vector<Index>{3, 5, 7}));
        QTRY_VERIFY(desk.says("341 of 344 rows kept"));
        const auto rows = kept.last().first().value<std::shared_ptr<const RowList>>();
        QVERIFY(!std::ranges::binary_search(*rows, Index(5)) && std::ranges::binary_search(*rows, Index(6)));
        desk.choice.setExcluded({5}, false);
        QTRY_COMPARE(desk.controller.rows().excluded, (std::vector<Index>{3, 7}));
    }

    void whatIsBeingTypedOutlastsOtherChanges() {
        Desk desk("penguins");
        desk.type(desk.filter, "year > 2007");
        desk.controller.setHyperparameter(hyperparameterSpec("seed"), std::int64_t(5));
        QCOMPARE(desk.filter.text(), "year > 2007");
        QVERIFY(desk.controller.rows() == RowRequest{});
    }

    void anotherTableBeginsWithAllRows() {
        Desk desk("penguins");
        desk.type(desk.filter, "year > 2007");
        QTest::keyClick(&desk.filter, Qt::Key_Return);
        QTRY_VERIFY(!desk.controller.rows().filter.empty());
        desk.controller.openTable(prepareSample("iris", {}), false);
        QCOMPARE(desk.filter.text(), "");
        QTRY_VERIFY(desk.says("all 150 rows"));
    }
};

QTEST_MAIN(RowChoiceTest)
#include "row_choice_test.moc"
