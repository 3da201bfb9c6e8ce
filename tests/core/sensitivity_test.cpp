#include "core/analysis/sensitivity.h"

#include <QTest>
#include <cmath>

#include "core/analysis/latent_decoder.h"
#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

class SensitivityTest : public QObject {
    Q_OBJECT

private slots:
    /// x = W z: everywhere Wᵀ, in the columns' own units.
    void aLinearModelChangesByItsLoadings() {
        const LinearModel model = exactLinearModel("wine", 3);
        const std::vector<ParameterBlock>& blocks = model.vae->layout().blocks();
        std::size_t output = 0;
        while (blocks[output].name != "output.weight")
            ++output;
        Vector parameters = model.parameters;
        const Matrix weight = model.vae->layout().matrix(parameters, output);
        for (const Scalar place : {0, 5}) {
            const Eigen::MatrixXd effects =
                sensitivity(model.data->preprocessor, model.snapshot(), Vector::Constant(3, place));
            QCOMPARE(effects.cols(), Index(3));
            for (Index i = 0; i < effects.rows(); ++i) {
                const EncodedColumn& column = model.data->preprocessor.columns()[std::size_t(i)];
                for (Index j = 0; j < 3; ++j)
                    QVERIFY(std::abs(effects(i, j) - double(weight(j, column.firstFeature)) * column.scale) <
                            1e-5 * column.scale);
            }
        }
    }

    /// p = σ(l): dp/dz = p (1 − p) dl/dz, for the side of the coin that is up.
    void theProbabilityOfTheMostProbableChanges() {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {};
        hyperparameters.latent = 1;
        hyperparameters.validation = 0;
        const DatasetPtr dataset = tableFrom(
            "sick,colour,fixed\nno,red,7\nyes,green,7\nno,red,7\nyes,blue,7\nyes,green,7\nno,green,7\n");
        LinearModel model;
        model.data = prepareTrainingData(dataset, assignRoles(*dataset, {.label = ""}), hyperparameters);
        model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
        model.parameters = Vector::Zero(model.vae->layout().size());
        // Raw outputs: sick, then blue, green, red.
        setParameter(model, "output.weight", Eigen::RowVector4d(2, 0, 0.5, 1));
        setParameter(model, "output.bias", Eigen::Vector4d(0, 0, std::log(3.0), 0));
        const auto effect = [&](Scalar z) {
            return sensitivity(model.data->preprocessor, model.snapshot(), Vector::Constant(1, z));
        };
        // At 0: sick is even, counted as yes; green has probability 3/5, and the mean of slopes is
        // (0 + 3 · 0.5 + 1)/5 = 0.5.
        QVERIFY(std::abs(effect(0)(0, 0) - 2 * 0.25) < 1e-6);
        QVERIFY(std::abs(effect(0)(1, 0) - 0.6 * (0.5 - 0.5)) < 1e-6);
        // Below 0 it is the probability of "no" that grows towards less z.
        const double yes = 1 / (1 + std::exp(2.0));
        QVERIFY(std::abs(effect(-1)(0, 0) + 2 * yes * (1 - yes)) < 1e-6);
        QCOMPARE(effect(-1)(2, 0), 0.0);
    }

    /// In float32, so that differences tell two digits and a half at most.
    void itAgreesWithWhatDecodingShows() {
        const TrainedSample trained = trainSample("penguins", 15);
        LatentDecoder decoder({trained.data, &trained.data->preprocessor}, trained.model);
        const Vector z = Vector::Constant(2, 0.3f);
        const Eigen::MatrixXd effects = sensitivity(trained.data->preprocessor, *trained.model, z);
        constexpr Scalar kStep = 0.02f;
        for (Index dimension = 0; dimension < 2; ++dimension) {
            Vector above = z;
            Vector below = z;
            above[dimension] += kStep;
            below[dimension] -= kStep;
            const std::vector<DecodedCell> high = decoder.cells(above);
            const std::vector<DecodedCell> low = decoder.cells(below);
            for (std::size_t i = 0; i < high.size(); ++i) {
                const EncodedColumn& column = trained.data->preprocessor.columns()[i];
                const double change = column.hasNumbers() ? high[i].value - low[i].value
                                                          : high[i].probability - low[i].probability;
                const double size = column.hasNumbers() ? column.scale : 1;
                QVERIFY2(std::abs(effects(Index(i), dimension) - change / (2 * double(kStep))) < 3e-3 * size,
                         column.name.c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(SensitivityTest)
#include "sensitivity_test.moc"
