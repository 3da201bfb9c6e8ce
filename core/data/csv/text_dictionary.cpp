#include "core/data/csv/text_dictionary.h"

#include <algorithm>

namespace latentscape {
namespace {

// A thread need not remember more: in a column of so many texts hardly any comes back.
constexpr std::size_t kMostKnown = 4096;

}  // namespace

std::uint32_t TextDictionary::number(std::string_view text, Index row, long line, Known& known) {
    const auto met = known.find(text);
    if (met != known.end())
        return met->second;
    const std::lock_guard lock(m_mutex);
    auto found = m_numbers.find(text);
    if (found == m_numbers.end()) {
        m_texts.emplace_back(text);
        m_first.push_back({row, line});
        found = m_numbers.emplace(m_texts.back(), std::uint32_t(m_texts.size() - 1)).first;
    } else if (row < m_first[found->second].row) {
        m_first[found->second] = {row, line};
    }
    if (known.size() < kMostKnown)
        known.emplace(found->first, found->second);
    return found->second;
}

bool TextDictionary::isMostlyNumbers(const CellRules& rules) const {
    const std::lock_guard lock(m_mutex);
    const auto numbers = std::count_if(m_texts.begin(), m_texts.end(), [&rules](const std::string& text) {
        const CellKind kind = rules.read(text).kind;
        return kind == CellKind::Number || kind == CellKind::Percent;
    });
    return double(numbers) > kNumberShare * double(m_texts.size());
}

DistinctCells TextDictionary::cells(std::vector<std::uint32_t> numbers) const {
    DistinctCells cells{.texts = {}, .ids = std::move(numbers)};
    cells.texts.reserve(m_texts.size());
    for (std::size_t i = 0; i < m_texts.size(); ++i)
        cells.texts.push_back({m_texts[i], 0, m_first[i].row, m_first[i].line});
    for (const std::uint32_t number : cells.ids)
        ++cells.texts[number].count;
    return cells;
}

}  // namespace latentscape
