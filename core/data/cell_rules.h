#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/number_text.h"

namespace latentscape {

/// Texts that usually stand for "no value": NA, N/A, NaN, null, None, ?, - and their usual spellings.
const std::vector<std::string>& usualMissingTokens();

/// True for a cell that stands for "no value" where nothing else is told: empty, or a usual token.
bool isMissingToken(std::string_view cell);

enum class CellKind : unsigned char {
    Missing,
    Number,
    Percent,    ///< a number with a percent sign behind it
    NonFinite,  ///< an infinite number
    Text,
};

/// What a cell says, as far as that is known without its column's type.
struct CellReading {
    CellKind kind = CellKind::Text;
    /// Of a Number, a Percent (the one before the sign) or a NonFinite; else 0.
    double number = 0;
};

/// How the cells of one column are understood.
class CellRules {
public:
    CellRules() : CellRules({}, usualMissingTokens()) {}
    /// Empty cells are missing whatever `missingTokens` are.
    CellRules(NumberFormat format, const std::vector<std::string>& missingTokens);

    /// The same rules with further values that stand for "no value": texts, or numbers however they are
    /// spelled.
    CellRules withSentinels(const std::vector<std::string>& sentinels) const;

    /// `text` has no blanks around it.
    CellReading read(std::string_view text) const;
    const NumberFormat& format() const { return m_format; }
    /// Whether a cell that spells a number always is one, never a missing value.
    bool everyNumberCounts() const { return m_everyNumberCounts; }

private:
    NumberFormat m_format;
    std::shared_ptr<const std::set<std::string, std::less<>>> m_missingTokens;
    std::vector<std::string> m_sentinelTexts;
    std::vector<double> m_sentinelNumbers;
    bool m_everyNumberCounts = true;
};

}  // namespace latentscape
