#include "core/data/column_checks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "core/data/image_layout.h"
#include "core/data/numbered_name.h"
#include "core/support/parallel.h"

namespace latentscape {
namespace {

// Fewer whole numbers may well be in a row by chance, or be ranks.
constexpr Index kFewestCountedRows = 10;
// Of counts: well above 1, the ratio of a Poisson, and to the right.
constexpr double kCountDispersion = 2;
constexpr double kCountSkewness = 1;

constexpr std::array<std::string_view, 10> kIdentifierNames{"id", "index", "uuid", "key",     "nr",
                                                            "no", "row",   "guid", "rowname", "unnamed: 0"};
// What programs write where there is no value: nines, minus one, and the ends of small whole numbers.
constexpr std::array<double, 15> kUsualSentinels{-1,  -9,   -99,   -999,   -9999, -99999, -999999, 99,
                                                 999, 9999, 99999, 999999, 255,   65535,  -32768};

/// What one pass over the present values of a column tells.
struct Summary {
    Index present = 0;
    double minimum = std::numeric_limits<double>::infinity();
    double maximum = -std::numeric_limits<double>::infinity();
    Index atMinimum = 0;
    Index atMaximum = 0;
    /// The smallest value above the minimum and the largest below the maximum.
    double aboveMinimum = std::numeric_limits<double>::infinity();
    double belowMaximum = -std::numeric_limits<double>::infinity();
    bool whole = true;
    /// The value of most rows, if one has more than half of them (Boyer and Moore's vote).
    double majority = 0;
    /// Of missing cells and values; equal for columns with the same ones.
    std::uint64_t hash = 0;
};

void addToHash(std::uint64_t& hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
}

Summary summarise(const Column& column) {
    Summary summary;
    Index lead = 0;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (column.missing[row]) {
            addToHash(summary.hash, ~std::uint64_t(0));
            continue;
        }
        const double value = column.values[row] + 0.0;  // −0 becomes 0
        ++summary.present;
        addToHash(summary.hash, std::bit_cast<std::uint64_t>(value));
        if (value < summary.minimum) {
            summary.aboveMinimum = summary.minimum;
            summary.minimum = value;
            summary.atMinimum = 0;
        } else if (value > summary.minimum) {
            summary.aboveMinimum = std::min(summary.aboveMinimum, value);
        }
        if (value > summary.maximum) {
            summary.belowMaximum = summary.maximum;
            summary.maximum = value;
            summary.atMaximum = 0;
        } else if (value < summary.maximum) {
            summary.belowMaximum = std::max(summary.belowMaximum, value);
        }
        summary.atMinimum += value == summary.minimum;
        summary.atMaximum += value == summary.maximum;
        summary.whole = summary.whole && value == std::floor(value);
        if (lead == 0)
            summary.majority = value;
        lead += value == summary.majority ? 1 : -1;
    }
    return summary;
}

bool areCategories(const Column& column) {
    return column.type == ColumnType::Binary || column.type == ColumnType::Category;
}

bool isNumberOrCount(const Column& column) {
    return column.type == ColumnType::Number || column.type == ColumnType::Count;
}

/// One column at a time; duplicates are found later, among all.
class ColumnChecker {
public:
    ColumnChecker(const Dataset& dataset, Index index, bool inSeries, bool isPixel)
        : m_dataset(dataset),
          m_index(index),
          m_column(dataset.column(index)),
          m_inSeries(inSeries),
          m_isPixel(isPixel),
          m_summary(summarise(m_column)) {}

    const Summary& summary() const { return m_summary; }

    std::vector<ColumnFinding> findings() {
        if (m_summary.present == 0) {
            find(ProblemCode::ColumnAllMissing, {}, true);
            return std::move(m_findings);
        }
        if (m_column.type == ColumnType::Text)
            find(ProblemCode::ColumnOfManyTexts, {{"distinct", std::to_string(m_column.categories.size())}},
                 true);
        if (m_summary.minimum == m_summary.maximum) {
            find(ProblemCode::ColumnConstant, {{"value", m_column.valueText(m_summary.minimum)}}, false);
            return std::move(m_findings);
        }
        if (isNumberOrCount(m_column))
            checkIdentifier();
        if (!m_inSeries && m_column.type != ColumnType::Text)
            checkNearConstant();
        if (!m_inSeries && isNumberOrCount(m_column))
            checkSentinel();
        if (!m_isPixel && m_column.type == ColumnType::Number)
            checkCount();
        return std::move(m_findings);
    }

private:
    void find(ProblemCode code, Facts facts, bool leavesOut) {
        facts.emplace("column", m_column.name);
        m_findings.push_back(
            {.problem = {code, std::move(facts)}, .leavesOut = leavesOut, .sameAs = std::nullopt});
    }

