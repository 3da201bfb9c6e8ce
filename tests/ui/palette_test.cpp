#include "ui/plots/palette.h"

#include <QApplication>
#include <QTest>
#include <array>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Distance in OKLab (Ottosson 2020).
double perceivedDistance(const QColor& first, const QColor& second) {
    const auto lab = [](const QColor& colour) {
        const auto linear = [](double c) {
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        const double r = linear(colour.redF()), g = linear(colour.greenF()), b = linear(colour.blueF());
        const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return std::array{0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
    };
    const auto a = lab(first), b = lab(second);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

QPalette paletteOf(QRgb window, QRgb base, QRgb text, QRgb highlight) {
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(window));
    palette.setColor(QPalette::Base, QColor(base));
    palette.setColor(QPalette::Text, QColor(text));
    palette.setColor(QPalette::Highlight, QColor(highlight));
    return palette;
}

}  // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private slots:
    void contrastOfBlackOnWhiteIs21() {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
        // The darkest grey that fails on white by WCAG's own example is #777777, at 4.48.
        QVERIFY(std::abs(contrastRatio(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }

    void everyThemeIsReadable_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << paletteOf(0xffefefef, 0xffffffff, 0xff000000, 0xff308cc6) << false;
        QTest::newRow("dark") << paletteOf(0xff232426, 0xff1b1c1e, 0xffe6e6e6, 0xff3d8fd1) << true;
        QTest::newRow("grey text") << paletteOf(0xfffafafa, 0xffffffff, 0xff999999, 0xffffe0a0) << false;
        QTest::newRow("dull dark") << paletteOf(0xff4a4a4a, 0xff3c3c3c, 0xff8a8a8a, 0xff404060) << true;
        QTest::newRow("light window, dark base")
            << paletteOf(0xfff0f0f0, 0xff202020, 0xffffffff, 0xff308cc6) << false;
    }
    void everyThemeIsReadable() {
        QFETCH(QPalette, palette);
        QFETCH(bool, dark);
        const PlotTheme theme = PlotTheme::fromPalette(palette);
        QCOMPARE(theme.dark, dark);
        for (const QColor& ground : {theme.surface, theme.background}) {
            QVERIFY(contrastRatio(theme.text, ground) >= 4.5);
            QVERIFY(contrastRatio(theme.mutedText, ground) >= 4.5);
            for (const QColor& curve : {theme.train, theme.validation, theme.accent})
                QVERIFY(contrastRatio(curve, ground) >= 3);
        }
        QVERIFY2(contrastRatio(theme.grid, theme.surface) < 2, "the grid is quieter than the data");
    }

    void tenClassesAreToldApart_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QColor>("surface");
        QTest::newRow("light") << false << QColor(Qt::white);
        QTest::newRow("dark") << true << QColor(0x1b1c1e);
    }
    void tenClassesAreToldApart() {
        QFETCH(bool, dark);
        QFETCH(QColor, surface);
        for (int a = 0; a < kDistinctClassColours; ++a) {
            QVERIFY(perceivedDistance(classColour(a, dark), surface) > 0.12);
            QVERIFY(perceivedDistance(classColour(a, dark), missingColour(dark)) > 0.08);
            for (int b = 0; b < a; ++b)
                QVERIFY2(perceivedDistance(classColour(a, dark), classColour(b, dark)) > 0.12,
                         qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
        }
    }

    void laterCyclesAreShadesOfTheFirst() {
        QVERIFY(classColour(10, false).lightnessF() < classColour(0, false).lightnessF());
        QVERIFY(classColour(10, true).lightnessF() > classColour(0, true).lightnessF());
        QVERIFY(classColour(20, false) != classColour(10, false));
    }

    void numbersGetLighterFromLowToHigh() {
        for (const bool dark : {false, true}) {
            for (int step = 1; step <= 50; ++step) {
                const QColor lower = numberColour((step - 1) / 50.0, dark);
                const QColor higher = numberColour(step / 50.0, dark);
                QVERIFY(contrastRatio(higher, Qt::black) > contrastRatio(lower, Qt::black));
            }
            QCOMPARE(numberColour(-1, dark), numberColour(0, dark));
            QCOMPARE(numberColour(7, dark), numberColour(1, dark));
            QCOMPARE(numberColour(std::nan(""), dark), missingColour(dark));
        }
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::PaletteTest)
#include "palette_test.moc"
