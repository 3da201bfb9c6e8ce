// Values against scipy.stats.norm.logpdf, scipy.special.log_expit and log_softmax.

#include "core/model/likelihood.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace latentscape;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

Matrix column(std::initializer_list<float> values) {
    Matrix matrix(Index(values.size()), 1);
    std::copy(values.begin(), values.end(), matrix.data());
    return matrix;
}

double negativeLogLikelihood(const Likelihood& likelihood, const Matrix& x, const Matrix& mask,
                             const Matrix& raw, const Vector& noise) {
    RowTotals total = RowTotals::Zero(x.cols());
    likelihood.addNegativeLogLikelihood(x, mask, raw, noise, total);
    return total.sum();
}

bool close(double one, double other) {
    return std::abs(one - other) < 2e-6 * std::max(1.0, std::abs(other));
}

}  // namespace

class LikelihoodTest : public QObject {
    Q_OBJECT

private slots:
    void gaussianMatchesTheNormalDensity() {
        const auto gaussian = makeLikelihood({"gaussian", 0, 3, {0.01, 0.01, 0.01}});
        Vector noise(3);
        noise << -1.0f, 0.4f, 0.7f;
        const double value = negativeLogLikelihood(*gaussian, column({0.3f, -1.2f, 2.5f}), Matrix(0, 0),
                                                   column({0.1f, -0.7f, 2.0f}), noise);
        QVERIFY(close(value, 3.0070444049115803));
    }

    void gaussianNoiseStopsAtTheFloorOfItsColumn() {
        const auto gaussian = makeLikelihood({"gaussian", 0, 1, {0.1}});
        Vector noise(1);
        noise << -9.0f;
        const double value =
            negativeLogLikelihood(*gaussian, column({0.0f}), Matrix(0, 0), column({0.0f}), noise);
        QVERIFY(close(value, 0.5 * std::log(2 * M_PI) + std::log(0.1)));
        // With no error the slope would push the noise further down; with a large one it leads back up.
        Matrix rawGradient(1, 1);
        Vector noiseGradient = Vector::Zero(1);
        gaussian->backward(column({0.0f}), Matrix(0, 0), column({0.0f}), noise, 1, rawGradient,
                           noiseGradient);
        QCOMPARE(noiseGradient[0], 0.0f);
        gaussian->backward(column({1.0f}), Matrix(0, 0), column({0.0f}), noise, 1, rawGradient,
                           noiseGradient);
        QVERIFY(noiseGradient[0] < 0);
    }

    void bernoulliMatchesLogExpit() {
        const auto bernoulli = makeLikelihood({"bernoulli", 0, 4, {}});
        const double value = negativeLogLikelihood(*bernoulli, column({1, 0, 1, 1}), Matrix(0, 0),
                                                   column({0.4f, -2.0f, 30.0f, -30.0f}), Vector());
        QVERIFY(close(value, 0.5130152524 + 0.126928011043 + 9.35762296884e-14 + 30.0));
    }

    void categoricalMatchesLogSoftmax() {
        const auto categorical = makeLikelihood({"categorical", 0, 3, {}});
        const Matrix raw = column({0.2f, -1.0f, 3.0f});
        const Matrix none(0, 0);
        QVERIFY(close(negativeLogLikelihood(*categorical, column({1, 0, 0}), none, raw, Vector()),
                      2.87615117765));
        QVERIFY(close(negativeLogLikelihood(*categorical, column({0, 0, 1}), none, raw, Vector()),
                      0.07615117765));
    }

    void categoricalSurvivesHugeLogits() {
        const auto categorical = makeLikelihood({"categorical", 0, 2, {}});
        const double value = negativeLogLikelihood(*categorical, column({1, 0}), Matrix(0, 0),
                                                   column({1e30f, -1e30f}), Vector());
        QCOMPARE(value, 0.0);
    }

    void valuesUnderTheMaskChangeNothing_data() {
        QTest::addColumn<QString>("name");
        for (const std::string_view name : likelihoodNames())
            QTest::newRow(name.data()) << QString::fromLatin1(name.data());
    }

