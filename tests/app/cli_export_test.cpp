// Models that leave the program: what other programs compute from the written files is what the program
// computes.

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/analysis/encoding.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr double kTolerance = 1e-5;

QString sample(const QString& name) {
    return QString::fromStdString(samplePath(name.toStdString()));
}

CliResult runProgram(const QString& program, const QStringList& arguments) {
    constexpr int kLongestMilliseconds = 120000;
    QProcess process;
    process.start(program, arguments);
    const bool ended =
        process.waitForFinished(kLongestMilliseconds) && process.exitStatus() == QProcess::NormalExit;
    return {.exitCode = ended ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .messages = QString::fromUtf8(process.readAllStandardError())};
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

    static QByteArray contentOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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

    /// A bundled table; or `visits`, the penguins with a column of counts of which some are missing.
    QString tablePath(const QString& name) const {
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
