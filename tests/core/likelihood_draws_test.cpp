// What a likelihood draws, and what sums over all that it can draw.

#include <QTest>
#include <cmath>
#include <functional>
#include <limits>

#include "tests/support/goldens.h"
#include "tests/support/likelihoods.h"

using namespace latentscape;
using namespace latentscape::testing;

class LikelihoodDrawsTest : public QObject {
    Q_OBJECT

private slots:
    void probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope_data();
    void probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope();
    void drawsHaveTheExpectedMeanAndSpread_data();
    void drawsHaveTheExpectedMeanAndSpread();
    void drawsOfCategoriesAreAsFrequentAsExpected();
};

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

void LikelihoodDrawsTest::probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope_data() {
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

void LikelihoodDrawsTest::probabilitiesSumToOneAndInformationIsTheMeanSquaredSlope() {
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

void LikelihoodDrawsTest::drawsHaveTheExpectedMeanAndSpread_data() {
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

void LikelihoodDrawsTest::drawsHaveTheExpectedMeanAndSpread() {
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

void LikelihoodDrawsTest::drawsOfCategoriesAreAsFrequentAsExpected() {
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

QTEST_GUILESS_MAIN(LikelihoodDrawsTest)
#include "likelihood_draws_test.moc"
