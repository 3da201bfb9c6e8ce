// What holds for all commands, and the one that runs the others: sweeps.

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <functional>

#include "core/data/csv_reader.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

const QString kIris = QString::fromStdString(samplePath("iris"));

/// The names in the help of the program or of a command under "Subcommands:" or with two dashes.
QStringList named(const QStringList& command, const QString& pattern) {
    const QByteArray help = runCli(command + QStringList{"--help"}).output;
    QStringList names;
    for (auto matches = QRegularExpression(pattern, QRegularExpression::MultilineOption)
                            .globalMatch(QString::fromUtf8(help));
         matches.hasNext();)
        names << matches.next().captured(1);
    return names;
}

QStringList commands() {
    QStringList names = named({}, "^  ([a-z]+)  ");
    names.removeDuplicates();
    return names;
}

QStringList optionsOf(const QString& command) {
    return named({command}, "^ {2,4}(?:-h,)?(--[a-z-]+)");
}

/// The words that a shell with the script offers behind `line`.
QStringList completed(const QString& line) {
    QProcess bash;
    bash.start("bash",
               {"-c",
                "source <(\"$0\" --completion bash); COMP_WORDS=($1 \"$2\"); "
                "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _latentscape_cli; "
                "printf '%s\\n' \"${COMPREPLY[@]}\"",
                LATENTSCAPE_CLI, "latentscape-cli " + line.section(' ', 0, -2), line.section(' ', -1)});
    bash.waitForFinished();
    return QString::fromUtf8(bash.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
}

}  // namespace

class CliCommandsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_run = m_folder.filePath("run");
    QString m_latents = m_folder.filePath("latents.csv");

    /// Cells of sweep.csv by column name.
    static QMap<QString, QStringList> sweepTable(const QString& folder) {
        const QString path = folder + "/sweep.csv";
        const CsvTable table =
            parseCsv(contentOf(path).toStdString(), path.toStdString(), {.delimiter = ',', .header = true});
        QMap<QString, QStringList> columns;
        for (std::size_t i = 0; i < table.names.size(); ++i)
            for (const std::string_view cell : table.cells[i])
                columns[QString::fromStdString(table.names[i])]
                    << QString::fromUtf8(cell.data(), qsizetype(cell.size()));
        return columns;
    }

