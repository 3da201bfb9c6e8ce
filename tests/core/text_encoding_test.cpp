#include "core/data/text_encoding.h"

#include <QStringDecoder>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class TextEncodingTest : public QObject {
    Q_OBJECT

private slots:
    /// Sequences at the limits of Table 3-7 of the Unicode standard.
    void utf8IsToldFromWhatIsNot_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("ASCII") << QByteArray("a,b\n1,2\n") << true;
        QTest::newRow("two bytes") << QByteArray("gr\xC3\xB6\xC3\x9F") << true;
        QTest::newRow("three bytes") << QByteArray("\xE2\x82\xAC") << true;
        QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x98\x80") << true;
        QTest::newRow("last code point") << QByteArray("\xF4\x8F\xBF\xBF") << true;
        QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80") << false;
        QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << false;
        QTest::newRow("overlong, three bytes") << QByteArray("\xE0\x9F\xBF") << false;
        QTest::newRow("overlong, four bytes") << QByteArray("\xF0\x8F\xBF\xBF") << false;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("before the surrogates") << QByteArray("\xED\x9F\xBF") << true;
        QTest::newRow("cut off") << QByteArray("ab\xE2\x82") << false;
        QTest::newRow("continuation alone") << QByteArray("\x80") << false;
        QTest::newRow("Latin-1") << QByteArray(
                                        "gr\xF6\xDF"
                                        "e")
                                 << false;
        QTest::newRow("never a byte of UTF-8") << QByteArray("\xFF") << false;
    }

    void utf8IsToldFromWhatIsNot() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, valid);
        QCOMPARE(isUtf8(bytes.toStdString()), valid);
        if (valid)
            QCOMPARE(toUtf8(bytes.toStdString()), bytes.toStdString());
    }

    /// Above 0xA0 Windows-1252 is Latin-1, which Qt decodes; below, the signs that people use.
    void otherBytesAreReadAsWindows1252() {
        for (int byte = 0xA0; byte < 0x100; ++byte) {
            const QByteArray text(1, char(byte));
            QCOMPARE(QString::fromStdString(toUtf8(text.toStdString())), QString::fromLatin1(text));
        }
        QCOMPARE(QString::fromStdString(toUtf8("\x80 \x84x\x93 \x96 \x99 \x9F")), QString("€ „x“ – ™ Ÿ"));
        for (int byte = 0x80; byte < 0xA0; ++byte)
            QVERIFY(isUtf8(toUtf8(std::string(1, char(byte)))));
    }

    void aTableFromAnOlderSpreadsheetKeepsItsUmlauts() {
        const DatasetPtr table = tableFrom(
            "gr\xF6\xDF"
            "e;name\n1,5;J\xFCrgen\n2;Zo\xEB\n3;J\xFCrgen\n");
        QCOMPARE(table->column(0).name, std::string("größe"));
        QCOMPARE(table->column(1).cellText(0), std::string("Jürgen"));
        QCOMPARE(table->column(1).cellText(1), std::string("Zoë"));
    }
};

QTEST_GUILESS_MAIN(TextEncodingTest)
#include "text_encoding_test.moc"
