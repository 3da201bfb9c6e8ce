#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/training/snapshot.h"
#include "ui/models/view_state.h"
#include "ui/plots/map_model.h"
#include "ui/plots/map_picture.h"
#include "ui/plots/map_plane.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"
#include "ui/support/background_task.h"

class QLabel;
class QMenu;

namespace latentscape::ui {

class MapGlide;
class MapOverlay;
class MapSelection;
class MapToolBar;
class MapTrails;
class RowSummary;
class ScatterCanvas;
class MapHeader;
class ScatterLegend;

/// The range to show when `shown` is on screen and points are within `bounds`: the same as long as it does
/// well, so that the axes do not tremble while a model learns.
Range followed(const Range& shown, const Range& bounds);

/// Shows where the rows of the table lie in the latent space while the model learns, coloured by one column,
/// and lets a person find and select them.
class LatentScatterView : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the view.
    explicit LatentScatterView(ViewState& viewState, QWidget* parent = nullptr);

    /// Which latent dimensions are drawn, counted from 0.
    void setDimensions(int x, int y) { setAxes({x, y}); }
    void setAxes(const MapAxes& axes);
    const MapAxes& axes() const { return m_model.axes(); }
    /// How the points are drawn, as a person has chosen.
    const MapStyle& mapStyle() const;
    void setMapStyle(const MapStyle& style);
    /// Leaves out title, choice of colours and legend, for a map among others that share them.
    void showMapOnly();
    /// In place of "latent 1" and "latent 2".
    void setAxisTitles(const QString& x, const QString& y);
    void setHint(const QString& hint);
    struct Bounds {
        Range x{-3, 3};
        Range y{-3, 3};

        bool operator==(const Bounds&) const = default;
    };
    /// What is shown in place of all own points while the view follows them: maps that share it can be
    /// compared in size.
    void setSharedBounds(const std::optional<Bounds>& bounds);
    /// Of the finite points; nothing when there are none.
    std::optional<Bounds> pointBounds() const;
    /// Stays there, as if a person had zoomed.
    void lookAt(const Bounds& bounds);
    /// What is in sight, or will be when the view has glided there.
    Bounds sight() const { return {m_xTarget, m_yTarget}; }
    /// Whether that follows the points, as long as nobody zooms.
    bool followsPoints() const { return m_followsPoints; }
    /// Shows a part of the map as it was shown before.
    void restoreSight(const Bounds& bounds, bool followsPoints);
    int xDimension() const { return axes().x; }
    int yDimension() const { return axes().y; }

    /// What the axes show; of a latent space that is not known yet, of two dimensions.
    const MapPlane& plane() const { return m_model.content().plane; }
    /// What is on it, and what is hidden.
    MapModel& model() { return m_model; }

    ScatterCanvas& canvas() { return *m_canvas; }
    /// What gives the points their colour, to be chosen.
    QMenu& colourMenu();
    /// Draws `overlay` too, as long as it lives.
    void addOverlay(MapOverlay* overlay);
    /// To draw it elsewhere.
    MapLook look() const { return {m_model.content().scale, plane(), m_theme}; }

public slots:
    /// Null clears the map.
    void setSnapshot(latentscape::LatentSnapshotPtr snapshot);
    /// What the snapshots' models are of: without it, nothing is coloured by what a model makes of a row.
    void setTrainingData(latentscape::TrainingDataPtr trained);
    void setTraining(bool training);
    /// A few words beside the title about what is shown; empty for none.
    void setNote(const QString& note);
    /// Shows all points, and keeps doing so while they move, until a person zooms or pans.
    void fit();
    /// Style and axes as they were at first, and all points in sight.
    void resetView();

signals:
    /// A person has chosen other axes, or another style.
    void lookChosen();
    /// Other axes, or another latent space.
    void planeChanged();
    /// The newest snapshot is on screen (or would be, if the view were visible): the next one may come.
    void snapshotConsumed();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum class Motion { Jump, Glide };

    void build();
    void connectModel();
    void connectCanvas();
    void applyTheme();
    void showContent();
    void updateLegend();
    void updateHeader();
    void updateHint();
    void updateAxisTitles();
    void updateMarkers();

    void followPoints();
    void moveTo(const Range& x, const Range& y, Motion motion);
    void showStyle();
    /// Whether points may take a moment to get from where they lie now to those of the model.
    bool mayGlide() const;
    void requestPicture();
    void showPicture(MapPicture picture);
    void consume();

    PointsNear nearTo(QPointF position, std::size_t limit) const;
    void hoverAt(QPointF position);
    void clearHover();
    QString tooltipText(const PointsNear& near);

    ViewState& m_viewState;
    RowSummary* m_summary;
    PlotTheme m_theme;
    MapModel m_model;
    /// Those that the view has been arranged for.
    std::shared_ptr<const LatentPoints> m_points;
    MapAxes m_shownAxes;
    MapPlane m_shownPlane = MapPlane::ofDimensions(2, 0, 1);
    QString m_xTitle;
    QString m_yTitle;
    QString m_hintText;
    std::optional<Bounds> m_sharedBounds;

    bool m_mapOnly = false;
    bool m_training = false;
    bool m_followsPoints = true;
    /// What is in sight has been chosen for the axes that are on their way.
    bool m_keepsSight = false;
    /// Where the view is or is gliding to.
    Range m_xTarget{-3, 3};
    Range m_yTarget{-3, 3};
    bool m_pictureOutdated = false;
    bool m_consumptionDue = false;

    /// Points within the newest picture.
    std::size_t m_visible = 0;

    MapHeader* m_header;
    QLabel* m_hint;
    ScatterCanvas* m_canvas;
    MapSelection* m_selection = nullptr;
    MapToolBar* m_tools;
    ScatterLegend* m_legend;
    MarginalHistograms* m_marginals;
    MapTrails* m_trails;
    MapGlide* m_glide;

    /// Last, so that no picture arrives in a view that is half gone.
    BackgroundTask<MapPicture> m_rasterTask;
};

}  // namespace latentscape::ui
