#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

class DependencyRuleTest : public QObject {
    Q_OBJECT

private slots:
    void allowedIncludesPass_data();
    void allowedIncludesPass();
    void forbiddenIncludesAreFound_data();
    void forbiddenIncludesAreFound();
    void everyIncludeOfAFileIsJudged();
    void theProgramKeepsTheRules();
};

namespace {

/// Which rooms a room may include, itself aside.
const QMap<QString, QStringList>& roomsBelow() {
    static const QStringList core{"core/support",  "core/data",     "core/model",
                                  "core/training", "core/analysis", "core/storage"};
    static const QStringList reported = core + QStringList{"core/report"};
    static const QMap<QString, QStringList> below{
        {"core/support", {}},
        {"core/data", {"core/support"}},
        {"core/model", {"core/support"}},
        {"core/training", {"core/support", "core/data", "core/model"}},
        {"core/analysis", {"core/support", "core/data", "core/model"}},
        {"core/storage", core},
        {"core/report", core},
        {"ui/support", core},
        {"ui/models", core + QStringList{"ui/support"}},
        {"ui/training", core + QStringList{"ui/support", "ui/models"}},
        {"ui/plots", core + QStringList{"ui/support", "ui/models"}},
        {"ui/panels", core + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots"}},
        {"ui/import", core + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots", "ui/panels"}},
        {"ui/data", core + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots", "ui/panels"}},
        {"ui/explore", core + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots", "ui/panels"}},
        {"ui/compare", core + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots", "ui/panels"}},
        {"ui/shell", reported + QStringList{"ui/support", "ui/models", "ui/training", "ui/plots", "ui/panels",
                                            "ui/import", "ui/data", "ui/explore", "ui/compare"}},
    };
    return below;
}

bool isQtHeader(const QString& header) {
    static const QRegularExpression qt("^(Q[A-Za-z0-9]+(/.*)?|q[a-z0-9_]+\\.h)$");
    return qt.match(header).hasMatch();
}

/// `core/data` for `core/data/dataset.h`; empty for a header that lies in no room.
QString roomOf(const QString& path) {
    const QStringList parts = path.split('/');
    return parts.size() > 2 ? parts[0] + '/' + parts[1] : QString();
}

/// What is wrong with including `header` in `file`; empty if nothing is. Both are paths from the root.
QString violation(const QString& file, const QString& header) {
    const QString room = roomOf(file);
    const QString top = file.section('/', 0, 0);
    if (header.startsWith('.'))
        return "includes are written from the root";
    if (top == "app")
        return {};
    if (!roomsBelow().contains(room))
        return "there is no room " + room;
    if (top == "core" && isQtHeader(header))
        return "core knows no Qt";
    if (header.startsWith("app/"))
        return top + " includes nothing of app";
    if (top == "core" && header.startsWith("ui/"))
        return "core includes nothing of ui";
    if (header == "core/training/trainer.h" && top == "ui" && room != "ui/training")
        return "only ui/training drives the trainer";
    const bool valueOfARun =
        header == "core/training/snapshot.h" || header == "core/training/metrics_history.h";
    if (valueOfARun && room == "core/analysis")
        return {};
    if (!header.startsWith("core/") && !header.startsWith("ui/"))
        return {};
    const QString target = roomOf(header);
    return target == room || roomsBelow()[room].contains(target) ? QString()
                                                                 : room + " lies below or beside " + target;
}

/// One line for each include of `source` that breaks a rule.
QStringList violations(const QString& file, const QString& source) {
    static const QRegularExpression include("^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]+)[>\"]",
                                            QRegularExpression::MultilineOption);
    QStringList found;
    for (const QRegularExpressionMatch& match : include.globalMatch(source)) {
        const QString reason = violation(file, match.captured(1));
        if (!reason.isEmpty())
            found << QString("%1 includes %2: %3").arg(file, match.captured(1), reason);
    }
    return found;
}

}  // namespace

void DependencyRuleTest::allowedIncludesPass_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    QTest::newRow("standard library") << "core/data/a.cpp"
                                      << "#include <vector>";
    QTest::newRow("standard header with q") << "core/data/a.cpp"
                                            << "#include <queue>";
    QTest::newRow("Eigen") << "core/model/a.cpp"
                           << "#include <Eigen/Core>";
    QTest::newRow("same room") << "core/data/a.cpp"
                               << "#include \"core/data/b.h\"";
    QTest::newRow("room below") << "core/training/a.h"
                                << "#include \"core/model/vae.h\"";
    QTest::newRow("history in analysis") << "core/analysis/a.h"
                                         << "#include \"core/training/metrics_history.h\"";
    QTest::newRow("snapshot in analysis") << "core/analysis/a.h"
                                          << "#include \"core/training/snapshot.h\"";
    QTest::newRow("storage on top") << "core/storage/a.h"
                                    << "#include \"core/training/trainer.h\"";
    QTest::newRow("report above storage") << "core/report/a.h"
                                          << "#include \"core/storage/run_json.h\"";
    QTest::newRow("report in shell") << "ui/shell/a.h"
                                     << "#include \"core/report/html_report.h\"";
    QTest::newRow("Qt in ui") << "ui/support/a.h"
                              << "#include <QString>";
    QTest::newRow("core in ui") << "ui/models/a.h"
                                << "#include \"core/analysis/projection.h\"";
    QTest::newRow("trainer in ui/training") << "ui/training/a.h"
                                            << "#include \"core/training/trainer.h\"";
    QTest::newRow("trainer in app") << "app/headless/a.cpp"
                                    << "#include \"core/training/trainer.h\"";
    QTest::newRow("shell in app") << "app/main.cpp"
                                  << "#include \"ui/shell/main_window.h\"";
    QTest::newRow("panel beside panel") << "ui/panels/a.cpp"
                                        << "#include \"ui/panels/b.h\"";
    QTest::newRow("generated") << "ui/panels/a.cpp"
                               << "#include \"a.moc\"";
    QTest::newRow("comment") << "core/data/a.cpp"
                             << "// #include <QString>";
}

void DependencyRuleTest::allowedIncludesPass() {
    QFETCH(QString, file);
    QFETCH(QString, line);
    QCOMPARE(violations(file, line), QStringList());
}

void DependencyRuleTest::forbiddenIncludesAreFound_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    QTest::newRow("Qt class in core") << "core/support/a.h"
                                      << "#include <QString>";
    QTest::newRow("Qt module in core") << "core/data/a.h"
                                       << "#include <QtCore/qglobal.h>";
    QTest::newRow("Qt file in core") << "core/data/a.h"
                                     << "#include <qobject.h>";
    QTest::newRow("Qt in quotes in core") << "core/data/a.h"
                                          << "#include \"QObject\"";
    QTest::newRow("spaced out") << "core/data/a.h"
                                << "  #  include   <QObject>";
    QTest::newRow("ui in core") << "core/data/a.h"
                                << "#include \"ui/support/format.h\"";
    QTest::newRow("app in core") << "core/data/a.h"
                                 << "#include \"app/main.h\"";
    QTest::newRow("app in ui") << "ui/shell/a.h"
                               << "#include \"app/main.h\"";
    QTest::newRow("support looks up") << "core/support/a.h"
                                      << "#include \"core/data/dataset.h\"";
    QTest::newRow("data beside model") << "core/data/a.h"
                                       << "#include \"core/model/vae.h\"";
    QTest::newRow("model beside data") << "core/model/a.h"
                                       << "#include \"core/data/dataset.h\"";
    QTest::newRow("data looks up") << "core/data/a.h"
                                   << "#include \"core/training/snapshot.h\"";
    QTest::newRow("training beside analysis") << "core/training/a.h"
                                              << "#include \"core/analysis/bounds.h\"";
    QTest::newRow("analysis beside training") << "core/analysis/a.h"
                                              << "#include \"core/training/trainer.h\"";
    QTest::newRow("training looks up") << "core/training/a.h"
                                       << "#include \"core/storage/checkpoint.h\"";
    QTest::newRow("storage looks up") << "core/storage/a.h"
                                      << "#include \"core/report/html_report.h\"";
    QTest::newRow("ui support looks up") << "ui/support/a.h"
                                         << "#include \"ui/models/view_state.h\"";
    QTest::newRow("plots beside training") << "ui/plots/a.h"
                                           << "#include \"ui/training/training_worker.h\"";
    QTest::newRow("training beside plots") << "ui/training/a.h"
                                           << "#include \"ui/plots/palette.h\"";
    QTest::newRow("panels look up") << "ui/panels/a.h"
                                    << "#include \"ui/shell/main_window.h\"";
    QTest::newRow("trainer in a panel") << "ui/panels/a.cpp"
                                        << "#include \"core/training/trainer.h\"";
    QTest::newRow("unknown room") << "core/utils/a.h"
                                  << "#include <vector>";
    QTest::newRow("no room") << "core/a.h"
                             << "#include <vector>";
    QTest::newRow("unknown target") << "core/data/a.h"
                                    << "#include \"core/utils/a.h\"";
    QTest::newRow("relative") << "core/data/a.h"
                              << "#include \"../model/vae.h\"";
}

void DependencyRuleTest::forbiddenIncludesAreFound() {
    QFETCH(QString, file);
    QFETCH(QString, line);
    QCOMPARE(violations(file, line).size(), qsizetype(1));
}

void DependencyRuleTest::everyIncludeOfAFileIsJudged() {
    const QString source =
        "#pragma once\r\n#include <vector>\r\n#include <QString>\r\n\r\n#include \"core/model/vae.h\"\r\nint "
        "x;\r\n";
    QCOMPARE(
        violations("core/data/a.h", source),
        (QStringList{"core/data/a.h includes QString: core knows no Qt",
                     "core/data/a.h includes core/model/vae.h: core/data lies below or beside core/model"}));
}

void DependencyRuleTest::theProgramKeepsTheRules() {
    const QDir root(LATENTSCAPE_SOURCE_DIR);
    QStringList found;
    int files = 0;
    for (const char* top : {"core", "ui", "app"}) {
        QDirIterator walk(root.filePath(top), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            found << violations(root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
            ++files;
        }
    }
    QCOMPARE_GT(files, 20);
    QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
}

QTEST_GUILESS_MAIN(DependencyRuleTest)
#include "dependency_rule_test.moc"
