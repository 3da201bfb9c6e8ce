#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/data/column_checks.h"
#include "core/data/dataset.h"
#include "core/data/image_layout.h"
#include "core/data/number_scale.h"

namespace latentscape {

/// Which columns a model learns and how they are prepared, which ones only colour, and whether the inputs are
/// a picture's pixels.
struct ColumnRoles {
    /// Indices of the input columns, ascending.
    std::vector<Index> inputs;
    /// The column that names each row's class: never an input.
    std::optional<Index> label;
    /// Columns that only colour, ascending: never inputs.
    std::vector<Index> colours;
    /// Set when all inputs are the pixels of one picture.
    std::optional<ImageLayout> image;
    /// Likelihoods chosen by hand, by column; the others follow from the column's type.
    std::map<Index, std::string> likelihoods;
    /// Scales chosen by hand, by column; the others get `scale`.
    std::map<Index, ScaleChoice> scales;
    /// Of all Number columns, and of DateTime columns where it suits them.
    ScaleChoice scale;
    /// Clipped shares chosen by hand, by column; the others get `clip`.
    std::map<Index, double> clips;
    /// Share of the training values, from 0 (none) to below 0.5, beyond which on either side a number counts
    /// as the value at that quantile.
    double clip = 0;
    /// Columns that would be inputs but for this finding.
    std::map<Index, Problem> leftOut;
    /// Columns whose role a person has set.
    std::set<Index> setByHand;

    bool operator==(const ColumnRoles&) const = default;
};

/// What a person says of the roles and of the preparation; columns by name. Without `label`, it is guessed;
/// an empty `label` means none. The other members are those of ColumnRoles.
struct RoleRequest {
    std::vector<std::string> inputs;
    std::optional<std::string> label;
    std::vector<std::string> ignore;
    std::vector<std::string> colours;
    std::map<std::string, std::string> likelihoods;
    std::map<std::string, ScaleChoice> scales;
    ScaleChoice scale;
    std::map<std::string, double> clips;
    double clip = 0;

    bool operator==(const RoleRequest&) const = default;
};

/// No share of at least this can be clipped on both sides.
inline constexpr double kMostClipped = 0.5;

/// The column that looks like a label: a usual name (label, class, target, species, …) with two to
/// `kMaxLabelClasses` different values (whole ones if they are numbers), else the last column if it is a
/// category.
std::optional<Index> guessLabel(const Dataset& dataset);
inline constexpr int kMaxLabelClasses = 30;

/// Every column but the label, those that only colour, ignored ones and those that `findings` leave out is an
/// input, unless `request.inputs` names the inputs. The copy of a column that a person ignores is an input in
/// its place. Throws Error(UnknownColumn, NoUsableInput, ClipOutOfRange); NoUsableInput also if every input
/// is constant, empty or free text.
ColumnRoles assignRoles(const Dataset& dataset, const ColumnFindings& findings, const RoleRequest& request);

/// With the findings of checkColumns().
ColumnRoles assignRoles(const Dataset& dataset, const RoleRequest& request = {});

/// What left columns out that are no inputs, one line for each kind of reason.
Problems leftOutNotes(const Dataset& dataset, const ColumnRoles& roles);

}  // namespace latentscape
