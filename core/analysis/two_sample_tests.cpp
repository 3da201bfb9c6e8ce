#include "core/analysis/two_sample_tests.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <boost/math/special_functions/gamma.hpp>

namespace latentscape {
namespace {

/// What a walk through both samples in order finds.
struct RankSums {
    /// Pairs in which the value of the first sample is the larger one; ties count half.
    double wins = 0;
    /// Σ (t³ − t) over groups of t equal values.
    double ties = 0;
};

RankSums rankSums(std::span<const double> first, std::span<const double> second) {
    RankSums sums;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < first.size() || j < second.size()) {
        const double value =
            j == second.size() || (i < first.size() && first[i] < second[j]) ? first[i] : second[j];
        const std::size_t passed = j;
        double inFirst = 0;
        double inSecond = 0;
        for (; i < first.size() && first[i] == value; ++i)
            ++inFirst;
        for (; j < second.size() && second[j] == value; ++j)
            ++inSecond;
        sums.wins += inFirst * (double(passed) + inSecond / 2);
        const double alike = inFirst + inSecond;
        sums.ties += alike * (alike * alike - 1);
    }
    return sums;
}

/// P(U ≥ wins) under chance for samples of m and n different values. The number of orders with each U are the
/// coefficients of Π (1 − q^(n+i)) / (1 − q^i), i = 1 … m; whole numbers that a double holds exactly.
double exactUpperTail(std::size_t m, std::size_t n, double wins) {
    std::vector<double> orders(m * n + 1, 0.0);
    orders[0] = 1;
    for (std::size_t i = 1; i <= m; ++i) {
        for (std::size_t u = orders.size(); u-- > n + i;)
            orders[u] -= orders[u - n - i];
        for (std::size_t u = i; u < orders.size(); ++u)
            orders[u] += orders[u - i];
    }
    const double total = std::accumulate(orders.begin(), orders.end(), 0.0);
    return std::accumulate(orders.begin() + std::ptrdiff_t(wins), orders.end(), 0.0) / total;
}

/// Rows of one category in both samples.
struct Counts {
    double first = 0;
    double second = 0;

    double total() const { return first + second; }
};

/// A table of two samples and their categories.
class CountTable {
public:
    CountTable(std::span<const Index> first, std::span<const Index> second) {
        for (std::size_t i = 0; i < first.size(); ++i)
            if (first[i] + second[i] > 0)
                m_counts.push_back({double(first[i]), double(second[i])});
        for (const Counts& counts : m_counts) {
            m_first += counts.first;
            m_second += counts.second;
        }
    }

    bool isEmpty() const { return m_first == 0 || m_second == 0 || m_counts.size() < 2; }

    TwoSampleTest test() {
        mergeRare();
        return {.effect = effect(), .p = isSparse() ? exactP() : chiSquareP()};
    }

private:
    double expected(const Counts& counts) const {
        return counts.total() * std::min(m_first, m_second) / (m_first + m_second);
    }

    bool isSparse() const {
        return std::ranges::any_of(
            m_counts, [this](const Counts& counts) { return expected(counts) < kSmallestExpected; });
    }

    /// At most so many tables have these margins: ways to spread the smaller sample over the categories.
    double mostTables() const {
        const double others = double(m_counts.size()) - 1;
        const double rows = std::min(m_first, m_second);
        return std::exp(std::lgamma(rows + others + 1) - std::lgamma(rows + 1) - std::lgamma(others + 1));
    }

    void mergeRare() {
        if (m_counts.size() < 3 || !isSparse() || mostTables() <= kMostExactTables)
            return;
        std::ranges::stable_sort(m_counts, std::ranges::greater(), &Counts::total);
        Counts others;
        while (m_counts.size() > 1 &&
               (expected(m_counts.back()) < kSmallestExpected || expected(others) < kSmallestExpected)) {
            others.first += m_counts.back().first;
            others.second += m_counts.back().second;
            m_counts.pop_back();
        }
        m_counts.push_back(others);
    }

