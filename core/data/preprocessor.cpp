#include "core/data/preprocessor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>

namespace latentscape {
namespace {

// 2 Φ⁻¹(3/4)
constexpr double kInterquartileRangeOfNormal = 1.3489795003921634;

/// The values of one column that are present in the training rows, ascending.
std::vector<double> presentValues(const Column& column, const RowList& rows) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const Index row : rows)
        if (!column.missing[std::size_t(row)])
            values.push_back(column.values[std::size_t(row)]);
    std::sort(values.begin(), values.end());
    return values;
}

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

/// Pixels share the range from zero to the brightest of all, so that a picture keeps its contrast.
void fitPicture(std::vector<EncodedColumn>& columns) {
    double brightest = 0;
    for (const EncodedColumn& column : columns)
        if (column.numberScale == NumberScale::Picture)
            brightest = std::max(brightest, column.maximum);
    for (EncodedColumn& column : columns)
        if (column.numberScale == NumberScale::Picture)
            column.scale = brightest > 0 ? brightest : 1;
}

/// Whether what describes the column is defined between 0 and 1 alone, so that it would reward a value
/// beyond.
bool isBetweenZeroAndOne(const EncodedColumn& column) {
    return column.likelihood == "bernoulli" || column.likelihood == "continuous-bernoulli";
}

/// Of a value that the column's scale can take.
double encodedNumber(const EncodedColumn& column, double value) {
    const double clipped = std::clamp(value, column.lowest, column.highest);
    const double scaled = (beforeShift(column.numberScale, clipped) - column.shift) / column.scale;
    return isBetweenZeroAndOne(column) ? std::clamp(scaled, 0.0, 1.0) : scaled;
}

double inOriginalUnits(const EncodedColumn& column, double encoded) {
    return afterShift(column.numberScale, encoded * column.scale + column.shift);
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

/// `value` as exactly as the table tells it: whole where its numbers are.
double asExactAsTold(const EncodedColumn& column, double value) {
    if (column.type == ColumnType::DateTime) {
        const double unit = secondsOf(column.precision);
        return std::round(value / unit) * unit;
    }
    return column.decimals == 0 ? std::round(value) : value;
}

/// Numbers by likelihood, then yes/no, then one-hot blocks; within each in the table's order.
void orderFeatures(std::vector<EncodedColumn>& columns) {
    std::vector<std::string> likelihoods;
    const auto rank = [&likelihoods](const EncodedColumn& column) {
        if (column.type == ColumnType::Binary)
            return std::ptrdiff_t(1) << 20;
        if (!column.hasNumbers())
            return std::ptrdiff_t(1) << 21;
        const auto found = std::find(likelihoods.begin(), likelihoods.end(), column.likelihood);
        if (found == likelihoods.end()) {
            likelihoods.push_back(column.likelihood);
            return std::ptrdiff_t(likelihoods.size()) - 1;
        }
        return found - likelihoods.begin();
    };
    std::vector<std::pair<std::ptrdiff_t, EncodedColumn*>> ordered;
    for (EncodedColumn& column : columns)
        ordered.emplace_back(rank(column), &column);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    Index next = 0;
    for (const auto& [place, column] : ordered) {
        column->firstFeature = next;
        next += column->features;
    }
}

/// What a column holds, in words: only columns of one kind can stand for each other.
std::string_view kindOf(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
        case ColumnType::Count:
            return "numbers";
        case ColumnType::DateTime:
            return "dates";
        case ColumnType::Binary:
        case ColumnType::Category:
        case ColumnType::Text:
            break;
    }
    return "categories";
}

/// The column of `dataset` that `encoded` was fitted on, by name.
const Column& matchingColumn(const Dataset& dataset, const EncodedColumn& encoded) {
    const std::optional<Index> index = dataset.indexOf(encoded.name);
    if (!index)
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", dataset.path()}, {"reason", "it has no column “" + encoded.name + "”"}});
    const Column& column = dataset.column(*index);
    const std::string_view needed = kindOf(encoded.type);
    const std::string_view found = kindOf(column.type);
    if (needed != found)
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", dataset.path()},
                     {"reason", "column “" + encoded.name + "” holds " + std::string(found) + " instead of " +
                                    std::string(needed)}});
    return column;
}

/// For each category of `column`, its place among the fitted ones; −1 if it was not there.
std::vector<Index> categoryPlaces(const Column& column, const EncodedColumn& encoded) {
    std::map<std::string_view, Index> places;
    for (std::size_t i = 0; i < encoded.categories.size(); ++i)
        places.emplace(encoded.categories[i], Index(i));
    std::vector<Index> result;
    for (const std::string& category : column.categories) {
        const auto found = places.find(category);
        result.push_back(found == places.end() ? -1 : found->second);
    }
    return result;
}

}  // namespace

double smallestNoise(const EncodedColumn& column) {
    return std::clamp(column.step / std::sqrt(12.0) / column.scale, 0.01, 1.0);
}

void EncodedTable::gather(std::span<const Index> rows, Matrix& x, Matrix& maskOut) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
        x.col(Index(i)) = values.col(rows[i]);
    if (hasMissing())
        for (std::size_t i = 0; i < rows.size(); ++i)
            maskOut.col(Index(i)) = mask.col(rows[i]);
}

Preprocessor::Preprocessor(std::vector<EncodedColumn> columns, std::optional<ImageLayout> image)
    : m_columns(std::move(columns)), m_image(image) {}

