#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "ui/explore/effects_model.h"
#include "ui/explore/exploration.h"
#include "ui/explore/latent_slider.h"
#include "ui/panels/data_table.h"
#include "ui/support/background_task.h"

class QComboBox;
class QScrollArea;
class QStackedWidget;

namespace latentscape::ui {

/// Where the rows lie along each latent dimension: what a slider goes over. Wide enough to be moved where the
/// model does not use a dimension.
std::vector<Range> latentRanges(const LatentSnapshot& snapshot);

/// A slider for each latent dimension, and below what the one that was last touched does to all columns.
class SlidersPanel : public QWidget {
    Q_OBJECT

public:
    /// The exploration outlives the panel.
    explicit SlidersPanel(Exploration& exploration, QWidget* parent = nullptr);

    const std::vector<LatentSlider*>& sliders() const { return m_sliders; }
    const EffectsModel& effects() const { return *m_effects; }
    Index chosenDimension() const { return m_dimension; }

signals:
    void dimensionChosen(latentscape::Index dimension);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* createContent();
    QWidget* createButtons();
    void createTable();

    void followModel();
    void followPlace();
    void makeSliders(Index latent);
    void move(Index dimension, double value);
    void choose(Index dimension);
    void requestEffects();
    void refreshColours();

    Exploration& m_exploration;
    EffectsModel* m_effects;
    std::vector<LatentSlider*> m_sliders;
    Index m_dimension = 0;
    bool m_outdated = true;

    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    QScrollArea* m_scroll;
    QLabel* m_caption;
    QComboBox* m_order;
    DataTable* m_table;
    /// Last, so that no result arrives in a panel that is half gone.
    BackgroundTask<std::vector<ColumnEffect>> m_task;
};

}  // namespace latentscape::ui
