#pragma once

#include <QTableView>

namespace latentscape::ui {

/// A table as the workspaces show it: rows of one height, no grid, whole rows selected. It never measures its
/// cells, however many there are.
class DataTable : public QTableView {
    Q_OBJECT

public:
    explicit DataTable(QWidget* parent = nullptr);

signals:
    /// A person clicked into a cell without wishing to add to the selection.
    void plainlyClicked(const QModelIndex& index);

protected:
    bool event(QEvent* event) override;

private:
    /// A selected row is tinted only: the data are louder.
    void refreshColours();
};

}  // namespace latentscape::ui
