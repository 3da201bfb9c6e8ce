// Values, slopes and expectations against tests/data/likelihood_goldens.json; the rest against properties
// that any likelihood has.

#include "core/model/likelihood.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <limits>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

class LikelihoodTest : public QObject {
    Q_OBJECT

private slots:
    void valuesAndSlopesAreThoseOfTheReference_data();
    void valuesAndSlopesAreThoseOfTheReference();
    void probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope_data();
    void probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope();
    void drawsHaveTheExpectedMeanAndSpread_data();
    void drawsHaveTheExpectedMeanAndSpread();
    void drawsOfCategoriesAreAsFrequentAsExpected();
    void valuesUnderTheMaskChangeNothing_data();
    void valuesUnderTheMaskChangeNothing();
    void aMaskOfOnesIsNoMask_data();
    void aMaskOfOnesIsNoMask();
    void manyFeaturesAreJudgedAsEachAlone_data();
    void manyFeaturesAreJudgedAsEachAlone();
    void initialStateIsTheMarginal_data();
    void initialStateIsTheMarginal();
    void initialStateOfAConstantColumnIsFinite_data();
    void initialStateOfAConstantColumnIsFinite();
    void hugeInputsGiveFiniteResults_data();
    void hugeInputsGiveFiniteResults();
    void anOutputThatIsNoNumberShowsInTheLoss_data();
    void anOutputThatIsNoNumberShowsInTheLoss();
    void learnedNoiseStopsAtItsBounds_data();
    void learnedNoiseStopsAtItsBounds();
    void sharedNoiseStopsAtTheSmallestFloor();
    void noiseOfARowStaysAboveItsFloor();
    void logRateStopsAtItsCap_data();
    void logRateStopsAtItsCap();
    void negativeBinomialStartsAtTheMoments();
    void onlyCountsAreTransformedForTheEncoder();
    void countsAreTransformedToTheirScaledLogarithm_data();
    void countsAreTransformedToTheirScaledLogarithm();
    void unknownNamesAreRefused();
};

namespace {

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();
const Matrix kNoMask(0, 0);

Matrix oneRow(std::initializer_list<Scalar> values) {
    return Eigen::Map<const Matrix>(values.begin(), Index(values.size()), 1);
}

Vector list(std::initializer_list<Scalar> values) {
    return Eigen::Map<const Vector>(values.begin(), Index(values.size()));
}

LikelihoodBlock blockOf(const QString& name, NoiseForm form, Index features) {
    return {.likelihood = name.toStdString(),
            .features = features,
            .noiseFloor = std::vector<double>(std::size_t(features), 0.01),
            .noise = form,
            .counts = {}};
}

Matrix termsOf(const Likelihood& likelihood, const Matrix& x, const Matrix& mask, const Matrix& raw,
               const Vector& noise) {
    Matrix terms = Matrix::Constant(x.rows(), x.cols(), kNan);
    likelihood.negativeLogLikelihood(x, mask, raw, noise, terms);
    return terms;
}

struct Slopes {
    Matrix raw;
    Vector noise;
};

Slopes slopesOf(const Likelihood& likelihood, const Matrix& x, const Matrix& mask, const Matrix& raw,
                const Vector& noise, const Vector& rowScale) {
    Slopes slopes{Matrix::Constant(raw.rows(), raw.cols(), kNan), Vector::Zero(noise.size())};
    likelihood.backward(x, mask, raw, noise, rowScale, slopes.raw, slopes.noise);
    return slopes;
}

Slopes slopesOf(const Likelihood& likelihood, const Matrix& x, const Matrix& raw, const Vector& noise) {
    return slopesOf(likelihood, x, kNoMask, raw, noise, Vector::Ones(x.cols()));
}

Matrix expectationOf(const Likelihood& likelihood, const Matrix& raw) {
    Matrix mean(likelihood.features(), raw.cols());
    likelihood.expectation(raw, mean);
    return mean;
}

Matrix informationOf(const Likelihood& likelihood, const Matrix& raw, const Vector& noise) {
    Matrix information(likelihood.features(), raw.cols());
    likelihood.information(raw, noise, information);
    return information;
}

Matrix normals(Index height, Index rows, std::uint32_t key) {
    Matrix matrix(height, rows);
    for (Index row = 0; row < rows; ++row)
        Random(7).fillNormal(RandomStream::TrainingNoise, key, std::uint32_t(row), matrix.col(row));
    return matrix;
}

/// A decoder's output, noise and rows that they gave rise to.
struct Example {
    Matrix x;
    Matrix raw;
    Vector noise;
};

Example exampleOf(const Likelihood& likelihood, Index rows) {
    Example example{.x = Matrix(likelihood.features(), rows),
                    .raw = normals(likelihood.rawOutputs(), rows, 1),
                    .noise = normals(std::max<Index>(1, likelihood.noiseParameters()), 1, 2)
                                 .col(0)
                                 .head(likelihood.noiseParameters())};
    for (Index row = 0; row < rows; ++row) {
        RandomSequence random(Random(7), RandomStream::Sampling, 0, std::uint32_t(row));
        likelihood.sample(example.raw.col(row), example.noise, random, example.x.col(row));
    }
    return example;
}

/// Every likelihood with every form of noise; `without` names one to leave out.
void addKinds(std::string_view without = {}) {
    QTest::addColumn<QString>("name");
    QTest::addColumn<NoiseForm>("form");
    for (const std::string_view name : likelihoodNames()) {
        if (name == without)
            continue;
        for (std::size_t form = 0; form < kNoiseFormNames.size(); ++form)
            QTest::addRow("%s, noise %s", name.data(), kNoiseFormNames[form].data())
                << QString::fromLatin1(name.data()) << NoiseForm(form);
    }
}

}  // namespace

