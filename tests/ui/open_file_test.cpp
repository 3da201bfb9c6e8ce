// Opening files in the real window on the offscreen platform.

#include <QAction>
#include <QComboBox>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include "ui/shell/main_window.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

class Desk {
public:
    QTemporaryDir folder;
    Settings settings{folder.filePath("settings.ini")};
    std::unique_ptr<MainWindow> window = std::make_unique<MainWindow>(settings);

    Desk() { window->show(); }

    QString write(const QString& name, const QByteArray& content) {
        const QString path = folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    FileOpener& opener() { return window->opener(); }
    DatasetPtr table() { return window->controller().dataset(); }
    QString message() { return window->messages().text(); }
    /// The button in the message bar; null where none is on show.
    QPushButton* offer() {
        auto* const button = window->messages().findChild<QPushButton*>("offer");
        return button->isVisible() ? button : nullptr;
    }
    ImportDialog* dialog() {
        auto* const dialog = window->findChild<ImportDialog*>();
        return dialog && dialog->isVisible() ? dialog : nullptr;
    }

    /// Opens a file and waits until its table is on show and the notes on it are.
    void open(const QString& path) {
        window->openFile(path);
        QTRY_VERIFY(table() && table()->path() == path.toStdString());
        QTRY_VERIFY(window->controller().state() == RunState::Paused);
    }

    void choose(const char* name, const QString& part) {
        auto* const combo = dialog()->findChild<QComboBox*>(name);
        QSignalSpy previews(dialog(), &ImportDialog::previewed);
        const int at = combo->findText(part, Qt::MatchContains);
        QVERIFY2(at >= 0, qPrintable(part));
        combo->setCurrentIndex(at);
        emit combo->activated(at);
        QTRY_VERIFY(!previews.isEmpty());
    }

    void press(const char* name) {
        auto* const button = dialog()->findChild<QPushButton*>(name);
        QTRY_VERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
};

/// Rows of a, b and c, of which c has the values of `classes` in turn.
QByteArray cleanTable(int rows = 20) {
    QByteArray text = "a,b,c\n";
    for (int row = 0; row < rows; ++row)
        text += QByteArray::number(row * 37 % 101) + ',' + QByteArray::number(row * 53 % 97 / 10.0) + ',' +
                QByteArray::number(row * 7 % 3) + '\n';
    return text;
}

/// The same with a line too short and a cell that is no number.
QByteArray raggedTable() {
    return cleanTable() + "50,5\n";
}

QByteArray tableWithLetters() {
    return cleanTable() + "oops,1.5,1\n";
}

/// Holds up the reading of a file until it is let go, at the first share that the reader tells.
class HeldReader {
public:
    QSemaphore reached;
    QSemaphore go;

    /// Outlives what it reads.
    TableLoader::Reader reader() {
        return [this](const QString& path, const CsvOptions& options, const ReadControl& control) {
            ReadControl held = control;
            held.progress = [this, &control](double share) {
                if (m_first.exchange(false)) {
                    reached.release();
                    go.acquire();
                }
                return control.progress(share);
            };
            return readTable(path, options, held);
        };
    }

private:
    std::atomic<bool> m_first = true;
};

}  // namespace

class OpenFileTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aCleanFileOpensWithoutAQuestion() {
        Desk desk;
        desk.open(desk.write("clean.csv", cleanTable()));
        QVERIFY(!desk.dialog());
        QVERIFY(!desk.offer());
    }

    void aFileWithRefusedCellsOpensAndOffersItsSettings() {
        Desk desk;
        desk.open(desk.write("letters.csv", tableWithLetters()));
        QTRY_VERIFY(desk.offer());
        QVERIFY2(desk.message().contains("oops"), qPrintable(desk.message()));
        QTest::mouseClick(desk.offer(), Qt::LeftButton);
        QVERIFY(desk.dialog());
        QCOMPARE(desk.dialog()->source().path, desk.table()->path());
    }

