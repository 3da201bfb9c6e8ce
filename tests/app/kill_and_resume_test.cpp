// Runs that end before their time, by any means, and are gone on with.

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <random>

#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

void overwrite(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

QString iris() {
    return QString::fromStdString(samplePath("iris"));
}

/// Two steps an epoch, and a checkpoint after each.
QStringList trainArguments(const QString& folder, int epochs) {
    return {"train",   iris(), "--out",    folder, "--epochs", QString::number(epochs),
            "--batch", "64",   "--hidden", "8",    "--json",   "--checkpoint-seconds",
            "0"};
}

QStringList resumeArguments(const QString& folder) {
    return {"resume", folder, "--json", "--checkpoint-seconds", "0"};
}

/// Kills the process once it has written so many bytes. False if it ended by itself before, with exit code 0.
bool killAfter(const QStringList& arguments, qsizetype bytes) {
    QProcess process;
    process.start(LATENTSCAPE_CLI, arguments);
    bool running = process.waitForStarted();
    for (qsizetype read = 0; running && read < bytes; read += process.readAllStandardOutput().size())
        running = process.waitForReadyRead() || process.bytesAvailable() > 0;
    if (running)
        process.kill();
    process.waitForFinished();
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() != 0)
        qWarning("%s", process.readAllStandardError().constData());
    return process.exitStatus() == QProcess::CrashExit || process.exitCode() != 0;
}

void verifyOpens(const QString& folder) {
    try {
        const std::string path = folder.toStdString();
        readRun(path);
        const MetricsHistory history = readCheckpoint(path + kCheckpointFile).history;
        const QByteArray metrics = contentOf(folder + "/metrics.csv");
        QVERIFY(metrics.startsWith("step,") && metrics.endsWith('\n'));
        QVERIFY(metrics.count('\n') >= qsizetype(1 + history.training.size() + history.validation.size()));
    } catch (const Error& error) {
        QFAIL(error.what());
    }
}

void verifySameRun(const QString& folder, const QString& other) {
    for (const char* const file :
         {"model.safetensors", "checkpoint.safetensors", "metrics.csv", "edits.jsonl"}) {
        const QByteArray content = contentOf(folder + "/" + file);
        QVERIFY2(content == contentOf(other + "/" + file), file);
        QVERIFY(!content.isEmpty() || file == QByteArray("edits.jsonl"));
    }
}

/// A run that has said its first words, and goes on until it is stopped.
class EndlessRun {
public:
    explicit EndlessRun(const QString& folder) {
        m_process.start(LATENTSCAPE_CLI, trainArguments(folder, 100000000));
        m_process.waitForReadyRead();
    }
    ~EndlessRun() {
        m_process.kill();
        m_process.waitForFinished();
    }
    EndlessRun(const EndlessRun&) = delete;
    EndlessRun& operator=(const EndlessRun&) = delete;

    /// −1 if it did not end by itself.
    int exitCode() {
        while (m_process.waitForReadyRead())
            m_process.readAllStandardOutput();
        m_process.waitForFinished();
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    bool signal(int number) { return sendSignal(m_process, number); }
    QByteArray messages() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
};

}  // namespace

class KillAndResumeTest : public QObject {
    Q_OBJECT

private slots:
    /// Runs are killed, gone on with, killed again … until they come to their end.
    void aRunKilledAtAnyMomentEndsAsIfItHadNeverBeen() {
        constexpr int kEpochs = 16;
        constexpr int kKills = 50;
        const QTemporaryDir place;
        const QString unkilled = place.filePath("unkilled");
        const CliResult whole = runCli(trainArguments(unkilled, kEpochs));
        QCOMPARE(whole.exitCode, 0);
        std::mt19937 random(1);
        int kills = 0;
        for (int run = 0; kills < kKills; ++run) {
            const QString folder = place.filePath(QString::number(run));
            // Before its first word a run may not have begun; one that is gone on with may be killed any
            // time.
            qsizetype fewest = 1;
            QStringList arguments = trainArguments(folder, kEpochs);
            while (killAfter(arguments, std::uniform_int_distribution<qsizetype>(
                                            fewest, whole.output.size() / 3)(random))) {
                verifyOpens(folder);
                if (QTest::currentTestFailed())
                    return;
                ++kills;
                fewest = 0;
                arguments = resumeArguments(folder);
            }
            verifySameRun(folder, unkilled);
            QCOMPARE(QDir(folder).entryList(QDir::Files),
                     QStringList({"checkpoint.safetensors", "config.json", "edits.jsonl", "metrics.csv",
                                  "model.safetensors"}));
        }
    }