void LikelihoodTest::valuesAndSlopesAreThoseOfTheReference_data() {
    QTest::addColumn<int>("index");
    const nlohmann::json goldens = readGoldens("likelihood_goldens.json");
    for (std::size_t i = 0; i < goldens.size(); ++i)
        QTest::addRow("%d: %s, noise %s", int(i), goldens[i]["likelihood"].get<std::string>().c_str(),
                      goldens[i]["noise form"].get<std::string>().c_str())
            << int(i);
}

void LikelihoodTest::valuesAndSlopesAreThoseOfTheReference() {
    QFETCH(int, index);
    const nlohmann::json golden = readGoldens("likelihood_goldens.json")[std::size_t(index)];
    LikelihoodBlock block{.likelihood = golden["likelihood"],
                          .features = golden["features"],
                          .noise = noiseFormFromString(golden["noise form"].get<std::string>())};
    if (golden.contains("floor"))
        block.noiseFloor = golden["floor"].get<std::vector<double>>();
    if (golden.contains("largest"))
        for (const double largest : golden["largest"])
            block.counts.push_back({.largest = largest});
    const auto likelihood = makeLikelihood(block);
    const Matrix x = matrixFrom(golden["x"], block.features);
    const Matrix raw = matrixFrom(golden["raw"], likelihood->rawOutputs());
    const Vector noise = vectorFrom(golden["noise"]);
    const Vector rowScale = vectorFrom(golden["row scale"]);
    QCOMPARE(noise.size(), likelihood->noiseParameters());

    constexpr double kTolerance = 2e-6;
    const Matrix terms = termsOf(*likelihood, x, kNoMask, raw, noise);
    QCOMPARE_LT(worstError(terms, matrixFrom(golden["terms"], block.features)), kTolerance);
    const Slopes slopes = slopesOf(*likelihood, x, kNoMask, raw, noise, rowScale);
    QCOMPARE_LT(worstError(slopes.raw, matrixFrom(golden["raw gradient"], raw.rows())), kTolerance);
    QCOMPARE_LT(worstError(slopes.noise, vectorFrom(golden["noise gradient"])), kTolerance);
    const Matrix mean = expectationOf(*likelihood, raw);
    QCOMPARE_LT(worstError(mean, matrixFrom(golden["expectation"], block.features)), kTolerance);
}

namespace {

/// The values that x can take, one a row of the table, each with the width of the cell around it.
struct Outcomes {
    Matrix x;
    double cell = 1;
};

Outcomes numbersAround(double middle, double reach) {
    constexpr Index kCells = 40'000;
    return {Eigen::RowVectorXd::LinSpaced(kCells + 1, middle - reach, middle + reach).cast<Scalar>(),
            2 * reach / double(kCells)};
}

Outcomes unitInterval() {
    constexpr Index kCells = 40'000;
    const double half = 0.5 / double(kCells);
    return {Eigen::RowVectorXd::LinSpaced(kCells, half, 1 - half).cast<Scalar>(), 2 * half};
}

Outcomes countsUpTo(Index largest) {
    return {Eigen::RowVectorXd::LinSpaced(largest + 1, 0, double(largest)).cast<Scalar>(), 1};
}

}  // namespace

