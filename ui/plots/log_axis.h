#pragma once

#include <QColor>
#include <QGraphicsItem>
#include <QString>
#include <vector>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;

/// About `count` values whose logarithms (base 10) lie in `logarithms`: powers of ten, these with 2 and 5
/// times them, or where less than a decade is shown multiples of a nice step. Ascending.
std::vector<double> logarithmicTicks(const Range& logarithms, double count);

/// The grid lines and labels of a logarithmic y axis, which Qt's own has only at powers of ten.
class LogAxis : public QGraphicsItem {
public:
    explicit LogAxis(PlotChart& chart);

    void setTheme(const PlotTheme& theme);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    void areaChanged() { prepareGeometryChange(); }

private:
    PlotChart& m_chart;
    PlotTheme m_theme;
};

}  // namespace latentscape::ui
