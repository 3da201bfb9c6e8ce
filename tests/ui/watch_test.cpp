// A run that someone else trains, followed in the real window through its folder alone.

#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/data/content_hash.h"
#include "core/storage/atomic_file.h"
#include "core/storage/run_folder.h"
#include "core/training/trainer.h"
#include "tests/support/files.h"
#include "tests/support/patient_waits.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/panels/follow_bar.h"
#include "ui/panels/hyperparameter_form.h"

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
    static TrainingDataPtr prepare(const std::string& table, const Hyperparameters& hyperparameters) {
        const DatasetPtr dataset = readCsv(table).dataset;
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

    Watcher() { follower().setInterval(10); }

    RunFollower& follower() { return window->runOpener().follower(); }
    QString barText() { return window->findChild<FollowBar*>()->text(); }
    QPushButton* goOn() { return window->findChild<QPushButton*>("take-over"); }
    QAction* action(const QString& text) {
        for (QAction* const one : window->actions())
            if (one->text() == text)
                return one;
        return nullptr;
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
        QVERIFY(desk.snapshot->model->parameters == writer->trainer().state().parameters);
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
        QVERIFY(desk.snapshot->model->parameters == writer->trainer().state().parameters);
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
        QVERIFY(desk.snapshot->model->parameters == alone.state().parameters);
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
            auto* const dialog = desk.window->findChild<QFileDialog*>();
            QVERIFY(dialog);
            dialog->selectFile(path);
            QMetaObject::invokeMethod(dialog, "accept");
            QTRY_VERIFY(!desk.window->findChild<QFileDialog*>());
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
        QTRY_VERIFY(desk.snapshot->model->parameters == writer->trainer().state().parameters);
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
        std::map<QString, MetricsHistory> told;
        std::map<QString, Vector> parameters;
        const std::map<QString, Hyperparameters> runs{{"a", longRun()}, {"b", deep}, {"c", seeded}};
        int steps = 10;
        for (const auto& [name, hyperparameters] : runs) {
            Writer writer(sweep + "/" + name, hyperparameters);
            writer.train(steps += 3);
            writer.finish();
            told[name] = writer.history();
            parameters[name] = writer.trainer().state().parameters;
        }
        Writer(sweep + "/other", longRun(), samplePath("iris")).finish();
        writeFileAtomically((sweep + "/sweep.csv").toStdString(), "rank,folder\n1,b\n2,c\n3,a\n4,other\n");
        desk.window->openFile(sweep);
        QTRY_VERIFY(desk.snapshot && desk.follower().isShown());
        QTRY_VERIFY(desk.snapshot->model->parameters == parameters["b"]);
        QStringList names;
        for (const RunRecord& record : desk.controller().runs().runs()) {
            names << record.name;
            QVERIFY(record.history.training == told[record.name].training);
            QVERIFY(record.history.validation == told[record.name].validation);
            QVERIFY(record.hyperparameters == runs.at(record.name));
            QVERIFY(record.snapshot && record.snapshot->run == record.run);
            QVERIFY(record.snapshot->model->parameters == parameters[record.name]);
            QCOMPARE(record.snapshot->means.rows(), Index(record.hyperparameters.latent));
            QCOMPARE(record.snapshot->means.cols(), record.data->table.rows());
        }
        // The best one is the one on show.
        QCOMPARE(names, QStringList({"a", "c", "b"}));
        QCOMPARE(desk.window->workspaces().current(), 3);
        QVERIFY(desk.window->messages().text().contains("other"));
        const auto& records = desk.controller().runs().runs();
        QVERIFY(records[0].data == records[2].data && records[0].data != records[1].data);
        const quint64 worst = records[0].run;
        QVERIFY(desk.controller().branch(worst, records[0].progress.step));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        QTRY_VERIFY(desk.snapshot->run > worst + 2);
        QVERIFY(desk.snapshot->model->parameters == parameters["a"]);
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
};

QTEST_MAIN(WatchTest)
#include "watch_test.moc"