    void checkpointsAreAsFarApartAsIsAskedFor() {
        const QTemporaryDir place;
        const QString folder = place.filePath("run");
        QStringList arguments = trainArguments(folder, 100000000);
        arguments.last() = "1000000";
        QVERIFY(killAfter(arguments, 2000));
        QCOMPARE(readCheckpoint((folder + kCheckpointFile).toStdString()).state.step, std::int64_t(0));
        verifyOpens(folder);
        QCOMPARE(runCli({"resume", folder, "--epochs", "4"}).exitCode, 0);
        QCOMPARE(runCli(trainArguments(place.filePath("whole"), 4)).exitCode, 0);
        QCOMPARE(contentOf(folder + "/model.safetensors"),
                 contentOf(place.filePath("whole/model.safetensors")));
        QCOMPARE(contentOf(folder + "/metrics.csv"), contentOf(place.filePath("whole/metrics.csv")));
    }

    void ctrlCIsNoEndEither() {
        const QTemporaryDir place;
        const QString folder = place.filePath("stopped");
        {
            EndlessRun run(folder);
            QVERIFY(run.signal(SIGINT));
            QCOMPARE(run.exitCode(), 130);
        }
        const std::int64_t step = readCheckpoint((folder + kCheckpointFile).toStdString()).state.step;
        QVERIFY(step > 0);
        const int epochs = int(step / 2) + 5;
        QCOMPARE(runCli(trainArguments(place.filePath("unstopped"), epochs)).exitCode, 0);
        const CliResult resumed =
            runCli(resumeArguments(folder) + QStringList{"--epochs", QString::number(epochs)});
        QCOMPARE(resumed.exitCode, 0);
        QCOMPARE(resumed.jsonLines().last()["epoch"].toInt(), epochs);
        QCOMPARE(contentOf(folder + "/model.safetensors"),
                 contentOf(place.filePath("unstopped/model.safetensors")));
        QCOMPARE(contentOf(folder + "/metrics.csv"), contentOf(place.filePath("unstopped/metrics.csv")));
        QVERIFY(contentOf(folder + "/edits.jsonl").contains("\"hyperparameter\":\"epochs\""));
    }

    void moreEpochsGoOnAsIfTheyHadBeenAskedForAtOnce() {
        const QTemporaryDir place;
        QCOMPARE(runCli(trainArguments(place.filePath("long"), 9)).exitCode, 0);
        const QString folder = place.filePath("short");
        QCOMPARE(runCli(trainArguments(folder, 4)).exitCode, 0);
        const CliResult over = runCli(resumeArguments(folder));
        QCOMPARE(over.exitCode, 0);
        QVERIFY(over.output.isEmpty());
        QVERIFY(over.messages.contains("--epochs"));
        const CliResult resumed = runCli({"resume", folder, "--epochs", "9", "--threads", "1", "--json"});
        QCOMPARE(resumed.exitCode, 0);
        QList<int> epochs;
        for (const QJsonObject& line : resumed.jsonLines())
            epochs << line["epoch"].toInt();
        QCOMPARE(epochs, QList<int>({5, 6, 7, 8, 9}));
        QCOMPARE(contentOf(folder + "/model.safetensors"),
                 contentOf(place.filePath("long/model.safetensors")));
        QCOMPARE(contentOf(folder + "/metrics.csv"), contentOf(place.filePath("long/metrics.csv")));
        QCOMPARE(contentOf(folder + "/edits.jsonl").count('\n'), 1);
    }

