#include "core/data/image_layout.h"

#include <QTest>

using namespace latentscape;

class ImageLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void aPictureIsGuessedFromTheNumberOfColumns_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("digits") << 64 << 8 << 8;
        QTest::newRow("Fashion-MNIST") << 784 << 28 << 28;
        QTest::newRow("a wide one") << 12 << 4 << 3;
        QTest::newRow("a prime number") << 13 << 4 << 4;
        QTest::newRow("a stripe") << 14 << 4 << 4;
        QTest::newRow("one column") << 1 << 1 << 1;
        QTest::newRow("none") << 0 << 1 << 1;
        QTest::newRow("the largest") << 128 * 128 << 128 << 128;
        QTest::newRow("too many") << 20'000 << 128 << 128;
    }
    void aPictureIsGuessedFromTheNumberOfColumns() {
        QFETCH(int, columns);
        QFETCH(int, width);
        QFETCH(int, height);
        QCOMPARE(guessedImage(columns).width, width);
        QCOMPARE(guessedImage(columns).height, height);
    }
};

QTEST_APPLESS_MAIN(ImageLayoutTest)
#include "image_layout_test.moc"
