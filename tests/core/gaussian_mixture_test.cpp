#include "core/analysis/gaussian_mixture.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/analysis/k_means.h"
#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

class GaussianMixtureTest : public QObject {
    Q_OBJECT

private slots:
    void emFromTheSameStartEndsWhereScikitLearnEnds_data();
    void emFromTheSameStartEndsWhereScikitLearnEnds();
    void plantedClustersAreFound();
    void oneClusterIsNotSplit();
    void fitDependsOnTheSeedAlone();
    void densityIntegratesToOne();
    void samplesHaveTheMomentsOfTheMixture();
    void sampleIsAFunctionOfSeedAndPlace();
    void kMeansFindsNoMoreGroupsThanDifferentPoints();
    void badPointsGiveNumbers_data();
    void badPointsGiveNumbers();
};

namespace {

Eigen::MatrixXd normals(Index dimensions, Index count, std::uint64_t seed) {
    Eigen::MatrixXd points(dimensions, count);
    Vector noise(dimensions);
    for (Index i = 0; i < count; ++i) {
        Random(seed).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(i), noise);
        points.col(i) = noise.cast<double>();
    }
    return points;
}

Eigen::VectorXd place(double x, double y) {
    Eigen::VectorXd point(2);
    point << x, y;
    return point;
}

GaussianMixture threeClusters() {
    Eigen::MatrixXd slanted(2, 2);
    slanted << 1, 0.8, 0.8, 1;
    return GaussianMixture(
        {{.weight = 0.5, .mean = place(0, 0), .covariance = slanted},
         {.weight = 0.3, .mean = place(6, -4), .covariance = Eigen::MatrixXd::Identity(2, 2) * 0.25},
         {.weight = 0.2, .mean = place(-5, 5), .covariance = Eigen::MatrixXd(place(2, 0.1).asDiagonal())}});
}

}  // namespace

void GaussianMixtureTest::emFromTheSameStartEndsWhereScikitLearnEnds_data() {
    QTest::addColumn<int>("index");
    QTest::newRow("iris, 1 component") << 0;
    QTest::newRow("iris, 3 components") << 1;
    QTest::newRow("wine, 2 features") << 2;
    QTest::newRow("wine, 13 features") << 3;
    QTest::newRow("breast cancer, 4 components") << 4;
}

/// Row i starts in component i mod n; both then do the same number of steps.
void GaussianMixtureTest::emFromTheSameStartEndsWhereScikitLearnEnds() {
    QFETCH(int, index);
    const nlohmann::json expected = readGoldens("linear_goldens.json")["gaussianMixture"][std::size_t(index)];
    const TestTable table = standardisedSample(expected["table"]);
    const Eigen::MatrixXd points = table.values.topRows(expected["features"]).cast<double>();
    const Index components = expected["components"];
    Eigen::MatrixXd responsibilities = Eigen::MatrixXd::Zero(components, points.cols());
    for (Index row = 0; row < points.cols(); ++row)
        responsibilities(row % components, row) = 1;
    const MixtureFit fit = fitMixtureFrom(
        points, responsibilities,
        {.maxIterations = expected["iterations"], .tolerance = -std::numeric_limits<double>::infinity()});

    QCOMPARE(fit.iterations, expected["iterations"].get<int>());
    QVERIFY2(std::abs(fit.logLikelihood - expected["logDensity"].get<double>()) < 1e-5,
             qPrintable(QString::number(fit.logLikelihood, 'f', 8)));
    QVERIFY(std::abs(fit.bic - expected["bic"].get<double>()) < 0.01);
    for (Index k = 0; k < components; ++k) {
        const MixtureComponent& found = fit.mixture.components()[std::size_t(k)];
        QVERIFY(std::abs(found.weight - expected["weights"][std::size_t(k)].get<double>()) < 1e-4);
        QVERIFY((found.mean - doublesFrom(expected["means"][std::size_t(k)])).cwiseAbs().maxCoeff() < 1e-4);
    }
    QVERIFY((fit.mixture.logDensity(points.leftCols(3)) - doublesFrom(expected["firstRows"]))
                .cwiseAbs()
                .maxCoeff() < 1e-3);
}

void GaussianMixtureTest::plantedClustersAreFound() {
    const GaussianMixture planted = threeClusters();
    for (const std::uint64_t seed : {1, 2, 3}) {
        const MixtureFit fit = fitGaussianMixture(planted.sample(2000, 11), {.seed = seed});
        QCOMPARE(fit.mixture.components().size(), std::size_t(3));
        std::vector<MixtureComponent> found = fit.mixture.components();
        std::sort(found.begin(), found.end(),
                  [](const MixtureComponent& a, const MixtureComponent& b) { return a.weight > b.weight; });
        for (std::size_t k = 0; k < found.size(); ++k) {
            const MixtureComponent& truth = planted.components()[k];
            QVERIFY(std::abs(found[k].weight - truth.weight) < 0.04);
            QVERIFY((found[k].mean - truth.mean).norm() < 0.25);
            QVERIFY((found[k].covariance - truth.covariance).norm() < 0.4);
        }
    }
}

