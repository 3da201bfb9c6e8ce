#include "core/analysis/imputation.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>

#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// A table with some cells taken out.
DatasetPtr withoutCells(const Dataset& dataset, const std::vector<std::pair<Index, Index>>& cells) {
    std::vector<Column> columns(dataset.columns().begin(), dataset.columns().end());
    for (const auto& [row, column] : cells) {
        columns[std::size_t(column)].missing.setMissing(std::size_t(row));
        columns[std::size_t(column)].values.set(std::size_t(row), 0);
    }
    return std::make_shared<const Dataset>(dataset.name(), dataset.path(), std::move(columns));
}

/// N(mean, variance) of one cell.
struct Conditional {
    double mean = 0;
    double variance = 0;
};

/// p(x_feature | x_observed) of N(0, W Wᵀ + σ² I), `missing` being the features that are not observed.
Conditional conditional(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& x,
                        const std::vector<Index>& missing, Index feature) {
    std::vector<Index> observed;
    for (Index i = 0; i < x.size(); ++i)
        if (std::find(missing.begin(), missing.end(), i) == missing.end())
            observed.push_back(i);
    const Eigen::MatrixXd within = covariance(observed, observed);
    const Eigen::VectorXd between = covariance(observed, feature);
    const Eigen::VectorXd weights = within.llt().solve(between);
    return {.mean = weights.dot(Eigen::VectorXd(x(observed))),
            .variance = covariance(feature, feature) - weights.dot(between)};
}

/// W Wᵀ + σ² I
Eigen::MatrixXd covarianceOf(const LinearModel& model) {
    const std::vector<ParameterBlock>& blocks = model.vae->layout().blocks();
    std::size_t output = 0;
    while (blocks[output].name != "output.weight")
        ++output;
    Vector parameters = model.parameters;
    const Eigen::MatrixXd w = model.vae->layout().matrix(parameters, output).cast<double>();
    return w.transpose() * w + model.noiseVariance * Eigen::MatrixXd::Identity(w.cols(), w.cols());
}

std::vector<ImputedCell> impute(const TrainingData& data, const Dataset& dataset, const ModelSnapshot& model,
                                std::span<const Index> rows, const ImputationOptions& options = {}) {
    return imputeMissing(dataset, data.preprocessor, data.preprocessor.transform(dataset), model, rows,
                         options);
}

/// A model without hidden layers that knows the marginals only.
LinearModel marginalModel(const char* csv, const Eigen::VectorXd& outputBias) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {};
    hyperparameters.validation = 0;
    const DatasetPtr dataset = tableFrom(csv);
    LinearModel model;
    model.data = prepareTrainingData(dataset, assignRoles(*dataset, {.label = ""}), hyperparameters);
    model.rows = model.data->split.training;
    model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
    model.parameters = Vector::Zero(model.vae->layout().size());
    setParameter(model, "output.bias", outputBias);
    return model;
}

const char* const kTable =
    "a,b,fixed,sick,colour\n"
    "1,10,7,no,red\n"
    "2,20,7,yes,green\n"
    "3,,7,no,red\n"
    "4,40,,,red\n"
    "5,50,7,yes,\n"
    "6,0,7,yes,green\n"
    "7,20,7,yes,blue\n";

}  // namespace

class ImputationTest : public QObject {
    Q_OBJECT

private slots:
    /// The encoder of the linear model is exact for complete rows only: with cells missing, the weights have
    /// to mend its posterior. It is made as wide as the prior, so that a few draws lie everywhere.
    void cellsOfALinearModelGetTheirConditionalMeanAndInterval_data() {
        QTest::addColumn<QList<int>>("missing");
        QTest::addColumn<double>("interval");
        QTest::addColumn<double>("normalQuantile");
        QTest::newRow("one cell, 90 %") << QList<int>{3} << 0.9 << 1.6448536;
        QTest::newRow("three cells, 90 %") << QList<int>{0, 6, 11} << 0.9 << 1.6448536;
        QTest::newRow("half of the cells, 50 %") << QList<int>{1, 2, 5, 7, 9, 12} << 0.5 << 0.6744898;
    }

    void cellsOfALinearModelGetTheirConditionalMeanAndInterval() {
        QFETCH(QList<int>, missing);
        QFETCH(double, interval);
        QFETCH(double, normalQuantile);
        LinearModel model = exactLinearModel("wine", 3);
        setParameter(model, "logvar.bias", Eigen::Vector3d::Zero());
        const Preprocessor& preprocessor = model.data->preprocessor;
        const Eigen::MatrixXd covariance = covarianceOf(model);
        const std::vector<Index> features(missing.begin(), missing.end());
        const RowList rows{2, 60, 100, 150};
        std::vector<std::pair<Index, Index>> hidden;
        for (const Index row : rows)
            for (const Index feature : features)
                hidden.emplace_back(row, preprocessor.columns()[std::size_t(feature)].column);
        const DatasetPtr dataset = withoutCells(*model.data->dataset, hidden);

        const std::vector<ImputedCell> cells =
            impute(*model.data, *dataset, model.snapshot(), rows,
                   {.samples = 20000, .interval = interval, .intervalDraws = 20000});
        QCOMPARE(cells.size(), hidden.size());
        for (const ImputedCell& cell : cells) {
            const EncodedColumn& column = preprocessor.columns()[cell.column];
            const Eigen::VectorXd x = model.data->table.values.col(cell.row).cast<double>();
            const Conditional expected = conditional(covariance, x, features, Index(cell.column));
            const double deviation = std::sqrt(expected.variance);
            const auto encoded = [&](double value) { return (value - column.shift) / column.scale; };
            QVERIFY2(std::abs(encoded(cell.value) - expected.mean) < 0.03 * deviation,
                     qPrintable(QString("%1 instead of %2 ± %3")
                                    .arg(encoded(cell.value))
                                    .arg(expected.mean)
                                    .arg(deviation)));
            // The table holds no value beyond its range.
            const auto inRange = [&](double value) {
                return std::clamp(value, encoded(column.minimum), encoded(column.maximum));
            };
            const double rounding = column.decimals == 0 ? 0.5 / column.scale : 0;
            const double tolerance = 0.06 * deviation + rounding;
            QVERIFY(std::abs(encoded(cell.lower) - inRange(expected.mean - normalQuantile * deviation)) <
                    tolerance);
            QVERIFY(std::abs(encoded(cell.upper) - inRange(expected.mean + normalQuantile * deviation)) <
                    tolerance);
            QCOMPARE(cell.probability, 1.0);
        }
    }

