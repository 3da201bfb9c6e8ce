#pragma once

#include <QWidget>

#include "ui/plots/colour_scale.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {

/// Says what the colours of a scatter plot mean: a line for each class, or a slim bar for numbers.
class ScatterLegend : public QWidget {
    Q_OBJECT

public:
    explicit ScatterLegend(QWidget* parent = nullptr);

    /// An empty scale (no title) leaves nothing to show.
    void setScale(const ColourScale& scale, const PlotTheme& theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {sizeHint().width(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int lineHeight() const;
    QString countText(const LegendEntry& entry) const;
    /// Returns the y below what it has drawn.
    int paintBar(QPainter& painter, int top) const;
    void paintEntries(QPainter& painter, int top) const;

    QString m_title;
    std::vector<LegendEntry> m_entries;
    std::optional<ColourBarRange> m_bar;
    PlotTheme m_theme;
};

}  // namespace latentscape::ui
