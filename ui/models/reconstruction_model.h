#pragma once

#include <QAbstractTableModel>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/row_details.h"
#include "core/training/training_data.h"
#include "ui/models/column_range.h"

namespace latentscape::ui {

/// One row of the table beside its reconstruction, one input column a line. While a model learns, values
/// change and lines stay where they are: lines are sorted anew only for another row of the table.
class ReconstructionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Original, Reconstruction, Error, Interval, SectionCount };
    /// Which columns of the table have a line.
    enum class Lines { Inputs, AllColumns };
    enum DataRole {
        /// Where the value lies in the column's range over the table, 0 to 1; invalid if there is none.
        OriginalFractionRole = Qt::UserRole,
        ReconstructionFractionRole,
        /// The ends of the predictive interval; invalid where there is none.
        LowerFractionRole,
        UpperFractionRole,
        /// The row has no original value in this column.
        MissingRole,
        /// |error| ÷ range for numbers, the probability withheld from the true category otherwise; invalid if
        /// missing.
        RelativeErrorRole,
        /// How many categories the column has; 0 for numbers.
        CategoryCountRole,
        /// Of the reconstructed category; 1 for numbers.
        ProbabilityRole,
        /// The original is not that of the table.
        EditedRole,
        /// Index of the line's column in the table.
        ColumnRole,
    };

    /// With AllColumns, those that are not learned stand behind the inputs, with their original alone.
    explicit ReconstructionModel(QObject* parent = nullptr, Lines lines = Lines::Inputs)
        : QAbstractTableModel(parent), m_which(lines) {}

    /// New columns and no values yet; null for none. `ranges` are those of the table, which takes a moment to
    /// measure.
    void setTrainingData(TrainingDataPtr data, const ColumnRangesPtr& ranges);
    /// The same with the table measured at once.
    void setTrainingData(const TrainingDataPtr& data) {
        setTrainingData(data, data ? columnRanges(*data->dataset) : nullptr);
    }
    /// The same as in `other`, which has the same kind of lines; without looking through the table again.
    void setColumnsOf(const ReconstructionModel& other);
    /// A row of this table, as reconstructRow() gives it for this preprocessor; `edits` are the cells of it
    /// that are not as in the table.
    void setReconstruction(RowReconstruction reconstruction, std::vector<CellEdit> edits = {});
    /// Whether people may write into the originals of input columns; what they write comes as cellWritten().
    void setEditable(bool editable) { m_editable = editable; }

    /// Cells in the order of the lines' columns, inputs first, whatever the order on screen.
    const std::optional<RowReconstruction>& reconstruction() const { return m_reconstruction; }
    const Column& column(Index input) const { return *m_lines[std::size_t(input)].column; }
    const ColumnRange& range(Index input) const { return m_lines[std::size_t(input)].range; }
    QString text(Index input, Section section) const;
    /// Gives the text of a CSV file with a line for each input column; on any thread, of what is shown now.
    std::function<std::string()> csvJob() const;
    QString toolTip(Index input) const;
    /// Mean of the relative errors of the cells that are present.
    std::optional<double> meanError() const;
    /// Texts among which are about the widest that a section can come to, for columns of a fixed width.
    QStringList wideTexts(Section section) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// What the column of a line can have; empty for numbers.
    QStringList categories(const QModelIndex& index) const;
    /// Why the column of an original cannot have `text`; empty if it can.
    QString refusal(const QModelIndex& index, const QString& text) const;
    /// An original as a person writes it; false if the column cannot have it. Changes nothing here.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// By Error: by relative error, missing cells last. By anything else: the table's order.
    void sort(int section, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    /// A person gives the shown row another value in a column of the table; none for a missing one.
    void cellWritten(latentscape::Index column, std::optional<double> value);

private:
    /// What stays the same for every row of the table.
    struct Line {
        const Column* column = nullptr;
        /// Null if the model does not see the column.
        const EncodedColumn* encoded = nullptr;
        Index tableColumn = 0;
        ColumnRange range;
        int originalDecimals = 0;
        int computedDecimals = 0;
    };

    void addLine(Index tableColumn, const EncodedColumn* encoded, const ColumnRange& range);
    bool hasError(Index input) const {
        return m_lines[std::size_t(input)].encoded != nullptr && !cell(input).missing;
    }
    bool isEdited(Index input) const;
    QString tableText(Index input) const;
    QString intervalText(const Line& line, const ReconstructedCell& cell) const;
    const ReconstructedCell& cell(Index input) const { return m_reconstruction->cells[std::size_t(input)]; }
    double relativeError(Index input) const;
    QString reconstructionText(const Line& line, const DecodedCell& cell) const;
    void arrangeLines();

    Lines m_which;
    bool m_editable = false;
    TrainingDataPtr m_data;
    std::vector<CellEdit> m_edits;
    std::vector<Line> m_lines;
    std::optional<RowReconstruction> m_reconstruction;
    /// Line on screen → input column.
    std::vector<Index> m_order;
    std::optional<Qt::SortOrder> m_errorOrder;
};

}  // namespace latentscape::ui
