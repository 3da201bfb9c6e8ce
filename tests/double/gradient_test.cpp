// Every backward pass against central differences of its forward pass, in double precision.

#include <QTest>
#include <cmath>
#include <memory>

#include "core/model/latent.h"
#include "core/model/vae.h"
#include "tests/support/numeric_gradient.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr double kTolerance = 1e-6;
constexpr Index kRows = 5;

Matrix randomMatrix(Index rows, Index columns, std::uint32_t key) {
    Matrix matrix(rows, columns);
    for (Index column = 0; column < columns; ++column)
        Random(7).fillNormal(RandomStream::TrainingNoise, key, std::uint32_t(column), matrix.col(column));
    return matrix;
}

/// Three numbers, two yes/no and two one-hot blocks; or only some of them; or every likelihood.
std::vector<LikelihoodBlock> blocksFor(const QString& kind) {
    if (kind == "gaussian")
        return {{"gaussian", 0, 4, {0.01, 0.01, 0.01, 0.01}}};
    if (kind == "bernoulli")
        return {{"bernoulli", 0, 4, {}}};
    if (kind == "categorical")
        return {{"categorical", 0, 4, {}}};
    if (kind == "all")
        return {{"gaussian", 0, 2, {0.01, 0.01}},
                {"student-t", 2, 2, {0.01, 0.01}, NoiseForm::Row},
                {"poisson", 4, 2, {}, NoiseForm::Feature, {{0.7, 0.5, 9}, {0.4, 0.8, 7}}},
                {"negative-binomial", 6, 2, {}, NoiseForm::Feature, {{0.6, 0.9, 8}, {0.5, 0.7, 5}}},
                {"continuous-bernoulli", 8, 2, {}},
                {"bernoulli", 10, 2, {}},
                {"categorical", 12, 3, {}}};
    return {{"gaussian", 0, 3, {0.01, 0.01, 0.01}},
            {"bernoulli", 3, 2, {}},
            {"categorical", 5, 3, {}},
            {"categorical", 8, 2, {}}};
}

/// Values that the blocks can hold: any number, a share, a count, 0 or 1, one-hot.
Matrix dataFor(const std::vector<LikelihoodBlock>& blocks, Index features) {
    Matrix x = randomMatrix(features, kRows, 1);
    for (const LikelihoodBlock& block : blocks) {
        auto values = x.middleRows(block.firstFeature, block.features);
        if (block.likelihood == "poisson" || block.likelihood == "negative-binomial")
            values = (3 * values.array().abs()).floor();
        if (block.likelihood == "continuous-bernoulli")
            values = values.array().logistic();
        if (block.likelihood == "bernoulli")
            x.middleRows(block.firstFeature, block.features) =
                (x.middleRows(block.firstFeature, block.features).array() > 0).cast<Scalar>();
        if (block.likelihood == "categorical") {
            for (Index row = 0; row < kRows; ++row) {
                x.col(row).segment(block.firstFeature, block.features).setZero();
                x(block.firstFeature + row % block.features, row) = 1;
            }
        }
    }
    return x;
}

/// Some cells missing, one row wholly so; a one-hot block is missing as a whole.
Matrix maskFor(const std::vector<LikelihoodBlock>& blocks, Index features) {
    Matrix mask = Matrix::Ones(features, kRows);
    mask.col(2).setZero();
    for (const LikelihoodBlock& block : blocks) {
        if (block.likelihood == "categorical")
            mask.block(block.firstFeature, 0, block.features, 1).setZero();
        else
            mask(block.firstFeature, 1) = 0;
    }
    return mask;
}

/// log p(z) − log q(z | x) of one latent dimension, from the two normal densities.
double logRatio(double z, double mean, double logvar) {
    return -0.5 * z * z + 0.5 * ((z - mean) * (z - mean) * std::exp(-logvar) + logvar);
}

/// What a training step may add to the plain model.
struct Extras {
    bool linearPath = false;
    double dropout = 0;
    Index samples = 1;
    /// Per latent dimension.
    std::vector<Scalar> beta{1, 1, 1};
};

}  // namespace

Q_DECLARE_METATYPE(Extras)

class GradientTest : public QObject {
    Q_OBJECT

private slots:
    void activationGradientMatchesDifferences_data() {
        QTest::addColumn<int>("activation");
        for (std::size_t i = 0; i < kActivationNames.size(); ++i)
            QTest::newRow(kActivationNames[i].data()) << int(i);
    }