    void valuesUnderTheMaskChangeNothing() {
        QFETCH(QString, name);
        const auto likelihood = makeLikelihood({name.toStdString(), 0, 2, {0.01, 0.01}});
        const Vector noise = Vector::Constant(likelihood->noiseParameters(), -0.5f);
        Matrix clean(2, 2);
        clean << 1, 0, 0, 1;
        Matrix mask(2, 2);
        mask << 1, 0, 1, 0;
        Matrix poisoned = clean;
        poisoned.col(1).setConstant(kNan);
        Matrix raw(2, 2);
        raw << 0.3f, -0.2f, 0.1f, 0.6f;

        RowTotals one = RowTotals::Zero(2);
        RowTotals other = RowTotals::Zero(2);
        likelihood->addNegativeLogLikelihood(clean, mask, raw, noise, one);
        likelihood->addNegativeLogLikelihood(poisoned, mask, raw, noise, other);
        QVERIFY((one == other).all());
        QCOMPARE(one[1], 0.0);
        Matrix gradient(2, 2);
        Matrix poisonedGradient(2, 2);
        Vector noiseGradient = Vector::Zero(noise.size());
        Vector poisonedNoiseGradient = Vector::Zero(noise.size());
        likelihood->backward(clean, mask, raw, noise, 1, gradient, noiseGradient);
        likelihood->backward(poisoned, mask, raw, noise, 1, poisonedGradient, poisonedNoiseGradient);
        QVERIFY(gradient == poisonedGradient);
        QVERIFY(noiseGradient == poisonedNoiseGradient);
        QVERIFY(gradient.col(1).isZero(0));
    }

    void aMaskOfOnesIsNoMask_data() { valuesUnderTheMaskChangeNothing_data(); }

    void aMaskOfOnesIsNoMask() {
        QFETCH(QString, name);
        const auto likelihood = makeLikelihood({name.toStdString(), 0, 2, {0.01, 0.01}});
        const Vector noise = Vector::Constant(likelihood->noiseParameters(), -0.5f);
        const Matrix x = column({1, 0});
        const Matrix raw = column({0.3f, -0.4f});
        QCOMPARE(negativeLogLikelihood(*likelihood, x, Matrix::Ones(2, 1), raw, noise),
                 negativeLogLikelihood(*likelihood, x, Matrix(0, 0), raw, noise));
    }

    /// Started at the marginal, no other constant reconstruction is better.
    void initialStateIsTheMarginal_data() { valuesUnderTheMaskChangeNothing_data(); }

    void initialStateIsTheMarginal() {
        QFETCH(QString, name);
        const auto likelihood = makeLikelihood({name.toStdString(), 0, 2, {0.01, 0.01}});
        Matrix x(2, 4);
        x << 1, 1, 1, 0, 0, 0, 0, 1;
        const FeatureStatistics statistics{
            .mean = x.rowwise().mean(),
            .variance = (x.colwise() - x.rowwise().mean()).array().square().rowwise().mean()};
        Vector bias(likelihood->rawOutputs());
        Vector noise(likelihood->noiseParameters());
        likelihood->initialise(statistics, bias, noise);
        Matrix raw = bias.replicate(1, 4);
        Matrix mean(2, 4);
        likelihood->expectation(raw, mean);
        QVERIFY(mean.col(0).isApprox(statistics.mean, 1e-5f));
        const double best = negativeLogLikelihood(*likelihood, x, Matrix(0, 0), raw, noise);
        for (const float shift : {-0.2f, 0.2f}) {
            raw.row(0).array() += shift;
            QVERIFY(negativeLogLikelihood(*likelihood, x, Matrix(0, 0), raw, noise) > best);
            raw.row(0).array() -= shift;
        }
    }

    void unknownNameIsRefused() {
        QVERIFY_EXCEPTION_THROWN(makeLikelihood({"cauchy", 0, 1, {}}), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(LikelihoodTest)
#include "likelihood_test.moc"
