#include "ui/models/reconstruction_model.h"

#include <QAbstractItemModelTester>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <set>

#include "tests/support/trained_models.h"
#include "ui/panels/bar_delegate.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ReconstructionModel;

QString text(const Model& model, int row, int section) {
    return model.index(row, section).data().toString();
}

QVariant value(const Model& model, int row, int role) {
    return model.index(row, Model::Name).data(role);
}

QStringList names(const Model& model) {
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(text(model, row, Model::Name));
    return list;
}

/// size from 0 to 10, weight from 100 to 200, colour one of three, ripe yes or no.
TrainingDataPtr fruit() {
    const DatasetPtr dataset = tableFrom(
        "size,weight,colour,ripe\n0,100,green,no\n10,200,red,yes\n5,150,yellow,yes\n2,,red,no\n8,170,green,"
        "yes\n");
    return prepareTrainingData(dataset, {.inputs = {0, 1, 2, 3}}, {});
}

ReconstructedCell cell(double original, double reconstruction, double probability = 1) {
    return {.original = original, .reconstruction = {.value = reconstruction, .probability = probability}};
}

RowReconstruction ripeFruit() {
    return {.row = 2, .cells = {cell(5, 6), cell(150, 120), cell(2, 2, 0.97), cell(1, 0, 0.8)}};
}

}  // namespace

class ReconstructionModelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void keepsTheRulesOfAModel() {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTrainingData(fruit());
        model.setReconstruction(ripeFruit());
        const QPersistentModelIndex weight = model.index(1, Model::Name);
        model.sort(Model::Error, Qt::DescendingOrder);
        QCOMPARE(weight.data().toString(), "weight");
        model.sort(-1);
        QCOMPARE(weight.row(), 1);
        model.setTrainingData(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void showsValuesInOriginalUnits() {
        Model model;
        model.setTrainingData(fruit());
        QCOMPARE(text(model, 0, Model::Original), "");
        model.setReconstruction(ripeFruit());
        QCOMPARE(names(model), (QStringList{"size", "weight", "colour", "ripe"}));
        QCOMPARE(text(model, 0, Model::Original), "5");
        QCOMPARE(text(model, 0, Model::Reconstruction), "6.0");
        QCOMPARE(text(model, 0, Model::Error), "+1.0");
        QCOMPARE(text(model, 1, Model::Error), "-30");
    }

    void showsCategoriesWithTheirProbability() {
        Model model;
        model.setTrainingData(fruit());
        model.setReconstruction(ripeFruit());
        QCOMPARE(text(model, 2, Model::Original), "yellow");
        QCOMPARE(text(model, 2, Model::Reconstruction), "yellow 97 %");
        QCOMPARE(text(model, 2, Model::Error), "✓");
        QCOMPARE(text(model, 3, Model::Reconstruction), "no 80 %");
        QCOMPARE(text(model, 3, Model::Error), "✗");
        QCOMPARE(value(model, 2, Model::CategoryCountRole).toInt(), 3);
        QCOMPARE(value(model, 0, Model::CategoryCountRole).toInt(), 0);
        QCOMPARE(value(model, 2, Model::ProbabilityRole).toDouble(), 0.97);
    }

    void placesValuesInTheColumnsRange() {
        Model model;
        model.setTrainingData(fruit());
        RowReconstruction row = ripeFruit();
        row.cells[1].reconstruction.value = 250;
        model.setReconstruction(row);
        QCOMPARE(value(model, 0, Model::OriginalFractionRole).toDouble(), 0.5);
        QCOMPARE(value(model, 0, Model::ReconstructionFractionRole).toDouble(), 0.6);
        QCOMPARE(value(model, 1, Model::ReconstructionFractionRole).toDouble(), 1.0);
        QCOMPARE(value(model, 2, Model::OriginalFractionRole).toDouble(), 1.0);
    }

    void placesThePredictiveIntervalInTheColumnsRange() {
        Model model;
        model.setTrainingData(fruit());
        RowReconstruction row = ripeFruit();
        row.cells[0].interval = ValueInterval{.lower = 2.5, .upper = 9};
        row.cells[1].interval = ValueInterval{.lower = 90, .upper = 150};
        model.setReconstruction(row);
        QCOMPARE(value(model, 0, Model::LowerFractionRole).toDouble(), 0.25);
        QCOMPARE(value(model, 0, Model::UpperFractionRole).toDouble(), 0.9);
        QCOMPARE(value(model, 1, Model::LowerFractionRole).toDouble(), 0.0);
        QCOMPARE(value(model, 1, Model::UpperFractionRole).toDouble(), 0.5);
        // A category has none.
        QVERIFY(!value(model, 2, Model::LowerFractionRole).isValid());
    }

    /// In the colour of the text, from end to end, and nowhere where the model knows no interval.
    void barsShowThePredictiveInterval() {
        Model model;
        model.setTrainingData(fruit());
        model.setReconstruction(ripeFruit());
        BarDelegate delegate;
        const auto inked = [&] {
            QImage image(220, 60, QImage::Format_RGB32);
            image.fill(Qt::white);
            QStyleOptionViewItem option;
            option.rect = image.rect();
            option.palette.setColor(QPalette::Text, QColor(1, 2, 3));
            QPainter painter(&image);
            delegate.paint(&painter, option, model.index(0, Model::Name));
            painter.end();
            // The line of the name is above the middle.
            std::set<int> columns;
            for (int y = image.height() / 2 + 2; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (QColor(image.pixel(x, y)).value() < 80)
                        columns.insert(x);
            return columns;
        };
        const std::set<int> without = inked();
        RowReconstruction row = ripeFruit();
        row.cells[0].interval = ValueInterval{.lower = 2.5, .upper = 9};
        model.setReconstruction(row);
        const std::set<int> with = inked();
        QVERIFY(with.size() > without.size());
        // The bar ends 6 pixels before the cell does.
        const double width = 220 - 6;
        QVERIFY2(std::abs(*with.begin() - 0.25 * width) <= 3, qPrintable(QString::number(*with.begin())));
        QVERIFY2(std::abs(*with.rbegin() - 0.9 * width) <= 3, qPrintable(QString::number(*with.rbegin())));
    }

    void relativeErrorsAreSharesOfTheRangeOrOfProbability() {
        Model model;
        model.setTrainingData(fruit());
        QVERIFY(!model.meanError());
        model.setReconstruction(ripeFruit());
        const std::array expected{0.1, 0.3, 0.03, 0.8};
        for (int row = 0; row < 4; ++row)
            QVERIFY(std::abs(value(model, row, Model::RelativeErrorRole).toDouble() -
                             expected[std::size_t(row)]) < 1e-12);
        QVERIFY(std::abs(*model.meanError() - 1.23 / 4) < 1e-12);
    }

    void aMissingCellHasNoOriginalAndNoError() {
        Model model;
        model.setTrainingData(fruit());
        RowReconstruction row = ripeFruit();
        row.cells[1].missing = true;
        model.setReconstruction(row);
        QCOMPARE(text(model, 1, Model::Original), "missing");
        QCOMPARE(text(model, 1, Model::Reconstruction), "120");
        QCOMPARE(text(model, 1, Model::Error), "");
        QVERIFY(value(model, 1, Model::MissingRole).toBool());
        QVERIFY(!value(model, 1, Model::OriginalFractionRole).isValid());
        QVERIFY(!value(model, 1, Model::RelativeErrorRole).isValid());
        QVERIFY(std::abs(*model.meanError() - 0.93 / 3) < 1e-12);
        model.sort(Model::Error, Qt::DescendingOrder);
        QCOMPARE(names(model).last(), "weight");
    }

    void sortsByErrorAndBack() {
        Model model;
        model.setTrainingData(fruit());
        model.setReconstruction(ripeFruit());
        model.sort(Model::Error, Qt::DescendingOrder);
        QCOMPARE(names(model), (QStringList{"ripe", "weight", "size", "colour"}));
        QCOMPARE(text(model, 0, Model::Original), "yes");
        model.sort(-1);
        QCOMPARE(names(model), (QStringList{"size", "weight", "colour", "ripe"}));
    }

    void linesKeepTheirPlacesWhileAModelLearns() {
        Model model;
        model.setTrainingData(fruit());
        model.setReconstruction(ripeFruit());
        model.sort(Model::Error, Qt::DescendingOrder);
        QSignalSpy changed(&model, &Model::dataChanged);
        QSignalSpy moved(&model, &Model::layoutChanged);
        QSignalSpy reset(&model, &Model::modelReset);
        RowReconstruction better = ripeFruit();
        better.cells[3] = cell(1, 1, 0.99);
        model.setReconstruction(better);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(moved.count() + reset.count(), 0);
        QCOMPARE(names(model).first(), "ripe");

        better.row = 4;
        model.setReconstruction(better);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(names(model).first(), "weight");
    }

    void agreesWithTheModelOfARealTable() {
        const TrainedSample sample = trainSample("penguins", 3);
        const RowReconstruction row = reconstructRow(*sample.data->dataset, sample.data->preprocessor,
                                                     sample.data->table, *sample.model, 0);
        Model model;
        model.setTrainingData(sample.data);
        model.setReconstruction(row);
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(text(model, 1, Model::Original), "39.1");
        QCOMPARE(text(model, 1, Model::Reconstruction),
                 QString::number(row.cells[1].reconstruction.value, 'f', 1));
        QCOMPARE(text(model, 6, Model::Original), "2007");
    }
};

QTEST_MAIN(ReconstructionModelTest)
#include "reconstruction_model_test.moc"
