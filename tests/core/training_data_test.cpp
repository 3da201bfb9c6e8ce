#include "core/training/training_data.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

Hyperparameters withoutValidation(const std::string& likelihood = "auto") {
    Hyperparameters hyperparameters;
    hyperparameters.validation = 0;
    hyperparameters.likelihood = likelihood;
    return hyperparameters;
}

/// `penguins` with the given columns in place of the guessed inputs.
TrainingDataPtr penguinsWith(const std::vector<std::string>& inputs, const Hyperparameters& hyperparameters) {
    const DatasetPtr dataset = readSample("penguins");
    return prepareTrainingData(dataset, assignRoles(*dataset, {.inputs = inputs}), hyperparameters);
}

bool hasProblem(const Problems& problems, ProblemCode code) {
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Problem& problem) { return problem.code == code; });
}

std::string wideTable(int rows, int columns) {
    std::string csv;
    for (int row = -1; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            csv += (row < 0 ? "v" + std::to_string(column) + "x"
                            : std::to_string((row * 37 + column * row * 11) % 101)) +
                   (column + 1 < columns ? "," : "\n");
    return csv;
}

}  // namespace

class TrainingDataTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindOfColumnGetsItsLikelihood() {
        const TrainingDataPtr data = penguinsWith({}, withoutValidation());
        const std::vector<LikelihoodBlock> blocks = likelihoodBlocks(data->preprocessor, withoutValidation());
        // Five numbers, sex, three islands; the species is the label.
        QCOMPARE(blocks.size(), std::size_t(3));
        QCOMPARE(blocks[0].likelihood, std::string("gaussian"));
        QCOMPARE(blocks[0].features, Index(5));
        QCOMPARE(blocks[1].likelihood, std::string("bernoulli"));
        QCOMPARE(blocks[1].firstFeature, Index(5));
        QCOMPARE(blocks[1].features, Index(1));
        QCOMPARE(blocks[2].likelihood, std::string("categorical"));
        QCOMPARE(blocks[2].firstFeature, Index(6));
        QCOMPARE(blocks[2].features, Index(3));
        QVERIFY(blocks[1].noiseFloor.empty() && blocks[2].noiseFloor.empty());
    }

    void countsAndDatesAreLearned() {
        Column visits{.name = "visits", .type = ColumnType::Count};
        Column day{.name = "day", .type = ColumnType::DateTime};
        for (int row = 0; row < 12; ++row) {
            visits.values.push_back(row * row % 7);
            day.values.push_back(86400.0 * (19000 + row));
            visits.missing.push_back(false);
            day.missing.push_back(row == 4);
        }
        const auto table = std::make_shared<const Dataset>("t", "", std::vector<Column>{visits, day});
        const TrainingDataPtr data = prepareTrainingData(table, assignRoles(*table), withoutValidation());
        const std::vector<LikelihoodBlock> blocks = likelihoodBlocks(data->preprocessor, withoutValidation());
        QCOMPARE(blocks.size(), std::size_t(2));
        QCOMPARE(blocks[0].likelihood, std::string("negative-binomial"));
        QCOMPARE(blocks[0].counts.size(), std::size_t(1));
        QCOMPARE(blocks[0].counts[0].largest, 4.0);
        QCOMPARE(blocks[1].likelihood, std::string("gaussian"));
        QCOMPARE(blocks[1].noiseFloor.size(), std::size_t(1));
        QVERIFY(data->table.hasMissing());
        QVERIFY(data->problems.empty());
    }

    void whatIsLeftOutIsTold() {
        std::string csv = "id,remark,size,copy\n";
        for (int row = 1; row <= 80; ++row)
            csv += std::to_string(row) + ",text " + std::to_string(row) + "," +
                   std::to_string(row % 13 * 0.5) + "," + std::to_string(row % 13 * 0.5) + "\n";
        const DatasetPtr table = tableFrom(csv);
        const TrainingDataPtr data = prepareTrainingData(table, assignRoles(*table), withoutValidation());
        QVERIFY(
            (data->problems == Problems{{ProblemCode::ColumnsLeftOutText, {{"columns", "“remark”"}}},
                                        {ProblemCode::ColumnsLeftOutIdentifiers, {{"columns", "“id”"}}},
                                        {ProblemCode::ColumnsLeftOutDuplicates, {{"columns", "“copy”"}}}}));
        const TrainingDataPtr wished = prepareTrainingData(
            table, assignRoles(*table, {.inputs = {"id", "size", "copy"}}), withoutValidation());
        QVERIFY(wished->problems.empty());
        QCOMPARE(wished->preprocessor.features(), Index(3));
    }

    void neighbouringOneHotColumnsStayBlocksOfTheirOwn() {
        const TrainingDataPtr data = penguinsWith({"species", "island"}, withoutValidation());
        const std::vector<LikelihoodBlock> blocks = likelihoodBlocks(data->preprocessor, withoutValidation());
        QCOMPARE(blocks.size(), std::size_t(2));
        QCOMPARE(blocks[1].firstFeature, Index(3));
        QCOMPARE(blocks[1].features, Index(3));
    }

    void bernoulliCoversNumbersAndBinariesInOneBlockScaledByTheirRange() {
        const Hyperparameters hyperparameters = withoutValidation("bernoulli");
        const TrainingDataPtr data = penguinsWith({}, hyperparameters);
        const std::vector<LikelihoodBlock> blocks = likelihoodBlocks(data->preprocessor, hyperparameters);
        QCOMPARE(blocks.size(), std::size_t(2));
        QCOMPARE(blocks[0].likelihood, std::string("bernoulli"));
        QCOMPARE(blocks[0].features, Index(6));
        QCOMPARE(data->table.values.minCoeff(), 0.0f);
        QCOMPARE(data->table.values.maxCoeff(), 1.0f);
    }

    /// max(0.01, step / √12 / sd) by numpy: np.diff(np.unique(x)).min() / 12**.5 / x.std().
    void noiseFloorIsTheRoundingOfTheColumn() {
        const TrainingDataPtr data = penguinsWith({}, withoutValidation());
        const std::vector<double> floors =
            likelihoodBlocks(data->preprocessor, withoutValidation()).front().noiseFloor;
        const std::vector<double> expected{0.01, 0.0146394118, 0.0205592369, 0.01, 0.3532639388};
        QCOMPARE(floors.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(floors[i] - expected[i]) < 1e-9,
                     qPrintable(QString::number(floors[i], 'g', 12)));
    }

    /// By numpy over the cells that are there: island shares 168, 124 and 52 of 344; 168 of 333 male.
    void statisticsLeaveMissingCellsOut() {
        const TrainingDataPtr data = penguinsWith({}, withoutValidation());
        const FeatureStatistics& statistics = data->statistics;
        for (Index i = 0; i < 5; ++i) {
            QVERIFY(std::abs(statistics.mean[i]) < 1e-6f);
            QVERIFY(std::abs(statistics.variance[i] - 1) < 1e-5f);
        }
        const double expected[] = {168.0 / 333, 168.0 / 344, 124.0 / 344, 52.0 / 344};
        for (Index i = 0; i < 4; ++i) {
            QVERIFY(std::abs(statistics.mean[5 + i] - expected[i]) < 1e-6);
            QVERIFY(std::abs(statistics.variance[5 + i] - expected[i] * (1 - expected[i])) < 1e-6);
        }
    }

    void statisticsOfAColumnWithoutCellsAreZero() {
        EncodedTable table{.values = Matrix::Zero(2, 3), .mask = Matrix::Zero(2, 3)};
        table.values.row(0) << 1, 2, 6;
        table.mask.row(0).setOnes();
        const FeatureStatistics statistics = featureStatistics(table, {0, 1, 2});
        QCOMPARE(statistics.mean[0], 3.0f);
        QVERIFY(std::abs(statistics.variance[0] - 14.0f / 3) < 1e-6f);
        QCOMPARE(statistics.mean[1], 0.0f);
        QCOMPARE(statistics.variance[1], 0.0f);
    }

    void nothingIsLearnedFromValidationRows() {
        Hyperparameters hyperparameters;
        hyperparameters.validation = 0.3;
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        QCOMPARE(data->split.validation.size(), std::size_t(53));
        // Poisoned validation rows change neither the scaler nor the statistics.
        std::vector<Column> columns(data->dataset->columns().begin(), data->dataset->columns().end());
        for (Column& column : columns)
            if (column.type == ColumnType::Number)
                for (const Index row : data->split.validation)
                    column.values.set(std::size_t(row), 1e9);
        const auto poisoned = std::make_shared<const Dataset>("wine", "wine.csv", std::move(columns));
        const TrainingDataPtr other = prepareTrainingData(poisoned, data->roles, hyperparameters);
        QVERIFY(other->preprocessor.columns() == data->preprocessor.columns());
        QVERIFY(other->statistics.mean == data->statistics.mean);
        QVERIFY(other->statistics.variance == data->statistics.variance);
    }

    void architectureFollowsTheHyperparameters() {
        Hyperparameters hyperparameters = withoutValidation();
        hyperparameters.hidden = {32, 8};
        hyperparameters.latent = 3;
        hyperparameters.activation = "tanh";
        const VaeConfig config =
            vaeConfig(prepareSample("iris", hyperparameters)->preprocessor, hyperparameters);
        QVERIFY(config.hidden == std::vector<Index>({32, 8}));
        QCOMPARE(config.latent, Index(3));
        QVERIFY(config.activation == Activation::Tanh);
        QCOMPARE(config.features(), Index(4));
    }

    void tooFewRowsAreRefused() {
        const DatasetPtr table = tableFrom("a,b\n1,4\n2,3\n3,1\n");
        const std::optional<Problem> problem =
            thrownProblem([&] { prepareTrainingData(table, assignRoles(*table), {}); });
        QVERIFY(problem && problem->code == ProblemCode::TooFewRows);
        QVERIFY(isFullyDescribed(*problem));
        QCOMPARE(fact(*problem, "rows"), std::string("3"));
    }

    void theSmallestTableCanBePrepared() {
        const DatasetPtr table = tableFrom("a,b\n1,4\n2,3\n3,1\n5,9\n");
        const TrainingDataPtr data = prepareTrainingData(table, assignRoles(*table), {});
        QCOMPARE(data->split.training.size() + data->split.validation.size(), std::size_t(4));
    }

    void moreColumnsThanRowsAreNoticed() {
        const DatasetPtr wide = tableFrom(wideTable(20, 30));
        const TrainingDataPtr data = prepareTrainingData(wide, assignRoles(*wide), {});
        QVERIFY(hasProblem(data->problems, ProblemCode::MoreColumnsThanRows));
        for (const Problem& problem : data->problems)
            QVERIFY(isFullyDescribed(problem));
        QVERIFY(!hasProblem(prepareSample("wine", {})->problems, ProblemCode::MoreColumnsThanRows));
    }

    void rowsThatAreLeftOutAreEncodedButNotLearnedFrom() {
        const DatasetPtr dataset = readSample("penguins");
        const ColumnRoles roles = assignRoles(*dataset);
        const RowRequest request{.filter = "island == \"Biscoe\"", .excluded = {20, 21}};
        const TrainingDataPtr all = prepareTrainingData(dataset, roles, {});
        const TrainingDataPtr some = prepareTrainingData(dataset, roles, {}, request);
        QVERIFY(some->rows == request);
        QCOMPARE(some->table.values.cols(), dataset->rows());
        // 168 penguins of Biscoe; the first of them are rows 20 and 21.
        QCOMPARE(some->split.training.size() + some->split.validation.size(), std::size_t(166));
        QCOMPARE(some->split.validation.size(), std::size_t(std::lround(166 * Hyperparameters().validation)));
        const Column& island = dataset->column(dataset->indexOf("island").value());
        for (const RowList* const rows : {&some->split.training, &some->split.validation})
            for (const Index row : *rows)
                QVERIFY(row > 21 && island.cellText(row) == "Biscoe");
        // All that are learned from live on one island, so the column has nothing to tell.
        const auto features = [](const TrainingData& data) {
            for (const EncodedColumn& column : data.preprocessor.columns())
                if (column.name == "island")
                    return column.features;
            return Index(-1);
        };
        QCOMPARE(features(*all), Index(3));
        QCOMPARE(features(*some), Index(0));
    }

    void aRequestThatLeavesTooFewRowsIsRefused() {
        const DatasetPtr dataset = readSample("penguins");
        const std::optional<Problem> problem = thrownProblem([&] {
            prepareTrainingData(dataset, assignRoles(*dataset), {}, {.filter = "island == \"Atlantis\""});
        });
        QVERIFY(problem && problem->code == ProblemCode::TooFewRowsKept);
    }
};

QTEST_GUILESS_MAIN(TrainingDataTest)
#include "training_data_test.moc"