void LikelihoodTest::probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<NoiseForm>("form");
    QTest::addColumn<Matrix>("raw");
    QTest::addColumn<Vector>("noise");
    QTest::addColumn<Outcomes>("outcomes");
    const Vector none(0);
    QTest::newRow("gaussian, fixed") << "gaussian" << NoiseForm::Fixed << oneRow({0.3f}) << none
                                     << numbersAround(0.3, 9);
    QTest::newRow("gaussian, shared")
        << "gaussian" << NoiseForm::Shared << oneRow({0.3f}) << list({-1.2f}) << numbersAround(0.3, 5);
    QTest::newRow("gaussian, feature")
        << "gaussian" << NoiseForm::Feature << oneRow({0.3f}) << list({1.5f}) << numbersAround(0.3, 20);
    QTest::newRow("gaussian, row") << "gaussian" << NoiseForm::Row << oneRow({0.3f, -1.0f}) << none
                                   << numbersAround(0.3, 3);
    QTest::newRow("student-t, fixed")
        << "student-t" << NoiseForm::Fixed << oneRow({-0.5f}) << none << numbersAround(-0.5, 150);
    QTest::newRow("student-t, feature")
        << "student-t" << NoiseForm::Feature << oneRow({-0.5f}) << list({-2.0f}) << numbersAround(-0.5, 60);
    QTest::newRow("student-t, row") << "student-t" << NoiseForm::Row << oneRow({-0.5f, 0.5f}) << none
                                    << numbersAround(-0.5, 150);
    QTest::newRow("bernoulli") << "bernoulli" << NoiseForm::Feature << oneRow({-1.3f}) << none
                               << countsUpTo(1);
    QTest::newRow("categorical") << "categorical" << NoiseForm::Feature << oneRow({0.5f, -1.0f, 2.0f}) << none
                                 << Outcomes{Matrix::Identity(3, 3), 1};
    for (const float logit : {0.0f, 0.2f, -0.49f, 0.51f, -3.0f, 40.0f})
        QTest::addRow("continuous-bernoulli, logit %g", double(logit))
            << "continuous-bernoulli" << NoiseForm::Feature << oneRow({logit}) << none << unitInterval();
    for (const float logRate : {-3.0f, 0.0f, 2.5f, 7.0f}) {
        QTest::addRow("poisson, log-rate %g", double(logRate))
            << "poisson" << NoiseForm::Feature << oneRow({logRate}) << none << countsUpTo(3000);
        QTest::addRow("negative-binomial, log-rate %g", double(logRate))
            << "negative-binomial" << NoiseForm::Feature << oneRow({logRate}) << list({0.4f})
            << countsUpTo(40'000);
    }
    for (const float logSize : {-3.0f, 4.0f, 11.0f})
        QTest::addRow("negative-binomial, log-size %g", double(logSize))
            << "negative-binomial" << NoiseForm::Feature << oneRow({1.5f}) << list({logSize})
            << countsUpTo(5000);
}

void LikelihoodTest::probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    QFETCH(Matrix, raw);
    QFETCH(Vector, noise);
    QFETCH(Outcomes, outcomes);
    const Index features = outcomes.x.rows();
    const auto likelihood = makeLikelihood(blockOf(name, form, features));
    const Matrix raws = raw.replicate(1, outcomes.x.cols());
    const Matrix terms = termsOf(*likelihood, outcomes.x, kNoMask, raws, noise);
    const Eigen::ArrayXd probability =
        (-terms.cast<double>().colwise().sum().transpose().array()).exp() * outcomes.cell;
    const Eigen::MatrixXd slopes =
        slopesOf(*likelihood, outcomes.x, raws, noise).raw.topRows(features).cast<double>();

    constexpr double kTolerance = 2e-5;
    QCOMPARE_LT(std::abs(probability.sum() - 1), kTolerance);
    const Eigen::VectorXd mean = outcomes.x.cast<double>() * probability.matrix();
    QCOMPARE_LT(worstError(mean.cast<Scalar>(), expectationOf(*likelihood, raw)), kTolerance);
    const Eigen::VectorXd information = slopes.array().square().matrix() * probability.matrix();
    const Eigen::VectorXd told = informationOf(*likelihood, raw, noise).cast<double>();
    QVERIFY(((information - told).array().abs() <= kTolerance * told.array()).all());
}

namespace {

struct Moment {
    double mean = 0;
    double standardError = 0;
};

template <class Function>
Moment momentOf(const Eigen::ArrayXd& draws, Function&& function) {
    const Eigen::ArrayXd values = draws.unaryExpr(function);
    const double mean = values.mean();
    const double n = double(values.size());
    return {mean, std::sqrt((values - mean).square().sum() / (n * (n - 1)))};
}

}  // namespace

