#include "core/analysis/row_details.h"

#include <QTest>
#include <cmath>
#include <numbers>

#include "core/analysis/encoding.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

RowDetails detailsOf(const TrainedSample& sample, Index row, std::span<const CellEdit> edits = {}) {
    return rowDetails(*sample.data->dataset, sample.data->preprocessor, sample.data->table, *sample.model,
                      row, edits);
}

/// What turns a row into a copy of another one.
std::vector<CellEdit> editsInto(const TrainingData& data, Index row) {
    std::vector<CellEdit> edits;
    for (const EncodedColumn& encoded : data.preprocessor.columns()) {
        const Column& column = data.dataset->column(encoded.column);
        const bool missing = column.missing[std::size_t(row)];
        edits.push_back({encoded.column,
                         missing ? std::nullopt : std::optional<double>(column.values[std::size_t(row)])});
    }
    return edits;
}

void compare(const RowDetails& one, const RowDetails& other) {
    QVERIFY(one.mean == other.mean);
    QVERIFY(one.deviation == other.deviation);
    QVERIFY(one.kl == other.kl);
    QCOMPARE(one.error, other.error);
    QCOMPARE(one.reconstruction.cells.size(), other.reconstruction.cells.size());
    for (std::size_t i = 0; i < one.reconstruction.cells.size(); ++i) {
        const ReconstructedCell& cell = one.reconstruction.cells[i];
        const ReconstructedCell& same = other.reconstruction.cells[i];
        QCOMPARE(cell.missing, same.missing);
        QCOMPARE(cell.original, same.original);
        QCOMPARE(cell.reconstruction.value, same.reconstruction.value);
        QCOMPARE(cell.reconstruction.probability, same.reconstruction.probability);
    }
}

}  // namespace

class RowDetailsTest : public QObject {
    Q_OBJECT

private slots:
    void theReconstructionIsThatOfTheRowsMean_data() {
        QTest::addColumn<QString>("table");
        for (const char* const table : {"iris", "penguins", "digits"})
            QTest::newRow(table) << table;
    }
    void theReconstructionIsThatOfTheRowsMean() {
        QFETCH(QString, table);
        const TrainedSample sample = trainSample(table.toStdString(), 2);
        for (const Index row : {Index(0), Index(3), Index(149)}) {
            const RowDetails details = detailsOf(sample, row);
            const Posteriors posteriors =
                encodeRows(sample.data->table, *sample.model, std::vector<Index>{row});
            // A batch of one goes through other instructions than a batch of 256.
            QVERIFY(details.mean.isApprox(posteriors.mean.col(0), Scalar(1e-5)));
            QVERIFY(details.deviation.isApprox(posteriors.deviation.col(0), Scalar(1e-5)));
            const std::vector<DecodedCell> decoded =
                decodeRows(sample.data->preprocessor, *sample.model, details.mean).front();
            for (std::size_t i = 0; i < decoded.size(); ++i) {
                const DecodedCell& cell = details.reconstruction.cells[i].reconstruction;
                QVERIFY(std::abs(cell.value - decoded[i].value) <= 1e-5 * (1 + std::abs(cell.value)));
                QVERIFY(std::abs(cell.probability - decoded[i].probability) < 1e-5);
            }
        }
    }

