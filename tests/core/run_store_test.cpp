#include "core/storage/run_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <csignal>
#include <limits>

#include <sys/resource.h>

#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"
#include "core/storage/folder_lock.h"
#include "core/storage/run_folder.h"
#include "core/storage/run_folders.h"
#include "core/storage/run_history.h"
#include "core/storage/run_json.h"
#include "core/storage/run_watch.h"
#include "core/storage/safetensors.h"
#include "core/support/whole_file.h"
#include "core/training/trainer.h"
#include "tests/support/comma_locale.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

Hyperparameters unusual() {
    Hyperparameters hyperparameters;
    hyperparameters.latent = 3;
    hyperparameters.hidden = {7, 5};
    hyperparameters.activation = "tanh";
    hyperparameters.beta = 1.0 / 3;
    hyperparameters.learningRate = 2e-3;
    hyperparameters.epochs = 3;
    hyperparameters.seed = 4294967295;
    return hyperparameters;
}

/// A short run over `sample` with one live edit.
struct Run {
    SavedRun saved;
    MetricsHistory history;

    explicit Run(const std::string& sample) {
        const TrainingDataPtr data = prepareSample(sample, unusual());
        Trainer trainer(data, unusual(), {});
        while (!trainer.finished()) {
            trainer.step();
            if (trainer.state().step == 2)
                trainer.apply(hyperparameterSpec("beta"), 0.5);
        }
        saved = {
            .source = {.path = samplePath(sample),
                       .rows = data->dataset->rows(),
                       .csv = {.delimiter = ';', .header = true, .types = {{"year", ColumnType::Category}}},
                       .roles = {.inputs = {"a b", "ü"},
                                 .label = "",
                                 .ignore = {"c\"d"},
                                 .colours = {"e"},
                                 .likelihoods = {{"ü", "student-t"}},
                                 .scales = {{"ü", NumberScale::LogarithmOnePlus}, {"a b", ScaleChoice()}},
                                 .scale = NumberScale::Robust,
                                 .clips = {{"ü", 0}},
                                 .clip = 0.01}},
            .hyperparameters = trainer.hyperparameters(),
            .preprocessor = data->preprocessor,
            .model = *trainer.modelSnapshot()};
        history = trainer.takeHistory();
    }
};

void writeRun(const std::string& folder, const SavedRun& run, const MetricsHistory& history) {
    createRunFolder(folder);
    writeRunHistory(folder, history);
    writeRunModel(folder, run);
    writeRunConfig(folder, {.source = run.source, .hyperparameters = run.hyperparameters});
}

void overwrite(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

std::optional<Problem> readProblem(const QString& folder) {
    return thrownProblem([&] { readRun(folder.toStdString()); });
}

bool sameHistory(const MetricsHistory& one, const MetricsHistory& other) {
    return one.training == other.training && one.validation == other.validation && one.edits == other.edits &&
           one.recoveries == other.recoveries;
}

/// Numbers that short decimals do not give back.
MetricsHistory awkwardHistory() {
    MetricsHistory history;
    const double third = 1.0 / 3;
    history.validation = {{.step = 0, .epoch = 0, .terms = {.reconstruction = 1e300, .kl = 5e-324}},
                          {.step = 7, .epoch = 2 * third, .terms = {.reconstruction = -third, .kl = 0.1}}};
    history.training = {{.step = 7,
                         .epoch = 2 * third,
                         .terms = {.reconstruction = std::nextafter(1.0, 2.0), .kl = -0.0},
                         .loss = std::numeric_limits<double>::infinity(),
                         .beta = 0.1 + 0.2,
                         .learningRate = 1e-3 * third,
                         .gradientNorm = std::numeric_limits<double>::max(),
                         .updateRatio = std::numeric_limits<double>::min()},
                        {.step = 9007199254740993, .epoch = 1e9, .learningRate = 123456789.123456789}};
    history.edits = {{.step = 3, .epoch = third, .key = "beta", .before = 1.0, .after = third},
                     {.step = 3,
                      .epoch = third,
                      .key = "batch",
                      .before = std::int64_t(64),
                      .after = std::int64_t(7),
                      .divergences = 2,
                      .validated = false}};
    return history;
}

/// While it lives, no file may grow beyond `bytes`.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

}  // namespace

