// What holds for all commands, and the one that runs the others: sweeps.

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "core/data/csv_reader.h"
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
    void initTestCase() { QCOMPARE(runCli({"train", kIris, "--out", m_run, "--epochs", "1"}).exitCode, 0); }

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
        QTest::newRow("command") << "re" << QStringList{"reconstruct", "resume"};
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
        QTest::newRow("inspect without a table") << QStringList{"inspect", none} << 3;
        QTest::newRow("train without a table") << QStringList{"train", none, "--out", bad} << 3;
        QTest::newRow("train where nothing can be written")
            << QStringList{"train", kIris, "--epochs", "1", "--out", bad} << 5;
        QTest::newRow("generate where nothing can be written")
            << QStringList{"generate", "noise", "--out", bad} << 5;
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
        ::kill(pid_t(sweep.processId()), SIGINT);
        QVERIFY(sweep.waitForFinished(60000));
        QCOMPARE(sweep.exitCode(), 130);
        QCOMPARE(sweepTable(out)["status"], QStringList({"interrupted", "interrupted", "waiting"}));
        QVERIFY(QFile::exists(out + "/latent=1/model.safetensors"));
        QVERIFY(!QFile::exists(out + "/latent=3"));
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
