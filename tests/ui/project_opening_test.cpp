// Projects that are opened: their table and runs are found, or it is told what is missing.

#include <QDir>
#include <QFileDialog>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <vector>

#include "core/storage/archive.h"
#include "core/storage/run_store.h"
#include "tests/support/files.h"
#include "tests/support/project_desk.h"
#include "ui/support/thread_pools.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// While it lives, jobs that a view waits for do not begin.
class BusyPool {
public:
    BusyPool() {
        for (int i = 0; i < viewPool()->maxThreadCount(); ++i)
            viewPool()->start([this] { m_go.acquire(); });
    }
    ~BusyPool() {
        m_go.release(viewPool()->maxThreadCount());
        viewPool()->waitForDone();
    }

private:
    QSemaphore m_go;
};

/// A project of iris.
QString projectIn(const QTemporaryDir& place, int runs) {
    const QString file = place.filePath("flowers.latentscape");
    ProjectDesk desk(place);
    desk.open(tableIn(place));
    for (int run = 0; run < runs; ++run) {
        if (run > 0) {
            desk.controller().newSeed();
            [&] { QTRY_COMPARE(desk.controller().state(), RunState::Paused); }();
        }
        desk.train(1);
    }
    desk.save(file);
    return file;
}

}  // namespace

class ProjectOpeningTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aProjectThatNobodyKeepsLeavesNothingBehind() {
        const QTemporaryDir place;
        const QString file = projectIn(place, 1);
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
        const QString file = projectIn(place, 2);
        const std::string unpacked = place.filePath("unpacked").toStdString();
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

    void howFarReadingHasComeIsTold() {
        const QTemporaryDir place;
        const QString file = projectIn(place, 2);
        std::vector<double> shares;
        readProjectFile(file, place.filePath("others"), {}, [&shares](double share) {
            shares.push_back(share);
            return true;
        });
        QVERIFY(std::ranges::is_sorted(shares));
        QVERIFY(shares.size() >= 4);
        QVERIFY(shares.front() >= 0 && shares.front() < 0.2);
        // Where the second run of two begins.
        QCOMPARE(shares.back(), 0.8);
    }

    void whatIsCancelledLeavesNothingBehind_data() {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("below");
        QTest::newRow("unpacking") << 0.0 << 0.2;
        QTest::newRow("in the table") << 0.201 << 0.6;
        QTest::newRow("in the runs") << 0.6 << 1.0;
    }

    void whatIsCancelledLeavesNothingBehind() {
        QFETCH(double, from);
        QFETCH(double, below);
        const QTemporaryDir place;
        const QString file = projectIn(place, 2);
        ProjectDesk desk(place, "others");
        std::vector<double> refused;
        try {
            readProjectFile(file, place.filePath("others"), {}, [&](double share) {
                if (share >= from)
                    refused.push_back(share);
                return share < from;
            });
            QFAIL("it was not cancelled");
        } catch (const Error& error) {
            QCOMPARE(error.problem().code, ProblemCode::Cancelled);
        }
        // Nobody asks again.
        QCOMPARE(refused.size(), std::size_t(1));
        QVERIFY(refused.front() < below);
        QVERIFY(desk.sessions().empty());
    }

    void aPersonMayThinkAgain() {
        const QTemporaryDir place;
        const QString file = projectIn(place, 2);
        ProjectDesk desk(place, "others");
        desk.open(QString::fromStdString(samplePath("wine")));
        QSignalSpy restored(&desk.window->projects(), &ProjectFiles::restored);
        {
            const BusyPool busy;
            desk.window->openFile(file);
            QTRY_VERIFY(desk.offer("offer"));
            QCOMPARE(desk.offer("offer")->text(), QString("Cancel"));
            desk.offer("offer")->click();
            QVERIFY2(desk.message().contains("flowers.latentscape"), qPrintable(desk.message()));
        }
        QCoreApplication::processEvents();
        QCOMPARE(restored.size(), 0);
        QCOMPARE(desk.controller().dataset()->rows(), Index(178));
        QTRY_COMPARE(desk.sessions().size(), 0);
        desk.window->openFile(file);
        QTRY_COMPARE(restored.size(), 1);
        QCOMPARE(desk.runs().size(), std::size_t(2));
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
        const QString file = projectIn(place, 1);
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
