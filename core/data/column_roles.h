#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// Columns × rows of a picture whose pixels are columns of the table, in row-major order.
struct ImageLayout {
    int width = 0;
    int height = 0;

    bool operator==(const ImageLayout&) const = default;
};

/// Which columns a model learns, which one only colours, and whether the inputs are a picture's pixels.
struct ColumnRoles {
    /// Indices of the input columns, ascending.
    std::vector<Index> inputs;
    /// The column that names each row's class: never an input.
    std::optional<Index> label;
    /// Set when all inputs are the pixels of one picture.
    std::optional<ImageLayout> image;
    /// Likelihoods chosen by hand, by column; the others follow from the column's type.
    std::map<Index, std::string> likelihoods;

    bool operator==(const ColumnRoles&) const = default;
};

/// What a person says of the roles; columns by name. Without `label`, it is guessed; an empty `label` means
/// none.
struct RoleRequest {
    std::vector<std::string> inputs;
    std::optional<std::string> label;
    std::vector<std::string> ignore;
    /// Likelihood by column.
    std::map<std::string, std::string> likelihoods;
};

/// The column that looks like a label: a usual name (label, class, target, species, …) with two to
/// `kMaxLabelClasses` different values (whole ones if they are numbers), else the last column if it is a
/// category.
std::optional<Index> guessLabel(const Dataset& dataset);
inline constexpr int kMaxLabelClasses = 30;

/// Width and height if `columns` are the pixels of a picture: numbers that share one range from zero, with
/// names that end in row and column (`pixel_0_7`, `r0c7`, `1x8`) or that count up to a square number (`px_0 …
/// px_783`). Empty if the columns are not in row-major order.
std::optional<ImageLayout> detectImage(const Dataset& dataset, const std::vector<Index>& columns);

/// Every column but label, ignored ones and free text is an input, unless `inputs` names them.
/// Throws Error(UnknownColumn, NoUsableInput); the latter also if every input is constant, empty or free
/// text.
ColumnRoles assignRoles(const Dataset& dataset, const RoleRequest& request = {});

}  // namespace latentscape
