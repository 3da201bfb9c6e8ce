// File ▸ Export of the real window: each choice writes its file, as the headless program would.

#include "ui/shell/export_menu.h"

#include <QDir>
#include <QFileDialog>
#include <QImage>
#include <QMenuBar>
#include <QSignalSpy>
#include <QXmlStreamReader>
#include <atomic>

#include "core/data/content_hash.h"
#include "core/data/role_request.h"
#include "core/storage/atomic_file.h"
#include "core/storage/run_store.h"
#include "tests/support/cli.h"
#include "tests/support/files.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/panels/message_bar.h"
#include "ui/shell/run_export.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

class ExportMenuTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English));
        m_desk = std::make_unique<WindowDesk>();
    }
    void cleanupTestCase() { m_desk.reset(); }

    void nothingCanBeExportedBeforeThereIsATable() {
        menu().enableActions();
        for (const QAction* const action : choices()) {
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
            // What needs a selection says so in the menu of the selection.
            QVERIFY(action->text() == "&Export rows…" || action->toolTip().contains("first"));
        }
    }

    void aTrainedModelCanBeExported() {
        window().openFile(m_table);
        QTRY_VERIFY(m_desk->controller().state() == RunState::Paused);
        m_desk->controller().oneEpoch();
        QTRY_VERIFY(m_desk->snapshot && m_desk->snapshot->epoch >= 1);
        QTRY_VERIFY(m_desk->controller().state() == RunState::Paused);
        menu().enableActions();
        for (const QAction* const action : choices())
            QCOMPARE(action->isEnabled(), action->text() != "&Export rows…");
        window().viewState().selection().apply(
            RowSet(window().viewState().dataset()->rows(), RowList{3, 4, 5}), SelectionMode::Replace);
        menu().enableActions();
        for (const QAction* const action : choices())
            QVERIFY2(action->isEnabled(), qPrintable(action->text()));
        writeRunFolder();
    }

    void tablesAreThoseOfTheHeadlessProgram_data() {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QStringList>("command");
        QTest::newRow("reconstructions") << "Re&constructions…" << QStringList{"reconstruct", run(), m_table};
        QTest::newRow("scores") << "&Scores…" << QStringList{"score", run(), m_table};
        QTest::newRow("generated") << "&Generated rows…" << QStringList{"sample", run(), "--rows", "344"};
    }

    void tablesAreThoseOfTheHeadlessProgram() {
        QFETCH(QString, choice);
        QFETCH(QStringList, command);
        // A file that is there already would be asked about.
        const QString own = m_desk->folder.filePath(QString(QTest::currentDataTag()) + ".csv");
        QVERIFY(save(choice, own));
        const QString other = m_desk->folder.filePath("other.csv");
        QCOMPARE(runCli(command + QStringList{"--out", other}).exitCode, 0);
        QVERIFY(!contentOf(other).isEmpty());
        QCOMPARE(contentOf(own), contentOf(other));
    }

    void latentsStandBesideTheirRows() {
        const QString own = m_desk->folder.filePath("latents.csv");
        QVERIFY(save("&Latents of all rows…", own));
        const QString other = m_desk->folder.filePath("encoded.csv");
        QCOMPARE(runCli({"encode", run(), m_table, "--out", other}).exitCode, 0);
        const QList<QByteArray> lines = contentOf(own).split('\n');
        const QList<QByteArray> encoded = contentOf(other).split('\n');
        QCOMPARE(lines.size(), encoded.size());
        QCOMPARE(lines.size(), 346);
        for (qsizetype i = 0; i + 1 < lines.size(); ++i)
            QVERIFY(lines[i].startsWith(encoded[i] + ","));
        const DatasetPtr read = readCsv(own.toStdString()).dataset;
        const Dataset& table = *window().viewState().dataset();
        QCOMPARE(Index(read->columns().size()), Index(table.columns().size()) + 5);
        for (const Column& column : table.columns()) {
            const Column& again = read->column(*read->indexOf(column.name));
            for (Index row = 0; row < table.rows(); ++row)
                QCOMPARE(again.cellText(row), column.cellText(row));
        }
    }

    void missingCellsAreFilledAsTheHeadlessProgramFillsThem() {
        const QString own = m_desk->folder.filePath("filled.csv");
        QVERIFY(save("&Filled table…", own));
        const QString other = m_desk->folder.filePath("imputed.csv");
        QCOMPARE(runCli({"impute", run(), m_table, "--out", other}).exitCode, 0);
        const DatasetPtr filled = readCsv(own.toStdString()).dataset;
        const DatasetPtr imputed = readCsv(other.toStdString()).dataset;
        QCOMPARE(filled->missingCount(), Index(0));
        QVERIFY(window().viewState().dataset()->missingCount() > 0);
        for (std::size_t i = 0; i < filled->columns().size(); ++i)
            for (Index row = 0; row < filled->rows(); ++row)
                QCOMPARE(filled->columns()[i].cellText(row), imputed->columns()[i].cellText(row));
    }

    void curvesAreThoseOfTheRun() {
        const QString own = m_desk->folder.filePath("curves.csv");
        QVERIFY(save("C&urves of the run…", own));
        QCOMPARE(contentOf(own).toStdString(), metricsCsv(m_desk->controller().history()));
    }

    void aReportTellsTheRun() {
        const QString own = m_desk->folder.filePath("report.html");
        QVERIFY(save("&Report…", own));
        QXmlStreamReader reader(contentOf(own));
        QString text;
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::Characters)
                text += reader.text().toString() + QLatin1Char('|');
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(text.contains("latentscape-cli train " + m_table));
        QVERIFY(text.contains("body_mass_g"));
        // The same figures as the headless program finds.
        const double elbo = runCli({"evaluate", run(), "--json"}).json()["elbo"].toDouble();
        QVERIFY(elbo < 0);
        QVERIFY(text.contains(QChar(0x2212) + QString::number(-elbo, 'f', 3)));
    }

    void theMapIsAPicture_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("pixels") << "map.png";
    }

    void theMapIsAPicture() {
        QFETCH(QString, file);
        const QString own = m_desk->folder.filePath(file);
        choose("&Picture of the map…", own);
        QTRY_VERIFY(QFile::exists(own));
        QVERIFY(!QImage(own).isNull());
    }

    void selectedRowsAreWritten() {
        const QString own = m_desk->folder.filePath("rows.csv");
        choose("&Export rows…", own);
        QTRY_VERIFY(QFile::exists(own));
        QCOMPARE(contentOf(own).count('\n'), 4);
    }

    void modelsAreThoseOfTheHeadlessProgram_data() {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QStringList>("files");
        QTest::newRow("ONNX") << "&ONNX…"
                              << "--onnx" << QStringList{"decoder.onnx", "encoder.onnx", "schema.json"};
        QTest::newRow("weights") << "Safe&tensors…"
                                 << "--safetensors" << QStringList{};
        QTest::newRow("bundle") << "&Bundle…"
                                << "--bundle"
                                << QStringList{"bundle.json", "config.json",       "edits.jsonl",
                                               "schema.json", "model.safetensors", "use_model.py"};
    }

    void modelsAreThoseOfTheHeadlessProgram() {
        QFETCH(QString, choice);
        QFETCH(QString, option);
        QFETCH(QStringList, files);
        const QString ending = files.isEmpty() ? ".safetensors" : "";
        const QString own = m_desk->folder.filePath("own" + option + ending);
        QVERIFY(save(choice, own));
        const QString other = m_desk->folder.filePath("other" + option + ending);
        QCOMPARE(runCli({"export", run(), option, other}).exitCode, 0);
        if (files.isEmpty())
            QCOMPARE(contentOf(own), contentOf(other));
        QStringList written = QDir(own).entryList(QDir::Files);
        QCOMPARE(QSet<QString>(written.begin(), written.end()), QSet<QString>(files.begin(), files.end()));
        for (const QString& file : files) {
            QVERIFY2(!contentOf(own + "/" + file).isEmpty() || file == "edits.jsonl", qPrintable(file));
            QCOMPARE(contentOf(own + "/" + file), contentOf(other + "/" + file));
        }

        // A folder that holds something stays as it is.
        if (!files.isEmpty()) {
            QVERIFY_EXCEPTION_THROWN(
                writeFolderWhole(own.toStdString(), [](const std::string&) { QFAIL("it wrote"); }), Error);
            QVERIFY(!contentOf(own + "/schema.json").isEmpty());
        }
    }

    void whatCannotBeWrittenIsTold() {
        FileExport& files = *window().findChild<FileExport*>();
        QSignalSpy ended(&files, &FileExport::ended);
        // A folder that takes no file, even of root.
        files.write("/proc/latentscape.csv",
                    [](const std::string& path, const Progress&) { writeFileAtomically(path, "a"); });
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.first().first().toBool(), false);
        QVERIFY(window().messages().showsError());
        QVERIFY(window().messages().text().contains("/proc/latentscape.csv"));
    }

    void aFolderThatCannotBeMadeIsNamed() {
        try {
            writeFolderWhole("/proc/latentscape", createRunFolder);
            QFAIL("it was made");
        } catch (const Error& error) {
            QCOMPARE(error.problem().code, ProblemCode::FileNotWritable);
            QCOMPARE(error.problem().facts.at("file").c_str(), "/proc/latentscape");
        }
    }

    void theLastFolderIsRemembered() {
        QVERIFY(QDir(m_desk->folder.path()).mkpath("elsewhere"));
        QVERIFY(save("C&urves of the run…", m_desk->folder.filePath("elsewhere/curves.csv")));
        action("&Report…")->trigger();
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = window().findChild<QFileDialog*>());
        QCOMPARE(dialog->directory().path(), m_desk->folder.filePath("elsewhere"));
        const QString name = dialog->findChild<QLineEdit*>("fileNameEdit")->text();
        QVERIFY2(name.startsWith("penguins-") && name.endsWith("-report.html"), qPrintable(name));
        dialog->reject();
        QTRY_VERIFY(!window().findChild<QFileDialog*>());
    }

    void aCancelledExportLeavesNothing() {
        FileExport& files = *window().findChild<FileExport*>();
        const QString path = m_desk->folder.filePath("cancelled.csv");
        const auto ended = std::make_shared<std::atomic<bool>>(false);
        QSignalSpy told(&files, &FileExport::ended);
        files.write(path, [ended](const std::string&, const Progress& progress) {
            try {
                while (true)
                    reportProgress(progress, 0.5);
            } catch (const Error&) {
                *ended = true;
                throw;
            }
        });
        QPushButton* cancel = nullptr;
        QTRY_VERIFY(cancel = button("Cancel"));
        cancel->click();
        QTRY_VERIFY(*ended);
        QVERIFY(!QFile::exists(path));
        QCOMPARE(told.size(), 0);
        QVERIFY(!window().messages().showsError());
    }

    void whatIsCancelledAtLastIsNotWritten() {
        const QString path = m_desk->folder.filePath("late.csv");
        QVERIFY_EXCEPTION_THROWN(curvesJob(ExportedRun{})(path.toStdString(), [](double) { return false; }),
                                 Error);
        QVERIFY(!QFile::exists(path));
    }

    void anExportWaitsForTheOneBefore() {
        FileExport& files = *window().findChild<FileExport*>();
        QSignalSpy ended(&files, &FileExport::ended);
        const FileExport::Job job = [](const std::string& path, const Progress& progress) {
            reportProgress(progress, 0.5);
            writeFileAtomically(path, "whole");
        };
        const QStringList paths{m_desk->folder.filePath("one.csv"), m_desk->folder.filePath("two.csv")};
        for (const QString& path : paths)
            files.write(path, job);
        QTRY_COMPARE(ended.size(), 2);
        for (const QString& path : paths)
            QCOMPARE(contentOf(path), QByteArray("whole"));
    }

