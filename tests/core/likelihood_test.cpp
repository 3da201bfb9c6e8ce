// Values, slopes and expectations against tests/data/likelihood_goldens.json; the rest against properties
// that any likelihood has.

#include "core/model/likelihood.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <limits>

#include "tests/support/goldens.h"
#include "tests/support/likelihoods.h"

using namespace latentscape;
using namespace latentscape::testing;

class LikelihoodTest : public QObject {
    Q_OBJECT

private slots:
    void valuesAndSlopesAreThoseOfTheReference_data();
    void valuesAndSlopesAreThoseOfTheReference();
    void valuesUnderTheMaskChangeNothing_data();
    void valuesUnderTheMaskChangeNothing();
    void aMaskOfOnesIsNoMask_data();
    void aMaskOfOnesIsNoMask();
    void manyFeaturesAreJudgedAsEachAlone_data();
    void manyFeaturesAreJudgedAsEachAlone();
};

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

QTEST_GUILESS_MAIN(LikelihoodTest)
#include "likelihood_test.moc"