    void aTableThatWasMovedIsAskedFor() {
        const QTemporaryDir place;
        const QString table = place.filePath("table.csv");
        QVERIFY(QFile::copy(iris(), table));
        QStringList arguments = trainArguments(place.filePath("run"), 3);
        arguments[1] = table;
        QCOMPARE(runCli(arguments).exitCode, 0);
        const QString moved = place.filePath("moved.csv");
        QVERIFY(QFile::rename(table, moved));
        const QByteArray config = contentOf(place.filePath("run/config.json"));
        const CliResult missing = runCli(resumeArguments(place.filePath("run")));
        QCOMPARE(missing.exitCode, 3);
        QVERIFY(missing.messages.contains("table.csv") && missing.messages.contains("--data"));
        QVERIFY(!missing.messages.contains('{'));
        QCOMPARE(contentOf(place.filePath("run/config.json")), config);
        const CliResult found =
            runCli(resumeArguments(place.filePath("run")) + QStringList{"--data", moved, "--epochs", "5"});
        QCOMPARE(found.exitCode, 0);
        // Where it is now is known from then on.
        QCOMPARE(runCli(resumeArguments(place.filePath("run"))).exitCode, 0);
        QCOMPARE(runCli({"evaluate", place.filePath("run")}).exitCode, 0);
    }

