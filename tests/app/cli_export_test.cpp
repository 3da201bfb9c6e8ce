// Models that leave the program: what other programs compute from the written files is what the program
// computes.

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/analysis/encoding.h"
#include "core/storage/run_store.h"
#include "core/storage/safetensors.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr double kTolerance = 1e-5;

QString sample(const QString& name) {
    return QString::fromStdString(samplePath(name.toStdString()));
}

/// Debian's own Python, to which its packages belong.
CliResult runPython(const QStringList& arguments) {
    return runProgram("/usr/bin/python3", arguments);
}

bool pythonHas(const QString& module) {
    return runPython({"-c", "import " + module}).exitCode == 0;
}

QString supportFile(const QString& name) {
    return QStringLiteral(LATENTSCAPE_SOURCE_DIR "/tests/support/") + name;
}

bool agree(double one, double other) {
    return std::abs(one - other) <= kTolerance * std::max(1.0, std::abs(other));
}

/// A run read back, its table, and what the program makes of the rows.
struct Expected {
    explicit Expected(const QString& folder)
        : run(readRun(folder.toStdString())),
          table(run.preprocessor.transform(*readCsv(run.source.path, run.source.csv).dataset)),
          posteriors(encodeRows(table, run.model, allRows(table.rows()))) {
        const Vae& vae = *run.model.vae;
        vae.reserve(workspace, table.rows());
        workspace.z.leftCols(table.rows()) = posteriors.mean;
        vae.decode(run.model.parameters, table.rows(), workspace);
        expectation.resize(vae.features(), table.rows());
        vae.expectation(workspace.raw.leftCols(table.rows()), expectation);
    }

    /// Rows of the encoded table with NaN where a cell is missing.
    Matrix encoderInput() const {
        Matrix x = table.values;
        if (table.hasMissing())
            x = (table.mask.array() > 0).select(x, Matrix::Constant(x.rows(), x.cols(), std::nanf("")));
        return x;
    }

    SavedRun run;
    EncodedTable table;
    Posteriors posteriors;
    VaeWorkspace workspace;
    Matrix expectation;
};

/// Tables by name, each number a row after the other, as evaluate_onnx.py prints them.
class Outputs {
public:
    explicit Outputs(const QJsonObject& json) : m_json(json) {}

    QStringList names() const { return m_json.keys(); }

    /// Whether `name` holds `expected` (width × rows).
    bool holds(const QString& name, const Matrix& expected) const {
        const QJsonObject table = m_json[name].toObject();
        const QJsonArray values = table["values"].toArray();
        if (table["shape"].toArray() != QJsonArray{qint64(expected.cols()), qint64(expected.rows())} ||
            values.size() != expected.size())
            return false;
        for (Index i = 0; i < expected.size(); ++i)
            if (!values[qsizetype(i)].isDouble() ||
                !agree(values[qsizetype(i)].toDouble(), double(expected.data()[i])))
                return false;
        return true;
    }

private:
    QJsonObject m_json;
};

/// A likelihood's further parameters, and what becomes of the decoder's output.
bool holdsParameters(const Outputs& outputs, const Expected& expected, const QJsonObject& schema) {
    const Vae& vae = *expected.run.model.vae;
    const Index rows = expected.table.rows();
    const QJsonArray blocks = schema["model"].toObject()["blocks"].toArray();
    for (std::size_t i = 0; i < vae.parts().size(); ++i) {
        const Vae::Part& part = vae.parts()[i];
        const LikelihoodBlock& block = part.likelihood->block();
        const QJsonObject names = blocks[qsizetype(i)].toObject()["onnx"].toObject();
        for (const QString& key : names.keys()) {
            Matrix values = expected.expectation.middleRows(block.firstFeature, block.features);
            if (key == "scale") {
                Vector widths(vae.features());
                for (Index row = 0; row < rows; ++row) {
                    vae.noiseWidths(expected.run.model.parameters, expected.workspace.raw.col(row), widths);
                    values.col(row) = widths.segment(block.firstFeature, block.features);
                }
            } else if (key == "logit") {
                values = expected.workspace.raw.leftCols(rows).middleRows(part.firstRaw, block.features);
            } else if (key == "size") {
                const auto learned =
                    vae.layout().vector(expected.run.model.parameters, part.noiseBlock).array();
                values = learned.max(-5.0F).min(12.0F).exp().matrix().replicate(1, rows);
            }
            if (!outputs.holds(names[key].toString(), values))
                return false;
        }
    }
    return true;
}

}  // namespace

class CliExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_run = m_folder.filePath("run");
    QString m_onnx = m_folder.filePath("onnx");
    QString m_bundle = m_folder.filePath("bundle");

    QString write(const QString& name, const QByteArray& content) const {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            return {};
        return path;
    }

    QString write(const QString& name, const Matrix& rows) const {
        return write(name, QByteArray(reinterpret_cast<const char*>(rows.data()),
                                      rows.size() * qsizetype(sizeof(float))));
    }

    /// The cells of a written table, its header first.
    static QList<QStringList> cellsOf(const QString& path) {
        QList<QStringList> rows;
        const QByteArray content = contentOf(path);
        if (content.isEmpty())
            return rows;
        const CsvTable table =
            parseCsv(content.toStdString(), path.toStdString(), {.delimiter = ',', .header = false});
        for (std::size_t row = 0; row < table.lines.size(); ++row) {
            QStringList& cells = rows.emplace_back();
            for (const auto& column : table.cells)
                cells << QString::fromUtf8(column[row].data(), qsizetype(column[row].size()));
        }
        return rows;
    }

    /// Whether tables hold the same, numbers as far as the first one tells them.
    static bool agreeOnCells(const QList<QStringList>& own, const QList<QStringList>& other) {
        if (own.size() != other.size() || own.value(0) != other.value(0))
            return false;
        for (qsizetype row = 1; row < own.size(); ++row)
            for (qsizetype i = 0; i < own[row].size(); ++i) {
                bool isNumber = false;
                const double value = own[row][i].toDouble(&isNumber);
                const auto decimals = own[row][i].section('.', 1).size();
                const bool rounded = std::abs(value - other[row].value(i).toDouble()) <=
                                     0.5 * std::pow(10.0, -double(decimals)) * 1.0001;
                const bool alike = isNumber ? agree(other[row].value(i).toDouble(), value) || rounded
                                            : own[row][i] == other[row].value(i);
                if (!alike) {
                    qWarning("row %d: %s and %s", int(row), qPrintable(own[row][i]),
                             qPrintable(other[row].value(i)));
                    return false;
                }
            }
        return true;
    }

    static void addModels() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("options");
        for (const char* const activation : {"silu", "relu", "leaky-relu", "elu", "gelu", "tanh", "softplus"})
            QTest::newRow(activation) << "visits" << QStringList{"--activation", activation};
        for (const char* const noise : {"fixed", "shared", "row"})
            QTest::newRow(noise) << "penguins" << QStringList{"--noise", noise, "--hidden", "8"};
        QTest::newRow("linear") << "visits" << QStringList{"--hidden", "none"};
        QTest::newRow("plain, with dropout")
            << "wine" << QStringList{"--start", "plain", "--dropout", "0.4", "--hidden", "9,5,7"};
        QTest::newRow("student-t") << "wine"
                                   << QStringList{
                                          "--likelihood", "student-t",           "--noise",
                                          "row",          "--column-likelihood", "proline=log-normal"};
        QTest::newRow("poisson") << "digits" << QStringList{"--likelihood", "poisson", "--latent", "5"};
        QTest::newRow("bernoulli") << "digits" << QStringList{"--likelihood", "bernoulli"};
        QTest::newRow("continuous bernoulli")
            << "digits" << QStringList{"--likelihood", "continuous-bernoulli", "--noise", "row"};
    }

    /// Names and texts that have to be quoted, dates, decimal commas, and cells that mean "missing".
    static QByteArray germanTable() {
        QByteArray csv = "\"Größe, cm\";\"the \"\"kind\"\"\";Datum;mass;always;hidden;täglich\n";
        for (int row = 0; row < 120; ++row) {
            const QByteArray day = QByteArray::number(row % 28 + 1).rightJustified(2, '0');
            const QByteArray month = QByteArray::number(row % 12 + 1).rightJustified(2, '0');
            csv += QByteArray::number(row * row % 37) + ",5;";
            csv += row % 3 == 0 ? "\"rot; hell\"" : row % 3 == 1 ? "grün" : "\"6\"\" blau\"";
            csv += ";" + (row % 17 == 0 ? QByteArray() : day + "." + month + ".2024") + ";";
            csv += row % 5 == 0 ? QByteArray("k.A.")
                                : QByteArray::number(std::exp(row % 11 / 3.0)).replace('.', ',');
            csv += ";7;" + QByteArray::number(row % 4) + ";";
            csv += row % 13 == 0 ? QByteArray("-999") : QByteArray::number(row % 6);
            csv += "\n";
        }
        return csv;
    }

    /// A bundled table; `german`; or `visits`, the penguins with a column of counts of which some are
    /// missing.
    QString tablePath(const QString& name) const {
        if (name == "german")
            return write("Bärs 'alte' Tabelle.csv", germanTable());
        if (name != "visits")
            return sample(name);
        QList<QByteArray> lines = contentOf(sample("penguins")).trimmed().split('\n');
        lines.front() += ",visits";
        for (qsizetype i = 1; i < lines.size(); ++i)
            lines[i] += "," + (i % 11 == 0 ? QByteArray() : QByteArray::number(i * i % 29));
        return write("visits.csv", lines.join('\n'));
    }

    void train(const QString& table, const QStringList& options) {
        QStringList arguments{"train", tablePath(table), "--out", m_run, "--epochs", "2"};
        if (table == "visits")
            arguments += {"--type", "visits=count"};
        if (table == "german")
            arguments += {"--ignore",        "hidden",     "--missing",    "k.A.",   "--column-likelihood",
                          "mass=log-normal", "--sentinel", "täglich=-999", "--type", "täglich=number"};
        const CliResult result = runCli(arguments + options);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
    }

    /// evaluate(model, input, width) runs the written models, which have to compute what the program does.
    template <class Evaluate>
    void compareOnnx(Evaluate&& evaluate) {
        QFETCH(QString, table);
        QFETCH(QStringList, options);
        train(table, options);
        const CliResult exported = runCli({"export", m_run, "--onnx", m_onnx});
        QVERIFY2(exported.exitCode == 0, qPrintable(exported.messages));

        const Expected expected(m_run);
        const Outputs encoded = evaluate(m_onnx + "/encoder.onnx", expected.encoderInput());
        QCOMPARE(encoded.names(), QStringList({"logvar", "mean"}));
        QVERIFY(encoded.holds("mean", expected.posteriors.mean));
        QVERIFY(encoded.holds("logvar", 2 * expected.posteriors.deviation.array().log().matrix()));

        const Outputs decoded = evaluate(m_onnx + "/decoder.onnx", expected.posteriors.mean);
        QVERIFY(decoded.holds("expectation", expected.expectation));
        const QJsonObject schema = QJsonDocument::fromJson(contentOf(m_onnx + "/schema.json")).object();
        QVERIFY(holdsParameters(decoded, expected, schema));
        qsizetype named = 1;
        for (const QJsonValue& block : schema["model"].toObject()["blocks"].toArray())
            named += block.toObject()["onnx"].toObject().size();
        QCOMPARE(decoded.names().size(), named);
    }