    void aCategoryIsTheMostProbableOneWithItsProbability() {
        // Raw outputs: a, b, sick, then blue, green, red.
        Eigen::VectorXd bias(6);
        bias << 0, 0.5, std::log(4.0), 0, std::log(2.0), std::log(5.0);
        const LinearModel model = marginalModel(kTable, bias);
        const std::vector<ImputedCell> cells =
            impute(*model.data, *model.data->dataset, model.snapshot(), model.rows);
        // The column that never varies is not the model's: row 3 lacks it and gets nothing there.
        QCOMPARE(cells.size(), std::size_t(3));
        QCOMPARE(cells[0].row, Index(2));
        QCOMPARE(cells[0].column, std::size_t(1));
        QVERIFY(cells[0].lower < cells[0].value && cells[0].value < cells[0].upper);
        QCOMPARE(cells[1].row, Index(3));
        QCOMPARE(cells[1].column, std::size_t(3));
        QCOMPARE(cells[1].value, 1.0);
        QVERIFY(std::abs(cells[1].probability - 0.8) < 1e-5);
        QCOMPARE(cells[2].row, Index(4));
        QCOMPARE(cells[2].column, std::size_t(4));
        QCOMPARE(cells[2].value, 2.0);
        QVERIFY(std::abs(cells[2].probability - 5.0 / 8) < 1e-5);
        QCOMPARE(cells[2].lower, 2.0);
        QCOMPARE(cells[2].upper, 2.0);
    }

    void intervalsHoldValuesThatTheTableCouldHold() {
        const LinearModel model = marginalModel(kTable, Eigen::VectorXd::Zero(6));
        for (const ImputedCell& cell :
             impute(*model.data, *model.data->dataset, model.snapshot(), model.rows)) {
            if (cell.column != 1)
                continue;
            QVERIFY(cell.lower >= 0 && cell.upper <= 50);
            QCOMPARE(cell.lower, std::round(cell.lower));
            QCOMPARE(cell.upper, std::round(cell.upper));
        }
    }

    void whatTheModelNeverSawIsNotMissing() {
        const LinearModel model = marginalModel(kTable, Eigen::VectorXd::Zero(6));
        const DatasetPtr other = tableFrom("a,b,sick,colour\n1,10,yes,violet\n2,20,no,green\n3,30,,red\n");
        const std::vector<ImputedCell> cells =
            impute(*model.data, *other, model.snapshot(), RowList{0, 1, 2});
        QCOMPARE(cells.size(), std::size_t(1));
        QCOMPARE(cells.front().row, Index(2));
    }

    void rowsWithoutAnyValueGetFiniteOnes() {
        const TrainedSample trained = trainSample("penguins", 10);
        const std::vector<EncodedColumn>& columns = trained.data->preprocessor.columns();
        std::vector<std::pair<Index, Index>> hidden;
        for (const EncodedColumn& column : columns)
            hidden.emplace_back(5, column.column);
        const DatasetPtr dataset = withoutCells(*trained.data->dataset, hidden);
        const std::vector<ImputedCell> cells = impute(*trained.data, *dataset, *trained.model, RowList{5});
        QCOMPARE(cells.size(), columns.size());
        for (const ImputedCell& cell : cells) {
            QVERIFY(std::isfinite(cell.value) && std::isfinite(cell.probability));
            QVERIFY(cell.lower <= cell.upper);
        }
    }

    void aRowIsFilledAlikeAloneAndAmongOthersAndByOneSeed() {
        const TrainedSample trained = trainSample("penguins", 10);
        RowList rows(std::size_t(trained.data->table.rows()));
        std::iota(rows.begin(), rows.end(), Index(0));
        const Dataset& dataset = *trained.data->dataset;
        const std::vector<ImputedCell> all = impute(*trained.data, dataset, *trained.model, rows);
        QCOMPARE(Index(all.size()), dataset.missingCount());
        const std::vector<ImputedCell> alone =
            impute(*trained.data, dataset, *trained.model, RowList{all.back().row});
        QCOMPARE(alone.back().value, all.back().value);
        QCOMPARE(alone.back().probability, all.back().probability);
        const std::vector<ImputedCell> other =
            impute(*trained.data, dataset, *trained.model, rows, {.seed = 2});
        QCOMPARE(other.size(), all.size());
        bool differs = false;
        for (std::size_t i = 0; i < all.size(); ++i)
            differs = differs || other[i].probability != all[i].probability || other[i].value != all[i].value;
        QVERIFY(differs);
    }
};

QTEST_GUILESS_MAIN(ImputationTest)
#include "imputation_test.moc"
