#pragma once

#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

#include "ui/explore/examined_rows.h"
#include "ui/explore/measured_columns.h"
#include "ui/explore/neighbour_search.h"
#include "ui/models/neighbour_model.h"
#include "ui/models/posterior_model.h"
#include "ui/models/reconstruction_model.h"
#include "ui/models/row_summary.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"

namespace latentscape::ui {

/// The row that is looked at: all its cells beside their reconstruction, its posterior, and the rows nearest
/// to it in the latent space; and a field that finds rows.
class DetailsPanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    DetailsPanel(Exploration& exploration, CellEdits& edits, QWidget* parent = nullptr);

signals:
    /// A person went to a row here; it is selected already.
    void rowChosen(latentscape::Index row);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum Page { Cells, Posterior, NearestRows };

    QWidget* createContent();
    DataTable* createList(QAbstractItemModel& model, int stretched, const QString& name);
    void choose(Index row);
    void followRow();
    void followShown();
    void refresh();
    void describe(const ExaminedRow& row);
    /// Of the list that is on show.
    std::function<std::string()> csvJob() const;
    void refreshColours();

    Exploration& m_exploration;
    CellEdits& m_edits;
    RowSummary m_summary;
    ReconstructionModel m_cells;
    PosteriorModel m_posterior;
    NeighbourModel m_nearest;
    TrainingDataPtr m_data;

    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    QLabel* m_figures;
    QWidget* m_editBar;
    QLabel* m_editWords;
    QTabBar* m_tabs;
    QStackedWidget* m_lists;

    // Last, so that no result arrives in a panel that is half gone.
    MeasuredColumns m_measured;
    NeighbourSearch m_neighbours;
    ExaminedRows m_row;
};

}  // namespace latentscape::ui