    void activationGradientMatchesDifferences() {
        QFETCH(int, activation);
        const Activation kind = Activation(activation);
        Matrix sums = randomMatrix(6, 3, 2) * 3;
        Vector bias = randomMatrix(6, 1, 14).col(0);
        const Matrix weights = randomMatrix(6, 3, 3);
        Matrix preactivation(6, 3);
        Matrix output(6, 3);
        const auto loss = [&] {
            preactivation = sums;
            activate(kind, bias, preactivation, output);
            return double(output.cwiseProduct(weights).sum());
        };
        loss();
        Matrix gradient = weights.cwiseProduct(preactivation);
        Eigen::Map<Vector> flat(sums.data(), sums.size());
        QVERIFY(relativeError(Eigen::Map<Vector>(gradient.data(), gradient.size()),
                              numericGradient(flat, loss)) < kTolerance);
        QVERIFY(relativeError(gradient.rowwise().sum(), numericGradient(bias, loss)) < kTolerance);
    }

    void mlpGradientsMatchDifferences_data() {
        QTest::addColumn<int>("layers");
        QTest::newRow("one layer") << 1;
        QTest::newRow("three layers") << 3;
    }

    void mlpGradientsMatchDifferences() {
        QFETCH(int, layers);
        ParameterLayout layout;
        const Mlp mlp("mlp", 4, std::vector<Index>(std::size_t(layers), 5), Activation::Silu, layout);
        Vector parameters = Vector::Zero(layout.size());
        mlp.initialise(layout, Random(3), parameters);
        Matrix x = randomMatrix(4, kRows, 4);
        const Matrix weights = randomMatrix(5, kRows, 5);
        MlpWorkspace workspace;
        mlp.reserve(workspace, kRows, false);
        const auto loss = [&] {
            return double(mlp.forward(layout, parameters, x, workspace).cwiseProduct(weights).sum());
        };
        loss();
        mlp.outputGradient(workspace, kRows) = weights;
        Vector gradient = Vector::Zero(layout.size());
        Matrix xGradient(4, kRows);
        MatrixRef xGradientRef(xGradient);
        mlp.backward(layout, parameters, kRows, workspace, &xGradientRef);
        for (std::size_t i = 0; i < mlp.layers().size(); ++i) {
            const Dense& layer = mlp.layers()[i];
            layer.weightGradient(layout, mlp.layerInput(workspace, i, x), workspace.gradient[i], 0,
                                 layer.outputs(), false, gradient);
            layout.vector(gradient, layer.biasBlock()) = workspace.gradient[i].rowwise().sum();
        }

        QVERIFY(relativeError(gradient, numericGradient(parameters, loss)) < kTolerance);
        Eigen::Map<Vector> flat(x.data(), x.size());
        QVERIFY(relativeError(Eigen::Map<Vector>(xGradient.data(), xGradient.size()),
                              numericGradient(flat, loss)) < kTolerance);
    }

    void latentGradientsMatchDifferences() {
        Matrix mean = randomMatrix(3, kRows, 6);
        Matrix logvar = randomMatrix(3, kRows, 7);
        const Matrix noise = randomMatrix(3, kRows, 8);
        const Matrix weights = randomMatrix(3, kRows, 9);
        const Vector beta = Vector::LinSpaced(3, 0.7, 1.9);
        constexpr Scalar kScale = 0.2;
        const auto loss = [&] {
            Matrix z(3, kRows);
            Matrix kl(3, kRows);
            reparameterise(mean, logvar, noise, z);
            klToPrior(mean, logvar, kl);
            return double(z.cwiseProduct(weights).sum()) + double(kScale) * (beta.transpose() * kl).sum();
        };
        Matrix meanGradient(3, kRows);
        Matrix logvarGradient(3, kRows);
        latentBackward(mean, logvar, noise, weights, beta, kScale, meanGradient, logvarGradient);
        Eigen::Map<Vector> flatMean(mean.data(), mean.size());
        Eigen::Map<Vector> flatLogvar(logvar.data(), logvar.size());
        QVERIFY(relativeError(Eigen::Map<Vector>(meanGradient.data(), meanGradient.size()),
                              numericGradient(flatMean, loss)) < kTolerance);
        QVERIFY(relativeError(Eigen::Map<Vector>(logvarGradient.data(), logvarGradient.size()),
                              numericGradient(flatLogvar, loss)) < kTolerance);
    }

