#pragma once

#include <QTableView>

namespace latentscape::ui {

/// A table of the data workspace: rows of one height, no grid, whole rows selected. It never measures its
/// cells, however many there are.
class DataTable : public QTableView {
    Q_OBJECT

public:
    explicit DataTable(QWidget* parent = nullptr);

signals:
    /// A person clicked into a cell without wishing to add to the selection.
    void plainlyClicked(const QModelIndex& index);
};

}  // namespace latentscape::ui
