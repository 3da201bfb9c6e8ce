#include "tests/support/cli.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <csignal>

#include "core/storage/run_store.h"
#include "core/training/presets.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

QString sample(const QString& name) {
    return QString::fromStdString(samplePath(name.toStdString()));
}

QStringList keysOf(const QJsonObject& object) {
    return object.keys();
}

bool isFinite(const QJsonValue& value) {
    return value.isDouble() && std::isfinite(value.toDouble());
}

/// `arguments` behind `train DATA --out folder`.
CliResult train(const QString& data, const QString& folder, const QStringList& arguments) {
    return runCli(QStringList{"train", data, "--out", folder} + arguments);
}

}  // namespace

class CliTest : public QObject {
    Q_OBJECT

private slots:
    void inspectDescribesEverySample_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("missing");
        QTest::addColumn<QString>("label");
        QTest::newRow("iris") << "iris" << 150 << 5 << 0 << "species";
        QTest::newRow("wine") << "wine" << 178 << 14 << 0 << "cultivar";
        QTest::newRow("breast cancer") << "breast_cancer" << 569 << 31 << 0 << "diagnosis";
        QTest::newRow("digits") << "digits" << 1797 << 65 << 0 << "digit";
        QTest::newRow("penguins") << "penguins" << 344 << 8 << 19 << "species";
    }

    void inspectDescribesEverySample() {
        QFETCH(QString, name);
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, missing);
        QFETCH(QString, label);
        const CliResult result = runCli({"inspect", sample(name), "--json"});
        QCOMPARE(result.exitCode, 0);
        const QJsonObject json = result.json();
        QCOMPARE(json["rows"].toInt(), rows);
        QCOMPARE(json["label"].toString(), label);
        QCOMPARE(json["dialect"].toObject()["delimiter"].toString(), QString(","));
        QCOMPARE(json["problems"].toArray().size(), 0);
        QCOMPARE(json["columns"].toArray().size(), columns);
        int found = 0;
        for (const QJsonValue& column : json["columns"].toArray()) {
            QVERIFY(!column["name"].toString().isEmpty());
            QVERIFY(
                QStringList({"number", "binary", "category", "text"}).contains(column["type"].toString()));
            found += column["missing"].toInt(-1000);
        }
        QCOMPARE(found, missing);
        QVERIFY(!runCli({"inspect", sample(name)}).output.isEmpty());
    }

    void trainTellsEachEpochAndWritesTheRun() {
        const QTemporaryDir folder;
        const CliResult result = train(sample("iris"), folder.filePath("run"), {"--epochs", "5", "--json"});
        QCOMPARE(result.exitCode, 0);
        const QList<QJsonObject> lines = result.jsonLines();
        QCOMPARE(lines.size(), 5);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            QCOMPARE(keysOf(lines[i]),
                     QStringList({"epoch", "rows_per_second", "seconds", "step", "train", "validation"}));
            QCOMPARE(lines[i]["epoch"].toInt(), int(i) + 1);
            // 120 training rows in batches of 16.
            QCOMPARE(lines[i]["step"].toInt(), 8 * (int(i) + 1));
            QVERIFY(isFinite(lines[i]["seconds"]) && isFinite(lines[i]["rows_per_second"]));
            for (const char* const rows : {"train", "validation"}) {
                const QJsonObject terms = lines[i][QLatin1String(rows)].toObject();
                QCOMPARE(keysOf(terms), QStringList({"kl", "reconstruction", "total"}));
                QVERIFY(isFinite(terms["reconstruction"]) && isFinite(terms["kl"]));
                QVERIFY(std::abs(terms["total"].toDouble() - terms["kl"].toDouble() -
                                 terms["reconstruction"].toDouble()) < 1e-9);
            }
        }
        QCOMPARE(QDir(folder.filePath("run")).entryList(QDir::Files),
                 QStringList({"checkpoint.safetensors", "config.json", "edits.jsonl", "metrics.csv",
                              "model.safetensors"}));
        // A header, 5 training and 6 validation records.
        QCOMPARE(contentOf(folder.filePath("run/metrics.csv")).count('\n'), 12);
    }

    void evaluateTellsTheTermsOfTheBound() {
        const QTemporaryDir folder;
        QCOMPARE(train(sample("wine"), folder.path(), {"--epochs", "20"}).exitCode, 0);
        const CliResult plain = runCli({"evaluate", folder.path(), "--json"});
        QCOMPARE(plain.exitCode, 0);
        const QStringList keys{
            "active_units", "baselines",        "columns",      "elbo",          "findings",
            "kl",           "kl_per_dimension", "log_jacobian", "mean_variance", "mutual_information",
            "r2",           "reconstruction",   "rows",         "saturated"};
        QCOMPARE(keysOf(plain.json()), keys);
        QCOMPARE(plain.json()["columns"].toArray().size(), 13);
        const QJsonObject column = plain.json()["columns"].toArray().first().toObject();
        QCOMPARE(keysOf(column), (QStringList{"name", "negative_log_likelihood", "pca_r2", "r2"}));
        const QJsonObject baselines = plain.json()["baselines"].toObject()["log_likelihood"].toObject();
        QCOMPARE(keysOf(baselines),
                 (QStringList{"factor_analysis", "independent", "ppca", "shrunk_gaussian"}));
        // Validation is 20 % of 178 rows.
        QCOMPARE(plain.json()["rows"].toInt(), 36);
        for (const char* const key : {"elbo", "reconstruction", "kl", "log_jacobian"})
            QVERIFY(isFinite(plain.json()[QLatin1String(key)]));
        QCOMPARE(plain.json()["kl_per_dimension"].toArray().size(), 2);
        QVERIFY(std::abs(plain.json()["elbo"].toDouble() + plain.json()["kl"].toDouble() +
                         plain.json()["reconstruction"].toDouble()) < 1e-9);

        const CliResult all =
            runCli({"evaluate", folder.path(), sample("wine"), "--importance-samples", "10", "--json"});
        QCOMPARE(all.exitCode, 0);
        QCOMPARE(all.json()["rows"].toInt(), 178);
        // Another table has no training rows to fit simple models on.
        QVERIFY(!all.json().contains("baselines"));
        const QJsonObject weighted = all.json()["importance_weighted"].toObject();
        QCOMPARE(weighted["k"].toInt(), 10);
        QVERIFY(weighted["log_likelihood"].toDouble() > all.json()["elbo"].toDouble() - 0.1);
        QVERIFY(!runCli({"evaluate", folder.path()}).output.isEmpty());
    }

    void oneSeedGivesOneModelWithAnyNumberOfThreads() {
        const QTemporaryDir folder;
        const QStringList options{"--epochs", "2", "--batch", "256", "--hidden", "256,128", "--seed", "7"};
        QByteArray models[3];
        for (int i = 0; i < 3; ++i) {
            const QString run = folder.filePath(QString::number(i));
            QCOMPARE(
                train(sample("digits"), run, options + QStringList{"--threads", i == 1 ? "2" : "1"}).exitCode,
                0);
            models[i] = contentOf(run + "/model.safetensors");
        }
        QVERIFY(models[0].size() > 100000);
        QVERIFY(models[0] == models[1]);
        QVERIFY(models[0] == models[2]);
        const QString other = folder.filePath("other");
        QCOMPARE(train(sample("digits"), other, options + QStringList{"--seed", "8"}).exitCode, 2);
        QCOMPARE(train(sample("digits"), other, options.first(6) + QStringList{"--seed", "8"}).exitCode, 0);
        QVERIFY(contentOf(other + "/model.safetensors") != models[0]);
    }

    /// Each at a value that is not its default.
    void everyHyperparameterOptionReachesTheConfiguration() {
        const std::map<std::string, std::string> values{{"latent", "3"},
                                                        {"hidden", "9,5"},
                                                        {"activation", "tanh"},
                                                        {"likelihood", "gaussian"},
                                                        {"noise", "row"},
                                                        {"start", "plain"},
                                                        {"dropout", "0.1"},
                                                        {"beta", "0.7"},
                                                        {"kl-warmup", "1.5"},
                                                        {"kl-cycle", "0.75"},
                                                        {"free-bits", "0.25"},
                                                        {"importance-samples", "2"},
                                                        {"optimizer", "sgd"},
                                                        {"learning-rate", "0.0025"},
                                                        {"learning-rate-schedule", "cosine"},
                                                        {"momentum", "0.5"},
                                                        {"weight-decay", "0.01"},
                                                        {"batch", "24"},
                                                        {"clip-norm", "3.25"},
                                                        {"epochs", "1"},
                                                        {"patience", "7"},
                                                        {"validation", "0.3"},
                                                        {"seed", "4294967295"}};
        const QTemporaryDir folder;
        QStringList options;
        for (const HyperparameterSpec& spec : hyperparameterSpecs())
            options << "--" + QString::fromUtf8(spec.key.data())
                    << QString::fromStdString(values.at(std::string(spec.key)));
        QCOMPARE(train(sample("iris"), folder.path(), options).exitCode, 0);
        const QJsonObject saved = QJsonDocument::fromJson(contentOf(folder.filePath("config.json")))
                                      .object()["hyperparameters"]
                                      .toObject();
        QCOMPARE(saved.size(), qsizetype(values.size()));
        const Hyperparameters read = readRun(folder.path().toStdString()).hyperparameters;
        for (const HyperparameterSpec& spec : hyperparameterSpecs()) {
            QVERIFY(saved.contains(QString::fromUtf8(spec.key.data())));
            QCOMPARE(hyperparameterText(getHyperparameter(read, spec)), values.at(std::string(spec.key)));
            QVERIFY(getHyperparameter(read, spec) != getHyperparameter({}, spec));
        }
        QCOMPARE(saved["learning-rate"].toDouble(), 0.0025);
        QCOMPARE(saved["hidden"].toArray(), QJsonArray({9, 5}));
    }

    void optionsBesideAPresetComeOnTop() {
        const QTemporaryDir folder;
        QCOMPARE(train(sample("digits"), folder.path(),
                       {"--preset", "images", "--hidden", "8", "--latent", "3", "--epochs", "1"})
                     .exitCode,
                 0);
        const Hyperparameters read = readRun(folder.path().toStdString()).hyperparameters;
        QCOMPARE(read.likelihood, std::string("continuous-bernoulli"));
        QCOMPARE(read.hidden, std::vector<std::int64_t>{8});
        QCOMPARE(read.latent, std::int64_t(3));
        QCOMPARE(read.epochs, std::int64_t(1));
    }

    void theHelpListsThePresets() {
        const QString help = QString::fromUtf8(runCli({"train", "--help"}).output).simplified();
        for (const Preset& one : presets())
            QVERIFY2(help.contains(QString::fromUtf8(one.key.data()) + ": "), one.key.data());
    }

    void whatCannotBeTrainedIsRefusedBeforeItStarts_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("words");
        QTest::newRow("no preset") << QStringList{"--preset", "fast"}
                                   << "“fast” is no preset. The presets are: quick-look,";
        QTest::newRow("no latent dimensions")
            << QStringList{"--latent", "0"} << "latent = 0 is outside its range 1 to 512";
        QTest::newRow("no rows in a batch")
            << QStringList{"--batch", "0"} << "batch = 0 is outside its range";
        QTest::newRow("a million units")
            << QStringList{"--hidden", "1000000"} << "hidden = 1e+06 is outside its range 1 to 8192";
        QStringList layers;
        for (int i = 0; i < 64; ++i)
            layers << "8192";
        QTest::newRow("more than the memory")
            << QStringList{"--hidden", layers.join(',')} << " parameters takes 37";
    }

    void whatCannotBeTrainedIsRefusedBeforeItStarts() {
        QFETCH(QStringList, options);
        QFETCH(QString, words);
        const QTemporaryDir parent;
        const QString run = parent.filePath("run");
        const CliResult result = train(sample("iris"), run, options);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(run));
    }

    void scalesClipsAndColoursReachTheRun() {
        const QTemporaryDir folder;
        const CliResult trained = train(sample("iris"), folder.path(),
                                        {"--epochs", "1", "--validation", "0", "--scale", "robust",
                                         "--column-scale", "petal_length_cm=log1p", "--clip", "0.05",
                                         "--column-clip", "sepal_length_cm=0", "--colour", "petal_width_cm"});
        QCOMPARE(trained.exitCode, 0);
        const SavedRun run = readRun(folder.path().toStdString());
        const std::vector<EncodedColumn>& columns = run.preprocessor.columns();
        QCOMPARE(columns.size(), std::size_t(3));
        QCOMPARE(columns[0].numberScale, NumberScale::Robust);
        QVERIFY(std::isinf(columns[0].lowest));
        // numpy.quantile of sepal_width_cm at 0.05 and 0.95, and its median.
        QVERIFY(std::abs(columns[1].lowest - 2.345) < 1e-9 && std::abs(columns[1].highest - 3.8) < 1e-9);
        QCOMPARE(columns[1].shift, 3.0);
        QCOMPARE(columns[2].numberScale, NumberScale::LogarithmOnePlus);
        QVERIFY(run.source.roles.colours == std::vector<std::string>{"petal_width_cm"});
        QVERIFY(run.source.roles.scale == NumberScale::Robust);
        QCOMPARE(run.source.roles.clip, 0.05);
        // And are used again.
        const QString encoded = folder.filePath("encoded.csv");
        QCOMPARE(runCli({"encode", folder.path(), sample("iris"), "--out", encoded}).exitCode, 0);
        QCOMPARE(contentOf(encoded).count('\n'), 151);
    }

    void whatIsLeftOutIsToldWithItsReason() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("numbered.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("id,size,weight\n");
        for (int row = 1; row <= 20; ++row)
            file.write(QByteArray::number(row) + "," + QByteArray::number(row * row % 17) + ".5," +
                       QByteArray::number(row * 7 % 11) + ".25\n");
        file.close();
        const QJsonArray columns = runCli({"inspect", file.fileName(), "--json"}).json()["columns"].toArray();
        QCOMPARE(columns[0]["role"].toString(), QString("ignored"));
        QCOMPARE(columns[1]["role"].toString(), QString("input"));
        QCOMPARE(columns[0]["findings"].toArray().size(), 1);
        QVERIFY(columns[0]["findings"][0].toString().contains("counts the rows from 1 to 20"));
        QVERIFY(runCli({"inspect", file.fileName()}).output.contains("counts the rows from 1 to 20"));
        const CliResult trained = train(file.fileName(), folder.filePath("run"), {"--epochs", "1"});
        QCOMPARE(trained.exitCode, 0);
        QVERIFY(trained.messages.contains("Left out, because they only number or name the rows: “id”"));
        const CliResult wished =
            train(file.fileName(), folder.filePath("run"), {"--epochs", "1", "--inputs", "id,size"});
        QVERIFY(!wished.messages.contains("Left out"));
        QCOMPARE(readRun(folder.filePath("run").toStdString()).preprocessor.columns()[0].name,
                 std::string("id"));
    }

    void wrongUsageEndsWith2_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString iris = sample("iris");
        const auto row = [&](const char* name, const QStringList& options) {
            QTest::newRow(name) << QStringList{"train", iris, "--out", "unused"} + options;
        };
        QTest::newRow("no command") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"forget"};
        QTest::newRow("no table") << QStringList{"train", "--out", "unused"};
        QTest::newRow("no run folder") << QStringList{"train", iris};
        row("unknown option", {"--attention", "0.5"});
        row("option without a value", {"--latent"});
        row("option twice", {"--latent", "2", "--latent", "3"});
        row("below its range", {"--latent", "0"});
        row("negative", {"--latent", "-5"});
        row("above its range", {"--validation", "0.95"});
        row("no number", {"--beta", "much"});
        row("no choice", {"--activation", "swoosh"});
        row("broken list", {"--hidden", "64,x"});
        row("unknown input", {"--inputs", "sepal_length_cm,height"});
        row("unknown label", {"--label", "height"});
        row("unknown ignored column", {"--ignore", "height"});
        row("unknown column with a type", {"--type", "height=number"});
        row("unknown type", {"--type", "sepal_length_cm=complex"});
        row("type without a column", {"--type", "number"});
        row("unknown scale", {"--scale", "logarithmic"});
        row("unknown scale of a column", {"--column-scale", "sepal_length_cm=cubic"});
        row("scale of an unknown column", {"--column-scale", "height=log"});
        row("scale that is of pixels alone", {"--scale", "picture"});
        row("scale that a column cannot have", {"--column-scale", "sepal_length_cm=robust",
                                                "--column-likelihood", "sepal_length_cm=log-normal"});
        row("half clipped on either side", {"--clip", "0.5"});
        row("clipped share that is no number", {"--column-clip", "sepal_length_cm=some"});
        row("clipped share of an unknown column", {"--column-clip", "height=0.1"});
        row("unknown column that colours", {"--colour", "height"});
        row("threads below zero", {"--threads", "-1"});
        row("threads beyond reason", {"--threads", "100000"});
        QTest::newRow("no draws") << QStringList{"evaluate", "unused", "--samples", "0"};
    }

    void wrongUsageEndsWith2() {
        QFETCH(QStringList, arguments);
        const CliResult result = runCli(arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY(!result.messages.isEmpty());
        QVERIFY(!result.messages.contains('{'));
        QVERIFY(result.output.isEmpty());
        QVERIFY(!QDir("unused").exists());
    }

    void aRunThatCannotBeReadEndsWith3() {
        const QTemporaryDir folder;
        QCOMPARE(runCli({"evaluate", folder.filePath("nowhere")}).exitCode, 3);
        QCOMPARE(train(sample("iris"), folder.path(), {"--epochs", "1"}).exitCode, 0);
        // A table that lacks what the model needs.
        const CliResult other = runCli({"evaluate", folder.path(), sample("wine")});
        QCOMPARE(other.exitCode, 3);
        QVERIFY(other.messages.contains("petal_length_cm"));
        QFile model(folder.filePath("model.safetensors"));
        QVERIFY(model.resize(100));
        QCOMPARE(runCli({"evaluate", folder.path()}).exitCode, 3);
    }

    void divergenceEndsWith4AndSavesAFiniteModel_data() {
        QTest::addColumn<QString>("batch");
        QTest::newRow("within the run") << "32";
        QTest::newRow("in its only step") << "1000";
    }

    void divergenceEndsWith4AndSavesAFiniteModel() {
        QFETCH(QString, batch);
        const QTemporaryDir folder;
        const CliResult result = train(sample("wine"), folder.path(),
                                       {"--epochs", "1", "--batch", batch, "--start", "plain",
                                        "--learning-rate", "1e6", "--clip-norm", "0"});
        QCOMPARE(result.exitCode, 4);
        QVERIFY(result.messages.contains("diverged"));
        QVERIFY(!result.messages.contains('{'));
        const SavedRun run = readRun(folder.path().toStdString());
        QVERIFY(run.model.parameters.allFinite());
        QVERIFY(isFinite(runCli({"evaluate", folder.path(), "--json"}).json()["elbo"]));
    }

    void aRunFolderThatCannotBeMadeEndsWith5BeforeTheTraining() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const CliResult result =
            train(sample("iris"), folder.filePath("file/run"), {"--epochs", "1000000000", "--json"});
        QCOMPARE(result.exitCode, 5);
        QVERIFY(result.output.isEmpty());
    }

    void interruptingSavesTheRunAndEndsWith130_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("kill") << SIGTERM;
    }

    void interruptingSavesTheRunAndEndsWith130() {
        QFETCH(int, signal);
        const QTemporaryDir folder;
        QProcess process;
        process.start(LATENTSCAPE_CLI,
                      {"train", sample("iris"), "--out", folder.path(), "--epochs", "1000000000", "--json"});
        QVERIFY(process.waitForReadyRead());
        QVERIFY(sendSignal(process, signal));
        // Its output must be taken, or it could never write what it still has to say.
        while (process.waitForReadyRead())
            process.readAllStandardOutput();
        QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(readRun(folder.path().toStdString()).model.parameters.allFinite());
        QCOMPARE(runCli({"evaluate", folder.path()}).exitCode, 0);
    }

    void helpEndsWith0() {
        QCOMPARE(runCli({"--help"}).exitCode, 0);
        const CliResult help = runCli({"train", "--help"});
        QCOMPARE(help.exitCode, 0);
        for (const HyperparameterSpec& spec : hyperparameterSpecs())
            QVERIFY(help.output.contains("--" + QByteArray(spec.key.data())));
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