    /// A model without hidden layers whose noise is fixed at 1: all numbers can be written down.
    void posteriorKlAndErrorFollowTheirFormulas() {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {};
        hyperparameters.validation = 0;
        hyperparameters.noise = "fixed";
        const DatasetPtr table = tableFrom("a,b\n1,10\n2,40\n3,20\n4,\n");
        const TrainingDataPtr data = prepareTrainingData(table, {.inputs = {0, 1}}, hyperparameters);
        const auto vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, hyperparameters));
        Vector parameters = Vector::Zero(vae->layout().size());
        const auto set = [&](const std::string& name, Index column, double value) {
            for (std::size_t i = 0; i < vae->layout().blocks().size(); ++i)
                if (vae->layout().blocks()[i].name == name)
                    vae->layout().matrix(parameters, i)(column, 0) = Scalar(value);
        };
        set("mean.bias", 0, 0.5);
        set("logvar.bias", 0, -1);
        set("output.bias", 0, 2);
        const RowDetails details = rowDetails(*table, data->preprocessor, data->table, {vae, parameters}, 3);
        QVERIFY(std::abs(details.mean[0] - 0.5) < 1e-6);
        QVERIFY(std::abs(details.deviation[0] - std::exp(-0.5)) < 1e-6);
        QVERIFY(std::abs(details.deviation[1] - 1) < 1e-6);
        QVERIFY(std::abs(details.kl[0] - 0.5 * (0.25 + std::exp(-1.0) - 1 + 1)) < 1e-6);
        QVERIFY(std::abs(details.kl[1]) < 1e-6);
        // b is missing; a is 1.5 / sqrt(1.25) in encoded units and decoded as 2.
        const double difference = 1.5 / std::sqrt(1.25) - 2;
        QVERIFY(std::abs(details.error - 0.5 * (difference * difference + std::log(2 * std::numbers::pi))) <
                1e-5);
    }

    void onlyNumbersHaveAnInterval() {
        const TrainedSample sample = trainSample("penguins", 2);
        const RowDetails details = detailsOf(sample, 0);
        for (std::size_t i = 0; i < details.reconstruction.cells.size(); ++i)
            QCOMPARE(details.reconstruction.cells[i].interval.has_value(),
                     sample.data->preprocessor.columns()[i].hasNumbers());
    }

    void aRowWithAnothersValuesIsThatRow() {
        // Numbers, categories and missing cells.
        const TrainedSample sample = trainSample("penguins", 2);
        for (const auto& [from, into] : {std::pair(0, 200), std::pair(200, 3), std::pair(3, 0)}) {
            const std::vector<CellEdit> edits = editsInto(*sample.data, into);
            compare(detailsOf(sample, from, edits), detailsOf(sample, into));
        }
    }

    void anEditThatChangesNothingChangesNothing() {
        const TrainedSample sample = trainSample("penguins", 2);
        for (const Index row : {Index(0), Index(3)})
            compare(detailsOf(sample, row, editsInto(*sample.data, row)), detailsOf(sample, row));
    }

    void anEditIsSeenInTheRowAndInWhereItLies() {
        const TrainedSample sample = trainSample("penguins", 2);
        const std::size_t place = 1;
        const Index column = sample.data->preprocessor.columns()[place].column;
        const RowDetails before = detailsOf(sample, 0);
        const RowDetails after = detailsOf(sample, 0, std::vector<CellEdit>{{column, 60.0}});
        QCOMPARE(after.reconstruction.cells[place].original, 60.0);
        QCOMPARE(after.reconstruction.cells[0].original, before.reconstruction.cells[0].original);
        QVERIFY(after.mean != before.mean);
        const RowDetails without = detailsOf(sample, 0, std::vector<CellEdit>{{column, std::nullopt}});
        QVERIFY(without.reconstruction.cells[place].missing);
        QVERIFY(without.mean != before.mean);
        QVERIFY(without.mean != after.mean);
    }

    void aRowOfMissingCellsIsDecodedToo() {
        const TrainedSample sample = trainSample("penguins", 2);
        std::vector<CellEdit> edits;
        for (const EncodedColumn& column : sample.data->preprocessor.columns())
            edits.push_back({column.column, std::nullopt});
        const RowDetails details = detailsOf(sample, 0, edits);
        QVERIFY(details.mean.allFinite());
        QCOMPARE(details.error, 0.0);
        for (const ReconstructedCell& cell : details.reconstruction.cells) {
            QVERIFY(cell.missing);
            QVERIFY(std::isfinite(cell.reconstruction.value));
        }
    }
};

QTEST_GUILESS_MAIN(RowDetailsTest)
#include "row_details_test.moc"
