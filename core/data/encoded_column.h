#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/number_scale.h"

namespace latentscape {

/// How one input column becomes features: value ↦ (f(clipped value) − shift) / scale with f as NumberScale
/// says, or one-hot. A column that never varies has no features; it decodes to its constant.
struct EncodedColumn {
    std::string name;
    ColumnType type = ColumnType::Number;
    /// Place in the table that was fitted.
    Index column = 0;
    std::string likelihood;
    NumberScale numberScale = NumberScale::Standard;
    Index firstFeature = 0;
    Index features = 0;
    /// A number below `lowest` or above `highest`, in original units, counts as these.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    double shift = 0;
    double scale = 1;
    /// Smallest distance between two different training values f(value) of a column of numbers; 0 if there
    /// are no two. Of a long column it may be larger, as long as smallestNoise() stays the same.
    double step = 0;
    /// Range of the (clipped) training values of a column of numbers, in original units.
    double minimum = 0;
    double maximum = 0;
    /// Mean and standard deviation of log(1 + count) over the training rows, for NumberScale::Count.
    double logCountMean = 0;
    double logCountDeviation = 1;
    /// Value of a column without features.
    double constant = 0;
    int decimals = 0;
    /// Of a DateTime column.
    DateTimePrecision precision = DateTimePrecision::Day;
    DateNotation notation;
    std::vector<std::string> categories;

    /// Whether its values are numbers: real ones, counts or moments. Otherwise they are places in
    /// `categories`.
    bool hasNumbers() const {
        return type == ColumnType::Number || type == ColumnType::Count || type == ColumnType::DateTime;
    }
    bool operator==(const EncodedColumn&) const = default;
};

/// Smallest σ of a column of numbers in encoded units: max(0.01, step / √12), as it cannot be known more
/// exactly than it is written; but never more than 1, for columns whose few values lie far apart.
double smallestNoise(const EncodedColumn& column);

/// Sets features, range, step, clip, shift and scale, or the constant, from the training values. `clip` is a
/// share as in ColumnRoles. Where the interquartile range of a Robust column is 0, the standard deviation
/// takes its place; where clipping would leave one value only, there is none. The scale of a picture is
/// shared, and set elsewhere.
void fitTraining(EncodedColumn& column, double clip, std::vector<double> values);

// For columns that hold numbers:

/// In encoded units, of a value that canScale(). What a Bernoulli likelihood describes lies between 0 and 1:
/// values beyond the range count as its ends.
double encodedNumber(const EncodedColumn& column, double value);

/// In original units.
double decodedNumber(const EncodedColumn& column, double encoded);

/// `value` as the table could hold it: as exactly as it tells its values, inside the range of the training
/// rows.
double asInTable(const EncodedColumn& column, double value);

}  // namespace latentscape
