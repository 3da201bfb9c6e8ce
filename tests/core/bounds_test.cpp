#include "core/analysis/bounds.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/training/trainer.h"
#include "tests/support/linear_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

Evaluation evaluate(const LinearModel& model, const EvaluationOptions& options) {
    return evaluateModel(model.data->preprocessor, model.data->table, model.snapshot(), model.rows, options);
}

/// A small model after some training, whose posterior is not exact.
LinearModel trainedModel() {
    Hyperparameters hyperparameters;
    hyperparameters.latent = 4;
    hyperparameters.hidden = {16};
    hyperparameters.epochs = 60;
    hyperparameters.batch = 32;
    LinearModel model;
    model.data = prepareSample("wine", hyperparameters);
    Trainer trainer(model.data, hyperparameters, {});
    while (!trainer.finished())
        trainer.step();
    model.vae = trainer.vae();
    model.parameters = trainer.state().parameters;
    model.rows = model.data->split.validation;
    return model;
}

struct MeanWithError {
    double mean = 0;
    double standardError = 0;
};

MeanWithError meanOf(const std::vector<double>& values) {
    const Eigen::Map<const Eigen::ArrayXd> all(values.data(), Index(values.size()));
    const double count = double(values.size());
    return {all.mean(), std::sqrt((all - all.mean()).square().sum() / (count - 1) / count)};
}

}  // namespace

