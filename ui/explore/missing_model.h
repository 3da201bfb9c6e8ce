#pragma once

#include <memory>

#include "core/analysis/imputation.h"
#include "core/training/training_data.h"
#include "ui/models/figure_sort_model.h"

namespace latentscape::ui {

using ImputedCellsPtr = std::shared_ptr<const std::vector<ImputedCell>>;

/// The missing cells of a table with what a model puts there, one a line; the first of very many.
class MissingModel : public FigureModel {
    Q_OBJECT

public:
    enum Section { Row, Name, Value, Range, SectionCount };
    /// Sorting more would hold up the window.
    static constexpr std::size_t kMostListed = 20'000;
    /// Of the table.
    static constexpr int kRowRole = Qt::UserRole;

    using FigureModel::FigureModel;

    /// Null for none.
    void setCells(TrainingDataPtr data, ImputedCellsPtr cells);
    const ImputedCellsPtr& cells() const { return m_cells; }

    double sortKey(int row, int section) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString text(int row, int section) const override;
    QString toolTip(int row) const override;
    bool hasWords(int section) const override { return section == Name || section == Range; }
    QVariant figure(int row, int section, int role) const override;

private:
    const ImputedCell& cell(int row) const { return (*m_cells)[std::size_t(row)]; }
    /// The table's column of a cell.
    const Column& columnOf(int row) const;
    QString valueOf(int row, double value) const;

    TrainingDataPtr m_data;
    ImputedCellsPtr m_cells;
};

}  // namespace latentscape::ui