private slots:
    void initTestCase() {
        QCOMPARE(runCli({"train", kIris, "--out", m_run, "--epochs", "1"}).exitCode, 0);
        QCOMPARE(runCli({"encode", m_run, kIris, "--out", m_latents}).exitCode, 0);
    }

    void everyOptionIsInTheManualAndInEachCompletion() {
        const QByteArray manual = runCli({"--man"}).output.replace("\\-", "-");
        const QByteArray bash = runCli({"--completion", "bash"}).output;
        const QByteArray zsh = runCli({"--completion", "zsh"}).output;
        const QByteArray fish = runCli({"--completion", "fish"}).output;
        QVERIFY(commands().size() >= 12);
        for (const QString& command : commands()) {
            const QByteArray name = command.toUtf8();
            const qsizetype first = manual.indexOf(".SS latentscape-cli " + name);
            QVERIFY2(first > 0, qPrintable(command));
            const QByteArray section = manual.sliced(first, manual.indexOf("\n.S", first + 1) - first);
            QVERIFY(optionsOf(command).size() >= 2);
            for (const QString& option : optionsOf(command)) {
                const QByteArray what = option.toUtf8();
                QVERIFY2(section.contains("\\fB" + what + "\\fR"), what + " of " + name);
                QVERIFY2(completed(command + " " + option).contains(option), what + " of " + name);
                const QRegularExpression inZsh("\\b" + command + "\\) offered=\\([^)]*" + option + "[ )]");
                QVERIFY2(inZsh.match(QString::fromUtf8(zsh)).hasMatch(), what + " of " + name);
                QVERIFY2(fish.contains("_from " + name + "' -l " + what.sliced(2) + " "),
                         what + " of " + name);
            }
        }
        QVERIFY(bash.contains("complete "));
    }

    void completionOffersWhatCanFollow_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("command") << "re" << QStringList{"reconstruct", "resume", "replay", "report"};
        QTest::newRow("option") << "train --learning-rate-" << QStringList{"--learning-rate-schedule"};
        QTest::newRow("choice") << "train --optimizer adam" << QStringList{"adam", "adamw"};
        QTest::newRow("choice of a validated option") << "train --header " << QStringList{"yes", "no"};
    }

    void completionOffersWhatCanFollow() {
        QFETCH(QString, line);
        QFETCH(QStringList, words);
        QStringList known;
        for (const QString& word : words)
            if (line.contains(' ') || commands().contains(word))
                known << word;
        QCOMPARE(completed(line), known);
    }

    void everyCommandRefusesWhatItCannotDo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        for (const QString& command : commands()) {
            const QByteArray name = command.toUtf8();
            QTest::newRow(name + " alone") << QStringList{command} << 2;
            QTest::newRow(name + " with an unknown option") << QStringList{command, "x", "--no-such"} << 2;
        }
        const QString none = m_folder.filePath("none");
        const QString bad = m_run + "/config.json/out";
        for (const char* const command : {"encode", "reconstruct", "score", "impute", "decode"}) {
            const QByteArray name(command);
            QTest::newRow(name + " without its run") << QStringList{command, none, kIris, "--out", bad} << 3;
            QTest::newRow(name + " without its table")
                << QStringList{command, m_run, none, "--out", bad} << 3;
            if (name != "decode")
                QTest::newRow(name + " where nothing can be written")
                    << QStringList{command, m_run, kIris, "--out", bad} << 5;
        }
        QTest::newRow("sample without its run")
            << QStringList{"sample", none, "--rows", "1", "--out", bad} << 3;
        QTest::newRow("sample where nothing can be written")
            << QStringList{"sample", m_run, "--rows", "1", "--out", bad} << 5;
        QTest::newRow("evaluate without its run") << QStringList{"evaluate", none} << 3;
        QTest::newRow("report without its run") << QStringList{"report", none, "--out", bad} << 3;
        QTest::newRow("report without its table") << QStringList{"report", m_run, none, "--out", bad} << 3;
        QTest::newRow("report on another table")
            << QStringList{"report", m_run, QString::fromStdString(samplePath("wine")), "--out", bad} << 3;
        QTest::newRow("report where nothing can be written")
            << QStringList{"report", m_run, "--out", bad} << 5;
        QTest::newRow("inspect without a table") << QStringList{"inspect", none} << 3;
        QTest::newRow("train without a table") << QStringList{"train", none, "--out", bad} << 3;
        QTest::newRow("train where nothing can be written")
            << QStringList{"train", kIris, "--epochs", "1", "--out", bad} << 5;
        QTest::newRow("generate where nothing can be written")
            << QStringList{"generate", "noise", "--out", bad} << 5;
        QTest::newRow("evaluate without its table") << QStringList{"evaluate", m_run, none} << 3;
        QTest::newRow("resume without its run") << QStringList{"resume", none} << 3;
        QTest::newRow("replay without its run") << QStringList{"replay", none, "--out", bad} << 3;
        QTest::newRow("replay where nothing can be written")
            << QStringList{"replay", m_run, "--out", bad} << 5;
        QTest::newRow("export without its run") << QStringList{"export", none, "--onnx", bad} << 3;
        for (const char* const what : {"--onnx", "--bundle", "--safetensors"})
            QTest::newRow(QByteArray("export where nothing can be written, ") + what)
                << QStringList{"export", m_run, what, bad} << 5;
        QTest::newRow("sweep without a table")
            << QStringList{"sweep", none, "--grid", "beta=1", "--out", m_folder.filePath("swept")} << 3;
        QTest::newRow("sweep where nothing can be written")
            << QStringList{"sweep", kIris, "--grid", "beta=1", "--out", bad} << 5;
        QTest::newRow("decode where nothing can be written")
            << QStringList{"decode", m_run, m_latents, "--out", bad} << 5;
        QTest::newRow("no shell") << QStringList{"--completion", "tcsh"} << 2;
    }

    void everyCommandRefusesWhatItCannotDo() {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        const CliResult result = runCli(arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY(!result.messages.isEmpty());
        QVERIFY(result.output.isEmpty());
    }

    void onlyATerminalShowsABar() {
        const QStringList arguments{"train", kIris, "--out", m_folder.filePath("bar"), "--epochs", "4"};
        QVERIFY(!runCli(arguments).messages.contains('#'));
        // script(1) gives the program a terminal.
        QProcess terminal;
        terminal.start("script",
                       {"-qec", QStringLiteral(LATENTSCAPE_CLI " ") + arguments.join(' '), "/dev/null"});
        QVERIFY(terminal.waitForFinished(60000));
        const QByteArray shown = terminal.readAllStandardOutput();
        QVERIFY2(shown.contains("[####################] epoch 4/4"), shown.constData());
    }

    void theVersionIsTold() {
        const CliResult result = runCli({"--version"});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(QRegularExpression("^latentscape-cli \\d+\\.\\d+\\.\\d+\n$")
                    .match(QString::fromUtf8(result.output))
                    .hasMatch());
    }

    void aReportTellsTheRunAndHowToRepeatIt_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("as recommended") << "iris" << QStringList{};
        QTest::newRow("with much said")
            << "penguins" << QStringList{"--ignore",    "year",
                                         "--label",     "",
                                         "--where",     "body_mass_g > 3000 || sex == \"male\"",
                                         "--scale",     "robust",
                                         "--clip",      "0.05",
                                         "--subsample", "200",
                                         "--hidden",    "none",
                                         "--latent",    "3",
                                         "--seed",      "7",
                                         "--kl-warmup", "1",
                                         "--type",      "body_mass_g=count"};
    }

    void aReportTellsTheRunAndHowToRepeatIt() {
        QFETCH(QString, sample);
        QFETCH(QStringList, options);
        const QString table = QString::fromStdString(samplePath(sample.toStdString()));
        const QString run = m_folder.filePath("reported " + sample);
        const QString page = m_folder.filePath(sample + ".html");
        QCOMPARE(runCli(QStringList{"train", table, "--out", run, "--epochs", "3"} + options).exitCode, 0);
        const CliResult result = runCli({"report", run, "--out", page});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());

        const QString text = QString::fromUtf8(contentOf(page));
        const double elbo = runCli({"evaluate", run, "--json"}).json()["elbo"].toDouble();
        QVERIFY(text.contains(QString::number(elbo, 'f', 3).replace('-', QChar(0x2212))));

        // The table may have moved, and may not have changed.
        const QString moved = m_folder.filePath("moved " + sample + ".csv");
        QVERIFY(QFile::copy(table, moved));
        QCOMPARE(runCli({"report", run, moved, "--out", page + "2"}).exitCode, 0);

        // As a person would: copied from the page into a shell.
        QString command = text.section("<pre><code>", 1).section("</code>", 0, 0);
        command.replace("&#39;", "'").replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<");
        command.replace("&amp;", "&");
        QVERIFY2(command.endsWith(" --out RUN"), qPrintable(command));
        command.replace(QRegularExpression("^latentscape-cli"), "'" LATENTSCAPE_CLI "'");
        QProcess shell;
        shell.setWorkingDirectory(m_folder.path());
        shell.start("bash", {"-c", command.chopped(3) + "'again " + sample + "'"});
        QVERIFY(shell.waitForFinished(60000));
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        const QByteArray model = contentOf(run + "/model.safetensors");
        QVERIFY(!model.isEmpty());
        QCOMPARE(contentOf(m_folder.filePath("again " + sample) + "/model.safetensors"), model);
    }

    void aReportTellsWhereTheRunStands_data() {
        using Change = std::function<void(Checkpoint&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("said");
        QTest::newRow("over") << Change([](Checkpoint&) {}) << QString();
        QTest::newRow("interrupted") << Change([](Checkpoint& checkpoint) {
            checkpoint.state.hyperparameters.epochs = 5;
        }) << "not finished yet";
        QTest::newRow("diverged") << Change([](Checkpoint& checkpoint) {
            checkpoint.state.divergences = 1;
            checkpoint.state.parameters = checkpoint.state.lastFinite->parameters;
        }) << "diverged";
    }

    void aReportTellsWhereTheRunStands() {
        using Change = std::function<void(Checkpoint&)>;
        QFETCH(Change, change);
        QFETCH(QString, said);
        const QString page = m_folder.filePath("standing.html");
        const std::string path = (m_run + kCheckpointFile).toStdString();
        const Checkpoint before = readCheckpoint(path);
        Checkpoint checkpoint = before;
        change(checkpoint);
        writeCheckpoint(path, checkpoint.state, checkpoint.history, checkpoint.preprocessor);
        const CliResult result = runCli({"report", m_run, "--out", page});
        writeCheckpoint(path, before.state, before.history, before.preprocessor);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QString lead =
            QString::fromUtf8(contentOf(page)).section("class=\"lead\">", 1).section("</p>", 0, 0);
        for (const char* const state : {"not finished yet", "diverged"})
            QVERIFY2(lead.contains(state) == (said == state), qPrintable(lead));
    }

    void aReportWithoutACheckpointStillTellsTheChanges() {
        const QString run = m_folder.filePath("without checkpoint");
        const QString page = m_folder.filePath("changes.html");
        QCOMPARE(runCli({"train", kIris, "--out", run, "--epochs", "2"}).exitCode, 0);
        QCOMPARE(runCli({"resume", run, "--epochs", "3"}).exitCode, 0);
        QCOMPARE(runCli({"report", run, "--out", page}).exitCode, 0);
        const QString whole = QString::fromUtf8(contentOf(page));
        QVERIFY(QFile::remove(run + "/checkpoint.safetensors"));
        const CliResult result = runCli({"report", run, "--out", page});
        QVERIFY2(result.exitCode == 0 && result.messages.contains("note"), qPrintable(result.messages));
        const auto changes = [](const QString& html) {
            return html.section("<section id=\"changes\"", 1).section("</section>", 0, 0);
        };
        QVERIFY(changes(whole).contains("pochs"));
        QCOMPARE(changes(QString::fromUtf8(contentOf(page))), changes(whole));
    }

    void aSweepTrainsEveryCombinationAndRanksThem() {
        const QString out = m_folder.filePath("sweep");
        const QStringList arguments{"sweep",           kIris,    "--grid", "beta=0.5,4", "--grid",
                                    "hidden=none,8x4", "--jobs", "2",      "--out",      out,
                                    "--epochs",        "3",      "--json", "--label",    "species"};
        const CliResult result = runCli(arguments);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QMap<QString, QStringList> table = sweepTable(out);
        QCOMPARE(table["rank"], QStringList({"1", "2", "3", "4"}));
        const QStringList folders = table["folder"];
        QCOMPARE(QSet<QString>(folders.begin(), folders.end()),
                 QSet<QString>({"beta=0.5,hidden=none", "beta=0.5,hidden=8x4", "beta=4,hidden=none",
                                "beta=4,hidden=8x4"}));
        const QJsonArray runs = result.json()["runs"].toArray();
        QCOMPARE(runs.size(), 4);
        for (qsizetype i = 0; i < 4; ++i) {
            const QString folder = out + "/" + folders[i];
            const SavedRun saved = readRun(folder.toStdString());
            QCOMPARE(saved.hyperparameters.beta, table["beta"][i].toDouble());
            QCOMPARE(saved.hyperparameters.hidden.size(), std::size_t(table["hidden"][i] == "none" ? 0 : 2));
            QCOMPARE(saved.hyperparameters.epochs, 3);
            QCOMPARE(saved.source.roles.label->c_str(), "species");
            // As if each were judged by itself.
            const double elbo = runCli({"evaluate", folder, "--json"}).json()["elbo"].toDouble();
            QCOMPARE(table["elbo"][i].toDouble(), elbo);
            QCOMPARE(runs[i].toObject()["elbo"].toDouble(), elbo);
            QCOMPARE(runs[i].toObject()["folder"].toString(), folder);
            if (i > 0)
                QVERIFY(elbo <= table["elbo"][i - 1].toDouble());
        }

        // Again: what is there is kept, and what is not is trained.
        const QByteArray kept = contentOf(out + "/" + folders[0] + "/metrics.csv");
        QVERIFY(QDir(out + "/" + folders[3]).removeRecursively());
        const CliResult again = runCli(arguments);
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(again.messages.count("already done"), 3);
        QCOMPARE(contentOf(out + "/" + folders[0] + "/metrics.csv"), kept);
        QCOMPARE(sweepTable(out)["folder"], folders);
    }

    void aSweepGoesOnAfterAFailure() {
        const QString out = m_folder.filePath("failing");
        QVERIFY(QDir().mkpath(out));
        // A file where the run's folder should be.
        QFile obstacle(out + "/latent=1");
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        const CliResult result =
            runCli({"sweep", kIris, "--grid", "latent=1,2", "--out", out, "--epochs", "1"});
        QCOMPARE(result.exitCode, 5);
        const QMap<QString, QStringList> table = sweepTable(out);
        QCOMPARE(table["folder"], QStringList({"latent=2", "latent=1"}));
        QCOMPARE(table["status"], QStringList({"done", "failed with exit code 5"}));
        QVERIFY(contentOf(out + "/latent=1.log").contains("latent=1"));
    }

    void aSweepThatIsInterruptedEndsItsRuns() {
        const QString out = m_folder.filePath("interrupted");
        QProcess sweep;
        sweep.start(LATENTSCAPE_CLI, {"sweep", kIris, "--grid", "latent=1,2,3", "--jobs", "2", "--out", out,
                                      "--epochs", "1000000", "--patience", "0"});
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(out + "/latent=2.log").contains("epoch"), 60000);
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(out + "/latent=1.log").contains("epoch"), 60000);
        QVERIFY(sendSignal(sweep, SIGINT));
        QVERIFY(sweep.waitForFinished(60000));
        QCOMPARE(sweep.exitCode(), 130);
        QCOMPARE(sweepTable(out)["status"], QStringList({"interrupted", "interrupted", "waiting"}));
        QVERIFY(QFile::exists(out + "/latent=1/model.safetensors"));
        QVERIFY(!QFile::exists(out + "/latent=3"));
    }

    void anInterruptedSweepGoesOnWhereItWas() {
        const QString out = m_folder.filePath("unfinished");
        // Enough that it cannot be over before it is interrupted.
        const QStringList options{"--epochs", "1000", "--patience", "0",
                                  "--batch",  "64",   "--hidden",   "256,256"};
        const QStringList arguments =
            QStringList{"sweep", kIris, "--grid", "beta=0.5", "--out", out} + options;
        QProcess sweep;
        sweep.start(LATENTSCAPE_CLI, arguments);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(out + "/beta=0.5/config.json"), 60000);
        QVERIFY(sendSignal(sweep, SIGINT));
        QVERIFY(sweep.waitForFinished(60000));
        QCOMPARE(sweep.exitCode(), 130);
        QVERIFY(readCheckpoint((out + "/beta=0.5").toStdString() + kCheckpointFile).state.epoch < 1000);

        const CliResult again = runCli(arguments);
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
        QCOMPARE(again.messages.count("goes on from its checkpoint"), 1);
        QCOMPARE(sweepTable(out)["status"], QStringList("done"));
        const QString whole = m_folder.filePath("uninterrupted");
        QCOMPARE(runCli(QStringList{"train", kIris, "--beta", "0.5", "--out", whole} + options).exitCode, 0);
        for (const char* const file : {"/model.safetensors", "/metrics.csv", "/edits.jsonl"})
            QCOMPARE(contentOf(out + "/beta=0.5" + file), contentOf(whole + file));
    }

    void aSweepTrustsNoRunThatWasAskedForOtherwise_data() {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("other epochs") << QStringList{"--epochs", "2"};
        QTest::newRow("another column") << QStringList{"--epochs", "1", "--ignore", "sepal_width"};
        QTest::newRow("one option more") << QStringList{"--epochs", "1", "--seed", "7"};
    }

    void aSweepTrustsNoRunThatWasAskedForOtherwise() {
        QFETCH(QStringList, options);
        const QString out = m_folder.filePath(QTest::currentDataTag());
        const QStringList arguments{"sweep", kIris, "--grid", "latent=1", "--out", out};
        QCOMPARE(runCli(arguments + QStringList{"--epochs", "1"}).exitCode, 0);
        const QByteArray model = contentOf(out + "/latent=1/model.safetensors");
        const CliResult other = runCli(arguments + options);
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.messages.contains("latent=1") && other.messages.contains("--epochs=1"),
                 qPrintable(other.messages));
        QCOMPARE(contentOf(out + "/latent=1/model.safetensors"), model);
        // More jobs and other values beside change nothing of this one.
        QCOMPARE(
            runCli({"sweep", kIris, "--grid", "latent=1,2", "--out", out, "--epochs", "1", "--jobs", "2"})
                .messages.count("already done"),
            1);
    }

    void aRunThatNoSweepMadeIsNotWrittenOver() {
        const QString out = m_folder.filePath("own");
        QCOMPARE(
            runCli({"train", kIris, "--latent", "1", "--epochs", "1", "--out", out + "/latent=1"}).exitCode,
            0);
        const QByteArray model = contentOf(out + "/latent=1/model.safetensors");
        const CliResult sweep = runCli({"sweep", kIris, "--grid", "latent=1", "--out", out, "--epochs", "1"});
        QCOMPARE(sweep.exitCode, 2);
        QVERIFY2(sweep.messages.contains("no sweep made"), qPrintable(sweep.messages));
        QCOMPARE(contentOf(out + "/latent=1/model.safetensors"), model);
    }

    void aRequestThatWasRefusedDoesNotStandInTheWayOfTheNext() {
        const QString out = m_folder.filePath("corrected");
        const QStringList arguments{"sweep", kIris, "--grid", "latent=1", "--out", out, "--epochs", "1"};
        QCOMPARE(runCli(arguments + QStringList{"--ignore", "no_such_column"}).exitCode, 2);
        QVERIFY(QFile::exists(out + "/latent=1/sweep.json"));
        const CliResult corrected = runCli(arguments);
        QVERIFY2(corrected.exitCode == 0, qPrintable(corrected.messages));
        QCOMPARE(sweepTable(out)["status"], QStringList("done"));
    }

    void aRunThatDivergedIsTheSameHoweverOftenTheSweepIsCalled() {
        const QString out = m_folder.filePath("diverged");
        const QStringList arguments{
            "sweep",       kIris, "--grid",   "learning-rate=100", "--out",   out,   "--epochs",    "200",
            "--clip-norm", "0",   "--hidden", "64,64,64",          "--noise", "row", "--optimizer", "sgd"};
        for (int call = 1; call <= 2; ++call) {
            const CliResult result = runCli(arguments);
            QVERIFY2(result.exitCode == 4, qPrintable(result.messages));
            QVERIFY2(result.messages.contains("started"), qPrintable(result.messages));
            QCOMPARE(sweepTable(out)["status"], QStringList("diverged"));
        }
    }

    void aSweepAsksForTheSameWhereverItIsCalledFrom_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("table") << "from table" << QStringList{"latents.csv"};
        QTest::newRow("settings") << "from settings" << QStringList{"--config", "run/config.json"};
    }

    void aSweepAsksForTheSameWhereverItIsCalledFrom() {
        QFETCH(QString, folder);
        QFETCH(QStringList, options);
        const QString out = m_folder.filePath(folder);
        const QStringList arguments{"--grid", "latent=1", "--out", out, "--epochs", "1"};
        QProcess sweep;
        sweep.setWorkingDirectory(m_folder.path());
        sweep.start(LATENTSCAPE_CLI, QStringList{"sweep"} + options + arguments);
        QVERIFY(sweep.waitForFinished(60000));
        QVERIFY2(sweep.exitCode() == 0, sweep.readAllStandardError().constData());
        QStringList elsewhere = options;
        elsewhere.last() = m_folder.filePath(elsewhere.last());
        const CliResult again = runCli(QStringList{"sweep"} + elsewhere + arguments);
        QVERIFY2(again.messages.contains("already done"), qPrintable(again.messages));
    }

    void gridsThatCannotBeAreRefused_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("words");
        QTest::newRow("no equals sign") << QStringList{"--grid", "beta"} << "beta";
        QTest::newRow("no hyperparameter") << QStringList{"--grid", "depth=1"} << "depth";
        QTest::newRow("no number") << QStringList{"--grid", "beta=1,x"} << "x";
        QTest::newRow("no value") << QStringList{"--grid", "beta="} << "beta";
        QTest::newRow("out of range") << QStringList{"--grid", "latent=0,2"} << "latent";
        QTest::newRow("twice") << QStringList{"--grid", "beta=1", "--grid", "beta=2"} << "twice";
        QTest::newRow("beside itself") << QStringList{"--grid", "beta=1,2", "--beta", "3"} << "beta";
    }

    void gridsThatCannotBeAreRefused() {
        QFETCH(QStringList, options);
        QFETCH(QString, words);
        const QString out = m_folder.filePath("refused");
        const CliResult result = runCli(QStringList{"sweep", kIris, "--out", out} + options);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(!QFile::exists(out));
    }
};

QTEST_GUILESS_MAIN(CliCommandsTest)
#include "cli_commands_test.moc"
