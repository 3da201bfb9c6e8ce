#include "core/analysis/reconstruction.h"

#include <QTest>
#include <cmath>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// An untrained model without hidden layers: all parameters zero but those that a test sets.
struct Model {
    TrainingDataPtr data;
    std::shared_ptr<const Vae> vae;
    Vector parameters;

    explicit Model(DatasetPtr dataset) {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {};
        hyperparameters.validation = 0;
        data = prepareTrainingData(dataset, assignRoles(*dataset, {.label = ""}), hyperparameters);
        vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, hyperparameters));
        parameters = Vector::Zero(vae->layout().size());
    }

    ParameterLayout::MatrixView parameter(std::string_view name) {
        const std::vector<ParameterBlock>& blocks = vae->layout().blocks();
        std::size_t i = 0;
        while (blocks.at(i).name != name)
            ++i;
        return vae->layout().matrix(parameters, i);
    }

    RowReconstruction row(Index index) const {
        return reconstructRow(*data->dataset, data->preprocessor, data->table, {vae, parameters}, index);
    }
};

const char* const kTable =
    "a,b,fixed,sick,colour\n"
    "1,10,7,no,red\n"
    "2,20,7,yes,green\n"
    "3,,7,no,red\n"
    "4,40,7,,red\n"
    "5,50,7,yes,\n"
    "6,0,7,yes,green\n"
    "7,20,7,yes,blue\n";

}  // namespace

class ReconstructionTest : public QObject {
    Q_OBJECT

private slots:
    void aModelThatIgnoresItsInputGivesTheAverageRow() {
        Model model(tableFrom(kTable));
        // Raw outputs: a, b, sick, then blue, green, red.
        model.parameter("output.bias").col(0) << 0, 0.5f, std::log(4.0f), 0, std::log(2.0f), std::log(5.0f);
        const RowReconstruction row = model.row(1);
        QCOMPARE(row.row, Index(1));
        QCOMPARE(row.cells.size(), std::size_t(5));
        QCOMPARE(row.cells[0].original, 2.0);
        QVERIFY(std::abs(row.cells[0].reconstruction.value - 4) < 1e-6);
        // b has mean 140 / 6 and variance 5000 / 6 − (140 / 6)²; half a standard deviation above the mean.
        const double mean = 140.0 / 6;
        QVERIFY(std::abs(row.cells[1].reconstruction.value -
                         (mean + 0.5 * std::sqrt(5000.0 / 6 - mean * mean))) < 1e-4);
        QCOMPARE(row.cells[2].reconstruction.value, 7.0);
        QCOMPARE(row.cells[3].reconstruction.value, 1.0);
        QVERIFY(std::abs(row.cells[3].reconstruction.probability - 0.8) < 1e-6);
        QCOMPARE(row.cells[4].original, 1.0);
        QCOMPARE(row.cells[4].reconstruction.value, 2.0);
        QVERIFY(std::abs(row.cells[4].reconstruction.probability - 5.0 / 8) < 1e-6);
    }

    void missingCellsAreMarkedAndStillReconstructed() {
        const Model model(tableFrom(kTable));
        QVERIFY(model.row(2).cells[1].missing);
        QVERIFY(!model.row(2).cells[0].missing);
        QVERIFY(model.row(3).cells[3].missing);
        QVERIFY(model.row(4).cells[4].missing);
        QVERIFY(std::abs(model.row(2).cells[1].reconstruction.value - 140.0 / 6) < 1e-4);
    }

    /// x̂ = W μ(x) with μ(x) = Eᵀ x: no noise is drawn, so two calls agree and the closed form holds.
    void theReconstructionDecodesThePosteriorMean() {
        Model model(tableFrom("a,b\n1,10\n2,40\n3,20\n4,50\n"));
        model.parameter("mean.weight") << 0.5f, 0, 0.25f, 0;
        model.parameter("output.weight").row(0) << 2, -1;
        model.parameter("logvar.bias").setConstant(3);
        for (Index row = 0; row < 4; ++row) {
            const Vector x = model.data->table.values.col(row);
            const double z = 0.5 * double(x[0]) + 0.25 * double(x[1]);
            const RowReconstruction reconstruction = model.row(row);
            // a: mean 2.5, variance 1.25; b: mean 30, variance 250.
            QVERIFY(std::abs(reconstruction.cells[0].reconstruction.value - (2.5 + 2 * z * std::sqrt(1.25))) <
                    1e-5);
            QVERIFY(std::abs(reconstruction.cells[1].reconstruction.value - (30 - z * std::sqrt(250.0))) <
                    1e-4);
        }
    }
};

QTEST_GUILESS_MAIN(ReconstructionTest)
#include "reconstruction_test.moc"
