#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/support/matrix.h"
#include "core/support/problem.h"

namespace latentscape {

/// Everything a person can set about a model and its training. The values here are the defaults; names,
/// ranges and help are in hyperparameterSpecs().
struct Hyperparameters {
    std::int64_t latent = 2;
    std::vector<std::int64_t> hidden{64, 64};
    std::string activation = "silu";
    std::string likelihood = "auto";
    std::string noise = "feature";
    std::string start = "ppca";
    double dropout = 0;
    double beta = 1;
    double klWarmup = 0;
    double klCycle = 0;
    double freeBits = 0;
    std::int64_t importanceSamples = 1;
    std::string optimizer = "adam";
    double learningRate = 1e-3;
    std::string learningRateSchedule = "plateau";
    double momentum = 0.9;
    double weightDecay = 0;
    std::int64_t batch = 64;
    double clipNorm = 5;
    std::int64_t epochs = 300;
    std::int64_t patience = 50;
    double validation = 0.2;
    std::int64_t seed = 1;

    bool operator==(const Hyperparameters&) const = default;
};

/// Defaults that fit a table of this size: wider layers for more rows, batch = rows / 20 as a power of two in
/// [16, 128].
Hyperparameters recommendedHyperparameters(Index rows);

using HyperparameterValue = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>>;

/// A hyperparameter by its key, and what it shall be.
struct HyperparameterChange {
    std::string key;
    HyperparameterValue value;

    bool operator==(const HyperparameterChange&) const = default;
};

/// Where a form shows it.
enum class HyperparameterGroup { Architecture, Objective, Optimisation, Data };

/// When a change takes effect.
enum class HyperparameterEffect {
    Live,     ///< at the next step of a running training
    Restart,  ///< with new parameters
};

/// The one declaration of a hyperparameter: the form, its tooltips, the command line, the validation and the
/// saved configuration are made from it.
struct HyperparameterSpec {
    /// As on the command line: `learning-rate`.
    std::string_view key;
    /// As in a form: `Learning rate`.
    std::string_view label;
    HyperparameterGroup group;
    HyperparameterEffect effect;
    std::variant<std::int64_t Hyperparameters::*, double Hyperparameters::*, std::string Hyperparameters::*,
                 std::vector<std::int64_t> Hyperparameters::*>
        member;
    /// Allowed range of a number, or of each entry of a list.
    double minimum = 0;
    double maximum = 0;
    /// What a slider spans; the exact field may go beyond it, up to the allowed range. No slider if both are
    /// 0.
    double sliderMinimum = 0;
    double sliderMaximum = 0;
    bool logarithmic = false;
    /// Rarely needed: a form may keep it folded away.
    bool advanced = false;
    /// Of a text.
    std::vector<std::string_view> choices = {};
    /// What it does.
    std::string_view help;
    std::string_view tooLow = {};
    std::string_view tooHigh = {};
};

std::span<const HyperparameterSpec> hyperparameterSpecs();
/// Throws Error(UnknownHyperparameter).
const HyperparameterSpec& hyperparameterSpec(std::string_view key);

/// Entries that a list may have.
inline constexpr std::size_t kMaximumLayers = 64;

HyperparameterValue getHyperparameter(const Hyperparameters& hyperparameters, const HyperparameterSpec& spec);
/// Throws Error(HyperparameterOutOfRange, HyperparameterNotANumber, HyperparameterNotAChoice,
/// TooManyLayers); then nothing changes.
void setHyperparameter(Hyperparameters& hyperparameters, const HyperparameterSpec& spec,
                       const HyperparameterValue& value);

/// Text ↔ value, independent of any locale, exact both ways; a list is `64,64`, an empty one `none`.
std::string hyperparameterText(const HyperparameterValue& value);
/// Throws Error(HyperparameterNotANumber).
HyperparameterValue parseHyperparameter(const HyperparameterSpec& spec, std::string_view text);

/// `hyperparameters` with all `changes`. Throws Error(UnknownHyperparameter) and what setHyperparameter
/// throws.
Hyperparameters withChanges(Hyperparameters hyperparameters,
                            const std::vector<HyperparameterChange>& changes);

/// Throws what setHyperparameter throws, for the first value that is not allowed.
void validate(const Hyperparameters& hyperparameters);

/// Schedules that would never reach their end: a warm-up or a cycle that outlasts the epochs.
Problems scheduleProblems(const Hyperparameters& hyperparameters);

/// The specs whose values differ, in table order.
std::vector<const HyperparameterSpec*> differences(const Hyperparameters& one, const Hyperparameters& other);

}  // namespace latentscape
