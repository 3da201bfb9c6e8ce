#include "core/analysis/row_figures.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/analysis/anomaly_ranking.h"
#include "core/analysis/encoding.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

class RowFiguresTest : public QObject {
    Q_OBJECT

private slots:
    void klIsThatOfThePosterior() {
        const TrainedSample sample = trainSample("iris", 3);
        const RowList rows{3, 5, 149};
        const RowFigures figures =
            rowFigures(sample.data->preprocessor, sample.data->table, *sample.model, rows);
        QCOMPARE(figures.rows, rows);
        const Posteriors posteriors = encodeRows(sample.data->table, *sample.model, rows);
        for (Index i = 0; i < Index(rows.size()); ++i) {
            const Eigen::ArrayXd mean = posteriors.mean.col(i).cast<double>();
            const Eigen::ArrayXd variance = posteriors.deviation.col(i).cast<double>().array().square();
            const double kl = 0.5 * (mean.square() + variance - 1 - variance.log()).sum();
            QVERIFY(std::abs(double(figures.kl[std::size_t(i)]) - kl) < 1e-4 * (1 + kl));
        }
    }

    void scoresAreThoseByWhichRowsAreRanked() {
        const TrainedSample sample = trainSample("penguins", 3);
        const RowList rows{7, 0, 343};
        const RowFigures figures =
            rowFigures(sample.data->preprocessor, sample.data->table, *sample.model, rows);
        const AnomalyRanking ranking =
            rankAnomalies(sample.data->preprocessor, sample.data->table, *sample.model);
        QCOMPARE(figures.of(RowFigure::AnomalyScore).size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(figures.of(RowFigure::AnomalyScore)[i], float(ranking.score[rows[i]]));
    }

    void bothPartsAddUpToTheScoreOfEachRow() {
        // More rows than are scored at a time, so the same ones come again.
        const TrainedSample sample = trainSample("penguins", 3);
        RowList rows(9000);
        std::iota(rows.begin(), rows.end(), Index(0));
        for (Index& row : rows)
            row %= sample.data->table.rows();
        const RowFigures figures =
            rowFigures(sample.data->preprocessor, sample.data->table, *sample.model, rows, {.samples = 2});
        const AnomalyScores scores =
            scoreRows(sample.data->preprocessor, sample.data->table, *sample.model, rows, {.samples = 2});
        QCOMPARE(figures.kl.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double sum = double(figures.kl[i]) + double(figures.reconstructionError[i]);
            QVERIFY(std::abs(sum - scores.score(Index(i))) < 1e-3 * (1 + std::abs(sum)));
        }
    }

    void noRowsHaveNoFigures() {
        const TrainedSample sample = trainSample("iris", 1);
        QVERIFY(rowFigures(sample.data->preprocessor, sample.data->table, *sample.model, {}).kl.empty());
    }
};

QTEST_GUILESS_MAIN(RowFiguresTest)
#include "row_figures_test.moc"
