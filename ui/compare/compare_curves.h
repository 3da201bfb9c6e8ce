#pragma once

#include <map>
#include <memory>

#include "ui/plots/loss_chart_view.h"
#include "ui/training/run_list.h"

namespace latentscape::ui {

/// When the steps of a run were done, as its curves take it.
std::vector<RunTime> reportsOf(const RunRecord& run);

/// The curves of the visible runs over one another, each run in its colour, as they grow.
class CompareCurves : public LossChartView {
    Q_OBJECT

public:
    /// `runs` outlives the curves.
    explicit CompareCurves(RunList& runs, QWidget* parent = nullptr);

private:
    struct Stored {
        std::shared_ptr<RunCurves> curves = std::make_shared<RunCurves>();
        /// Of the run's history, what the curves hold already.
        std::size_t training = 0;
        std::size_t validation = 0;
    };

    /// Takes over what the run has told since the last time.
    void fill(quint64 run);
    void refresh();

    RunList& m_runs;
    std::map<quint64, Stored> m_stored;
};

}  // namespace latentscape::ui
