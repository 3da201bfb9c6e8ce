#include "core/analysis/correlation.h"

#include <QTest>
#include <cmath>
#include <limits>

#include "tests/support/goldens.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

class CorrelationTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithPandasWhereCellsAreMissing() {
        const nlohmann::json golden = readGoldens("correlation_goldens.json");
        const Index columns = golden["columns"].get<Index>();
        const Index rows = Index(golden["values"].size()) / columns;
        Eigen::MatrixXd values(columns, rows);
        for (Index row = 0; row < rows; ++row)
            for (Index column = 0; column < columns; ++column) {
                const nlohmann::json& cell = golden["values"][std::size_t(row * columns + column)];
                values(column, row) =
                    cell.is_null() ? std::numeric_limits<double>::quiet_NaN() : cell.get<double>();
            }
        const Eigen::MatrixXd result = correlations(values);
        for (Index i = 0; i < columns; ++i)
            for (Index j = 0; j < columns; ++j)
                QVERIFY(std::abs(result(i, j) -
                                 golden["correlations"][std::size_t(i * columns + j)].get<double>()) < 1e-9);
    }

    void whatDoesNotVaryGoesWithNothing() {
        Eigen::MatrixXd values(3, 4);
        values << 0.1, 0.1, 0.1, 0.1, 1, 2, 3, 4, NAN, NAN, NAN, NAN;
        const Eigen::MatrixXd result = correlations(values);
        QCOMPARE(result(0, 1), 0.0);
        QCOMPARE(result(2, 1), 0.0);
        QCOMPARE(result(1, 1), 1.0);
        QVERIFY(correlations(Eigen::MatrixXd(2, 0)).isZero());
        QCOMPARE(correlations(Eigen::MatrixXd(0, 3)).size(), Eigen::Index(0));
    }

    /// Made-up rows that are those of the table but for one column, which is turned.
    void theLargestDifferencesAreThePairsOfTheColumnThatDiffers() {
        const TrainedSample trained = trainSample("penguins", 1);
        const Preprocessor& preprocessor = trained.data->preprocessor;
        const RowList rows = trained.data->split.training;
        GeneratedRows copy{
            .z = {}, .values = Eigen::MatrixXd(Index(preprocessor.columns().size()), Index(rows.size()))};
        std::size_t mass = 0;
        for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
            const Column& column = trained.data->dataset->column(preprocessor.columns()[i].column);
            if (column.name == "body_mass_g")
                mass = i;
            for (Index row = 0; row < Index(rows.size()); ++row) {
                const std::size_t at = std::size_t(rows[std::size_t(row)]);
                const double value = column.missing[at] ? NAN : column.values[at];
                copy.values(Index(i), row) = column.name == "body_mass_g" ? -value : value;
            }
        }
        const CorrelationPair pair = compareCorrelations(*trained.data->dataset, preprocessor, rows, copy);
        QVERIFY(pair.columns.size() > 3);
        const std::vector<CorrelationPair::Difference> largest = pair.largest(3);
        QCOMPARE(largest.size(), std::size_t(3));
        for (const CorrelationPair::Difference& difference : largest) {
            QVERIFY(pair.columns[difference.one] == mass || pair.columns[difference.other] == mass);
            QVERIFY(std::abs(difference.real + difference.generated) < 1e-9);
        }
        QVERIFY(pair.largest(100000).size() == pair.columns.size() * (pair.columns.size() - 1) / 2);
    }
};

QTEST_GUILESS_MAIN(CorrelationTest)
#include "correlation_test.moc"
