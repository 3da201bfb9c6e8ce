#include "core/analysis/differences.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/analysis/row_chunks.h"
#include "core/analysis/two_sample_tests.h"
#include "core/data/sampler.h"

namespace latentscape {
namespace {

using Kind = ColumnDifference::Kind;

/// The present values of one set of rows in one column.
std::vector<double> presentValues(const Column& column, std::span<const Index> rows) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const Index row : rows)
        if (!column.missing[std::size_t(row)])
            values.push_back(column.values[std::size_t(row)]);
    return values;
}

/// Of ascending values, at least one.
double quantile(std::span<const double> ascending, double share) {
    const double place = share * double(ascending.size() - 1);
    const std::size_t below = std::size_t(place);
    const double part = place - double(below);
    const double low = ascending[below];
    return part == 0 ? low : low * (1 - part) + ascending[below + 1] * part;
}

/// Numbers of both sets, ascending.
struct SortedNumbers {
    std::vector<double> first;
    std::vector<double> second;

    double smallest(double share) const { return std::min(quantile(first, share), quantile(second, share)); }
    double largest(double share) const { return std::max(quantile(first, share), quantile(second, share)); }
};

/// Sets the range of the pictures: whole numbers get bins of equally many of them, as one more would look
/// like a peak.
std::size_t chooseRange(const SortedNumbers& numbers, ColumnDifference& difference) {
    constexpr double kBeyond = ColumnDifference::kBeyondPicture;
    difference.lower = numbers.smallest(kBeyond);
    difference.upper = numbers.largest(1 - kBeyond);
    if (difference.lower == difference.upper) {
        difference.lower = numbers.smallest(0);
        difference.upper = numbers.largest(1);
    }
    const double span = difference.upper - difference.lower;
    const auto isWhole = [](double value) { return value == std::floor(value); };
    if (span < 1e6 && std::ranges::all_of(numbers.first, isWhole) &&
        std::ranges::all_of(numbers.second, isWhole)) {
        const double values = std::floor(difference.upper) - std::floor(difference.lower) + 1;
        const double width = std::ceil(values / double(ColumnDifference::kBins));
        const double bins = std::ceil(values / width);
        difference.lower = std::floor(difference.lower) - 0.5;
        difference.upper = difference.lower + width * bins;
        return std::size_t(bins);
    }
    return ColumnDifference::kBins;
}

ColumnDifference::Numbers describe(std::span<const double> ascending, const ColumnDifference& difference,
                                   std::size_t bins) {
    ColumnDifference::Numbers numbers{.median = quantile(ascending, 0.5), .mean = 0, .bins = {}};
    numbers.bins.assign(bins, 0);
    long double sum = 0;
    for (const double value : ascending) {
        sum += value;
        // Halves, so that a range beyond the largest double has a width.
        const double fraction =
            (value / 2 - difference.lower / 2) / (difference.upper / 2 - difference.lower / 2);
        ++numbers.bins[std::size_t(std::clamp(std::floor(fraction * double(bins)), 0.0, double(bins - 1)))];
    }
    numbers.mean = double(sum / (long double)(ascending.size()));
    return numbers;
}

/// Takes the differences between two sets of rows, column by column.
class Comparison {
public:
    void addNumbers(const std::string& name, Index column, std::vector<double> first,
                    std::vector<double> second) {
        if (first.empty() || second.empty())
            return;
        SortedNumbers numbers{std::move(first), std::move(second)};
        std::ranges::sort(numbers.first);
        std::ranges::sort(numbers.second);
        if (numbers.smallest(0) == numbers.largest(1))
            return;
        const TwoSampleTest test = compareRanks(numbers.first, numbers.second);
        ColumnDifference difference{.name = name,
                                    .column = column,
                                    .kind = Kind::Numbers,
                                    .effect = test.effect,
                                    .p = test.p,
                                    .firstRows = Index(numbers.first.size()),
                                    .secondRows = Index(numbers.second.size())};
        const std::size_t bins = chooseRange(numbers, difference);
        difference.first = describe(numbers.first, difference, bins);
        difference.second = describe(numbers.second, difference, bins);
        m_differences.push_back(std::move(difference));
    }