    void anErrorThatSettingsCanMendOffersThem() {
        Desk desk;
        desk.open(desk.write("clean.csv", cleanTable()));
        const DatasetPtr before = desk.table();
        QSignalSpy failures(desk.window.get(), &MainWindow::openFailed);
        const QString ragged = desk.write("ragged.csv", raggedTable());
        desk.window->openFile(ragged);
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(desk.table() == before);
        QVERIFY(desk.offer());
        QTest::mouseClick(desk.offer(), Qt::LeftButton);
        QVERIFY(desk.dialog());
        desk.choose("ragged", "leave out");
        desk.press("open");
        QTRY_VERIFY(desk.table() != before);
        QCOMPARE(desk.table()->path(), ragged.toStdString());
        QCOMPARE(desk.table()->rows(), Index(20));
    }

    void anErrorThatNoSettingMendsOffersNone() {
        Desk desk;
        QSignalSpy failures(desk.window.get(), &MainWindow::openFailed);
        desk.window->openFile(desk.folder.filePath("absent.csv"));
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(!desk.offer());
    }

    void settingsAreRememberedForTheirFile() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        const QString other = desk.write("other.csv", cleanTable());
        desk.opener().import(path);
        QTRY_VERIFY(desk.dialog() && desk.dialog()->preview().columnCount() == 3);
        desk.dialog()->findChild<QTableView*>("preview")->selectColumn(2);
        desk.choose("column-type", "category");
        desk.press("open");
        QTRY_VERIFY(desk.table());
        QVERIFY(desk.table()->column(2).type == ColumnType::Category);

        desk.open(other);
        QVERIFY(desk.table()->column(2).type != ColumnType::Category);
        desk.open(path);
        QVERIFY(desk.table()->column(2).type == ColumnType::Category);
        QTRY_VERIFY(desk.message().contains("set by hand"));
        QVERIFY(desk.offer());

