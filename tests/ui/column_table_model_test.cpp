#include "ui/models/column_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ColumnTableModel;

QString text(const Model& model, int row, int section) {
    return model.index(row, section).data().toString();
}

bool setRole(Model& model, int row, ColumnRole role) {
    return model.setData(model.index(row, Model::Role), int(role));
}

void open(Model& model, const DatasetPtr& dataset) {
    model.setTable(dataset, assignRoles(*dataset));
}

}  // namespace

class ColumnTableModelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void keepsTheRulesOfAModel() {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        open(model, readSample("penguins"));
        QVERIFY(setRole(model, 1, ColumnRole::Label));
        open(model, readSample("digits"));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void eachColumnOfTheTableIsARow() {
        Model model;
        open(model, readSample("penguins"));
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(text(model, 0, Model::Name), "species");
        QCOMPARE(text(model, 0, Model::Role), "label");
        QCOMPARE(text(model, 0, Model::Type), "category");
        QCOMPARE(text(model, 0, Model::Missing), "");
        QCOMPARE(text(model, 0, Model::Values), "Adelie, Chinstrap, Gentoo");
        QCOMPARE(text(model, 2, Model::Role), "input");
        QCOMPARE(text(model, 2, Model::Type), "number");
        QCOMPARE(text(model, 2, Model::Missing), "2");
        QCOMPARE(text(model, 2, Model::Values), "32.1 … 59.6");
        QCOMPARE(text(model, 7, Model::Values), "2007 … 2009");
    }

    void numbersFollowTheLocale() {
        QLocale::setDefault(QLocale(QLocale::German));
        Model model;
        open(model, readSample("penguins"));
        QCOMPARE(text(model, 2, Model::Values), "32,1 … 59,6");
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void aNewLabelMakesTheOldOneAnInput() {
        Model model;
        open(model, readSample("penguins"));
        QSignalSpy edited(&model, &Model::rolesEdited);
        QSignalSpy changed(&model, &Model::dataChanged);
        QVERIFY(setRole(model, 1, ColumnRole::Label));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(changed.count(), 2);
        const ColumnRoles roles = edited.at(0).at(0).value<ColumnRoles>();
        QCOMPARE(roles.label, std::optional<Index>(1));
        QCOMPARE(roles.inputs, (std::vector<Index>{0, 2, 3, 4, 5, 6, 7}));
        QCOMPARE(text(model, 0, Model::Role), "input");
        QCOMPARE(text(model, 1, Model::Role), "label");
    }

    void theLastInputStays() {
        Model model;
        const DatasetPtr dataset = tableFrom("a,b\n1,2\n2,3\n4,1\n");
        model.setTable(dataset, {.inputs = {0, 1}});
        QSignalSpy edited(&model, &Model::rolesEdited);
        QVERIFY(setRole(model, 0, ColumnRole::Ignored));
        QVERIFY(!setRole(model, 1, ColumnRole::Ignored));
        QVERIFY(!setRole(model, 1, ColumnRole::Label));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(model.roles().inputs, std::vector<Index>{1});
        QCOMPARE(model.index(1, Model::Role).data(Model::kChoicesRole).toList(),
                 QVariantList{int(ColumnRole::Input)});
        QVERIFY(!model.index(1, Model::Role).data(Qt::ToolTipRole).toString().isEmpty());
    }

    void theLastInputMayChangePlacesWithTheLabel() {
        Model model;
        model.setTable(tableFrom("a,b\n1,2\n2,3\n4,1\n"), {.inputs = {0}, .label = 1});
        QVERIFY(setRole(model, 0, ColumnRole::Label));
        QCOMPARE(model.roles().inputs, std::vector<Index>{1});
        QCOMPARE(model.roles().label, std::optional<Index>(0));
    }

    void freeTextIsNeverAnInput() {
        std::string csv = "name,size\n";
        for (int i = 0; i < 400; ++i)
            csv += "someone " + std::to_string(i) + "," + std::to_string(i % 7) + "\n";
        const DatasetPtr dataset = tableFrom(csv);
        QVERIFY(dataset->column(0).type == ColumnType::Text);
        Model model;
        model.setTable(dataset, {.inputs = {1}});
        QVERIFY(!setRole(model, 0, ColumnRole::Input));
        QVERIFY(setRole(model, 0, ColumnRole::Label));
        QVERIFY(setRole(model, 0, ColumnRole::Ignored));
        QCOMPARE(text(model, 0, Model::Role), "ignored");
    }

    void leavingOutAPixelBreaksThePicture() {
        Model model;
        open(model, readSample("digits"));
        QCOMPARE(model.roles().image, (ImageLayout{.width = 8, .height = 8}));
        QVERIFY(setRole(model, 20, ColumnRole::Ignored));
        QVERIFY(!model.roles().image);
        QVERIFY(setRole(model, 20, ColumnRole::Input));
        QCOMPARE(model.roles().image, (ImageLayout{.width = 8, .height = 8}));
    }

    void refusesWhatIsNoRole_data() {
        QTest::addColumn<int>("section");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("another cell") << int(Model::Name) << QVariant("new name");
        QTest::newRow("a word") << int(Model::Role) << QVariant("input");
        QTest::newRow("an unknown number") << int(Model::Role) << QVariant(7);
    }

    void refusesWhatIsNoRole() {
        QFETCH(int, section);
        QFETCH(QVariant, value);
        Model model;
        open(model, readSample("iris"));
        const ColumnRoles before = model.roles();
        QVERIFY(!model.setData(model.index(0, section), value));
        QVERIFY(model.roles() == before);
    }

    void rolesFromOutsideKeepTheRows() {
        Model model;
        const DatasetPtr dataset = readSample("iris");
        open(model, dataset);
        QSignalSpy reset(&model, &Model::modelReset);
        QSignalSpy edited(&model, &Model::rolesEdited);
        model.setTable(dataset, {.inputs = {0, 1}});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(edited.count(), 0);
        QCOMPARE(text(model, 4, Model::Role), "ignored");
    }
};

QTEST_MAIN(ColumnTableModelTest)
#include "column_table_model_test.moc"
