#include "core/analysis/column_health.h"

#include <QTest>
#include <cmath>

#include <Eigen/SVD>

#include "core/analysis/baselines.h"
#include "core/analysis/diagnosis.h"
#include "core/analysis/reconstruction.h"
#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

std::vector<ColumnHealth> healthOf(const LinearModel& model) {
    return columnHealth(*model.data->dataset, model.data->preprocessor, model.data->table, model.snapshot(),
                        model.rows);
}

/// A column of the table as it was read.
Eigen::ArrayXd original(const TrainingData& data, Index column) {
    Eigen::ArrayXd values(data.dataset->rows());
    for (Index row = 0; row < values.size(); ++row)
        values[row] = data.dataset->column(column).values[std::size_t(row)];
    return values;
}

double deviation(const Eigen::ArrayXd& values) {
    return std::sqrt((values - values.mean()).square().mean());
}

/// A linear model of a table with all parameters 0, so that it decodes every row to the same.
LinearModel zeroModel(const DatasetPtr& dataset, const RoleRequest& request,
                      Hyperparameters hyperparameters) {
    hyperparameters.hidden = {};
    hyperparameters.validation = 0;
    LinearModel model;
    model.data = prepareTrainingData(dataset, assignRoles(*dataset, request), hyperparameters);
    model.rows = model.data->split.training;
    model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
    model.parameters = Vector::Zero(model.vae->layout().size());
    return model;
}

}  // namespace

