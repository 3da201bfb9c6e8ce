#pragma once

#include <span>
#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// How far two samples lie apart, and how often chance alone sets them that far apart.
struct TwoSampleTest {
    /// 0 for samples that are alike; 1 (or −1 where there is a direction) for samples that have nothing in
    /// common.
    double effect = 0;
    /// Two-sided.
    double p = 1;
};

/// Cliff's delta P(a > b) − P(a < b) of two samples of numbers, both ascending, with the p-value of Mann and
/// Whitney (1947). Only the order of the values counts, so that outliers and scales do not matter.
///
/// Exact for at most kMostExactRanks values without ties, otherwise the normal approximation with continuity
/// and tie corrections. Nothing differs where a sample is empty.
TwoSampleTest compareRanks(std::span<const double> first, std::span<const double> second);
inline constexpr std::size_t kMostExactRanks = 40;

/// Cramér's V of how often each category occurs in two samples, as if both had equally many rows:
/// V² = ½ Σ (p_i − q_i)² / (p_i + q_i). Of a small selection beside a large rest, the usual V is near 0
/// however much they differ.
///
/// The p-value is that of Pearson's chi-square test if at least kSmallestExpected rows are expected of each
/// category in each sample. Otherwise it is exact (Fisher; Freeman & Halton 1951) if at most kMostExactTables
/// tables have these margins, or rare categories are first taken together until one of both holds; the effect
/// is that of the merged table then. `first` and `second` are rows by category.
TwoSampleTest compareCounts(std::span<const Index> first, std::span<const Index> second);
inline constexpr double kSmallestExpected = 5;
inline constexpr double kMostExactTables = 20000;

/// The p-values that control the false discovery rate at each level (Benjamini & Hochberg 1995), in the given
/// order.
std::vector<double> adjustedForManyTests(std::span<const double> p);

}  // namespace latentscape
