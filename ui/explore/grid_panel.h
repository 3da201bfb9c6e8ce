#pragma once

#include <QLabel>
#include <QWidget>
#include <optional>

#include "ui/explore/exploration.h"
#include "ui/explore/grid_view.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/support/background_task.h"

class QBoxLayout;
class QComboBox;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace latentscape::ui {

/// What many places decode to at a glance: a grid over the plane that the map shows, the way along one latent
/// dimension, or the line between two places. A click goes to a place.
class GridPanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    GridPanel(Exploration& exploration, LatentScatterView& map, QWidget* parent = nullptr);

    const GridView& view() const { return *m_view; }

signals:
    /// Another grid is on show.
    void shown();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    enum class Way { Plane, Dimension, Line };

    QWidget* createContent();
    QWidget* createChoices();
    QWidget* createPager();
    /// To other columns of bars and lines.
    void turn(int pages);
    void refreshColours();
    void followModel();
    void fillDimensions();
    void fillLooks();
    void fillEnds();
    void applyLook();
    void request();
    Way way() const;
    /// Nothing while there is nothing to decode; with the number of places in a row of the grid.
    std::optional<Matrix> places(int& columns) const;
    std::optional<Vector> endAt(const QComboBox& box) const;

    Exploration& m_exploration;
    LatentScatterView& m_map;
    TrainingDataPtr m_data;
    Index m_latent = 0;
    bool m_outdated = true;

    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    QBoxLayout* m_arrangement;
    QBoxLayout* m_choices;
    QBoxLayout* m_endChoices;
    QWidget* m_pager;
    QLabel* m_shownColumns;
    QToolButton* m_back;
    QToolButton* m_forth;
    QComboBox* m_over;
    QComboBox* m_from;
    QComboBox* m_to;
    QWidget* m_ends;
    QSpinBox* m_size;
    QComboBox* m_looks;
    GridView* m_view;
    /// Last, so that no result arrives in a panel that is half gone.
    BackgroundTask<DecodedGridPtr> m_task;
};

}  // namespace latentscape::ui
