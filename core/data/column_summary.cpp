#include "core/data/column_summary.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

/// Beyond it, one whole number more or less in a bin does not show.
constexpr double kLargestWholeSpan = 1e6;

template <class Visit>
void forEachPresent(const Column& column, Visit visit) {
    for (std::size_t row = 0; row < column.values.size(); ++row)
        if (!column.missing[row])
            visit(column.values[row]);
}

void countCategories(const Column& column, ColumnSummary& summary) {
    std::vector<Index> counts(column.categories.size());
    forEachPresent(column, [&](double value) { ++counts[std::size_t(value)]; });
    std::vector<ColumnSummary::Share> shares;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            shares.push_back({.category = Index(i), .count = counts[i]});
    summary.categories = Index(shares.size());
    const std::size_t kept = std::min<std::size_t>(shares.size(), kTopCategories);
    std::ranges::partial_sort(shares, shares.begin() + std::ptrdiff_t(kept),
                              [](const ColumnSummary::Share& a, const ColumnSummary::Share& b) {
                                  return a.count != b.count ? a.count > b.count : a.category < b.category;
                              });
    shares.resize(kept);
    summary.top = std::move(shares);
}

void measureNumbers(const Column& column, int bins, ColumnSummary& summary) {
    // Wider than double, so that the sum of a million values of 1e308 is still a number.
    long double sum = 0;
    bool whole = true;
    bool first = true;
    forEachPresent(column, [&](double value) {
        summary.minimum = first ? value : std::min(summary.minimum, value);
        summary.maximum = first ? value : std::max(summary.maximum, value);
        sum += value;
        whole = whole && value == std::floor(value);
        first = false;
    });
    if (first)
        return;
    summary.mean = double(sum / summary.present());
    const double span = summary.maximum - summary.minimum;
    summary.lower = summary.minimum;
    summary.upper = summary.maximum;
    if (span == 0) {
        bins = 1;
    } else if (whole && span < kLargestWholeSpan) {
        // Equally many whole numbers in each bin, as one more would look like a peak.
        const double width = std::ceil((span + 1) / bins);
        bins = int(std::ceil((span + 1) / width));
        summary.lower -= 0.5;
        summary.upper = summary.lower + width * bins;
    }
    summary.bins.assign(std::size_t(bins), 0);
    forEachPresent(column, [&](double value) { ++summary.bins[binOf(summary, value)]; });
}

}  // namespace

std::size_t binOf(const ColumnSummary& summary, double value) {
    if (summary.bins.size() < 2)
        return 0;
    // Halves, so that a range beyond the largest double has a width.
    const double fraction = (value / 2 - summary.lower / 2) / (summary.upper / 2 - summary.lower / 2);
    const double bin = std::floor(fraction * double(summary.bins.size()));
    return std::size_t(std::clamp(bin, 0.0, double(summary.bins.size() - 1)));
}

ColumnSummary summarise(const Column& column, int bins) {
    ColumnSummary summary{.rows = Index(column.values.size()), .missing = column.missingCount()};
    if (column.hasCategories())
        countCategories(column, summary);
    else
        measureNumbers(column, bins, summary);
    return summary;
}

}  // namespace latentscape
