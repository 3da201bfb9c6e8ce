#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/column_values.h"
#include "core/data/date_time.h"
#include "core/support/matrix.h"
#include "core/support/problem.h"

namespace latentscape {

/// What the values of a column are.
enum class ColumnType {
    Number,    ///< any real number
    Count,     ///< whole numbers from 0 that count something
    Binary,    ///< exactly two different values, as categories 0 and 1
    Category,  ///< a few different texts or codes
    DateTime,  ///< a day or a moment
    Text,      ///< too many different texts to be categories: ids, names, remarks
};

std::string_view toString(ColumnType type);
/// Throws Error(UnknownType).
ColumnType columnTypeFromString(std::string_view text);

inline constexpr int kMaxDecimals = 17;

/// One column of a table: typed values and which of them are missing. Immutable once inside a Dataset.
struct Column {
    std::string name;
    ColumnType type = ColumnType::Number;
    /// One value a row: the number itself (of a DateTime, see date_time.h), or the index into `categories`; 0
    /// where missing.
    ColumnValues values;
    MissingMask missing;
    /// The texts of a Binary, Category or Text column, numbers in ascending order, texts alphabetically.
    std::vector<std::string> categories;
    /// The most decimals that the file shows in a Number column, at most `kMaxDecimals`: values are printed
    /// back with as many.
    int decimals = 0;
    /// How exactly the file tells the moments of a DateTime column.
    DateTimePrecision precision = DateTimePrecision::Day;
    /// How the file writes them.
    DateNotation notation;

    Index missingCount() const { return missing.count(); }
    /// Whether values are places in `categories`; otherwise they are numbers.
    bool hasCategories() const {
        return type == ColumnType::Binary || type == ColumnType::Category || type == ColumnType::Text;
    }
    /// The cell as a person would write it; empty where missing.
    std::string cellText(Index row) const;
    /// `value` in this column's own terms, independent of any locale: a number with the column's decimals (or
    /// as short as it can be where these would show only zeros or dozens of digits), a date as ISO 8601
    /// writes it, or the nearest category.
    std::string valueText(double value) const;
    /// The same for a file: a date as the column's own file writes it.
    std::string fileText(double value) const;
};

/// A table as it was read: typed columns, a missing mask, and what was noticed while reading. Immutable and
/// shared between threads.
class Dataset {
public:
    /// Every column has the same number of rows.
    Dataset(std::string name, std::string path, std::vector<Column> columns, Problems problems = {});

    /// The file's name without folder and ending.
    const std::string& name() const { return m_name; }
    /// The file it was read from; empty if there is none.
    const std::string& path() const { return m_path; }
    Index rows() const { return m_rows; }
    std::span<const Column> columns() const { return m_columns; }
    const Column& column(Index index) const { return m_columns[std::size_t(index)]; }
    std::optional<Index> indexOf(std::string_view name) const;
    Index missingCount() const;
    /// Cells and columns that were not read as they stand.
    const Problems& problems() const { return m_problems; }

private:
    std::string m_name;
    std::string m_path;
    std::vector<Column> m_columns;
    Problems m_problems;
    Index m_rows = 0;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// What a table is called after its file: `penguins` for `/data/penguins.csv`.
std::string nameFromPath(const std::string& path);

/// The error that says that `file` has no such column, and which ones it has (the first of them, if many).
Error unknownColumn(const std::string& column, const std::string& file, std::span<const std::string> known);

}  // namespace latentscape
