#include "core/data/cell_rules.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

const std::vector<std::string>& usualMissingTokens() {
    static const std::vector<std::string> tokens{"NA",   "N/A",  "n/a",  "#N/A", "<NA>", "NaN",  "nan", "NAN",
                                                 "-NaN", "-nan", "null", "NULL", "Null", "None", "?",   "-"};
    return tokens;
}

bool isMissingToken(std::string_view cell) {
    static const CellRules rules;
    return rules.read(trimmed(cell)).kind == CellKind::Missing;
}

CellRules::CellRules(NumberFormat format, const std::vector<std::string>& missingTokens) : m_format(format) {
    std::set<std::string, std::less<>> tokens;
    for (const std::string& token : missingTokens) {
        tokens.emplace(trimmed(token));
        m_everyNumberCounts = m_everyNumberCounts && !parseNumber(token, format);
    }
    m_missingTokens = std::make_shared<const std::set<std::string, std::less<>>>(std::move(tokens));
}

CellRules CellRules::withSentinels(const std::vector<std::string>& sentinels) const {
    CellRules rules = *this;
    for (const std::string& sentinel : sentinels) {
        const std::string_view text = trimmed(sentinel);
        rules.m_sentinelTexts.emplace_back(text);
        // A person may write a decimal point where the file has a comma.
        for (const NumberFormat& format : {m_format, NumberFormat{}}) {
            if (const std::optional<double> number = parseNumber(text, format)) {
                rules.m_sentinelNumbers.push_back(*number);
                rules.m_everyNumberCounts = false;
                break;
            }
        }
    }
    return rules;
}

CellReading CellRules::read(std::string_view text) const {
    if (text.empty() || m_missingTokens->find(text) != m_missingTokens->end() ||
        std::find(m_sentinelTexts.begin(), m_sentinelTexts.end(), text) != m_sentinelTexts.end())
        return {.kind = CellKind::Missing};
    const bool percent = text.ends_with('%');
    const std::optional<double> number =
        parseNumber(text.substr(0, text.size() - (percent ? 1 : 0)), m_format);
    if (!number)
        return {.kind = CellKind::Text};
    if (std::find(m_sentinelNumbers.begin(), m_sentinelNumbers.end(), *number) != m_sentinelNumbers.end())
        return {.kind = CellKind::Missing};
    if (!std::isfinite(*number))
        return {.kind = percent ? CellKind::Text : CellKind::NonFinite, .number = percent ? 0 : *number};
    return {.kind = percent ? CellKind::Percent : CellKind::Number, .number = *number};
}

}  // namespace latentscape