    /// The values are places in a list of `categories`.
    void addCategories(const std::string& name, Index column, std::size_t categories,
                       std::span<const double> first, std::span<const double> second) {
        std::vector<Index> inFirst(categories);
        std::vector<Index> inSecond(categories);
        for (const double value : first)
            ++inFirst[std::size_t(value)];
        for (const double value : second)
            ++inSecond[std::size_t(value)];
        addCounts(name, column, Kind::Categories, inFirst, inSecond);
    }

    void addMissing(const std::string& name, Index column, std::array<Index, 2> first,
                    std::array<Index, 2> second) {
        addCounts(name, column, Kind::Missing, first, second);
    }

    std::vector<ColumnDifference> ranked() {
        std::vector<double> p;
        for (const ColumnDifference& difference : m_differences)
            p.push_back(difference.p);
        const std::vector<double> corrected = adjustedForManyTests(p);
        for (std::size_t i = 0; i < corrected.size(); ++i)
            m_differences[i].correctedP = corrected[i];
        std::ranges::stable_sort(m_differences, [](const ColumnDifference& a, const ColumnDifference& b) {
            return a.isSignificant() != b.isSignificant() ? a.isSignificant()
                                                          : std::abs(a.effect) > std::abs(b.effect);
        });
        return std::move(m_differences);
    }

private:
    void addCounts(const std::string& name, Index column, Kind kind, std::span<const Index> first,
                   std::span<const Index> second) {
        const Index firstRows = std::accumulate(first.begin(), first.end(), Index(0));
        const Index secondRows = std::accumulate(second.begin(), second.end(), Index(0));
        std::vector<ColumnDifference::Share> shares;
        for (std::size_t i = 0; i < first.size(); ++i)
            if (first[i] + second[i] > 0)
                shares.push_back({.category = Index(i), .first = first[i], .second = second[i]});
        if (firstRows == 0 || secondRows == 0 || shares.size() < 2)
            return;
        const TwoSampleTest test = compareCounts(first, second);
        // Of missing cells, what is there needs no bar.
        if (kind == Kind::Missing)
            shares.resize(1);
        std::ranges::stable_sort(shares, std::ranges::greater(), [](const ColumnDifference::Share& share) {
            return share.first + share.second;
        });
        if (shares.size() > ColumnDifference::kMostShownCategories) {
            ColumnDifference::Share others{.category = -1};
            for (std::size_t i = ColumnDifference::kMostShownCategories; i < shares.size(); ++i) {
                others.first += shares[i].first;
                others.second += shares[i].second;
            }
            shares.resize(ColumnDifference::kMostShownCategories);
            shares.push_back(others);
        }
        m_differences.push_back({.name = name,
                                 .column = column,
                                 .kind = kind,
                                 .effect = test.effect,
                                 .p = test.p,
                                 .firstRows = firstRows,
                                 .secondRows = secondRows,
                                 .shares = std::move(shares)});
    }

    std::vector<ColumnDifference> m_differences;
};

/// What a model makes of some rows: one list of values for each column of the preprocessor.
std::vector<std::vector<double>> decodedColumns(const Preprocessor& preprocessor, const EncodedTable& table,
                                                const ModelSnapshot& model, std::span<const Index> rows,
                                                const Progress& progress) {
    const Index most = std::max<Index>(1, kMostReconstructedCells / Index(preprocessor.columns().size()));
    const RowList chosen = subsampleRows(rows, most, Random(1));
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    Matrix expectation(vae.features(), RowChunks::kLongest);
    std::vector<std::vector<double>> columns(preprocessor.columns().size());
    for (std::vector<double>& column : columns)
        column.reserve(chosen.size());
    RowChunks(table).forEach(chosen, [&](Index first, std::span<const Index>, const Batch& batch) {
        reportProgress(progress, double(first) / double(chosen.size()));
        const Index count = batch.rows();
        vae.encode(model.parameters, batch, workspace);
        workspace.z.leftCols(count) = workspace.mean.leftCols(count);
        vae.decode(model.parameters, count, workspace);
        vae.expectation(workspace.raw.leftCols(count), expectation.leftCols(count));
        for (Index i = 0; i < count; ++i) {
            const std::vector<DecodedCell> cells = preprocessor.inverse(expectation.col(i));
            for (std::size_t place = 0; place < cells.size(); ++place)
                columns[place].push_back(cells[place].value);
        }
    });
    return columns;
}

