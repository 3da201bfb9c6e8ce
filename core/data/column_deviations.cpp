#include "core/data/column_deviations.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

ColumnDeviations::ColumnDeviations(DatasetPtr dataset)
    : m_dataset(std::move(dataset)), m_usual(m_dataset->columns().size()) {
    const Index stride = std::max<Index>(1, (m_dataset->rows() + kMostRows - 1) / kMostRows);
    for (std::size_t i = 0; i < m_usual.size(); ++i) {
        const Column& column = m_dataset->column(Index(i));
        Usual& usual = m_usual[i];
        if (column.type == ColumnType::Text)
            continue;
        usual.counts.resize(column.categories.size());
        double squares = 0;
        for (Index row = 0; row < m_dataset->rows(); row += stride) {
            const double value = column.values[std::size_t(row)];
            if (column.missing[std::size_t(row)] || !std::isfinite(value))
                continue;
            ++usual.present;
            if (column.hasCategories()) {
                ++usual.counts[std::size_t(value)];
                continue;
            }
            // Welford 1962: exact enough for dates, which lie far from zero.
            const double before = value - usual.mean;
            usual.mean += before / double(usual.present);
            squares += before * (value - usual.mean);
        }
        usual.deviation = usual.present > 0 ? std::sqrt(squares / double(usual.present)) : 0;
    }
}

double ColumnDeviations::deviation(Index index, Index row) const {
    const Column& column = m_dataset->column(index);
    const Usual& usual = m_usual[std::size_t(index)];
    if (column.missing[std::size_t(row)] || usual.present == 0)
        return 0;
    const double value = column.values[std::size_t(row)];
    if (!column.hasCategories())
        return usual.deviation > 0 && std::isfinite(value) ? (value - usual.mean) / usual.deviation : 0;
    // The row itself has it, also where it is not among those that were looked at.
    const double count = double(std::max<Index>(usual.counts[std::size_t(value)], 1));
    return std::sqrt(std::max(0.0, double(usual.present) - count) / count);
}

std::vector<ColumnDeviation> ColumnDeviations::top(Index row, std::size_t count) const {
    std::vector<ColumnDeviation> all;
    for (std::size_t i = 0; i < m_usual.size(); ++i)
        if (const double far = deviation(Index(i), row); far != 0)
            all.push_back({Index(i), far});
    const auto last = all.begin() + std::ptrdiff_t(std::min(count, all.size()));
    std::partial_sort(all.begin(), last, all.end(), [](const ColumnDeviation& a, const ColumnDeviation& b) {
        const double one = std::abs(a.deviation);
        const double other = std::abs(b.deviation);
        return one != other ? one > other : a.column < b.column;
    });
    all.erase(last, all.end());
    return all;
}

}  // namespace latentscape
