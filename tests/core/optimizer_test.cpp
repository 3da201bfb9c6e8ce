#include "core/training/optimizer.h"

#include <QTest>
#include <cmath>

using namespace latentscape;

namespace {

/// One step for all parameters.
void step(const OptimizerSettings& settings, OptimizerState& state, Vector gradient, Scalar gradientScale,
          Vector& parameters) {
    ++state.steps;
    updateParameters(settings, state, gradient, gradientScale, {0, parameters.size()}, parameters);
}

}  // namespace

class OptimizerTest : public QObject {
    Q_OBJECT

private slots:
    /// Reference: the same three steps in NumPy, float64, in PyTorch's form.
    void threeAdamStepsMatchTheReference() {
        Vector parameters(2);
        parameters << 0.5f, -0.3f;
        OptimizerState state(2);
        const float gradients[3][2] = {{0.1f, -0.2f}, {0.3f, 0.05f}, {-0.2f, 0.4f}};
        const double expected[3][2] = {{0.490000001, -0.2900000005},
                                       {0.480822190221, -0.28530531911},
                                       {0.478243152289, -0.289323564921}};
        for (int step = 0; step < 3; ++step) {
            Vector gradient(2);
            gradient << gradients[step][0], gradients[step][1];
            ::step({.learningRate = 0.01}, state, gradient, 1, parameters);
            for (int i = 0; i < 2; ++i)
                QVERIFY(std::abs(double(parameters[i]) - expected[step][i]) < 1e-6);
        }
    }

    void gradientScaleActsOnTheGradient() {
        Vector one = Vector::Zero(1);
        Vector other = Vector::Zero(1);
        OptimizerState oneState(1);
        OptimizerState otherState(1);
        step({.learningRate = 0.01}, oneState, Vector::Constant(1, 8.0f), 0.25f, one);
        step({.learningRate = 0.01}, otherState, Vector::Constant(1, 2.0f), 1, other);
        QCOMPARE(oneState.firstMoment[0], otherState.firstMoment[0]);
        QCOMPARE(oneState.secondMoment[0], otherState.secondMoment[0]);
    }

    void clippingShortensLongGradientsOnly() {
        QCOMPARE(clipScale(10, 5), 0.5);
        QCOMPARE(clipScale(3, 5), 1.0);
        QCOMPARE(clipScale(1e9, 0), 1.0);
    }
};

QTEST_GUILESS_MAIN(OptimizerTest)
#include "optimizer_test.moc"
