#pragma once

#include <QScrollArea>
#include <vector>

namespace latentscape::ui {

/// Lays out charts of equal size in one row, in more rows where they would become too narrow and there is
/// height for them, and scrolls sideways where there is not. Hidden charts take no room.
class ChartStrip : public QScrollArea {
    Q_OBJECT

public:
    explicit ChartStrip(QWidget* parent = nullptr);

    /// The strip owns it then.
    void add(QWidget* chart);
    /// After charts have been shown or hidden.
    void arrange();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    std::vector<QWidget*> m_charts;
};

}  // namespace latentscape::ui
