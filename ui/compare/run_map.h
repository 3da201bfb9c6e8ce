#pragma once

#include <QLabel>
#include <QWidget>
#include <optional>

#include "core/analysis/aligned_latents.h"
#include "ui/panels/elided_label.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/training/run_list.h"

namespace latentscape::ui {

/// One run's latent space among those of others, with the run's name and how alike it is to the reference.
class RunMap : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the map.
    RunMap(ViewState& viewState, quint64 run, QWidget* parent = nullptr);

    quint64 run() const { return m_run; }
    LatentScatterView& view() { return *m_view; }
    /// The run's name and colour.
    void describe(const RunRecord& record);
    /// What is drawn was made of these two; null before the first.
    const LatentSnapshotPtr& snapshot() const { return m_snapshot; }
    const LatentSnapshotPtr& reference() const { return m_reference; }
    void show(const LatentSnapshotPtr& snapshot, const LatentSnapshotPtr& reference, AlignedLatents aligned,
              const QString& referenceName);
    /// How alike it is to the reference; nothing for the reference itself.
    std::optional<double> r2() const { return m_r2; }
    QString title() const { return m_title->text(); }
    QString remark() const { return m_remark->text(); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();
    void updateTitle();

    quint64 m_run;
    QString m_name;
    int m_colour = 0;
    LatentSnapshotPtr m_snapshot;
    LatentSnapshotPtr m_reference;
    std::optional<double> m_r2;
    QWidget* m_swatch;
    ElidedLabel* m_title;
    QLabel* m_remark;
    LatentScatterView* m_view;
};

}  // namespace latentscape::ui
