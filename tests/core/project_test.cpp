// What a project's folder tells, and what it may not; whose a session's folder is.

#include "core/storage/project.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <optional>

#include "core/storage/session_folder.h"
#include "tests/support/files.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

using Json = nlohmann::json;

namespace {

Project unusual() {
    Project project{.source = {.path = "/data/penguins.csv",
                               .rows = 344,
                               .csv = {},
                               .roles = {.ignore = {"island"}, .scale = {}},
                               .rowRequest = {.filter = "sex == \"male\""}},
                    .relativePath = "../data/penguins.csv",
                    .contentHash = "0123456789abcdef",
                    .embedded = true,
                    .hyperparameters = {.latent = 3, .beta = 0.1},
                    .runs = {},
                    .view = {{"workspace", 2}}};
    project.runs = {{.folder = "runs/2",
                     .name = "first “one”",
                     .colour = 7,
                     .visible = false,
                     .state = ProjectRun::State::Finished,
                     .clock = {{0, 0}, {50, 0.1}, {100, 1.0 / 3}}},
                    {.folder = "runs/5",
                     .name = "branch",
                     .branchedFrom = ProjectBranch{.run = 1, .step = 50, .epoch = 2.5},
                     .state = ProjectRun::State::Diverged,
                     .divergence = {{"quantity", "loss"}, {"column", "body_mass"}}}};
    return project;
}

/// A code that no test asks for stands for nothing thrown.
Problem thrown(const std::function<void()>& action) {
    return thrownProblem(action).value_or(Problem{ProblemCode::FileEmpty, {}});
}

void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

Json written(const QTemporaryDir& folder) {
    writeProject(folder.path().toStdString(), unusual());
    return Json::parse(contentOf(folder.filePath("project.json")).toStdString());
}

}  // namespace

class ProjectTest : public QObject {
    Q_OBJECT

private slots:
    void aProjectComesBackAsItWasWritten() {
        const QTemporaryDir folder;
        const Project project = unusual();
        writeProject(folder.path().toStdString(), project);
        const Project read = readProject(folder.path().toStdString());
        QCOMPARE(read.source.path, project.source.path);
        QCOMPARE(read.source.rows, project.source.rows);
        QVERIFY(read.source.roles == project.source.roles);
        QVERIFY(read.source.rowRequest == project.source.rowRequest);
        QCOMPARE(read.relativePath, project.relativePath);
        QCOMPARE(read.contentHash, project.contentHash);
        QCOMPARE(read.embedded, true);
        QVERIFY(read.hyperparameters == project.hyperparameters);
        QVERIFY(read.runs == project.runs);
        QVERIFY(read.view == project.view);
    }

    void aFileThatMeansHarmIsRefused_data() {
        using Change = std::function<void(Json&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* reason, const Change& change) {
            QTest::newRow(name) << change << QString(reason);
        };
        row("later format", "later version", [](Json& json) { json["format"] = 2; });
        row("format of no number", "out of range", [](Json& json) { json["format"] = "1"; });
        row("huge format", "out of range", [](Json& json) { json["format"] = 1e30; });
        row("another program", "another program", [](Json& json) { json["program"] = "other"; });
        row("no runs", "runs", [](Json& json) { json.erase("runs"); });
        row("run above the folder", "no folder of a run",
            [](Json& json) { json["runs"][0]["folder"] = "../runs/1"; });
        row("run at an absolute path", "no folder of a run",
            [](Json& json) { json["runs"][0]["folder"] = "/tmp/runs/1"; });
        row("run that climbs", "no folder of a run",
            [](Json& json) { json["runs"][0]["folder"] = "runs/1/../../.."; });
        row("run without a number", "no folder of a run",
            [](Json& json) { json["runs"][0]["folder"] = "runs/"; });
        row("run with an endless number", "no folder of a run",
            [](Json& json) { json["runs"][0]["folder"] = "runs/" + std::string(1000, '1'); });
        row("two runs in one folder", "share a folder",
            [](Json& json) { json["runs"][0]["folder"] = json["runs"][1]["folder"]; });
        row("branch of a later run", "out of range",
            [](Json& json) { json["runs"][1]["branched_from"]["run"] = 2; });
        row("branch of run −1", "out of range",
            [](Json& json) { json["runs"][1]["branched_from"]["run"] = -1; });
        row("unknown state", "no state of a run", [](Json& json) { json["runs"][0]["state"] = "asleep"; });
        row("negative colour", "out of range", [](Json& json) { json["runs"][0]["colour"] = -1; });
        row("colour beyond numbers", "out of range",
            [](Json& json) { json["runs"][0]["colour"] = std::uint64_t(-1); });
        row("time backwards", "time runs backwards", [](Json& json) {
            json["runs"][0]["clock"] = {{50, 2.0}, {20, 3.0}};
        });
        row("time of three numbers", "other numbers", [](Json& json) {
            json["runs"][0]["clock"] = {{50, 2.0, 1.0}};
        });
        row("hyperparameter out of range", "outside its range",
            [](Json& json) { json["hyperparameters"]["beta"] = -1; });
        row("hyperparameter missing", "latent", [](Json& json) { json["hyperparameters"].erase("latent"); });
        row("view of no object", "view", [](Json& json) { json["view"] = Json::array(); });
    }