class BoundsTest : public QObject {
    Q_OBJECT

private slots:
    /// Reference: −½ [D log 2π + Σ_{i≤d} log λ_i + (D − d) log σ² + D] with numpy's eigvalsh on the 13
    /// standardised columns of wine (ddof = 0); the same for the KL of each dimension, ½ log(λ_i / σ²).
    void linearModelWithItsExactPosteriorReachesTheLikelihoodOfPca_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<double>("noiseVariance");
        QTest::addColumn<double>("logLikelihood");
        QTest::addColumn<double>("kl");
        QTest::newRow("d = 1") << 1 << 0.6911791 << -17.004467 << 0.959081;
        QTest::newRow("d = 2") << 2 << 0.5270160 << -16.155260 << 1.872467;
        QTest::newRow("d = 3") << 3 << 0.4351104 << -15.701792 << 2.664602;
        QTest::newRow("d = 5") << 5 << 0.3223627 << -15.212645 << 4.124950;
    }

    void linearModelWithItsExactPosteriorReachesTheLikelihoodOfPca() {
        QFETCH(int, latent);
        QFETCH(double, noiseVariance);
        QFETCH(double, logLikelihood);
        QFETCH(double, kl);
        const LinearModel model = exactLinearModel("wine", latent);
        QVERIFY(std::abs(model.noiseVariance - noiseVariance) < 1e-6);
        for (const double floor : model.vae->config().blocks.front().noiseFloor)
            QVERIFY(floor * floor < noiseVariance);

        // The analytic KL leaves noise in the reconstruction term alone.
        std::vector<double> elbos;
        for (std::uint64_t seed = 1; seed <= 20; ++seed)
            elbos.push_back(evaluate(model, {.samples = 50, .seed = seed}).elbo);
        const MeanWithError elbo = meanOf(elbos);
        QVERIFY2(elbo.standardError < 5e-3, qPrintable(QString::number(elbo.standardError)));
        QVERIFY2(std::abs(elbo.mean - logLikelihood) < 4 * elbo.standardError,
                 qPrintable(QString("%1 ± %2").arg(elbo.mean, 0, 'f', 6).arg(elbo.standardError)));

        // With the exact posterior log w = log p(x), whatever ε is.
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const Evaluation evaluation =
                evaluate(model, {.samples = 1, .importanceSamples = 1, .seed = seed});
            QVERIFY2(std::abs(evaluation.importanceWeighted->logLikelihood - logLikelihood) < 1e-4,
                     qPrintable(QString::number(evaluation.importanceWeighted->logLikelihood, 'f', 6)));
            QVERIFY(std::abs(evaluation.kl - kl) < 1e-4);
            QCOMPARE(evaluation.activeUnits, latent);
            for (Index j = 0; j < latent; ++j)
                QVERIFY(std::abs(evaluation.klPerDimension[std::size_t(j)] - model.klPerDimension[j]) < 1e-4);
        }
    }

    void moreImportanceSamplesChangeNothingWhenTheWeightsAreConstant() {
        const LinearModel model = exactLinearModel("wine", 3);
        const Evaluation evaluation = evaluate(model, {.samples = 1, .importanceSamples = 200});
        QCOMPARE(evaluation.importanceWeighted->k, 200);
        QVERIFY(std::abs(evaluation.importanceWeighted->logLikelihood - -15.701792) < 1e-4);
    }

    void importanceWeightedBoundGrowsWithItsSamplesAndIsNeverBelowTheElbo() {
        const LinearModel model = trainedModel();
        std::vector<double> elbos;
        std::map<int, std::vector<double>> bounds;
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            for (const int k : {1, 10, 100}) {
                const Evaluation evaluation =
                    evaluate(model, {.samples = 40, .importanceSamples = k, .seed = seed});
                bounds[k].push_back(evaluation.importanceWeighted->logLikelihood);
                if (k == 1)
                    elbos.push_back(evaluation.elbo);
            }
        }
        MeanWithError lower = meanOf(elbos);
        for (const int k : {1, 10, 100}) {
            const MeanWithError bound = meanOf(bounds[k]);
            const double error = std::hypot(bound.standardError, lower.standardError);
            QVERIFY2(
                bound.mean > lower.mean - 2 * error,
                qPrintable(
                    QString("k = %1: %2 after %3 ± %4").arg(k).arg(bound.mean).arg(lower.mean).arg(error)));
            lower = bound;
        }
        // This posterior is not exact: there is something to gain.
        QVERIFY(meanOf(bounds[100]).mean > meanOf(elbos).mean + 0.05);
    }

    void partsAddUp() {
        const LinearModel model = trainedModel();
        const Evaluation evaluation = evaluate(model, {});
        QCOMPARE(evaluation.rows, Index(model.rows.size()));
        QVERIFY(!evaluation.importanceWeighted);
        QCOMPARE(evaluation.klPerDimension.size(), std::size_t(4));
        const double sum =
            std::accumulate(evaluation.klPerDimension.begin(), evaluation.klPerDimension.end(), 0.0);
        QVERIFY(std::abs(sum - evaluation.kl) < 1e-10);
        QVERIFY(std::abs(evaluation.elbo + evaluation.reconstruction + evaluation.kl) < 1e-10);
        QCOMPARE(evaluation.logJacobian, model.data->preprocessor.logJacobian(model.data->table, model.rows));
    }

    void aCollapsedModelHasNoActiveUnitsAndNoKl() {
        LinearModel model = exactLinearModel("wine", 3);
        model.parameters.setZero();
        const Evaluation evaluation = evaluate(model, {});
        QCOMPARE(evaluation.activeUnits, 0);
        QCOMPARE(evaluation.kl, 0.0);
        // Standard normal columns, coded without z: ½ D (log 2π + 1) nats a row.
        QVERIFY(std::abs(evaluation.elbo - -0.5 * 13 * (std::log(2 * M_PI) + 1)) < 1e-4);
    }

    void theEvaluationDoesNotDependOnHowRowsFallIntoChunks() {
        const LinearModel model = exactLinearModel("digits", 2);
        const Evaluation all = evaluate(model, {.importanceSamples = 2});
        double elbo = 0;
        double logLikelihood = 0;
        const std::span<const Index> rows(model.rows);
        for (std::size_t first = 0; first < rows.size(); first += 100) {
            const std::span<const Index> part =
                rows.subspan(first, std::min<std::size_t>(100, rows.size() - first));
            const Evaluation some = evaluateModel(model.data->preprocessor, model.data->table,
                                                  model.snapshot(), part, {.importanceSamples = 2});
            elbo += some.elbo * double(part.size()) / double(rows.size());
            logLikelihood +=
                some.importanceWeighted->logLikelihood * double(part.size()) / double(rows.size());
        }
        QVERIFY(std::abs(elbo - all.elbo) < 1e-5);
        QVERIFY(std::abs(logLikelihood - all.importanceWeighted->logLikelihood) < 1e-5);
    }

    void noRowsGiveNoNumbersThatAreNotFinite() {
        LinearModel model = exactLinearModel("wine", 2);
        model.rows.clear();
        const Evaluation evaluation = evaluate(model, {.importanceSamples = 5});
        QCOMPARE(evaluation.rows, Index(0));
        QCOMPARE(evaluation.elbo, 0.0);
        QCOMPARE(evaluation.importanceWeighted->logLikelihood, 0.0);
    }
};

QTEST_GUILESS_MAIN(BoundsTest)
#include "bounds_test.moc"