private:
    MainWindow& window() { return *m_desk->window; }
    ExportMenu& menu() { return *window().findChild<ExportMenu*>(); }
    QString run() { return m_desk->folder.filePath("run"); }

    QList<QAction*> choices() {
        QList<QAction*> found;
        for (QAction* const action : menu().actions())
            if (!action->isSeparator())
                found << action;
        return found;
    }

    QAction* action(const QString& text) {
        for (QAction* const one : choices())
            if (one->text() == text)
                return one;
        return nullptr;
    }

    QPushButton* button(const QString& text) {
        for (QPushButton* const one : window().findChildren<QPushButton*>())
            if (one->text() == text && one->isVisible())
                return one;
        return nullptr;
    }

    /// As a person does: a choice, a name for the file, Return.
    void choose(const QString& choice, const QString& path) {
        QVERIFY(action(choice));
        action(choice)->trigger();
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = window().findChild<QFileDialog*>());
        auto* const name = dialog->findChild<QLineEdit*>("fileNameEdit");
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(!window().findChild<QFileDialog*>());
    }

    /// Whether it was written whole.
    bool save(const QString& choice, const QString& path) {
        QSignalSpy ended(window().findChild<FileExport*>(), &FileExport::ended);
        choose(choice, path);
        return (!ended.isEmpty() || ended.wait(60000)) && ended.first().first().toBool();
    }

    /// The model on show as a run's folder, for the headless program.
    void writeRunFolder() {
        const TrainingController& controller = m_desk->controller();
        const TrainingData& data = *controller.data();
        const RunSource source{.path = m_table.toStdString(),
                               .rows = data.dataset->rows(),
                               .roles = requestOf(*data.dataset, data.roles)};
        const std::string folder = run().toStdString();
        createRunFolder(folder);
        writeRunConfig(folder, {.source = source,
                                .hyperparameters = controller.running(),
                                .contentHash = contentHash(*data.dataset)});
        writeRunHistory(folder, controller.history());
        writeRunModel(folder, {.source = source,
                               .hyperparameters = controller.running(),
                               .preprocessor = data.preprocessor,
                               .model = *m_desk->snapshot->model});
    }

    QString m_table = QString::fromStdString(samplePath("penguins"));
    std::unique_ptr<WindowDesk> m_desk;
};

QTEST_MAIN(ExportMenuTest)
#include "export_menu_test.moc"
