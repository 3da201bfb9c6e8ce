#pragma once

#include <QPointF>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "ui/plots/curve_chart.h"
#include "ui/plots/refresh_queue.h"
#include "ui/plots/run_curves.h"

namespace latentscape::ui {

class ChartStrip;
class CurveToolBar;

/// Shows how reconstruction, KL and ELBO change while a model learns, and on demand what it minimises and how
/// it steps: charts with one time axis and one crosshair.
class LossChartView : public QWidget {
    Q_OBJECT

public:
    explicit LossChartView(QWidget* parent = nullptr);

    /// What has been recorded since the last time, and where the run stands now.
    void append(const MetricsHistory& latest, const RunTime& now, Index trainingRows);
    /// All of a run in place of what is shown; see RunCurves::setRun().
    void setRun(const MetricsHistory& history, std::span<const RunTime> reports, Index trainingRows);
    void clear();

    /// A live change, for example "β 1 → 4".
    void addChange(double epoch, const QString& text);
    void addMarker(const CurveMarker& marker);
    /// Replaces the markers of this kind.
    void setMarkers(CurveMarker::Kind kind, const std::vector<CurveMarker>& markers);
    /// The epoch and the validation ELBO to which a run that ends goes back, if it does.
    void setBest(const std::optional<QPointF>& best);
    /// What a simpler model reaches, in nats per row.
    void setReference(double elbo, const QString& text);
    void clearReference();

    /// Another run to compare with: on each chart one thin curve.
    struct Overlay {
        QString name;
        /// Of the class palette.
        int colour = 0;
        std::shared_ptr<const RunCurves> curves;
    };
    void setOverlays(const std::vector<Overlay>& overlays);

    /// The time that a person has pinned with a click, in epochs.
    std::optional<double> pinnedEpoch() const { return m_pinnedEpoch; }
    void pin(const std::optional<double>& epoch);

    /// The part of the time axis that is shown; nothing for all.
    const std::optional<Range>& timeShown() const { return m_xRange; }
    void showTime(const std::optional<Range>& range) { setXRange(range); }

    /// The charts on demand that are shown, to be remembered.
    QStringList extraCharts() const;
    void setExtraCharts(const QStringList& names);

    CurveChart& chart(Quantity quantity) { return *m_charts[std::size_t(quantity)]; }
    const RunCurves& curves() const { return *m_curves; }

signals:
    void timePinned(double epoch);
    void timeReleased();
    void extraChartsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addChart(Quantity quantity, const QString& title, const QString& unit);
    void connectChart(CurveChart& chart);
    CurveData dataOf(const std::shared_ptr<const RunCurves>& curves, Quantity quantity, CurveSource source,
                     const QString& name) const;
    void refreshSoon();
    void showMarkers();
    void setXRange(const std::optional<Range>& range);
    void changeAxis();
    void changeLook();
    void showExtraCharts();
    void clickedAt(double x);
    void showPin();

    RefreshQueue m_queue;
    std::shared_ptr<RunCurves> m_curves = std::make_shared<RunCurves>();
    std::vector<CurveMarker> m_markers;
    std::optional<Range> m_xRange;
    CurveChart::Look m_look;
    std::optional<double> m_pinnedEpoch;
    /// What a click has replaced, as it may turn out to be the first half of a double-click.
    std::optional<std::optional<double>> m_replacedPin;

    CurveToolBar* m_toolBar;
    ChartStrip* m_strip;
    std::array<CurveChart*, kQuantities> m_charts;
};

}  // namespace latentscape::ui
