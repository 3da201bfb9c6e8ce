// The commands that use a trained run on rows, through the whole headless program.

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <map>
#include <set>

#include "core/data/csv_reader.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

QString sample(const QString& name) {
    return QString::fromStdString(samplePath(name.toStdString()));
}

/// Cells of a written table as they stand there.
CsvTable written(const QString& path) {
    return parseCsv(contentOf(path).toStdString(), path.toStdString(), {.delimiter = ',', .header = true});
}

double number(std::string_view text) {
    bool ok = false;
    const double value = QByteArray(text.data(), qsizetype(text.size())).toDouble(&ok);
    return ok ? value : std::nan("");
}

QStringList namesOf(const CsvTable& table) {
    QStringList names;
    for (const std::string& name : table.names)
        names << QString::fromStdString(name);
    return names;
}

}  // namespace

class CliGenerateTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_penguins = m_folder.filePath("penguins");
    QString m_odd = m_folder.filePath("odd");
    QString m_out = m_folder.filePath("out.csv");

    QString write(const QString& name, const QByteArray& content) const {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            return {};
        return path;
    }

    /// Names and texts that have to be quoted, a number with trailing zeros, one in scientific notation.
    static QByteArray oddTable() {
        QByteArray csv = "id,\"size, cm\",\"the \"\"kind\"\"\",mass,remark\n";
        for (int row = 0; row < 40; ++row)
            csv += "r" + QByteArray::number(row) + "," + QByteArray::number(row % 7 + 1) + ".50," +
                   (row % 3 == 0   ? "\"red, light\""
                    : row % 3 == 1 ? "green"
                                   : "\"6\"\" blue\"") +
                   "," + (row % 5 == 0 ? QByteArray("?") : QByteArray::number(row * row % 11) + "e2") +
                   ",\"note " + QByteArray::number(row) + ", as it was\"\n";
        return csv;
    }

