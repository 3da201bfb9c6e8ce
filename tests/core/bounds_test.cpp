#include "core/analysis/bounds.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include "core/analysis/mutual_information.h"
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

/// Independent standard normal numbers.
Eigen::MatrixXd normals(Index height, Index count, std::uint32_t draw) {
    Vector drawn(height);
    Eigen::MatrixXd values(height, count);
    for (Index i = 0; i < count; ++i) {
        Random(9).fillNormal(RandomStream::Sampling, draw, std::uint32_t(i), drawn);
        values.col(i) = drawn.cast<double>();
    }
    return values;
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

    void columnsAddUpToTheReconstruction_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("wine") << "wine";
        QTest::newRow("penguins: cells missing, yes/no, categories") << "penguins";
    }

    void columnsAddUpToTheReconstruction() {
        QFETCH(QString, sample);
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {16};
        hyperparameters.epochs = 3;
        const TrainingDataPtr data = prepareSample(sample.toStdString(), hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        const Evaluation evaluation = evaluateModel(data->preprocessor, data->table, *trainer.modelSnapshot(),
                                                    data->split.training, {});
        double sum = 0;
        double r2 = 0;
        std::vector<std::string> names;
        for (const ColumnEvaluation& column : evaluation.columns) {
            sum += column.negativeLogLikelihood;
            r2 += column.r2 / double(evaluation.columns.size());
            names.push_back(column.name);
        }
        std::vector<std::string> expected;
        for (const EncodedColumn& column : data->preprocessor.columns())
            if (column.features > 0)
                expected.push_back(column.name);
        QCOMPARE(names, expected);
        // Columns are summed over rows in double, each row's cells in float32.
        QVERIFY(std::abs(sum - evaluation.reconstruction) < 1e-5);
        QVERIFY(std::abs(r2 - evaluation.r2) < 1e-12);
    }

    /// Of wine's 13 columns each by itself: ½ (log 2π + log σ² + (x − x̂)² / σ²) with the posterior means' x̂
    /// and what the posterior's own variance adds, Σ_j W_ij² σ²/λ_j.
    void aColumnIsWorthItsOwnTerm() {
        const LinearModel model = exactLinearModel("wine", 2);
        const Eigen::MatrixXd x = model.data->table.values.cast<double>();
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(x * x.transpose() / double(x.cols()));
        const Eigen::VectorXd values = solver.eigenvalues().tail(2);
        const Eigen::MatrixXd vectors = solver.eigenvectors().rightCols(2);
        const double noise = model.noiseVariance;
        const Eigen::MatrixXd error =
            x - vectors * (1 - noise / values.array()).matrix().asDiagonal() * (vectors.transpose() * x);
        const Eigen::VectorXd spread =
            vectors.array().square().matrix() * ((values.array() - noise) * noise / values.array()).matrix();
        const Evaluation evaluation = evaluate(model, {.samples = 200});
        for (Index i = 0; i < 13; ++i) {
            const double square = error.row(i).squaredNorm() / double(x.cols()) + spread[i];
            const double expected = 0.5 * (std::log(2 * M_PI * noise) + square / noise);
            // 178 · 200 draws.
            QVERIFY(std::abs(evaluation.columns[std::size_t(i)].negativeLogLikelihood - expected) < 0.01);
        }
    }

    void r2OfTheExactLinearModelIsThatOfPca_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("latent");
        QTest::newRow("iris") << "iris" << 1;
        QTest::newRow("wine") << "wine" << 3;
        QTest::newRow("breast cancer") << "breast_cancer" << 5;
    }

    /// The posterior means' reconstruction is the projection onto each axis, drawn in by 1 − σ²/λ.
    void r2OfTheExactLinearModelIsThatOfPca() {
        QFETCH(QString, sample);
        QFETCH(int, latent);
        const LinearModel model = exactLinearModel(sample.toStdString(), latent);
        const Eigen::MatrixXd x = model.data->table.values.cast<double>();
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(x, Eigen::ComputeThinU);
        const Eigen::MatrixXd axes = svd.matrixU().leftCols(latent);
        const Eigen::ArrayXd values = svd.singularValues().head(latent).array().square() / double(x.cols());
        const Eigen::MatrixXd reconstruction =
            axes * (1 - model.noiseVariance / values).matrix().asDiagonal() * (axes.transpose() * x);
        const Evaluation evaluation = evaluate(model, {.samples = 1});
        QCOMPARE(Index(evaluation.columns.size()), x.rows());
        double mean = 0;
        for (Index i = 0; i < x.rows(); ++i) {
            const Index feature = model.data->preprocessor.columns()[std::size_t(i)].firstFeature;
            const double r2 = 1 - (x.row(feature) - reconstruction.row(feature)).squaredNorm() /
                                      (x.row(feature).array() - x.row(feature).mean()).square().sum();
            QVERIFY(std::abs(evaluation.columns[std::size_t(i)].r2 - r2) < 1e-5);
            mean += r2 / double(x.rows());
        }
        QVERIFY(std::abs(evaluation.r2 - mean) < 1e-5);
    }

    /// Var μ_j = (λ_j − σ²) / λ_j and the posterior's variance σ²/λ_j: together 1, about a mean of 0.
    void theAggregatePosteriorOfTheExactLinearModelIsThePrior() {
        const LinearModel model = exactLinearModel("wine", 3);
        const Evaluation evaluation = evaluate(model, {.samples = 1});
        for (std::size_t j = 0; j < 3; ++j) {
            QVERIFY(std::abs(evaluation.aggregateMean[j]) < 1e-5);
            QVERIFY(std::abs(evaluation.aggregateVariance[j] - 1) < 1e-5);
            const double ratio = std::exp(-2 * model.klPerDimension[Index(j)]);
            QVERIFY(std::abs(evaluation.meanVariance[j] - (1 - ratio)) < 1e-5);
        }
        QCOMPARE(evaluation.saturated, 0.0);
    }

    void mutualInformationOfAGaussianChannelIsItsCapacity_data() {
        QTest::addColumn<double>("signal");
        QTest::addColumn<int>("dimensions");
        QTest::newRow("weak") << 0.3 << 1;
        QTest::newRow("as strong as the noise") << 1.0 << 1;
        QTest::newRow("strong") << 10.0 << 1;
        QTest::newRow("two channels") << 2.0 << 2;
    }

    /// z = μ + noise with μ ~ N(0, s): ½ log(1 + s) nats a dimension (Cover & Thomas, chapter 9).
    void mutualInformationOfAGaussianChannelIsItsCapacity() {
        QFETCH(double, signal);
        QFETCH(int, dimensions);
        constexpr Index kRows = 2000;
        // The noise of the channel is e^0.7, the signal in proportion.
        const Eigen::MatrixXd mean = std::sqrt(signal * std::exp(0.7)) * normals(dimensions, kRows, 1);
        const Eigen::MatrixXd logvar = Eigen::MatrixXd::Constant(dimensions, kRows, 0.7);
        const double capacity = 0.5 * dimensions * std::log1p(signal);
        double sum = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed)
            sum += mutualInformation(mean, logvar, seed) / 5;
        // The drawn means' variance strays from s by s √(2/N) ≈ 3 %, and the draws of ε by about 1/√(5 N).
        const double tolerance =
            4 * dimensions * (0.5 * signal / (1 + signal) * std::sqrt(2.0 / kRows) + 0.01);
        QVERIFY2(std::abs(sum - capacity) < tolerance,
                 qPrintable(QString("%1 instead of %2").arg(sum).arg(capacity)));
    }

    /// One draw tells which of N rows it came from, and there is no more to tell.
    void mutualInformationOfPosteriorsFarApartIsTheLogarithmOfTheirNumber() {
        for (const Index rows : {1, 2, 50, 400}) {
            const Eigen::MatrixXd mean = 100 * Eigen::RowVectorXd::LinSpaced(rows, 0, double(rows));
            const double found = mutualInformation(mean, Eigen::MatrixXd::Constant(1, rows, -12), 1);
            QVERIFY(std::abs(found - std::log(double(rows))) < 1e-9);
        }
    }

    void mutualInformationOfPosteriorsThatAreAlikeIsZero() {
        const Eigen::MatrixXd mean = Eigen::MatrixXd::Constant(3, 100, 0.4);
        const Eigen::MatrixXd logvar = Eigen::MatrixXd::Constant(3, 100, -1);
        QVERIFY(std::abs(mutualInformation(mean, logvar, 1)) < 1e-12);
        QCOMPARE(mutualInformation(Eigen::MatrixXd(2, 0), Eigen::MatrixXd(2, 0), 1), 0.0);
    }

    void mutualInformationOfAModelIsThatOfItsPosteriors() {
        const LinearModel model = exactLinearModel("digits", 2);
        const Evaluation evaluation = evaluate(model, {.samples = 1, .seed = 3});
        // 1,797 rows are more than are looked at: every second one is.
        const Index kept = 899;
        Eigen::MatrixXd x(model.data->table.values.rows(), kept);
        for (Index i = 0; i < kept; ++i)
            x.col(i) = model.data->table.values.col(2 * i).cast<double>();
        QCOMPARE(model.rows.size(), std::size_t(1797));
        const auto block = [&](std::size_t index) {
            return model.vae->layout().matrix(model.parameters, index).cast<double>().eval();
        };
        const Eigen::MatrixXd weight = block(model.vae->meanHead().weightBlock());
        const Eigen::VectorXd bias = block(model.vae->meanHead().biasBlock());
        const Eigen::MatrixXd mean = (weight.transpose() * x).colwise() + bias;
        const Eigen::MatrixXd logvar = block(model.vae->logvarHead().biasBlock()).replicate(1, kept);
        QVERIFY(std::abs(evaluation.mutualInformation - mutualInformation(mean, logvar, 3)) < 1e-4);
        // KL to the prior is that to the aggregate posterior, and what this one is away from the prior.
        QVERIFY(evaluation.mutualInformation < evaluation.kl);
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
