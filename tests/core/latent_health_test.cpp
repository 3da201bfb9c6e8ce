#include "core/analysis/latent_health.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/data/generators.h"
#include "tests/support/goldens.h"
#include "tests/support/linear_models.h"
#include "tests/support/planted.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// A model whose row i of an identity matrix has the i-th posterior of each golden dimension, and that
/// matrix.
struct KnownPosteriors {
    explicit KnownPosteriors(const nlohmann::json& goldens) {
        const Index latent = Index(goldens.size());
        const Eigen::VectorXd first = doublesFrom(goldens[0]["mean"]);
        Eigen::MatrixXd mean(first.size(), latent);
        Eigen::MatrixXd logvar(first.size(), latent);
        for (Index j = 0; j < latent; ++j) {
            mean.col(j) = doublesFrom(goldens[std::size_t(j)]["mean"]);
            logvar.col(j) = doublesFrom(goldens[std::size_t(j)]["logvar"]);
        }
        model.vae = std::make_shared<const Vae>(
            VaeConfig{.blocks = {{.likelihood = "gaussian",
                                  .features = first.size(),
                                  .noiseFloor = std::vector<double>(std::size_t(first.size()), 0.01)}},
                      .hidden = {},
                      .latent = latent});
        model.parameters = Vector::Zero(model.vae->layout().size());
        setParameter(model, "mean.weight", mean);
        setParameter(model, "logvar.weight", logvar);
        table.values = Matrix::Identity(first.size(), first.size());
        model.rows = allRows(first.size());
    }

    LatentHealth health() const { return latentHealth(table, model.snapshot(), model.rows); }

    LinearModel model;
    EncodedTable table;
};

bool isNear(double value, const nlohmann::json& expected, double tolerance) {
    if (std::abs(value - expected.get<double>()) < tolerance * std::max(1.0, std::abs(value)))
        return true;
    qWarning("%.9g instead of %.9g", value, expected.get<double>());
    return false;
}

}  // namespace

class LatentHealthTest : public QObject {
    Q_OBJECT

private slots:
    void figuresAndDensitiesAreThoseOfScipy() {
        const nlohmann::json goldens = readGoldens("health_goldens.json")["dimensions"];
        const LatentHealth health = KnownPosteriors(goldens).health();
        QCOMPARE(health.rows, Index(4));
        QCOMPARE(health.dimensions.size(), goldens.size());
        double kl = 0;
        for (std::size_t j = 0; j < goldens.size(); ++j) {
            QVERIFY(isNear(health.dimensions[j].kl, goldens[j]["kl"], 1e-5));
            QVERIFY(isNear(health.dimensions[j].meanVariance, goldens[j]["meanVariance"], 1e-5));
            QVERIFY(isNear(health.dimensions[j].aggregateMean, goldens[j]["aggregateMean"], 1e-5));
            QVERIFY(isNear(health.dimensions[j].aggregateVariance, goldens[j]["aggregateVariance"], 1e-5));
            for (Index bin = 0; bin < kDensityBins; ++bin)
                QVERIFY(isNear(double(health.densities(bin, Index(j))),
                               goldens[j]["density"][std::size_t(bin)], 1e-4));
            kl += goldens[j]["kl"].get<double>();
        }
        QVERIFY(std::abs(health.kl() - kl) < 1e-4);
        // Var μ of the golden dimensions: 0, 1.36, 12.8, 0.0017.
        QCOMPARE(health.activeUnits(), 2);
    }

    void thePriorsDensityIsThatOfScipy() {
        const nlohmann::json golden = readGoldens("health_goldens.json")["prior"];
        const Eigen::ArrayXf prior = priorDensity();
        for (Index bin = 0; bin < kDensityBins; ++bin)
            QVERIFY(isNear(double(prior[bin]), golden[std::size_t(bin)], 1e-5));
    }

