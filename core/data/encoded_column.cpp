#include "core/data/encoded_column.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

// 2 Φ⁻¹(3/4)
constexpr double kInterquartileRangeOfNormal = 1.3489795003921634;

// Sorting more values takes longer than all the rest of fitting a column.
constexpr std::size_t kSortedValues = std::size_t(1) << 17;
constexpr double kSmallestNoise = 0.01;

/// Smallest σ, before its bounds, of a column whose values are `step` apart: that of rounding.
double roundingNoise(double step, double scale) {
    return step / std::sqrt(12.0) / scale;
}

double smallestStep(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < values.size(); ++i)
        if (values[i] > values[i - 1])
            step = std::min(step, values[i] - values[i - 1]);
    return std::isfinite(step) ? step : 0;
}

std::vector<double> everyNth(const std::vector<double>& values, std::size_t distance) {
    std::vector<double> some;
    for (std::size_t i = 0; i < values.size(); i += distance)
        some.push_back(values[i]);
    return some;
}

/// The smallest step of the column's values, or a larger one that is already too small to matter to
/// smallestNoise(); its scale is set.
double stepThatMatters(const EncodedColumn& encoded, const std::vector<double>& values) {
    // The scale of a picture is shared, and not known here.
    if (values.size() > kSortedValues && encoded.numberScale != NumberScale::Picture) {
        const double step = smallestStep(everyNth(values, values.size() / kSortedValues));
        if (step > 0 && roundingNoise(step, encoded.scale) <= kSmallestNoise)
            return step;
    }
    return smallestStep(values);
}

struct Moments {
    double mean = 0;
    double deviation = 0;
};

/// Mean and standard deviation (ddof = 0).
Moments momentsOf(const std::vector<double>& values) {
    double largest = 0;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    // In units of a power of two near the largest value: exact, and no sum or square leaves the range of a
    // double.
    const double unit = std::scalbn(1.0, std::ilogb(largest));
    const double count = double(values.size());
    double mean = 0;
    for (const double value : values)
        mean += value / unit;
    mean /= count;
    double squares = 0;
    for (const double value : values)
        squares += (value / unit - mean) * (value / unit - mean);
    return {.mean = mean * unit, .deviation = std::sqrt(squares / count) * unit};
}

/// The value that the share `share` of the values lies below, linear between neighbours like numpy's
/// quantile(). Changes their order.
double quantile(std::vector<double>& values, double share) {
    const double place = share * double(values.size() - 1);
    const std::size_t below = std::size_t(place);
    const auto at = values.begin() + std::ptrdiff_t(below);
    std::nth_element(values.begin(), at, values.end());
    const double above = at + 1 == values.end() ? *at : *std::min_element(at + 1, values.end());
    return std::lerp(*at, above, place - double(below));
}

/// Sets where values are clipped, and clips training values there. Those of a column that would be left with
/// one value stay as they are.
void fitClip(EncodedColumn& encoded, double share, std::vector<double>& values) {
    if (!(share > 0) || values.empty())
        return;
    double lowest = quantile(values, share);
    double highest = quantile(values, 1 - share);
    // A clipped count is still one.
    if (encoded.numberScale == NumberScale::Count) {
        lowest = std::floor(lowest);
        highest = std::ceil(highest);
    }
    if (!(lowest < highest))
        return;
    encoded.lowest = lowest;
    encoded.highest = highest;
    for (double& value : values)
        value = std::clamp(value, lowest, highest);
}

/// Sets shift and scale of a column of numbers from the f(value) of its training rows.
void fitScale(EncodedColumn& encoded, std::vector<double>& values, double smallest, double largest) {
    switch (encoded.numberScale) {
        case NumberScale::Robust: {
            const double range = quantile(values, 0.75) - quantile(values, 0.25);
            encoded.shift = quantile(values, 0.5);
            encoded.scale = range > 0 ? range / kInterquartileRangeOfNormal : momentsOf(values).deviation;
            return;
        }
        case NumberScale::Range:
            encoded.shift = smallest;
            encoded.scale = largest - smallest;
            return;
        case NumberScale::Count: {
            std::vector<double> logs = values;
            for (double& value : logs)
                value = std::log1p(value);
            const Moments moments = momentsOf(logs);
            encoded.logCountMean = moments.mean;
            encoded.logCountDeviation = std::max(moments.deviation, 1e-6);
            return;
        }
        case NumberScale::Standard:
        case NumberScale::Logarithm:
        case NumberScale::LogarithmOnePlus: {
            const Moments moments = momentsOf(values);
            encoded.shift = moments.mean;
            encoded.scale = moments.deviation;
            return;
        }
        case NumberScale::None:
        case NumberScale::Picture:
            return;
    }
}

/// Seconds between two moments that differ in the last place that is told.
double secondsOf(DateTimePrecision precision) {
    switch (precision) {
        case DateTimePrecision::Day:
            return 86400;
        case DateTimePrecision::Minute:
            return 60;
        case DateTimePrecision::Second:
            return 1;
        case DateTimePrecision::Millisecond:
            break;
    }
    return 1e-3;
}

/// Whether what describes the column is defined between 0 and 1 alone, so that it would reward a value
/// beyond.
bool isBetweenZeroAndOne(const EncodedColumn& column) {
    return (column.numberScale == NumberScale::Range || column.numberScale == NumberScale::Picture) &&
           (column.likelihood == "bernoulli" || column.likelihood == "continuous-bernoulli");
}

}  // namespace

double smallestNoise(const EncodedColumn& column) {
    return std::clamp(roundingNoise(column.step, column.scale), kSmallestNoise, 1.0);
}

void fitTraining(EncodedColumn& column, double clip, std::vector<double> values) {
    if (column.hasNumbers())
        fitClip(column, clip, values);
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
    const double minimum = values.empty() ? 0 : *smallest;
    const double maximum = values.empty() ? 0 : *largest;
    // Logarithms keep the order.
    const double lowest = beforeShift(column.numberScale, minimum);
    const double highest = beforeShift(column.numberScale, maximum);
    if (values.empty() || lowest == highest) {
        column.constant = minimum;
        return;
    }
    for (double& value : values)
        value = beforeShift(column.numberScale, value);
    const bool oneHot = column.type == ColumnType::Category || column.type == ColumnType::Text;
    column.features = oneHot ? Index(column.categories.size()) : 1;
    column.minimum = minimum;
    column.maximum = maximum;
    if (!column.hasNumbers())
        return;
    fitScale(column, values, lowest, highest);
    column.step = stepThatMatters(column, values);
}

double encodedNumber(const EncodedColumn& column, double value) {
    const double clipped = std::clamp(value, column.lowest, column.highest);
    const double scaled = (beforeShift(column.numberScale, clipped) - column.shift) / column.scale;
    return isBetweenZeroAndOne(column) ? std::clamp(scaled, 0.0, 1.0) : scaled;
}

double decodedNumber(const EncodedColumn& column, double encoded) {
    return afterShift(column.numberScale, encoded * column.scale + column.shift);
}

double asInTable(const EncodedColumn& column, double value) {
    if (column.type == ColumnType::DateTime) {
        const double unit = secondsOf(column.precision);
        value = std::round(value / unit) * unit;
    } else if (column.decimals == 0) {
        value = std::round(value);
    }
    return std::clamp(value, column.minimum, column.maximum);
}

}  // namespace latentscape
