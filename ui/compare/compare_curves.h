#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "ui/plots/curve_chart.h"
#include "ui/plots/refresh_queue.h"
#include "ui/training/run_list.h"

class QHBoxLayout;

namespace latentscape::ui {

/// ELBO, reconstruction and KL of the visible runs over one another, each run in its colour, with one
/// crosshair for all.
class CompareCurves : public QWidget {
    Q_OBJECT

public:
    /// `runs` outlives the curves.
    explicit CompareCurves(RunList& runs, QWidget* parent = nullptr);

    /// ELBO, reconstruction, KL.
    const std::array<CurveChart*, 3>& charts() const { return m_charts; }

private:
    /// A run as it is drawn.
    struct Drawn {
        quint64 run = 0;
        /// Unlike that of any other.
        QString name;
        int colour = 0;
        /// Records that are drawn already.
        std::size_t records = 0;

        bool isSame(const Drawn& other) const {
            return run == other.run && name == other.name && colour == other.colour;
        }
    };

    void refresh();
    /// New charts: curves cannot be taken off a chart.
    void rebuild();
    void append(Drawn& drawn);
    std::vector<Drawn> wanted() const;

    RunList& m_runs;
    std::vector<Drawn> m_drawn;
    RefreshQueue m_queue;
    QHBoxLayout* m_row;
    std::array<CurveChart*, 3> m_charts{};
};

}  // namespace latentscape::ui