void LikelihoodTest::drawsHaveTheExpectedMeanAndSpread_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<NoiseForm>("form");
    QTest::addColumn<Matrix>("raw");
    QTest::addColumn<Vector>("noise");
    QTest::addColumn<double>("variance");
    const Vector none(0);
    const double width = std::log1p(std::exp(-1.0)) + 0.01;
    QTest::newRow("gaussian, fixed") << "gaussian" << NoiseForm::Fixed << oneRow({0.3f}) << none << 1.0;
    QTest::newRow("gaussian, shared")
        << "gaussian" << NoiseForm::Shared << oneRow({0.3f}) << list({-1.5f}) << std::exp(-1.5);
    QTest::newRow("gaussian, feature")
        << "gaussian" << NoiseForm::Feature << oneRow({0.3f}) << list({2.0f}) << std::exp(2.0);
    QTest::newRow("gaussian, row") << "gaussian" << NoiseForm::Row << oneRow({0.3f, -1.0f}) << none
                                   << width * width;
    QTest::newRow("student-t, fixed") << "student-t" << NoiseForm::Fixed << oneRow({0.3f}) << none << 2.0;
    QTest::newRow("student-t, feature")
        << "student-t" << NoiseForm::Feature << oneRow({0.3f}) << list({2.0f}) << 2 * std::exp(2.0);
    QTest::newRow("student-t, row") << "student-t" << NoiseForm::Row << oneRow({0.3f, -1.0f}) << none
                                    << 2 * width * width;
    QTest::newRow("bernoulli") << "bernoulli" << NoiseForm::Feature << oneRow({-1.5f}) << none
                               << std::exp(-1.5) / std::pow(1 + std::exp(-1.5), 2);
    QTest::newRow("bernoulli, certain") << "bernoulli" << NoiseForm::Feature << oneRow({1e4f}) << none << 0.0;
    // By numeric integration of the density with mpmath.
    QTest::newRow("continuous-bernoulli, logit 0")
        << "continuous-bernoulli" << NoiseForm::Feature << oneRow({0.0f}) << none << 1.0 / 12;
    QTest::newRow("continuous-bernoulli, logit 2.5")
        << "continuous-bernoulli" << NoiseForm::Feature << oneRow({2.5f}) << none << 0.062577591934;
    QTest::newRow("continuous-bernoulli, logit -40")
        << "continuous-bernoulli" << NoiseForm::Feature << oneRow({-40.0f}) << none << 1.0 / 1600;
    QTest::newRow("continuous-bernoulli, logit 1e4")
        << "continuous-bernoulli" << NoiseForm::Feature << oneRow({1e4f}) << none << 1e-8;
    for (const float logRate : {-3.0f, 1.0f, 5.0f, 12.0f}) {
        const double rate = std::exp(double(logRate));
        QTest::addRow("poisson, log-rate %g", double(logRate))
            << "poisson" << NoiseForm::Feature << oneRow({logRate}) << none << rate;
        QTest::addRow("negative-binomial, log-rate %g", double(logRate))
            << "negative-binomial" << NoiseForm::Feature << oneRow({logRate}) << list({0.5f})
            << rate + rate * rate * std::exp(-0.5);
    }
    QTest::newRow("negative-binomial, few events")
        << "negative-binomial" << NoiseForm::Feature << oneRow({2.0f}) << list({-3.0f})
        << std::exp(2.0) + std::exp(7.0);
}

void LikelihoodTest::drawsHaveTheExpectedMeanAndSpread() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    QFETCH(Matrix, raw);
    QFETCH(Vector, noise);
    QFETCH(double, variance);
    const auto likelihood = makeLikelihood(blockOf(name, form, 1));
    constexpr Index kDraws = 100'000;
    Eigen::ArrayXd draws(kDraws);
    Vector x(1);
    RandomSequence random(Random(11), RandomStream::Sampling, 0, 0);
    for (double& draw : draws) {
        likelihood->sample(raw.col(0), noise, random, x);
        draw = double(x[0]);
    }
    const double expected = double(expectationOf(*likelihood, raw)(0, 0));
    const double rounding = 1e-6 * std::abs(expected);
    const Moment mean = momentOf(draws, [](double draw) { return draw; });
    QCOMPARE_LE(std::abs(mean.mean - expected), 5 * mean.standardError + rounding);
    if (name == "student-t") {
        // The squares of four degrees of freedom have no variance, so that their mean says nothing. But
        // E|x − m| = σ.
        const Moment spread = momentOf(draws, [&](double draw) { return std::abs(draw - expected); });
        QCOMPARE_LE(std::abs(spread.mean - std::sqrt(variance / 2)), 5 * spread.standardError);
        return;
    }
    const Moment spread = momentOf(draws, [&](double draw) { return std::pow(draw - expected, 2); });
    QCOMPARE_LE(std::abs(spread.mean - variance), 5 * spread.standardError + rounding);
}

void LikelihoodTest::drawsOfCategoriesAreAsFrequentAsExpected() {
    const auto categorical = makeLikelihood(blockOf("categorical", NoiseForm::Feature, 3));
    const Vector raw = list({0.5f, -1.0f, 2.0f});
    constexpr int kDraws = 100'000;
    Eigen::VectorXd drawn = Eigen::VectorXd::Zero(3);
    RandomSequence random(Random(11), RandomStream::Sampling, 0, 0);
    Vector x(3);
    for (int i = 0; i < kDraws; ++i) {
        categorical->sample(raw, Vector(), random, x);
        QCOMPARE(x.sum(), Scalar(1));
        drawn += x.cast<double>();
    }
    const Eigen::ArrayXd p = expectationOf(*categorical, raw).cast<double>();
    QVERIFY(((drawn.array() / kDraws - p).abs() < 5 * (p * (1 - p) / kDraws).sqrt()).all());
}

void LikelihoodTest::valuesUnderTheMaskChangeNothing_data() {
    addKinds();
}