        QTest::mouseClick(desk.offer(), Qt::LeftButton);
        desk.press("reset-to-guess");
        desk.press("open");
        QTRY_VERIFY(desk.table()->column(2).type != ColumnType::Category);
        QVERIFY(!desk.settings.importSettings(path));
    }

    void settingsThatCannotReadTheFileAreNotRemembered() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        RunSource source;
        source.path = path.toStdString();
        desk.opener().loader().setReader(
            [](const QString& file, const CsvOptions&, const ReadControl&) -> CsvResult {
                throw Error(ProblemCode::FileUnreadable,
                            {{"file", file.toStdString()}, {"reason", "it went away"}});
            });
        QSignalSpy failures(desk.window.get(), &MainWindow::openFailed);
        desk.opener().import(path);
        QTRY_VERIFY(desk.dialog() && desk.dialog()->preview().columnCount() == 3);
        desk.choose("header", "a row like the others");
        desk.press("open");
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(!desk.settings.importSettings(path));
    }

    void aSentinelSetInTheDataWorkspaceReadsTheFileAgain() {
        Desk desk;
        QByteArray content = cleanTable();
        content += "-999,1.5,1\n-999,2.5,2\n";
        const QString path = desk.write("sentinel.csv", content);
        desk.open(path);
        const DatasetPtr before = desk.table();
        auto* const data = desk.window->findChild<DataWorkspace*>();
        emit data->missingRequested({"a"}, "-999");
        QTRY_VERIFY(desk.table() != before);
        QCOMPARE(desk.table()->column(0).missingCount(), Index(2));
        QCOMPARE(desk.settings.importSettings(path)->csv.sentinels.at("a"), std::vector<std::string>{"-999"});
    }

    void aTypeSetInTheDataWorkspaceIsMarkedThere() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        desk.open(path);
        const DatasetPtr before = desk.table();
        auto* const data = desk.window->findChild<DataWorkspace*>();
        emit data->typeRequested({"a"}, ColumnType::Count);
        QTRY_VERIFY(desk.table() != before);
        QVERIFY(desk.table()->column(0).type == ColumnType::Count);
        const auto* const columns = data->findChild<ColumnTableModel*>();
        const auto isByHand = [&](int row) {
            return columns->index(row, ColumnTableModel::Type).data(ColumnTableModel::kByHandRole).toBool();
        };
        QVERIFY(isByHand(0) && !isByHand(1));
    }

    void rolesOutlastAnotherReadingOfTheFile() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        desk.open(path);
        const DatasetPtr before = desk.table();
        auto* const columns = desk.window->findChild<ColumnTableModel*>();
        QVERIFY(columns->change({1}, ColumnTableModel::Role, int(ColumnRole::Colour)));
        QVERIFY(columns->change({0}, ColumnTableModel::Scale, "robust"));
        QVERIFY(columns->change({0}, ColumnTableModel::Clip, 0.01));
        desk.window->findChild<QAction*>("import-settings")->trigger();
        QTRY_VERIFY(desk.dialog() && desk.dialog()->preview().columnCount() == 3);
        QCOMPARE(
            desk.dialog()->preview().headerData(1, Qt::Horizontal, PreviewModel::kColumnRoleRole).toString(),
            "colour only");
        desk.dialog()->findChild<QTableView*>("preview")->selectColumn(2);
        desk.choose("column-type", "category");
        desk.press("open");
        QTRY_VERIFY(desk.table() != before);
        QVERIFY(desk.table()->column(2).type == ColumnType::Category);
        const ColumnRoles& roles = desk.window->controller().roles();
        QCOMPARE(roles.colours, std::vector<Index>{1});
        QVERIFY(roles.scales.at(0) == NumberScale::Robust);
        QCOMPARE(roles.clips.at(0), 0.01);
        QVERIFY(columns->index(1, ColumnTableModel::Role).data(ColumnTableModel::kByHandRole).toBool());
    }

    void cancellingTheDialogChangesNothing() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        desk.open(path);
        const DatasetPtr before = desk.table();
        auto* const action = desk.window->findChild<QAction*>("import-settings");
        QVERIFY(action->isEnabled());
        action->trigger();
        QTRY_VERIFY(desk.dialog() && desk.dialog()->preview().columnCount() == 3);
        desk.choose("header", "a row like the others");
        QTest::keyClick(desk.dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!desk.dialog());
        QVERIFY(desk.table() == before);
        QVERIFY(!desk.settings.importSettings(path));
    }

    void theOpenTableIsReadAgainWithNewSettings() {
        Desk desk;
        const QString path = desk.write("clean.csv", cleanTable());
        desk.open(path);
        const DatasetPtr before = desk.table();
        desk.window->findChild<QAction*>("import-settings")->trigger();
        QTRY_VERIFY(desk.dialog() && desk.dialog()->preview().columnCount() == 3);
        desk.choose("header", "a row like the others");
        desk.press("open");
        QTRY_VERIFY(desk.table() != before);
        QCOMPARE(desk.table()->rows(), Index(21));
    }

    void withoutATableThereAreNoSettingsToChange() {
        Desk desk;
        QVERIFY(!desk.window->findChild<QAction*>("import-settings")->isEnabled());
    }

    void cancellingHalfWayKeepsTheOldTable() {
        HeldReader held;
        Desk desk;
        desk.open(desk.write("clean.csv", cleanTable()));
        const DatasetPtr before = desk.table();
        QSignalSpy opened(&desk.opener(), &FileOpener::opened);
        QSignalSpy failures(desk.window.get(), &MainWindow::openFailed);
        desk.opener().loader().setReader(held.reader());
        desk.window->openFile(desk.write("long.csv", cleanTable(200000)));
        held.reached.acquire();
        // The window still answers, says what it does, and offers to stop.
        QTRY_VERIFY(desk.offer());
        QVERIFY2(desk.message().contains("long.csv"), qPrintable(desk.message()));
        QVERIFY(desk.window->messages().findChild<QProgressBar*>()->isVisible());
        QTest::mouseClick(desk.offer(), Qt::LeftButton);
        held.go.release();
        QVERIFY(!desk.window->messages().findChild<QProgressBar*>()->isVisible());

        // What is opened next comes after whatever was still under way.
        desk.opener().loader().setReader(readTable);
        desk.open(desk.write("next.csv", cleanTable(30)));
        QCOMPARE(opened.size(), 1);
        QVERIFY(failures.isEmpty());
        QVERIFY(before != desk.table());
    }

    void aCancelledReaderIsToldSo() {
        HeldReader held;
        TableLoader loader;
        std::atomic<bool> goesOn = true;
        loader.setReader([&](const QString& path, const CsvOptions& options, const ReadControl& control) {
            held.reached.release();
            held.go.acquire();
            goesOn = control.progress(0.5);
            held.reached.release();
            return readTable(path, options);
        });
        QTemporaryDir folder;
        RunSource source;
        source.path = folder.filePath("absent.csv").toStdString();
        loader.load(source);
        held.reached.acquire();
        loader.cancel();
        held.go.release();
        held.reached.acquire();
        QVERIFY(!goesOn);
    }

    void progressIsToldWhileAFileIsRead() {
        QSemaphore go;
        Desk desk;
        desk.opener().loader().setReader(
            [&](const QString& path, const CsvOptions& options, const ReadControl& control) {
                control.progress(0.25);
                go.acquire();
                return readTable(path, options);
            });
        desk.window->openFile(desk.write("slow.csv", cleanTable()));
        auto* const bar = desk.window->messages().findChild<QProgressBar*>();
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(bar->value(), 25);
        go.release();
        QTRY_VERIFY(desk.table());
        QVERIFY(!bar->isVisible());
    }

    void aTableThatIsTooLargeOffersASubSample() {
        Desk desk;
        desk.opener().loader().setReader(
            [](const QString& path, const CsvOptions& options, const ReadControl& control) {
                if (!options.sampleRows)
                    throw Error(ProblemCode::TableTooLarge, {{"file", path.toStdString()},
                                                             {"needed", "80 GB"},
                                                             {"rows", "500"},
                                                             {"available", "4 GB"},
                                                             {"fitting", "25"}});
                return readTable(path, options, control);
            });
        const QString path = desk.write("large.csv", cleanTable(500));
        desk.window->openFile(path);
        QTRY_VERIFY(desk.window->findChild<QMessageBox*>());
        auto* const sample = desk.window->findChild<QPushButton*>("open-sample");
        QVERIFY2(sample->text().contains("25"), qPrintable(sample->text()));
        QTest::mouseClick(sample, Qt::LeftButton);
        QTRY_VERIFY(desk.table());
        QCOMPARE(desk.table()->rows(), Index(25));
        QCOMPARE(desk.settings.importSettings(path)->csv.sampleRows.value_or(0), Index(25));
    }

    void settingsOfManyFilesAreBounded() {
        QTemporaryDir folder;
        Settings settings(folder.filePath("settings.ini"));
        RunSource source;
        source.csv.delimiter = ';';
        for (int i = 0; i < Settings::kMaxImportSettings + 5; ++i) {
            source.path = "/tables/" + std::to_string(i) + ".csv";
            settings.setImportSettings(source);
        }
        QVERIFY(!settings.importSettings("/tables/4.csv"));
        QVERIFY(settings.importSettings("/tables/5.csv"));
        QCOMPARE(*settings.importSettings("/tables/54.csv")->csv.delimiter, ';');
    }

    void damagedSettingsAreNone() {
        QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        {
            QSettings damaged(file, QSettings::IniFormat);
            damaged.setValue("files/import", QStringList{"{", "[1, 2]", "{\"path\": 3}"});
        }
        Settings settings(file);
        QVERIFY(!settings.importSettings("/tables/1.csv"));
        RunSource source;
        source.path = "/tables/1.csv";
        source.csv.header = false;
        settings.setImportSettings(source);
        QCOMPARE(settings.importSettings("/tables/1.csv")->csv.header, std::optional(false));
    }
};

QTEST_MAIN(OpenFileTest)
#include "open_file_test.moc"
