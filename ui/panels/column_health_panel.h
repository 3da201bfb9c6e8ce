#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include "ui/models/column_health_model.h"
#include "ui/models/view_state.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"
#include "ui/support/snapshot_task.h"

class QStackedWidget;

namespace latentscape::ui {

/// How well the newest model knows each column: R² beside that of PCA, learned noise and mean error. Searched
/// and sorted; a double click colours the map.
class ColumnHealthPanel : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the panel.
    explicit ColumnHealthPanel(ViewState& viewState, QWidget* parent = nullptr);

    /// The model's rows; clears what is shown. Null for none.
    void setTrainingData(TrainingDataPtr trainingData);
    /// Shows this model as soon as its figures are computed.
    void setSnapshot(const LatentSnapshotPtr& snapshot);
    /// What the model is compared with; null for nothing yet.
    void setBaselines(std::shared_ptr<const FittedBaselines> baselines);
    /// While a model trains, figures are computed rarely enough not to slow it down.
    void setTraining(bool training);

    /// What is on show; null for nothing.
    const ColumnHealthPtr& health() const { return m_columns->health(); }
    /// Of PCA; null while there are none.
    const ColumnBaselinesPtr& baselines() const { return m_columns->baselines(); }

signals:
    /// Other figures are on show, those of this snapshot.
    void shown(const latentscape::LatentSnapshotPtr& snapshot);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* createContent();
    void createTable();
    void display(std::vector<ColumnHealth> health, const LatentSnapshotPtr& snapshot);
    /// Judges PCA by the rows that the model is judged by, once there is something to be seen of it.
    void judgeBaselines();
    void describe();
    void arrange();
    void refreshColours();

    ViewState& m_viewState;
    ColumnHealthModel* m_columns;
    FigureSortModel* m_sorted;
    TrainingDataPtr m_data;
    /// Not judged yet.
    std::shared_ptr<const FittedBaselines> m_fitted;
    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    ElidedLabel* m_rows;
    QLineEdit* m_search;
    DataTable* m_table;
    // Last, so that no result arrives in a panel that is half gone.
    BackgroundTask<ColumnBaselinesPtr> m_baselineTask;
    SnapshotTask<std::vector<ColumnHealth>> m_task;
};

}  // namespace latentscape::ui