class RunStoreTest : public QObject {
    Q_OBJECT

private slots:
    void aRunSurvivesWritingAndReading_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("numbers") << "wine";
        QTest::newRow("missing cells, categories") << "penguins";
        QTest::newRow("pictures") << "digits";
    }

    void aRunSurvivesWritingAndReading() {
        QFETCH(QString, sample);
        const Run run(sample.toStdString());
        const QTemporaryDir folder;
        const std::string path = folder.filePath("new/run").toStdString();
        {
            const CommaLocale locale;
            writeRun(path, run.saved, run.history);
        }
        const CommaLocale locale;
        const SavedRun read = readRun(path);
        QVERIFY(read.model.parameters == run.saved.model.parameters);
        QVERIFY(read.hyperparameters == run.saved.hyperparameters);
        QVERIFY(read.preprocessor.columns() == run.saved.preprocessor.columns());
        QVERIFY(read.preprocessor.image() == run.saved.preprocessor.image());
        QCOMPARE(read.source.path, run.saved.source.path);
        QCOMPARE(read.source.rows, run.saved.source.rows);
        QVERIFY(read.source.csv.delimiter == ';' && read.source.csv.header == true);
        QVERIFY(read.source.csv.types == run.saved.source.csv.types);
        QVERIFY(read.source.roles == run.saved.source.roles);
    }

    void clipsAndPrecisionsSurviveToo() {
        EncodedColumn clipped{.name = "size",
                              .likelihood = "gaussian",
                              .numberScale = NumberScale::Robust,
                              .features = 1,
                              .lowest = -0.1,
                              .highest = 1e300};
        EncodedColumn date{
            .name = "day",
            .type = ColumnType::DateTime,
            .column = 1,
            .likelihood = "gaussian",
            .firstFeature = 1,
            .features = 1,
            .precision = DateTimePrecision::Second,
            .notation = {
                .order = DateOrder::MonthDayYear, .separator = '/', .padded = false, .beforeTime = ' '}};
        const Preprocessor preprocessor({clipped, date}, std::nullopt);
        const Preprocessor read = preprocessorFromJson(nlohmann::json::parse(toJson(preprocessor).dump()));
        QVERIFY(read.columns() == preprocessor.columns());
    }

    void aPictureOfOtherPixelsThanItsColumnsIsRefused_data() {
        QTest::addColumn<QString>("width");
        QTest::addColumn<QString>("height");
        QTest::addColumn<bool>("taken");
        QTest::newRow("as it is") << "3"
                                  << "2" << true;
        QTest::newRow("a line") << "6"
                                << "1" << true;
        QTest::newRow("fewer pixels") << "2"
                                      << "2" << false;
        QTest::newRow("more pixels") << "2000000000"
                                     << "2000000000" << false;
        QTest::newRow("as many, but for an overflow") << "2147483649"
                                                      << "8589934590" << false;
        QTest::newRow("no pixels") << "0"
                                   << "2" << false;
        QTest::newRow("negative sides") << "-3"
                                        << "-2" << false;
        QTest::newRow("no numbers") << "\"3\""
                                    << "2" << false;
    }

    void aPictureOfOtherPixelsThanItsColumnsIsRefused() {
        QFETCH(QString, width);
        QFETCH(QString, height);
        QFETCH(bool, taken);
        std::vector<EncodedColumn> pixels;
        for (Index i = 0; i < 6; ++i)
            pixels.push_back({.name = "px" + std::to_string(i),
                              .column = i,
                              .likelihood = "bernoulli",
                              .firstFeature = i,
                              .features = 1});
        nlohmann::json schema = toJson(Preprocessor(pixels, std::nullopt));
        schema["image"] = {{"width", nlohmann::json::parse(width.toStdString())},
                           {"height", nlohmann::json::parse(height.toStdString())}};
        try {
            const Preprocessor read = preprocessorFromJson(schema);
            QVERIFY(taken && read.image().has_value());
        } catch (const std::exception& refused) {
            QVERIFY2(!taken, refused.what());
        }
    }

    void whatEarlierVersionsDidNotTellIsTheDefault() {
        nlohmann::json source = toJson(RunSource{.path = "t.csv", .rows = 3});
        for (const char* const key : {"colours", "scale", "scales", "clip", "clips"})
            QCOMPARE(source.erase(key), std::size_t(1));
        QVERIFY(runSourceFromJson(source).roles == RoleRequest{});
        const EncodedColumn column{
            .name = "size", .likelihood = "bernoulli", .numberScale = NumberScale::Range, .features = 1};
        nlohmann::json schema = toJson(Preprocessor({column}, std::nullopt));
        QVERIFY(schema["columns"][0]["number_scale"] == "minmax");
        for (const auto& [name, scale] :
             {std::pair("range", NumberScale::Range), std::pair("logarithm", NumberScale::Logarithm)}) {
            schema["columns"][0]["number_scale"] = name;
            QVERIFY(preprocessorFromJson(schema).columns()[0].numberScale == scale);
        }
    }

    void metricsAndEditsAreWrittenIndependentOfTheLocale() {
        const QTemporaryDir folder;
        const CommaLocale locale;
        MetricsHistory history;
        history.validation = {{.step = 0, .epoch = 0, .terms = {.reconstruction = 2000.5, .kl = 0}},
                              {.step = 2, .epoch = 1, .terms = {.reconstruction = 1.25, .kl = 0.5}}};
        history.training = {{.step = 2,
                             .epoch = 1,
                             .terms = {.reconstruction = 1.5, .kl = 0.25},
                             .loss = 1.75,
                             .beta = 1,
                             .learningRate = 1e-3,
                             .gradientNorm = 12345.5,
                             .updateRatio = 0.25}};
        history.edits = {{.step = 1, .epoch = 0.5, .key = "beta", .before = 1.0, .after = 0.5},
                         {.step = 1,
                          .epoch = 0.5,
                          .key = "batch",
                          .before = std::int64_t(64),
                          .after = std::int64_t(7),
                          .divergences = 2}};
        history.recoveries = {{.step = 1, .divergences = 1, .validated = true},
                              {.step = 3, .divergences = 2, .validated = false}};
        writeRun(folder.path().toStdString(), Run("iris").saved, history);
        QCOMPARE(contentOf(folder.filePath("metrics.csv")),
                 QByteArray("step,epoch,training_reconstruction,training_kl,training_loss,beta,learning_rate,"
                            "gradient_norm,update_ratio,validation_reconstruction,validation_kl\n"
                            "0,0,,,,,,,,2000.5,0\n"
                            "2,1,1.5,0.25,1.75,1,0.001,12345.5,0.25,,\n"
                            "2,1,,,,,,,,1.25,0.5\n"));
        QCOMPARE(contentOf(folder.filePath("edits.jsonl")),
                 QByteArray("{\"after\":0.5,\"before\":1.0,\"divergences\":0,\"epoch\":0.5,"
                            "\"hyperparameter\":\"beta\",\"step\":1,\"validated\":true}\n"
                            "{\"divergences\":1,\"recover\":true,\"step\":1,\"validated\":true}\n"
                            "{\"after\":7,\"before\":64,\"divergences\":2,\"epoch\":0.5,"
                            "\"hyperparameter\":\"batch\",\"step\":1,\"validated\":true}\n"
                            "{\"divergences\":2,\"recover\":true,\"step\":3,\"validated\":false}\n"));
    }

    void aHistoryIsReadAsItWasWrittenToTheLastBit() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const CommaLocale locale;
        const MetricsHistory history = awkwardHistory();
        writeRunHistory(path, history);
        const MetricsHistory read = readRunHistory(path);
        QVERIFY(sameHistory(read, history));
        QVERIFY(std::signbit(read.training[0].terms.kl));
        const Run run("iris");
        QVERIFY(run.history.training.size() >= 3 && run.history.validation.size() >= 3);
        writeRunHistory(path, run.history);
        QVERIFY(sameHistory(readRunHistory(path), run.history));
    }

    void whatIsNoNumberIsReadAsSuch() {
        const QTemporaryDir folder;
        MetricsHistory history;
        history.training = {
            {.step = 1, .learningRate = 0.5, .updateRatio = std::numeric_limits<double>::quiet_NaN()}};
        writeRunHistory(folder.path().toStdString(), history);
        const MetricsHistory read = readRunHistory(folder.path().toStdString());
        QCOMPARE(read.training.size(), std::size_t(1));
        QVERIFY(std::isnan(read.training[0].updateRatio) && read.training[0].learningRate == 0.5);
    }

    void aFileWrittenAnewIsTheSameCourseAlsoWhereItTellsNoNumbers() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const double none = std::numeric_limits<double>::quiet_NaN();
        MetricsHistory history;
        history.training = {
            {.step = 1, .terms = {.reconstruction = none}, .loss = none, .learningRate = 0.5}};
        history.validation = {{.step = 1, .terms = {.kl = none}}};
        writeRunHistory(path, history);
        RunHistoryReader reader(path);
        reader.read();
        history.training.push_back({.step = 2, .updateRatio = none});
        writeRunHistory(path, history);
        reader.read();
        QVERIFY(!reader.beganAnew());
        QCOMPARE(reader.latest().training.size(), std::size_t(1));
        history.training[0].learningRate = 0.25;
        writeRunHistory(path, history);
        reader.read();
        QVERIFY(reader.beganAnew());
    }

    void recoveriesAreToldAmongTheEdits() {
        const QTemporaryDir folder;
        writeRunHistory(folder.path().toStdString(), awkwardHistory());
        appendLines(folder.filePath("edits.jsonl").toStdString(),
                    "{\"recover\":true,\"step\":5,\"divergences\":1,\"validated\":false}\n");
        const MetricsHistory read = readRunHistory(folder.path().toStdString());
        QCOMPARE(read.edits.size(), std::size_t(2));
        QVERIFY(read.recoveries ==
                std::vector<RunPlace>({{.step = 5, .divergences = 1, .validated = false}}));
    }

    /// Whatever part of a file has arrived by now, each line is read once, as soon as it is whole.
    void aHistoryThatGrowsIsReadOnWhereItWasLeft() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        MetricsHistory whole = awkwardHistory();
        whole.append(awkwardHistory());
        whole.training.resize(1);
        whole.validation.resize(2);
        const QByteArray metrics = QByteArray::fromStdString(metricsCsv(whole));
        const QByteArray edits = QByteArray::fromStdString(editsJsonLines(whole));
        overwrite(folder.filePath("metrics.csv"), {});
        overwrite(folder.filePath("edits.jsonl"), {});
        RunHistoryReader reader(path);
        MetricsHistory told;
        for (qsizetype at = 0; at < std::max(metrics.size(), edits.size()); ++at) {
            appendLines(path + kMetricsFile, metrics.mid(at, 1).toStdString());
            appendLines(path + kEditsFile, edits.mid(at, 1).toStdString());
            reader.read();
            QVERIFY(!reader.beganAnew());
            const MetricsHistory& latest = reader.latest();
            const bool endsLine = metrics.mid(at, 1) == "\n" || edits.mid(at, 1) == "\n";
            QVERIFY(endsLine || sameHistory(latest, {}));
            told.append(latest);
        }
        QVERIFY(sameHistory(told, whole));
        QVERIFY(sameHistory(reader.history(), whole));
    }

    void aHistoryThatIsWrittenAgainAddsWhatIsNew() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        MetricsHistory history = awkwardHistory();
        writeRunHistory(path, history);
        RunHistoryReader reader(path);
        reader.read();
        MetricsHistory more;
        more.validation = {{.step = 9007199254740993, .epoch = 1e9}};
        history.append(more);
        writeRunHistory(path, history);
        reader.read();
        QVERIFY(!reader.beganAnew());
        QVERIFY(sameHistory(reader.latest(), more));
        QVERIFY(sameHistory(reader.history(), history));

        // One that lost some of its lines, as when a run goes on from its last checkpoint.
        history.training.pop_back();
        writeRunHistory(path, history);
        reader.read();
        QVERIFY(reader.beganAnew());
        QVERIFY(sameHistory(reader.latest(), history));
        QVERIFY(sameHistory(reader.history(), history));
    }

    void aHistoryThatCannotBeIsRefusedWithItsLine_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("line");
        QTest::newRow("other columns")
            << "metrics.csv" << QByteArray("step,epoch") << QByteArray("step,time") << "line 1:";
        QTest::newRow("too few cells")
            << "metrics.csv" << QByteArray("\n0,0,") << QByteArray("\n0,") << "line 2:";
        QTest::newRow("too many cells")
            << "metrics.csv" << QByteArray("\n0,0,") << QByteArray("\n0,0,,") << "line 2:";
        QTest::newRow("no step") << "metrics.csv" << QByteArray("\n7,") << QByteArray("\n7x,") << "line 3:";
        QTest::newRow("no number") << "metrics.csv" << QByteArray("1e+300") << QByteArray("1e+300.")
                                   << "line 2:";
        QTest::newRow("step out of order")
            << "metrics.csv" << QByteArray("\n9007199254740993,") << QByteArray("\n6,") << "line 5:";
        QTest::newRow("negative step")
            << "metrics.csv" << QByteArray("\n0,") << QByteArray("\n-1,") << "line 2:";
        QTest::newRow("no epoch") << "metrics.csv" << QByteArray("\n0,0,") << QByteArray("\n0,,")
                                  << "line 2:";
        QTest::newRow("no JSON") << "edits.jsonl" << QByteArray("{\"after\":7") << QByteArray("\"after\":7")
                                 << "line 2:";
        QTest::newRow("no object") << "edits.jsonl" << QByteArray("{\"after\":7")
                                   << QByteArray("3\n{\"after\":7") << "line 2:";
        QTest::newRow("unknown hyperparameter")
            << "edits.jsonl" << QByteArray("\"batch\"") << QByteArray("\"bench\"") << "line 2:";
        QTest::newRow("value out of range")
            << "edits.jsonl" << QByteArray("\"after\":7") << QByteArray("\"after\":-7") << "line 2:";
        QTest::newRow("recovery without a place")
            << "edits.jsonl" << QByteArray("{\"after\":7") << QByteArray("{\"recover\":true}\n{\"after\":7")
            << "line 2:";
    }

    void aHistoryThatCannotBeIsRefusedWithItsLine() {
        QFETCH(QString, file);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, line);
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        writeRunHistory(path, awkwardHistory());
        RunHistoryReader reader(path);
        reader.read();
        const QByteArray content = contentOf(folder.filePath(file));
        QVERIFY(content.contains(from));
        // As another file, which is read from its start.
        writeFileAtomically(folder.filePath(file).toStdString(),
                            QByteArray(content).replace(from, to).toStdString());
        const std::optional<Problem> problem = thrownProblem([&] { reader.read(); });
        QVERIFY(problem && problem->code == ProblemCode::RunUnreadable && isFullyDescribed(*problem));
        QVERIFY(fact(*problem, "file").ends_with(file.toStdString()));
        QVERIFY2(fact(*problem, "reason").starts_with(line.toStdString()), fact(*problem, "reason").c_str());
        QVERIFY(sameHistory(reader.history(), awkwardHistory()));
        overwrite(folder.filePath(file), content);
        reader.read();
        QVERIFY(sameHistory(reader.history(), awkwardHistory()) && !reader.beganAnew());
    }

    void aFolderThatIsNoRunIsRefused_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("config empty") << "config.json" << QByteArray();
        QTest::newRow("config cut off") << "config.json" << QByteArray("{\"format\": 1, \"data\": {");
        QTest::newRow("config no object") << "config.json" << QByteArray("[]");
        QTest::newRow("config without data") << "config.json" << QByteArray("{\"format\": 1}");
        QTest::newRow("format of the future") << "config.json" << QByteArray("{\"format\": 2}");
        QTest::newRow("model empty") << "model.safetensors" << QByteArray();
        QTest::newRow("model cut off") << "model.safetensors" << QByteArray("\x10\0\0\0\0\0\0\0{", 9);
        QTest::newRow("model without metadata")
            << "model.safetensors" << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
    }

    void aFolderThatIsNoRunIsRefused() {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const Run run("iris");
        writeRun(folder.path().toStdString(), run.saved, run.history);
        overwrite(folder.filePath(file), content);
        const std::optional<Problem> problem = readProblem(folder.path());
        QVERIFY(problem.has_value());
        QVERIFY2(problem->code == ProblemCode::RunUnreadable, describe(*problem).c_str());
        QVERIFY(isFullyDescribed(*problem));
    }

    void aMissingFileIsNamed_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("config") << "config.json";
        QTest::newRow("model") << "model.safetensors";
    }

    void aMissingFileIsNamed() {
        QFETCH(QString, file);
        const QTemporaryDir folder;
        const Run run("iris");
        writeRun(folder.path().toStdString(), run.saved, run.history);
        QVERIFY(QFile::remove(folder.filePath(file)));
        const std::optional<Problem> problem = readProblem(folder.path());
        QVERIFY(problem && problem->code == ProblemCode::FileNotFound);
        QVERIFY(fact(*problem, "file").ends_with(file.toStdString()));
    }

    /// One entry of the saved preprocessing or of the hyperparameters replaced by nonsense.
    void aModelWhoseMetadataContradictItIsRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("huge one-hot block") << "preprocessing"
                                            << "/columns/0/features"
                                            << "1000000000000";
        QTest::newRow("negative width") << "preprocessing"
                                        << "/columns/0/features"
                                        << "-1";
        QTest::newRow("number of two features") << "preprocessing"
                                                << "/columns/1/features"
                                                << "2";
        QTest::newRow("feature out of place") << "preprocessing"
                                              << "/columns/1/first_feature"
                                              << "1000000";
        QTest::newRow("negative place") << "preprocessing"
                                        << "/columns/1/first_feature"
                                        << "-1";
        QTest::newRow("two features in one place") << "preprocessing"
                                                   << "/columns/1/first_feature"
                                                   << "2";
        QTest::newRow("scale of zero") << "preprocessing"
                                       << "/columns/1/scale"
                                       << "0";
        QTest::newRow("unknown type") << "preprocessing"
                                      << "/columns/1/type"
                                      << "\"complex\"";
        QTest::newRow("no columns") << "preprocessing"
                                    << "/columns"
                                    << "[]";
        QTest::newRow("name that is no text") << "preprocessing"
                                              << "/columns/1/name"
                                              << "5";
        QTest::newRow("other latent") << "hyperparameters"
                                      << "/latent"
                                      << "5";
        QTest::newRow("latent out of range") << "hyperparameters"
                                             << "/latent"
                                             << "-5";
        QTest::newRow("layers larger than memory") << "hyperparameters"
                                                   << "/hidden"
                                                   << "[8192,8192,8192,8192,8192]";
        QTest::newRow("unknown activation") << "hyperparameters"
                                            << "/activation"
                                            << "\"swoosh\"";
    }

    void aModelWhoseMetadataContradictItIsRefused() {
        QFETCH(QString, key);
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        const QTemporaryDir folder;
        const Run run("penguins");
        writeRun(folder.path().toStdString(), run.saved, run.history);
        const std::string path = folder.filePath("model.safetensors").toStdString();
        SafetensorsFile model = decodeSafetensors(readWholeFile(path), path);
        std::string& text = model.metadata.at(key.toStdString());
        nlohmann::json json = nlohmann::json::parse(text);
        json.at(nlohmann::json::json_pointer(pointer.toStdString())) =
            nlohmann::json::parse(value.toStdString());
        text = json.dump();
        writeFileAtomically(path, encodeSafetensors(model));
        const std::optional<Problem> problem = readProblem(folder.path());
        QVERIFY(problem.has_value());
        QVERIFY(isFullyDescribed(*problem));
    }

    /// A folder cannot be made below a file, whoever asks.
    void anUnwritableFolderIsReported() {
        const QTemporaryDir folder;
        overwrite(folder.filePath("file"), "x");
        const Run run("iris");
        const std::optional<Problem> problem = thrownProblem(
            [&] { writeRun(folder.filePath("file/run").toStdString(), run.saved, run.history); });
        QVERIFY(problem && problem->code == ProblemCode::FileNotWritable);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aFileIsReplacedAsAWhole() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("file").toStdString();
        writeFileAtomically(path, "first, and longer");
        writeFileAtomically(path, "second");
        QCOMPARE(readWholeFile(path), std::string("second"));
        writeFileAtomically(path, "");
        QCOMPARE(readWholeFile(path), std::string());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("file"));
    }

    void theOldFileStaysWhenWritingFails() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("file").toStdString();
        writeFileAtomically(path, "old");
        {
            const FileSizeLimit limit(1000);
            const std::optional<Problem> problem =
                thrownProblem([&] { writeFileAtomically(path, std::string(5000, 'x')); });
            QVERIFY(problem && problem->code == ProblemCode::FileNotWritable);
            QVERIFY(isFullyDescribed(*problem));
        }
        QCOMPARE(readWholeFile(path), std::string("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("file"));
    }

    void aFolderIsNoFile() {
        const QTemporaryDir folder;
        const std::optional<Problem> write =
            thrownProblem([&] { writeFileAtomically(folder.path().toStdString(), "x"); });
        QVERIFY(write && write->code == ProblemCode::FileNotWritable);
        const std::optional<Problem> read =
            thrownProblem([&] { readWholeFile(folder.path().toStdString()); });
        QVERIFY(read && read->code == ProblemCode::FileUnreadable);
        QVERIFY(fact(*read, "reason").find("directory") != std::string::npos);
    }

    void linesAreAppendedWholeOrNotAtAll() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("file").toStdString();
        const std::optional<Problem> missing = thrownProblem([&] { appendLines(path, "x\n"); });
        QVERIFY(missing && missing->code == ProblemCode::FileNotWritable && isFullyDescribed(*missing));
        writeFileAtomically(path, "one\n");
        appendLines(path, "two\n");
        QCOMPARE(readWholeFile(path), std::string("one\ntwo\n"));
        {
            const FileSizeLimit limit(1000);
            QVERIFY(thrownProblem([&] { appendLines(path, std::string(5000, 'x')); }).has_value());
        }
        QCOMPARE(readWholeFile(path), std::string("one\ntwo\n"));
    }

    void aFolderTellsWhetherItIsBeingWritten() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        QVERIFY(!isBeingWritten(path));
        {
            const RunFolder writer(path);
            QVERIFY(isBeingWritten(path));
        }
        QVERIFY(!isBeingWritten(path));
        QVERIFY(!isBeingWritten(path + "/none"));
    }

    void aWatchTellsWhatIsNew() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const TrainingDataPtr data = prepareSample("iris", unusual());
        Trainer trainer(data, unusual(), {});
        RunWatch watch(path);
        QVERIFY(!watch.look().tellsAnything());
        std::optional<RunFolder> writer(path);
        MetricsHistory history = trainer.takeHistory();
        const RunConfig config{.source = {.path = "iris.csv", .rows = 150}, .hyperparameters = unusual()};
        writer->begin(config, momentOf(trainer, history));

        RunNews news = watch.look();
        QVERIFY(news.config && news.config->hyperparameters == unusual() && news.isWritten);
        QVERIFY(sameHistory(news.latest, history));
        QVERIFY(news.checkpoint && news.checkpoint->state.step == 0);
        QVERIFY(!watch.look().tellsAnything());

        for (int i = 0; i < 4; ++i)
            trainer.step();
        trainer.apply(hyperparameterSpec("beta"), 2.0);
        const MetricsHistory latest = trainer.takeHistory();
        QVERIFY(!latest.training.empty() && latest.edits.size() == 1);
        history.append(latest);
        writer->append(latest);
        news = watch.look();
        QVERIFY(!news.config && !news.checkpoint && sameHistory(news.latest, latest));
        writer->finish(momentOf(trainer, history));
        news = watch.look();
        QVERIFY(!news.config && sameHistory(news.latest, {}) && news.checkpoint->state.step == 4);
        QVERIFY(news.secondsOld >= 0 && news.secondsOld < 600);
        writer.reset();
        QVERIFY(!watch.look().isWritten);

        // The same once more, from its beginning.
        Trainer again(data, unusual(), {});
        writer.emplace(path);
        history = again.takeHistory();
        writer->begin(config, momentOf(again, history));
        news = watch.look();
        if (!news.config)
            news = watch.look();
        QVERIFY(news.config && sameHistory(news.latest, history) && news.checkpoint->state.step == 0);
        writer.reset();
        QVERIFY(QDir(folder.path()).removeRecursively());
        news = watch.look();
        QVERIFY(news.isGone && !news.tellsAnything() && !news.problem);
    }

    void aWatchWaitsForWhatIsHalfThereWhileItIsWritten_data() {
        QTest::addColumn<QString>("file");
        for (const char* const file : {"config.json", "metrics.csv", "edits.jsonl", "checkpoint.safetensors"})
            QTest::newRow(file) << file;
    }

    void aWatchWaitsForWhatIsHalfThereWhileItIsWritten() {
        QFETCH(QString, file);
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const TrainingDataPtr data = prepareSample("iris", unusual());
        Trainer trainer(data, unusual(), {});
        trainer.step();
        trainer.apply(hyperparameterSpec("beta"), 2.0);
        const MetricsHistory history = trainer.takeHistory();
        std::optional<RunFolder> writer(path);
        writer->begin({.source = {.path = "iris.csv", .rows = 150}, .hyperparameters = unusual()},
                      momentOf(trainer, history));
        const QString whole = folder.filePath(file);
        const QByteArray content = contentOf(whole);
        overwrite(whole, content.left(content.size() / 2) + (file == "metrics.csv" ? "\n" : ""));
        if (file == "edits.jsonl")
            overwrite(whole, content.left(content.size() / 2) + "\n");
        RunWatch watch(path);
        for (int i = 0; i < 10; ++i) {
            const RunNews news = watch.look();
            QVERIFY(news.isWritten && !news.problem && !news.tellsAnything());
        }
        writer.reset();
        RunNews news;
        for (int i = 0; i < 10 && !news.problem; ++i)
            news = watch.look();
        QVERIFY(news.problem && news.problem->code == ProblemCode::RunUnreadable);
        QVERIFY(isFullyDescribed(*news.problem));
        overwrite(whole, content);
        news = watch.look();
        QVERIFY(news.config && news.checkpoint && !news.problem && sameHistory(news.latest, history));
    }

    void aSweepsFolderStandsForItsRuns() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        QVERIFY(runFoldersIn(path).empty());
        for (const char* const name : {"b", "a", "c", "no run"})
            QVERIFY(QDir(path.c_str()).mkpath(name));
        const RunConfig config{.source = {.path = "t.csv", .rows = 3}};
        for (const char* const name : {"/b", "/a", "/c"})
            writeRunConfig(path + name, config);
        QCOMPARE(runFoldersIn(path), std::vector<std::string>({path + "/a", path + "/b", path + "/c"}));
        writeFileAtomically(path + "/sweep.csv",
                            "rank,beta,status,folder\n1,2,done,c\n2,1,done,a\n,3,failed,elsewhere\n");
        QCOMPARE(runFoldersIn(path), std::vector<std::string>({path + "/c", path + "/a", path + "/b"}));
        writeFileAtomically(path + "/sweep.csv", "\"torn");
        QCOMPARE(runFoldersIn(path).size(), std::size_t(3));
        QCOMPARE(runFoldersIn(path + "/b"), std::vector<std::string>({path + "/b"}));
        QVERIFY(runFoldersIn(path + "/none").empty());
    }

    void aRunFolderIsWrittenByOneAlone() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        {
            const RunFolder first(path);
            const std::optional<Problem> problem = thrownProblem([&] { RunFolder second(path); });
            QVERIFY(problem && problem->code == ProblemCode::RunInUse && isFullyDescribed(*problem));
        }
        const RunFolder third(path);
    }

    void whatAKilledProcessLeftBehindGoesAndNothingElse() {
        const QTemporaryDir folder;
        overwrite(folder.filePath("checkpoint.safetensors.tmp123"), "half");
        overwrite(folder.filePath("notes.tmp1"), "mine");
        const RunFolder run(folder.path().toStdString());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("notes.tmp1"));
    }

    /// What is appended while it trains is, at its end, what is written as a whole.
    void aRunIsKeptWhileItTrains() {
        const QTemporaryDir place;
        const QString path = place.filePath("run");
        RunFolder folder(path.toStdString());
        const TrainingDataPtr data = prepareSample("iris", unusual());
        Trainer trainer(data, unusual(), {});
        MetricsHistory history = trainer.takeHistory();
        const RunConfig config{.source = {.path = "iris.csv", .rows = 150},
                               .hyperparameters = unusual(),
                               .contentHash = "0123456789abcdef",
                               .validationOperations = 12345};
        folder.begin(config, momentOf(trainer, history));
        const RunConfig read = readRunConfig(path.toStdString());
        QCOMPARE(read.source.path, config.source.path);
        QVERIFY(read.hyperparameters == config.hyperparameters);
        QCOMPARE(read.contentHash, config.contentHash);
        QCOMPARE(read.validationOperations, config.validationOperations);
        QCOMPARE(readCheckpoint(path.toStdString() + kCheckpointFile).state.step, std::int64_t(0));
        QVERIFY(readRun(path.toStdString()).model.parameters == trainer.state().parameters);

        while (!trainer.finished()) {
            trainer.step();
            if (trainer.state().step == 2)
                trainer.apply(hyperparameterSpec("beta"), 0.5);
            const MetricsHistory latest = trainer.takeHistory();
            folder.append(latest);
            history.append(latest);
        }
        QVERIFY(history.training.size() > 2 && history.validation.size() > 2);
        const QByteArray metrics = contentOf(path + "/metrics.csv");
        const QByteArray edits = contentOf(path + "/edits.jsonl");
        QCOMPARE(edits.count('\n'), 1);
        folder.finish(momentOf(trainer, history));
        QCOMPARE(contentOf(path + "/metrics.csv"), metrics);
        QCOMPARE(contentOf(path + "/edits.jsonl"), edits);
        const SavedRun saved = readRun(path.toStdString());
        QVERIFY(saved.model.parameters == trainer.bestSnapshot()->parameters);
        QCOMPARE(saved.hyperparameters.beta, 0.5);
        QCOMPARE(readRunConfig(path.toStdString()).hyperparameters.beta, unusual().beta);
        QVERIFY(readCheckpoint(path.toStdString() + kCheckpointFile).state.parameters ==
                trainer.state().parameters);
    }

    void aConfigurationWithoutPiecesOfValidationIsRefused() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        writeRunConfig(path, {.source = {.path = "t.csv"}, .validationOperations = 0});
        const std::optional<Problem> problem = thrownProblem([&] { readRunConfig(path); });
        QVERIFY(problem && problem->code == ProblemCode::RunUnreadable && isFullyDescribed(*problem));
    }

    void aNameThatNoFileCanHaveIsReported() {
        const std::optional<Problem> problem = thrownProblem([] { readWholeFile(std::string(5000, 'x')); });
        QVERIFY(problem && problem->code == ProblemCode::FileUnreadable);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aTableWhoseFileNameIsNoUtf8CanBeSaved() {
        const QTemporaryDir folder;
        Run run("iris");
        run.saved.source.path =
            "/data/gr\xF6\xDF"
            "e.csv";
        writeRun(folder.path().toStdString(), run.saved, run.history);
        QVERIFY(readRun(folder.path().toStdString()).model.parameters == run.saved.model.parameters);
    }
};

QTEST_GUILESS_MAIN(RunStoreTest)
#include "run_store_test.moc"