class ColumnHealthTest : public QObject {
    Q_OBJECT

private slots:
    void theExactLinearModelHasThePcaOfTheOriginalNumbers_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("latent");
        QTest::newRow("iris") << "iris" << 1;
        QTest::newRow("wine") << "wine" << 3;
        QTest::newRow("wine, nearly all dimensions") << "wine" << 11;
    }

    /// Reconstructed from the axes of a singular value decomposition, each drawn in by 1 − σ²/λ, in original
    /// units: R², mean error, and σ times each column's standard deviation.
    void theExactLinearModelHasThePcaOfTheOriginalNumbers() {
        QFETCH(QString, sample);
        QFETCH(int, latent);
        const LinearModel model = exactLinearModel(sample.toStdString(), latent);
        const std::vector<EncodedColumn>& encoded = model.data->preprocessor.columns();
        const Index count = Index(encoded.size());
        Eigen::MatrixXd table(count, model.data->dataset->rows());
        for (Index i = 0; i < count; ++i)
            table.row(i) = original(*model.data, encoded[std::size_t(i)].column).matrix().transpose();
        const Eigen::VectorXd mean = table.rowwise().mean();
        Eigen::VectorXd spread(count);
        for (Index i = 0; i < count; ++i)
            spread[i] = deviation(table.row(i).array());
        const Eigen::MatrixXd x = spread.cwiseInverse().asDiagonal() * (table.colwise() - mean);
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(x, Eigen::ComputeThinU);
        const Eigen::MatrixXd axes = svd.matrixU().leftCols(latent);
        const Eigen::ArrayXd values = svd.singularValues().array().square() / double(x.cols());
        const double noise = values.tail(count - latent).mean();
        const Eigen::MatrixXd reconstruction =
            (spread.asDiagonal() * axes * (1 - noise / values.head(latent)).matrix().asDiagonal() *
             (axes.transpose() * x))
                .colwise() +
            mean;

        const std::vector<ColumnHealth> columns = healthOf(model);
        const std::vector<ColumnBaseline> pca =
            fitBaselines(model.data->preprocessor, model.data->table, model.rows, latent)
                .judgeColumns(model.data->preprocessor, model.data->table, model.rows);
        QCOMPARE(Index(columns.size()), count);
        QCOMPARE(pca.size(), columns.size());
        for (Index i = 0; i < count; ++i) {
            const ColumnHealth& column = columns[std::size_t(i)];
            const Eigen::ArrayXd error = (table.row(i) - reconstruction.row(i)).transpose().array();
            const double r2 = 1 - error.square().mean() / (spread[i] * spread[i]);
            QCOMPARE(column.name, encoded[std::size_t(i)].name);
            QCOMPARE(column.column, encoded[std::size_t(i)].column);
            QVERIFY(std::abs(column.fit.r2 - r2) < 1e-4);
            QVERIFY(std::abs(pca[std::size_t(i)].r2 - r2) < 1e-4);
            QVERIFY(std::abs(*column.error - error.abs().mean()) < 1e-4 * spread[i]);
            QVERIFY(std::abs(column.errorShare - error.abs().mean() / spread[i]) < 1e-4);
            QVERIFY(std::abs(column.noise->width - std::sqrt(noise) * spread[i]) < 1e-4 * spread[i]);
            QVERIFY(std::abs(column.noise->share - std::sqrt(noise)) < 1e-4);
            QVERIFY(!column.noise->isFactor);
            QVERIFY(!column.noise->atFloor);
        }
    }

    /// Iris is written in steps of 0.1: uniform noise of that width has σ = 0.1 / √12.
    void aColumnKnownAsExactlyAsItIsWrittenIsAtItsFloor() {
        LinearModel model = exactLinearModel("iris", 2);
        Eigen::VectorXd logvar = Eigen::VectorXd::Constant(4, -1.0);
        logvar[2] = -30;
        setParameter(model, "noise.0", logvar);
        const std::vector<ColumnHealth> columns = healthOf(model);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(columns[i].noise->atFloor, i == 2);
            const double spread = deviation(original(*model.data, columns[i].column));
            const double expected = i == 2 ? 0.1 / std::sqrt(12.0) : std::exp(-0.5) * spread;
            QVERIFY2(std::abs(columns[i].noise->width - expected) < 1e-4 * expected,
                     qPrintable(QString::number(columns[i].noise->width)));
        }
        QCOMPARE(columnsAtNoiseFloor(model.data->preprocessor, model.snapshot()),
                 std::vector<std::string>{columns[2].name});
    }

    void everyFormOfNoiseHasAWidth_data() {
        QTest::addColumn<QString>("noise");
        QTest::addColumn<double>("width");
        // In encoded units with all parameters 0: 1, e⁰, e⁰, and log 2 above the floor.
        QTest::newRow("fixed") << "fixed" << 1.0;
        QTest::newRow("shared") << "shared" << 1.0;
        QTest::newRow("feature") << "feature" << 1.0;
        QTest::newRow("row") << "row" << std::log(2.0);
    }

    void everyFormOfNoiseHasAWidth() {
        QFETCH(QString, noise);
        QFETCH(double, width);
        Hyperparameters hyperparameters;
        hyperparameters.noise = noise.toStdString();
        const LinearModel model = zeroModel(readSample("iris"), {}, hyperparameters);
        for (const ColumnHealth& column : healthOf(model)) {
            const double spread = deviation(original(*model.data, column.column));
            const double floor = noise == "row" ? std::max(0.1 / std::sqrt(12.0), 0.01 * spread) : 0;
            QVERIFY2(std::abs(column.noise->width - (width * spread + floor)) < 1e-4 * spread,
                     qPrintable(QString::number(column.noise->width / spread)));
            QVERIFY(!column.noise->atFloor);
        }
    }

    /// x = 1, e², e⁴: the logarithms have mean 2 and variance 8/3.
    void ofALogarithmTheNoiseIsAFactor() {
        const DatasetPtr dataset =
            tableFrom("a,b\n1,1\n7.389056099,2\n54.59815003,4\n1,3\n7.389056099,9\n54.59815003,5\n");
        const LinearModel model = zeroModel(
            dataset,
            {.label = "", .likelihoods = {{"a", "log-normal"}}, .scales = {{"a", NumberScale::Logarithm}}},
            {});
        const std::vector<ColumnHealth> columns = healthOf(model);
        QVERIFY(columns[0].noise->isFactor);
        QVERIFY(std::abs(columns[0].noise->width - std::exp(std::sqrt(8.0 / 3.0))) < 1e-3);
        QVERIFY(std::abs(columns[0].noise->share - 1) < 1e-4);
        QVERIFY(!columns[1].noise->isFactor);
        // Decoded to e² throughout: |1 − e²|, 0, |e⁴ − e²|.
        QVERIFY(std::abs(*columns[0].error - (6.389056099 + 47.209093931) / 3) < 1e-3);
    }

    /// Counted again with single reconstructions.
    void categoriesCountTheirWrongCellsAndMissingCellsCountNowhere() {
        const TrainedSample sample = trainSample("penguins", 2);
        const TrainingData& data = *sample.data;
        const RowList rows = data.split.validation;
        const std::vector<ColumnHealth> columns =
            columnHealth(*data.dataset, data.preprocessor, data.table, *sample.model, rows);
        std::vector<double> errors(data.preprocessor.columns().size(), 0.0);
        std::vector<double> present(errors.size(), 0.0);
        for (const Index row : rows) {
            const RowReconstruction one =
                reconstructRow(*data.dataset, data.preprocessor, data.table, *sample.model, row);
            for (std::size_t i = 0; i < one.cells.size(); ++i) {
                const ReconstructedCell& cell = one.cells[i];
                if (cell.missing)
                    continue;
                const double error = std::abs(cell.original - cell.reconstruction.value);
                errors[i] += data.preprocessor.columns()[i].hasNumbers() ? error : double(error != 0);
                present[i] += 1;
            }
        }
        QVERIFY(std::any_of(present.begin(), present.end(),
                            [&rows](double count) { return count < double(rows.size()); }));
        int categories = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            QVERIFY(std::abs(*columns[i].error - errors[i] / present[i]) < 1e-3 * (1 + *columns[i].error));
            const bool isCategory = !data.preprocessor.columns()[i].hasNumbers();
            QCOMPARE(columns[i].noise.has_value(), !isCategory);
            categories += isCategory ? 1 : 0;
            if (isCategory)
                QCOMPARE(columns[i].errorShare, *columns[i].error);
        }
        QVERIFY(categories >= 2);
    }

    void columnsThatAreConstantWhereTheyAreJudgedHaveNoShares() {
        LinearModel model =
            zeroModel(tableFrom("a,b\n3,1\n3,2\n2,4\n4,3\n3,9\n6,5\n7,7\n8,9\n"), {.label = ""}, {});
        model.rows = {0, 1, 4};
        const std::vector<ColumnHealth> columns = healthOf(model);
        QVERIFY(!columns[0].fit.varies);
        QCOMPARE(columns[0].fit.r2, 0.0);
        QCOMPARE(columns[0].noise->share, 0.0);
        QCOMPARE(columns[0].errorShare, 0.0);
        QVERIFY(*columns[0].error > 0);
        QVERIFY(columns[1].fit.varies);
    }

    void noRowsGiveNoFigures() {
        LinearModel model = exactLinearModel("iris", 2);
        model.rows.clear();
        for (const ColumnHealth& column : healthOf(model)) {
            QVERIFY(!column.error);
            QVERIFY(!column.fit.varies);
        }
    }
};

QTEST_GUILESS_MAIN(ColumnHealthTest)
#include "column_health_test.moc"
