#include "ui/plots/curve_markers.h"

#include <QFont>
#include <QTest>
#include <algorithm>
#include <random>

namespace latentscape::ui {
namespace {

const QRectF kArea(50, 10, 400, 150);

std::vector<CurveMarker> markersAt(const std::vector<double>& places) {
    std::vector<CurveMarker> markers;
    for (const double place : places)
        markers.push_back({.epoch = place, .text = QStringLiteral("Learning rate 0.001 → 0.0005")});
    return markers;
}

std::vector<MarkerGroup> group(const std::vector<double>& places) {
    return groupMarkers(markersAt(places), places, kArea, QFontMetricsF(QFont()));
}

}  // namespace

class CurveMarkersTest : public QObject {
    Q_OBJECT

private slots:
    void closeOnesBecomeOneThatCounts() {
        const std::vector<MarkerGroup> groups = group({100, 102, 104, 300});
        QCOMPARE(groups.size(), std::size_t(2));
        QCOMPARE(groups[0].count, std::size_t(3));
        QVERIFY(groups[0].text.contains('3'));
        QCOMPARE(groups[1].first, std::size_t(3));
        QCOMPARE(groups[1].count, std::size_t(1));
    }

    void manyMarkersNeverOverlap() {
        std::mt19937 random(3);
        std::vector<double> places;
        for (int i = 0; i < 200; ++i)
            places.push_back(50 + double(random() % 4000) / 10);
        std::ranges::sort(places);
        const std::vector<MarkerGroup> groups = group(places);
        std::size_t next = 0;
        for (const MarkerGroup& each : groups) {
            QCOMPARE(each.first, next);
            next += each.count;
            QVERIFY(each.label.isEmpty() || kArea.contains(each.label));
            for (const MarkerGroup& other : groups) {
                if (&other == &each)
                    continue;
                QVERIFY(std::abs(other.x - each.x) >= 6);
                QVERIFY(each.label.isEmpty() || !each.label.intersects(other.label));
            }
        }
        QCOMPARE(next, places.size());
        QVERIFY(std::ranges::any_of(groups, [](const MarkerGroup& each) { return !each.label.isEmpty(); }));
    }

    void whatLiesOutsideIsLeftOut() {
        const std::vector<MarkerGroup> groups = group({10, 100, 460});
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups[0].first, std::size_t(1));
    }

    void aToolTipTellsTheFirstOnesAndHowManyMore() {
        const std::vector<CurveMarker> markers = markersAt({1, 2, 3, 4, 5, 6, 7, 8});
        QVERIFY(markerToolTip({}).isEmpty());
        QCOMPARE(markerToolTip(std::span(markers).first(2)).count("0.0005"), qsizetype(2));
        const QString all = markerToolTip(markers);
        QCOMPARE(all.count("0.0005"), qsizetype(6));
        QVERIFY(all.contains("2 more"));
        const CurveMarker nasty{.epoch = 1, .text = "<b>", .explanation = "a < b"};
        QVERIFY(markerToolTip(std::span(&nasty, 1)).contains("a &lt; b"));
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::CurveMarkersTest)
#include "curve_markers_test.moc"
