#include "core/training/optimizer.h"

#include <QTest>
#include <cmath>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

class OptimizerTest : public QObject {
    Q_OBJECT

private slots:
    void stepsAreThoseOfPytorch_data();
    void stepsAreThoseOfPytorch();
    void stepsInStretchesAreTheSame_data();
    void stepsInStretchesAreTheSame();
    void decayShrinksOnlyWhatItMay_data();
    void decayShrinksOnlyWhatItMay();
    void gradientScaleActsOnTheGradient_data();
    void gradientScaleActsOnTheGradient();
    void clippingShortensLongGradientsOnly();
    void unknownNameIsRefused();
};

namespace {

void addKinds() {
    QTest::addColumn<OptimizerKind>("kind");
    for (std::size_t i = 0; i < kOptimizerNames.size(); ++i)
        QTest::newRow(kOptimizerNames[i].data()) << OptimizerKind(i);
}

/// One step for all parameters.
void step(const OptimizerSettings& settings, OptimizerState& state, Vector gradient, Scalar gradientScale,
          Vector& parameters) {
    const ParameterRange all{0, parameters.size()};
    decayWeights(settings, {&all, 1}, gradient, parameters);
    ++state.steps;
    updateParameters(settings, state, gradient, gradientScale, all, parameters);
}

}  // namespace

void OptimizerTest::stepsAreThoseOfPytorch_data() {
    QTest::addColumn<int>("run");
    const nlohmann::json goldens = readGoldens("optimizer_goldens.json");
    for (std::size_t i = 0; i < goldens["runs"].size(); ++i) {
        const nlohmann::json& run = goldens["runs"][i];
        QTest::addRow("%s, weight decay %g", run["optimizer"].get<std::string>().c_str(),
                      run["weight decay"].get<double>())
            << int(i);
    }
}

void OptimizerTest::stepsAreThoseOfPytorch() {
    QFETCH(int, run);
    const nlohmann::json goldens = readGoldens("optimizer_goldens.json");
    const nlohmann::json& golden = goldens["runs"][std::size_t(run)];
    const OptimizerSettings settings{.kind = optimizerFromString(golden["optimizer"].get<std::string>()),
                                     .learningRate = goldens["learning rate"],
                                     .momentum = 0.9,
                                     .weightDecay = golden["weight decay"]};
    Vector parameters = vectorFrom(goldens["start"]);
    OptimizerState state(parameters.size());
    for (std::size_t i = 0; i < goldens["gradients"].size(); ++i) {
        step(settings, state, vectorFrom(goldens["gradients"][i]), 1, parameters);
        QCOMPARE_LT(worstError(parameters, vectorFrom(golden["parameters"][i])), 1e-6);
    }
}

void OptimizerTest::stepsInStretchesAreTheSame_data() {
    addKinds();
}

void OptimizerTest::stepsInStretchesAreTheSame() {
    QFETCH(OptimizerKind, kind);
    constexpr Index kParameters = 5003;
    Vector whole = Vector::LinSpaced(kParameters, -1, 1);
    Vector stretched = whole;
    OptimizerState wholeState(kParameters);
    OptimizerState stretchedState(kParameters);
    for (int i = 0; i < 3; ++i) {
        const Vector gradient = Vector::LinSpaced(kParameters, Scalar(i), Scalar(-1));
        ++wholeState.steps;
        updateParameters({.kind = kind}, wholeState, gradient, 1, {0, kParameters}, whole);
        ++stretchedState.steps;
        for (const ParameterRange range : {ParameterRange{0, 1}, {1, 4000}, {4001, 0}, {4001, 1002}})
            updateParameters({.kind = kind}, stretchedState, gradient, 1, range, stretched);
    }
    QVERIFY(stretched.isApprox(whole, Scalar(1e-6)));
}

void OptimizerTest::decayShrinksOnlyWhatItMay_data() {
    addKinds();
}

void OptimizerTest::decayShrinksOnlyWhatItMay() {
    QFETCH(OptimizerKind, kind);
    Vector parameters = Vector::Constant(4, 2);
    Vector gradient = Vector::Zero(4);
    const ParameterRange decayed{1, 2};
    const OptimizerSettings settings{.kind = kind, .learningRate = 0.01, .weightDecay = 0.25};
    decayWeights(settings, {&decayed, 1}, gradient, parameters);
    OptimizerState state(4);
    ++state.steps;
    updateParameters(settings, state, gradient, 1, {0, 4}, parameters);
    for (const Index untouched : {0, 3})
        QCOMPARE(parameters[untouched], Scalar(2));
    for (const Index shrunk : {1, 2})
        QVERIFY(parameters[shrunk] > 0 && parameters[shrunk] < 2);
}

void OptimizerTest::gradientScaleActsOnTheGradient_data() {
    addKinds();
}

void OptimizerTest::gradientScaleActsOnTheGradient() {
    QFETCH(OptimizerKind, kind);
    Vector one = Vector::Zero(1);
    Vector other = Vector::Zero(1);
    OptimizerState oneState(1);
    OptimizerState otherState(1);
    step({.kind = kind}, oneState, Vector::Constant(1, 8), Scalar(0.25), one);
    step({.kind = kind}, otherState, Vector::Constant(1, 2), 1, other);
    QCOMPARE(one, other);
    QCOMPARE(oneState.firstMoment, otherState.firstMoment);
    QCOMPARE(oneState.secondMoment, otherState.secondMoment);
}

void OptimizerTest::clippingShortensLongGradientsOnly() {
    QCOMPARE(clipScale(10, 5), 0.5);
    QCOMPARE(clipScale(3, 5), 1.0);
    QCOMPARE(clipScale(1e9, 0), 1.0);
}

void OptimizerTest::unknownNameIsRefused() {
    for (std::size_t i = 0; i < kOptimizerNames.size(); ++i)
        QCOMPARE(optimizerFromString(kOptimizerNames[i]), OptimizerKind(i));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, optimizerFromString("newton"));
}

QTEST_GUILESS_MAIN(OptimizerTest)
#include "optimizer_test.moc"