    bool isNamedLikeIdentifier() const {
        std::string lower = m_column.name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
        // The reader calls a first column without a name so; in a table without a header it calls all so.
        const bool isUnnamedFirst = m_index == 0 && lower == "column_1" && m_dataset.columns().size() > 1 &&
                                    m_dataset.column(1).name != "column_2";
        return isUnnamedFirst || lower.ends_with("_id") || m_column.name.ends_with("Id") ||
               std::find(kIdentifierNames.begin(), kIdentifierNames.end(), lower) != kIdentifierNames.end();
    }

    bool countsUpByOnes() const {
        const Index rows = m_dataset.rows();
        if (rows < kFewestCountedRows || (m_summary.minimum != 0 && m_summary.minimum != 1) ||
            m_summary.maximum != m_summary.minimum + double(rows - 1))
            return false;
        std::vector<bool> seen(std::size_t(rows), false);
        for (const double value : m_column.values) {
            const std::size_t place = std::size_t(value - m_summary.minimum);
            if (seen[place])
                return false;
            seen[place] = true;
        }
        return true;
    }

    bool allDifferent() const {
        std::vector<double> values(m_column.values.begin(), m_column.values.end());
        std::sort(values.begin(), values.end());
        return std::adjacent_find(values.begin(), values.end()) == values.end();
    }

    void checkIdentifier() {
        if (!m_summary.whole || m_summary.present < m_dataset.rows())
            return;
        if (countsUpByOnes())
            find(ProblemCode::ColumnCountsRows,
                 {{"from", m_column.valueText(m_summary.minimum)},
                  {"to", m_column.valueText(m_summary.maximum)}},
                 true);
        else if (isNamedLikeIdentifier() && allDifferent())
            find(ProblemCode::ColumnIsIdentifier, {{"rows", std::to_string(m_dataset.rows())}}, true);
    }

    void checkNearConstant() {
        const Index most = Index(kNearConstantShare * double(m_summary.present));
        Index others = 0;
        for (std::size_t row = 0; row < m_column.values.size() && others <= most; ++row)
            others += !m_column.missing[row] && m_column.values[row] != m_summary.majority;
        if (others > most)
            return;
        find(ProblemCode::ColumnNearConstant,
             {{"value", m_column.valueText(m_summary.majority)},
              {"others", std::to_string(others)},
              {"rows", std::to_string(m_summary.present)},
              {"share", shortNumber(100 * double(others) / double(m_summary.present))}},
             true);
    }

    void findSentinel(double value, Index count, double nearest, double farthest) {
        const double range = std::abs(farthest - nearest);
        const bool isUsual =
            std::find(kUsualSentinels.begin(), kUsualSentinels.end(), value) != kUsualSentinels.end();
        if (isUsual && count > 1 && range > 0 && std::abs(nearest - value) > range)
            find(ProblemCode::ColumnLooksSentinel,
                 {{"value", m_column.valueText(value)},
                  {"count", std::to_string(count)},
                  {"nearest", m_column.valueText(nearest)}},
                 false);
    }

    void checkSentinel() {
        findSentinel(m_summary.minimum, m_summary.atMinimum, m_summary.aboveMinimum, m_summary.maximum);
        findSentinel(m_summary.maximum, m_summary.atMaximum, m_summary.belowMaximum, m_summary.minimum);
    }

    /// Mean of `power` of the distance from `centre` over the present rows.
    double moment(double centre, int power) const {
        double sum = 0;
        for (std::size_t row = 0; row < m_column.values.size(); ++row)
            if (!m_column.missing[row])
                sum += std::pow(m_column.values[row] - centre, power);
        return sum / double(m_summary.present);
    }

