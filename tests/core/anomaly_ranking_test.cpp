#include "core/analysis/anomaly_ranking.h"

#include <QTest>
#include <cmath>
#include <random>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr Index kRows = 2000;
constexpr Index kOutliers = 20;

/// Six columns that follow two factors; in one row of a hundred, from the first on, each cell is that of
/// another row, so that no cell alone is strange.
DatasetPtr tableWithOutliers() {
    std::mt19937_64 random(8);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd loadings(6, 2);
    loadings << 1, 0.2, -1, 0.5, 0.3, 1, 0.8, -0.8, 0.1, -1, 1, 1;
    std::vector<std::vector<double>> values(6, std::vector<double>(std::size_t(kRows)));
    for (std::size_t row = 0; row < std::size_t(kRows); ++row) {
        Eigen::Vector2d factors(normal(random), normal(random));
        for (std::size_t i = 0; i < 6; ++i) {
            if (Index(row) < kOutliers)
                factors = 1.5 * Eigen::Vector2d(normal(random), normal(random));
            values[i][row] = loadings.row(Index(i)).dot(factors) + 0.15 * normal(random);
        }
    }
    std::vector<Column> columns;
    for (std::size_t i = 0; i < 6; ++i)
        columns.push_back({.name = std::string("x").append(std::to_string(i)),
                           .values = ColumnValues(values[i]),
                           .missing = MissingMask(std::size_t(kRows)),
                           .decimals = 4});
    return std::make_shared<const Dataset>("outliers", "", std::move(columns));
}

TrainedSample trainOnOutliers() {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {16};
    hyperparameters.latent = 2;
    hyperparameters.epochs = 20;
    const DatasetPtr dataset = tableWithOutliers();
    const TrainingDataPtr data = prepareTrainingData(dataset, assignRoles(*dataset), hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    while (!trainer.finished())
        trainer.step();
    return {.data = data, .model = trainer.modelSnapshot()};
}

}  // namespace

class AnomalyRankingTest : public QObject {
    Q_OBJECT

private slots:
    void plantedOutliersScoreAboveTheOthers_data() {
        QTest::addColumn<int>("importanceSamples");
        QTest::newRow("ELBO") << 0;
        QTest::newRow("importance-weighted") << 20;
    }

    void plantedOutliersScoreAboveTheOthers() {
        QFETCH(int, importanceSamples);
        const TrainedSample trained = trainOnOutliers();
        const AnomalyRanking ranking =
            rankAnomalies(trained.data->preprocessor, trained.data->table, *trained.model,
                          {.importanceSamples = importanceSamples});
        QCOMPARE(Index(ranking.order.size()), kRows);
        double ordered = 0;
        for (Index outlier = 0; outlier < kOutliers; ++outlier)
            for (Index row = kOutliers; row < kRows; ++row)
                ordered += ranking.score[outlier] > ranking.score[row] ? 1 : 0;
        const double auc = ordered / double(kOutliers * (kRows - kOutliers));
        QVERIFY2(auc > 0.9, qPrintable(QString::number(auc)));
    }

    void theFirstRowsAreExplained() {
        const TrainedSample trained = trainOnOutliers();
        const AnomalyRanking ranking =
            rankAnomalies(trained.data->preprocessor, trained.data->table, *trained.model);
        QCOMPARE(ranking.explained.shares.cols(), kMostExplained);
        for (Index place = 0; place < kRows; ++place) {
            const Index row = ranking.order[std::size_t(place)];
            if (place > 0)
                QVERIFY(ranking.score[ranking.order[std::size_t(place - 1)]] >= ranking.score[row]);
            if (place >= kMostExplained)
                continue;
            QVERIFY(std::abs(ranking.explained.score[place] - ranking.score[row]) < 1e-4);
            QVERIFY(std::abs(ranking.explained.shares.col(place).sum() + ranking.explained.kl[place] -
                             ranking.explained.score[place]) < 1e-9);
        }
    }

    void theColumnFarAboveItsUsualShareIsBlamed() {
        const TrainedSample trained = trainSample("wine", 10);
        EncodedTable table = trained.data->table;
        table.values(4, 50) = 12;
        const AnomalyRanking ranking = rankAnomalies(trained.data->preprocessor, table, *trained.model);
        QCOMPARE(ranking.order.front(), Index(50));
        QCOMPARE(ranking.blamed(0, 3).front(), std::size_t(4));
        // As exactly as float32 passes over other batches of rows agree.
        for (std::size_t column = 0; column < 13; ++column)
            QVERIFY(std::abs(ranking.usualShares[Index(column)] -
                             ranking.explained.shares.row(Index(column)).mean()) < 1e-4);
    }

    void scoresWithoutAFiniteValueStandFirst() {
        TrainedSample trained = trainSample("wine", 1);
        EncodedTable table = trained.data->table;
        table.values(3, 77) = std::numeric_limits<Scalar>::quiet_NaN();
        const AnomalyRanking ranking = rankAnomalies(trained.data->preprocessor, table, *trained.model);
        QCOMPARE(ranking.order.front(), Index(77));
        QCOMPARE(ranking.order.size(), std::size_t(178));
    }

    void workCanBeCancelled() {
        const TrainedSample trained = trainSample("wine", 1);
        const Progress no = [](double) { return false; };
        QCOMPARE(tests::thrownProblem([&] {
                     rankAnomalies(trained.data->preprocessor, trained.data->table, *trained.model, {}, no);
                 })->code,
                 ProblemCode::Cancelled);
        QCOMPARE(tests::thrownProblem([&] {
                     scoresCsv(trained.data->preprocessor, trained.data->table, *trained.model, {}, no);
                 })->code,
                 ProblemCode::Cancelled);
    }

    void theExportHasALineForEachRow() {
        const TrainedSample trained = trainSample("wine", 1);
        const DatasetPtr written =
            tableFrom(scoresCsv(trained.data->preprocessor, trained.data->table, *trained.model));
        QCOMPARE(written->rows(), Index(178));
        QVERIFY(written->indexOf("elbo") && written->indexOf("kl") && written->indexOf("alcohol"));
    }
};

QTEST_GUILESS_MAIN(AnomalyRankingTest)
#include "anomaly_ranking_test.moc"
