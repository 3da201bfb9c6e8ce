#include <QTest>
#include <cmath>

#include "tests/support/goldens.h"
#include "tests/support/likelihoods.h"

using namespace latentscape;
using namespace latentscape::testing;

class LikelihoodQuantileTest : public QObject {
    Q_OBJECT

private slots:
    void quantilesAreThoseOfScipy_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Vector>("raw");
        QTest::addColumn<Vector>("noise");
        QTest::addColumn<Eigen::VectorXd>("shares");
        QTest::addColumn<Eigen::VectorXd>("quantiles");
        for (const nlohmann::json& golden : readGoldens("quantile_goldens.json")) {
            const QString name = QString::fromStdString(golden["likelihood"].get<std::string>());
            const Vector raw = Vector::Constant(1, golden["raw"].get<Scalar>());
            const Vector noise = vectorFrom(golden["noise"]);
            QTest::addRow("%s, raw %g, noise %g", qPrintable(name), double(raw[0]),
                          noise.size() == 0 ? 0 : double(noise[0]))
                << name << raw << noise << doublesFrom(golden["shares"]) << doublesFrom(golden["quantiles"]);
        }
    }

    void quantilesAreThoseOfScipy() {
        QFETCH(QString, name);
        QFETCH(Vector, raw);
        QFETCH(Vector, noise);
        QFETCH(Eigen::VectorXd, shares);
        QFETCH(Eigen::VectorXd, quantiles);
        LikelihoodBlock block = blockOf(name, NoiseForm::Feature, 1);
        // Counts up to e^15 need no cap.
        if (name == "poisson" || name == "negative-binomial")
            block.counts = {CountScale{}};
        const auto likelihood = makeLikelihood(block);
        for (Index i = 0; i < shares.size(); ++i) {
            Vector x(1);
            likelihood->quantile(raw, noise, shares[i], x);
            const double error =
                std::abs(double(x[0]) - quantiles[i]) / std::max(1.0, std::abs(quantiles[i]));
            QVERIFY2(error < 1e-6, qPrintable(QString("%1 instead of %2 at %3")
                                                  .arg(double(x[0]), 0, 'g', 10)
                                                  .arg(quantiles[i], 0, 'g', 10)
                                                  .arg(shares[i])));
        }
    }

    /// σ of a row comes from the decoder then: softplus(a) + floor.
    void aWidthOfTheRowWidensItsQuantiles() {
        const auto likelihood = makeLikelihood(blockOf("gaussian", NoiseForm::Row, 2));
        Vector x(2);
        likelihood->quantile(list({1, -2, 0, 3}), Vector(0), 0.975, x);
        QVERIFY(std::abs(double(x[0]) - (1 + 1.959964 * (std::log(2.0) + 0.01))) < 1e-5);
        QVERIFY(std::abs(double(x[1]) - (-2 + 1.959964 * (std::log1p(std::exp(3.0)) + 0.01))) < 1e-5);
    }

    /// Far out, a decoder may say anything; an answer of any kind has to come.
    void wildOutputsEnd_data() { addKinds(); }

    void wildOutputsEnd() {
        QFETCH(QString, name);
        QFETCH(NoiseForm, form);
        const auto likelihood = makeLikelihood(blockOf(name, form, 2));
        for (const Scalar wild : {Scalar(1e30), Scalar(-1e30), kNan}) {
            Vector x = Vector::Zero(2);
            likelihood->quantile(Vector::Constant(likelihood->rawOutputs(), wild),
                                 Vector::Zero(likelihood->noiseParameters()), 0.95, x);
            if (name == "categorical")
                QVERIFY(x.isZero());
            else if (std::isfinite(double(wild)) && (name == "bernoulli" || name == "continuous-bernoulli"))
                QVERIFY(x[0] >= 0 && x[0] <= 1);
        }
    }
};

QTEST_GUILESS_MAIN(LikelihoodQuantileTest)
#include "likelihood_quantile_test.moc"