private slots:
    void onnxModelsComputeWhatTheProgramDoes_data() { addModels(); }

    void onnxModelsComputeWhatTheProgramDoes() {
        if (!pythonHas("onnx, numpy"))
            QSKIP("needs Debian's python3-onnx and python3-numpy");
        compareOnnx([this](const QString& model, const Matrix& input) {
            const CliResult result =
                runPython({supportFile("evaluate_onnx.py"), model, write("input", input)});
            if (result.exitCode != 0)
                qWarning("%s", qPrintable(result.messages));
            return Outputs(result.json());
        });
    }

    void onnxRuntimeComputesWhatTheProgramDoes_data() { addModels(); }

    void onnxRuntimeComputesWhatTheProgramDoes() {
        if (runProgram("node", {"-e", "require('onnxruntime-node')"}).exitCode != 0)
            QSKIP("needs Node.js, and NODE_PATH naming a folder with npm's onnxruntime-node");
        compareOnnx([this](const QString& model, const Matrix& input) {
            const CliResult result =
                runProgram("node", {supportFile("evaluate_onnx.js"), model, write("input", input),
                                    QString::number(input.rows())});
            if (result.exitCode != 0)
                qWarning("%s", qPrintable(result.messages));
            return Outputs(result.json());
        });
    }

    void theBundlesScriptComputesWhatTheProgramDoes_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("backend");
        for (const char* const backend : {"--numpy", "--torch"}) {
            const QByteArray with(backend + 2);
            QTest::newRow("digits, " + with)
                << "digits" << QStringList{"--likelihood", "bernoulli"} << backend;
            QTest::newRow("penguins, " + with) << "visits" << QStringList{"--activation", "gelu"} << backend;
            QTest::newRow("wine, " + with)
                << "wine" << QStringList{"--start", "plain", "--activation", "leaky-relu", "--noise", "row"}
                << backend;
            QTest::newRow("German, " + with)
                << "german" << QStringList{"--activation", "softplus"} << backend;
        }
        // What follows is the same for both.
        QTest::newRow("pictures") << "digits" << QStringList{"--likelihood", "continuous-bernoulli"}
                                  << "--numpy";
        QTest::newRow("counts") << "digits" << QStringList{"--likelihood", "poisson"} << "--numpy";
        QTest::newRow("linear") << "german"
                                << QStringList{"--hidden", "none", "--column-scale", "Größe, cm=log1p"}
                                << "--numpy";
    }

    void theBundlesScriptComputesWhatTheProgramDoes() {
        QFETCH(QString, table);
        QFETCH(QStringList, options);
        QFETCH(QString, backend);
        if (!pythonHas(backend.mid(2)))
            QSKIP("needs Debian's python3-numpy or python3-torch");
        train(table, options);
        const CliResult exported = runCli({"export", m_run, "--bundle", m_bundle});
        QVERIFY2(exported.exitCode == 0, qPrintable(exported.messages));
        const auto both = [&](const QString& command) {
            const QString own = m_folder.filePath("own.csv");
            const QString other = m_folder.filePath("other.csv");
            QFile::remove(own);
            QFile::remove(other);
            runCli({command, m_run, tablePath(table), "--out", own});
            const CliResult result =
                runPython({m_bundle + "/use_model.py", backend, command, tablePath(table), other});
            if (result.exitCode != 0)
                qWarning("%s", qPrintable(result.messages));
            return std::pair(cellsOf(own), cellsOf(other));
        };
        const auto [latents, otherLatents] = both("encode");
        QVERIFY(latents.size() > 100);
        QVERIFY(agreeOnCells(latents, otherLatents));
        const auto [rows, otherRows] = both("reconstruct");
        QVERIFY(agreeOnCells(rows, otherRows));

        const Expected expected(m_run);
        const auto decoded =
            decodeRows(expected.run.preprocessor, expected.run.model, expected.posteriors.mean);
        const std::vector<EncodedColumn>& columns = expected.run.preprocessor.columns();
        for (std::size_t row = 0; row < decoded.size(); ++row)
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (columns[i].type == ColumnType::Number || columns[i].type == ColumnType::Count)
                    QVERIFY(agree(otherRows[row + 1][i].toDouble(), decoded[row][i].value));
    }

    void theCommandOfABundleRepeatsTheRun() {
        train("german", {"--hidden", "6", "--where", "täglich != 3", "--subsample", "90", "--clip", "0.02"});
        QCOMPARE(runCli({"export", m_run, "--bundle", m_bundle}).exitCode, 0);
        const QJsonObject bundle = QJsonDocument::fromJson(contentOf(m_bundle + "/bundle.json")).object();
        const QByteArray hash =
            QCryptographicHash::hash(contentOf(tablePath("german")), QCryptographicHash::Sha256).toHex();
        QCOMPARE(bundle["data"].toObject()["sha256"].toString().toUtf8(), hash);
        const QString repeated = m_folder.filePath("repeated");
        QString command = bundle["command"].toString();
        command.replace("latentscape-cli", LATENTSCAPE_CLI).replace("--out RUN", "--out " + repeated);
        const CliResult result = runProgram("sh", {"-c", "cd " + m_bundle + " && " + command});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(contentOf(repeated + "/model.safetensors"), contentOf(m_run + "/model.safetensors"));
    }

    void whatIsTypedBesideAConfigurationHasTheLastWord() {
        train("german", {"--hidden", "6"});
        const QString other = m_folder.filePath("other");
        QCOMPARE(runCli({"train", "--config", m_run, "--out", other, "--latent", "3", "--ignore", "mass",
                         "--epochs", "1"})
                     .exitCode,
                 0);
        const SavedRun saved = readRun(other.toStdString());
        QCOMPARE(saved.hyperparameters.latent, 3);
        QCOMPARE(saved.hyperparameters.hidden.size(), std::size_t(1));
        QCOMPARE(saved.source.csv.missingTokens->front().c_str(), "k.A.");
        for (const EncodedColumn& column : saved.preprocessor.columns())
            QVERIFY(column.name != "mass");
    }

    void configurationsThatCannotBeUsedAreRefused_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("not there") << QStringList{"--config", m_folder.filePath("none")} << 3;
        QTest::newRow("no JSON") << QStringList{"--config", write("broken.json", QByteArray("{"))} << 3;
        QTest::newRow("no settings") << QStringList{"--config", write("empty.json", QByteArray("{}"))} << 3;
        QTest::newRow("nothing to learn") << QStringList{} << 2;
    }

    void configurationsThatCannotBeUsedAreRefused() {
        QFETCH(QStringList, options);
        QFETCH(int, exitCode);
        const QString out = m_folder.filePath("refused");
        const CliResult result = runCli(QStringList{"train", "--out", out} + options);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY(!result.messages.isEmpty());
        QVERIFY(!QFile::exists(out));
    }

    void weightsAreThoseOfTheRunWithTheSchema() {
        train("visits", {});
        const QString file = m_folder.filePath("weights.safetensors");
        QCOMPARE(runCli({"export", m_run, "--safetensors", file, "--onnx", m_onnx}).exitCode, 0);
        const auto decoded = [](const QString& path) {
            return decodeSafetensors(contentOf(path).toStdString(), path.toStdString());
        };
        const SafetensorsFile own = decoded(m_run + "/model.safetensors");
        const SafetensorsFile other = decoded(file);
        QCOMPARE(own.tensors.size(), other.tensors.size());
        for (const auto& [name, tensor] : own.tensors) {
            QVERIFY2(other.tensors.at(name).shape == tensor.shape, name.c_str());
            QVERIFY2(other.tensors.at(name).values == tensor.values, name.c_str());
        }
        QVERIFY((own.tensors.at("encoder.0.weight").shape == std::vector<Index>{64, 10}));
        QCOMPARE(QByteArray::fromStdString(other.metadata.at("schema")), contentOf(m_onnx + "/schema.json"));
    }

    void aRunOutlivesItsTable() {
        QDir(m_bundle).removeRecursively();
        const QString table = write("gone.csv", contentOf(sample("iris")));
        QCOMPARE(runCli({"train", table, "--out", m_run, "--epochs", "1"}).exitCode, 0);
        QFile::remove(table);
        const CliResult result = runCli({"export", m_run, "--bundle", m_bundle});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.messages.contains("gone.csv"), qPrintable(result.messages));
        QVERIFY(!contentOf(m_bundle + "/bundle.json").contains("sha256"));
        QVERIFY(QFile::exists(m_bundle + "/model.safetensors"));
    }

    void whatCannotBeExportedIsRefused_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("words");
        const QString file = write("file", QByteArray("not a folder"));
        QTest::newRow("no run") << QStringList{m_folder.filePath("none"), "--onnx", m_onnx} << 3 << "none";
        QTest::newRow("no format") << QStringList{m_run} << 2 << "--onnx";
        QTest::newRow("no folder") << QStringList{m_run, "--onnx", file + "/x"} << 5 << "file/x";
    }

    void whatCannotBeExportedIsRefused() {
        QFETCH(QStringList, options);
        QFETCH(int, exitCode);
        QFETCH(QString, words);
        if (!QFile::exists(m_run))
            train("iris", {});
        const CliResult result = runCli(QStringList{"export"} + options);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(words), qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());
    }
};

QTEST_GUILESS_MAIN(CliExportTest)
#include "cli_export_test.moc"