    void barsSumToTheKlOfTheValidationCurve_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<double>("validation");
        QTest::newRow("wine") << "wine" << 0.2;
        QTest::newRow("penguins: cells missing") << "penguins" << 0.5;
        QTest::newRow("digits") << "digits" << 0.1;
    }

    void barsSumToTheKlOfTheValidationCurve() {
        QFETCH(QString, sample);
        QFETCH(double, validation);
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {16};
        hyperparameters.latent = 5;
        hyperparameters.validation = validation;
        hyperparameters.epochs = 3;
        const TrainingDataPtr data = prepareSample(sample.toStdString(), hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        const ValidationRecord plotted = trainer.takeHistory().validation.back();
        QCOMPARE(plotted.step, trainer.state().step);
        const LatentHealth health =
            latentHealth(data->table, *trainer.modelSnapshot(), healthRows(data->split));
        QVERIFY2(std::abs(health.kl() - plotted.terms.kl) < 1e-9 * plotted.terms.kl,
                 qPrintable(QString("%1, plotted %2").arg(health.kl()).arg(plotted.terms.kl)));
    }

    void threePlantedFactorsAreThreeActiveDimensionsOfTen() {
        const PlantedRun run = trainOnPlantedFactors();
        const LatentHealth health = latentHealth(run.data->table, *run.model, healthRows(run.data->split));
        QCOMPARE(health.dimensions.size(), std::size_t(10));
        QCOMPARE(health.activeUnits(), 3);
        for (const LatentDimension& dimension : health.dimensions)
            QVERIFY(dimension.active() ? dimension.kl > 1 : dimension.kl < 0.05);
        QVERIFY(std::abs(health.kl() - run.validationKl) < 1e-9 * run.validationKl);
    }

    void fromThePpcaStartTheOtherDimensionsStayNearTheirPrior() {
        const PlantedRun run = trainOnPlantedFactors("ppca");
        const LatentHealth health = latentHealth(run.data->table, *run.model, healthRows(run.data->split));
        std::vector<double> kl;
        for (const LatentDimension& dimension : health.dimensions)
            kl.push_back(dimension.kl);
        std::sort(kl.rbegin(), kl.rend());
        QVERIFY2(kl[2] > 1, qPrintable(QString::number(kl[2])));
        // What chance gives in 1200 rows, and not the 0.7 nats and more that a column of noise is worth.
        QVERIFY2(kl[3] < 0.2, qPrintable(QString::number(kl[3])));
    }

    void aModelThatTellsNothingHasThePriorInEachDimension() {
        LinearModel model = exactLinearModel("wine", 3);
        model.parameters.setZero();
        const LatentHealth health = latentHealth(model.data->table, model.snapshot(), model.rows);
        QCOMPARE(health.kl(), 0.0);
        QCOMPARE(health.activeUnits(), 0);
        const Eigen::ArrayXf prior = priorDensity();
        for (Index j = 0; j < 3; ++j)
            QVERIFY((health.densities.col(j) - prior).abs().maxCoeff() < 1e-5F);
    }

    void ofManyRowsEveryNthMakesUpTheDensity() {
        const LinearModel model = exactLinearModel("digits", 2);
        QCOMPARE(model.rows.size(), std::size_t(1797));
        RowList second;
        for (std::size_t i = 0; i < model.rows.size(); i += 2)
            second.push_back(model.rows[i]);
        const LatentHealth all = latentHealth(model.data->table, model.snapshot(), model.rows);
        const LatentHealth some = latentHealth(model.data->table, model.snapshot(), second);
        QVERIFY((all.densities - some.densities).abs().maxCoeff() < 1e-6F);
        QVERIFY(all.kl() != some.kl());
    }

    void noRowsGiveNumbers() {
        const LinearModel model = exactLinearModel("wine", 2);
        const LatentHealth health = latentHealth(model.data->table, model.snapshot(), {});
        QCOMPARE(health.rows, Index(0));
        QCOMPARE(health.kl(), 0.0);
        QVERIFY((health.densities == 0.0F).all());
    }

    void validationRowsJudgeOrElseTrainingRows() {
        QCOMPARE(healthRows({.training = {0, 2, 3}, .validation = {1, 4}}), (RowList{1, 4}));
        QCOMPARE(healthRows({.training = {0, 2, 3}}), (RowList{0, 2, 3}));
    }

    void ofVeryManyRowsTheSameFewJudge() {
        const Split split{.training = {0}, .validation = allRows(20000)};
        const RowList rows = healthRows(split);
        QCOMPARE(Index(rows.size()), kHealthRows);
        QCOMPARE(rows, healthRows(split));
        QVERIFY(std::is_sorted(rows.begin(), rows.end()));
    }
};

QTEST_GUILESS_MAIN(LatentHealthTest)
#include "latent_health_test.moc"
