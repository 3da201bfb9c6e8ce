#include "core/training/hyperparameters.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/support/number_text.h"

namespace latentscape {
namespace {

template <class Number>
std::optional<Number> parseWhole(std::string_view text) {
    Number number{};
    const std::from_chars_result end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::string joined(const std::vector<std::string_view>& items) {
    std::string text;
    for (const std::string_view item : items)
        text += (text.empty() ? "" : ", ") + std::string(item);
    return text;
}

void checkRange(const HyperparameterSpec& spec, double value) {
    if (value >= spec.minimum && value <= spec.maximum)
        return;
    throw Error(ProblemCode::HyperparameterOutOfRange, {{"name", std::string(spec.key)},
                                                        {"value", shortestText(value)},
                                                        {"minimum", shortestText(spec.minimum)},
                                                        {"maximum", shortestText(spec.maximum)}});
}

void checkAllowed(const HyperparameterSpec& spec, std::int64_t value) {
    checkRange(spec, double(value));
}
void checkAllowed(const HyperparameterSpec& spec, double value) {
    checkRange(spec, value);
}
void checkAllowed(const HyperparameterSpec& spec, const std::vector<std::int64_t>& values) {
    if (values.size() > kMaximumLayers)
        throw Error(ProblemCode::TooManyLayers, {{"name", std::string(spec.key)},
                                                 {"value", std::to_string(values.size())},
                                                 {"maximum", std::to_string(kMaximumLayers)}});
    for (const std::int64_t value : values)
        checkRange(spec, double(value));
}
void checkAllowed(const HyperparameterSpec& spec, const std::string& value) {
    if (std::find(spec.choices.begin(), spec.choices.end(), value) == spec.choices.end())
        throw Error(ProblemCode::HyperparameterNotAChoice,
                    {{"name", std::string(spec.key)}, {"value", value}, {"choices", joined(spec.choices)}});
}

[[noreturn]] void throwNotUnderstood(const HyperparameterSpec& spec, std::string_view text,
                                     std::string expected) {
    throw Error(
        ProblemCode::HyperparameterNotANumber,
        {{"name", std::string(spec.key)}, {"value", std::string(text)}, {"expected", std::move(expected)}});
}

std::vector<std::int64_t> parseList(const HyperparameterSpec& spec, std::string_view text) {
    std::vector<std::int64_t> values;
    if (text.empty() || text == "none")
        return values;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        std::string_view entry = text.substr(at, end - at);
        while (!entry.empty() && entry.front() == ' ')
            entry.remove_prefix(1);
        while (!entry.empty() && entry.back() == ' ')
            entry.remove_suffix(1);
        const std::optional<std::int64_t> value = parseWhole<std::int64_t>(entry);
        if (!value)
            throwNotUnderstood(spec, text, "whole numbers separated by commas, such as 64,64, or none");
        values.push_back(*value);
        at = end + 1;
    }
    return values;
}

}  // namespace

Hyperparameters recommendedHyperparameters(Index rows) {
    Hyperparameters recommended;
    if (rows > 2000)
        recommended.hidden = {128, 128};
    const std::uint64_t twentieth = std::uint64_t(std::clamp<Index>(rows / 20, 16, 128));
    recommended.batch = std::int64_t(std::bit_floor(twentieth));
    return recommended;
}

const HyperparameterSpec& hyperparameterSpec(std::string_view key) {
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (spec.key == key)
            return spec;
    throw Error(ProblemCode::UnknownHyperparameter, {{"name", std::string(key)}});
}

HyperparameterValue getHyperparameter(const Hyperparameters& hyperparameters,
                                      const HyperparameterSpec& spec) {
    return std::visit([&](auto member) { return HyperparameterValue(hyperparameters.*member); }, spec.member);
}

void setHyperparameter(Hyperparameters& hyperparameters, const HyperparameterSpec& spec,
                       const HyperparameterValue& value) {
    std::visit(
        [&](auto member) {
            using Value = std::remove_reference_t<decltype(hyperparameters.*member)>;
            const Value* const typed = std::get_if<Value>(&value);
            if (!typed)
                throwNotUnderstood(spec, hyperparameterText(value), "a value of another kind");
            checkAllowed(spec, *typed);
            hyperparameters.*member = *typed;
        },
        spec.member);
}

std::string hyperparameterText(const HyperparameterValue& value) {
    if (const auto* const whole = std::get_if<std::int64_t>(&value))
        return shortestText(*whole);
    if (const auto* const real = std::get_if<double>(&value))
        return shortestText(*real);
    if (const auto* const text = std::get_if<std::string>(&value))
        return *text;
    std::string list;
    for (const std::int64_t entry : std::get<std::vector<std::int64_t>>(value))
        list += (list.empty() ? "" : ",") + shortestText(entry);
    return list.empty() ? "none" : list;
}

HyperparameterValue parseHyperparameter(const HyperparameterSpec& spec, std::string_view text) {
    if (std::holds_alternative<std::int64_t Hyperparameters::*>(spec.member)) {
        if (const std::optional<std::int64_t> value = parseWhole<std::int64_t>(text))
            return *value;
        throwNotUnderstood(spec, text, "a whole number");
    }
    if (std::holds_alternative<double Hyperparameters::*>(spec.member)) {
        const std::optional<double> value = parseWhole<double>(text);
        if (value && std::isfinite(*value))
            return *value;
        throwNotUnderstood(spec, text, "a number such as 0.001 or 1e-3");
    }
    if (std::holds_alternative<std::string Hyperparameters::*>(spec.member))
        return std::string(text);
    return parseList(spec, text);
}

Hyperparameters withChanges(Hyperparameters hyperparameters,
                            const std::vector<HyperparameterChange>& changes) {
    for (const HyperparameterChange& change : changes)
        setHyperparameter(hyperparameters, hyperparameterSpec(change.key), change.value);
    return hyperparameters;
}

void validate(const Hyperparameters& hyperparameters) {
    Hyperparameters checked;
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        setHyperparameter(checked, spec, getHyperparameter(hyperparameters, spec));
}

Problems scheduleProblems(const Hyperparameters& hyperparameters) {
    Problems problems;
    const double epochs = double(hyperparameters.epochs);
    for (const char* const key : {"kl-warmup", "kl-cycle"}) {
        const HyperparameterSpec& spec = hyperparameterSpec(key);
        const double length = std::get<double>(getHyperparameter(hyperparameters, spec));
        if (length > epochs)
            problems.push_back({ProblemCode::ScheduleOutlastsRun,
                                {{"name", std::string(spec.key)},
                                 {"length", shortestText(length)},
                                 {"epochs", shortestText(hyperparameters.epochs)}}});
    }
    return problems;
}

std::vector<const HyperparameterSpec*> differences(const Hyperparameters& one, const Hyperparameters& other) {
    std::vector<const HyperparameterSpec*> differing;
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (getHyperparameter(one, spec) != getHyperparameter(other, spec))
            differing.push_back(&spec);
    return differing;
}

}  // namespace latentscape
