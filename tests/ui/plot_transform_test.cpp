#include "ui/plots/plot_transform.h"

#include <QTest>
#include <limits>

namespace latentscape::ui {

class PlotTransformTest : public QObject {
    Q_OBJECT

    const PlotTransform m_transform{{-2, 6}, {10, 20}, QRectF(50, 30, 400, 200)};

private slots:
    void cornersMapToCorners() {
        QCOMPARE(m_transform.toPixel({-2, 20}), QPointF(50, 30));
        QCOMPARE(m_transform.toPixel({6, 10}), QPointF(450, 230));
    }

    void pixelsAndValuesAreInverse() {
        const QPointF value(1.25, 17.5);
        const QPointF back = m_transform.toValue(m_transform.toPixel(value));
        QCOMPARE(back.x(), value.x());
        QCOMPARE(back.y(), value.y());
    }

    void zoomKeepsTheValueUnderTheCursor_data() {
        QTest::addColumn<double>("xFactor");
        QTest::addColumn<double>("yFactor");
        QTest::newRow("in") << 0.5 << 0.5;
        QTest::newRow("out") << 3.0 << 3.0;
        QTest::newRow("x alone") << 0.8 << 1.0;
        QTest::newRow("y alone") << 1.0 << 1.25;
    }
    void zoomKeepsTheValueUnderTheCursor() {
        QFETCH(double, xFactor);
        QFETCH(double, yFactor);
        const QPointF cursor(123, 77);
        const PlotTransform zoomed = m_transform.zoomed(cursor, xFactor, yFactor);
        QCOMPARE(zoomed.toValue(cursor), m_transform.toValue(cursor));
        QCOMPARE(zoomed.x.span(), m_transform.x.span() * xFactor);
        QCOMPARE(zoomed.y.span(), m_transform.y.span() * yFactor);
    }

    void zoomHasAnEnd() {
        PlotTransform transform = m_transform;
        for (int i = 0; i < 1000; ++i)
            transform = transform.zoomed({100, 100}, 0.5, 0.5);
        QVERIFY(transform.x.span() > 0);
        for (int i = 0; i < 1000; ++i)
            transform = transform.zoomed({100, 100}, 2, 2);
        QVERIFY(std::isfinite(transform.x.span()));
    }

    void panMovesTheValueWithTheHand() {
        const QPointF from(100, 100);
        const QPointF by(40, -25);
        const QPointF value = m_transform.toValue(from);
        const QPointF moved = m_transform.panned(by).toValue(from + by);
        QCOMPARE(moved.x(), value.x());
        QCOMPARE(moved.y(), value.y());
    }

    void fitLeavesAMarginOfFivePercent() {
        const PlotTransform fitted = m_transform.fitted({0, 10}, {-1, 1});
        QCOMPARE(fitted.x, (Range{-0.5, 10.5}));
        QCOMPARE(fitted.y, (Range{-1.1, 1.1}));
        QCOMPARE(fitted.area, m_transform.area);
    }

    void paddedRangeAlwaysHasAnExtent_data() {
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("max");
        QTest::newRow("one value") << 3.0 << 3.0;
        QTest::newRow("zero") << 0.0 << 0.0;
        QTest::newRow("large value") << 1e9 << 1e9;
        QTest::newRow("not a number") << std::nan("") << 1.0;
        QTest::newRow("infinite") << 0.0 << std::numeric_limits<double>::infinity();
    }
    void paddedRangeAlwaysHasAnExtent() {
        QFETCH(double, min);
        QFETCH(double, max);
        const Range range = padded({min, max});
        QVERIFY(range.span() > 0);
        QVERIFY(std::isfinite(range.span()));
        if (std::isfinite(min) && std::isfinite(max))
            QVERIFY(range.contains({min, max}));
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::PlotTransformTest)
#include "plot_transform_test.moc"
