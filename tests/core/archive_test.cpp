// Folders as zip archives, there and back, and archives that mean harm.

#include "core/storage/archive.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "tests/support/files.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

struct Entry {
    /// That of a folder ends in a slash.
    QByteArray name;
    QByteArray content;
    /// Where it points to, if it is a link.
    QByteArray target = {};
};

/// By the library alone, so that any name gets in.
void writeArchive(const QString& path, const std::vector<Entry>& entries) {
    archive* const writer = archive_write_new();
    archive_write_set_format_zip(writer);
    QCOMPARE(archive_write_open_filename(writer, path.toLocal8Bit()), ARCHIVE_OK);
    for (const Entry& each : entries) {
        archive_entry* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, each.name);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_filetype(entry, each.name.endsWith('/') ? AE_IFDIR
                                          : each.target.isEmpty() ? AE_IFREG
                                                                  : AE_IFLNK);
        if (!each.target.isEmpty())
            archive_entry_set_symlink(entry, each.target);
        archive_entry_set_size(entry, each.target.isEmpty() ? each.content.size() : 0);
        QVERIFY(archive_write_header(writer, entry) >= ARCHIVE_WARN);
        archive_write_data(writer, each.content.constData(), std::size_t(each.content.size()));
        archive_entry_free(entry);
    }
    archive_write_free(writer);
}

