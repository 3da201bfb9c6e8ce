#include "ui/models/column_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

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

/// As a run prepares it; `numbers` is the likelihood of number columns.
void openPrepared(Model& model, const std::string& sample, const std::string& numbers) {
    Hyperparameters hyperparameters;
    hyperparameters.likelihood = numbers;
    const TrainingDataPtr data = prepareSample(sample, hyperparameters);
    model.setTable(data->dataset, data->roles);
    model.setPrepared(data, numbers);
}

int rowOf(const Model& model, const QString& column) {
    for (int row = 0; row < model.rowCount(); ++row)
        if (text(model, row, Model::Name) == column)
            return row;
    return -1;
}

bool setLikelihood(Model& model, int row, const QString& likelihood) {
    return model.setData(model.index(row, Model::Likelihood), likelihood);
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
        openPrepared(model, "wine", "auto");
        QVERIFY(setLikelihood(model, 0, "student-t"));
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
        QCOMPARE(text(model, 2, Model::Role), "input");
        QCOMPARE(text(model, 2, Model::Type), "number");
    }

    /// Expected with pandas.
    void summariesComeLater() {
        Model model;
        QSignalSpy ready(&model, &Model::summariesReady);
        open(model, readSample("penguins"));
        QCOMPARE(text(model, 2, Model::Values), "");
        QVERIFY(!model.allSummarised());
        model.summariseAll();
        QTRY_VERIFY(model.allSummarised());
        QVERIFY(ready.count() > 0);
        QCOMPARE(text(model, 0, Model::Missing), "");
        QCOMPARE(text(model, 0, Model::Values), "Adelie 44 % · Gentoo 36 % · Chinstrap 20 %");
        QCOMPARE(text(model, 2, Model::Missing), "0.6 %");
        QCOMPARE(text(model, 2, Model::Values), "32.1 … 59.6 · mean 43.9");
        QCOMPARE(text(model, 7, Model::Values), "2007 … 2009 · mean 2008.03");
        const auto summary =
            model.index(2, Model::Distribution).data(Model::kSummaryRole).value<ColumnSummaryPtr>();
        QCOMPARE(summary->present(), Index(342));
    }

    void numbersFollowTheLocale() {
        QLocale::setDefault(QLocale(QLocale::German));
        Model model;
        open(model, readSample("penguins"));
        QTRY_COMPARE(text(model, 2, Model::Values), "32,1 … 59,6 · mean 43,9");
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void aWideTableIsSummarisedOnlyWhereAsked() {
        Model model;
        model.setTable(wideNumbers(20'000, 3), {.inputs = {0, 1}});
        QCOMPARE(model.rowCount(), 20'000);
        QTRY_VERIFY(!text(model, 19'999, Model::Values).isEmpty());
        QVERIFY(!model.allSummarised());
        QCOMPARE(text(model, 10'000, Model::Name), "c10000");
        model.summariseAll();
        QTRY_VERIFY(model.allSummarised());
        QVERIFY(!text(model, 10'000, Model::Values).isEmpty());
    }

    void summariesOfAnotherTableAreDropped() {
        Model model;
        open(model, readSample("penguins"));
        model.summariseAll();
        open(model, readSample("iris"));
        QTRY_COMPARE(text(model, 0, Model::Values), "4.3 … 7.9 · mean 5.84");
        QVERIFY(!model.allSummarised());
    }

    void aNewLabelMakesTheOldOneAnInput() {
        Model model;
        open(model, readSample("penguins"));
        QSignalSpy edited(&model, &Model::rolesEdited);
        QSignalSpy changed(&model, &Model::dataChanged);
        QVERIFY(setRole(model, 1, ColumnRole::Label));
        QCOMPARE(edited.count(), 1);
        QVERIFY(changed.count() > 0);
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

    void autoSaysWhatItMeansOnceTheTableIsPrepared_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("numbers");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("why");
        QTest::newRow("number") << "breast_cancer"
                                << "auto"
                                << "mean_radius"
                                << "gaussian"
                                << "usual";
        QTest::newRow("long tail") << "breast_cancer"
                                   << "auto"
                                   << "se_area"
                                   << "log-normal"
                                   << "long right tail";
        QTest::newRow("yes/no") << "penguins"
                                << "auto"
                                << "sex"
                                << "bernoulli"
                                << "yes/no";
        QTest::newRow("category") << "penguins"
                                  << "poisson"
                                  << "island"
                                  << "categorical"
                                  << "category";
        QTest::newRow("set for all") << "penguins"
                                     << "student-t"
                                     << "bill_depth_mm"
                                     << "student-t"
                                     << "all numbers";
        QTest::newRow("does not fit") << "penguins"
                                      << "poisson"
                                      << "bill_depth_mm"
                                      << "gaussian"
                                      << "poisson needs whole numbers";
        QTest::newRow("not an input") << "penguins"
                                      << "auto"
                                      << "species"
                                      << ""
                                      << "";
    }

    void autoSaysWhatItMeansOnceTheTableIsPrepared() {
        QFETCH(QString, sample);
        QFETCH(QString, numbers);
        QFETCH(QString, column);
        QFETCH(QString, likelihood);
        QFETCH(QString, why);
        Model model;
        openPrepared(model, sample.toStdString(), numbers.toStdString());
        const int row = rowOf(model, column);
        QCOMPARE(text(model, row, Model::Likelihood), likelihood);
        const QString toolTip = model.index(row, Model::Likelihood).data(Qt::ToolTipRole).toString();
        QVERIFY2(toolTip.contains(why), qPrintable(toolTip));
        QVERIFY(model.index(row, Model::Likelihood).data(Model::kQuietRole).toBool());
    }

    void likelihoodsAreChosenForInputsThatAreNumbers_data() {
        QTest::addColumn<QString>("column");
        QTest::addColumn<bool>("editable");
        QTest::newRow("number") << "bill_depth_mm" << true;
        QTest::newRow("yes/no") << "sex" << false;
        QTest::newRow("category") << "island" << false;
        QTest::newRow("label") << "species" << false;
    }

    void likelihoodsAreChosenForInputsThatAreNumbers() {
        QFETCH(QString, column);
        QFETCH(bool, editable);
        Model model;
        openPrepared(model, "penguins", "auto");
        const QModelIndex cell = model.index(rowOf(model, column), Model::Likelihood);
        QCOMPARE(cell.flags().testFlag(Qt::ItemIsEditable), editable);
        QCOMPARE(cell.data(Model::kChoicesRole).toList().isEmpty(), !editable);
        QCOMPARE(setLikelihood(model, cell.row(), "student-t"), editable);
        if (editable)
            QCOMPARE(cell.data(Model::kChoiceTextsRole).toStringList().first(), "auto (gaussian)");
    }

    void aChosenLikelihoodIsReportedAndAutoTakesItBack() {
        Model model;
        openPrepared(model, "breast_cancer", "auto");
        QSignalSpy edited(&model, &Model::rolesEdited);
        const ColumnRoles before = model.roles();
        const int row = rowOf(model, "se_area");
        QVERIFY(setLikelihood(model, row, "student-t"));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(model.roles().likelihoods, (std::map<Index, std::string>{{row, "student-t"}}));
        QCOMPARE(text(model, row, Model::Likelihood), "student-t");
        QVERIFY(!model.index(row, Model::Likelihood).data(Model::kQuietRole).toBool());
        QVERIFY(model.index(row, Model::Likelihood).data(Qt::ToolTipRole).toString().contains("by hand"));
        QVERIFY(!setLikelihood(model, row, "categorical"));
        QVERIFY(setLikelihood(model, row, "auto"));
        QVERIFY(model.roles() == before);
        QCOMPARE(text(model, row, Model::Likelihood), "log-normal");
    }

    void aChosenLikelihoodOutlastsAChangeOfRoles() {
        Model model;
        openPrepared(model, "iris", "auto");
        QVERIFY(setLikelihood(model, 0, "log-normal"));
        QVERIFY(setRole(model, 1, ColumnRole::Ignored));
        QCOMPARE(model.roles().likelihoods.at(0), std::string("log-normal"));
        QCOMPARE(text(model, 1, Model::Likelihood), "");
        QVERIFY(setRole(model, 1, ColumnRole::Input));
        QCOMPARE(text(model, 1, Model::Likelihood), "gaussian");
    }

    void thePreparationOfAnotherTableIsNotTaken() {
        Model model;
        open(model, readSample("iris"));
        model.setPrepared(prepareSample("wine", {}), "auto");
        QCOMPARE(text(model, 0, Model::Likelihood), "auto");
    }

    void manyColumnsChangeAtOnce() {
        Model model;
        open(model, readSample("digits"));
        QSignalSpy edited(&model, &Model::rolesEdited);
        QVERIFY(model.change({3, 4, 5}, Model::Role, int(ColumnRole::Ignored)));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(model.roles().inputs.size(), std::size_t(61));
        QVERIFY(model.change({6, 7, 8}, Model::Likelihood, "poisson"));
        QCOMPARE(model.roles().likelihoods.size(), std::size_t(3));
        QVERIFY(model.change({6, 7}, Model::Scale, "robust"));
        QCOMPARE(model.roles().scales,
                 (std::map<Index, ScaleChoice>{{6, NumberScale::Robust}, {7, NumberScale::Robust}}));
        QCOMPARE(text(model, 6, Model::Scale), "robust");
        QVERIFY(model.change({6}, Model::Scale, "auto"));
        QCOMPARE(model.roles().scales.size(), std::size_t(1));
    }

    void whatCannotBeForAllIsRefusedForAll_data() {
        QTest::addColumn<std::vector<Index>>("columns");
        QTest::addColumn<int>("role");
        QTest::newRow("two labels") << std::vector<Index>{0, 1} << int(ColumnRole::Label);
        QTest::newRow("no input left") << std::vector<Index>{0, 1, 2, 3} << int(ColumnRole::Ignored);
        QTest::newRow("no input left, only colours")
            << std::vector<Index>{0, 1, 2, 3} << int(ColumnRole::Colour);
        QTest::newRow("no column") << std::vector<Index>{} << int(ColumnRole::Ignored);
    }

    void whatCannotBeForAllIsRefusedForAll() {
        QFETCH(std::vector<Index>, columns);
        QFETCH(int, role);
        Model model;
        open(model, readSample("iris"));
        const ColumnRoles before = model.roles();
        QVERIFY(!model.canChange(columns, Model::Role, role));
        QVERIFY(!model.change(columns, Model::Role, role));
        QVERIFY(model.roles() == before);
    }

    void aColumnMayOnlyColour() {
        Model model;
        open(model, readSample("penguins"));
        QVERIFY(setRole(model, 7, ColumnRole::Colour));
        QCOMPARE(model.roles().colours, std::vector<Index>{7});
        QVERIFY(!std::ranges::binary_search(model.roles().inputs, Index(7)));
        QCOMPARE(text(model, 7, Model::Role), "colour only");
        QVERIFY(!model.index(7, Model::Scale).flags().testFlag(Qt::ItemIsEditable));
    }

    void whatIsSetByHandIsMarkedAndCanBeTakenBack() {
        Model model;
        openPrepared(model, "penguins", "auto");
        const ColumnRoles guess = model.roles();
        const auto marked = [&](int row, int section) {
            return model.index(row, section).data(Model::kByHandRole).toBool();
        };
        QVERIFY(!marked(3, Model::Role) && !marked(3, Model::Likelihood) && !marked(3, Model::Scale));
        QVERIFY(model.change({3}, Model::Likelihood, "student-t"));
        QVERIFY(model.change({3}, Model::Scale, "robust"));
        QVERIFY(marked(3, Model::Likelihood) && marked(3, Model::Scale));
        QVERIFY(setRole(model, 4, ColumnRole::Ignored));
        QVERIFY(marked(4, Model::Role));
        QVERIFY(model.index(4, Model::Role).data(Qt::ToolTipRole).toString().contains("guessed: input"));
        QVERIFY(setRole(model, 4, ColumnRole::Input));
        QVERIFY(!marked(4, Model::Role));
        QVERIFY(setRole(model, 4, ColumnRole::Colour));
        QVERIFY(model.returnToGuess({3, 4}));
        QVERIFY(model.roles() == guess);
        QVERIFY(!marked(4, Model::Role));
    }

    void aColumnThatWasLeftOutSaysWhy() {
        Model model;
        const Problem reason{ProblemCode::ColumnDuplicate, {{"column", "b"}, {"other", "a"}}};
        model.setTable(tableFrom("a,b,c\n1,1,2\n2,2,3\n4,4,1\n"),
                       {.inputs = {0, 2}, .leftOut = {{1, reason}}});
        QCOMPARE(text(model, 0, Model::Remark), "");
        QCOMPARE(text(model, 1, Model::Remark), QString::fromStdString(describe(reason)));
        QVERIFY(setRole(model, 1, ColumnRole::Input));
        QCOMPARE(text(model, 1, Model::Remark), "");
        QVERIFY(model.returnToGuess({1}));
        QVERIFY(!text(model, 1, Model::Remark).isEmpty());
    }

    void clipsAreSharesOfInputsThatAreNumbers() {
        Model model;
        const DatasetPtr dataset = readSample("penguins");
        ColumnRoles roles = assignRoles(*dataset);
        roles.clip = 0.03;
        model.setTable(dataset, roles);
        const int bill = rowOf(model, "bill_length_mm");
        const int island = rowOf(model, "island");
        QCOMPARE(text(model, bill, Model::Clip), "3 %");
        QVERIFY(model.index(bill, Model::Clip).data(Model::kChoicesRole).toList().contains(0.03));
        // None is a choice of its own where the table has a clip.
        QVERIFY(model.change({bill, island}, Model::Clip, 0.0));
        QCOMPARE(model.roles().clips, (std::map<Index, double>{{bill, 0}}));
        QVERIFY(!model.change({island}, Model::Clip, 0.01));
        for (const QVariant& wrong : {QVariant(0.5), QVariant(-0.01), QVariant("1 %"), QVariant()})
            QVERIFY(!model.change({bill}, Model::Clip, wrong));
        QVERIFY(model.change({bill}, Model::Clip, 0.03));
        QVERIFY(model.roles().clips.empty());
    }

    void whatWasToldOfTheReadingIsMarked() {
        Model model;
        open(model, tableFrom("a,b\n1,2\n2,3\n4,1\n"));
        model.setReading({.sentinels = {{"b", {"255", "-9"}}}, .types = {{"a", ColumnType::Count}}}, {});
        const auto isByHand = [&](int row) {
            return model.index(row, Model::Type).data(Model::kByHandRole).toBool();
        };
        QVERIFY(isByHand(0) && !isByHand(1));
        const auto toolTip = [&](int row) {
            return model.index(row, Model::Type).data(Qt::ToolTipRole).toString();
        };
        QVERIFY(toolTip(0).contains("by hand") && toolTip(1).contains("inferred"));
        QCOMPARE(model.sentinelsText(1), "255, -9");
        open(model, tableFrom("a,b\n1,2\n2,3\n"));
        QVERIFY(!isByHand(0));
    }

    void findingsAreRemarksOnInputs() {
        // The values 1 to 20, and twice −999.
        std::string csv = "a,b,c\n";
        for (int row = 1; row <= 20; ++row) {
            const std::string a = row % 10 == 0 ? "-999" : std::to_string(row) + ".5";
            csv += a + ',' + std::to_string(row * 7 % 5) + ',' + a + "\n";
        }
        const DatasetPtr dataset = tableFrom(csv);
        const ColumnFindings findings = checkColumns(*dataset);
        Model model;
        model.setTable(dataset, assignRoles(*dataset, findings, {}));
        model.setReading({}, findings);
        QVERIFY(model.hasRemarks());
        QVERIFY(model.remarks(1).empty());
        QCOMPARE(model.remarks(0).size(), std::size_t(1));
        QVERIFY(model.remarks(0)[0].code == ProblemCode::ColumnLooksSentinel);
        QVERIFY2(text(model, 0, Model::Remark).contains("-999"), qPrintable(text(model, 0, Model::Remark)));
        // The copy is left out for being one; the same is found in it.
        QVERIFY(model.remarks(2)[0].code == ProblemCode::ColumnDuplicate);
        QCOMPARE(model.columnsWith(model.remarks(0)[0]), (std::vector<Index>{0, 2}));
        QVERIFY(setRole(model, 0, ColumnRole::Ignored));
        QVERIFY(model.remarks(0).empty());
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
