// Runs that outlive their window: kept while they train, and saved.

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/storage/archive.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_folder.h"
#include "core/storage/run_store.h"
#include "core/training/replay.h"
#include "tests/support/files.h"
#include "tests/support/project_desk.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

class ProjectTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aTableThatIsOnlyLookedAtLeavesNothingBehind() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        QVERIFY(!desk.window->session().isModified());
        desk.window->close();
        desk.window.reset();
        QVERIFY(desk.sessions().empty());
    }

    void aRunOfTheWindowIsKeptAsTheCoreReadsIt() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        // A run that goes on from its best is not to end before it is paused.
        trainForLong(desk.controller());
        desk.train(2);
        setLive(desk.controller(), "beta", 0.25);
        desk.train(1);
        desk.controller().recover();
        desk.controller().pause();
        // What is told before that is from before.
        QTRY_COMPARE(desk.runs()[0].history.recoveries.size(), std::size_t(1));
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        const TrainerStatePtr now = desk.state();
        QVERIFY(now);
        desk.keep();
        const std::string folder = desk.session().toStdString() + "/runs/1";
        const Checkpoint checkpoint = readCheckpoint(folder + kCheckpointFile);
        QVERIFY(sameParameters(checkpoint.state.parameters, now->parameters));
        QCOMPARE(checkpoint.state.step, now->step);
        const RunConfig config = readRunConfig(folder);
        QCOMPARE(config.hyperparameters.beta, 1.0);
        // Epochs, patience, β, and going back.
        QCOMPARE(contentOf(QString::fromStdString(folder) + kEditsFile).count('\n'), 4);

        // The same run once more, by the core alone.
        const CsvResult table = readCsv(config.source.path, config.source.csv);
        Trainer trainer(prepareTrainingData(table.dataset, assignRoles(*table.dataset, config.source.roles),
                                            config.hyperparameters, config.source.rowRequest),
                        config.hyperparameters, {});
        QVERIFY(replay(trainer, checkpoint.history, checkpoint.state.place()));
        QVERIFY(sameParameters(trainer.state().parameters, now->parameters));
        const std::string again = place.filePath("again").toStdString();
        RunFolder(again).begin(config, momentOf(trainer, checkpoint.history));
        QCOMPARE(contentOf(QString::fromStdString(again) + kModelFile),
                 contentOf(QString::fromStdString(folder) + kModelFile));
    }

    void savedClosedAndOpenedAllIsAsItWas_data() {
        QTest::addColumn<bool>("embedTable");
        QTest::newRow("table beside") << false;
        QTest::newRow("table within") << true;
    }

    void savedClosedAndOpenedAllIsAsItWas() {
        QFETCH(bool, embedTable);
        const QTemporaryDir place;
        const QString table = tableIn(place);
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk first(place);
        first.open(table);
        first.train(2);
        first.controller().newSeed();
        QTRY_COMPARE(first.controller().state(), RunState::Paused);
        first.train(1);
        setLive(first.controller(), "beta", 0.5);
        first.train(1);
        first.controller().setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        first.controller().runs().rename(first.runs()[0].run, "the first");
        first.controller().runs().setVisible(first.runs()[0].run, false);
        ViewState& marks = first.window->viewState();
        const RowSet some(150, RowList{3, 4, 5, 90});
        marks.groups().add("few", some);
        marks.selection().apply(some, SelectionMode::Replace);
        marks.setSelectedRow(7);
        marks.setColourColumn(2);
        first.window->workspaces().show(3);
        first.save(file, embedTable);
        QVERIFY(!first.window->session().isModified());
        if (embedTable)
            QVERIFY(QFile::remove(table));

        ProjectDesk second(place, "others");
        second.open(file);
        QCOMPARE(second.runs().size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            const RunRecord& before = first.runs()[i];
            const RunRecord& after = second.runs()[i];
            QCOMPARE(after.name, before.name);
            QCOMPARE(after.visible, before.visible);
            QCOMPARE(after.colour, before.colour);
            QCOMPARE(after.state, before.state);
            QVERIFY(after.history.training == before.history.training);
            QVERIFY(after.history.validation == before.history.validation);
            QVERIFY(after.history.edits == before.history.edits);
            QVERIFY(after.hyperparameters == before.hyperparameters);
            QCOMPARE(after.progress.step, before.progress.step);
            QCOMPARE(after.clock.back().step, before.clock.back().step);
            QCOMPARE(after.clock.back().seconds, before.clock.back().seconds);
        }
        QCOMPARE(second.controller().dataset()->name().c_str(), "flowers");
        QVERIFY(second.controller().edited() == first.controller().edited());
        QCOMPARE(second.controller().pendingCount(), 1);
        const ViewState& restored = second.window->viewState();
        QVERIFY(restored.groups().all() == marks.groups().all());
        QVERIFY(restored.selection().rows() == some);
        QCOMPARE(restored.selectedRow(), std::optional<Index>(7));
        QCOMPARE(restored.colourColumn(), std::optional<Index>(2));
        QCOMPARE(second.window->workspaces().current(), 3);
        QVERIFY(second.window->windowTitle().startsWith("flowers"));
        QVERIFY(!second.window->isWindowModified());
        // The map of the run that has ended.
        QTRY_VERIFY(second.runs()[0].snapshot);
        QCOMPARE(second.runs()[0].snapshot->means.cols(), Index(150));

        first.train(1);
        second.train(1);
        QVERIFY(sameParameters(second.state(), first.state()));
        QVERIFY(second.window->isWindowModified());
    }

    void savedClosedAndOpenedEveryViewHasTheSamePixels_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("a table") << "penguins";
        QTest::newRow("pictures") << "digits";
    }

    void savedClosedAndOpenedEveryViewHasTheSamePixels() {
        QFETCH(QString, sample);
        const QTemporaryDir place;
        const QString file = place.filePath("views.latentscape");
        ProjectDesk first(place);
        first.window->resize(1600, 1000);
        first.open(QString::fromStdString(samplePath(sample.toStdString())));
        first.controller().setHyperparameter(hyperparameterSpec("latent"), std::int64_t(4));
        QTRY_COMPARE(first.controller().state(), RunState::Paused);
        first.train(4);
        setLive(first.controller(), "beta", 2.0);
        first.train(2);
        first.arrangeByHand();
        first.save(file);

        ProjectDesk second(place, "others");
        second.window->resize(first.window->size());
        second.open(file);
        QTRY_VERIFY(second.runs().back().snapshot);
        QCOMPARE(second.runs().back().timeline.states().size(), first.runs().back().timeline.states().size());
        // They are worked out beside the training, after the rest of the views.
        for (ProjectDesk* const desk : {&first, &second})
            QTRY_VERIFY(desk->window->findChild<TrainWorkspace*>()->baselines().baselines());
        QTRY_COMPARE(second.window->findChild<Doctor*>()->examinedEpoch(),
                     first.window->findChild<Doctor*>()->examinedEpoch());
        for (const int workspace : {3, 2, 1, 0}) {
            first.window->workspaces().show(workspace);
            second.window->workspaces().show(workspace);
            for (const QString& view : first.views()) {
                const bool same =
                    QTest::qWaitFor([&] { return first.grab(view) == second.grab(view); }, 60'000);
                if (same)
                    continue;
                QTemporaryDir pictures;
                pictures.setAutoRemove(false);
                first.grab(view).save(pictures.filePath("before.png"));
                second.grab(view).save(pictures.filePath("after.png"));
                QFAIL(qPrintable(QString("%1 in workspace %2: see before.png and after.png in %3")
                                     .arg(view)
                                     .arg(workspace)
                                     .arg(pictures.path())));
            }
        }
    }

    void aRunStandsWhereItStood_data() {
        QTest::addColumn<RunState>("state");
        QTest::newRow("finished") << RunState::Finished;
        QTest::newRow("diverged") << RunState::Diverged;
    }

    void aRunStandsWhereItStood() {
        QFETCH(RunState, state);
        const QTemporaryDir place;
        const QString file = place.filePath("end.latentscape");
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        if (state == RunState::Finished) {
            first.controller().finish();
        } else {
            setLive(first.controller(), "clip-norm", 0.0);
            setLive(first.controller(), "learning-rate", 1e6);
            first.controller().run();
        }
        QTRY_COMPARE_WITH_TIMEOUT(first.controller().state(), state, 60'000);
        first.save(file);
        ProjectDesk second(place, "others");
        second.window->openFile(file);
        QTRY_COMPARE(second.controller().state(), state);
        QCOMPARE(second.controller().divergence().has_value(), state == RunState::Diverged);
        if (state == RunState::Diverged)
            QVERIFY(*second.controller().divergence() == *first.controller().divergence());
        QCOMPARE(second.controller().progress().step, first.controller().progress().step);
    }

    void whoCouldLoseRunsIsAskedOnce_data() {
        QTest::addColumn<QString>("answer");
        QTest::newRow("save") << "save";
        QTest::newRow("don't save") << "dont-save";
        QTest::newRow("think again") << "";
    }

    void whoCouldLoseRunsIsAskedOnce() {
        QFETCH(QString, answer);
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        desk.save(file);
        const QByteArray before = contentOf(file);
        desk.train(1);
        QVERIFY(desk.window->isWindowModified());
        QVERIFY(!desk.window->close());
        QVERIFY(!desk.window->close());
        QCOMPARE(desk.window->findChildren<QMessageBox*>("unsaved").size(), 1);
        if (answer.isEmpty()) {
            desk.question()->reject();
            QTRY_VERIFY(!desk.question());
            QVERIFY(desk.window->isVisible());
            QCOMPARE(desk.runs().size(), std::size_t(1));
            QCOMPARE(contentOf(file), before);
            return;
        }
        desk.question()->findChild<QPushButton*>(answer)->click();
        QTRY_VERIFY(!desk.window->isVisible());
        QCOMPARE(contentOf(file) != before, answer == "save");
        desk.window.reset();
        QVERIFY(desk.sessions().empty());
    }

    void anotherTableAsksToo() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        desk.window->openFile(QString::fromStdString(samplePath("wine")));
        QVERIFY(desk.question());
        QCOMPARE(desk.controller().dataset()->rows(), Index(150));
        desk.question()->findChild<QPushButton*>("dont-save")->click();
        QTRY_COMPARE(desk.controller().dataset()->rows(), Index(178));
        QVERIFY(!desk.window->session().isModified());
    }

    void whatIsTrainedWhileATableIsReadIsAskedForToo_data() {
        QTest::addColumn<bool>("mayGo");
        QTest::newRow("don't save") << true;
        QTest::newRow("think again") << false;
    }

    void whatIsTrainedWhileATableIsReadIsAskedForToo() {
        QFETCH(bool, mayGo);
        const QTemporaryDir place;
        QSemaphore go;
        ProjectDesk desk(place);
        const auto letGo = qScopeGuard([&go] { go.release(); });
        desk.open(tableIn(place));
        desk.window->opener().loader().setReader(
            [&go](const QString& path, const CsvOptions& options, const ReadControl& control) {
                go.acquire();
                return readTable(path, options, control);
            });
        desk.window->openFile(QString::fromStdString(samplePath("wine")));
        QVERIFY(!desk.question());
        desk.train(1);
        go.release();
        QTRY_VERIFY(desk.question());
        QCOMPARE(desk.controller().dataset()->rows(), Index(150));
        if (mayGo) {
            desk.question()->findChild<QPushButton*>("dont-save")->click();
            QTRY_COMPARE(desk.controller().dataset()->rows(), Index(178));
            return;
        }
        desk.question()->reject();
        QTRY_VERIFY(!desk.question());
        QCOMPARE(desk.controller().dataset()->rows(), Index(150));
        QVERIFY(desk.window->session().isModified());
    }

    void whatWaitsForARestartIsUnsavedToo() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        desk.save(place.filePath("flowers.latentscape"));
        QVERIFY(!desk.window->session().isModified());
        desk.controller().setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        QCOMPARE(desk.controller().pendingCount(), 1);
        QVERIFY(desk.window->session().isModified());
    }

    void aDotInANameIsNoEnding() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        const auto choose = [&](const QString& file) {
            desk.window->projects().saveAs();
            auto* const dialog = desk.window->findChild<QFileDialog*>();
            emit dialog->fileSelected(file);
            dialog->reject();
            QTRY_VERIFY(!desk.window->findChild<QFileDialog*>());
        };
        QSignalSpy saved(&desk.window->projects(), &ProjectFiles::saved);
        choose(place.filePath("iris v1.2"));
        const QString file = place.filePath("iris v1.2.latentscape");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), file);
        QVERIFY(QFile::exists(file));

        // The dialog knows nothing of that file.
        choose(place.filePath("iris v1.2"));
        auto* const box = desk.window->findChild<QMessageBox*>("replace");
        QVERIFY(box);
        QCOMPARE(saved.size(), 1);
        box->findChild<QPushButton*>("replace")->click();
        QTRY_COMPARE(saved.size(), 2);
        QCOMPARE(saved[1][0].toString(), file);
    }

    void aWindowClosesOnceWhatIsBeingSavedIsSaved() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        desk.save(file);
        QVERIFY(QFile::remove(file));
        QVERIFY(!desk.window->session().isModified());
        desk.window->projects().saveTo(file, false);
        QVERIFY(!desk.window->close());
        QTRY_VERIFY(!desk.window->isVisible());
        QVERIFY(!desk.question());
        QVERIFY(QFile::exists(file));
    }

    void aRunThatBeginsMeanwhileDoesNotHoldUpASave() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk desk(place);
        desk.window->session().setKeepInterval(24 * 3600 * 1000);
        desk.open(tableIn(place));
        desk.train(1);
        QSignalSpy saved(&desk.window->projects(), &ProjectFiles::saved);
        desk.window->projects().saveTo(file, false);
        desk.controller().newSeed();
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(QFile::exists(file));
    }

    void aRunThatCannotBeCopiedIsNotSaved() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk desk(place);
        desk.window->session().setKeepInterval(24 * 3600 * 1000);
        desk.open(tableIn(place));
        trainForLong(desk.controller());
        desk.controller().run();
        QTRY_VERIFY(desk.controller().progress().step > 100);
        QSignalSpy failed(&desk.window->session(), &Session::saveFailed);
        desk.window->session().save(file, false);
        // As it answers without the memory for it.
        emit desk.controller().stateTold(desk.controller().currentRun(), nullptr);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Problem>().code, ProblemCode::OutOfMemory);
        QVERIFY(desk.window->session().isModified());
        desk.controller().pause();
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        desk.keep();
        QVERIFY(!QFile::exists(file));
        desk.save(file);
        QVERIFY(!desk.window->session().isModified());
    }

    void runsOfAnotherProcessAreSaidNotToBeKept() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        RunRecord record;
        record.data = desk.controller().data();
        record.hyperparameters = desk.controller().running();
        record.state = RunState::Paused;
        record.progress.step = 10;
        desk.controller().follow(record, place.filePath("elsewhere"));
        desk.save(place.filePath("flowers.latentscape"));
        QVERIFY2(desk.message().contains("another process"), qPrintable(desk.message()));
    }

    void whereNothingCanBeKeptThatIsToldAndTheRunGoesOn() {
        const QTemporaryDir place;
        QFile blocker(place.filePath("sessions"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        ProjectDesk desk(place);
        QSignalSpy told(&desk.window->session(), &Session::keepingFailed);
        desk.open(tableIn(place));
        desk.train(1);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(desk.message().contains(place.filePath("sessions")), qPrintable(desk.message()));
        desk.train(2);
        QSignalSpy failed(&desk.window->session(), &Session::saveFailed);
        desk.window->session().save(place.filePath("x.latentscape"), false);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(told.size(), 1);
        QVERIFY(desk.window->isWindowModified());

        // As soon as there is room again, all is kept.
        QVERIFY(blocker.remove());
        desk.keep();
        const TrainerStatePtr now = desk.state();
        QVERIFY(now);
        const Checkpoint checkpoint =
            readCheckpoint(desk.session().toStdString() + "/runs/1" + kCheckpointFile);
        QVERIFY(sameParameters(checkpoint.state.parameters, now->parameters));
    }

    void whatSomebodyRemovedMeanwhileIsSavedAllTheSame() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(2);
        first.controller().newSeed();
        QTRY_COMPARE(first.controller().state(), RunState::Paused);
        first.train(1);
        first.keep();
        QVERIFY(QDir(first.session()).removeRecursively());
        first.train(1);
        first.save(file);
        ProjectDesk second(place, "others");
        second.open(file);
        QCOMPARE(second.runs().size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i)
            QVERIFY(second.runs()[i].history.training == first.runs()[i].history.training);
        QVERIFY(sameParameters(second.state(), first.state()));
    }

    void whileItTrainsARunIsKeptNowAndThen() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.window->session().setKeepInterval(20);
        desk.open(tableIn(place));
        trainForLong(desk.controller());
        QSignalSpy kept(&desk.window->session(), &Session::kept);
        desk.controller().run();
        QTRY_VERIFY(kept.size() >= 3);
        QCOMPARE(desk.controller().state(), RunState::Running);
        const Checkpoint checkpoint =
            readCheckpoint(desk.session().toStdString() + "/runs/1" + kCheckpointFile);
        QVERIFY(checkpoint.state.step > 0);
    }

    void aRunThatIsReplacedKeepsItsLastStep() {
        const QTemporaryDir place;
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        trainForLong(desk.controller());
        desk.controller().run();
        QTRY_VERIFY(desk.controller().progress().step > 100);
        const std::int64_t shown = desk.controller().progress().step;
        desk.controller().restart(false);
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        desk.keep();
        const Checkpoint checkpoint =
            readCheckpoint(desk.session().toStdString() + "/runs/1" + kCheckpointFile);
        QVERIFY(checkpoint.state.step >= shown);
        QCOMPARE(desk.runs()[0].progress.step, checkpoint.state.step);
    }

    void aRunThatIsRemovedIsNotSaved() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk desk(place);
        desk.open(tableIn(place));
        desk.train(1);
        desk.controller().newSeed();
        QTRY_COMPARE(desk.controller().state(), RunState::Paused);
        desk.train(1);
        desk.controller().runs().remove(desk.runs()[0].run);
        desk.save(file);
        unpackArchive(file.toStdString(), place.filePath("unpacked").toStdString());
        QVERIFY(!QDir(place.filePath("unpacked/runs/1")).exists());
        QVERIFY(QDir(place.filePath("unpacked/runs/2")).exists());
    }
};

QTEST_MAIN(ProjectTest)
#include "project_test.moc"
