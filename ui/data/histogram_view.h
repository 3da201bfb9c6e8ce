#pragma once

#include <QWidget>
#include <optional>

#include "core/data/column_summary.h"

namespace latentscape::ui {

/// A column's histogram, or its most frequent categories as bars, with the values of each bar in a tooltip.
class HistogramView : public QWidget {
    Q_OBJECT

public:
    explicit HistogramView(QWidget* parent = nullptr);

    using QWidget::show;
    /// Nothing is drawn until there is a summary.
    void show(DatasetPtr dataset, std::optional<Index> column, ColumnSummaryPtr summary);
    /// What the bar at this place stands for; empty beside the bars.
    QString barText(const QPoint& place) const;

    QSize minimumSizeHint() const override { return {120, 80}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    const Column* column() const;
    bool hasBins() const { return m_summary && !m_summary->bins.empty(); }
    QRect barArea() const;
    int lineHeight() const;
    void paintNumbers(QPainter& painter) const;
    void paintCategories(QPainter& painter) const;
    QString binText(std::size_t bin) const;
    QString shareText(const ColumnSummary::Share& share) const;

    DatasetPtr m_dataset;
    std::optional<Index> m_column;
    ColumnSummaryPtr m_summary;
};

}  // namespace latentscape::ui
