#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/data/generators.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

const QString kPenguins = QString::fromStdString(samplePath("penguins"));

CliResult train(const QString& data, const QString& folder, const QStringList& arguments) {
    return runCli(QStringList{"train", data, "--out", folder, "--epochs", "3"} + arguments);
}

QList<QByteArray> linesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QList<QByteArray>();
}

void writeLines(const QString& path, const QList<QByteArray>& lines) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(lines.join('\n') + "\n");
}

}  // namespace

class CliRowsTest : public QObject {
    Q_OBJECT

private slots:
    void trainUsesTheRowsAskedForAndEvaluateTheSame_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("rows");
        // Validation rows, a fifth of those that are used; counted with pandas.
        QTest::newRow("all") << QStringList{} << 69;
        QTest::newRow("where") << QStringList{"--where", "body_mass_g > 4000"} << 34;
        QTest::newRow("where with texts")
            << QStringList{"--where", "body_mass_g>4000 && species!='Gentoo'"} << 10;
        QTest::newRow("where missing") << QStringList{"--where", "!missing(sex)"} << 67;
        QTest::newRow("subsample") << QStringList{"--subsample", "100"} << 20;
        // 68 chinstrap penguins are the fewest.
        QTest::newRow("balance") << QStringList{"--balance"} << 41;
        QTest::newRow("balanced subsample") << QStringList{"--balance", "--subsample", "100"} << 20;
        // Each year has a third of the rows, 107 at least.
        QTest::newRow("by groups") << QStringList{"--split-by", "year", "--validation", "0.3"} << -107;
    }

    void trainUsesTheRowsAskedForAndEvaluateTheSame() {
        QFETCH(QStringList, arguments);
        QFETCH(int, rows);
        const QTemporaryDir folder;
        const CliResult trained = train(kPenguins, folder.path(), arguments + QStringList{"--seed", "3"});
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.messages));
        const CliResult evaluated = runCli({"evaluate", folder.path(), "--json"});
        QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.messages));
        const int judged = evaluated.json()["rows"].toInt();
        QVERIFY2(rows < 0 ? judged >= -rows && judged <= 120 : judged == rows,
                 qPrintable(QString::number(judged)));
    }

    void aColumnOfPartsDividesTheRowsAndIsNotLearned() {
        const QTemporaryDir folder;
        QList<QByteArray> lines = linesOf(kPenguins);
        QList<QByteArray> judged{lines.front()};
        lines.front() += ",part";
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (i % 4 == 0)
                judged << lines[i];
            lines[i] += i % 4 == 0 ? ",test" : ",train";
        }
        writeLines(folder.filePath("all.csv"), lines);
        writeLines(folder.filePath("judged.csv"), judged);
        const QString run = folder.filePath("run");
        QCOMPARE(
            train(folder.filePath("all.csv"), run, {"--split-by", "part", "--label", "species"}).exitCode, 0);
        const SavedRun saved = readRun(run.toStdString());
        for (const EncodedColumn& column : saved.preprocessor.columns())
            QVERIFY(column.name != "part");
        const QJsonObject own = runCli({"evaluate", run, "--json"}).json();
        const QJsonObject same = runCli({"evaluate", run, folder.filePath("judged.csv"), "--json"}).json();
        QCOMPARE(own["rows"].toInt(), 86);
        QCOMPARE(same["rows"].toInt(), 86);
        // These need no draws, so the same rows give the same.
        for (const char* const key : {"kl", "r2", "log_jacobian"})
            QVERIFY2(
                std::abs(own[QLatin1String(key)].toDouble() - same[QLatin1String(key)].toDouble()) < 1e-6,
                key);
    }

    void theRequestIsSavedWithTheRun() {
        const QTemporaryDir folder;
        QCOMPARE(train(kPenguins, folder.path(),
                       {"--where", "year == 2008", "--subsample", "60", "--balance", "--split-by", "island"})
                     .exitCode,
                 0);
        const RowRequest expected{
            .filter = "year == 2008", .sampleRows = 60, .balanced = true, .splitBy = "island"};
        QVERIFY(readRun(folder.path().toStdString()).source.rowRequest == expected);
    }

    void aFilterSeesColumnsWithTheTypesThatWereGiven() {
        const QTemporaryDir folder;
        QList<QByteArray> lines = linesOf(kPenguins);
        lines.front() += ",code";
        for (qsizetype i = 1; i < lines.size(); ++i)
            lines[i] += i % 2 == 0 ? ",7" : ",8";
        writeLines(folder.filePath("all.csv"), lines);
        const QStringList arguments{"--type", "code=category", "--ignore", "code", "--where", "code == '7'"};
        const CliResult trained = train(folder.filePath("all.csv"), folder.filePath("run"), arguments);
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.messages));
        const CliResult evaluated = runCli({"evaluate", folder.filePath("run"), "--json"});
        QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.messages));
        QCOMPARE(evaluated.json()["rows"].toInt(), 34);
    }

    void wrongRequestsAreRefusedInWords_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("words");
        QTest::newRow("filter") << QStringList{"--where", "mass > 3"} << 2
                                << "at character 1: there is no column “mass”";
        QTest::newRow("no rows") << QStringList{"--where", "year > 3000"} << 3
                                 << "Of 344 rows only 0 are left";
        QTest::newRow("unknown column") << QStringList{"--split-by", "fold"} << 2 << "no column “fold”";
        QTest::newRow("no groups") << QStringList{"--split-by", "year", "--where", "year == 2007"} << 3
                                   << "do not differ there";
        QTest::newRow("no label") << QStringList{"--balance", "--label", ""} << 3 << "no column is the label";
        QTest::newRow("no row") << QStringList{"--subsample", "0"} << 2 << "--subsample";
    }

    void wrongRequestsAreRefusedInWords() {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, words);
        const QTemporaryDir folder;
        const QString run = folder.filePath("run");
        const CliResult result = train(kPenguins, run, arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(!QFile::exists(run));
    }

    void generateWritesEveryTableSoThatItReadsBack_data() {
        QTest::addColumn<QString>("name");
        for (const Generator& generator : generators())
            QTest::newRow(generator.name.data()) << QString::fromUtf8(generator.name.data());
    }

    void generateWritesEveryTableSoThatItReadsBack() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const QString path = folder.filePath("table.csv");
        const CliResult result = runCli({"generate", name, "--rows", "300", "--seed", "5", "--out", path});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const GeneratedTable made = generatorNamed(name.toStdString()).make(300, 5);
        CsvOptions options;
        for (const Column& column : made.dataset->columns())
            options.types[column.name] = column.type;
        const DatasetPtr read = readCsv(path.toStdString(), options).dataset;
        QCOMPARE(read->columns().size(), made.dataset->columns().size());
        for (Index i = 0; i < Index(read->columns().size()); ++i) {
            const Column& column = made.dataset->column(i);
            QCOMPARE(QString::fromStdString(read->column(i).name), QString::fromStdString(column.name));
            for (Index row = 0; row < 300; ++row)
                QCOMPARE(read->column(i).cellText(row).c_str(), column.cellText(row).c_str());
        }
        QVERIFY(result.messages.contains("latentscape-cli train " + path));
    }

    void generateListsWhatThereIs() {
        const CliResult result = runCli({"generate", "--list"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.output.count('\n'), int(generators().size()));
        for (const Generator& generator : generators())
            QVERIFY(result.output.contains(QByteArray(generator.name.data()) + " "));
    }

    void generateRefusesWhatItCannotMake_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("no name") << QStringList{"--out", "x.csv"} << "NAME";
        QTest::newRow("no file") << QStringList{"noise"} << "--out";
        QTest::newRow("unknown") << QStringList{"noises", "--out", "x.csv"}
                                 << "There is no generator “noises”";
        QTest::newRow("no rows") << QStringList{"noise", "--rows", "0", "--out", "x.csv"} << "--rows";
    }

    void generateRefusesWhatItCannotMake() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const CliResult result = runCli(QStringList{"generate"} + arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
    }
};

QTEST_GUILESS_MAIN(CliRowsTest)
#include "cli_rows_test.moc"
