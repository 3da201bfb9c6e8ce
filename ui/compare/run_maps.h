#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/compare/run_map.h"
#include "ui/models/view_state.h"
#include "ui/panels/elided_label.h"
#include "ui/plots/scatter_legend.h"
#include "ui/support/background_task.h"
#include "ui/training/run_list.h"

namespace latentscape::ui {

/// The latent spaces of the visible runs side by side, laid over that of one of them, in the same colours and
/// at the same scale. Follows the run that trains while it is on screen.
class RunMaps : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the maps.
    RunMaps(RunList& runs, ViewState& viewState, QWidget* parent = nullptr);

    /// The run over which the others are laid, as long as it is visible; otherwise it is the first one that
    /// is.
    void setReference(quint64 run);
    const std::vector<RunMap*>& maps() const { return m_maps; }
    QString message() const { return m_message->text(); }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// What is to be drawn in one map.
    struct Wish {
        quint64 run = 0;
        LatentSnapshotPtr snapshot;
        LatentSnapshotPtr reference;
        AlignedLatents aligned = {};
    };

    void refresh();
    /// One map for each visible run, in their order.
    void syncMaps();
    void addMap(const RunRecord& record);
    const RunRecord* reference() const;
    void align();
    void showAligned(std::vector<Wish> wishes);
    void shareBounds();
    /// The others look at what a person looks at in this one.
    void follow(const RunMap& map);
    void describe();
    /// How far the maps of runs agree that differ from the reference in the seed alone; empty without such.
    QString stabilityText(const RunRecord& reference) const;
    void updateScale();

    RunList& m_runs;
    ViewState& m_viewState;
    std::optional<quint64> m_reference;
    std::vector<RunMap*> m_maps;
    bool m_outdated = false;
    /// What all maps show.
    LatentScatterView::Bounds m_bounds;

    ElidedLabel* m_message;
    QLabel* m_colourLabel;
    QLabel* m_empty;
    QScrollArea* m_area;
    QHBoxLayout* m_row;
    ScatterLegend* m_legend;

    /// Last, so that nothing arrives in maps that are half gone.
    BackgroundTask<std::vector<Wish>> m_task;
};

}  // namespace latentscape::ui