    void checkCount() {
        if (!m_summary.whole || m_summary.minimum != 0)
            return;
        const double mean = moment(0, 1);
        const double variance = moment(mean, 2);
        if (variance <= kCountDispersion * mean)
            return;
        const double skewness = moment(mean, 3) / std::pow(variance, 1.5);
        if (skewness > kCountSkewness)
            find(ProblemCode::ColumnSuggestsCount,
                 {{"mean", shortNumber(mean)}, {"variance", shortNumber(variance)}}, false);
    }

    const Dataset& m_dataset;
    Index m_index;
    const Column& m_column;
    bool m_inSeries;
    bool m_isPixel;
    Summary m_summary;
    std::vector<ColumnFinding> m_findings;
};

/// Which columns are in a numbered series, and which of these are the pixels of one picture.
struct SeriesColumns {
    std::vector<bool> inSeries;
    std::vector<bool> isPixel;
};

SeriesColumns seriesColumns(const Dataset& dataset) {
    std::vector<std::string> names;
    for (const Column& column : dataset.columns())
        names.push_back(column.name);
    SeriesColumns series{.inSeries = inNumberedSeries(names),
                         .isPixel = std::vector<bool>(names.size(), false)};
    std::vector<Index> members;
    for (Index index = 0; index < Index(names.size()); ++index)
        if (series.inSeries[std::size_t(index)])
            members.push_back(index);
    if (!members.empty() && detectImage(dataset, members))
        for (const Index index : members)
            series.isPixel[std::size_t(index)] = true;
    return series;
}

bool sameCells(const Column& one, const Column& other) {
    const bool alike = areCategories(one) || areCategories(other)
                           ? areCategories(one) && areCategories(other) && one.categories == other.categories
                           : one.type == other.type || (isNumberOrCount(one) && isNumberOrCount(other));
    return alike && one.missing == other.missing && one.values == other.values;
}

/// Tells of each column that repeats an earlier one, the first of them.
void findDuplicates(const Dataset& dataset, const std::vector<bool>& inSeries,
                    const std::vector<std::uint64_t>& hashes, ColumnFindings& findings) {
    std::unordered_multimap<std::uint64_t, Index> firsts;
    for (Index index = 0; index < Index(hashes.size()); ++index) {
        const Column& column = dataset.column(index);
        std::vector<ColumnFinding>& found = findings[std::size_t(index)];
        const bool hasOneValue = std::any_of(found.begin(), found.end(), [](const ColumnFinding& finding) {
            return finding.problem.code == ProblemCode::ColumnConstant ||
                   finding.problem.code == ProblemCode::ColumnAllMissing;
        });
        if (inSeries[std::size_t(index)] || hasOneValue || column.type == ColumnType::Text)
            continue;
        const std::uint64_t hash = hashes[std::size_t(index)];
        const auto [begin, end] = firsts.equal_range(hash);
        const auto first = std::find_if(
            begin, end, [&](const auto& entry) { return sameCells(dataset.column(entry.second), column); });
        if (first == end) {
            firsts.emplace(hash, index);
            continue;
        }
        const Facts facts{{"column", column.name}, {"other", dataset.column(first->second).name}};
        found.push_back(
            {.problem = {ProblemCode::ColumnDuplicate, facts}, .leavesOut = true, .sameAs = first->second});
    }
}

}  // namespace

ColumnFindings checkColumns(const Dataset& dataset) {
    const std::size_t columns = dataset.columns().size();
    const SeriesColumns series = seriesColumns(dataset);
    ColumnFindings findings(columns);
    std::vector<std::uint64_t> hashes(columns);
    WorkerTeam(availableCores()).forEachThrowing(int(columns), [&](int part) {
        const std::size_t index = std::size_t(part);
        ColumnChecker checker(dataset, part, series.inSeries[index], series.isPixel[index]);
        findings[index] = checker.findings();
        hashes[index] = checker.summary().hash;
    });
    findDuplicates(dataset, series.inSeries, hashes, findings);
    for (std::vector<ColumnFinding>& found : findings)
        std::stable_partition(found.begin(), found.end(),
                              [](const ColumnFinding& finding) { return finding.leavesOut; });
    return findings;
}

}  // namespace latentscape
