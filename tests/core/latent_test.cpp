#include "core/model/latent.h"

#include <QTest>
#include <cmath>

#include "core/support/random.h"

using namespace latentscape;

class LatentTest : public QObject {
    Q_OBJECT

private slots:
    /// The closed form against the mean of log q − log p over a million draws.
    void klAgreesWithMonteCarlo_data() {
        QTest::addColumn<float>("mean");
        QTest::addColumn<float>("logvar");
        QTest::addColumn<double>("expected");
        QTest::newRow("shifted and narrow") << 1.2f << -1.0f << 0.903940;
        QTest::newRow("wide") << -0.3f << 0.5f << 0.119361;
        QTest::newRow("far and very narrow") << 2.0f << -3.0f << 3.024894;
    }

    void klAgreesWithMonteCarlo() {
        QFETCH(float, mean);
        QFETCH(float, logvar);
        QFETCH(double, expected);
        Matrix kl(1, 1);
        klToPrior(Matrix::Constant(1, 1, mean), Matrix::Constant(1, 1, logvar), kl);
        QVERIFY(std::abs(double(kl(0)) - expected) < 1e-6);

        constexpr int kDraws = 1000000;
        double sum = 0;
        double squares = 0;
        Vector noise(4);
        for (int block = 0; block < kDraws / 4; ++block) {
            Random(1).fillNormal(RandomStream::ImportanceNoise, 0, std::uint32_t(block), noise);
            for (const float epsilon : noise) {
                const double z = double(mean) + double(epsilon) * std::exp(0.5 * double(logvar));
                const double ratio = 0.5 * (z * z - double(epsilon) * double(epsilon) - double(logvar));
                sum += ratio;
                squares += ratio * ratio;
            }
        }
        const double average = sum / kDraws;
        const double standardError = std::sqrt((squares / kDraws - average * average) / kDraws);
        QVERIFY2(std::abs(average - double(kl(0))) < 4 * standardError,
                 qPrintable(QString::number(average - double(kl(0)))));
    }

    void klOfThePriorItselfIsZero() {
        Matrix kl(4, 3);
        klToPrior(Matrix::Zero(4, 3), Matrix::Zero(4, 3), kl);
        QCOMPARE(kl.cwiseAbs().maxCoeff(), 0.0f);
    }

    /// Near log σ² = 0 the closed form is ½ (½ log σ²² + …): e^{lv} − 1 − lv in float32 alone would be 0 or noise.
    void klOfANearlyCollapsedPosteriorKeepsItsDigits() {
        Matrix kl(1, 1);
        klToPrior(Matrix::Zero(1, 1), Matrix::Constant(1, 1, 0.02f), kl);
        QVERIFY(std::abs(double(kl(0)) / 1.0067003e-4 - 1) < 1e-4);
    }

    void reparameterisedDrawsHaveTheAskedMoments() {
        constexpr Index kDraws = 20000;
        Matrix noise(1, kDraws);
        for (Index row = 0; row < kDraws; ++row)
            Random(2).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(row), noise.col(row));
        Matrix z(1, kDraws);
        reparameterise(Matrix::Constant(1, kDraws, 1.5f), Matrix::Constant(1, kDraws, std::log(0.25f)), noise,
                       z);
        const double mean = z.cast<double>().mean();
        const double variance = (z.cast<double>().array() - mean).square().mean();
        QVERIFY(std::abs(mean - 1.5) < 4 * 0.5 / std::sqrt(double(kDraws)));
        QVERIFY(std::abs(variance - 0.25) < 4 * 0.25 * std::sqrt(2.0 / double(kDraws)));
    }

    void logvarBeyondItsBoundIsCountedAndOnlyPulledBack() {
        Matrix mean = Matrix::Zero(2, 1);
        Matrix logvar(2, 1);
        logvar << kMinLogvar - 1, kMaxLogvar + 1;
        QCOMPARE(countSaturated(logvar), 2L);
        Matrix meanGradient(2, 1);
        Matrix logvarGradient(2, 1);
        // KL alone pulls a tiny variance up and a huge one down: both lead back inside, so both pass.
        latentBackward(mean, logvar, Matrix::Zero(2, 1), Matrix::Zero(2, 1), Vector::Ones(2), 1, meanGradient,
                       logvarGradient);
        QVERIFY(logvarGradient(0) < 0);
        QVERIFY(logvarGradient(1) > 0);
        // A negative β pushes both further out, and is stopped.
        latentBackward(mean, logvar, Matrix::Zero(2, 1), Matrix::Zero(2, 1), -Vector::Ones(2), 1, meanGradient,
                       logvarGradient);
        QCOMPARE(logvarGradient(0), 0.0f);
        QCOMPARE(logvarGradient(1), 0.0f);
    }
};

QTEST_GUILESS_MAIN(LatentTest)
#include "latent_test.moc"
