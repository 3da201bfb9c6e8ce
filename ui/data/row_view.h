#pragma once

#include <QItemSelection>
#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include "ui/models/row_table_model.h"
#include "ui/models/view_state.h"
#include "ui/panels/data_table.h"

namespace latentscape::ui {

/// The cells of the open table, linked with the selected rows of all views.
class RowView : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the view.
    explicit RowView(ViewState& viewState, QWidget* parent = nullptr);

    /// Brings a column into view.
    void showColumn(Index column);
    /// See RowTableModel::setKept().
    void setKept(const std::shared_ptr<const RowList>& kept) { m_rows->setKept(kept); }

signals:
    /// A person wishes to leave rows of the table out, or to take them back.
    void excludeRequested(const latentscape::RowList& rows, bool exclude);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void addActions();
    void onTable();
    /// As typed, counted from 1.
    void goToTypedRow();
    void showSelectedRow();
    /// A person has selected rows here.
    void takeSelection(const QItemSelection& selected, const QItemSelection& deselected);
    void showSelection();
    RowSet rowsIn(const QItemSelection& selection) const;
    /// To be left out or taken back.
    RowList selectedRows() const;

    ViewState& m_viewState;
    RowTableModel* m_rows;
    QLabel* m_count;
    QLabel* m_complaint;
    QLineEdit* m_goTo;
    DataTable* m_table;
    /// Whether the table's own selection holds all selected rows: not if they lie in too many places.
    bool m_holdsAll = true;
    bool m_isTaking = false;
    bool m_isShowing = false;
};

}  // namespace latentscape::ui