void write(const QString& path, const QByteArray& content) {
    QVERIFY(QFileInfo(path).dir().mkpath(QStringLiteral(".")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

}  // namespace

class ArchiveTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsPackedIsUnpackedByteForByte() {
        const QByteArray large(300000, 'x');
        write(at("in/project.json"), "{}");
        write(at("in/runs/1/model.safetensors"), large);
        write(at("in/runs/1/empty"), {});
        write(at("in/Größe ü.csv"), "a\n1\n");
        write(at("in/.lock"), "mine");
        write(at("in/runs/.trash/1/model.safetensors"), "old");
        write(at("in/runs/1/config.json.tmp42"), "half");
        packFolder(path("in"), path("p.latentscape"));
        unpackArchive(path("p.latentscape"), path("out"));
        QCOMPARE(contentOf(at("out/project.json")), QByteArray("{}"));
        QCOMPARE(contentOf(at("out/runs/1/model.safetensors")), large);
        QVERIFY(QFileInfo(at("out/runs/1/empty")).exists());
        QCOMPARE(contentOf(at("out/Größe ü.csv")), QByteArray("a\n1\n"));
        QVERIFY(!QFileInfo::exists(at("out/.lock")));
        QVERIFY(!QFileInfo::exists(at("out/runs/.trash")));
        QVERIFY(!QFileInfo::exists(at("out/runs/1/config.json.tmp42")));
        QVERIFY(QFileInfo(at("p.latentscape")).size() < large.size() / 10);
    }

    void anyOtherZipProgramCanReadIt() {
        const QString python = QStringLiteral("/usr/bin/python3");
        if (!QFileInfo::exists(python))
            QSKIP("python3 is not here");
        write(at("in/runs/1/edits.jsonl"), "{}\n");
        write(at("in/project.json"), "{\"a\":1}");
        packFolder(path("in"), path("p.latentscape"));
        QProcess other;
        other.start(python, {"-c",
                             "import sys, zipfile\n"
                             "z = zipfile.ZipFile(sys.argv[1])\n"
                             "assert z.testzip() is None\n"
                             "print(*z.namelist(), z.read('project.json').decode())",
                             at("p.latentscape")});
        QVERIFY(other.waitForFinished());
        QCOMPARE(other.readAllStandardOutput(), QByteArray("project.json runs/1/edits.jsonl {\"a\":1}\n"));
    }

    void anOlderArchiveStaysWhereTheNewOneCannotBeWritten() {
        write(at("p.latentscape"), "as it was");
        QVERIFY(thrownProblem([this] { packFolder(path("not there"), path("p.latentscape")); }));
        QCOMPARE(contentOf(at("p.latentscape")), QByteArray("as it was"));
        write(at("in/a"), "a");
        const auto problem = thrownProblem([this] { packFolder(path("in"), path("no/such/p.latentscape")); });
        QVERIFY(problem && problem->code == ProblemCode::FileNotWritable);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList("p.latentscape"));
    }

    void anArchiveThatMeansHarmIsRefusedAndLeavesNothing_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("up") << QByteArray("../evil") << QByteArray();
        QTest::newRow("up from within") << QByteArray("runs/../../evil") << QByteArray();
        QTest::newRow("absolute") << QByteArray("/tmp/latentscape_evil") << QByteArray();
        QTest::newRow("hidden") << QByteArray(".bashrc") << QByteArray();
        QTest::newRow("backslashes") << QByteArray("..\\evil") << QByteArray();
        QTest::newRow("drive") << QByteArray("C:evil") << QByteArray();
        QTest::newRow("control characters") << QByteArray("a\nb") << QByteArray();
        QTest::newRow("deep") << QByteArray("1/2/3/4/5/6/7/8/9/evil") << QByteArray();
        QTest::newRow("link") << QByteArray("evil") << QByteArray("/etc/passwd");
        QTest::newRow("the same file twice") << QByteArray("good") << QByteArray();
        QTest::newRow("a file as a folder") << QByteArray("good/evil") << QByteArray();
        QTest::newRow("too long for a file") << QByteArray(300, 'e') << QByteArray();
    }

    void anArchiveThatMeansHarmIsRefusedAndLeavesNothing() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, target);
        writeArchive(at("evil.zip"),
                     {{.name = "good", .content = "1"}, {.name = name, .content = "2", .target = target}});
        const auto problem = thrownProblem([this] { unpackArchive(path("evil.zip"), path("deep/out")); });
        QVERIFY(problem && problem->code == ProblemCode::ProjectUnreadable && isFullyDescribed(*problem));
        QVERIFY(!QFileInfo::exists(at("deep/out")));
        QVERIFY(!QFileInfo::exists(at("deep/evil")) && !QFileInfo::exists(at("evil")));
    }

    void anArchiveOfMoreEntriesThanAnyProjectIsRefused() {
        std::vector<Entry> folders;
        for (int i = 0; i < kMostArchiveEntries; ++i)
            folders.push_back({.name = QByteArray::number(i) + "/", .content = {}});
        writeArchive(at("folders.zip"), folders);
        QVERIFY(!thrownProblem([this] { unpackArchive(path("folders.zip"), path("out")); }));
        folders.push_back({.name = "over/", .content = {}});
        folders.push_back({.name = "good", .content = "1"});
        writeArchive(at("more.zip"), folders);
        const auto problem = thrownProblem([this] { unpackArchive(path("more.zip"), path("more")); });
        QVERIFY(problem && problem->code == ProblemCode::ProjectUnreadable && isFullyDescribed(*problem));
        QVERIFY(!QFileInfo::exists(at("more")));
    }

    void aDamagedArchiveIsRefusedAndLeavesNothing_data() {
        QTest::addColumn<double>("kept");
        QTest::newRow("nothing") << 0.0;
        QTest::newRow("its head") << 0.1;
        QTest::newRow("half") << 0.5;
        QTest::newRow("all but its end") << 0.9;
    }

    void aDamagedArchiveIsRefusedAndLeavesNothing() {
        QFETCH(double, kept);
        QByteArray noise(20000, ' ');
        for (qsizetype i = 0; i < noise.size(); ++i)
            noise[i] = char((i * 7919) % 251);
        write(at("in/a"), noise);
        write(at("in/b"), noise);
        packFolder(path("in"), path("p.zip"));
        const QByteArray whole = contentOf(at("p.zip"));
        write(at("damaged.zip"), whole.left(qsizetype(kept * double(whole.size()))));
        const auto problem = thrownProblem([this] { unpackArchive(path("damaged.zip"), path("out")); });
        QVERIFY(problem && problem->code == ProblemCode::ProjectUnreadable && isFullyDescribed(*problem));
        QVERIFY(!QFileInfo::exists(at("out")));
    }

    void aFlippedByteIsNoticedOrHarmless() {
        const QByteArray content =
            QByteArray("some text that is a little longer than nothing at all\n").repeated(20);
        write(at("in/a"), content);
        packFolder(path("in"), path("p.zip"));
        const QByteArray whole = contentOf(at("p.zip"));
        for (qsizetype place = 0; place < whole.size(); ++place) {
            QByteArray flipped = whole;
            flipped[place] = char(flipped[place] ^ 0x55);
            write(at("flipped.zip"), flipped);
            const auto problem = thrownProblem([this] { unpackArchive(path("flipped.zip"), path("out")); });
            QCOMPARE(QFileInfo::exists(at("out")), !problem);
            // Its name has no checksum.
            for (const QString& name : QDir(at("out")).entryList(QDir::Files))
                QCOMPARE(contentOf(at("out/" + name)), content);
            QDir(at("out")).removeRecursively();
        }
    }

    void aFolderThatHoldsSomethingIsNotWrittenInto() {
        writeArchive(at("p.zip"), {{.name = "a", .content = "new"}});
        write(at("out/a"), "old");
        const auto problem = thrownProblem([this] { unpackArchive(path("p.zip"), path("out")); });
        QVERIFY(problem && problem->code == ProblemCode::FileNotWritable);
        QCOMPARE(contentOf(at("out/a")), QByteArray("old"));
    }

private:
    QString at(const QString& name) const { return m_folder->filePath(name); }
    std::string path(const QString& name) const { return at(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(ArchiveTest)
#include "archive_test.moc"
