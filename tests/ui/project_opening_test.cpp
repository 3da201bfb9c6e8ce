// Projects that are opened: their table and runs are found, or it is told what is missing.

#include <QDir>
#include <QFileDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/storage/archive.h"
#include "core/storage/run_store.h"
#include "tests/support/files.h"
#include "tests/support/project_desk.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

class ProjectOpeningTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aProjectThatNobodyKeepsLeavesNothingBehind() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        first.save(file);
        ProjectDesk second(place, "others");
        {
            const RestoredProject read = readProjectFile(file, place.filePath("others"), {});
            QCOMPARE(second.sessions().size(), 1);
        }
        QVERIFY(second.sessions().empty());
        second.open(file);
        QCOMPARE(second.sessions().size(), 1);
    }

    void aRunThatCannotBeReadStaysInItsProject() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        const std::string unpacked = place.filePath("unpacked").toStdString();
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        first.controller().newSeed();
        QTRY_COMPARE(first.controller().state(), RunState::Paused);
        first.train(1);
        first.save(file);
        unpackArchive(file.toStdString(), unpacked);
        const QString checkpoint = QString::fromStdString(unpacked + "/runs/2" + kCheckpointFile);
        QFile damaged(checkpoint);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("of a later version");
        damaged.close();
        packFolder(unpacked, file.toStdString());

        ProjectDesk second(place, "others");
        second.window->openFile(file);
        // The one that is left had ended.
        QTRY_COMPARE(second.controller().state(), RunState::Finished);
        QCOMPARE(second.runs().size(), std::size_t(1));
        second.controller().newSeed();
        QTRY_COMPARE(second.controller().state(), RunState::Paused);
        second.train(1);
        second.save(file);
        const QString again = place.filePath("again");
        unpackArchive(file.toStdString(), again.toStdString());
        QStringList folders;
        for (const ProjectRun& run : readProject(again.toStdString()).runs)
            folders << QString::fromStdString(run.folder);
        QCOMPARE(folders, QStringList({"runs/2", "runs/1", "runs/3"}));
        QCOMPARE(contentOf(again + "/runs/2" + kCheckpointFile), QByteArray("of a later version"));
    }

    void aTableThatWasMovedIsFoundBesideTheProject() {
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath("data") && QDir(place.path()).mkpath("elsewhere"));
        const QString file = place.filePath("elsewhere/flowers.latentscape");
        ProjectDesk first(place);
        first.open(tableIn(place, "data/flowers.csv"));
        first.train(1);
        first.save(file);
        QVERIFY(QFile::rename(place.filePath("data/flowers.csv"), place.filePath("elsewhere/flowers.csv")));
        ProjectDesk second(place, "others");
        second.open(file);
        QCOMPARE(second.runs().size(), std::size_t(1));
    }

    void aTableThatIsGoneIsAskedFor() {
        const QTemporaryDir place;
        const QString file = place.filePath("flowers.latentscape");
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        first.save(file);
        QVERIFY(QDir(place.path()).mkpath("moved"));
        const QString moved = place.filePath("moved/renamed.csv");
        QVERIFY(QFile::rename(place.filePath("flowers.csv"), moved));

        ProjectDesk second(place, "others");
        QSignalSpy failed(&second.window->projects(), &ProjectFiles::failed);
        second.window->openFile(file);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Problem>().code, ProblemCode::ProjectTableMissing);
        QVERIFY(second.sessions().empty());
        second.offer("offer")->click();
        auto* dialog = second.window->findChild<QFileDialog*>();
        QVERIFY(dialog);
        // A table of other content is none of this project's.
        emit dialog->fileSelected(QString::fromStdString(samplePath("wine")));
        QTRY_COMPARE(failed.size(), 2);
        QCOMPARE(failed[1][0].value<Problem>().code, ProblemCode::ProjectTableChanged);
        QVERIFY(!second.controller().hasRun());
        emit dialog->fileSelected(moved);
        QTRY_COMPARE(second.controller().state(), RunState::Paused);
        QCOMPARE(second.runs().size(), std::size_t(1));
    }

    void aFileThatIsNoProjectIsRefused() {
        const QTemporaryDir place;
        const QString file = place.filePath("nothing.latentscape");
        QVERIFY(QFile::copy(QString::fromStdString(samplePath("iris")), file));
        ProjectDesk desk(place);
        QSignalSpy failed(&desk.window->projects(), &ProjectFiles::failed);
        desk.window->openFile(file);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(desk.message().contains("nothing.latentscape"), qPrintable(desk.message()));
        QVERIFY(desk.sessions().empty());
    }
};

QTEST_MAIN(ProjectOpeningTest)
#include "project_opening_test.moc"
