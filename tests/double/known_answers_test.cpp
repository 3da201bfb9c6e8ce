// Linear models have answers in closed form. A model without hidden layers is trained to them with the noise
// at sigma points, ε = ±√d eᵢ, which give the exact expectation of a loss that is quadratic in ε: no Monte
// Carlo error is left.

#include <QTest>
#include <cmath>

#include <Eigen/Eigenvalues>

#include "core/model/ppca.h"
#include "core/model/vae.h"
#include "core/training/optimizer.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// The table's columns but the label, one row a column: standardised with ddof = 0, or digits divided by 16.
Matrix tableValues(const std::string& sample) {
    const DatasetPtr dataset = readSample(sample);
    const ColumnRoles roles = assignRoles(*dataset);
    Matrix values(Index(roles.inputs.size()), dataset->rows());
    for (std::size_t i = 0; i < roles.inputs.size(); ++i) {
        const ColumnValues& cellValues = dataset->column(roles.inputs[i]).values;
        const std::vector<double> column(cellValues.begin(), cellValues.end());
        auto row = values.row(Index(i));
        row = Eigen::Map<const Eigen::RowVectorXd>(column.data(), dataset->rows());
        if (sample == "digits") {
            row /= 16;
        } else {
            row.array() -= row.mean();
            row /= std::sqrt(row.squaredNorm() / double(dataset->rows()));
        }
    }
    return values;
}

/// A linear model of a table. As its loss is quadratic in x too, the table enters by 2 D points of the same
/// mean and covariance: m ± √(D λ_i) u_i.
class LinearVae {
public:
    LinearVae(const std::string& sample, Index latent, NoiseForm noise) : m_latent(latent) {
        const Matrix values = tableValues(sample);
        const Index features = values.rows();
        const Vector mean = values.rowwise().mean();
        const Matrix centred = values.colwise() - mean;
        const Eigen::SelfAdjointEigenSolver<Matrix> solver(centred * centred.transpose() /
                                                           double(values.cols()));
        m_mean = mean;
        m_covariance = centred * centred.transpose() / double(values.cols());
        m_eigenvalues = solver.eigenvalues().cwiseMax(0).reverse();
        Matrix points(features, 2 * features);
        for (Index i = 0; i < features; ++i) {
            const double length = std::sqrt(double(features) * std::max(0.0, solver.eigenvalues()[i]));
            points.col(2 * i) = mean + length * solver.eigenvectors().col(i);
            points.col(2 * i + 1) = mean - length * solver.eigenvectors().col(i);
        }
        m_vae = std::make_unique<Vae>(
            VaeConfig{.blocks = {{.likelihood = "gaussian",
                                  .features = features,
                                  .noiseFloor = std::vector<double>(std::size_t(features), 0.01),
                                  .noise = noise}},
                      .latent = latent});
        m_parameters =
            m_vae->initialParameters({.mean = mean, .variance = Vector::Constant(features, 0.5)}, Random(1));
        m_points = 2 * features;
        m_x = points.replicate(1, 2 * latent);
        m_vae->reserve(m_workspace, m_x.cols());
        setSigmaPoints();
    }

    /// Of the covariance, descending.
    const Vector& eigenvalues() const { return m_eigenvalues; }

    /// Adam with a falling learning rate. A noise of zero or more is set and held.
    void train(double beta, int steps, double heldNoise = -1) {
        OptimizerState state(m_parameters.size());
        Vector gradient = Vector::Zero(m_parameters.size());
        const ParameterBlock noise = noiseBlock();
        for (int step = 0; step < steps; ++step) {
            if (heldNoise > 0)
                m_parameters.segment(noise.offset, noise.size()).setConstant(std::log(heldNoise));
            m_vae->forward(m_parameters, batch(), m_workspace);
            m_vae->backward(m_parameters, batch(), Vector::Constant(m_latent, beta),
                            Scalar(1) / Scalar(m_x.cols()), m_workspace, gradient);
            ++state.steps;
            const double progress = double(step) / steps;
            updateParameters({.learningRate = 0.03 * std::pow(1e-5, progress)}, state, gradient, 1,
                             {0, m_parameters.size()}, m_parameters);
        }
        if (heldNoise > 0)
            m_parameters.segment(noise.offset, noise.size()).setConstant(std::log(heldNoise));
    }

