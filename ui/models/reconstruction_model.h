#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "core/analysis/reconstruction.h"
#include "core/training/training_data.h"
#include "ui/models/column_range.h"

namespace latentscape::ui {

/// One row of the table beside its reconstruction, one input column a line. While a model learns, values
/// change and lines stay where they are: lines are sorted anew only for another row of the table.
class ReconstructionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Original, Reconstruction, Error, SectionCount };
    enum DataRole {
        /// Where the value lies in the column's range over the table, 0 to 1; invalid if there is none.
        OriginalFractionRole = Qt::UserRole,
        ReconstructionFractionRole,
        /// The row has no original value in this column.
        MissingRole,
        /// |error| ÷ range for numbers, the probability withheld from the true category otherwise; invalid if
        /// missing.
        RelativeErrorRole,
        /// How many categories the column has; 0 for numbers.
        CategoryCountRole,
        /// Of the reconstructed category; 1 for numbers.
        ProbabilityRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// New columns and no values yet; null for none.
    void setTrainingData(TrainingDataPtr data);
    /// A row of this table, as reconstructRow() gives it for this preprocessor.
    void setReconstruction(RowReconstruction reconstruction);

    /// Cells in the order of the input columns, whatever the order on screen.
    const std::optional<RowReconstruction>& reconstruction() const { return m_reconstruction; }
    const ColumnRange& range(Index input) const { return m_lines[std::size_t(input)].range; }
    QString text(Index input, Section section) const;
    /// Mean of the relative errors of the cells that are present.
    std::optional<double> meanError() const;
    /// Texts among which are about the widest that a section can come to, for columns of a fixed width.
    QStringList wideTexts(Section section) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// By Error: by relative error, missing cells last. By anything else: the table's order.
    void sort(int section, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    /// What stays the same for every row of the table.
    struct Line {
        const Column* column = nullptr;
        ColumnRange range;
        int originalDecimals = 0;
        int computedDecimals = 0;
    };

    const ReconstructedCell& cell(Index input) const { return m_reconstruction->cells[std::size_t(input)]; }
    double relativeError(Index input) const;
    QString reconstructionText(const Line& line, const DecodedCell& cell) const;
    QString toolTip(Index input) const;
    void arrangeLines();

    TrainingDataPtr m_data;
    std::vector<Line> m_lines;
    std::optional<RowReconstruction> m_reconstruction;
    /// Line on screen → input column.
    std::vector<Index> m_order;
    std::optional<Qt::SortOrder> m_errorOrder;
};

}  // namespace latentscape::ui
