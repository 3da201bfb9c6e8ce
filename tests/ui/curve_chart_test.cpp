#include "ui/plots/curve_chart.h"

#include <QBuffer>
#include <QChartView>
#include <QHelpEvent>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>
#include <limits>
#include <set>

#include "ui/plots/curve_header.h"
#include "ui/plots/refresh_queue.h"

namespace latentscape::ui {
namespace {

const QString kTrain = QStringLiteral("train");

struct Points {
    std::vector<double> x;
    std::vector<double> y;
};

/// A loss that starts with a spike and settles at 20.
Points falling(int count) {
    Points points;
    for (int i = 0; i < count; ++i) {
        points.x.push_back(i);
        points.y.push_back(20 + 1000 * std::exp(-i) + 5 * std::exp(-i / 40.0));
    }
    return points;
}

QWidget* viewport(const QWidget& chart) {
    return chart.findChild<QChartView*>()->viewport();
}

QString toolTipAt(const CurveChart& chart, QPointF pixel) {
    QToolTip::hideText();
    const QPoint place = pixel.toPoint();
    QHelpEvent event(QEvent::ToolTip, place, viewport(chart)->mapToGlobal(place));
    QCoreApplication::sendEvent(viewport(chart), &event);
    return QToolTip::isVisible() ? QToolTip::text() : QString();
}

void wheel(QWidget& target, QPointF position, int notches) {
    QWheelEvent event(position, target.mapToGlobal(position), {}, QPoint(0, 120 * notches), Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&target, &event);
}

}  // namespace

class CurveChartTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_queue = std::make_unique<RefreshQueue>();
        m_times = std::make_shared<RunTimes>();
        m_values = std::make_shared<CurveValues>();
        m_chart = std::make_unique<CurveChart>("Reconstruction", "nats per row", *m_queue);
        m_chart->addCurve({kTrain, m_times, m_values}, &PlotTheme::train);
        m_chart->resize(400, 260);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }
    void cleanup() {
        m_chart.reset();
        m_queue.reset();
    }

    void showsTheNewestValueWithoutCrosshair() {
        show({1, 2}, {40, 30.25});
        QTRY_COMPARE(newestReading(), QLocale().toString(30.25, 'f', 2));
        QCOMPARE(m_chart->transform().x, (Range{1, 2}));
    }

    void smallValuesAreReadable_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("learning rate") << 0.00025 << "0.00025";
        QTest::newRow("one") << 1.0 << "1.000";
        QTest::newRow("zero") << 0.0 << "0.000";
        QTest::newRow("large") << 12345.6 << QLocale().toString(12346);
    }

    void smallValuesAreReadable() {
        QFETCH(double, value);
        QFETCH(QString, text);
        show({1, 2}, {value, value});
        QTRY_COMPARE(newestReading(), text);
        const Range shown = m_chart->transform().y;
        QVERIFY(shown.min < value && value < shown.max);
        // A constant stands in the middle of a range of its own size.
        QVERIFY(value == 0 || shown.span() <= 2 * value);
    }

    void earlySpikeDoesNotSetTheRange() {
        const Points points = falling(200);
        show(points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max > 20);
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 199}));
        QVERIFY(m_chart->transform().y.max < 30);
        QVERIFY(m_chart->transform().y.min < 20.1);
    }

    /// Labels that changed with every value could not be read.
    void axesAreCalmWhileACurveGrows() {
        Points points = falling(200);
        show(points.x, points.y);
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 199}));
        std::set<double> ends;
        for (int count = 201; count <= 300; ++count) {
            points = falling(count);
            show(points.x, points.y);
            m_chart->refresh();
            const PlotTransform shown = m_chart->transform();
            QVERIFY(shown.x.max >= count - 1 && shown.x.max <= 1.1 * (count - 1));
            QVERIFY(shown.y.min < points.y.back() && shown.y.max > points.y[20]);
            ends.insert(shown.x.max);
        }
        QVERIFY(ends.size() <= 12);
        // A person who asks for a part gets exactly that one, and then all.
        m_chart->setXRange(Range{50, 290});
        m_chart->refresh();
        QCOMPARE(m_chart->transform().x, (Range{50, 290}));
    }

    void recentSpikeIsNeverCut() {
        Points points = falling(200);
        points.y[197] = 500;
        show(points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max >= 500);
    }

    void fewPointsAreAllShown() {
        const Points points = falling(10);
        show(points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max >= 1020);
    }

    void aMarkedPointHasATooltip() {
        show({0, 1, 2, 3}, {4, 1, 2, 3});
        m_chart->markPoint(CurveChart::MarkedPoint{kTrain, 1, 1, "the lowest"});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 3}));
        const QPointF place = m_chart->transform().toPixel({1, 1});
        QCOMPARE(toolTipAt(*m_chart, place), "the lowest");
        m_chart->markPoint(std::nullopt);
        QToolTip::hideText();
        QTRY_VERIFY(!QToolTip::isVisible());
        QCOMPARE(toolTipAt(*m_chart, place), "");
    }

    void aMarkerTellsWhatChanged() {
        show({0, 10, 20}, {5, 7, 9});
        m_chart->setMarkers({{.epoch = 5, .text = "β 1 → 4", .explanation = "by hand"}}, m_times);
        QTRY_COMPARE(m_chart->layer().markerGroups().size(), std::size_t(1));
        const PlotTransform shown = m_chart->transform();
        const QString text = toolTipAt(*m_chart, shown.toPixel({5, shown.y.min}));
        QVERIFY(text.contains("β 1 → 4") && text.contains("by hand"));
    }

    void whatHappensAfterTheLastRecordIsToldAtTheEnd() {
        show({5, 10, 20}, {5, 7, 9});
        m_chart->setMarkers({{.epoch = 0, .text = "early"}, {.epoch = 20.7, .text = "late"}}, m_times);
        QTRY_COMPARE(m_chart->layer().markerGroups().size(), std::size_t(2));
        const QRectF area = m_chart->transform().area;
        QCOMPARE(m_chart->layer().markerGroups()[0].x, area.left());
        QCOMPARE(m_chart->layer().markerGroups()[1].x, area.right());
    }

    void longCurveIsThinned() {
        const Points points = falling(200000);
        show(points.x, points.y);
        QTRY_VERIFY(!m_chart->layer().lines().empty());
        QTRY_VERIFY(!m_chart->layer().lines().front().band.empty());
        const CurveLayer::Line& line = m_chart->layer().lines().front();
        QVERIFY(line.band.size() <= 2 * 400 + 2);
        QVERIFY(line.points.size() <= 400);
    }

    void smoothingLeavesTheRawLine() {
        std::vector<double> x, y;
        for (int i = 0; i < 100; ++i) {
            x.push_back(i);
            y.push_back(10 + (i % 2 == 0 ? 1 : -1));
        }
        show(x, y);
        m_chart->setLook({.smoothing = 0.05});
        QTRY_VERIFY(!m_chart->layer().lines().empty() && !m_chart->layer().lines().front().band.empty());
        const CurveLayer::Line& line = m_chart->layer().lines().front();
        QCOMPARE(line.band.size(), qsizetype(100));
        QCOMPARE(line.band[7], QPointF(7, 9));
        for (const QPointF& point : line.points)
            QVERIFY(std::abs(point.y() - 10) < 0.3);
        QVERIFY(m_chart->header().note().contains("smoothed"));
        m_chart->setLook({});
        QTRY_VERIFY(m_chart->layer().lines().front().band.empty());
    }

    void logarithmicWherePositive() {
        show({0, 1, 2}, {100, 10, 1});
        m_chart->setLook({.logarithmic = true});
        QTRY_VERIFY(m_chart->isLogarithmic());
        const CurveLayer::Line& line = m_chart->layer().lines().front();
        QCOMPARE(line.points, (QList<QPointF>{{0, 2}, {1, 1}, {2, 0}}));
        // Read are values, not their logarithms.
        QCOMPARE(newestReading(), QLocale().toString(1.0, 'f', 3));
        QVERIFY(!m_chart->grab().isNull());
    }

    void linearWhereAValueIsNegativeAndSaysSo() {
        show({0, 1, 2}, {100, 10, -1});
        m_chart->setLook({.logarithmic = true});
        QTRY_VERIFY(m_chart->header().note().contains("linear"));
        QVERIFY(!m_chart->isLogarithmic());
        QVERIFY(!m_chart->header().toolTip().isEmpty());
    }

    void zeroIsAGapOfALogarithmicCurve() {
        show({0, 1, 2}, {0, 10, 100});
        m_chart->setLook({.logarithmic = true});
        QTRY_VERIFY(m_chart->isLogarithmic());
        QVERIFY(std::isfinite(m_chart->transform().y.min));
        QVERIFY(m_chart->transform().y.min > 0.5);
    }

    void timeIsCountedAsAsked_data() {
        QTest::addColumn<TimeAxis>("axis");
        QTest::addColumn<Range>("range");
        QTest::newRow("step") << TimeAxis::Step << Range{50, 150};
        QTest::newRow("epoch") << TimeAxis::Epoch << Range{1, 3};
        QTest::newRow("seconds") << TimeAxis::Seconds << Range{0.5, 4};
    }

    void timeIsCountedAsAsked() {
        QFETCH(TimeAxis, axis);
        QFETCH(Range, range);
        for (const RunTime& time : {RunTime{50, 1, 0.5}, RunTime{100, 2, 1}, RunTime{150, 3, 4}}) {
            m_times->append(time);
            m_values->append(time.step);
        }
        m_chart->setMarkers({{.epoch = 2, .text = "change"}}, m_times);
        m_chart->setLook({.axis = axis});
        QTRY_COMPARE(m_chart->transform().x, range);
        // The marker moves with the axis.
        const double place = m_times->along(axis)[1];
        QCOMPARE(m_chart->layer().markerGroups().front().x,
                 std::round(m_chart->transform().toPixel({place, 0}).x()));
    }

    void crosshairReadsTheNearestPoint() {
        show({0, 10, 20}, {5, 7, 9});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 20}));
        m_chart->setCrosshair(11);
        QCOMPARE(newestReading(), QLocale().toString(7.0, 'f', 3));
        m_chart->setCrosshair(std::nullopt);
        QCOMPARE(newestReading(), QLocale().toString(9.0, 'f', 3));
    }

    void aPinIsReadWhileThereIsNoCrosshair() {
        show({0, 10, 20}, {5, 7, 9});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 20}));
        m_chart->setPin(10);
        QCOMPARE(newestReading(), QLocale().toString(7.0, 'f', 3));
        m_chart->setCrosshair(1);
        QCOMPARE(newestReading(), QLocale().toString(5.0, 'f', 3));
        m_chart->setCrosshair(std::nullopt);
        QCOMPARE(newestReading(), QLocale().toString(7.0, 'f', 3));
    }

    void overlaysAreThinAndReadAtTheCrosshair() {
        show({0, 10, 20}, {5, 7, 9});
        const auto values = std::make_shared<CurveValues>(std::vector<double>{1, 2, 3});
        m_chart->setOverlays({{{"Run 1", m_times, values}, 2}});
        QTRY_COMPARE(m_chart->layer().lines().size(), std::size_t(2));
        QVERIFY(m_chart->layer().lines()[0].width < m_chart->layer().lines()[1].width);
        const PlotTheme theme = PlotTheme::fromPalette(m_chart->palette());
        // Of that hue, and paler.
        const QColor run = classColour(2, theme.dark);
        QVERIFY(std::abs(m_chart->layer().lines()[0].colour.hslHueF() - run.hslHueF()) < 0.03);
        QVERIFY(contrastRatio(m_chart->layer().lines()[0].colour, theme.surface) <
                contrastRatio(run, theme.surface));
        QCOMPARE(m_chart->header().readings().size(), std::size_t(1));
        m_chart->setCrosshair(10);
        QCOMPARE(m_chart->header().readings().size(), std::size_t(2));
        QCOMPARE(m_chart->header().readings()[1].value, QLocale().toString(2.0, 'f', 3));
    }

    void runsThatAreOnlyComparedHaveTheirFullColours() {
        show({}, {});
        const auto values = std::make_shared<CurveValues>(std::vector<double>{1, 2, 3});
        const auto times = std::make_shared<RunTimes>();
        for (const double epoch : {0.0, 10.0, 20.0})
            times->append({.step = epoch, .epoch = epoch, .seconds = epoch});
        m_chart->setOverlays({{{"Run 1", times, values}, 2}});
        QTRY_VERIFY(m_chart->layer().lines().size() == 2 && !m_chart->layer().lines()[0].points.isEmpty());
        const PlotTheme theme = PlotTheme::fromPalette(m_chart->palette());
        QCOMPARE(m_chart->layer().lines()[0].colour, classColour(2, theme.dark));
        QCOMPARE(m_chart->layer().lines()[0].width, m_chart->layer().lines()[1].width);
    }

    void aReferenceNearTheCurveIsInSight() {
        show({0, 10, 20}, {5, 7, 9});
        m_chart->setReference(CurveChart::Reference{10, "linear"});
        QTRY_VERIFY(m_chart->transform().y.max > 10);
        // One far away would flatten the curve.
        m_chart->setReference(CurveChart::Reference{1000, "linear"});
        QTRY_VERIFY(m_chart->transform().y.max < 10);
        QVERIFY(!m_chart->grab().isNull());
    }

    void pointerMovesTheCrosshair() {
        show({0, 10, 20}, {5, 7, 9});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 20}));
        std::optional<double> at;
        connect(m_chart.get(), &CurveChart::crosshairMoved, m_chart.get(),
                [&](std::optional<double> x) { at = x; });
        const QPoint middle = m_chart->transform().area.center().toPoint();
        QTest::mouseMove(viewport(*m_chart), middle);
        QTRY_VERIFY(at);
        QVERIFY(std::abs(*at - 10) < 0.2);
    }

    void rubberBandChoosesAPartAndDoubleClickAll() {
        const auto chosen = watchRanges();
        QTest::mousePress(viewport(*m_chart), Qt::LeftButton, {}, at(0.25));
        QTest::mouseMove(viewport(*m_chart), at(0.75));
        QTest::mouseRelease(viewport(*m_chart), Qt::LeftButton, {}, at(0.75));
        QCOMPARE(chosen->size(), std::size_t(1));
        QVERIFY(std::abs(chosen->at(0)->min - 5) < 0.2);
        QVERIFY(std::abs(chosen->at(0)->max - 15) < 0.2);
        QTest::mouseDClick(viewport(*m_chart), Qt::LeftButton, {}, at(0.25));
        QCOMPARE(chosen->size(), std::size_t(2));
        QVERIFY(!chosen->at(1));
    }

    void wheelZoomsAtThePointerAndOutToAll() {
        const auto chosen = watchRanges();
        wheel(*viewport(*m_chart), at(0.25), 2);
        QCOMPARE(chosen->size(), std::size_t(1));
        const Range zoomed = chosen->at(0).value();
        QVERIFY(zoomed.span() < 15);
        // What was under the pointer stays there.
        QVERIFY(std::abs(zoomed.min + 0.25 * zoomed.span() - 5) < 0.2);
        m_chart->setXRange(zoomed);
        QTRY_COMPARE(m_chart->transform().x, zoomed);
        wheel(*viewport(*m_chart), at(0.25), -10);
        QVERIFY(!chosen->back());
    }

    void middleButtonPansUpToTheEnds() {
        const auto chosen = watchRanges();
        m_chart->setXRange(Range{5, 15});
        QTRY_COMPARE(m_chart->transform().x, (Range{5, 15}));
        QTest::mousePress(viewport(*m_chart), Qt::MiddleButton, {}, at(0.5));
        QTest::mouseMove(viewport(*m_chart), at(0.3));
        QVERIFY(!chosen->empty());
        QVERIFY(std::abs(chosen->back()->min - 7) < 0.2);
        QTest::mouseMove(viewport(*m_chart), at(-1));
        QCOMPARE(*chosen->back(), (Range{10, 20}));
        QTest::mouseRelease(viewport(*m_chart), Qt::MiddleButton, {}, at(-1));
        const std::size_t count = chosen->size();
        QTest::mouseMove(viewport(*m_chart), at(0.5));
        QCOMPARE(chosen->size(), count);
    }

    void aClickTellsTheTime() {
        const auto chosen = watchRanges();
        std::optional<double> clicked;
        connect(m_chart.get(), &CurveChart::clicked, m_chart.get(), [&](double x) { clicked = x; });
        QTest::mouseClick(viewport(*m_chart), Qt::LeftButton, {}, at(0.5));
        QVERIFY(clicked && std::abs(*clicked - 10) < 0.2);
        QVERIFY(chosen->empty());
        clicked.reset();
        QTest::mouseClick(viewport(*m_chart), Qt::RightButton, {}, at(0.5));
        QVERIFY(!clicked);
    }

    void brokenValuesDoNotBreakTheChart() {
        const double nan = std::nan("");
        const double infinite = std::numeric_limits<double>::infinity();
        show({0, 1, 2, 3}, {nan, 2, infinite, nan});
        m_chart->setMarkers({{.epoch = 1, .text = "β 1 → 4"}}, m_times);
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 3}));
        QVERIFY(m_chart->transform().y.contains({2, 2}));
        QVERIFY(std::isfinite(m_chart->transform().y.max));
        QCOMPARE(newestReading(), QString());
        QVERIFY(!m_chart->grab().isNull());
        m_times->clear();
        m_values->clear();
        m_chart->refreshSoon();
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 1}));
    }

    void aHiddenChartCatchesUpWhenShown() {
        m_chart->hide();
        show({0, 10}, {1, 2});
        QVERIFY(m_chart->layer().lines().empty() || m_chart->layer().lines().front().points.empty());
        m_chart->show();
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 10}));
    }

    void exportsEveryPointExactly() {
        const double third = 1.0 / 3;
        m_times->append({50, third, 0.1});
        m_values->append(-third);
        m_times->append({100, 2 * third, 1e-9});
        m_values->append(1e300);
        const auto job = m_chart->csvJob();
        // What comes later is not in it, and does not disturb it.
        m_times->append({150, 1, 3});
        m_values->append(5);
        const QList<QByteArray> lines = QByteArray::fromStdString(job()).split('\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], QByteArray("curve,step,epoch,seconds,Reconstruction"));
        const QList<QByteArray> cells = lines[1].split(',');
        QCOMPARE(cells[0], QByteArray("train"));
        QCOMPARE(cells[1], QByteArray("50"));
        QCOMPARE(cells[2].toDouble(), third);
        QCOMPARE(cells[4].toDouble(), -third);
        QCOMPARE(lines[2].split(',')[4].toDouble(), 1e300);
    }

    void aSavedDrawingHoldsACurveInOnePiece() {
        const Points points = falling(60);
        show(points.x, points.y);
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 59}));
        QBuffer svg;
        QSvgGenerator generator;
        generator.setOutputDevice(&svg);
        m_chart->render(&generator);
        qsizetype longest = 0;
        static const QRegularExpression polyline(QStringLiteral("<polyline[^>]*points=\"([^\"]*)\""));
        for (const QRegularExpressionMatch& match : polyline.globalMatch(QString::fromLatin1(svg.data())))
            longest = std::max(longest, match.captured(1).split(' ', Qt::SkipEmptyParts).size());
        QCOMPARE(longest, 60);
    }

    void followsThePaletteWhileRunning() {
        show({0, 1}, {1, 2});
        QPalette dark;
        dark.setColor(QPalette::Window, QColor(0x202020));
        dark.setColor(QPalette::Base, QColor(0x181818));
        dark.setColor(QPalette::Text, QColor(0xe0e0e0));
        m_chart->setPalette(dark);
        QCOMPARE(m_chart->grab().toImage().pixelColor(2, 200), QColor(0x181818));
        QTRY_VERIFY(!m_chart->layer().lines().empty());
        QTRY_COMPARE(m_chart->layer().lines().front().colour, PlotTheme::fromPalette(dark).train);
    }

    void queueRefreshesOnePlotATurn() {
        RefreshQueue queue;
        QObject first, second;
        auto dead = std::make_unique<QObject>();
        QStringList happened;
        const auto refresh = [&](const QString& name) {
            happened.append(name);
            QMetaObject::invokeMethod(
                &first, [&] { happened.append("turn"); }, Qt::QueuedConnection);
        };
        queue.request(&first, [&] { refresh("first"); });
        queue.request(dead.get(), [&] { refresh("dead"); });
        queue.request(&second, [&] { refresh("second"); });
        queue.request(&first, [&] { refresh("first again"); });
        dead.reset();
        QTRY_COMPARE(happened, (QStringList{"first", "turn", "second", "turn"}));
    }