void LikelihoodTest::valuesUnderTheMaskChangeNothing() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    // More features than go through in one strip.
    constexpr Index kFeatures = 300;
    constexpr Index kRows = 6;
    const auto likelihood = makeLikelihood(blockOf(name, form, kFeatures));
    const Example example = exampleOf(*likelihood, kRows);
    const Vector rowScale = normals(kRows, 1, 3).cwiseAbs();
    Matrix mask = (normals(kFeatures, kRows, 4).array() > Scalar(0)).cast<Scalar>();
    mask.col(2).setZero();
    // A one-hot block is missing as a whole.
    if (name == "categorical")
        mask = mask.row(0).replicate(kFeatures, 1).eval();
    const Matrix terms = termsOf(*likelihood, example.x, mask, example.raw, example.noise);
    const Slopes slopes = slopesOf(*likelihood, example.x, mask, example.raw, example.noise, rowScale);
    QVERIFY((mask.array() > Scalar(0) || terms.array() == Scalar(0)).all());
    QVERIFY(terms.allFinite());
    QVERIFY((mask.array() > Scalar(0) || slopes.raw.topRows(kFeatures).array() == Scalar(0)).all());
    QVERIFY(slopes.raw.col(2).isZero(0));

    constexpr Scalar kInfinity = std::numeric_limits<Scalar>::infinity();
    for (const Scalar poison : {kNan, kInfinity, -kInfinity, Scalar(-1), Scalar(1e30)}) {
        const Matrix poisoned = (mask.array() > Scalar(0)).select(example.x, poison);
        QCOMPARE(termsOf(*likelihood, poisoned, mask, example.raw, example.noise), terms);
        const Slopes other = slopesOf(*likelihood, poisoned, mask, example.raw, example.noise, rowScale);
        QCOMPARE(other.raw, slopes.raw);
        QCOMPARE(other.noise, slopes.noise);
    }
}

void LikelihoodTest::aMaskOfOnesIsNoMask_data() {
    addKinds();
}

void LikelihoodTest::aMaskOfOnesIsNoMask() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    const auto likelihood = makeLikelihood(blockOf(name, form, 5));
    const auto [x, raw, noise] = exampleOf(*likelihood, 4);
    const Matrix ones = Matrix::Ones(5, 4);
    QCOMPARE(termsOf(*likelihood, x, ones, raw, noise), termsOf(*likelihood, x, kNoMask, raw, noise));
    const Slopes masked = slopesOf(*likelihood, x, ones, raw, noise, Vector::Ones(4));
    const Slopes plain = slopesOf(*likelihood, x, raw, noise);
    QCOMPARE(masked.raw, plain.raw);
    QCOMPARE(masked.noise, plain.noise);
}

void LikelihoodTest::manyFeaturesAreJudgedAsEachAlone_data() {
    // The features of a one-hot block are one.
    addKinds("categorical");
}

void LikelihoodTest::manyFeaturesAreJudgedAsEachAlone() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    // A whole strip and one that does not fill the processor's registers.
    constexpr Index kFeatures = 263;
    constexpr Index kRows = 3;
    const auto together = makeLikelihood(blockOf(name, form, kFeatures));
    const auto alone = makeLikelihood(blockOf(name, form, 1));
    const auto [x, raw, noise] = exampleOf(*together, kRows);
    const Matrix terms = termsOf(*together, x, kNoMask, raw, noise);
    const Slopes slopes = slopesOf(*together, x, raw, noise);
    const Matrix mean = expectationOf(*together, raw);
    const Matrix information = informationOf(*together, raw, noise);
    constexpr double kTolerance = 2e-6;
    Vector noiseSlope = Vector::Zero(noise.size());
    for (Index i = 0; i < kFeatures; ++i) {
        Matrix rawAlone(alone->rawOutputs(), kRows);
        for (Index k = 0; k < rawAlone.rows(); ++k)
            rawAlone.row(k) = raw.row(k * kFeatures + i);
        const Index place = noise.size() == kFeatures ? i : 0;
        const Vector noiseAlone = noise.segment(place, alone->noiseParameters());
        const Slopes slopesAlone = slopesOf(*alone, x.row(i), rawAlone, noiseAlone);
        QVERIFY(worstError(terms.row(i), termsOf(*alone, x.row(i), kNoMask, rawAlone, noiseAlone)) <
                kTolerance);
        for (Index k = 0; k < rawAlone.rows(); ++k)
            QVERIFY(worstError(slopes.raw.row(k * kFeatures + i), slopesAlone.raw.row(k)) < kTolerance);
        QVERIFY(worstError(mean.row(i), expectationOf(*alone, rawAlone)) < kTolerance);
        QVERIFY(worstError(information.row(i), informationOf(*alone, rawAlone, noiseAlone)) < kTolerance);
        noiseSlope.segment(place, slopesAlone.noise.size()) += slopesAlone.noise;
    }
    QVERIFY(worstError(slopes.noise, noiseSlope) < 1e-5);
}

void LikelihoodTest::initialStateIsTheMarginal_data() {
    addKinds();
}

