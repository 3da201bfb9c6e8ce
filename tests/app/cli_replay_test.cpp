// Runs repeated from their folders alone.

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <functional>

#include "core/data/content_hash.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_folder.h"
#include "core/storage/run_history.h"
#include "core/training/trainer.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

using Steer = std::function<void(Trainer&)>;

/// A run on wine as a program writes it that lets people steer.
void writeSteeredRun(const QString& path, Hyperparameters hyperparameters, const Steer& steer) {
    const TrainingDataPtr data = prepareSample("wine", hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    RunFolder folder(path.toStdString());
    MetricsHistory history = trainer.takeHistory();
    const RunConfig config{.source = {.path = samplePath("wine"), .rows = data->dataset->rows()},
                           .hyperparameters = hyperparameters,
                           .contentHash = contentHash(*data->dataset)};
    folder.begin(config, momentOf(trainer, history));
    steer(trainer);
    history.append(trainer.takeHistory());
    folder.finish(momentOf(trainer, history));
}

void diverge(Trainer& trainer) {
    const std::int64_t before = trainer.state().divergences;
    trainer.apply(hyperparameterSpec("learning-rate"), 1e6);
    while (trainer.state().divergences == before)
        trainer.step();
}

CliResult replayed(const QString& folder, const QString& out) {
    return runCli({"replay", folder, "--out", out, "--json"});
}

void overwrite(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

void verifySameRun(const QString& folder, const QString& other) {
    for (const char* const file :
         {"model.safetensors", "checkpoint.safetensors", "metrics.csv", "edits.jsonl", "config.json"}) {
        const QByteArray content = contentOf(folder + "/" + file);
        QVERIFY2(content == contentOf(other + "/" + file), file);
        QVERIFY(!content.isEmpty() || file == QByteArray("edits.jsonl"));
    }
}

}  // namespace

class CliReplayTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    QString m_run = m_place.filePath("run");
    QString m_again = m_place.filePath("again");

private slots:
    void init() {
        for (const QString& folder : {m_run, m_again})
            QVERIFY(QDir(folder).removeRecursively());
    }

    void aSteeredRunIsRepeatedToTheByte_data() {
        QTest::addColumn<Steer>("steer");
        QTest::addColumn<int>("patience");
        QTest::addColumn<int>("edits");
        QTest::addColumn<int>("recoveries");
        QTest::newRow("not steered") << Steer([](Trainer& trainer) { runSteps(trainer, 12); }) << 0 << 0 << 0;
        QTest::newRow("beta and learning rate") << Steer([](Trainer& trainer) {
            runSteps(trainer, 4);
            trainer.apply(hyperparameterSpec("beta"), 4.0);
            runSteps(trainer, 3);
            // Two of one step.
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-2);
            trainer.apply(hyperparameterSpec("learning-rate"), 1.0 / 3000);
            runSteps(trainer, 60);
        }) << 0 << 3 << 0;
        QTest::newRow("batch, and more epochs") << Steer([](Trainer& trainer) {
            runSteps(trainer, 5);
            trainer.apply(hyperparameterSpec("batch"), std::int64_t(7));
            runSteps(trainer, 30);
            trainer.apply(hyperparameterSpec("epochs"), std::int64_t(50));
            runSteps(trainer, 30);
        }) << 0 << 2 << 0;
        QTest::newRow("divergence and recovery") << Steer([](Trainer& trainer) {
            runSteps(trainer, 130);
            diverge(trainer);
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
            trainer.recover();
            runSteps(trainer, 30);
        }) << 0 << 2 << 1;
        QTest::newRow("divergence without recovery") << Steer([](Trainer& trainer) {
            runSteps(trainer, 130);
            diverge(trainer);
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
            runSteps(trainer, 30);
        }) << 0 << 2 << 0;
        QTest::newRow("the best is kept") << Steer([](Trainer& trainer) {
            runSteps(trainer, 40);
            trainer.apply(hyperparameterSpec("learning-rate"), 0.5);
            while (!trainer.keepsBest())
                trainer.step();
        }) << 20 << 1 << 0;
    }

    void aSteeredRunIsRepeatedToTheByte() {
        QFETCH(Steer, steer);
        QFETCH(int, patience);
        QFETCH(int, edits);
        QFETCH(int, recoveries);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.clipNorm = 0;
        hyperparameters.patience = patience;
        writeSteeredRun(m_run, hyperparameters, steer);
        const CliResult result = replayed(m_run, m_again);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY(result.messages.contains("byte for byte"));
        verifySameRun(m_again, m_run);
        const std::int64_t step = readCheckpoint((m_run + kCheckpointFile).toStdString()).state.step;
        QCOMPARE(result.json(), QJsonObject({{"folder", m_again},
                                             {"step", qint64(step)},
                                             {"edits", edits},
                                             {"recoveries", recoveries},
                                             {"same_model", true}}));
    }

    void aRunThatWasKilledAndGoneOnWithIsRepeated() {
        const QStringList options{"--hidden", "8", "--batch", "64", "--checkpoint-seconds", "0", "--json"};
        QProcess process;
        process.start(LATENTSCAPE_CLI, QStringList{"train", QString::fromStdString(samplePath("iris")),
                                                   "--out", m_run, "--epochs", "100000000"} +
                                           options);
        for (qsizetype read = 0; read < 2000; read += process.readAllStandardOutput().size())
            QVERIFY(process.waitForReadyRead());
        process.kill();
        process.waitForFinished();
        const std::uint32_t epoch = readCheckpoint((m_run + kCheckpointFile).toStdString()).state.epoch;
        QCOMPARE(runCli({"resume", m_run, "--epochs", QString::number(epoch + 4)}).exitCode, 0);
        const CliResult result = replayed(m_run, m_again);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(result.json()["edits"].toInt(), 1);
        verifySameRun(m_again, m_run);
    }

    /// What is appended between two checkpoints is ahead of the checkpoint.
    void changesBehindTheCheckpointDoNotCount() {
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) {
            runSteps(trainer, 8);
            trainer.apply(hyperparameterSpec("beta"), 2.0);
            runSteps(trainer, 2);
        });
        const QByteArray edit = contentOf(m_run + "/edits.jsonl");
        overwrite(m_run + "/edits.jsonl", edit + QByteArray(edit).replace("\"step\":8", "\"step\":12"));
        QCOMPARE(replayed(m_run, m_again).exitCode, 0);
        QCOMPARE(contentOf(m_again + "/edits.jsonl"), edit);
    }

    void whatDoesNotLeadToTheSameModelIsTold_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("said");
        QTest::newRow("another value") << "edits.jsonl" << QByteArray("\"after\":2.0")
                                       << QByteArray("\"after\":2.5") << "parameters differ";
        QTest::newRow("another learning rate")
            << "config.json" << QByteArray("\"learning-rate\": 0.001")
            << QByteArray("\"learning-rate\": 0.002") << "parameters differ";
        QTest::newRow("at a step that is never reached so")
            << "edits.jsonl" << QByteArray("\"validated\":true") << QByteArray("\"validated\":false")
            << "does not lead to where";
        QTest::newRow("model of another moment") << "model.safetensors" << QByteArray("\"beta\\\":2.0")
                                                 << QByteArray("\"beta\\\":2.5") << "another moment";
    }

    void whatDoesNotLeadToTheSameModelIsTold() {
        QFETCH(QString, file);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, said);
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) {
            runSteps(trainer, 8);
            trainer.apply(hyperparameterSpec("beta"), 2.0);
            runSteps(trainer, 20);
        });
        const QByteArray content = contentOf(m_run + "/" + file);
        QVERIFY2(content.contains(from), content.left(3000).constData());
        overwrite(m_run + "/" + file, QByteArray(content).replace(from, to));
        const CliResult result = replayed(m_run, m_again);
        QVERIFY2(result.exitCode == 1, qPrintable(result.messages));
        QVERIFY2(result.messages.contains(said), qPrintable(result.messages));
        QVERIFY(!result.messages.contains('{'));
        QCOMPARE(result.json()["same_model"], QJsonValue(false));
        // Either a whole run, or nothing.
        QCOMPARE(QFile::exists(m_again), QFile::exists(m_again + "/config.json"));
        QCOMPARE(result.json().contains("folder"), QFile::exists(m_again));
    }

    void whatCannotBeRepeatedIsRefused() {
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) {
            runSteps(trainer, 3);
            trainer.apply(hyperparameterSpec("beta"), 2.0);
            runSteps(trainer, 3);
        });
        QCOMPARE(replayed(m_run, m_run).exitCode, 2);
        QCOMPARE(replayed(m_place.filePath("none"), m_again).exitCode, 3);
        QCOMPARE(replayed(m_run, m_run + "/config.json/out").exitCode, 5);
        const CliResult moved =
            runCli({"replay", m_run, "--out", m_again, "--data", m_place.filePath("none.csv")});
        QCOMPARE(moved.exitCode, 3);
        QVERIFY(moved.messages.contains("--data"));
        const CliResult other =
            runCli({"replay", m_run, "--out", m_again, "--data", QString::fromStdString(samplePath("iris"))});
        QCOMPARE(other.exitCode, 3);
        QVERIFY2(other.messages.contains("178 rows"), qPrintable(other.messages));
        overwrite(m_run + "/edits.jsonl", {});
        const CliResult without = replayed(m_run, m_again);
        QCOMPARE(without.exitCode, 3);
        QVERIFY2(without.messages.contains("fewer changes"), qPrintable(without.messages));
        QVERIFY(!QDir(m_again).exists());
        QVERIFY(QFile::remove(m_run + "/checkpoint.safetensors"));
        QVERIFY(replayed(m_run, m_again).messages.contains("no checkpoint"));
    }

    void aCheckpointOfAnotherRunIsRefusedBeforeAnythingIsTrained_data() {
        using Change = std::function<void(Checkpoint&)>;
        QTest::addColumn<Change>("change");
        QTest::newRow("other settings")
            << Change([](Checkpoint& checkpoint) { checkpoint.state.hyperparameters.seed = 99; });
        QTest::newRow("a row that is not there")
            << Change([](Checkpoint& checkpoint) { checkpoint.state.position = 100'000; });
    }

    void aCheckpointOfAnotherRunIsRefusedBeforeAnythingIsTrained() {
        using Change = std::function<void(Checkpoint&)>;
        QFETCH(Change, change);
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) { runSteps(trainer, 3); });
        const std::string path = (m_run + kCheckpointFile).toStdString();
        Checkpoint checkpoint = readCheckpoint(path);
        change(checkpoint);
        writeCheckpoint(path, checkpoint.state, checkpoint.history, checkpoint.preprocessor);
        const CliResult result = replayed(m_run, m_again);
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.messages.contains("another run"), qPrintable(result.messages));
        QVERIFY(!QFile::exists(m_again));
    }

    void aTableThatWasMovedIsNamed() {
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) { runSteps(trainer, 3); });
        const QString moved = m_place.filePath("moved.csv");
        QVERIFY(QFile::copy(QString::fromStdString(samplePath("wine")), moved));
        QCOMPARE(runCli({"replay", m_run, "--out", m_again, "--data", moved}).exitCode, 0);
        QCOMPARE(readRunConfig(m_again.toStdString()).source.path, moved.toStdString());
        QCOMPARE(contentOf(m_again + "/model.safetensors"), contentOf(m_run + "/model.safetensors"));
    }

    void anInterruptedReplayEndsWith130AndKeepsNothing() {
        writeSteeredRun(m_run, smallModel(), [](Trainer& trainer) { runSteps(trainer, 3); });
        // A step that is out of reach today.
        const std::string path = (m_run + kCheckpointFile).toStdString();
        Checkpoint checkpoint = readCheckpoint(path);
        checkpoint.state.step = 1'000'000'000;
        writeCheckpoint(path, checkpoint.state, checkpoint.history, checkpoint.preprocessor);
        QProcess process;
        process.start(LATENTSCAPE_CLI, {"replay", m_run, "--out", m_again});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_again + "/.lock"), 60000);
        QVERIFY(sendSignal(process, SIGINT));
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("Interrupted at step"));
        QVERIFY(!QFile::exists(m_again));
    }
};

QTEST_GUILESS_MAIN(CliReplayTest)
#include "cli_replay_test.moc"