private:
    /// The only curve in place of what it was; x in epochs.
    void show(const std::vector<double>& x, const std::vector<double>& y) {
        m_times->clear();
        m_values->clear();
        for (std::size_t i = 0; i < x.size(); ++i) {
            m_times->append({.step = x[i], .epoch = x[i], .seconds = x[i]});
            m_values->append(y[i]);
        }
        m_chart->refreshSoon();
    }

    QString newestReading() const { return m_chart->header().readings().front().value; }

    /// A curve from 0 to 20, and the ranges that are chosen from now on.
    std::shared_ptr<std::vector<std::optional<Range>>> watchRanges() {
        show({0, 10, 20}, {5, 7, 9});
        if (!QTest::qWaitFor([this] { return m_chart->transform().x == Range{0, 20}; }))
            qFatal("the chart does not refresh");
        auto chosen = std::make_shared<std::vector<std::optional<Range>>>();
        connect(m_chart.get(), &CurveChart::xRangeChosen, m_chart.get(),
                [chosen](std::optional<Range> range) { chosen->push_back(range); });
        return chosen;
    }

    /// A pixel in the middle of the height, at this share of the width.
    QPoint at(double share) const {
        const QRectF area = m_chart->transform().area;
        return QPointF(area.left() + area.width() * share, area.center().y()).toPoint();
    }

    std::unique_ptr<RefreshQueue> m_queue;
    std::shared_ptr<RunTimes> m_times;
    std::shared_ptr<CurveValues> m_values;
    std::unique_ptr<CurveChart> m_chart;
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::CurveChartTest)
#include "curve_chart_test.moc"
