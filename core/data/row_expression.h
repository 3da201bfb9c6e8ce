#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// What a comparison asks.
enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

/// A text of each row: the cells of a column of categories, or where there is no column, always the same.
struct RowText {
    std::optional<Index> column;
    std::string text;
};

/// One step of a question about a row: pushes a number, or takes the last one or two and pushes what follows
/// from them. A truth is 1 or 0; what is not known, because a cell is missing, is not a number (NaN).
struct RowStep {
    enum class Kind {
        Number,        ///< pushes `number`
        Column,        ///< pushes the number in `column`
        Code,          ///< pushes the number that the category in `column` spells
        Missing,       ///< pushes whether the cell in `column` is missing
        CompareTexts,  ///< pushes `comparison` of `left` and `right`
        Compare,
        Add,
        Subtract,
        Multiply,
        Divide,
        Negate,
        And,
        Or,
        Not,
    };
    Kind kind = Kind::Number;
    double number = 0;
    Index column = 0;
    Comparison comparison = Comparison::Equal;
    RowText left;
    RowText right;
};

/// A yes-or-no question about a row, such as `age >= 18 && species == "Adelie"`, as steps.
///
/// Names of columns stand as they are, or in backticks where they hold blanks or signs (a backtick doubled);
/// texts stand in double or single quotes; dates are written as texts, `seen < "2024-03-31"`. In falling
/// precedence: parentheses and missing(column); ! and the sign −; * and /; + and −; == != < <= > >=; &&; ||.
/// Throws Error(FilterNotUnderstood).
std::vector<RowStep> parseRowExpression(const std::string& expression, const Dataset& dataset);

/// The numbers that the categories of a column spell; empty if one of them spells none.
std::vector<double> categoryCodes(const Column& column);

}  // namespace latentscape