    double effect() const {
        double sum = 0;
        for (const Counts& counts : m_counts) {
            const double p = counts.first / m_first;
            const double q = counts.second / m_second;
            sum += (p - q) * (p - q) / (p + q);
        }
        return std::sqrt(sum / 2);
    }

    double chiSquareP() const {
        const double all = m_first + m_second;
        double chiSquare = 0;
        for (const Counts& counts : m_counts) {
            const double inFirst = counts.total() * m_first / all;
            const double inSecond = counts.total() * m_second / all;
            chiSquare += (counts.first - inFirst) * (counts.first - inFirst) / inFirst +
                         (counts.second - inSecond) * (counts.second - inSecond) / inSecond;
        }
        return boost::math::gamma_q(double(m_counts.size() - 1) / 2, chiSquare / 2);
    }

    /// The probability of all tables with these margins that are at most as probable as this one.
    double exactP() const {
        double observed = 0;
        for (const Counts& counts : m_counts)
            observed += logWays(counts.total(), counts.first);
        // Tables of the same probability differ by rounding.
        const double limit = observed + 1e-7;
        return std::min(1.0, sumOfTables(0, std::min(m_first, m_second), 0, limit));
    }

    /// log of the ways to choose `chosen` of `rows`.
    static double logWays(double rows, double chosen) {
        return std::lgamma(rows + 1) - std::lgamma(chosen + 1) - std::lgamma(rows - chosen + 1);
    }

    /// `left` rows of the smaller sample are still to be spread over the categories from `place` on.
    double sumOfTables(std::size_t place, double left, double logSoFar, double limit) const {
        const double rows = m_counts[place].total();
        if (place + 1 == m_counts.size()) {
            const double table = logSoFar + logWays(rows, left);
            return table <= limit ? std::exp(table - logWays(m_first + m_second, std::min(m_first, m_second)))
                                  : 0;
        }
        double behind = 0;
        for (std::size_t i = place + 1; i < m_counts.size(); ++i)
            behind += m_counts[i].total();
        double sum = 0;
        for (double chosen = std::max(0.0, left - behind); chosen <= std::min(left, rows); ++chosen)
            sum += sumOfTables(place + 1, left - chosen, logSoFar + logWays(rows, chosen), limit);
        return sum;
    }

    std::vector<Counts> m_counts;
    double m_first = 0;
    double m_second = 0;
};

}  // namespace

TwoSampleTest compareRanks(std::span<const double> first, std::span<const double> second) {
    if (first.empty() || second.empty())
        return {};
    const double m = double(first.size());
    const double n = double(second.size());
    const double all = m + n;
    const RankSums sums = rankSums(first, second);
    const double further = std::max(sums.wins, m * n - sums.wins);
    TwoSampleTest test{.effect = 2 * sums.wins / (m * n) - 1};
    if (sums.ties == 0 && first.size() + second.size() <= kMostExactRanks) {
        test.p = std::min(1.0, 2 * exactUpperTail(first.size(), second.size(), further));
        return test;
    }
    const double variance = m * n / 12 * (all + 1 - sums.ties / (all * (all - 1)));
    if (variance > 0)
        test.p = std::min(1.0, std::erfc((further - m * n / 2 - 0.5) / std::sqrt(2 * variance)));
    return test;
}

TwoSampleTest compareCounts(std::span<const Index> first, std::span<const Index> second) {
    CountTable table(first, second);
    return table.isEmpty() ? TwoSampleTest{} : table.test();
}

std::vector<double> adjustedForManyTests(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::sort(order, {}, [&p](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double smallest = 1;
    for (std::size_t rank = order.size(); rank-- > 0;) {
        smallest = std::min(smallest, p[order[rank]] * double(p.size()) / double(rank + 1));
        adjusted[order[rank]] = smallest;
    }
    return adjusted;
}

}  // namespace latentscape
