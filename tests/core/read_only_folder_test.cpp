// A run folder into which one may look but not write: another person's, or one on a file system that is only
// read.

#include <QTemporaryDir>
#include <QtTest>
#include <cerrno>
#include <cstring>
#include <functional>
#include <optional>

#include <sys/stat.h>
#include <unistd.h>

#include "core/storage/checkpoint.h"
#include "core/storage/run_folder.h"
#include "core/storage/run_watch.h"
#include "core/training/trainer.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

constexpr uid_t kNobody = 65534;

/// While it lives, nothing is written into `folder`, and the user is not the one who may write everywhere.
class ReadOnly {
public:
    explicit ReadOnly(const QTemporaryDir& folder)
        : m_folder(folder.path().toStdString()), m_user(::geteuid()) {
        ::chmod(m_folder.c_str(), 0555);
        if (m_user == 0 && ::seteuid(kNobody) != 0)
            qFatal("the user cannot be changed");
    }
    ~ReadOnly() {
        if (m_user == 0 && ::seteuid(0) != 0)
            qFatal("the user cannot be changed back");
        ::chmod(m_folder.c_str(), 0755);
    }

private:
    std::string m_folder;
    uid_t m_user;
};

/// A run of iris, kept as it stood after ten steps.
struct KeptRun {
    TrainingDataPtr data = prepareSample("iris", smallModel());
    Trainer trainer{data, smallModel(), {}};
    MetricsHistory history;
    RunConfig config{.source = {.path = samplePath("iris"), .rows = data->dataset->rows()},
                     .hyperparameters = smallModel()};

    RunMoment moment() {
        history.append(trainer.takeHistory());
        return momentOf(trainer, history);
    }
    void keepIn(RunFolder& folder) {
        runSteps(trainer, 10);
        folder.begin(config, moment());
        folder.save(moment());
    }
};

void isRefused(const std::function<void()>& action) {
    const std::optional<Problem> problem = thrownProblem(action);
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, ProblemCode::FileNotWritable);
    QVERIFY(isFullyDescribed(*problem));
    QCOMPARE(fact(*problem, "reason"), std::string(std::strerror(EACCES)));
}

}  // namespace

class ReadOnlyFolderTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (::geteuid() == 0 && (::seteuid(kNobody) != 0 || ::seteuid(0) != 0))
            QSKIP("root cannot become somebody else here");
    }

    void noRunBeginsInIt() {
        const QTemporaryDir place;
        const ReadOnly nothing(place);
        isRefused([&] { RunFolder(place.filePath("run").toStdString()); });
        isRefused([&] { RunFolder(place.path().toStdString()); });
    }

    void aRunWhoseFolderBecomesOneKeepsItsLastGoodState() {
        const QTemporaryDir place;
        const std::string path = place.path().toStdString();
        KeptRun run;
        {
            RunFolder folder(path);
            run.keepIn(folder);
            runSteps(run.trainer, 10);
            const RunMoment later = run.moment();
            const ReadOnly nothing(place);
            isRefused([&] { folder.save(later); });
            isRefused([&] { folder.finish(later); });
        }
        QCOMPARE(readCheckpoint(path + kCheckpointFile).state.step, 10);
        QCOMPARE(readRunConfig(path).hyperparameters, smallModel());

        // And goes on as soon as one may write again.
        RunFolder folder(path);
        folder.save(run.moment());
        QCOMPARE(readCheckpoint(path + kCheckpointFile).state.step, 20);
    }

    void aRunInItIsReadAndFollowed() {
        const QTemporaryDir place;
        const std::string path = place.path().toStdString();
        KeptRun run;
        std::optional<RunFolder> folder(path);
        run.keepIn(*folder);
        const ReadOnly nothing(place);
        RunWatch watch(path);
        const RunNews news = watch.look();
        QVERIFY(!news.problem);
        QVERIFY(news.isWritten);
        QVERIFY(news.checkpoint);
        QCOMPARE(news.checkpoint->state.step, 10);
        QCOMPARE(news.latest.training.size(), run.history.training.size());
        folder.reset();
        QVERIFY(!watch.look().isWritten);
    }
};

QTEST_GUILESS_MAIN(ReadOnlyFolderTest)
#include "read_only_folder_test.moc"
