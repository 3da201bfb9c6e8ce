#include "core/data/encoded_column.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

// 2 Φ⁻¹(3/4)
constexpr double kInterquartileRangeOfNormal = 1.3489795003921634;

double smallestStep(const std::vector<double>& ascending) {
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < ascending.size(); ++i)
        if (ascending[i] > ascending[i - 1])
            step = std::min(step, ascending[i] - ascending[i - 1]);
    return std::isfinite(step) ? step : 0;
}

struct Moments {
    double mean = 0;
    double deviation = 0;
};

/// Mean and standard deviation (ddof = 0) of ascending values.
Moments momentsOf(const std::vector<double>& ascending) {
    // In units of a power of two near the largest value: exact, and no sum or square leaves the range of a
    // double.
    const double unit =
        std::scalbn(1.0, std::ilogb(std::max(std::abs(ascending.front()), std::abs(ascending.back()))));
    const double count = double(ascending.size());
    double mean = 0;
    for (const double value : ascending)
        mean += value / unit;
    mean /= count;
    double squares = 0;
    for (const double value : ascending)
        squares += (value / unit - mean) * (value / unit - mean);
    return {.mean = mean * unit, .deviation = std::sqrt(squares / count) * unit};
}

/// The value that the share `share` of ascending values lies below, linear between neighbours like numpy's
/// quantile().
double quantile(const std::vector<double>& ascending, double share) {
    const double place = share * double(ascending.size() - 1);
    const std::size_t below = std::size_t(place);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return std::lerp(ascending[below], ascending[above], place - double(below));
}

/// Sets where values are clipped, and clips ascending training values there. Those of a column that would be
/// left with one value stay as they are.
void fitClip(EncodedColumn& encoded, double share, std::vector<double>& ascending) {
    if (!(share > 0) || ascending.empty())
        return;
    double lowest = quantile(ascending, share);
    double highest = quantile(ascending, 1 - share);
    // A clipped count is still one.
    if (encoded.numberScale == NumberScale::Count) {
        lowest = std::floor(lowest);
        highest = std::ceil(highest);
    }
    if (!(lowest < highest))
        return;
    encoded.lowest = lowest;
    encoded.highest = highest;
    for (double& value : ascending)
        value = std::clamp(value, lowest, highest);
}

/// Sets shift and scale of a column of numbers from the ascending f(value) of its training rows.
void fitScale(EncodedColumn& encoded, const std::vector<double>& ascending) {
    switch (encoded.numberScale) {
        case NumberScale::Robust: {
            const double range = quantile(ascending, 0.75) - quantile(ascending, 0.25);
            encoded.shift = quantile(ascending, 0.5);
            encoded.scale = range > 0 ? range / kInterquartileRangeOfNormal : momentsOf(ascending).deviation;
            return;
        }
        case NumberScale::Range:
            encoded.shift = ascending.front();
            encoded.scale = ascending.back() - ascending.front();
            return;
        case NumberScale::Count: {
            std::vector<double> logs = ascending;
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
            const Moments moments = momentsOf(ascending);
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
    return std::clamp(column.step / std::sqrt(12.0) / column.scale, 0.01, 1.0);
}

void fitTraining(EncodedColumn& column, double clip, std::vector<double> ascending) {
    if (column.hasNumbers())
        fitClip(column, clip, ascending);
    const double smallest = ascending.empty() ? 0 : ascending.front();
    const double largest = ascending.empty() ? 0 : ascending.back();
    for (double& value : ascending)
        value = beforeShift(column.numberScale, value);
    if (ascending.empty() || ascending.front() == ascending.back()) {
        column.constant = smallest;
        return;
    }
    const bool oneHot = column.type == ColumnType::Category || column.type == ColumnType::Text;
    column.features = oneHot ? Index(column.categories.size()) : 1;
    column.minimum = smallest;
    column.maximum = largest;
    column.step = smallestStep(ascending);
    if (column.hasNumbers())
        fitScale(column, ascending);
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
