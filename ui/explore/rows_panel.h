#pragma once

#include <QLabel>
#include <QStackedWidget>
#include <QWidget>

#include "ui/explore/where_field.h"
#include "ui/models/row_table_model.h"
#include "ui/panels/data_table.h"

namespace latentscape::ui {

class PlotMenu;

/// The cells of the selected rows, and a line to select rows by what is in them. A click looks at a row and
/// leaves the selection alone.
class RowsPanel : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the panel.
    explicit RowsPanel(ViewState& viewState, QWidget* parent = nullptr);

    WhereField& where() { return *m_where; }
    /// Brings the line in which one says which rows to select to the front.
    void askWhere();
    /// What a right-click on rows offers.
    void offer(const QList<QAction*>& actions);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// In the order of the screen.
    RowList shownRows() const;
    void onTable();
    void showSelection();
    void showCurrentRow();

    ViewState& m_viewState;
    WhereField* m_where;
    QLabel* m_count;
    QLabel* m_hint;
    QStackedWidget* m_pages;
    RowTableModel* m_rows;
    DataTable* m_table;
    PlotMenu* m_menu;
    /// While the panel was hidden, the selection has changed.
    bool m_outdated = true;
};

}  // namespace latentscape::ui
