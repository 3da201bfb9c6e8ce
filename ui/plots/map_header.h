#pragma once

#include <QWidget>

#include "ui/models/view_state.h"
#include "ui/plots/map_content.h"
#include "ui/plots/map_picture.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;

namespace latentscape::ui {

class ColourColumnBox;
class MapViewMenu;

/// The line above a map: what it shows, and the choice of axes, colours and ways of drawing.
class MapHeader : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the header.
    explicit MapHeader(ViewState& viewState, QWidget* parent = nullptr);

    /// A few words beside the title; empty for none.
    void setNote(const QString& note);
    void setRowsShown(Index shown, Index total);
    /// Of a latent space of so many dimensions.
    void setAxes(const MapAxes& axes, Index latent);
    void setTheme(const PlotTheme& theme);
    const MapStyle& mapStyle() const;
    void setMapStyle(const MapStyle& style);
    /// The choice of colours as a menu.
    QMenu& colourMenu();

signals:
    void axesChosen(const latentscape::ui::MapAxes& axes);
    void styleChanged();
    void resetRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Leaves out what goes without saying where there is little room.
    void arrange();
    void refillAxes(Index latent);
    void chooseX(int item);
    void chooseY(int item);

    QLabel* m_title;
    QLabel* m_note;
    QLabel* m_subsample;
    QComboBox* m_x;
    QComboBox* m_y;
    QLabel* m_colourLabel;
    ColourColumnBox* m_colours;
    MapViewMenu* m_view;
    MapAxes m_axes;
    Index m_latent = 0;
};

}  // namespace latentscape::ui
