#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "ui/models/view_state.h"
#include "ui/plots/map_content.h"
#include "ui/plots/map_picture.h"
#include "ui/plots/point_index.h"
#include "ui/support/background_task.h"
#include "ui/support/snapshot_task.h"

namespace latentscape::ui {

/// Keeps what a map shows up to date: where the points lie, what their colours are and which of them are
/// selected or hidden. What takes long is computed in the background; what is small is there at once.
class MapModel : public QObject {
    Q_OBJECT

public:
    /// `viewState` outlives the model.
    explicit MapModel(ViewState& viewState, QObject* parent = nullptr);

    const MapContent& content() const { return m_content; }
    /// Of the points of content(); null while there is none.
    const PointIndex* index() const { return m_index.get(); }
    const HiddenCodes& hidden() const { return m_hidden; }
    /// Whether a point of content() is drawn, and can be picked.
    bool isShown(std::size_t point) const {
        return !m_hidden[m_content.codes->empty() ? 0 : (*m_content.codes)[point]];
    }
    const LatentSnapshotPtr& snapshot() const { return m_snapshot; }
    const MapAxes& axes() const { return m_axes; }

    /// Null for none.
    void setSnapshot(LatentSnapshotPtr snapshot);
    void setAxes(const MapAxes& axes);
    void setTheme(const PlotTheme& theme);
    /// See MapRequest.
    void setKeepsOrientation(bool keeps);
    /// What the model's figures of rows are computed from.
    void setTrainingData(TrainingDataPtr data);
    void setTraining(bool training);
    /// Nothing but the content is computed for a map that is not on the screen.
    void setShown(bool shown);

    void toggleClass(std::uint8_t code);
    /// Just these; of other colours than those of now it means nothing.
    void setHidden(const HiddenCodes& hidden);
    /// Hides all other classes; shows them again if they are hidden.
    void isolateClass(std::uint8_t code);
    /// Rows of the class that are in the table join or leave the selection.
    void markClass(std::uint8_t code, SelectionMode mode);

signals:
    /// Whatever content() tells.
    void contentChanged();
    void hiddenChanged();
    /// The content that was asked for could not be had, for want of memory.
    void contentFailed();

private:
    void refresh();
    void adopt(MapContent content);
    void updateFigures();
    void updateGroups();
    void updateIndex();

    ViewState& m_viewState;
    LatentSnapshotPtr m_snapshot;
    MapAxes m_axes;
    PlotTheme m_theme;
    bool m_keepsOrientation = true;
    std::shared_ptr<const RowFigures> m_figures;
    /// Null unless they colour the rows.
    std::shared_ptr<const std::vector<Group>> m_groups;
    MapContent m_content;
    bool m_contentOutdated = false;
    std::shared_ptr<const PointIndex> m_index;
    HiddenCodes m_hidden;
    /// What was hidden with the colours of the content that is on its way.
    HiddenCodes m_keptHidden;
    bool m_shown = false;

    // Last, so that no result arrives in a model that is half gone.
    SnapshotTask<std::shared_ptr<const RowFigures>> m_figureTask;
    BackgroundTask<std::shared_ptr<const PointIndex>> m_indexTask;
    BackgroundTask<MapContent> m_contentTask;
};

}  // namespace latentscape::ui
