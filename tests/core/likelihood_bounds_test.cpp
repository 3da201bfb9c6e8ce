// Where learned noise, rates and inputs stop, and where a likelihood starts.

#include <QTest>
#include <cmath>
#include <functional>
#include <limits>

#include "tests/support/goldens.h"
#include "tests/support/likelihoods.h"

using namespace latentscape;
using namespace latentscape::testing;

class LikelihoodBoundsTest : public QObject {
    Q_OBJECT

private slots:
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

void LikelihoodBoundsTest::initialStateIsTheMarginal_data() {
    addKinds();
}

/// Started at the marginal, no other constant reconstruction is better.
void LikelihoodBoundsTest::initialStateIsTheMarginal() {
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

void LikelihoodBoundsTest::initialStateOfAConstantColumnIsFinite_data() {
    addKinds();
}

void LikelihoodBoundsTest::initialStateOfAConstantColumnIsFinite() {
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

void LikelihoodBoundsTest::hugeInputsGiveFiniteResults_data() {
    addKinds();
}

void LikelihoodBoundsTest::hugeInputsGiveFiniteResults() {
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

void LikelihoodBoundsTest::anOutputThatIsNoNumberShowsInTheLoss_data() {
    addKinds();
}

void LikelihoodBoundsTest::anOutputThatIsNoNumberShowsInTheLoss() {
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

void LikelihoodBoundsTest::learnedNoiseStopsAtItsBounds_data() {
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

void LikelihoodBoundsTest::learnedNoiseStopsAtItsBounds() {
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

void LikelihoodBoundsTest::sharedNoiseStopsAtTheSmallestFloor() {
    LikelihoodBlock block = blockOf("gaussian", NoiseForm::Shared, 2);
    block.noiseFloor = {0.5, 0.1};
    const auto gaussian = makeLikelihood(block);
    const Matrix x = oneRow({0.0f, 1.0f});
    QCOMPARE(termsOf(*gaussian, x, kNoMask, x, list({-9.0f})),
             termsOf(*gaussian, x, kNoMask, x, list({Scalar(2 * std::log(0.1))})));
}

void LikelihoodBoundsTest::noiseOfARowStaysAboveItsFloor() {
    LikelihoodBlock block = blockOf("gaussian", NoiseForm::Row, 1);
    block.noiseFloor = {0.1};
    const auto gaussian = makeLikelihood(block);
    const Matrix x = oneRow({0.25f});
    const Matrix terms = termsOf(*gaussian, x, kNoMask, oneRow({0.25f, -1e4f}), Vector());
    QVERIFY(std::abs(double(terms(0, 0)) - (0.5 * std::log(2 * M_PI) + std::log(0.1))) < 1e-6);
}

void LikelihoodBoundsTest::logRateStopsAtItsCap_data() {
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

void LikelihoodBoundsTest::logRateStopsAtItsCap() {
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

void LikelihoodBoundsTest::negativeBinomialStartsAtTheMoments() {
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

void LikelihoodBoundsTest::onlyCountsAreTransformedForTheEncoder() {
    for (const std::string_view name : likelihoodNames())
        QCOMPARE(makeLikelihood(blockOf(QString::fromLatin1(name.data()), NoiseForm::Feature, 1))
                     ->transformsInput(),
                 name == "poisson" || name == "negative-binomial");
}

void LikelihoodBoundsTest::countsAreTransformedToTheirScaledLogarithm_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("poisson") << "poisson";
    QTest::newRow("negative-binomial") << "negative-binomial";
}

void LikelihoodBoundsTest::countsAreTransformedToTheirScaledLogarithm() {
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

void LikelihoodBoundsTest::unknownNamesAreRefused() {
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, makeLikelihood(blockOf("cauchy", NoiseForm::Feature, 1)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, noiseFormFromString("column"));
    for (std::size_t i = 0; i < kNoiseFormNames.size(); ++i)
        QCOMPARE(noiseFormFromString(kNoiseFormNames[i]), NoiseForm(i));
}

QTEST_GUILESS_MAIN(LikelihoodBoundsTest)
#include "likelihood_bounds_test.moc"
