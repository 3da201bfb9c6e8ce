#include "ui/plots/loss_chart_view.h"

#include <QChartView>
#include <QComboBox>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "ui/plots/chart_strip.h"
#include "ui/plots/curve_header.h"

namespace latentscape::ui {
namespace {

MetricsHistory falling(int records) {
    MetricsHistory history;
    for (int i = 1; i <= records; ++i) {
        const LossTerms terms{.reconstruction = 10 + 20.0 / i, .kl = 2};
        history.training.push_back({.step = 10 * i,
                                    .epoch = double(i),
                                    .terms = terms,
                                    .loss = terms.reconstruction + 4 * terms.kl,
                                    .beta = 4,
                                    .learningRate = 1e-3,
                                    .gradientNorm = 1});
        history.validation.push_back({.step = 10 * i, .epoch = double(i), .terms = terms});
    }
    return history;
}

}  // namespace

class LossChartViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_view = std::make_unique<LossChartView>();
        m_view->resize(930, 240);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->append(falling(20), {.step = 200, .epoch = 20, .seconds = 40}, 100);
        QTRY_COMPARE(transform().x, (Range{1, 20}));
    }
    void cleanup() { m_view.reset(); }

    void termsAndBoundAreShownAtOnce() {
        QTRY_COMPARE(reading(Quantity::Reconstruction, 0), QLocale().toString(11.0, 'f', 2));
        QTRY_COMPARE(reading(Quantity::Kl, 1), QLocale().toString(2.0, 'f', 3));
        QTRY_COMPARE(reading(Quantity::Elbo, 1), QLocale().toString(-13.0, 'f', 2));
        QVERIFY(!chart(Quantity::Loss).isVisible());
    }

    void crosshairAndRangeAreShared() {
        emit chart(Quantity::Reconstruction).crosshairMoved(2.1);
        QCOMPARE(reading(Quantity::Elbo, 0), QLocale().toString(-22.0, 'f', 2));
        emit chart(Quantity::Kl).xRangeChosen(Range{2, 5});
        for (const Quantity quantity : {Quantity::Reconstruction, Quantity::Kl, Quantity::Elbo})
            QTRY_COMPARE(chart(quantity).transform().x, (Range{2, 5}));
        m_view->clear();
        QTRY_COMPARE(reading(Quantity::Elbo, 0), QString());
    }

    void chartsOnDemandHaveTheirWholeHistory() {
        QSignalSpy changed(m_view.get(), &LossChartView::extraChartsChanged);
        for (QAction* action : button("More curves")->menu()->actions())
            action->trigger();
        QCOMPARE(changed.size(), 5);
        QTRY_COMPARE(reading(Quantity::Loss, 0), QLocale().toString(19.0, 'f', 2));
        QTRY_COMPARE(reading(Quantity::Beta, 0), QLocale().toString(4.0, 'f', 3));
        QTRY_COMPARE(reading(Quantity::LearningRate, 0), QStringLiteral("0.001"));
        QTRY_COMPARE(reading(Quantity::RowsPerSecond, 0), QLocale().toString(50.0, 'f', 2));
        QTRY_COMPARE(chart(Quantity::Loss).transform().x, (Range{1, 20}));
        const QStringList names = m_view->extraCharts();
        QCOMPARE(names.size(), 5);
        m_view->setExtraCharts({names[1]});
        QVERIFY(chart(Quantity::Beta).isVisible());
        QVERIFY(!chart(Quantity::Loss).isVisible());
        QCOMPARE(m_view->extraCharts(), QStringList{names[1]});
    }

    void chartsThatDoNotFitWrapOrScroll() {
        const auto* strip = m_view->findChild<ChartStrip*>();
        m_view->setExtraCharts({"loss", "beta", "learning-rate", "gradient-norm", "rate"});
        QVERIFY(strip->horizontalScrollBar()->maximum() > 0);
        m_view->resize(930, 600);
        QTRY_COMPARE(strip->horizontalScrollBar()->maximum(), 0);
        for (int i = 0; i < int(kQuantities); ++i) {
            QVERIFY(strip->widget()->rect().contains(chart(Quantity(i)).geometry()));
            QVERIFY(chart(Quantity(i)).width() >= 200);
            for (int j = 0; j < i; ++j)
                QVERIFY(!chart(Quantity(i)).geometry().intersects(chart(Quantity(j)).geometry()));
        }
    }

    void theTimeAxisIsChosenForAllAndKeepsTheRange() {
        emit chart(Quantity::Kl).xRangeChosen(Range{5, 10});
        QTRY_COMPARE(transform().x, (Range{5, 10}));
        m_view->pin(6);
        auto* const axis = m_view->findChild<QComboBox*>();
        QTest::keyClick(axis, Qt::Key_Down);
        QTRY_COMPARE(transform().x, (Range{10, 20}));
        QCOMPARE(chart(Quantity::Elbo).look().axis, TimeAxis::Seconds);
        QTest::keyClick(axis, Qt::Key_Home);
        QTRY_COMPARE(transform().x, (Range{50, 100}));
        QCOMPARE(chart(Quantity::Elbo).look().axis, TimeAxis::Step);
        QCOMPARE(m_view->pinnedEpoch(), 6.0);
    }

    void scaleAndSmoothingHoldForAll() {
        QTest::mouseClick(button("Log scale"), Qt::LeftButton);
        QTRY_VERIFY(chart(Quantity::Reconstruction).isLogarithmic());
        QTRY_VERIFY(chart(Quantity::Elbo).header().note().contains("linear"));
        QVERIFY(!chart(Quantity::Elbo).isLogarithmic());
        auto* const smoothing = m_view->findChild<QSlider*>();
        QTest::keyClick(smoothing, Qt::Key_End);
        QTRY_VERIFY(chart(Quantity::Kl).header().note().contains("smoothed"));
        QCOMPARE(chart(Quantity::Elbo).look().smoothing, 0.05);
    }

    void aClickPinsATimeAndAnotherLetsItGo() {
        QSignalSpy pinned(m_view.get(), &LossChartView::timePinned);
        QSignalSpy released(m_view.get(), &LossChartView::timeReleased);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(10));
        QCOMPARE(pinned.size(), 1);
        QVERIFY(std::abs(pinned[0][0].toDouble() - 10) < 0.2);
        // Read on all charts, without a crosshair.
        emit chart(Quantity::Reconstruction).crosshairMoved(std::nullopt);
        QCOMPARE(reading(Quantity::Elbo, 0), QLocale().toString(-14.0, 'f', 2));
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(15));
        QCOMPARE(pinned.size(), 2);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(15));
        QCOMPARE(released.size(), 1);
        QVERIFY(!m_view->pinnedEpoch());
    }

    void aDoubleClickShowsAllAndPinsNothing() {
        m_view->pin(3);
        emit chart(Quantity::Kl).xRangeChosen(Range{5, 10});
        QTRY_COMPARE(transform().x, (Range{5, 10}));
        // The first half of a double-click is a click.
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(7));
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at(7));
        QTRY_COMPARE(transform().x, (Range{1, 20}));
        QCOMPARE(m_view->pinnedEpoch(), 3.0);
    }

    void escapeAndTheToolBarLetAPinGo() {
        m_view->pin(3);
        auto* const release = button("Let the pinned time go");
        QVERIFY(release->isVisible());
        QTest::mouseClick(release, Qt::LeftButton);
        QVERIFY(!m_view->pinnedEpoch());
        QVERIFY(!release->isVisible());
        m_view->pin(3);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(!m_view->pinnedEpoch());
    }

    void markersOfAKindAreReplaced() {
        m_view->addChange(4, "β 1 → 4");
        m_view->setMarkers(CurveMarker::Kind::Finding,
                           {{15, "over-fitting", {}, CurveMarker::Kind::Finding}});
        m_view->setMarkers(CurveMarker::Kind::Finding, {{2, "a", {}, CurveMarker::Kind::Finding},
                                                        {18, "b", {}, CurveMarker::Kind::Finding}});
        const auto texts = [this] {
            QStringList list;
            for (const MarkerGroup& group : chart(Quantity::Kl).layer().markerGroups())
                list << group.text;
            return list;
        };
        QTRY_COMPARE(texts(), (QStringList{"a", "β 1 → 4", "b"}));
        m_view->clear();
        QTRY_COMPARE(texts(), QStringList());
    }

    void overlaysCompareWhatCounts() {
        const auto other = std::make_shared<RunCurves>();
        MetricsHistory history = falling(20);
        for (ValidationRecord& record : history.validation)
            record.terms.kl = 3;
        other->setRun(history, {}, 100);
        m_view->setOverlays({{"Run 1", 3, other}});
        emit chart(Quantity::Kl).crosshairMoved(10.0);
        QCOMPARE(reading(Quantity::Kl, 2), QLocale().toString(3.0, 'f', 3));
        m_view->setOverlays({});
        QTRY_COMPARE(chart(Quantity::Kl).header().readings().size(), std::size_t(2));
    }

private:
    CurveChart& chart(Quantity quantity) { return m_view->chart(quantity); }
    PlotTransform transform() { return chart(Quantity::Reconstruction).transform(); }
    QString reading(Quantity quantity, std::size_t curve) {
        const auto& readings = chart(quantity).header().readings();
        return curve < readings.size() ? readings[curve].value : QString();
    }
    QWidget* viewport() { return chart(Quantity::Reconstruction).findChild<QChartView*>()->viewport(); }
    QPoint at(double x) {
        return QPointF(transform().toPixel({x, 0}).x(), transform().area.center().y()).toPoint();
    }
    QToolButton* button(const QString& name) {
        for (QToolButton* each : m_view->findChildren<QToolButton*>())
            if (each->accessibleName() == name)
                return each;
        qFatal("no such button");
    }

    std::unique_ptr<LossChartView> m_view;
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::LossChartViewTest)
#include "loss_chart_view_test.moc"
