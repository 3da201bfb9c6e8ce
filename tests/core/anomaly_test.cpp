#include "core/analysis/anomaly.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>

#include "core/analysis/bounds.h"
#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

RowList allRows(const TrainingData& data) {
    RowList rows(std::size_t(data.table.rows()));
    std::iota(rows.begin(), rows.end(), Index(0));
    return rows;
}

/// What a linear model says of each row in closed form. Columns of wine are features, in the same order.
struct ClosedForm {
    Eigen::VectorXd score;
    Eigen::VectorXd kl;
    Eigen::MatrixXd shares;
};

/// With C = W Wᵀ + σ² I and the posterior N(μ, V) of Tipping & Bishop (1999): −log N(x; 0, C), KL(N(μ, V) ‖
/// N(0, I)), and ½ [log 2πσ² + ((x − Wμ)² + (W V Wᵀ)_jj) / σ²] of each column.
ClosedForm closedForm(const LinearModel& model) {
    const Eigen::MatrixXd x = model.data->table.values.cast<double>();
    const std::vector<ParameterBlock>& blocks = model.vae->layout().blocks();
    std::size_t output = 0;
    while (blocks[output].name != "output.weight")
        ++output;
    Vector parameters = model.parameters;
    const Eigen::MatrixXd w = model.vae->layout().matrix(parameters, output).cast<double>().transpose();
    const double variance = model.noiseVariance;
    const Index features = x.rows();
    const Eigen::MatrixXd precision =
        Eigen::MatrixXd::Identity(w.cols(), w.cols()) + w.transpose() * w / variance;
    const Eigen::MatrixXd v = precision.inverse();
    const Eigen::MatrixXd mean = v * w.transpose() * x / variance;
    const Eigen::LLT<Eigen::MatrixXd> c(w * w.transpose() +
                                        variance * Eigen::MatrixXd::Identity(features, features));
    const double logDeterminant = 2 * c.matrixL().toDenseMatrix().diagonal().array().log().sum();
    const Eigen::MatrixXd white = c.matrixL().solve(x);

    ClosedForm form;
    form.score = (0.5 * (double(features) * std::log(2 * M_PI) + logDeterminant +
                         white.colwise().squaredNorm().array()))
                     .matrix()
                     .transpose();
    form.kl = (0.5 * (mean.colwise().squaredNorm().array() + v.trace() - double(w.cols()) -
                      std::log(v.determinant())))
                  .matrix()
                  .transpose();
    const Eigen::VectorXd spread = (w * v * w.transpose()).diagonal();
    form.shares = 0.5 * (((x - w * mean).array().square().colwise() + spread.array()) / variance +
                         std::log(2 * M_PI * variance));
    return form;
}

double worst(const Eigen::MatrixXd& one, const Eigen::MatrixXd& other) {
    return (one - other).cwiseAbs().maxCoeff();
}

}  // namespace

