#include "core/analysis/column_effects.h"

#include <QTest>
#include <cmath>

#include "tests/support/linear_models.h"

using namespace latentscape;
using namespace latentscape::testing;

class ColumnEffectsTest : public QObject {
    Q_OBJECT

private slots:
    /// x = W z: a straight line through the place for each column.
    void aLinearModelMovesEachColumnInProportion() {
        const LinearModel model = exactLinearModel("wine", 3);
        Vector place(3);
        place << 1, -2, 0.5f;
        const std::vector<ColumnEffect> effects =
            columnEffects(model.data->preprocessor, model.snapshot(), place, 1, -3, 4);
        for (std::size_t i = 0; i < effects.size(); ++i) {
            const ColumnEffect& effect = effects[i];
            const double unit = model.data->preprocessor.columns()[i].scale;
            QVERIFY(std::abs(effect.atHigh - effect.atLow - 7 * effect.slope) < 1e-4 * unit);
            QVERIFY(std::abs(effect.here - effect.atLow - 1 * effect.slope) < 1e-4 * unit);
            QVERIFY(std::abs(effect.most - std::max(effect.atLow, effect.atHigh)) < 1e-9 * unit);
            QVERIFY(std::abs(effect.least - std::min(effect.atLow, effect.atHigh)) < 1e-9 * unit);
        }
    }

    /// σ(2 z) from −1 to 1, as the probability of what is most probable at the place.
    void aCategoryIsFollowedByItsProbability() {
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
        setParameter(model, "output.weight", Eigen::RowVector4d(2, 0, 0, 0));
        const auto sick = [&](Scalar place) {
            return columnEffects(model.data->preprocessor, model.snapshot(), Vector::Constant(1, place), 0,
                                 -1, 1)[0];
        };
        const double yes = 1 / (1 + std::exp(-2.0));
        QVERIFY(std::abs(sick(0.5f).atLow - (1 - yes)) < 1e-6);
        QVERIFY(std::abs(sick(0.5f).atHigh - yes) < 1e-6);
        // From the other side it is the probability of "no".
        QVERIFY(std::abs(sick(-0.5f).atLow - yes) < 1e-6);
        QVERIFY(sick(-0.5f).slope < 0);
    }
};

QTEST_GUILESS_MAIN(ColumnEffectsTest)
#include "column_effects_test.moc"
