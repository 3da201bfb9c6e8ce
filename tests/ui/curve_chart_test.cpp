#include "ui/plots/curve_chart.h"

#include <QChartView>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <cmath>

#include "ui/plots/curve_header.h"
#include "ui/plots/loss_chart_view.h"
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

}  // namespace

class CurveChartTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_queue = std::make_unique<RefreshQueue>();
        m_chart = std::make_unique<CurveChart>("Reconstruction", "nats per row", "epoch", *m_queue);
        m_chart->addCurve(kTrain, &PlotTheme::train);
        m_chart->resize(400, 260);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }
    void cleanup() {
        m_chart.reset();
        m_queue.reset();
    }

    void showsTheNewestValueWithoutCrosshair() {
        m_chart->appendToCurve(kTrain, 1, 40);
        m_chart->appendToCurve(kTrain, 2, 30.25);
        QTRY_COMPARE(m_chart->header().readings().front().value, QLocale().toString(30.25, 'f', 2));
        QCOMPARE(m_chart->transform().x, (Range{1, 2}));
    }

    void earlySpikeDoesNotSetTheRange() {
        const Points points = falling(200);
        m_chart->setCurve(kTrain, points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max > 20);
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 199}));
        QVERIFY(m_chart->transform().y.max < 30);
        QVERIFY(m_chart->transform().y.min < 20.1);
    }

    void recentSpikeIsNeverCut() {
        Points points = falling(200);
        points.y[197] = 500;
        m_chart->setCurve(kTrain, points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max >= 500);
    }

    void aMarkedPointHasATooltip() {
        m_chart->setCurve(kTrain, {0, 1, 2, 3}, {4, 1, 2, 3});
        m_chart->markPoint(CurveChart::MarkedPoint{kTrain, {1, 1}, "the lowest"});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 3}));
        const auto toolTipAt = [&](QPointF value) {
            const QPoint place = m_chart->transform().toPixel(value).toPoint();
            QHelpEvent event(QEvent::ToolTip, place, viewport(*m_chart)->mapToGlobal(place));
            QCoreApplication::sendEvent(viewport(*m_chart), &event);
            return QToolTip::isVisible() ? QToolTip::text() : QString();
        };
        QCOMPARE(toolTipAt({1, 1}), "the lowest");
        m_chart->markPoint(std::nullopt);
        QToolTip::hideText();
        QTRY_VERIFY(!QToolTip::isVisible());
        QCOMPARE(toolTipAt({1, 1}), "");
    }

    void fewPointsAreAllShown() {
        const Points points = falling(10);
        m_chart->setCurve(kTrain, points.x, points.y);
        QTRY_VERIFY(m_chart->transform().y.max >= 1020);
    }

    void longCurveIsThinned() {
        const Points points = falling(200000);
        m_chart->setCurve(kTrain, points.x, points.y);
        QTRY_VERIFY(!m_chart->layer().lines().empty());
        QTRY_VERIFY(!m_chart->layer().lines().front().band.empty());
        const CurveLayer::Line& line = m_chart->layer().lines().front();
        QVERIFY(line.band.size() <= 2 * 400 + 2);
        QVERIFY(line.points.size() <= 400);
    }

    void crosshairReadsTheNearestPoint() {
        m_chart->setCurve(kTrain, {0, 10, 20}, {5, 7, 9});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 20}));
        m_chart->setCrosshair(11);
        QCOMPARE(m_chart->header().readings().front().value, QLocale().toString(7.0, 'f', 3));
        m_chart->setCrosshair(std::nullopt);
        QCOMPARE(m_chart->header().readings().front().value, QLocale().toString(9.0, 'f', 3));
    }

    void pointerMovesTheCrosshair() {
        m_chart->setCurve(kTrain, {0, 10, 20}, {5, 7, 9});
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
        m_chart->setCurve(kTrain, {0, 10, 20}, {5, 7, 9});
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 20}));
        std::vector<std::optional<Range>> chosen;
        connect(m_chart.get(), &CurveChart::xRangeChosen, m_chart.get(),
                [&](std::optional<Range> range) { chosen.push_back(range); });
        const QRectF area = m_chart->transform().area;
        const QPoint from(int(area.left() + area.width() * 0.25), int(area.center().y()));
        const QPoint to(int(area.left() + area.width() * 0.75), int(area.center().y()));
        QTest::mousePress(viewport(*m_chart), Qt::LeftButton, {}, from);
        QTest::mouseMove(viewport(*m_chart), to);
        QTest::mouseRelease(viewport(*m_chart), Qt::LeftButton, {}, to);
        QCOMPARE(chosen.size(), std::size_t(1));
        QVERIFY(std::abs(chosen[0]->min - 5) < 0.2);
        QVERIFY(std::abs(chosen[0]->max - 15) < 0.2);
        QTest::mouseDClick(viewport(*m_chart), Qt::LeftButton, {}, from);
        QCOMPARE(chosen.size(), std::size_t(2));
        QVERIFY(!chosen[1]);
    }

    void brokenValuesDoNotBreakTheChart() {
        const double nan = std::nan("");
        m_chart->setCurve(kTrain, {0, 1, 2, 3}, {nan, 2, nan, nan});
        m_chart->addMarker(1, "β 1 → 4");
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 3}));
        QVERIFY(m_chart->transform().y.contains({2, 2}));
        QCOMPARE(m_chart->header().readings().front().value, QString());
        QVERIFY(!m_chart->grab().isNull());
        m_chart->clear();
        QTRY_COMPARE(m_chart->transform().x, (Range{0, 1}));
    }

    void followsThePaletteWhileRunning() {
        m_chart->setCurve(kTrain, {0, 1}, {1, 2});
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

    void lossViewSharesCurvesAndCrosshair() {
        LossChartView view;
        view.resize(900, 240);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const std::vector<CurvePoint> points{{0, 30, 1}, {1, 20, 2}, {2, 10, 3}};
        view.appendTraining(points);
        view.appendValidation(std::span(points).first(2));
        const QList<CurveChart*> charts = view.findChildren<CurveChart*>();
        QCOMPARE(charts.size(), 3);
        const auto value = [&](int chart, std::size_t curve) {
            return charts[chart]->header().readings()[curve].value;
        };
        QTRY_COMPARE(value(2, 0), QLocale().toString(-13.0, 'f', 2));
        QTRY_COMPARE(value(0, 1), QLocale().toString(20.0, 'f', 2));
        QTRY_COMPARE(value(1, 0), QLocale().toString(3.0, 'f', 3));

        emit charts[0]->crosshairMoved(0.9);
        QCOMPARE(value(2, 0), QLocale().toString(-22.0, 'f', 2));
        emit charts[1]->xRangeChosen(Range{0, 1});
        for (const CurveChart* chart : charts)
            QTRY_COMPARE(chart->transform().x, (Range{0, 1}));
        view.clear();
        QTRY_COMPARE(value(2, 0), QString());
    }

private:
    std::unique_ptr<RefreshQueue> m_queue;
    std::unique_ptr<CurveChart> m_chart;
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::CurveChartTest)
#include "curve_chart_test.moc"