private slots:
    void initTestCase() {
        QCOMPARE(runCli({"train", sample("penguins"), "--out", m_penguins, "--epochs", "20"}).exitCode, 0);
        const CliResult odd =
            runCli({"train", write("odd.csv", oddTable()), "--out", m_odd, "--epochs", "3", "--label", "",
                    "--latent", "1", "--type", "id=ignore", "--type", "remark=ignore"});
        QVERIFY2(odd.exitCode == 0, qPrintable(odd.messages));
    }

    void init() { QFile::remove(m_out); }

    void sampleWritesRowsSuchAsTheTableCouldHold() {
        QCOMPARE(runCli({"sample", m_penguins, "--rows", "200", "--out", m_out}).exitCode, 0);
        const CsvTable table = written(m_out);
        QCOMPARE(namesOf(table), QStringList({"island", "bill_length_mm", "bill_depth_mm",
                                              "flipper_length_mm", "body_mass_g", "sex", "year"}));
        QCOMPARE(table.lines.size(), std::size_t(200));
        for (std::size_t row = 0; row < 200; ++row) {
            QVERIFY(
                std::set<std::string_view>({"Biscoe", "Dream", "Torgersen"}).contains(table.cells[0][row]));
            // One decimal, as in the file.
            QCOMPARE(table.cells[1][row].find('.'), table.cells[1][row].size() - 2);
            QVERIFY(number(table.cells[1][row]) >= 32.1 && number(table.cells[1][row]) <= 59.6);
            QCOMPARE(number(table.cells[4][row]), std::round(number(table.cells[4][row])));
            QVERIFY(table.cells[5][row] == "male" || table.cells[5][row] == "female");
        }
    }

    void sampleDrawsTheSameRowsForOneSeed_data() {
        QTest::addColumn<QString>("from");
        QTest::newRow("prior") << "prior";
        QTest::newRow("posterior") << "posterior";
    }

    void sampleDrawsTheSameRowsForOneSeed() {
        QFETCH(QString, from);
        const auto rows = [&](const QString& count, const QString& seed) {
            const CliResult result = runCli(
                {"sample", m_penguins, "--rows", count, "--seed", seed, "--from", from, "--out", m_out});
            return result.exitCode == 0 ? contentOf(m_out) : QByteArray();
        };
        const QByteArray many = rows("40", "3");
        QVERIFY(!many.isEmpty());
        QCOMPARE(rows("40", "3"), many);
        QVERIFY(many.startsWith(rows("7", "3")));
        QVERIFY(rows("40", "4") != many);
    }

    void encodeThenDecodeIsReconstruct() {
        QCOMPARE(runCli({"encode", m_penguins, sample("penguins"), "--out", m_out}).exitCode, 0);
        const CsvTable latents = written(m_out);
        QCOMPARE(namesOf(latents), QStringList({"row", "mean_0", "mean_1", "sd_0", "sd_1"}));
        QCOMPARE(latents.lines.size(), std::size_t(344));
        QCOMPARE(latents.cells[0][343], std::string_view("343"));
        for (std::size_t row = 0; row < 344; ++row)
            QVERIFY(std::isfinite(number(latents.cells[1][row])) && number(latents.cells[3][row]) > 0);

        const QString decoded = m_folder.filePath("decoded.csv");
        const QString reconstructed = m_folder.filePath("reconstructed.csv");
        QCOMPARE(runCli({"decode", m_penguins, m_out, "--out", decoded}).exitCode, 0);
        QCOMPARE(runCli({"reconstruct", m_penguins, sample("penguins"), "--out", reconstructed}).exitCode, 0);
        QVERIFY(contentOf(decoded).count('\n') == 345);
        QCOMPARE(contentOf(decoded), contentOf(reconstructed));

        const QByteArray text = contentOf(m_out).replace("mean_", "z_");
        QCOMPARE(runCli({"decode", m_penguins, write("z.csv", text), "--out", m_out}).exitCode, 0);
        QCOMPARE(contentOf(m_out), contentOf(reconstructed));
    }

    void decodeReadsASingleLatentColumn() {
        QCOMPARE(runCli({"decode", m_odd, write("z.csv", "z_0\n0\n1\n0\n"), "--out", m_out}).exitCode, 0);
        const CsvTable table = written(m_out);
        QCOMPARE(namesOf(table), QStringList({"size, cm", "the \"kind\"", "mass"}));
        QCOMPARE(table.lines.size(), std::size_t(3));
        QCOMPARE(table.cells[0][0], table.cells[0][2]);
    }

    void scoreTellsEachRowAndColumn_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("bound");
        QTest::newRow("ELBO") << QStringList() << "elbo";
        QTest::newRow("importance-weighted") << QStringList{"--importance-samples", "30"} << "log_likelihood";
    }

    void scoreTellsEachRowAndColumn() {
        QFETCH(QStringList, options);
        QFETCH(QString, bound);
        QCOMPARE(
            runCli(QStringList{"score", m_penguins, sample("penguins"), "--out", m_out} + options).exitCode,
            0);
        const CsvTable table = written(m_out);
        QCOMPARE(namesOf(table).first(5), QStringList({"row", "reconstruction", "kl", bound, "island"}));
        QCOMPARE(table.names.size(), std::size_t(11));
        QCOMPARE(table.lines.size(), std::size_t(344));
        for (std::size_t row = 0; row < 344; ++row) {
            double shares = 0;
            for (std::size_t i = 4; i < 11; ++i)
                shares += number(table.cells[i][row]);
            QVERIFY(std::abs(shares - number(table.cells[1][row])) < 1e-9);
            QVERIFY(std::abs(number(table.cells[1][row]) + number(table.cells[2][row]) +
                             number(table.cells[3][row])) < 1e-9);
        }
        // The fourth penguin has island and year only.
        QCOMPARE(table.cells[5][3], std::string_view("0"));
    }

    void imputeFillsMissingCellsAndLeavesTheOthersAsTheyWere() {
        const QString data = m_folder.filePath("odd.csv");
        const CliResult result = runCli({"impute", m_odd, data, "--out", m_out});
        QCOMPARE(result.exitCode, 0);
        const CsvTable before = written(data);
        const CsvTable after = written(m_out);
        QCOMPARE(namesOf(after), namesOf(before));
        QCOMPARE(after.lines.size(), before.lines.size());
        for (std::size_t column = 0; column < before.names.size(); ++column)
            for (std::size_t row = 0; row < before.lines.size(); ++row) {
                if (before.cells[column][row] != "?")
                    QCOMPARE(after.cells[column][row], before.cells[column][row]);
                else
                    QVERIFY(std::isfinite(number(after.cells[column][row])));
            }
        QCOMPARE(contentOf(m_out).count('?'), qsizetype(0));
        QVERIFY(contentOf(m_out).contains("\"note 7, as it was\""));
    }

    void imputeTellsIntervalsWhereAsked() {
        const QString intervals = m_folder.filePath("intervals.csv");
        QCOMPARE(runCli({"impute", m_penguins, sample("penguins"), "--out", m_out, "--intervals", intervals})
                     .exitCode,
                 0);
        const CsvTable table = written(intervals);
        QCOMPARE(namesOf(table), QStringList({"row", "column", "value", "probability", "lower", "upper"}));
        QCOMPARE(table.lines.size(), std::size_t(19));
        const CsvTable filled = written(m_out);
        for (std::size_t i = 0; i < 19; ++i) {
            const std::size_t row = std::size_t(number(table.cells[0][i]));
            const std::size_t column =
                std::size_t(std::find(filled.names.begin(), filled.names.end(), table.cells[1][i]) -
                            filled.names.begin());
            QCOMPARE(filled.cells[column][row], table.cells[2][i]);
            if (table.cells[1][i] == "sex")
                QVERIFY(number(table.cells[3][i]) >= 0.5);
            else
                QVERIFY(number(table.cells[4][i]) < number(table.cells[2][i]) &&
                        number(table.cells[2][i]) < number(table.cells[5][i]));
        }
    }

    void columnsThatTheRunDidNotLearnKeepTheirGapsAndThatIsSaid() {
        const CliResult result =
            runCli({"impute", m_odd,
                    write("gaps.csv",
                          "id,\"size, cm\",\"the \"\"kind\"\"\",mass,remark\nr1,,green,3e2,x\n,2.50,,"
                          "1e2,y\n"),
                    "--out", m_out});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.messages.contains("Not filled") && result.messages.contains("“id”"),
                 qPrintable(result.messages));
        const CsvTable table = written(m_out);
        QVERIFY(!table.cells[1][0].empty() && !table.cells[2][1].empty());
        QVERIFY(table.cells[0][1].empty());
        QCOMPARE(table.cells[3][0], std::string_view("3e2"));
    }

    void whatDoesNotFitTheRunEndsWith3AndSaysWhy_data() {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        for (const char* const name : {"encode", "reconstruct", "score", "impute"}) {
            const auto row = [&](const char* what, const QByteArray& content, const char* words) {
                QTest::addRow("%s: %s", name, what) << QStringList{name, "odd"} << content << QString(words);
            };
            row("a column is missing", "\"size, cm\",mass\n1,2\n2,3\n", "the \"kind\"");
            row("texts for numbers", "\"size, cm\",\"the \"\"kind\"\"\",mass\nbig,green,1\nsmall,green,2\n",
                "cannot be read as number");
            row("no rows", "\"size, cm\",\"the \"\"kind\"\"\",mass\n", "header and no rows");
            row("empty", "", "is empty");
        }
        const auto latents = [](const char* what, const QByteArray& content, const char* words) {
            QTest::addRow("decode: %s", what)
                << QStringList{"decode", "penguins"} << content << QString(words);
        };
        latents("a dimension is missing", "z_0,x\n0,1\n1,2\n", "no column “z_1”");
        latents("a cell is missing", "z_0,z_1\n0,1\n1,\n", "row 1");
        latents("a text", "z_0,z_1\n0,1\n1,2\n1,2\n1,2\n1,2\n1,a\n", "row 5");
        latents("beyond all numbers", "z_0,z_1\n0,1\n1,1e300\n", "row 1");
        latents("no rows", "z_0,z_1\n", "header and no rows");
    }

    void whatDoesNotFitTheRunEndsWith3AndSaysWhy() {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const CliResult result =
            runCli({command[0], m_folder.filePath(command[1]), write("misfit.csv", content), "--out", m_out});
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(!result.messages.contains('{'));
        QVERIFY(!QFile::exists(m_out));
    }

    void wrongUsageEndsWith2_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString table = sample("penguins");
        QTest::newRow("sample without rows") << QStringList{"sample", m_penguins, "--out", m_out};
        QTest::newRow("no rows") << QStringList{"sample", m_penguins, "--rows", "0", "--out", m_out};
        QTest::newRow("half a row") << QStringList{"sample", m_penguins, "--rows", "0.5", "--out", m_out};
        QTest::newRow("negative seed")
            << QStringList{"sample", m_penguins, "--rows", "1", "--seed", "-1", "--out", m_out};
        QTest::newRow("from nowhere")
            << QStringList{"sample", m_penguins, "--rows", "1", "--from", "nowhere", "--out", m_out};
        QTest::newRow("no file to write") << QStringList{"sample", m_penguins, "--rows", "1"};
        for (const char* const name : {"encode", "decode", "reconstruct", "score", "impute"}) {
            QTest::addRow("%s without a table", name) << QStringList{name, m_penguins, "--out", m_out};
            QTest::addRow("%s without a file", name) << QStringList{name, m_penguins, table};
        }
        QTest::newRow("no samples") << QStringList{"impute", m_penguins,  table, "--out",
                                                   m_out,    "--samples", "0"};
        QTest::newRow("interval of everything")
            << QStringList{"impute", m_penguins, table, "--out", m_out, "--level", "1"};
    }

    void wrongUsageEndsWith2() {
        QFETCH(QStringList, arguments);
        const CliResult result = runCli(arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY(!result.messages.isEmpty());
        QVERIFY(!QFile::exists(m_out));
    }

    void aFileThatCannotBeWrittenEndsWith5_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString table = sample("penguins");
        QTest::newRow("sample") << QStringList{"sample", m_penguins, "--rows", "2"};
        QTest::newRow("decode") << QStringList{"decode", m_penguins, write("z.csv", "z_0,z_1\n0,0.5\n")};
        for (const char* const name : {"encode", "reconstruct", "score", "impute"})
            QTest::newRow(name) << QStringList{name, m_penguins, table};
    }

    void aFileThatCannotBeWrittenEndsWith5() {
        QFETCH(QStringList, arguments);
        const QString nowhere = m_folder.filePath("no such folder/out.csv");
        const CliResult result = runCli(arguments + QStringList{"--out", nowhere});
        QCOMPARE(result.exitCode, 5);
        QVERIFY(result.messages.contains(nowhere));
    }

    void samplingFromThePosteriorNeedsTheTableAsItWas() {
        const QString data = write("short.csv", "a,b\n1,2\n2,1\n3,5\n4,4\n5,1\n6,2\n");
        const QString run = m_folder.filePath("short");
        QCOMPARE(runCli({"train", data, "--out", run, "--epochs", "1"}).exitCode, 0);
        const QStringList command{"sample", run, "--rows", "3", "--from", "posterior", "--out", m_out};
        QCOMPARE(runCli(command).exitCode, 0);
        QFile::remove(m_out);
        write("short.csv", "a,b\n1,2\n2,1\n");
        QCOMPARE(runCli(command).exitCode, 3);
        QFile::remove(data);
        QCOMPARE(runCli(command).exitCode, 3);
        QVERIFY(!QFile::exists(m_out));
    }

    void likelihoodsCanBeChosenByColumn() {
        const QString run = m_folder.filePath("chosen");
        QCOMPARE(runCli({"train", sample("penguins"), "--out", run, "--epochs", "1", "--column-likelihood",
                         "body_mass_g=log-normal", "--column-likelihood", "bill_depth_mm=student-t"})
                     .exitCode,
                 0);
        const SavedRun saved = readRun(run.toStdString());
        std::map<std::string, std::string> likelihoods;
        for (const EncodedColumn& column : saved.preprocessor.columns())
            likelihoods[column.name] = column.likelihood;
        QCOMPARE(likelihoods["body_mass_g"], std::string("log-normal"));
        QCOMPARE(likelihoods["bill_depth_mm"], std::string("student-t"));
        QCOMPARE(likelihoods["bill_length_mm"], std::string("gaussian"));
        QCOMPARE(likelihoods["sex"], std::string("bernoulli"));
    }

    void likelihoodsThatCannotBeAreRefused_data() {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("no likelihood") << "body_mass_g=cauchy" << 2;
        QTest::newRow("no column") << "weight=gaussian" << 2;
        QTest::newRow("no equals sign") << "body_mass_g" << 2;
        QTest::newRow("one for numbers") << "sex=gaussian" << 3;
        QTest::newRow("one for whole numbers") << "bill_depth_mm=poisson" << 3;
    }

    void likelihoodsThatCannotBeAreRefused() {
        QFETCH(QString, choice);
        QFETCH(int, exitCode);
        const CliResult result = runCli({"train", sample("penguins"), "--out", m_folder.filePath("refused"),
                                         "--column-likelihood", choice});
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY(!result.messages.isEmpty() && !result.messages.contains('{'));
        QVERIFY(!QFile::exists(m_folder.filePath("refused")));
    }

    void aScheduleThatOutlastsTheRunIsNoted() {
        const CliResult result = runCli({"train", sample("iris"), "--out", m_folder.filePath("warm"),
                                         "--epochs", "2", "--kl-warmup", "50"});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.messages.contains("note: kl-warmup takes 50 epochs"), qPrintable(result.messages));
    }
};

QTEST_GUILESS_MAIN(CliGenerateTest)
#include "cli_generate_test.moc"