    /// W = U (Λ − σ²)^½, μ = Λ⁻¹ Wᵀ (x − m), variance σ² / λ (Tipping & Bishop 1999).
    void setToPpca() {
        const Ppca ppca =
            fitPpca(DataMoments{.rows = 2, .mean = m_mean, .covariance = m_covariance}, m_latent, 1e-12);
        const LinearPosterior post = posterior(ppca.model);
        const ParameterLayout& layout = m_vae->layout();
        layout.matrix(m_parameters, m_vae->meanHead().weightBlock()) = post.meanMap.transpose();
        layout.vector(m_parameters, m_vae->meanHead().biasBlock()) = -post.meanMap * m_mean;
        layout.matrix(m_parameters, m_vae->logvarHead().weightBlock()).setZero();
        layout.vector(m_parameters, m_vae->logvarHead().biasBlock()) = post.variances.array().log().matrix();
        layout.matrix(m_parameters, m_vae->outputLayer().weightBlock()) = ppca.model.loadings.transpose();
        layout.vector(m_parameters, m_vae->outputLayer().biasBlock()) = m_mean;
        layout.vector(m_parameters, m_vae->parts().front().noiseBlock)
            .setConstant(std::log(ppca.noiseVariance()));
    }

    double gradientNorm() {
        Vector gradient = Vector::Zero(m_parameters.size());
        m_vae->forward(m_parameters, batch(), m_workspace);
        m_vae->backward(m_parameters, batch(), Vector::Ones(m_latent), Scalar(1) / Scalar(m_x.cols()),
                        m_workspace, gradient);
        return gradient.norm();
    }

    /// Mean ELBO a row at β = 1, exact.
    double elbo() {
        const LossSums sums = m_vae->forward(m_parameters, batch(), m_workspace);
        return -(sums.reconstruction + sums.kl) / double(m_x.cols());
    }

    /// Mean KL of each dimension, descending.
    Eigen::VectorXd kl() {
        m_vae->forward(m_parameters, batch(), m_workspace);
        Eigen::VectorXd kl = m_workspace.klPerDimension / double(m_x.cols());
        std::sort(kl.begin(), kl.end(), std::greater<>());
        return kl;
    }

    double sharedNoise() const { return std::exp(m_parameters[noiseBlock().offset]); }

private:
    Batch batch() const { return {.x = m_x, .mask = m_noMask}; }

    ParameterBlock noiseBlock() const { return m_vae->layout().block(m_vae->parts().front().noiseBlock); }

    void setSigmaPoints() {
        m_workspace.noise.setZero();
        const double length = std::sqrt(double(m_latent));
        for (Index j = 0; j < m_latent; ++j) {
            m_workspace.noise.middleCols(2 * j * m_points, m_points).row(j).setConstant(length);
            m_workspace.noise.middleCols((2 * j + 1) * m_points, m_points).row(j).setConstant(-length);
        }
    }

    Index m_latent;
    Index m_points = 0;
    Vector m_eigenvalues;
    Vector m_mean;
    Matrix m_covariance;
    std::unique_ptr<Vae> m_vae;
    Vector m_parameters;
    Matrix m_x;
    Matrix m_noMask;
    VaeWorkspace m_workspace;
};

bool near(double value, double expected, double tolerance) {
    if (std::abs(value - expected) < tolerance)
        return true;
    qWarning("%.7f instead of %.7f", value, expected);
    return false;
}

}  // namespace

