#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latentscape {

/// How a column of numbers is brought to a scale on which columns can be compared: value ↦ (f(value) − shift)
/// / scale, with f a logarithm or nothing.
enum class NumberScale {
    Standard,          ///< mean 0, standard deviation 1 (ddof = 0) on the training rows
    Robust,            ///< median 0, interquartile range that of a standard normal on the training rows
    Range,             ///< minimum 0, maximum 1 on the training rows
    Logarithm,         ///< log(value), then Standard; for values above zero
    LogarithmOnePlus,  ///< log(1 + value), then Standard; for values above −1
    None,              ///< as it stands
    Picture,           ///< black (0) is 0 and the brightest training pixel of all such columns 1
    Count,             ///< as it stands: the model itself is one of counts
};

/// Names in the order of the enumeration.
inline constexpr std::array<std::string_view, 8> kNumberScaleNames{"standard", "robust", "minmax",  "log",
                                                                   "log1p",    "none",   "picture", "count"};
/// Throws std::invalid_argument for a name that is none.
NumberScale numberScaleFromString(std::string_view name);

/// A scale, or nothing for the one that suits the column.
using ScaleChoice = std::optional<NumberScale>;

/// What people may choose: `auto`, then every scale but Picture and Count, which follow from the likelihood
/// and the inputs.
std::vector<std::string_view> scaleChoiceNames();
/// `auto` for nothing.
std::string_view toString(const ScaleChoice& choice);
/// One of scaleChoiceNames(); throws Error(UnknownScale).
ScaleChoice scaleChoiceFromString(std::string_view text);

/// Whether f(value) exists and a float holds it.
bool canScale(NumberScale scale, double value);
/// What canScale() asks of values, in words; empty if it allows all.
const char* scaleNeeds(NumberScale scale);
/// f(value): a logarithm, or the value itself.
double beforeShift(NumberScale scale, double value);
/// The value whose f is `placed`.
double afterShift(NumberScale scale, double placed);
/// Whether f is a logarithm. Its derivative is then exp(−f).
bool isLogarithmic(NumberScale scale);

}  // namespace latentscape
