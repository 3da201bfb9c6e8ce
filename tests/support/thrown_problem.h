#pragma once

#include <optional>
#include <string>

#include "core/support/problem.h"

namespace latentscape::tests {

/// The problem of the Error that `action` throws; empty if it throws none.
template <class Action>
std::optional<Problem> thrownProblem(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.problem();
    }
    return std::nullopt;
}

/// Whether every placeholder of the problem's message has its fact.
inline bool isFullyDescribed(const Problem& problem) {
    return describe(problem).find('{') == std::string::npos;
}

inline std::string fact(const Problem& problem, const std::string& name) {
    const auto found = problem.facts.find(name);
    return found != problem.facts.end() ? found->second : "(no fact " + name + ")";
}

}  // namespace latentscape::tests
