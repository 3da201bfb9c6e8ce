#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/models/latent_health_model.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"
#include "ui/support/snapshot_task.h"

class QStackedWidget;

namespace latentscape::ui {

/// How the latent dimensions of the newest model are used: the KL of each as a bar, the variance of its
/// posterior means, and the aggregate posterior beside the prior.
class LatentHealthPanel : public QWidget {
    Q_OBJECT

public:
    explicit LatentHealthPanel(QWidget* parent = nullptr);

    /// The model's rows; clears what is shown. Null for none.
    void setTrainingData(TrainingDataPtr trainingData);
    /// Shows this model as soon as its figures are computed.
    void setSnapshot(const LatentSnapshotPtr& snapshot);
    /// While a model trains, figures are computed rarely enough not to slow it down.
    void setTraining(bool training);
    /// The latent dimensions that the map shows, counted from 0.
    void setAxes(int x, int y);

    /// What is on show; null for nothing.
    const LatentHealthPtr& health() const { return m_dimensions->health(); }

signals:
    /// A person has chosen a latent dimension, counted from 0.
    void dimensionActivated(int dimension);
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
    void display(LatentHealth health, const LatentSnapshotPtr& snapshot);
    void describe();
    void sortAsChosen();
    void arrangeSoon();
    void arrange();
    void refreshColours();

    LatentHealthModel* m_dimensions;
    FigureSortModel* m_sorted;
    TrainingDataPtr m_data;
    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    ElidedLabel* m_rows;
    QToolButton* m_byKl;
    DataTable* m_table;
    /// Last, so that no result arrives in a panel that is half gone.
    SnapshotTask<LatentHealth> m_task;
};

}  // namespace latentscape::ui
