#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/analysis/row_details.h"
#include "ui/explore/exploration.h"

namespace latentscape::ui {

/// Cells to which people gave another value to see what the model makes of the row then. The table itself
/// stays as it is. Each change is a step on the window's undo stack.
class CellEdits : public QObject {
    Q_OBJECT

public:
    /// `exploration` outlives the edits.
    explicit CellEdits(Exploration& exploration, QObject* parent = nullptr);

    /// By column.
    const std::vector<CellEdit>& of(Index row) const;

    /// `column` is one of the table. A value that the table has is no edit.
    void write(Index row, Index column, std::optional<double> value);
    /// Every cell of the row as in the table.
    void restore(Index row);

signals:
    void changed(latentscape::Index row);

private:
    class Step;

    void set(Index row, std::vector<CellEdit> edits);
    void push(const QString& text, Index row, std::vector<CellEdit> edits);
    void forgetOtherTables();

    Exploration& m_exploration;
    /// What the edits are of.
    DatasetPtr m_dataset;
    std::map<Index, std::vector<CellEdit>> m_edits;
};

}  // namespace latentscape::ui