Preprocessor Preprocessor::fit(const Dataset& dataset, const ColumnRoles& roles, const RowList& trainingRows,
                               std::span<const ColumnPreparation> preparations, Problems& problems) {
    assert(preparations.size() == roles.inputs.size());
    std::vector<EncodedColumn> columns;
    std::vector<std::string> constantNames;
    std::vector<std::string> empty;
    for (std::size_t i = 0; i < roles.inputs.size(); ++i) {
        const Column& column = dataset.column(roles.inputs[i]);
        EncodedColumn encoded{.name = column.name,
                              .type = column.type,
                              .column = roles.inputs[i],
                              .likelihood = preparations[i].likelihood,
                              .numberScale = preparations[i].scale,
                              .decimals = column.decimals,
                              .precision = column.precision,
                              .categories = column.categories};
        std::vector<double> values = presentValues(column, trainingRows);
        if (encoded.hasNumbers())
            fitClip(encoded, preparations[i].clip, values);
        const double smallest = values.empty() ? 0 : values.front();
        const double largest = values.empty() ? 0 : values.back();
        if (smallest != largest) {
            encoded.minimum = smallest;
            encoded.maximum = largest;
            for (double& value : values)
                value = beforeShift(encoded.numberScale, value);
            encoded.step = smallestStep(values);
            encoded.features = column.type == ColumnType::Category || column.type == ColumnType::Text
                                   ? Index(column.categories.size())
                                   : 1;
            if (encoded.hasNumbers())
                fitScale(encoded, values);
        } else {
            encoded.constant = smallest;
            (values.empty() ? empty : constantNames).push_back(column.name);
        }
        columns.push_back(std::move(encoded));
    }
    fitPicture(columns);
    // The corners of a picture are often always dark; that is nothing to tell.
    if (!constantNames.empty() && !roles.image)
        problems.push_back({ProblemCode::ColumnsLeftOutConstant, {{"columns", listOfNames(constantNames)}}});
    if (!empty.empty())
        problems.push_back({ProblemCode::ColumnsLeftOutEmpty, {{"columns", listOfNames(empty)}}});
    orderFeatures(columns);
    Preprocessor fitted(std::move(columns), roles.image);
    if (fitted.features() == 0)
        throw Error(ProblemCode::NoUsableInput,
                    {{"file", dataset.path().empty() ? dataset.name() : dataset.path()}});
    return fitted;
}

EncodedTable Preprocessor::transform(const Dataset& dataset) const {
    EncodedTable table;
    table.values = Matrix::Zero(features(), dataset.rows());
    table.mask = Matrix::Ones(features(), dataset.rows());
    bool anyMissing = false;
    for (const EncodedColumn& encoded : m_columns) {
        if (encoded.features == 0)
            continue;
        const Column& column = matchingColumn(dataset, encoded);
        const bool isNumber = encoded.hasNumbers();
        const std::vector<Index> places = isNumber ? std::vector<Index>{} : categoryPlaces(column, encoded);
        for (Index row = 0; row < dataset.rows(); ++row) {
            const double value = column.values[std::size_t(row)];
            const bool missing =
                column.missing[std::size_t(row)] || (isNumber && !canScale(encoded.numberScale, value));
            const Index place = isNumber || missing ? 0 : places[std::size_t(value)];
            if (missing || place < 0) {
                table.mask.block(encoded.firstFeature, row, encoded.features, 1).setZero();
                anyMissing = true;
            } else if (isNumber) {
                table.values(encoded.firstFeature, row) = Scalar(encodedNumber(encoded, value));
            } else if (encoded.type == ColumnType::Binary) {
                table.values(encoded.firstFeature, row) = Scalar(place);
            } else {
                table.values(encoded.firstFeature + place, row) = 1;
            }
        }
    }
    if (!anyMissing)
        table.mask.resize(0, 0);
    return table;
}

std::vector<DecodedCell> Preprocessor::inverse(const ConstVectorRef& expectation) const {
    std::vector<DecodedCell> cells;
    cells.reserve(m_columns.size());
    for (const EncodedColumn& column : m_columns) {
        if (column.features == 0) {
            cells.push_back({.value = column.constant});
        } else if (column.hasNumbers()) {
            cells.push_back({.value = inOriginalUnits(column, double(expectation[column.firstFeature]))});
        } else if (column.type == ColumnType::Binary) {
            const double yes = double(expectation[column.firstFeature]);
            cells.push_back({.value = yes >= 0.5 ? 1.0 : 0.0, .probability = std::max(yes, 1 - yes)});
        } else {
            Index best = 0;
            const double probability =
                double(expectation.segment(column.firstFeature, column.features).maxCoeff(&best));
            cells.push_back({.value = double(best), .probability = probability});
        }
    }
    return cells;
}

std::vector<double> Preprocessor::inverseSample(const ConstVectorRef& sample) const {
    std::vector<double> values;
    const std::vector<DecodedCell> cells = inverse(sample);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        double value = cells[i].value;
        if (m_columns[i].hasNumbers() && m_columns[i].features > 0)
            value =
                std::clamp(asExactAsTold(m_columns[i], value), m_columns[i].minimum, m_columns[i].maximum);
        values.push_back(value);
    }
    return values;
}

Index Preprocessor::features() const {
    Index count = 0;
    for (const EncodedColumn& column : m_columns)
        count += column.features;
    return count;
}

double Preprocessor::logJacobian(const EncodedTable& table, std::span<const Index> rows) const {
    double sum = 0;
    for (const EncodedColumn& column : m_columns) {
        if (!column.hasNumbers() || column.features == 0)
            continue;
        for (const Index row : rows) {
            if (table.hasMissing() && !(table.mask(column.firstFeature, row) > 0))
                continue;
            sum -= std::log(column.scale);
            // ∂f/∂x = exp(−f) for f = log x and for f = log(1 + x)
            if (isLogarithmic(column.numberScale))
                sum -= double(table.values(column.firstFeature, row)) * column.scale + column.shift;
        }
    }
    return sum / double(std::max<std::size_t>(rows.size(), 1));
}

}  // namespace latentscape