void GaussianMixtureTest::oneClusterIsNotSplit() {
    for (const Index dimensions : {1, 2, 10, 64})
        QCOMPARE(fitGaussianMixture(normals(dimensions, 600, 5)).mixture.components().size(), std::size_t(1));
}

void GaussianMixtureTest::fitDependsOnTheSeedAlone() {
    const Eigen::MatrixXd points = threeClusters().sample(300, 4);
    const MixtureFit first = fitGaussianMixture(points, {.seed = 9});
    const MixtureFit again = fitGaussianMixture(points, {.seed = 9});
    QCOMPARE(again.logLikelihood, first.logLikelihood);
    QCOMPARE(again.mixture.components()[0].mean, first.mixture.components()[0].mean);
}

void GaussianMixtureTest::densityIntegratesToOne() {
    constexpr double kStep = 0.05;
    constexpr Index kSide = 600;
    Eigen::MatrixXd grid(2, kSide * kSide);
    for (Index i = 0; i < grid.cols(); ++i)
        grid.col(i) = place(double(i % kSide) * kStep - 15, double(i / kSide) * kStep - 15);
    const Eigen::ArrayXd density = threeClusters().logDensity(grid).array().exp();
    const double whole = density.sum() * kStep * kStep;
    QVERIFY2(std::abs(whole - 1) < 1e-6, qPrintable(QString::number(whole)));
}

// Bounds of five standard errors for these moments.
void GaussianMixtureTest::samplesHaveTheMomentsOfTheMixture() {
    constexpr Index kPoints = 40000;
    const Eigen::MatrixXd points = threeClusters().sample(kPoints, 3);
    const Eigen::VectorXd mean = 0.3 * place(6, -4) + 0.2 * place(-5, 5);
    const double error = 5 * 4 / std::sqrt(double(kPoints));
    QVERIFY((points.rowwise().mean() - mean).cwiseAbs().maxCoeff() < error);
    // Right of 3 and below −1 lies the second cluster alone; within it the spread is its own.
    Index inside = 0;
    double squares = 0;
    for (Index i = 0; i < kPoints; ++i)
        if (points(0, i) > 3 && points(1, i) < -1) {
            ++inside;
            squares += (points.col(i) - place(6, -4)).squaredNorm();
        }
    QVERIFY(std::abs(double(inside) / double(kPoints) - 0.3) < 5 * std::sqrt(0.21 / double(kPoints)));
    QVERIFY(std::abs(squares / double(inside) - 0.5) < 5 * 0.5 / std::sqrt(double(inside)));
}

void GaussianMixtureTest::sampleIsAFunctionOfSeedAndPlace() {
    const GaussianMixture mixture = threeClusters();
    const Eigen::MatrixXd points = mixture.sample(100, 8);
    QCOMPARE(mixture.sample(100, 8), points);
    QCOMPARE(mixture.sample(10, 8), Eigen::MatrixXd(points.leftCols(10)));
    QVERIFY((mixture.sample(100, 9).array() != points.array()).all());
}

void GaussianMixtureTest::kMeansFindsNoMoreGroupsThanDifferentPoints() {
    Eigen::MatrixXd points(1, 6);
    points << 1, 1, 2, 2, 7, 7;
    const KMeans found = kMeans(points, 5, 1);
    QCOMPARE(found.clusters, Index(3));
    QCOMPARE(found.inertia, 0.0);
    QCOMPARE((std::set<Index>(found.cluster.begin(), found.cluster.end()).size()), std::size_t(3));
}

void GaussianMixtureTest::badPointsGiveNumbers_data() {
    QTest::addColumn<Eigen::MatrixXd>("points");
    const Eigen::MatrixXd some = normals(2, 40, 2);
    QTest::newRow("no point") << Eigen::MatrixXd(2, 0);
    QTest::newRow("one point") << Eigen::MatrixXd(some.leftCols(1));
    QTest::newRow("fewer points than components") << Eigen::MatrixXd(some.leftCols(5));
    QTest::newRow("one spot") << Eigen::MatrixXd(Eigen::MatrixXd::Constant(2, 50, 3));
    QTest::newRow("each point five times") << Eigen::MatrixXd(some.replicate(1, 5));
    QTest::newRow("on a line") << Eigen::MatrixXd(place(1, 2) * some.row(0));
    QTest::newRow("far away and large") << Eigen::MatrixXd((some.array() * 1e6 + 1e9).matrix());
    QTest::newRow("64 dimensions, few points") << normals(64, 30, 3);
    QTest::newRow("64 dimensions") << normals(64, 500, 3);
}

void GaussianMixtureTest::badPointsGiveNumbers() {
    QFETCH(Eigen::MatrixXd, points);
    const MixtureFit fit = fitGaussianMixture(points);
    QVERIFY(std::isfinite(fit.logLikelihood));
    QVERIFY(std::isfinite(fit.bic));
    QVERIFY(fit.mixture.logDensity(points).allFinite());
    QVERIFY(fit.mixture.sample(20, 1).allFinite());
    double weights = 0;
    for (const MixtureComponent& component : fit.mixture.components())
        weights += component.weight;
    QVERIFY(std::abs(weights - 1) < 1e-9);
}

QTEST_GUILESS_MAIN(GaussianMixtureTest)
#include "gaussian_mixture_test.moc"