class KnownAnswersTest : public QObject {
    Q_OBJECT

private slots:
    void aLinearVaeReachesProbabilisticPcaAndNeverExceedsIt_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("latent");
        QTest::addColumn<double>("logLikelihood");
        QTest::newRow("iris 1") << "iris" << 1 << -4.680897;
        QTest::newRow("iris 2") << "iris" << 2 << -3.686255;
        QTest::newRow("wine 1") << "wine" << 1 << -17.004467;
        QTest::newRow("wine 2") << "wine" << 2 << -16.155260;
        QTest::newRow("breast cancer 1") << "breast_cancer" << 1 << -35.874944;
        QTest::newRow("breast cancer 2") << "breast_cancer" << 2 << -31.684860;
    }

    /// Tipping & Bishop 1999; Lucas et al. 2019.
    void aLinearVaeReachesProbabilisticPcaAndNeverExceedsIt() {
        QFETCH(QString, sample);
        QFETCH(int, latent);
        QFETCH(double, logLikelihood);
        LinearVae model(sample.toStdString(), latent, NoiseForm::Shared);
        model.train(1, 6000);
        const double elbo = model.elbo();
        QVERIFY(near(elbo, logLikelihood, 1e-4));
        QVERIFY(elbo < logLikelihood + 1e-6);
    }

    void thePpcaSolutionIsAnOptimumOfTheLinearVae_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("latent");
        QTest::addColumn<double>("logLikelihood");
        const std::tuple<const char*, int, double> answers[] = {
            {"iris", 1, -4.680897},           {"iris", 2, -3.686255},
            {"wine", 1, -17.004467},          {"wine", 2, -16.155260},
            {"wine", 5, -15.212645},          {"wine", 10, -14.688000},
            {"breast_cancer", 1, -35.874944}, {"breast_cancer", 2, -31.684860},
            {"breast_cancer", 5, -24.625057}, {"breast_cancer", 10, -18.185031},
            {"digits", 1, -3.748464},         {"digits", 2, 0.005707},
            {"digits", 5, 8.907637},          {"digits", 10, 17.451947}};
        for (const auto& [sample, latent, answer] : answers)
            QTest::addRow("%s %d", sample, latent) << sample << latent << answer;
    }

    /// With the exact posterior the bound is tight, and no slope leads away.
    void thePpcaSolutionIsAnOptimumOfTheLinearVae() {
        QFETCH(QString, sample);
        QFETCH(int, latent);
        QFETCH(double, logLikelihood);
        LinearVae model(sample.toStdString(), latent, NoiseForm::Shared);
        model.setToPpca();
        QVERIFY(near(model.elbo(), logLikelihood, 1e-4));
        QVERIFY(near(model.gradientNorm(), 0, 1e-9));
    }

    void dimensionsCollapseWhereBetaTimesTheNoiseExceedsTheirVariance_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<int>("active");
        QTest::addColumn<QList<double>>("kl");
        QTest::newRow("β = 1") << 1.0 << 7 << QList<double>{};
        QTest::newRow("β = 2") << 2.0 << 3 << QList<double>{0.7744, 0.4575, 0.1844};
        QTest::newRow("β = 4") << 4.0 << 2 << QList<double>{};
    }

    /// KL_i = ½ log(λ_i / (β σ²)) where λ_i > β σ², else 0; wine, σ² = 0.5.
    void dimensionsCollapseWhereBetaTimesTheNoiseExceedsTheirVariance() {
        QFETCH(double, beta);
        QFETCH(int, active);
        QFETCH(QList<double>, kl);
        constexpr double kNoise = 0.5;
        LinearVae model("wine", 8, NoiseForm::Shared);
        model.train(beta, 12000, kNoise);
        const Eigen::VectorXd found = model.kl();
        QCOMPARE(int((found.array() > 0.01).count()), active);
        for (int i = 0; i < kl.size(); ++i)
            QVERIFY(near(found[i], kl[i], 1e-3));
        for (int i = 0; i < 8; ++i) {
            const double eigenvalue = model.eigenvalues()[i];
            const double law = eigenvalue > beta * kNoise ? 0.5 * std::log(eigenvalue / (beta * kNoise)) : 0;
            QVERIFY(near(found[i], law, 1e-3));
        }
    }

    void betaMovesTheLearnedNoise_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("noise");
        QTest::newRow("β = 0.5") << 0.5 << 0.483098;
        QTest::newRow("β = 2") << 2.0 << 0.644131;
    }

    /// σ² = Σ_{i>d} λ_i / (D − β d); wine, d = 2.
    void betaMovesTheLearnedNoise() {
        QFETCH(double, beta);
        QFETCH(double, noise);
        LinearVae model("wine", 2, NoiseForm::Shared);
        model.train(beta, 6000);
        QVERIFY(near(model.sharedNoise(), noise, 1e-4));
    }

    void noiseOfEachFeatureMakesFactorAnalysis_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<double>("logLikelihood");
        QTest::newRow("2 factors") << 2 << -15.43366;
        QTest::newRow("3 factors") << 3 << -15.08025;
    }

    /// Reference: scikit-learn's FactorAnalysis on wine.
    void noiseOfEachFeatureMakesFactorAnalysis() {
        QFETCH(int, latent);
        QFETCH(double, logLikelihood);
        LinearVae model("wine", latent, NoiseForm::Feature);
        model.train(1, 20000);
        QVERIFY(near(model.elbo(), logLikelihood, 1e-4));
    }
};

QTEST_GUILESS_MAIN(KnownAnswersTest)
#include "known_answers_test.moc"
