#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/column_roles.h"
#include "core/training/hyperparameters.h"

namespace latentscape {

/// A set of hyperparameters for a purpose. What it does not name is as recommendedHyperparameters() says.
struct Preset {
    /// As on the command line: `quick-look`.
    std::string_view key;
    /// As in a menu: `Quick look`.
    std::string_view label;
    /// What it is for, in a sentence.
    std::string_view help;
    std::vector<HyperparameterChange> changes;
    /// Only for a table whose columns are the pixels of a picture.
    std::vector<HyperparameterChange> pictureChanges = {};
};

std::span<const Preset> presets();
/// Throws Error(UnknownPreset).
const Preset& preset(std::string_view key);

/// The recommended hyperparameters for this many rows, with what the preset changes.
Hyperparameters presetHyperparameters(const Preset& preset, Index rows, const ColumnRoles& roles);

}  // namespace latentscape
