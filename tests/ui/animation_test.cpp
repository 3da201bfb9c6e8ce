// The map through a run as a file.

#include "ui/shell/animation.h"

#include <QBuffer>
#include <QDir>
#include <QImageReader>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/training/trainer.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "ui/shell/animation_export.h"
#include "ui/support/gif_encoder.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

Animation smallAnimation(int states) {
    const Hyperparameters hyperparameters = smallModel();
    Animation animation{.data = prepareSample("iris", hyperparameters)};
    Trainer trainer(animation.data, hyperparameters, {});
    for (int i = 0; i < states; ++i) {
        animation.states.push_back(std::make_shared<const TrainerState>(trainer.state()));
        runSteps(trainer, 10);
    }
    animation.look.theme = PlotTheme::fromPalette(QPalette(Qt::black, Qt::white));
    animation.size = {200, 160};
    return animation;
}

}  // namespace

class AnimationTest : public QObject {
    Q_OBJECT

private slots:
    void aGifHoldsEachPictureAsItWasDrawn() {
        QImage first(5, 3, QImage::Format_RGB32);
        first.fill(qRgb(10, 20, 30));
        QImage second = first;
        second.setPixel(4, 2, qRgb(200, 0, 0));
        GifEncoder encoder(first.size(), commonColours({first, second}));
        encoder.add(first, 7);
        encoder.add(second, 150);
        QByteArray bytes = encoder.finish();
        QBuffer buffer(&bytes);
        // Qt's own reader.
        QImageReader reader(&buffer, "gif");
        QCOMPARE(reader.read().convertToFormat(QImage::Format_RGB32), first);
        QCOMPARE(reader.nextImageDelay(), 70);
        QCOMPARE(reader.read().convertToFormat(QImage::Format_RGB32), second);
        QCOMPARE(reader.nextImageDelay(), 1500);
        QVERIFY(reader.read().isNull());
        QCOMPARE(reader.loopCount(), -1);
    }

    void coloursBeyondThePaletteBecomeTheNearest() {
        QImage picture(1, 1, QImage::Format_RGB32);
        picture.setPixel(0, 0, qRgb(250, 10, 10));
        GifEncoder encoder({1, 1}, {qRgb(0, 0, 0), qRgb(255, 0, 0), qRgb(255, 255, 255)});
        encoder.add(picture, 1);
        QCOMPARE(QImage::fromData(encoder.finish(), "gif").pixel(0, 0), qRgb(255, 0, 0));
    }

    void theMapMovesThroughTheRun() {
        QTemporaryDir folder;
        AnimationProgress progress;
        const QString path = folder.filePath("run.gif");
        QVERIFY(writeGif(smallAnimation(6), path, progress));
        QCOMPARE(progress.share.load(), 1.0);
        QImageReader reader(path);
        QCOMPARE(reader.imageCount(), 6);
        QCOMPARE(reader.size(), QSize(200, 160));
        const QImage first = reader.read();
        QVERIFY(first != reader.read());
    }

    void aFolderHoldsAPictureForEachState() {
        QTemporaryDir folder;
        AnimationProgress progress;
        const QString path = folder.filePath("run");
        QVERIFY(writePictures(smallAnimation(3), path, progress));
        QCOMPARE(QDir(path).entryList(QDir::Files), QStringList({"0001.png", "0002.png", "0003.png"}));
        QCOMPARE(QImage(path + "/0002.png").size(), QSize(200, 160));
        // Nothing is left beside it.
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList("run"));
        // What is there stays.
        QVERIFY_EXCEPTION_THROWN(writePictures(smallAnimation(2), path, progress), Error);
        QCOMPARE(QDir(path).entryList(QDir::Files).size(), 3);
    }

    void whatIsCancelledLeavesNothing_data() {
        QTest::addColumn<bool>("gif");
        QTest::newRow("GIF") << true;
        QTest::newRow("folder") << false;
    }

    void whatIsCancelledLeavesNothing() {
        QFETCH(bool, gif);
        QTemporaryDir folder;
        AnimationProgress progress;
        progress.cancelled = true;
        QVERIFY(!(gif ? writeGif : writePictures)(smallAnimation(3), folder.filePath("run.gif"), progress));
        QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void aLongTimelineIsThinnedToWhatFillsAFewSeconds() {
        std::vector<TrainerStatePtr> states;
        for (int i = 0; i < 1000; ++i) {
            TrainerState state;
            state.step = i;
            states.push_back(std::make_shared<const TrainerState>(state));
        }
        const std::vector<TrainerStatePtr> shown = animationStates(states);
        QCOMPARE(shown.size(), std::size_t(120));
        QCOMPARE(shown.front(), states.front());
        QCOMPARE(shown.back(), states.back());
        for (std::size_t i = 1; i < shown.size(); ++i)
            QVERIFY(shown[i]->step - shown[i - 1]->step >= 8 && shown[i]->step - shown[i - 1]->step <= 9);
    }

    void theWindowSaysWhenItIsSavedAndWhenItCannotBe() {
        QTemporaryDir folder;
        QWidget window;
        MessageBar messages(&window);
        AnimationExport exporting(messages, &window);
        QSignalSpy ended(&exporting, &AnimationExport::ended);
        exporting.write(smallAnimation(3), folder.filePath("run.gif"));
        QVERIFY(messages.text().contains("run.gif"));
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(ended[0][0].toBool());
        QVERIFY(messages.text().contains(folder.filePath("run.gif")));
        QCOMPARE(QImageReader(folder.filePath("run.gif")).imageCount(), 3);
        exporting.write(smallAnimation(3), "/nowhere/run.gif");
        QTRY_COMPARE(ended.size(), 2);
        QVERIFY(!ended[1][0].toBool());
        QVERIFY(messages.text().contains("/nowhere/run.gif"));
    }
};

QTEST_MAIN(AnimationTest)
#include "animation_test.moc"