class AnomalyTest : public QObject {
    Q_OBJECT

private slots:
    void scoresOfALinearModelAreItsExactDensity_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("importanceSamples");
        // Exact importance weights need no average; a single draw has the whole error of its noise.
        QTest::addColumn<double>("scoreError");
        QTest::newRow("ELBO of many draws") << 4000 << 0 << 0.3;
        QTest::newRow("importance-weighted") << 1 << 4000 << 1e-3;
    }

    void scoresOfALinearModelAreItsExactDensity() {
        QFETCH(int, samples);
        QFETCH(int, importanceSamples);
        QFETCH(double, scoreError);
        const LinearModel model = exactLinearModel("wine", 3);
        const ClosedForm expected = closedForm(model);
        const AnomalyScores scores =
            scoreRows(model.data->preprocessor, model.data->table, model.snapshot(), model.rows,
                      {.samples = samples, .importanceSamples = importanceSamples});
        QVERIFY2(worst(scores.score, expected.score) < scoreError,
                 qPrintable(QString::number(worst(scores.score, expected.score))));
        // Over rows and draws, noise averages out.
        QVERIFY(std::abs(scores.score.mean() - expected.score.mean()) < 5e-3);
        QVERIFY2(worst(scores.kl, expected.kl) < 0.3,
                 qPrintable(QString::number(worst(scores.kl, expected.kl))));
        QVERIFY(std::abs(scores.kl.mean() - expected.kl.mean()) < 2e-2);
        QVERIFY2(worst(scores.shares, expected.shares) < 0.2,
                 qPrintable(QString::number(worst(scores.shares, expected.shares))));
        QVERIFY(worst(scores.shares.rowwise().mean(), expected.shares.rowwise().mean()) < 5e-3);
    }

    void sharesAndKlAddUpToTheScoreAndMissingCellsHaveNoShare_data() {
        QTest::addColumn<int>("importanceSamples");
        QTest::newRow("ELBO") << 0;
        QTest::newRow("one importance sample is the ELBO") << 1;
        QTest::newRow("importance-weighted") << 20;
    }

    void sharesAndKlAddUpToTheScoreAndMissingCellsHaveNoShare() {
        QFETCH(int, importanceSamples);
        const TrainedSample trained = trainSample("penguins", 20);
        const Preprocessor& preprocessor = trained.data->preprocessor;
        const RowList rows = allRows(*trained.data);
        const AnomalyScores scores = scoreRows(preprocessor, trained.data->table, *trained.model, rows,
                                               {.importanceSamples = importanceSamples});
        QVERIFY(scores.score.allFinite());
        QVERIFY(worst(scores.score, scores.shares.colwise().sum().transpose() + scores.kl) < 1e-9);
        QCOMPARE(scores.shares.rows(), Index(preprocessor.columns().size()));
        int missing = 0;
        for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
            const Column& column = trained.data->dataset->column(preprocessor.columns()[i].column);
            for (const Index row : rows) {
                missing += column.missing[std::size_t(row)];
                QCOMPARE(scores.shares(Index(i), row) == 0.0, column.missing[std::size_t(row)] != 0);
            }
        }
        QVERIFY(missing > 0);
    }

    /// Of the same draws, and computed without columns.
    void meanScoresAreTheBoundsOfTheEvaluation() {
        const TrainedSample trained = trainSample("penguins", 20);
        const RowList rows = allRows(*trained.data);
        const Evaluation evaluation =
            evaluateModel(trained.data->preprocessor, trained.data->table, *trained.model, rows,
                          {.samples = 8, .importanceSamples = 25, .seed = 3});
        const AnomalyScores plain = scoreRows(trained.data->preprocessor, trained.data->table, *trained.model,
                                              rows, {.samples = 8, .seed = 3});
        QVERIFY(std::abs(plain.score.mean() + evaluation.elbo) < 1e-5);
        QVERIFY(std::abs(plain.kl.mean() - evaluation.kl) < 1e-5);
        const AnomalyScores weighted = scoreRows(trained.data->preprocessor, trained.data->table,
                                                 *trained.model, rows, {.importanceSamples = 25, .seed = 3});
        QVERIFY(std::abs(weighted.score.mean() + evaluation.importanceWeighted->logLikelihood) < 1e-5);
    }

    void aRowIsScoredAlikeAloneAndAmongOthers() {
        const TrainedSample trained = trainSample("digits", 1);
        const RowList rows = allRows(*trained.data);
        const AnomalyScores all =
            scoreRows(trained.data->preprocessor, trained.data->table, *trained.model, rows, {.samples = 2});
        for (const Index row : {Index(3), Index(700)}) {
            const AnomalyScores alone = scoreRows(trained.data->preprocessor, trained.data->table,
                                                  *trained.model, RowList{row}, {.samples = 2});
            QVERIFY(std::abs(alone.score[0] - all.score[row]) < 1e-4);
            QVERIFY(worst(alone.shares, all.shares.col(row)) < 1e-4);
        }
        QCOMPARE(scoreRows(trained.data->preprocessor, trained.data->table, *trained.model, {}).score.size(),
                 Index(0));
    }

    void aWildCellMakesItsRowTheStrangestAndIsTold() {
        LinearModel model = exactLinearModel("wine", 3);
        EncodedTable table = model.data->table;
        table.values(4, 50) = 12;
        for (const int importanceSamples : {0, 50}) {
            const AnomalyScores scores = scoreRows(model.data->preprocessor, table, model.snapshot(),
                                                   model.rows, {.importanceSamples = importanceSamples});
            Index row = 0;
            scores.score.maxCoeff(&row);
            QCOMPARE(row, Index(50));
            Index column = 0;
            scores.shares.col(50).maxCoeff(&column);
            QCOMPARE(column, Index(4));
        }
    }

    /// A model that ignores z: each cell costs −log p of its category.
    void aOneHotColumnHasTheShareOfItsCategory() {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {};
        hyperparameters.validation = 0;
        const DatasetPtr dataset =
            tableFrom("colour,sick\nred,no\ngreen,yes\nred,\nblue,no\nred,yes\n,no\ngreen,no\nred,no\n");
        LinearModel model;
        model.data = prepareTrainingData(dataset, assignRoles(*dataset, {.label = ""}), hyperparameters);
        model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
        model.parameters = Vector::Zero(model.vae->layout().size());
        // Raw outputs: sick, then blue, green, red.
        setParameter(model, "output.bias", Eigen::Vector4d(std::log(3.0), 0, std::log(2.0), std::log(5.0)));
        const AnomalyScores scores = scoreRows(model.data->preprocessor, model.data->table, model.snapshot(),
                                               model.data->split.training);
        const std::vector<std::array<double, 2>> expected{{5.0 / 8, 0.25}, {2.0 / 8, 0.75}, {5.0 / 8, 1},
                                                          {1.0 / 8, 0.25}, {5.0 / 8, 0.75}, {1, 0.25},
                                                          {2.0 / 8, 0.25}, {5.0 / 8, 0.25}};
        for (std::size_t row = 0; row < expected.size(); ++row)
            for (std::size_t column = 0; column < 2; ++column)
                QVERIFY(std::abs(scores.shares(Index(column), Index(row)) + std::log(expected[row][column])) <
                        1e-6);
    }
};

QTEST_GUILESS_MAIN(AnomalyTest)
#include "anomaly_test.moc"