/// Started at the marginal, no other constant reconstruction is better.
void LikelihoodTest::initialStateIsTheMarginal() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    constexpr Index kRows = 6;
    LikelihoodBlock block = blockOf(name, form, 2);
    block.firstFeature = 1;
    const auto likelihood = makeLikelihood(block);
    Matrix x(2, kRows);
    x << 1, 1, 1, 0, 1, 1,  //
        0, 0, 0, 1, 0, 0;
    if (name == "gaussian" || name == "student-t")
        x << -1, 0, 2, 2, 4, 5,  //
            0.5f, 0.25f, 0, 0, -0.25f, -0.5f;
    if (name == "poisson" || name == "negative-binomial")
        x << 3, 0, 12, 1, 1, 40,  //
            900, 1200, 1000, 950, 3, 1010;
    FeatureStatistics statistics{.mean = Vector::Constant(3, kNan), .variance = Vector::Constant(3, kNan)};
    statistics.mean.tail(2) = x.rowwise().mean();
    statistics.variance.tail(2) =
        (x.colwise() - x.rowwise().mean()).array().square().rowwise().mean().matrix();
    Vector bias = Vector::Constant(likelihood->rawOutputs(), kNan);
    Vector noise = Vector::Constant(likelihood->noiseParameters(), kNan);
    likelihood->initialise(statistics, bias, noise);
    const Matrix raw = bias.replicate(1, kRows);
    QVERIFY(worstError(expectationOf(*likelihood, raw).col(0), statistics.mean.tail(2)) < 1e-5);
    const auto loss = [&](const Matrix& outputs) {
        return termsOf(*likelihood, x, kNoMask, outputs, noise).cast<double>().sum();
    };
    const double best = loss(raw);
    for (Index feature = 0; feature < 2; ++feature)
        for (const Scalar shift : {Scalar(-0.2), Scalar(0.2)}) {
            Matrix shifted = raw;
            shifted.row(feature).array() += shift;
            QVERIFY(loss(shifted) > best);
        }
    // So are the widths of Gaussian noise.
    if (name != "gaussian")
        return;
    const Slopes slopes = slopesOf(*likelihood, x, raw, noise);
    QVERIFY(slopes.noise.isZero(Scalar(1e-4)));
    QVERIFY(slopes.raw.rowwise().sum().isZero(Scalar(1e-4)));
}

void LikelihoodTest::initialStateOfAConstantColumnIsFinite_data() {
    addKinds();
}

void LikelihoodTest::initialStateOfAConstantColumnIsFinite() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    constexpr Index kRows = 3;
    const auto likelihood = makeLikelihood(blockOf(name, form, 2));
    Matrix x(2, kRows);
    x.row(0).setZero();
    x.row(1).setOnes();
    const FeatureStatistics statistics{.mean = x.col(0), .variance = Vector::Zero(2)};
    Vector bias(likelihood->rawOutputs());
    Vector noise(likelihood->noiseParameters());
    likelihood->initialise(statistics, bias, noise);
    QVERIFY(bias.allFinite());
    QVERIFY(noise.allFinite());
    const Matrix raw = bias.replicate(1, kRows);
    QVERIFY(worstError(expectationOf(*likelihood, raw), x) < 2e-3);
    QVERIFY(termsOf(*likelihood, x, kNoMask, raw, noise).allFinite());
    const Slopes slopes = slopesOf(*likelihood, x, raw, noise);
    QVERIFY(slopes.raw.allFinite());
    QVERIFY(slopes.noise.allFinite());
}

void LikelihoodTest::hugeInputsGiveFiniteResults_data() {
    addKinds();
}

void LikelihoodTest::hugeInputsGiveFiniteResults() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    const bool counts = name == "poisson" || name == "negative-binomial";
    LikelihoodBlock block = blockOf(name, form, 2);
    if (counts)
        block.counts = {{.largest = 1e9}, {.largest = 1e9}};
    const auto likelihood = makeLikelihood(block);
    const Scalar largest = counts ? Scalar(1e9) : Scalar(1);
    for (const Scalar first : {Scalar(-1e4), Scalar(-100), Scalar(0), Scalar(20), Scalar(1e4)})
        for (const Scalar second : {Scalar(-1e4), Scalar(1e-30), Scalar(1e4)})
            for (const Scalar width : {Scalar(-1e4), Scalar(0), Scalar(1e4)}) {
                Matrix raw(likelihood->rawOutputs(), 2);
                raw.topRows(2).setConstant(first);
                raw.row(1).setConstant(second);
                raw.bottomRows(raw.rows() - 2).setConstant(width);
                const Vector noise = Vector::Constant(likelihood->noiseParameters(), width);
                Matrix x(2, 2);
                x << 0, largest, largest, 0;
                QVERIFY(termsOf(*likelihood, x, kNoMask, raw, noise).allFinite());
                const Slopes slopes = slopesOf(*likelihood, x, raw, noise);
                QVERIFY(slopes.raw.allFinite());
                QVERIFY(slopes.noise.allFinite());
                QVERIFY(expectationOf(*likelihood, raw).allFinite());
                QVERIFY(informationOf(*likelihood, raw, noise).allFinite());
                RandomSequence random(Random(1), RandomStream::Sampling, 0, 0);
                Vector drawn(2);
                for (int i = 0; i < 10; ++i) {
                    likelihood->sample(raw.col(0), noise, random, drawn);
                    QVERIFY(drawn.allFinite());
                }
            }
}

