#include "core/analysis/sampling.h"

#include <QTest>
#include <cmath>

#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// The same columns with a range that no draw leaves and more decimals than matter.
Preprocessor withoutBounds(const Preprocessor& preprocessor) {
    std::vector<EncodedColumn> columns = preprocessor.columns();
    for (EncodedColumn& column : columns) {
        column.minimum = -1e12;
        column.maximum = 1e12;
        column.decimals = 6;
    }
    return {std::move(columns), std::nullopt};
}

/// Generated values in encoded units; the columns of wine are its features, in the same order.
Eigen::MatrixXd encoded(const Preprocessor& preprocessor, const Eigen::MatrixXd& values) {
    Eigen::MatrixXd x = values;
    for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
        const EncodedColumn& column = preprocessor.columns()[i];
        x.row(Index(i)) = (x.row(Index(i)).array() - column.shift) / column.scale;
    }
    return x;
}

Eigen::MatrixXd covarianceOf(const Eigen::MatrixXd& points) {
    const Eigen::MatrixXd centred = points.colwise() - points.rowwise().mean();
    return centred * centred.transpose() / double(points.cols());
}

}  // namespace

class SamplingTest : public QObject {
    Q_OBJECT

private slots:
    /// x ~ N(0, W Wᵀ + σ² I), which for the best linear model has the table's own leading eigenvalues.
    void rowsFromThePriorOfALinearModelHaveItsMeanAndCovariance() {
        const LinearModel model = exactLinearModel("wine", 3);
        const Preprocessor preprocessor = withoutBounds(model.data->preprocessor);
        const Index count = 40000;
        const GeneratedRows generated = generateRows(preprocessor, model.snapshot(), count, 1);
        const Eigen::MatrixXd x = encoded(preprocessor, generated.values);
        QVERIFY(x.rowwise().mean().cwiseAbs().maxCoeff() < 5 / std::sqrt(double(count)));

        const Eigen::MatrixXd table = model.data->table.values.cast<double>();
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(table * table.transpose() /
                                                                    double(table.cols()));
        Eigen::VectorXd values = solver.eigenvalues();
        values.head(values.size() - 3).setConstant(model.noiseVariance);
        const Eigen::MatrixXd expected =
            solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().transpose();
        // The standard error of a covariance of variables with variance about 1 is at most √(2/n).
        QVERIFY((covarianceOf(x) - expected).cwiseAbs().maxCoeff() < 5 * std::sqrt(2 / double(count)));
    }

    void oneSeedGivesTheSameRowsHoweverManyAreAskedFor() {
        const TrainedSample trained = trainSample("penguins", 5);
        const Preprocessor& preprocessor = trained.data->preprocessor;
        const GaussianMixture posterior =
            aggregatePosterior(trained.data->table, *trained.model, trained.data->split.training, 4);
        for (const GaussianMixture* const latent :
             {static_cast<const GaussianMixture*>(nullptr), &posterior}) {
            const GeneratedRows many = generateRows(preprocessor, *trained.model, 700, 4, latent);
            const GeneratedRows few = generateRows(preprocessor, *trained.model, 300, 4, latent);
            QCOMPARE(few.values, Eigen::MatrixXd(many.values.leftCols(300)));
            QCOMPARE(generateRows(preprocessor, *trained.model, 700, 4, latent).values, many.values);
            QVERIFY(generateRows(preprocessor, *trained.model, 700, 5, latent).values != many.values);
        }
        QCOMPARE(generateRows(preprocessor, *trained.model, 0, 4).values.cols(), Index(0));
    }

    void valuesAreSuchAsTheTableCouldHold() {
        const TrainedSample trained = trainSample("penguins", 20);
        const std::vector<EncodedColumn>& columns = trained.data->preprocessor.columns();
        const GeneratedRows generated = generateRows(trained.data->preprocessor, *trained.model, 500, 1);
        QCOMPARE(generated.values.rows(), Index(columns.size()));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Eigen::RowVectorXd values = generated.values.row(Index(i));
            QVERIFY(values.minCoeff() < values.maxCoeff());
            if (columns[i].type == ColumnType::Number) {
                QVERIFY(values.minCoeff() >= columns[i].minimum && values.maxCoeff() <= columns[i].maximum);
                if (columns[i].decimals == 0)
                    QCOMPARE(values, Eigen::RowVectorXd(values.array().round()));
            } else {
                QCOMPARE(values, Eigen::RowVectorXd(values.array().round()));
                QVERIFY(values.minCoeff() >= 0 && values.maxCoeff() < double(columns[i].categories.size()));
            }
        }
    }

    /// At the best linear model the aggregate posterior has the moments of the prior:
    /// cov μ + V = (λ − σ²)/λ + σ²/λ = 1. Moved by a bias, rows follow it and leave the prior.
    void theAggregatePosteriorLiesWhereTheRowsAre() {
        LinearModel model = exactLinearModel("breast_cancer", 2);
        const Eigen::Vector2d bias(4, -3);
        for (const bool moved : {false, true}) {
            setParameter(model, "mean.bias", moved ? bias : Eigen::Vector2d::Zero());
            const GaussianMixture posterior =
                aggregatePosterior(model.data->table, model.snapshot(), model.rows, 1);
            const Eigen::MatrixXd z =
                generateRows(model.data->preprocessor, model.snapshot(), 20000, 1, &posterior)
                    .z.cast<double>();
            const Eigen::Vector2d centre = moved ? bias : Eigen::Vector2d::Zero();
            // One draw of each of 569 rows was fitted.
            const double error = 5 / std::sqrt(569.0);
            QVERIFY((z.rowwise().mean() - centre).cwiseAbs().maxCoeff() < error);
            QVERIFY((covarianceOf(z) - Eigen::Matrix2d::Identity()).cwiseAbs().maxCoeff() <
                    error * std::sqrt(2.0));
        }
    }

    void manyRowsAreFittedByAShareOfThem() {
        const LinearModel model = exactLinearModel("iris", 1);
        EncodedTable table;
        table.values = model.data->table.values.replicate(1, 200);
        RowList rows;
        for (Index row = 0; row < table.rows(); ++row)
            rows.push_back(row);
        QVERIFY(table.rows() > kMostPosteriorDraws);
        const GaussianMixture posterior = aggregatePosterior(table, model.snapshot(), rows, 1);
        QCOMPARE(posterior.latent(), Index(1));
        const Eigen::MatrixXd z = posterior.sample(20000, 1);
        QVERIFY(std::abs(z.mean()) < 0.05);
        QVERIFY(std::abs(covarianceOf(z)(0, 0) - 1) < 0.05);
    }
};

QTEST_GUILESS_MAIN(SamplingTest)
#include "sampling_test.moc"
