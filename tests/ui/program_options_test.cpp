// The desktop program as it is called from a terminal.

#include <QColor>
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

CliResult runWindow(const QStringList& arguments) {
    return runProgram(LATENTSCAPE_WINDOW, arguments);
}

/// A table that is learned in a moment.
QString smallTable(const QTemporaryDir& place) {
    QFile file(place.filePath("few.csv"));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write("a,b,c\n");
    for (int i = 0; i < 40; ++i)
        file.write(QStringLiteral("%1,%2,%3\n").arg(i).arg(i * 7 % 11).arg(i * 3 % 5).toUtf8());
    return file.fileName();
}

}  // namespace

class ProgramOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void whatMakesNoSenseIsRefused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        const QString iris = QString::fromStdString(samplePath("iris"));
        QTest::newRow("unknown option") << QStringList{"--nonsense"} << "nonsense";
        QTest::newRow("size of nothing") << QStringList{"--size", "0x600", iris} << "--size";
        QTest::newRow("size that is none") << QStringList{"--size", "large", iris} << "--size";
        QTest::newRow("appearance") << QStringList{"--appearance", "purple", iris} << "--appearance";
        QTest::newRow("two tables") << QStringList{iris, QString::fromStdString(samplePath("wine"))}
                                    << "Usage";
        QTest::newRow("training a folder") << QStringList{"--train", QDir::tempPath()} << QDir::tempPath();
        QTest::newRow("picture of a folder")
            << QStringList{"--picture", "x.png", QDir::tempPath()} << QDir::tempPath();
    }

    void whatMakesNoSenseIsRefused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, told);
        const CliResult result = runWindow(arguments);
        // Qt itself answers to options that it does not know with 1.
        QVERIFY(result.exitCode == 2 || result.exitCode == 1);
        QVERIFY2(result.messages.contains(told), qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());
    }

    void aPictureIsOfTheSizeAndAppearanceAskedFor_data() {
        QTest::addColumn<QString>("appearance");
        QTest::newRow("light") << "light";
        QTest::newRow("dark") << "dark";
    }

    void aPictureIsOfTheSizeAndAppearanceAskedFor() {
        QFETCH(QString, appearance);
        const QTemporaryDir place;
        const QString file = place.filePath("window.png");
        const CliResult result = runWindow(
            {"--picture", file, "--size", "1300x760", "--appearance", appearance, smallTable(place)});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY2(result.messages.contains("epoch"), qPrintable(result.messages));
        const QImage picture(file);
        QCOMPARE(picture.size(), QSize(1300, 760));
        QCOMPARE(picture.pixelColor(0, picture.height() - 1).lightness() < 128, appearance == "dark");
    }

    void aPictureThatCannotBeMadeIsTold_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("picture");
        QTest::addColumn<QString>("told");
        QTest::newRow("no table") << "missing.csv"
                                  << "window.png"
                                  << "missing.csv";
        QTest::newRow("no place") << "few.csv"
                                  << "nowhere/window.png"
                                  << "window.png";
    }

    void aPictureThatCannotBeMadeIsTold() {
        QFETCH(QString, table);
        QFETCH(QString, picture);
        QFETCH(QString, told);
        const QTemporaryDir place;
        smallTable(place);
        const CliResult result = runWindow({"--picture", place.filePath(picture), place.filePath(table)});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.messages.contains(told), qPrintable(result.messages));
        QVERIFY(!QFile::exists(place.filePath(picture)));
    }
};

QTEST_MAIN(ProgramOptionsTest)
#include "program_options_test.moc"
