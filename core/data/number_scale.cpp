#include "core/data/number_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/support/matrix.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

constexpr std::string_view kAuto = "auto";

}  // namespace

NumberScale numberScaleFromString(std::string_view name) {
    const auto* const found = std::find(kNumberScaleNames.begin(), kNumberScaleNames.end(), name);
    if (found == kNumberScaleNames.end())
        throw std::invalid_argument("no scale is called " + std::string(name));
    return NumberScale(found - kNumberScaleNames.begin());
}

std::vector<std::string_view> scaleChoiceNames() {
    std::vector<std::string_view> names{kAuto};
    for (std::size_t i = 0; i < kNumberScaleNames.size(); ++i)
        if (NumberScale(i) != NumberScale::Picture && NumberScale(i) != NumberScale::Count)
            names.push_back(kNumberScaleNames[i]);
    return names;
}

std::string_view toString(const ScaleChoice& choice) {
    return choice ? kNumberScaleNames[std::size_t(*choice)] : kAuto;
}

ScaleChoice scaleChoiceFromString(std::string_view text) {
    std::string choices;
    for (const std::string_view name : scaleChoiceNames()) {
        if (name == text)
            return name == kAuto ? ScaleChoice() : numberScaleFromString(name);
        choices += (choices.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(ProblemCode::UnknownScale, {{"text", std::string(text)}, {"choices", choices}});
}

bool canScale(NumberScale scale, double value) {
    switch (scale) {
        case NumberScale::Logarithm:
            return value > 0;
        case NumberScale::LogarithmOnePlus:
            return value > -1;
        case NumberScale::Count:
            return value >= 0 && value == std::floor(value);
        case NumberScale::None:
            return std::abs(value) <= double(std::numeric_limits<Scalar>::max());
        case NumberScale::Standard:
        case NumberScale::Robust:
        case NumberScale::Range:
        case NumberScale::Picture:
            break;
    }
    return true;
}

const char* scaleNeeds(NumberScale scale) {
    switch (scale) {
        case NumberScale::Logarithm:
            return "numbers above zero";
        case NumberScale::LogarithmOnePlus:
            return "numbers above −1";
        case NumberScale::Count:
            return "whole numbers from zero on";
        case NumberScale::None:
            return "numbers within ±3e38";
        case NumberScale::Standard:
        case NumberScale::Robust:
        case NumberScale::Range:
        case NumberScale::Picture:
            break;
    }
    return "";
}

double beforeShift(NumberScale scale, double value) {
    if (scale == NumberScale::Logarithm)
        return std::log(value);
    return scale == NumberScale::LogarithmOnePlus ? std::log1p(value) : value;
}

double afterShift(NumberScale scale, double placed) {
    if (scale == NumberScale::Logarithm)
        return std::exp(placed);
    return scale == NumberScale::LogarithmOnePlus ? std::expm1(placed) : placed;
}

bool isLogarithmic(NumberScale scale) {
    return scale == NumberScale::Logarithm || scale == NumberScale::LogarithmOnePlus;
}

}  // namespace latentscape
