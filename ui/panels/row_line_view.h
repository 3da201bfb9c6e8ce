#pragma once

#include <QWidget>
#include <optional>

#include "ui/plots/plot_transform.h"

class QPainter;

namespace latentscape::ui {

class ReconstructionModel;

/// One row of the table as a line over its columns, beside its reconstruction and the interval in which the
/// model expects each value. Columns of like size share one scale in their own units; others stand over their
/// own range each.
class RowLineView : public QWidget {
    Q_OBJECT

public:
    /// `model` outlives the view.
    explicit RowLineView(const ReconstructionModel& model, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
    /// Values that all columns share from bottom to top; nothing if each has its own range.
    std::optional<Range> sharedScale() const { return m_shared; }
    /// Where a line stands at an input column.
    QPointF originalAt(int input) const;
    QPointF reconstructionAt(int input) const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void measure();
    QRectF area() const;
    QPointF placeOf(int input, double value) const;
    std::optional<int> inputAt(const QPointF& position) const;
    void paintBand(QPainter& painter, const QColor& colour) const;
    template <class Value>
    void paintLine(QPainter& painter, const QColor& colour, Value value) const;

    const ReconstructionModel& m_model;
    std::optional<Range> m_shared;
    std::optional<int> m_hovered;
};

}  // namespace latentscape::ui