    void aFileThatMeansHarmIsRefused() {
        using Change = std::function<void(Json&)>;
        QFETCH(Change, change);
        QFETCH(QString, reason);
        const QTemporaryDir folder;
        Json json = written(folder);
        change(json);
        write(folder.filePath("project.json"), QByteArray::fromStdString(json.dump()));
        const Problem problem = thrown([&] { readProject(folder.path().toStdString()); });
        QCOMPARE(problem.code, ProblemCode::ProjectUnreadable);
        QVERIFY2(QString::fromStdString(fact(problem, "reason")).contains(reason),
                 fact(problem, "reason").c_str());
    }

    void aFileNestedWithoutEndIsRefused_data() {
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("all of it") << QByteArray();
        QTest::newRow("its view") << QByteArray("{\"workspace\":2}");
        QTest::newRow("its scales") << QByteArray("\"scales\":{}");
    }

    void aFileNestedWithoutEndIsRefused() {
        QFETCH(QByteArray, place);
        constexpr int kLevels = 100'000;
        const QByteArray nested = QByteArray(kLevels, '[') + QByteArray(kLevels, ']');
        const QTemporaryDir folder;
        const QByteArray whole = QByteArray::fromStdString(written(folder).dump());
        QVERIFY(whole.contains(place));
        const QByteArray key = place.startsWith('"') ? place.chopped(2) : QByteArray();
        write(folder.filePath("project.json"),
              place.isEmpty() ? nested : QByteArray(whole).replace(place, key + nested));
        const Problem problem = thrown([&] { readProject(folder.path().toStdString()); });
        QCOMPARE(problem.code, ProblemCode::ProjectUnreadable);
        QVERIFY2(fact(problem, "reason").find("nested") != std::string::npos,
                 fact(problem, "reason").c_str());
    }

    void aFileCutOffAnywhereIsRefused() {
        const QTemporaryDir folder;
        const QByteArray whole = QByteArray::fromStdString(written(folder).dump());
        for (qsizetype length = 0; length < whole.size(); length += 7) {
            write(folder.filePath("project.json"), whole.first(length));
            QCOMPARE(thrown([&] { readProject(folder.path().toStdString()); }).code,
                     ProblemCode::ProjectUnreadable);
        }
    }

    void aLivingSessionIsNotLost() {
        const QTemporaryDir root;
        const std::string path = root.path().toStdString();
        std::optional<SessionFolder> session(SessionFolder::create(path));
        writeProject(session->path(), unusual());
        QVERIFY(lostSessions(path).empty());
        QCOMPARE(thrown([&] { SessionFolder::takeOver(session->path()); }).code, ProblemCode::RunInUse);
        const std::string folder = session->path();
        session.reset();
        const std::vector<LostSession> lost = lostSessions(path);
        QCOMPARE(lost.size(), std::size_t(1));
        QCOMPARE(lost[0].folder, folder);
        SessionFolder::takeOver(folder).discard();
        QVERIFY(lostSessions(path).empty());
        QVERIFY(!QDir(QString::fromStdString(folder)).exists());
    }

    void ofManyLostSessionsTheNewestStay() {
        const QTemporaryDir root;
        const std::string path = root.path().toStdString();
        std::vector<std::string> folders;
        for (int i = 0; i < 4; ++i) {
            const SessionFolder session = SessionFolder::create(path);
            writeProject(session.path(), unusual());
            folders.push_back(session.path());
            const QDateTime time = QDateTime::currentDateTime().addSecs(i - 100);
            QFile file(QString::fromStdString(session.path() + kProjectFile));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(time, QFileDevice::FileModificationTime));
        }
        const std::vector<LostSession> lost = lostSessions(path, 2);
        QCOMPARE(lost.size(), std::size_t(2));
        QCOMPARE(lost[0].folder, folders[3]);
        QCOMPARE(lost[1].folder, folders[2]);
        QVERIFY(!QDir(QString::fromStdString(folders[0])).exists());
        QVERIFY(!QDir(QString::fromStdString(folders[1])).exists());
    }

    void whereNothingCanBeWrittenNoSessionBegins() {
        const QTemporaryDir root;
        write(root.filePath("file"), "no folder");
        QCOMPARE(thrown([&] { SessionFolder::create(root.filePath("file/sessions").toStdString()); }).code,
                 ProblemCode::FileNotWritable);
    }
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "project_test.moc"