    void likelihoodGradientsMatchDifferences_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<NoiseForm>("form");
        QTest::addColumn<bool>("masked");
        for (const std::string_view name : likelihoodNames())
            for (std::size_t form = 0; form < kNoiseFormNames.size(); ++form)
                for (const bool masked : {false, true})
                    QTest::addRow("%s, noise %s%s", name.data(), kNoiseFormNames[form].data(),
                                  masked ? ", cells missing" : "")
                        << QString::fromLatin1(name.data()) << NoiseForm(form) << masked;
    }

    void likelihoodGradientsMatchDifferences() {
        QFETCH(QString, name);
        QFETCH(NoiseForm, form);
        QFETCH(bool, masked);
        constexpr Index kFeatures = 4;
        const LikelihoodBlock block{.likelihood = name.toStdString(),
                                    .features = kFeatures,
                                    .noiseFloor = {0.01, 0.02, 0.03, 0.04},
                                    .noise = form};
        const std::unique_ptr<const Likelihood> likelihood = makeLikelihood(block);
        Matrix raw = randomMatrix(likelihood->rawOutputs(), kRows, 10);
        Vector noise = randomMatrix(std::max<Index>(1, likelihood->noiseParameters()), 1, 11)
                           .col(0)
                           .head(likelihood->noiseParameters());
        // Values that the likelihood can hold, from a model near this one.
        Matrix x(kFeatures, kRows);
        for (Index row = 0; row < kRows; ++row) {
            RandomSequence random(Random(7), RandomStream::Sampling, 0, std::uint32_t(row));
            likelihood->sample(raw.col(row) + randomMatrix(raw.rows(), 1, 15).col(0), noise, random,
                               x.col(row));
        }
        const Matrix mask = masked ? maskFor({block}, kFeatures) : Matrix(0, 0);
        const Vector rowScale = randomMatrix(kRows, 1, 16).cwiseAbs();
        const auto loss = [&] {
            Matrix terms(kFeatures, kRows);
            likelihood->negativeLogLikelihood(x, mask, raw, noise, terms);
            return double((terms * rowScale).sum());
        };
        Matrix rawGradient(raw.rows(), kRows);
        Vector noiseGradient = Vector::Zero(noise.size());
        likelihood->backward(x, mask, raw, noise, rowScale, rawGradient, noiseGradient);
        Eigen::Map<Vector> flat(raw.data(), raw.size());
        QVERIFY(relativeError(Eigen::Map<Vector>(rawGradient.data(), rawGradient.size()),
                              numericGradient(flat, loss)) < kTolerance);
        QVERIFY(relativeError(noiseGradient, numericGradient(noise, loss)) < kTolerance);
        QVERIFY(rawGradient.norm() > 0);
    }

    void wholeModelGradientMatchesDifferences_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("activation");
        QTest::addColumn<int>("layers");
        QTest::addColumn<bool>("masked");
        for (const char* const kind : {"gaussian", "bernoulli", "categorical", "mixed"})
            for (std::size_t activation = 0; activation < kActivationNames.size(); ++activation)
                for (const int layers : {0, 1, 2})
                    for (const bool masked : {false, true})
                        QTest::addRow("%s, %s, %d hidden layers%s", kind, kActivationNames[activation].data(),
                                      layers, masked ? ", cells missing" : "")
                            << QString::fromLatin1(kind) << int(activation) << layers << masked;
    }

    void wholeModelGradientMatchesDifferences() {
        QFETCH(QString, kind);
        QFETCH(int, activation);
        QFETCH(int, layers);
        QFETCH(bool, masked);
        const Vae vae({.blocks = blocksFor(kind),
                       .hidden = std::vector<Index>(std::size_t(layers), 6),
                       .latent = 3,
                       .activation = Activation(activation)});
        const Matrix x = dataFor(vae.config().blocks, vae.features());
        const Matrix mask = masked ? maskFor(vae.config().blocks, vae.features()) : Matrix(0, 0);
        const Batch batch{.x = x, .mask = mask};
        const FeatureStatistics statistics{.mean = Vector::Constant(vae.features(), 0.4),
                                           .variance = Vector::Constant(vae.features(), 0.8)};
        Vector parameters = vae.initialParameters(statistics, Random(5));
        // The log-variance head starts at zero; move it, so that its gradient is tried in general position.
        parameters += 0.1 * randomMatrix(parameters.size(), 1, 12).col(0);
        VaeWorkspace workspace;
        vae.reserve(workspace, kRows);
        workspace.noise = randomMatrix(3, kRows, 13);
        constexpr Scalar kBeta = 1.3;
        constexpr Scalar kScale = Scalar(1) / kRows;
        Vector gradient = Vector::Zero(parameters.size());
        vae.forward(parameters, batch, workspace);
        vae.backward(parameters, batch, Vector::Constant(3, kBeta), kScale, workspace, gradient);
        const Vector numeric = numericGradient(parameters, [&] {
            const LossSums sums = vae.forward(parameters, batch, workspace);
            return double(kScale) * (sums.reconstruction + double(kBeta) * sums.kl);
        });
        QVERIFY2(relativeError(gradient, numeric) < kTolerance,
                 qPrintable(QString("relative error %1").arg(relativeError(gradient, numeric))));
        QVERIFY(gradient.norm() > 0);
    }

    void gradientOfEveryObjectiveMatchesDifferences_data() {
        QTest::addColumn<Extras>("extras");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("masked");
        const std::pair<const char*, Extras> objectives[] = {
            {"straight paths", {.linearPath = true}},
            {"dropout", {.dropout = 0.3}},
            {"free bits: a dimension without KL", {.beta = {1.3, 0, 1.3}}},
            {"three importance samples", {.samples = 3}},
            {"three importance samples, free bits", {.samples = 3, .beta = {0.6, 0, 1.7}}},
            {"all of it", {.linearPath = true, .dropout = 0.3, .samples = 3, .beta = {0.6, 0, 1.7}}}};
        for (const auto& [name, extras] : objectives)
            for (const char* const kind : {"mixed", "all"})
                for (const bool masked : {false, true})
                    QTest::addRow("%s, %s%s", name, kind, masked ? ", cells missing" : "")
                        << extras << QString::fromLatin1(kind) << masked;
    }

    /// One sample: reconstruction + Σ_j β_j KL_j. Several: −Σ_rows log mean w, put together here.
    void gradientOfEveryObjectiveMatchesDifferences() {
        QFETCH(Extras, extras);
        QFETCH(QString, kind);
        QFETCH(bool, masked);
        const Vae vae({.blocks = blocksFor(kind),
                       .hidden = {6, 5},
                       .latent = 3,
                       .activation = Activation::Silu,
                       .linearPath = extras.linearPath});
        QCOMPARE(vae.hasLinearPath(), extras.linearPath);
        const Matrix x = dataFor(vae.config().blocks, vae.features());
        const Matrix mask = masked ? maskFor(vae.config().blocks, vae.features()) : Matrix(0, 0);
        const Batch batch{.x = x, .mask = mask};
        Vector parameters = vae.initialParameters({.mean = Vector::Constant(vae.features(), 0.4),
                                                   .variance = Vector::Constant(vae.features(), 0.8)},
                                                  Random(5));
        parameters += 0.1 * randomMatrix(parameters.size(), 1, 12).col(0);
        VaeWorkspace workspace;
        vae.reserve(workspace, kRows, {.samples = extras.samples, .dropout = extras.dropout});
        workspace.noise = randomMatrix(3, kRows * extras.samples, 13);
        const std::vector<Index> rows{4, 1, 7, 0, 12};
        if (extras.dropout > 0)
            vae.drawDropout(Random(5), 2, rows, extras.dropout, workspace);
        const Vector beta = Eigen::Map<const Vector>(extras.beta.data(), 3);
        constexpr Scalar kScale = Scalar(1) / kRows;

        const auto loss = [&] {
            const LossSums sums = vae.forward(parameters, batch, workspace);
            if (extras.samples == 1)
                return double(kScale) * (sums.reconstruction + beta.dot(workspace.klPerDimension));
            double total = 0;
            for (Index row = 0; row < kRows; ++row) {
                double weights = 0;
                for (Index sample = 0; sample < extras.samples; ++sample)
                    weights += std::exp(vae.logImportanceWeight(workspace, kRows, row, sample, beta));
                total -= std::log(weights / double(extras.samples));
            }
            return double(kScale) * total;
        };

        loss();
        for (Index row = 0; row < kRows; ++row)
            for (Index sample = 0; sample < extras.samples; ++sample) {
                double logWeight = -workspace.reconstruction[sample * kRows + row];
                for (Index j = 0; j < 3; ++j)
                    logWeight += beta[j] * logRatio(workspace.z(j, sample * kRows + row),
                                                    workspace.mean(j, row), workspace.logvar(j, row));
                QVERIFY(std::abs(vae.logImportanceWeight(workspace, kRows, row, sample, beta) - logWeight) <
                        1e-10);
            }
        Vector gradient = Vector::Constant(parameters.size(), 0);
        vae.backward(parameters, batch, beta, kScale, workspace, gradient);
        const double error = relativeError(gradient, numericGradient(parameters, loss));
        QVERIFY2(error < kTolerance, qPrintable(QString("relative error %1").arg(error)));
        for (const ParameterBlock& block : vae.layout().blocks())
            QVERIFY2(block.size() == 0 || gradient.segment(block.offset, block.size()).norm() > 0,
                     block.name.c_str());
    }
};

QTEST_GUILESS_MAIN(GradientTest)
#include "gradient_test.moc"
