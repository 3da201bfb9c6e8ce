#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/column_roles.h"
#include "core/data/dataset.h"
#include "core/data/encoded_column.h"
#include "core/data/sampler.h"

namespace latentscape {

/// The encoded table: features × rows, one contiguous column a row of the table.
struct EncodedTable {
    /// Missing cells are 0.
    Matrix values;
    /// 1 where present, 0 where missing; empty (0 × 0) when no cell is missing.
    Matrix mask;

    Index rows() const { return values.cols(); }
    bool hasMissing() const { return mask.size() != 0; }
    /// Copies `rows` into the first columns of x and, if cells are missing, of `maskOut`; both must be wide
    /// enough.
    void gather(std::span<const Index> rows, Matrix& x, Matrix& maskOut) const;
};

/// What is decided about an input column before it is fitted.
struct ColumnPreparation {
    /// A name of likelihoodNames().
    std::string likelihood;
    /// Of a column of numbers.
    NumberScale scale = NumberScale::Standard;
    /// Of a column of numbers: see ColumnRoles::clip.
    double clip = 0;
};

/// One decoded cell, in original units.
struct DecodedCell {
    /// The number, or the index of the most probable category.
    double value = 0;
    /// Probability of that category; 1 for numbers.
    double probability = 1;
};

/// Turns rows of a table into rows of a matrix and back. Everything it knows, it learned from the training
/// rows.
///
/// Features are ordered numbers first (by likelihood), then yes/no columns, then one-hot blocks, so that
/// columns that share a likelihood lie side by side.
class Preprocessor {
public:
    Preprocessor() = default;
    /// From a saved schema.
    Preprocessor(std::vector<EncodedColumn> columns, std::optional<ImageLayout> image);

    /// `preparations` has one entry for each of roles.inputs. Reports columns without features into
    /// `problems`. Throws Error(NoUsableInput).
    static Preprocessor fit(const Dataset& dataset, const ColumnRoles& roles, const RowList& trainingRows,
                            std::span<const ColumnPreparation> preparations, Problems& problems);

    /// All rows of a table that has the fitted columns by name. A category that was not there when fitting
    /// counts as missing, and so does a number that the column's scale cannot take.
    /// Throws Error(TableDoesNotFitRun).
    EncodedTable transform(const Dataset& dataset) const;

    /// One expected row in encoded units (features()) → one cell for each of columns().
    /// A column on a logarithmic scale decodes to its median.
    std::vector<DecodedCell> inverse(const ConstVectorRef& expectation) const;

    /// One drawn row in encoded units → a value for each of columns(), such as the table could hold: whole
    /// where the column is, and inside the range of the training rows.
    std::vector<double> inverseSample(const ConstVectorRef& sample) const;

    /// Every input column in the table's order, also those without features.
    const std::vector<EncodedColumn>& columns() const { return m_columns; }
    const std::optional<ImageLayout>& image() const { return m_image; }
    Index features() const;

    /// Σ log |∂ encoded / ∂ original| over the number columns, mean over `rows`: adds to a log-density of
    /// encoded rows to give that of original ones, in nats; each column weighted by its share of present
    /// cells.
    double logJacobian(const EncodedTable& table, std::span<const Index> rows) const;

private:
    std::vector<EncodedColumn> m_columns;
    std::optional<ImageLayout> m_image;
};

}  // namespace latentscape
