// Settings and tables that ask for too much: training goes on with numbers, or says why it cannot.

#include <QTest>
#include <cmath>
#include <functional>

#include "core/analysis/diagnosis.h"
#include "core/training/trainer.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

Hyperparameters smallModel() {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {8};
    hyperparameters.epochs = 5;
    hyperparameters.batch = 16;
    return hyperparameters;
}

/// A table of the given columns, each a function of the row; an empty text is a missing cell.
DatasetPtr tableOf(Index rows,
                   const std::vector<std::pair<std::string, std::function<std::string(Index)>>>& columns,
                   const std::map<std::string, ColumnType, std::less<>>& types = {}) {
    std::string csv;
    for (std::size_t i = 0; i < columns.size(); ++i)
        csv += columns[i].first + (i + 1 < columns.size() ? "," : "\n");
    for (Index row = 0; row < rows; ++row)
        for (std::size_t i = 0; i < columns.size(); ++i)
            csv += columns[i].second(row) + (i + 1 < columns.size() ? "," : "\n");
    return readCsvText(csv, "test.csv", {.types = types}).dataset;
}

/// Numbers that wave along the rows, never twice the same.
std::function<std::string(Index)> wave(double speed) {
    return [speed](Index row) {
        return std::to_string(5 + 2 * std::sin(speed * double(row + 1)) + 1e-3 * double(row));
    };
}

/// With every column as an input, also those that would be left out.
TrainingDataPtr prepared(const DatasetPtr& table, const Hyperparameters& hyperparameters,
                         RoleRequest request = {.label = ""}) {
    for (const Column& column : table->columns())
        request.inputs.push_back(column.name);
    return prepareTrainingData(table, assignRoles(*table, request), hyperparameters);
}

bool isFinite(const LossTerms& terms) {
    return std::isfinite(terms.reconstruction) && std::isfinite(terms.kl);
}