void LikelihoodTest::anOutputThatIsNoNumberShowsInTheLoss_data() {
    addKinds();
}

void LikelihoodTest::anOutputThatIsNoNumberShowsInTheLoss() {
    QFETCH(QString, name);
    QFETCH(NoiseForm, form);
    const auto likelihood = makeLikelihood(blockOf(name, form, 3));
    auto [x, raw, noise] = exampleOf(*likelihood, 1);
    for (Index i = 0; i < raw.rows(); ++i) {
        Matrix broken = raw;
        broken(i, 0) = kNan;
        QVERIFY(termsOf(*likelihood, x, kNoMask, broken, noise).hasNaN());
    }
    for (Index i = 0; i < noise.size(); ++i) {
        Vector broken = noise;
        broken[i] = kNan;
        QVERIFY(termsOf(*likelihood, x, kNoMask, raw, broken).hasNaN());
    }
}

void LikelihoodTest::learnedNoiseStopsAtItsBounds_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<Scalar>("bound");
    QTest::addColumn<Scalar>("beyond");
    QTest::addColumn<Scalar>("outward");
    QTest::addColumn<Scalar>("inward");
    const Scalar floor = Scalar(2 * std::log(0.1));
    // With no error the slope would push the noise further down; with a large one it leads back up.
    for (const char* name : {"gaussian", "student-t"}) {
        QTest::addRow("%s, floor", name) << name << floor << Scalar(-9) << Scalar(0.5) << Scalar(3);
        QTest::addRow("%s, ceiling", name) << name << Scalar(5) << Scalar(7) << Scalar(1e3) << Scalar(0.5);
    }
    // The decoder expects a count of e^0.5.
    QTest::newRow("negative-binomial, smallest size")
        << "negative-binomial" << Scalar(-5) << Scalar(-8) << Scalar(0) << Scalar(2);
    QTest::newRow("negative-binomial, largest size")
        << "negative-binomial" << Scalar(12) << Scalar(14) << Scalar(2) << Scalar(30);
}

void LikelihoodTest::learnedNoiseStopsAtItsBounds() {
    QFETCH(QString, name);
    QFETCH(Scalar, bound);
    QFETCH(Scalar, beyond);
    QFETCH(Scalar, outward);
    QFETCH(Scalar, inward);
    LikelihoodBlock block = blockOf(name, NoiseForm::Feature, 1);
    block.noiseFloor = {0.1};
    const auto likelihood = makeLikelihood(block);
    const Matrix raw = oneRow({0.5f});
    for (const Scalar x : {outward, inward}) {
        QCOMPARE(termsOf(*likelihood, oneRow({x}), kNoMask, raw, list({beyond})),
                 termsOf(*likelihood, oneRow({x}), kNoMask, raw, list({bound})));
        const Slopes beyondBound = slopesOf(*likelihood, oneRow({x}), raw, list({beyond}));
        const Slopes atBound = slopesOf(*likelihood, oneRow({x}), raw, list({bound}));
        QCOMPARE(beyondBound.raw, atBound.raw);
        QCOMPARE(beyondBound.noise[0], x == inward ? atBound.noise[0] : Scalar(0));
        QVERIFY(atBound.noise[0] != 0);
        QCOMPARE(atBound.noise[0] > 0, (x == inward) == (beyond > bound));
    }
}

void LikelihoodTest::sharedNoiseStopsAtTheSmallestFloor() {
    LikelihoodBlock block = blockOf("gaussian", NoiseForm::Shared, 2);
    block.noiseFloor = {0.5, 0.1};
    const auto gaussian = makeLikelihood(block);
    const Matrix x = oneRow({0.0f, 1.0f});
    QCOMPARE(termsOf(*gaussian, x, kNoMask, x, list({-9.0f})),
             termsOf(*gaussian, x, kNoMask, x, list({Scalar(2 * std::log(0.1))})));
}

void LikelihoodTest::noiseOfARowStaysAboveItsFloor() {
    LikelihoodBlock block = blockOf("gaussian", NoiseForm::Row, 1);
    block.noiseFloor = {0.1};
    const auto gaussian = makeLikelihood(block);
    const Matrix x = oneRow({0.25f});
    const Matrix terms = termsOf(*gaussian, x, kNoMask, oneRow({0.25f, -1e4f}), Vector());
    QVERIFY(std::abs(double(terms(0, 0)) - (0.5 * std::log(2 * M_PI) + std::log(0.1))) < 1e-6);
}

