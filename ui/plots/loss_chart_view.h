#pragma once

#include <QPointF>
#include <QWidget>
#include <array>
#include <optional>
#include <span>

#include "ui/plots/refresh_queue.h"

namespace latentscape::ui {

class CurveChart;

/// Both terms of the loss at one time, in nats per row.
struct CurvePoint {
    /// With fraction.
    double epoch = 0;
    double reconstruction = 0;
    double kl = 0;
};

/// Shows how reconstruction, KL and ELBO change over the epochs, side by side, with one crosshair for all.
class LossChartView : public QWidget {
    Q_OBJECT

public:
    explicit LossChartView(QWidget* parent = nullptr);

    /// Epochs ascend.
    void appendTraining(std::span<const CurvePoint> points);
    void appendValidation(std::span<const CurvePoint> points);
    /// Something that changed the run, for example "β 1 → 4".
    void addMarker(double epoch, const QString& text);
    /// The epoch and the validation ELBO to which a run that ends goes back, if it does.
    void setBest(const std::optional<QPointF>& best);
    void clear();

private:
    void append(const QString& name, std::span<const CurvePoint> points);

    RefreshQueue m_queue;
    /// Reconstruction, KL, ELBO.
    std::array<CurveChart*, 3> m_charts;
};

}  // namespace latentscape::ui