/// A part of a longer piece of work.
Progress partOf(const Progress& whole, double from, double to) {
    if (!whole)
        return {};
    return [&whole, from, to](double share) { return whole(from + share * (to - from)); };
}

}  // namespace

std::vector<ColumnDifference> dataDifferences(const Dataset& dataset, std::span<const Index> first,
                                              std::span<const Index> second, const Progress& progress) {
    Comparison comparison;
    for (std::size_t i = 0; i < dataset.columns().size(); ++i) {
        reportProgress(progress, double(i) / double(dataset.columns().size()));
        const Column& column = dataset.columns()[i];
        if (column.type == ColumnType::Text)
            continue;
        std::vector<double> inFirst = presentValues(column, first);
        std::vector<double> inSecond = presentValues(column, second);
        const Index firstPresent = Index(inFirst.size());
        const Index secondPresent = Index(inSecond.size());
        if (column.hasCategories())
            comparison.addCategories(column.name, Index(i), column.categories.size(), inFirst, inSecond);
        else
            comparison.addNumbers(column.name, Index(i), std::move(inFirst), std::move(inSecond));
        comparison.addMissing(column.name, Index(i), {Index(first.size()) - firstPresent, firstPresent},
                              {Index(second.size()) - secondPresent, secondPresent});
    }
    return comparison.ranked();
}

std::vector<ColumnDifference> reconstructionDifferences(const Preprocessor& preprocessor,
                                                        const EncodedTable& table, const ModelSnapshot& model,
                                                        std::span<const Index> first,
                                                        std::span<const Index> second,
                                                        const Progress& progress) {
    Comparison comparison;
    if (first.empty() || second.empty())
        return {};
    // Decoding takes most of the time, as long for one row as for another.
    const double decoded = 0.9 * double(first.size()) / double(first.size() + second.size());
    std::vector<std::vector<double>> inFirst =
        decodedColumns(preprocessor, table, model, first, partOf(progress, 0, decoded));
    std::vector<std::vector<double>> inSecond =
        decodedColumns(preprocessor, table, model, second, partOf(progress, decoded, 0.9));
    for (std::size_t place = 0; place < inFirst.size(); ++place) {
        reportProgress(progress, 0.9 + 0.1 * double(place) / double(inFirst.size()));
        const EncodedColumn& column = preprocessor.columns()[place];
        if (column.features == 0)
            continue;
        if (column.hasNumbers())
            comparison.addNumbers(column.name, column.column, std::move(inFirst[place]),
                                  std::move(inSecond[place]));
        else
            comparison.addCategories(column.name, column.column, column.categories.size(), inFirst[place],
                                     inSecond[place]);
    }
    return comparison.ranked();
}

std::vector<ColumnDifference> generatedDifferences(const Dataset& dataset, const Preprocessor& preprocessor,
                                                   std::span<const Index> rows,
                                                   const GeneratedRows& generated) {
    Comparison comparison;
    for (std::size_t place = 0; place < preprocessor.columns().size(); ++place) {
        const EncodedColumn& column = preprocessor.columns()[place];
        if (column.features == 0)
            continue;
        const Eigen::VectorXd made = generated.values.row(Index(place));
        std::vector<double> first(made.begin(), made.end());
        std::vector<double> second = presentValues(dataset.column(column.column), rows);
        if (column.hasNumbers()) {
            comparison.addNumbers(column.name, column.column, std::move(first), std::move(second));
            continue;
        }
        // A category that the model never saw is none of its own.
        const double categories = double(column.categories.size());
        std::erase_if(second, [categories](double value) { return value >= categories; });
        comparison.addCategories(column.name, column.column, column.categories.size(), first, second);
    }
    return comparison.ranked();
}

}  // namespace latentscape