bool allFinite(std::initializer_list<double> values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

bool allFinite(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

bool isFinite(const Evaluation& evaluation) {
    bool finite = allFinite({evaluation.elbo, evaluation.reconstruction, evaluation.kl,
                             evaluation.mutualInformation, evaluation.saturated, evaluation.r2,
                             evaluation.logJacobian, evaluation.importanceWeighted->logLikelihood}) &&
                  allFinite(evaluation.klPerDimension) && allFinite(evaluation.meanVariance) &&
                  allFinite(evaluation.aggregateMean) && allFinite(evaluation.aggregateVariance);
    for (const ColumnEvaluation& column : evaluation.columns)
        finite = finite && allFinite({column.negativeLogLikelihood, column.r2});
    return finite;
}

bool isFinite(const Baselines& baselines) {
    bool finite = std::isfinite(baselines.r2);
    for (const ColumnBaseline& column : baselines.columns)
        finite = finite && std::isfinite(column.r2);
    if (const std::optional<BaselineDensities>& densities = baselines.densities)
        finite = finite && allFinite({densities->independent, densities->ppca, densities->factorAnalysis,
                                      densities->shrunkGaussian});
    return finite;
}

/// Neither "nan" nor "inf" among its facts.
bool isFinite(const Finding& finding) {
    for (const auto& [name, value] : finding.facts)
        if (value.find("nan") != std::string::npos || value.find("inf") != std::string::npos)
            return false;
    return true;
}

/// How a run went.
enum class End { Trained, Diverged };

/// Trains to the end and looks at everything that is told of the run. Fails the test where something is no
/// number.
void train(const TrainingDataPtr& data, const Hyperparameters& hyperparameters, End& end) {
    Trainer trainer(data, hyperparameters, {});
    end = End::Trained;
    while (!trainer.finished() && end == End::Trained) {
        const StepReport report = trainer.step();
        QVERIFY(trainer.state().parameters.allFinite());
        if (report.outcome == StepReport::Outcome::Diverged) {
            QVERIFY(trainer.divergence() && isFullyDescribed(*trainer.divergence()));
            end = End::Diverged;
        } else {
            QVERIFY(isFinite(report.terms) && std::isfinite(report.gradientNorm));
        }
    }
    const ModelSnapshot model = *trainer.bestSnapshot();
    QVERIFY(model.parameters.allFinite());
    RunEvidence run{.hyperparameters = hyperparameters,
                    .history = trainer.takeHistory(),
                    .columnsAtFloor = columnsAtNoiseFloor(data->preprocessor, model),
                    .finished = true};
    for (const TrainingRecord& record : run.history.training)
        QVERIFY(isFinite(record.terms) && allFinite({record.gradientNorm, record.updateRatio}));
    for (const ValidationRecord& record : run.history.validation)
        QVERIFY(isFinite(record.terms));
    for (const RowList* const rows : {&data->split.training, &data->split.validation}) {
        run.evaluation = evaluateModel(data->preprocessor, data->table, model, *rows,
                                       {.samples = 2, .importanceSamples = 3});
        QVERIFY(isFinite(*run.evaluation));
        run.baselines = fitBaselines(data->preprocessor, data->table, data->split.training, *rows,
                                     hyperparameters.latent);
        QVERIFY(isFinite(*run.baselines));
        for (const Finding& finding : diagnose(run)) {
            QVERIFY(isFinite(finding));
            QVERIFY(describe(finding).evidence.find('{') == std::string::npos);
        }
    }
}

/// As above, where nothing may diverge.
void trainToTheEnd(const TrainingDataPtr& data, const Hyperparameters& hyperparameters) {
    End end = End::Diverged;
    train(data, hyperparameters, end);
    if (!QTest::currentTestFailed())
        QCOMPARE(int(end), int(End::Trained));
}

}  // namespace

class BadTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void settingsThatAskForTooMuch_data() {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<bool>("mayDiverge");
        QTest::newRow("learning rate 10⁶") << QStringList{"learning-rate=1e6"} << true;
        QTest::newRow("learning rate 10⁶, no clipping")
            << QStringList{"learning-rate=1e6", "clip-norm=0"} << true;
        QTest::newRow("learning rate 10⁶, SGD")
            << QStringList{"learning-rate=1e6", "optimizer=sgd", "clip-norm=0"} << true;
        QTest::newRow("learning rate 10⁶, plain start")
            << QStringList{"learning-rate=1e6", "start=plain"} << true;
        QTest::newRow("learning rate 10⁶, no validation rows")
            << QStringList{"learning-rate=1e6", "validation=0"} << true;
        QTest::newRow("learning rate 10⁶, one step, no validation rows")
            << QStringList{"learning-rate=1e6", "validation=0", "batch=1000", "epochs=1"} << true;
        QTest::newRow("learning rate 10⁶, one step, noise of the row, no validation rows")
            << QStringList{"learning-rate=1e6", "validation=0", "batch=1000", "epochs=1", "noise=row"}
            << true;
        QTest::newRow("learning rate 10⁶, last step, no patience")
            << QStringList{"learning-rate=1e6", "batch=1000", "epochs=1", "patience=0"} << true;
        QTest::newRow("learning rate 0") << QStringList{"learning-rate=0"} << false;
        QTest::newRow("β = 0") << QStringList{"beta=0", "epochs=50"} << false;
        QTest::newRow("β = 10⁹") << QStringList{"beta=1e9"} << false;
        QTest::newRow("β = 10⁹, plain start, no clipping")
            << QStringList{"beta=1e9", "start=plain", "clip-norm=0"} << false;
        QTest::newRow("β = 10⁹, importance samples")
            << QStringList{"beta=1e9", "importance-samples=5"} << false;
        QTest::newRow("a batch larger than the table") << QStringList{"batch=1048576"} << false;
        QTest::newRow("a batch of one row") << QStringList{"batch=1", "epochs=2"} << false;
        QTest::newRow("no validation rows") << QStringList{"validation=0"} << false;
        QTest::newRow("hardly any training rows") << QStringList{"validation=0.9"} << false;
        QTest::newRow("more dimensions than columns") << QStringList{"latent=40"} << false;
        QTest::newRow("more dimensions than columns, plain start")
            << QStringList{"latent=40", "start=plain"} << false;
        QTest::newRow("no hidden layers") << QStringList{"hidden=none"} << false;
        QTest::newRow("no hidden layers, plain start") << QStringList{"hidden=none", "start=plain"} << false;
        QTest::newRow("one hidden unit") << QStringList{"hidden=1,1,1"} << false;
        QTest::newRow("dropout of nearly all") << QStringList{"dropout=0.95"} << false;
        QTest::newRow("very many free bits") << QStringList{"free-bits=1000"} << false;
        QTest::newRow("very strong weight decay")
            << QStringList{"weight-decay=1000", "optimizer=adamw"} << false;
    }

    void settingsThatAskForTooMuch() {
        QFETCH(QStringList, settings);
        QFETCH(bool, mayDiverge);
        for (const char* const sample : {"iris", "penguins"}) {
            Hyperparameters hyperparameters = smallModel();
            for (const QString& setting : settings) {
                const HyperparameterSpec& spec = hyperparameterSpec(setting.section('=', 0, 0).toStdString());
                setHyperparameter(hyperparameters, spec,
                                  parseHyperparameter(spec, setting.section('=', 1).toStdString()));
            }
            const TrainingDataPtr data = prepareSample(sample, hyperparameters);
            End end = End::Diverged;
            train(data, hyperparameters, end);
            if (QTest::currentTestFailed())
                return;
            QVERIFY(mayDiverge || end == End::Trained);
        }
    }

    void everyLikelihoodNoiseAndStartTrains_data() {
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("noise");
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("hidden");
        for (const std::string_view likelihood : hyperparameterSpec("likelihood").choices)
            for (const std::string_view noise : kNoiseFormNames)
                for (const char* const start : {"ppca", "plain"})
                    for (const char* const hidden : {"8", "none"})
                        QTest::addRow("%s, noise %s, start %s, hidden %s", likelihood.data(), noise.data(),
                                      start, hidden)
                            << QString::fromLatin1(likelihood.data()) << QString::fromLatin1(noise.data())
                            << QString::fromLatin1(start) << QString::fromLatin1(hidden);
    }

    /// Penguins have missing cells, categories, and whole numbers among other numbers.
    void everyLikelihoodNoiseAndStartTrains() {
        QFETCH(QString, likelihood);
        QFETCH(QString, noise);
        QFETCH(QString, start);
        QFETCH(QString, hidden);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.likelihood = likelihood.toStdString();
        hyperparameters.noise = noise.toStdString();
        hyperparameters.start = start.toStdString();
        hyperparameters.epochs = 3;
        if (hidden == "none")
            hyperparameters.hidden = {};
        trainToTheEnd(prepareSample("penguins", hyperparameters), hyperparameters);
    }

    void theSmallestTablesTrain_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("validation");
        QTest::addColumn<QString>("start");
        for (const char* const start : {"ppca", "plain"}) {
            QTest::addRow("four rows, %s", start) << 4 << 0.25 << QString::fromLatin1(start);
            QTest::addRow("four rows, two of them to train, %s", start)
                << 4 << 0.5 << QString::fromLatin1(start);
            QTest::addRow("four rows, none to validate, %s", start) << 4 << 0.0 << QString::fromLatin1(start);
            QTest::addRow("five rows, %s", start) << 5 << 0.2 << QString::fromLatin1(start);
        }
    }

    void theSmallestTablesTrain() {
        QFETCH(int, rows);
        QFETCH(double, validation);
        QFETCH(QString, start);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.validation = validation;
        hyperparameters.start = start.toStdString();
        hyperparameters.epochs = 30;
        const DatasetPtr table = tableOf(rows, {{"a", wave(1)}, {"b", wave(2)}, {"c", wave(0.3)}});
        trainToTheEnd(prepared(table, hyperparameters), hyperparameters);
    }

    void oneRowIsTooFew_data() {
        QTest::addColumn<int>("rows");
        QTest::newRow("one") << 1;
        QTest::newRow("three") << 3;
    }

    void oneRowIsTooFew() {
        QFETCH(int, rows);
        const std::optional<Problem> problem = thrownProblem([&] {
            prepared(tableOf(rows, {{"a", wave(1)}, {"b", wave(2)}}), smallModel());
        });
        QVERIFY(problem.has_value());
        QVERIFY(isFullyDescribed(*problem));
    }

    /// A single row never varies: there is nothing to learn from it.
    void oneTrainingRowIsNothingToLearnFrom() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.validation = 0.9;
        const std::optional<Problem> problem = thrownProblem([&] {
            prepared(tableOf(4, {{"a", wave(1)}, {"b", wave(2)}}), hyperparameters);
        });
        QVERIFY(problem && problem->code == ProblemCode::NoUsableInput);
        QVERIFY(isFullyDescribed(*problem));
    }

    void oddColumnsTrain_data() {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("start");
        const std::pair<const char*, std::vector<const char*>> columns[] = {
            {"constant", {"auto", "gaussian", "poisson"}},
            {"all missing", {"auto", "log-normal", "negative-binomial"}},
            {"one cell", {"auto", "gaussian", "poisson"}},
            {"most missing", {"auto", "gaussian", "log-normal", "poisson", "bernoulli"}},
            {"counts up to 1e9", {"auto", "poisson", "negative-binomial", "log-normal"}},
            {"rare counts", {"auto", "poisson", "negative-binomial", "student-t"}},
            {"one far cell", {"auto", "gaussian", "student-t", "poisson", "continuous-bernoulli"}},
            {"copy", {"auto", "gaussian", "student-t"}},
            {"two values", {"gaussian", "student-t", "poisson", "bernoulli"}},
            {"tiny", {"auto", "gaussian", "log-normal"}},
            {"huge", {"auto", "gaussian", "log-normal"}},
            {"hardly varies", {"auto", "gaussian", "student-t", "log-normal", "poisson", "bernoulli"}}};
        for (const auto& [column, likelihoods] : columns)
            for (const char* const likelihood : likelihoods)
                for (const char* const start : {"ppca", "plain"})
                    QTest::addRow("%s, %s, %s", column, likelihood, start)
                        << QString::fromLatin1(column) << QString::fromLatin1(likelihood)
                        << QString::fromLatin1(start);
    }

    void oddColumnsTrain() {
        QFETCH(QString, column);
        QFETCH(QString, likelihood);
        QFETCH(QString, start);
        const std::map<QString, std::function<std::string(Index)>> cells{
            {"constant", [](Index) { return "7"; }},
            {"all missing", [](Index) { return ""; }},
            {"one cell", [](Index row) { return row == 13 ? "4" : ""; }},
            {"most missing", [](Index row) { return row % 9 == 0 ? std::to_string(row + 1) : ""; }},
            {"counts up to 1e9",
             [](Index row) { return row % 10 == 7 ? "1000000000" : std::to_string(row + 1); }},
            {"rare counts", [](Index row) { return row % 20 == 3 ? std::to_string(row) : "0"; }},
            {"one far cell", [](Index row) { return row == 11 ? "100000000" : std::to_string(row % 7); }},
            {"copy", wave(1)},
            {"two values", [](Index row) { return row % 17 == 2 ? "1" : "0"; }},
            {"tiny", [](Index row) { return std::to_string(row + 1) + "e-300"; }},
            {"huge", [](Index row) { return std::to_string(row + 1) + "e300"; }},
            {"hardly varies",
             [](Index row) { return row % 5 == 0 ? "1000000000000001" : "1000000000000000"; }}};
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.start = start.toStdString();
        const DatasetPtr table = tableOf(60, {{"odd", cells.at(column)}, {"a", wave(1)}, {"b", wave(2)}},
                                         {{"odd", ColumnType::Number}});
        const TrainingDataPtr data = prepared(
            table, hyperparameters, {.label = "", .likelihoods = {{"odd", likelihood.toStdString()}}});
        trainToTheEnd(data, hyperparameters);
    }

    void aRowWithoutCellsTrains_data() {
        QTest::addColumn<QString>("likelihood");
        for (const std::string_view likelihood : hyperparameterSpec("likelihood").choices)
            QTest::newRow(likelihood.data()) << QString::fromLatin1(likelihood.data());
    }

    void aRowWithoutCellsTrains() {
        QFETCH(QString, likelihood);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.likelihood = likelihood.toStdString();
        hyperparameters.importanceSamples = 2;
        const auto sparse = [](std::function<std::string(Index)> cell) {
            return [cell](Index row) { return row % 6 == 0 ? std::string() : cell(row); };
        };
        const DatasetPtr table =
            tableOf(40,
                    {{"a", sparse(wave(1))},
                     {"n", sparse([](Index row) { return std::to_string(row * row % 23); })},
                     {"yes", sparse([](Index row) { return row % 4 == 1 ? "yes" : "no"; })},
                     {"colour", sparse([](Index row) { return std::string(1, char('a' + row % 3)); })}},
                    {{"n", ColumnType::Number}, {"colour", ColumnType::Category}});
        const TrainingDataPtr data = prepared(table, hyperparameters);
        QVERIFY((data->table.mask.col(0).array() == 0).all());
        trainToTheEnd(data, hyperparameters);
    }

    void aCategoryOfValidationRowsAloneTrains_data() {
        QTest::addColumn<QString>("start");
        QTest::newRow("pPCA start") << "ppca";
        QTest::newRow("plain start") << "plain";
    }

    void aCategoryOfValidationRowsAloneTrains() {
        QFETCH(QString, start);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.start = start.toStdString();
        hyperparameters.epochs = 20;
        const Split split =
            splitRows(50, hyperparameters.validation, Random(std::uint64_t(hyperparameters.seed)));
        const Index odd = split.validation.front();
        const DatasetPtr table = tableOf(
            50, {{"a", wave(1)},
                 {"colour", [&](Index row) { return row == odd     ? "violet"
                                                    : row % 3 == 0 ? "red"
                                                                   : "blue"; }},
                 {"sick", [&](Index row) { return row == odd ? "perhaps" : "no"; }}});
        const TrainingDataPtr data = prepared(table, hyperparameters);
        QVERIFY(data->split.validation == split.validation);
        trainToTheEnd(data, hyperparameters);
    }

    /// A step that ends a run without validation rows is looked at like any other.
    void aRunWithoutValidationRowsEndsWithAModelThatHasALoss() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.validation = 0;
        hyperparameters.learningRate = 1e6;
        hyperparameters.clipNorm = 0;
        hyperparameters.batch = 1000;
        hyperparameters.epochs = 1;
        hyperparameters.start = "plain";
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        const Vector start = trainer.state().parameters;
        QVERIFY(trainer.step().outcome == StepReport::Outcome::Diverged);
        QVERIFY(trainer.state().parameters == start);
        QVERIFY(isFullyDescribed(*trainer.divergence()));
        QVERIFY(isFinite(trainer.evaluate(data->split.training)));
    }

    /// A floor above the widest noise that is allowed: thousands of equal cells and two others.
    void aFloorAboveTheWidestNoiseIsThatNoise_data() {
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<NoiseForm>("noise");
        for (const QString likelihood : {"gaussian", "student-t"})
            for (const QString noise : {"fixed", "shared", "feature", "row"})
                QTest::newRow(qPrintable(likelihood + ", noise " + noise))
                    << likelihood << noiseFormFromString(noise.toStdString());
    }

    void aFloorAboveTheWidestNoiseIsThatNoise() {
        QFETCH(QString, likelihood);
        QFETCH(NoiseForm, noise);
        const std::unique_ptr<const Likelihood> made = makeLikelihood({.likelihood = likelihood.toStdString(),
                                                                       .features = 2,
                                                                       .noiseFloor = {40, 0.01},
                                                                       .noise = noise});
        Vector bias = Vector::Zero(made->rawOutputs());
        Vector learned = Vector::Zero(made->noiseParameters());
        made->initialise({.mean = Vector::Zero(2), .variance = Vector::Ones(2)}, bias, learned);
        QVERIFY(bias.allFinite() && learned.allFinite());
        // log σ² ≤ 5, so that a gradient can move it again.
        QVERIFY(learned.size() == 0 || learned.maxCoeff() <= 5);
    }
};

QTEST_GUILESS_MAIN(BadTrainingTest)
#include "bad_training_test.moc"