    void anotherTableIsRefused_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("said");
        QTest::newRow("one cell") << QByteArray("5.1,3.5,1.4,0.2") << QByteArray("5.1,3.5,1.4,0.3")
                                  << "differ";
        QTest::newRow("name of a column")
            << QByteArray("petal_width") << QByteArray("petal_wide") << "differ";
        QTest::newRow("rows") << QByteArray("5.1,3.5,1.4,0.2,setosa\n") << QByteArray() << "150 rows";
        QTest::newRow("no table") << QByteArray("\n") << QByteArray(" ") << "header";
    }

    void anotherTableIsRefused() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, said);
        const QTemporaryDir place;
        const QString folder = place.filePath("run");
        QCOMPARE(runCli(trainArguments(folder, 2)).exitCode, 0);
        const QByteArray checkpoint = contentOf(folder + "/checkpoint.safetensors");
        const QByteArray content = contentOf(iris());
        QVERIFY(content.contains(before));
        overwrite(place.filePath("other.csv"), QByteArray(content).replace(before, after));
        const CliResult result = runCli(resumeArguments(folder) +
                                        QStringList{"--data", place.filePath("other.csv"), "--epochs", "5"});
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.messages.contains(said), qPrintable(result.messages));
        QCOMPARE(contentOf(folder + "/checkpoint.safetensors"), checkpoint);
    }

    void whatIsNoRunToGoOnWithIsRefused() {
        const QTemporaryDir place;
        const CliResult nowhere = runCli({"resume", place.filePath("nowhere")});
        QCOMPARE(nowhere.exitCode, 3);
        QVERIFY(!QDir(place.filePath("nowhere")).exists());
        QCOMPARE(runCli({"resume"}).exitCode, 2);
        const QString folder = place.filePath("run");
        QCOMPARE(runCli(trainArguments(folder, 2)).exitCode, 0);
        QCOMPARE(runCli({"resume", folder, "--epochs", "0"}).exitCode, 2);
        QCOMPARE(runCli({"resume", folder, "--epochs", "many"}).exitCode, 2);
        QCOMPARE(runCli({"resume", folder, "--checkpoint-seconds", "-1"}).exitCode, 2);

        QCOMPARE(
            runCli(trainArguments(place.filePath("other"), 2) + QStringList{"--activation", "tanh"}).exitCode,
            0);
        const QString checkpoint = folder + kCheckpointFile;
        QVERIFY(QFile::remove(checkpoint));
        const CliResult without = runCli({"resume", folder});
        QCOMPARE(without.exitCode, 3);
        QVERIFY2(without.messages.contains("no checkpoint"), qPrintable(without.messages));
        QVERIFY(QFile::copy(place.filePath("other") + kCheckpointFile, checkpoint));
        const CliResult mixed = runCli({"resume", folder});
        QCOMPARE(mixed.exitCode, 3);
        QVERIFY2(mixed.messages.contains("another run"), qPrintable(mixed.messages));
        overwrite(checkpoint, contentOf(checkpoint).chopped(1));
        QCOMPARE(runCli({"resume", folder}).exitCode, 3);
    }

    void aRunThatIsBeingWrittenIsLeftAlone() {
        const QTemporaryDir folder;
        {
            const EndlessRun run(folder.path());
            for (const QStringList& arguments :
                 {trainArguments(folder.path(), 2), resumeArguments(folder.path())}) {
                const CliResult result = runCli(arguments);
                QCOMPARE(result.exitCode, 5);
                QVERIFY2(result.messages.contains("Another program"), qPrintable(result.messages));
                QVERIFY(result.output.isEmpty());
            }
            // Reading it is no harm.
            QCOMPARE(runCli({"evaluate", folder.path()}).exitCode, 0);
        }
        // A killed process keeps nobody out.
        QCOMPARE(runCli(trainArguments(folder.path(), 2)).exitCode, 0);
        QCOMPARE(readCheckpoint((folder.path() + kCheckpointFile).toStdString()).state.epoch, 2u);
    }

    void aRunThatDivergedGoesOnAndDivergesAgain() {
        const QTemporaryDir folder;
        const QStringList arguments{"train",           QString::fromStdString(samplePath("wine")),
                                    "--out",           folder.path(),
                                    "--learning-rate", "1e6",
                                    "--clip-norm",     "0",
                                    "--start",         "plain"};
        QCOMPARE(runCli(arguments).exitCode, 4);
        const std::string checkpoint = folder.path().toStdString() + kCheckpointFile;
        QCOMPARE(readCheckpoint(checkpoint).state.divergences, std::int64_t(1));
        const CliResult again = runCli({"resume", folder.path()});
        QCOMPARE(again.exitCode, 4);
        QVERIFY(again.messages.contains("diverged"));
        QCOMPARE(readCheckpoint(checkpoint).state.divergences, std::int64_t(2));
    }

    void aFolderThatGoesAwayEndsTheRunWith5() {
        const QTemporaryDir place;
        EndlessRun run(place.filePath("run"));
        QVERIFY(QDir(place.path()).rename("run", "elsewhere"));
        QCOMPARE(run.exitCode(), 5);
        QVERIFY(run.messages().contains("cannot be written"));
        verifyOpens(place.filePath("elsewhere"));
        QVERIFY(!QDir(place.filePath("run")).exists());
    }

    /// A limit on the size of files stands for a full disk.
    void aFullDiskEndsTheRunWith5AndLeavesTheLastCheckpoint() {
        const QTemporaryDir place;
        const QString folder = place.filePath("run");
        QCOMPARE(runCli(trainArguments(folder, 3)).exitCode, 0);
        const qint64 kilobytes = QFile(folder + kCheckpointFile).size() / 1024 + 2;
        QProcess process;
        QStringList arguments{"-c", "ulimit -f \"$0\" && exec \"$@\"", QString::number(kilobytes),
                              LATENTSCAPE_CLI};
        process.start("bash", arguments + resumeArguments(folder) + QStringList{"--epochs", "100000000"});
        while (process.waitForReadyRead())
            process.readAllStandardOutput();
        process.waitForFinished();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        verifyOpens(folder);
        const std::uint32_t epoch = readCheckpoint((folder + kCheckpointFile).toStdString()).state.epoch;
        QVERIFY(epoch > 3);
        const QStringList more{"--epochs", QString::number(epoch + 3)};
        QCOMPARE(runCli(resumeArguments(folder) + more).exitCode, 0);
        QCOMPARE(runCli(trainArguments(place.filePath("whole"), int(epoch) + 3)).exitCode, 0);
        QCOMPARE(contentOf(folder + "/model.safetensors"),
                 contentOf(place.filePath("whole/model.safetensors")));
    }

    void theHelpTellsOfResuming() {
        QVERIFY(runCli({"--help"}).output.contains("resume"));
        const CliResult help = runCli({"resume", "--help"});
        QCOMPARE(help.exitCode, 0);
        for (const char* const option : {"--epochs", "--data", "--threads", "--checkpoint-seconds", "--json"})
            QVERIFY(help.output.contains(option));
    }
};

QTEST_GUILESS_MAIN(KillAndResumeTest)
#include "kill_and_resume_test.moc"