void LikelihoodTest::logRateStopsAtItsCap_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("largest");
    QTest::addColumn<Scalar>("cap");
    for (const char* name : {"poisson", "negative-binomial"}) {
        QTest::addRow("%s, nothing known", name) << name << -1.0 << Scalar(15);
        QTest::addRow("%s, no counts seen", name) << name << 0.0 << Scalar(15);
        QTest::addRow("%s, small counts", name) << name << 20.0 << Scalar(15);
        QTest::addRow("%s, large counts", name) << name << 1e9 << Scalar(std::log(1e9) + 1);
        QTest::addRow("%s, absurd counts", name) << name << 1e300 << Scalar(80);
    }
}

void LikelihoodTest::logRateStopsAtItsCap() {
    QFETCH(QString, name);
    QFETCH(double, largest);
    QFETCH(Scalar, cap);
    LikelihoodBlock block = blockOf(name, NoiseForm::Feature, 1);
    if (largest >= 0)
        block.counts = {{.largest = largest}};
    const auto likelihood = makeLikelihood(block);
    const Vector noise = Vector::Constant(likelihood->noiseParameters(), Scalar(1));
    const Matrix beyond = oneRow({cap + 3});
    const Matrix atCap = oneRow({cap});
    QCOMPARE(expectationOf(*likelihood, beyond), expectationOf(*likelihood, atCap));
    QVERIFY(expectationOf(*likelihood, beyond)(0, 0) > expectationOf(*likelihood, oneRow({cap - 1}))(0, 0));
    QCOMPARE(informationOf(*likelihood, beyond, noise), informationOf(*likelihood, atCap, noise));
    const Matrix small = oneRow({2});
    const Matrix huge = oneRow({2 * std::exp(cap)});
    for (const Matrix& x : {small, huge})
        QCOMPARE(termsOf(*likelihood, x, kNoMask, beyond, noise),
                 termsOf(*likelihood, x, kNoMask, atCap, noise));
    // A count below the rate leads back; one above it would lead further out.
    const Scalar back = slopesOf(*likelihood, small, beyond, noise).raw(0, 0);
    QVERIFY(back > 0);
    QCOMPARE(back, slopesOf(*likelihood, small, atCap, noise).raw(0, 0));
    QCOMPARE(slopesOf(*likelihood, huge, beyond, noise).raw(0, 0), Scalar(0));
    QVERIFY(slopesOf(*likelihood, huge, atCap, noise).raw(0, 0) < 0);
}

void LikelihoodTest::negativeBinomialStartsAtTheMoments() {
    const auto likelihood = makeLikelihood(blockOf("negative-binomial", NoiseForm::Feature, 4));
    const FeatureStatistics statistics{.mean = list({10, 10, 0.5f, 0}), .variance = list({60, 9, 1e9f, 0})};
    Vector bias(4);
    Vector noise(4);
    likelihood->initialise(statistics, bias, noise);
    QCOMPARE(noise[0], Scalar(std::log(2.0)));
    // Less spread than Poisson's, and more than the range allows.
    QCOMPARE(noise[1], Scalar(12));
    QCOMPARE(noise[2], Scalar(-5));
    QCOMPARE(noise[3], Scalar(12));
    QCOMPARE(bias[0], Scalar(std::log(10.0)));
}

void LikelihoodTest::onlyCountsAreTransformedForTheEncoder() {
    for (const std::string_view name : likelihoodNames())
        QCOMPARE(makeLikelihood(blockOf(QString::fromLatin1(name.data()), NoiseForm::Feature, 1))
                     ->transformsInput(),
                 name == "poisson" || name == "negative-binomial");
}

void LikelihoodTest::countsAreTransformedToTheirScaledLogarithm_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("poisson") << "poisson";
    QTest::newRow("negative-binomial") << "negative-binomial";
}

void LikelihoodTest::countsAreTransformedToTheirScaledLogarithm() {
    QFETCH(QString, name);
    LikelihoodBlock block = blockOf(name, NoiseForm::Feature, 2);
    Matrix k(2, 3);
    k << 0, 7, 1e9f,  //
        -3, 1, 20;
    Matrix x = k;
    makeLikelihood(block)->transformInput(x);
    Matrix expected(2, 3);
    expected << 0, std::log(8.0f), std::log(1e9f + 1),  //
        0, std::log(2.0f), std::log(21.0f);
    QVERIFY(x.isApprox(expected, Scalar(1e-6)));

    block.counts = {{.shift = 0.5, .scale = 2}, {.shift = -1, .scale = 0.25}};
    x = k;
    makeLikelihood(block)->transformInput(x);
    expected.row(0) = (expected.row(0).array() - Scalar(0.5)) / 2;
    expected.row(1) = (expected.row(1).array() + 1) * 4;
    QVERIFY(x.isApprox(expected, Scalar(1e-6)));
}

void LikelihoodTest::unknownNamesAreRefused() {
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, makeLikelihood(blockOf("cauchy", NoiseForm::Feature, 1)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, noiseFormFromString("column"));
    for (std::size_t i = 0; i < kNoiseFormNames.size(); ++i)
        QCOMPARE(noiseFormFromString(kNoiseFormNames[i]), NoiseForm(i));
}

QTEST_GUILESS_MAIN(LikelihoodTest)
#include "likelihood_test.moc"
