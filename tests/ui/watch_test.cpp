// A run that someone else trains, followed in the real window through its folder alone.

#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>

#include "core/data/content_hash.h"
#include "core/data/generators.h"
#include "core/storage/atomic_file.h"
#include "core/storage/run_folder.h"
#include "core/training/trainer.h"
#include "tests/support/files.h"
#include "tests/support/patient_waits.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/data/row_choice.h"
#include "ui/panels/follow_bar.h"
#include "ui/panels/hyperparameter_form.h"
#include "ui/panels/preset_menu.h"
#include "ui/shell/row_jobs.h"
#include "ui/support/problem_text.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

Hyperparameters longRun() {
    Hyperparameters hyperparameters = smallModel();
    hyperparameters.epochs = 1000;
    hyperparameters.patience = 0;
    return hyperparameters;
}

/// Trains as another program would, and keeps the run in its folder until it is gone.
class Writer {
public:
    Writer(const QString& path, const Hyperparameters& hyperparameters,
           const std::string& table = samplePath("wine"))
        : m_folder(path.toStdString()),
          m_data(prepare(table, hyperparameters)),
          m_trainer(m_data, hyperparameters, {}),
          m_history(m_trainer.takeHistory()) {
        m_folder.begin({.source = {.path = table, .rows = m_data->dataset->rows()},
                        .hyperparameters = hyperparameters,
                        .contentHash = contentHash(*m_data->dataset)},
                       momentOf(m_trainer, m_history));
    }

    Trainer& trainer() { return m_trainer; }
    /// All that has been told.
    const MetricsHistory& history() const { return m_history; }

    void train(int steps) {
        runSteps(m_trainer, steps);
        append();
    }
    void append() {
        const MetricsHistory latest = m_trainer.takeHistory();
        m_history.append(latest);
        m_folder.append(latest);
    }
    void save() { m_folder.save(momentOf(m_trainer, m_history)); }
    void finish() { m_folder.finish(momentOf(m_trainer, m_history)); }

private:
    static bool isGenerated(const std::string& table) { return table.starts_with(kGeneratedPrefix); }
    static TrainingDataPtr prepare(const std::string& table, const Hyperparameters& hyperparameters) {
        const DatasetPtr dataset = isGenerated(table) ? twoMoons({}, 1).dataset : readCsv(table).dataset;
        return prepareTrainingData(dataset, assignRoles(*dataset, checkColumns(*dataset), {}),
                                   hyperparameters);
    }

    RunFolder m_folder;
    TrainingDataPtr m_data;
    Trainer m_trainer;
    MetricsHistory m_history;
};

/// The window beside a folder for runs.
class Watcher : public WindowDesk {
public:
    QString run = folder.filePath("far");

    Watcher() { window->runOpener().setInterval(10); }

    RunFollower& follower() { return window->runOpener().follower(); }
    QString barText() { return window->findChild<FollowBar*>()->text(); }
    QPushButton* goOn() { return window->findChild<QPushButton*>("take-over"); }
    QAction* action(const QString& text) {
        for (QAction* const one : window->actions())
            if (one->text() == text)
                return one;
        return nullptr;
    }
    /// As it is written in a dialog that asks for a file.
    void choose(const QString& path) {
        auto* const dialog = window->findChild<QFileDialog*>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>("fileNameEdit")->setText(path);
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(!window->findChild<QFileDialog*>());
    }
    bool showsAllOf(const Writer& writer) {
        const MetricsHistory& shown = controller().history();
        return shown.training == writer.history().training && shown.edits == writer.history().edits &&
               shown.validation == writer.history().validation;
    }
    /// Looks from now on that have come to their end.
    void waitForLooks(int looks) {
        QSignalSpy done(&follower(), &RunFollower::statusChanged);
        QTRY_VERIFY(done.count() >= looks);
    }
};

}  // namespace

class WatchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aRunIsFollowedWhileItGrowsAndThenGoneOnWith() {
        Watcher desk;
        auto writer = std::make_unique<Writer>(desk.run, longRun());
        writer->train(5);
        writer->save();
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.controller().isFollowing() && desk.snapshot);
        QCOMPARE(desk.snapshot->step, writer->trainer().state().step);
        QVERIFY(sameParameters(desk.snapshot->model->parameters, writer->trainer().state().parameters));
        QVERIFY(desk.showsAllOf(*writer));
        QCOMPARE(desk.controller().state(), RunState::Running);
        QVERIFY(desk.barText().contains(desk.run) && desk.barText().contains("Trained by another process"));
        QVERIFY(!desk.goOn()->isEnabled());
        for (const char* const text :
             {"&Pause", "R&eset", "One s&tep", "&One epoch", "&Finish now", "New &seed"}) {
            QVERIFY2(desk.action(text) && !desk.action(text)->isEnabled(), text);
            QCOMPARE(desk.action(text)->toolTip(), QString("This run is trained by another process"));
        }
        for (const HyperparameterForm* const form : desk.window->findChildren<HyperparameterForm*>())
            QVERIFY(!form->isEnabled());

        // Metrics come before the next checkpoint does.
        writer->train(4);
        writer->trainer().apply(hyperparameterSpec("beta"), 3.0);
        writer->train(4);
        QTRY_VERIFY(desk.showsAllOf(*writer));
        QCOMPARE(desk.controller().running().beta, 3.0);
        QVERIFY(desk.snapshot->step < writer->trainer().state().step);
        writer->save();
        QTRY_COMPARE(desk.snapshot->step, writer->trainer().state().step);
        QVERIFY(sameParameters(desk.snapshot->model->parameters, writer->trainer().state().parameters));
        QVERIFY(desk.controller().isFollowing());

        writer->train(3);
        writer->finish();
        Trainer alone(desk.controller().data(), longRun(), {});
        alone.restore(writer->trainer().state());
        writer.reset();
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(desk.barText().contains("No process"));
        QTRY_COMPARE(desk.snapshot->step, alone.state().step);
        QTRY_COMPARE(Index(desk.snapshot->rows->size()), desk.snapshot->totalRows);
        QVERIFY(desk.goOn()->isEnabled() && desk.controller().isFollowing());

        const QByteArray kept = contentOf(desk.run + "/checkpoint.safetensors");
        desk.goOn()->click();
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(!desk.controller().isFollowing() && !desk.goOn()->isVisible());
        QVERIFY(desk.action("One s&tep")->isEnabled());
        QVERIFY(!desk.action("One s&tep")->toolTip().contains("another process"));
        desk.action("One s&tep")->trigger();
        alone.step();
        QTRY_COMPARE(desk.snapshot->step, alone.state().step);
        QVERIFY(sameParameters(desk.snapshot->model->parameters, alone.state().parameters));
        QCOMPARE(contentOf(desk.run + "/checkpoint.safetensors"), kept);
    }

    void itCannotBeChangedFromHere() {
        Watcher desk;
        Writer writer(desk.run, longRun());
        writer.train(5);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        TrainingController& controller = desk.controller();
        Hyperparameters wished = controller.edited();
        wished.beta = 9;
        const auto isRefused = [](auto&& change) {
            try {
                change();
            } catch (const Error& error) {
                return error.problem().code == ProblemCode::RunInUse;
            }
            return false;
        };
        QVERIFY(isRefused([&] { controller.setHyperparameters(wished); }));
        QVERIFY(isRefused([&] { controller.setRows({.filter = "alcohol > 12"}); }));
        QSignalSpy refused(&controller, &TrainingController::rolesRefused);
        ColumnRoles roles = controller.roles();
        roles.inputs.pop_back();
        controller.setRoles(roles);
        QCOMPARE(refused.count(), 1);
        const quint64 run = controller.currentRun();
        controller.run();
        controller.pause();
        controller.oneStep();
        controller.oneEpoch();
        controller.finish();
        controller.recover();
        controller.restart(true);
        controller.newSeed();
        desk.waitForLooks(3);
        QCOMPARE(controller.currentRun(), run);
        QCOMPARE(controller.state(), RunState::Running);
        QVERIFY(controller.isFollowing() && desk.showsAllOf(writer));
        QVERIFY(controller.edited() == longRun() && controller.pendingCount() == 0);
        QVERIFY(problemText(*controller.refusal()).contains(desk.run));
        QVERIFY(problemText(*controller.refusal()).contains("Go on from here"));
    }

    void itsRowsAreNotChosenHereUntilItIsGoneOnWith() {
        Watcher desk;
        auto writer = std::make_unique<Writer>(desk.run, longRun());
        writer->train(5);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        const RowRequest before = desk.controller().rows();
        auto* const choice = desk.window->findChild<RowChoice*>();
        auto* const jobs = desk.window->findChild<RowJobs*>();
        auto* const presets = desk.window->findChild<PresetMenu*>();
        const Index rows = desk.controller().dataset()->rows();
        desk.window->viewState().selection().apply(RowSet(rows, RowList{3, 4}), SelectionMode::Replace);
        const auto canChoose = [&] {
            return QList{choice->isEnabled(), presets->menu()->isEnabled(),
                         desk.action("Leave these rows &out")->isEnabled(),
                         desk.action("&Keep only these rows")->isEnabled()};
        };
        QCOMPARE(canChoose(), QList<bool>(4, false));
        // What was under way when the following began, or comes from elsewhere.
        const auto isTold = [](const QString& text) { return text.contains("only watched here"); };
        auto* const complaint = choice->findChild<QLabel*>("complaint");
        choice->setExcluded({7}, true);
        QTRY_VERIFY(isTold(complaint->text()));
        QSignalSpy refused(jobs, &RowJobs::failed);
        jobs->leaveOut();
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(isTold(desk.window->messages().text()));
        QVERIFY(desk.controller().rows() == before);

        writer->finish();
        writer.reset();
        QTRY_VERIFY(desk.goOn()->isEnabled());
        desk.goOn()->click();
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QCOMPARE(canChoose(), QList<bool>(4, true));
        choice->setExcluded({8}, true);
        QTRY_COMPARE(desk.controller().rows().excluded, RowList{8});
        QVERIFY(complaint->isHidden());
        jobs->leaveOut();
        QTRY_COMPARE(desk.controller().rows().excluded, (RowList{3, 4, 8}));
    }

    void whatWasChangedBeforeItIsOpenedCountsAtOnce() {
        Watcher desk;
        {
            Writer writer(desk.run, longRun());
            writer.train(12);
            writer.trainer().apply(hyperparameterSpec("epochs"), std::int64_t(1));
            writer.train(1);
            writer.finish();
        }
        std::optional<RunState> first;
        connect(&desk.controller(), &TrainingController::runStarted, this, [&] {
            if (desk.controller().isFollowing() && !first)
                first = desk.controller().state();
        });
        desk.window->openFile(desk.run);
        QTRY_VERIFY(first);
        QCOMPARE(*first, RunState::Finished);
        QCOMPARE(desk.controller().progress().epochs, std::int64_t(1));
    }

    void whatIsHalfWrittenIsReadOnceItIsWhole() {
        Watcher desk;
        Writer writer(desk.run, longRun());
        writer.train(5);
        writer.save();
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        const std::string metrics = desk.run.toStdString() + kMetricsFile;
        const QString checkpoint = desk.run + kCheckpointFile;
        const QByteArray whole = contentOf(checkpoint);
        const auto known = desk.controller().history().training.size();
        // Torn as on a file system that shows what is being written.
        appendLines(metrics, "100,50,1,2");
        QFile torn(checkpoint);
        QVERIFY(torn.open(QIODevice::WriteOnly | QIODevice::Truncate));
        torn.write(whole.left(whole.size() / 2));
        torn.flush();
        desk.waitForLooks(8);
        QVERIFY2(!desk.window->messages().showsError(), qPrintable(desk.window->messages().text()));
        QCOMPARE(desk.controller().history().training.size(), known);
        appendLines(metrics, ",3,1,0.5,1,0.25,,\n");
        torn.write(whole.mid(whole.size() / 2));
        torn.close();
        QTRY_COMPARE(desk.controller().history().training.size(), known + 1);
        QCOMPARE(desk.controller().history().training.back().step, std::int64_t(100));
    }

    void aFolderThatGoesAwayIsToldAndTheViewsStay() {
        Watcher desk;
        auto writer = std::make_unique<Writer>(desk.run, longRun());
        writer->train(5);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        QVERIFY(QDir(desk.run).removeRecursively());
        QTRY_VERIFY2(desk.barText().contains("no longer there"), qPrintable(desk.barText()));
        QVERIFY(desk.showsAllOf(*writer) && desk.window->scatter().isVisible());
        QVERIFY(!desk.window->messages().showsError());
    }

    void withoutItsTableTheCurvesAreShown() {
        Watcher desk;
        const QString table = desk.folder.filePath("table.csv");
        const QString moved = desk.folder.filePath("moved.csv");
        QVERIFY(QFile::copy(QString::fromStdString(samplePath("wine")), table));
        Writer writer(desk.run, longRun(), table.toStdString());
        writer.train(5);
        writer.save();
        QVERIFY(QFile::rename(table, moved));
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.controller().isFollowing());
        QVERIFY(desk.showsAllOf(writer));
        writer.train(5);
        QTRY_VERIFY(desk.showsAllOf(writer));
        QVERIFY(desk.window->findChild<LossChartView*>()->isVisible());
        QVERIFY(desk.window->messages().showsError() && !desk.snapshot);
        QVERIFY(desk.window->messages().text().contains("table.csv"));

        // Another table is refused, and the right one brings all views.
        const auto choose = [&desk](const QString& path) {
            desk.window->findChild<QPushButton*>("offer")->click();
            desk.choose(path);
        };
        choose(QString::fromStdString(samplePath("iris")));
        QTRY_VERIFY(desk.window->messages().text().contains("178 rows"));
        choose(moved);
        QTRY_VERIFY(desk.snapshot);
        QVERIFY(desk.controller().isFollowing() && desk.showsAllOf(writer));
        QVERIFY(!desk.window->messages().showsError());
        QCOMPARE(desk.controller().runs().runs().size(), std::size_t(1));
        writer.train(5);
        QTRY_VERIFY(desk.showsAllOf(writer));
    }

    void aRunThatBeginsInItsPlaceIsFollowedInstead() {
        Watcher desk;
        auto writer = std::make_unique<Writer>(desk.run, longRun());
        writer->train(40);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        Hyperparameters other = longRun();
        other.hidden = {8};
        other.seed = 3;
        writer.reset();
        writer = std::make_unique<Writer>(desk.run, other);
        writer->train(3);
        writer->save();
        QTRY_VERIFY(sameParameters(desk.snapshot->model->parameters, writer->trainer().state().parameters));
        QVERIFY(desk.showsAllOf(*writer));
        QVERIFY(desk.controller().running() == other);
        QCOMPARE(desk.controller().runs().runs().size(), std::size_t(1));
    }

    void aSweepsFolderOpensAsRunsToCompare() {
        Watcher desk;
        const QString sweep = desk.folder.filePath("sweep");
        Hyperparameters deep = longRun();
        deep.latent = 3;
        Hyperparameters seeded = longRun();
        seeded.seed = 5;
        Hyperparameters ended = longRun();
        ended.epochs = 1;
        std::map<QString, MetricsHistory> told;
        std::map<QString, Vector> parameters;
        const std::map<QString, Hyperparameters> runs{
            {"a", longRun()}, {"b", deep}, {"c", seeded}, {"ended", ended}, {"not begun", longRun()}};
        int steps = 10;
        for (const auto& [name, hyperparameters] : runs) {
            Writer writer(sweep + "/" + name, hyperparameters);
            if (name != "not begun")
                writer.train(steps += 3);
            writer.finish();
            told[name] = writer.history();
            parameters[name] = writer.trainer().state().parameters;
        }
        Writer(sweep + "/other", longRun(), samplePath("iris")).finish();
        writeFileAtomically((sweep + "/sweep.csv").toStdString(),
                            "rank,folder\n1,b\n2,c\n3,a\n4,not begun\n5,ended\n6,other\n");
        desk.window->openFile(sweep);
        QTRY_VERIFY(desk.snapshot && desk.follower().isShown());
        QTRY_VERIFY(sameParameters(desk.snapshot->model->parameters, parameters["b"]));
        QStringList names;
        for (const RunRecord& record : desk.controller().runs().runs()) {
            names << record.name;
            QVERIFY(record.history.training == told[record.name].training);
            QVERIFY(record.history.validation == told[record.name].validation);
            QVERIFY(record.hyperparameters == runs.at(record.name));
            QVERIFY(record.snapshot && record.snapshot->run == record.run);
            QVERIFY(sameParameters(record.snapshot->model->parameters, parameters[record.name]));
            QCOMPARE(record.snapshot->means.rows(), Index(record.hyperparameters.latent));
            QCOMPARE(record.snapshot->means.cols(), record.data->table.rows());
            QCOMPARE(record.state, record.name == "ended" ? RunState::Finished : RunState::Paused);
            QVERIFY(!record.timeline.empty());
        }
        // The best one is the one on show.
        QCOMPARE(names, QStringList({"ended", "not begun", "a", "c", "b"}));
        QCOMPARE(desk.window->workspaces().current(), 3);
        QVERIFY(desk.window->messages().text().contains("other"));
        const auto& records = desk.controller().runs().runs();
        const RunRecord& a = records[2];
        QVERIFY(a.data == records[4].data && a.data != records[3].data);
        const quint64 shown = desk.controller().currentRun();
        QVERIFY(desk.controller().branch(a.run, a.progress.step));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QTRY_VERIFY(desk.snapshot->run > shown);
        QVERIFY(sameParameters(desk.snapshot->model->parameters, parameters["a"]));
    }

    void aRunOnAMadeUpTableOpens() {
        Watcher desk;
        Writer writer(desk.run, longRun(), std::string(kGeneratedPrefix) + "two-moons");
        writer.train(5);
        writer.save();
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        QVERIFY(desk.controller().isFollowing() && desk.showsAllOf(writer));
    }

    void severalFoldersOpenTogether() {
        Watcher desk;
        QStringList folders;
        for (const char* const name : {"one", "two"}) {
            folders << desk.folder.filePath(name);
            Writer writer(folders.last(), longRun());
            writer.train(5);
            writer.finish();
        }
        desk.window->runOpener().open(folders);
        QTRY_VERIFY(desk.follower().isShown());
        QCOMPARE(desk.controller().runs().runs().size(), std::size_t(2));
        QCOMPARE(desk.controller().runs().runs().back().name, QString("one"));
        QVERIFY(desk.window->messages().text().isEmpty() || !desk.window->messages().isVisible());
    }

    void anotherTableEndsTheFollowing() {
        Watcher desk;
        Writer writer(desk.run, longRun());
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.controller().isFollowing());
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        QTRY_VERIFY(!desk.controller().isFollowing() && !desk.follower().isActive());
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(!desk.window->findChild<FollowBar*>()->isVisible());
        QVERIFY(desk.action("&Run")->isEnabled());
    }

    void aFolderWithoutARunIsRefusedAndWhatIsShownStays_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not a config") << QByteArray("{\"format\": 1}");
    }

    void aFolderWithoutARunIsRefusedAndWhatIsShownStays() {
        QFETCH(QByteArray, config);
        Watcher desk;
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(QDir().mkpath(desk.run));
        if (!config.isEmpty())
            writeFileAtomically(desk.run.toStdString() + kConfigFile, config.toStdString());
        QSignalSpy failed(desk.window.get(), &MainWindow::openFailed);
        desk.window->openFile(desk.run);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(desk.window->messages().showsError());
        QCOMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(!desk.controller().isFollowing() && !desk.follower().isActive());
    }

    void aRunIsFollowedOnIfAnotherCannotBeOpened_data() {
        QTest::addColumn<bool>("lacksTable");
        QTest::newRow("no run") << false;
        QTest::newRow("no table") << true;
    }

    void aRunIsFollowedOnIfAnotherCannotBeOpened() {
        QFETCH(bool, lacksTable);
        Watcher desk;
        Writer writer(desk.run, longRun());
        writer.train(5);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.snapshot);
        const QString other = desk.folder.filePath("other");
        QVERIFY(QDir().mkpath(other));
        if (lacksTable)
            leaveRunWithoutTable(desk, other);
        QSignalSpy failed(desk.window.get(), &MainWindow::openFailed);
        desk.window->openFile(other);
        QTRY_VERIFY(desk.window->messages().showsError());
        QVERIFY(desk.controller().isFollowing() && desk.follower().isShown());
        QVERIFY(desk.barText().contains(desk.run));
        writer.train(4);
        QTRY_VERIFY(desk.showsAllOf(writer));
        QCOMPARE(failed.count(), lacksTable ? 0 : 1);
    }

    void aRunWhoseTableIsFoundLateAsksBeforeTrainedWorkGoes() {
        Watcher desk;
        desk.settings.setSessionsFolder(desk.folder.filePath("sessions"));
        desk.window = std::make_unique<MainWindow>(desk.settings);
        desk.window->show();
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        const QString table = leaveRunWithoutTable(desk, desk.run);
        desk.window->openFile(desk.run);
        QTRY_VERIFY(desk.window->messages().showsError());
        desk.window->findChild<QPushButton*>("offer")->click();
        desk.controller().oneStep();
        QTRY_VERIFY(desk.window->session().isModified());
        desk.choose(table);
        auto* const question = desk.window->findChild<QMessageBox*>("unsaved");
        QVERIFY(question && !desk.controller().isFollowing());
        question->findChild<QPushButton*>("dont-save")->click();
        QTRY_VERIFY(desk.controller().isFollowing());
        QCOMPARE(desk.controller().dataset()->rows(), Index(178));
    }

    void aTableThatIsStillBeingReadDoesNotEndAFollowingWishedForLater() {
        Watcher desk;
        Writer writer(desk.run, longRun());
        writer.train(5);
        std::atomic<bool> isCancelled = false;
        desk.window->opener().loader().setReader(
            [&isCancelled](const QString& path, const CsvOptions& options, const ReadControl& control) {
                while (control.progress(0))
                    QThread::yieldCurrentThread();
                isCancelled = true;
                return readTable(path, options);
            });
        QSignalSpy opened(&desk.window->opener(), &FileOpener::opened);
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        desk.window->runOpener().open({desk.run});
        QTRY_VERIFY(isCancelled && desk.snapshot);
        desk.waitForLooks(3);
        QVERIFY(desk.controller().isFollowing() && desk.follower().isShown());
        QCOMPARE(opened.count(), 1);
    }

    void aTableEndsTheWishForARun() {
        Watcher desk;
        Writer writer(desk.run, longRun());
        writer.train(5);
        desk.window->runOpener().open({desk.run});
        desk.window->openFile(QString::fromStdString(samplePath("iris")));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QVERIFY(!desk.controller().isFollowing() && !desk.follower().isActive());
        QCOMPARE(desk.controller().dataset()->rows(), Index(150));
    }

private:
    /// A run in `folder` whose table has gone to the path that is returned.
    static QString leaveRunWithoutTable(Watcher& desk, const QString& folder) {
        const QString table = desk.folder.filePath("table.csv");
        const QString moved = desk.folder.filePath("moved.csv");
        QFile::copy(QString::fromStdString(samplePath("wine")), table);
        Writer writer(folder, longRun(), table.toStdString());
        writer.train(5);
        writer.finish();
        QFile::rename(table, moved);
        return moved;
    }
};

QTEST_MAIN(WatchTest)
#include "watch_test.moc"
