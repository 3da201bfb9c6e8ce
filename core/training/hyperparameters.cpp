#include "core/training/hyperparameters.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/model/activation.h"

namespace latentscape {
namespace {

using Group = HyperparameterGroup;
using Effect = HyperparameterEffect;

const std::vector<HyperparameterSpec>& table() {
    static const std::vector<HyperparameterSpec> specs{
        {.key = "latent",
         .label = "Latent dimensions",
         .group = Group::Architecture,
         .effect = Effect::Restart,
         .member = &Hyperparameters::latent,
         .minimum = 1,
         .maximum = 512,
         .sliderMinimum = 1,
         .sliderMaximum = 16,
         .help = "How many numbers the model may keep of each row. Two can be drawn as a map.",
         .tooLow = "Rows that differ are drawn together and reconstructions stay vague.",
         .tooHigh = "Some dimensions stay unused: their KL is near zero."},
        {.key = "hidden",
         .label = "Hidden layers",
         .group = Group::Architecture,
         .effect = Effect::Restart,
         .member = &Hyperparameters::hidden,
         .minimum = 1,
         .maximum = 8192,
         .help = "Units of each hidden layer of the encoder, such as 64,64; the decoder mirrors them. None "
                 "makes the "
                 "model linear.",
         .tooLow = "Only straight relations are found.",
         .tooHigh = "Training is slow and learns single rows by heart: validation gets worse."},
        {.key = "activation",
         .label = "Activation",
         .group = Group::Architecture,
         .effect = Effect::Restart,
         .member = &Hyperparameters::activation,
         .choices = {kActivationNames.begin(), kActivationNames.end()},
         .help =
             "The bend between two layers. SiLU is smooth and works nearly always; ReLU makes maps of flat "
             "facets; tanh saturates."},
        {.key = "likelihood",
         .label = "Number likelihood",
         .group = Group::Architecture,
         .effect = Effect::Restart,
         .member = &Hyperparameters::likelihood,
         .choices = {"auto", "gaussian", "bernoulli"},
         .help = "How number columns spread around their reconstruction. Auto and Gaussian learn one noise "
                 "width for "
                 "each column; Bernoulli suits black-and-white images, scaled from 0 to 1."},
        {.key = "beta",
         .label = "β (KL weight)",
         .group = Group::Objective,
         .effect = Effect::Live,
         .member = &Hyperparameters::beta,
         .minimum = 0,
         .maximum = 1e9,
         .sliderMinimum = 0.01,
         .sliderMaximum = 100,
         .logarithmic = true,
         .help = "How much tidiness of the latent space counts against reconstruction. 1 is the true bound "
                 "on the "
                 "likelihood.",
         .tooLow = "Sharp reconstructions, but a ragged latent space with holes.",
         .tooHigh = "All rows fall on one heap and every reconstruction is the average row."},
        {.key = "kl-warmup",
         .label = "β warm-up",
         .group = Group::Objective,
         .effect = Effect::Live,
         .member = &Hyperparameters::klWarmup,
         .minimum = 0,
         .maximum = 1e6,
         .sliderMinimum = 0,
         .sliderMaximum = 200,
         .help = "Epochs over which β rises from zero to its value, so that the model finds structure before "
                 "it has "
                 "to tidy up.",
         .tooLow = "Dimensions may collapse at once and never come back.",
         .tooHigh = "Most of the run trains an objective that is not the one you asked for."},
        {.key = "learning-rate",
         .label = "Learning rate",
         .group = Group::Optimisation,
         .effect = Effect::Live,
         .member = &Hyperparameters::learningRate,
         .minimum = 0,
         .maximum = 1e6,
         .sliderMinimum = 1e-5,
         .sliderMaximum = 1e-1,
         .logarithmic = true,
         .help = "Size of each step of the Adam optimiser.",
         .tooLow = "The curves creep; nothing seems to happen.",
         .tooHigh = "The curves jump about or the loss becomes infinite."},
        {.key = "batch",
         .label = "Batch size",
         .group = Group::Optimisation,
         .effect = Effect::Live,
         .member = &Hyperparameters::batch,
         .minimum = 1,
         .maximum = 1048576,
         .sliderMinimum = 8,
         .sliderMaximum = 1024,
         .logarithmic = true,
         .help = "Rows that share one step.",
         .tooLow = "Noisy steps and few rows a second.",
         .tooHigh = "Few steps an epoch, so more epochs are needed."},
        {.key = "clip-norm",
         .label = "Gradient clipping",
         .group = Group::Optimisation,
         .effect = Effect::Live,
         .member = &Hyperparameters::clipNorm,
         .minimum = 0,
         .maximum = 1e9,
         .sliderMinimum = 0.1,
         .sliderMaximum = 1000,
         .logarithmic = true,
         .help = "Longest gradient that is followed as it is; longer ones are shortened to this norm. 0 "
                 "switches it "
                 "off.",
         .tooLow = "Every step has the same length and training slows down.",
         .tooHigh = "One odd row can throw the model off."},
        {.key = "epochs",
         .label = "Epochs",
         .group = Group::Optimisation,
         .effect = Effect::Live,
         .member = &Hyperparameters::epochs,
         .minimum = 1,
         .maximum = 1e9,
         .sliderMinimum = 10,
         .sliderMaximum = 10000,
         .logarithmic = true,
         .help = "How often the model sees every training row before the run ends. Raise it at any time to "
                 "go on.",
         .tooLow = "The curves still fall when the run ends.",
         .tooHigh = "Time is spent, and validation may rise again: over-fitting."},
        {.key = "validation",
         .label = "Validation share",
         .group = Group::Data,
         .effect = Effect::Restart,
         .member = &Hyperparameters::validation,
         .minimum = 0,
         .maximum = 0.9,
         .sliderMinimum = 0,
         .sliderMaximum = 0.5,
         .help = "Share of the rows that the model never learns from. They show whether it has learned the "
                 "table or "
                 "single rows.",
         .tooLow = "The validation curve is noisy, or missing.",
         .tooHigh = "Little is left to learn from."},
        {.key = "seed",
         .label = "Seed",
         .group = Group::Data,
         .effect = Effect::Restart,
         .member = &Hyperparameters::seed,
         .minimum = 0,
         .maximum = 4294967295.0,
         .help = "Decides the split, the first parameters and all noise. The same seed gives the same run, "
                 "bit for "
                 "bit."},
    };
    return specs;
}

/// Shortest text that reads back as the same number.
template <class Number>
std::string numberText(Number number) {
    char buffer[40];
    const std::to_chars_result end = std::to_chars(buffer, buffer + sizeof buffer, number);
    return {buffer, end.ptr};
}

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
                                                        {"value", numberText(value)},
                                                        {"minimum", numberText(spec.minimum)},
                                                        {"maximum", numberText(spec.maximum)}});
}

void checkAllowed(const HyperparameterSpec& spec, std::int64_t value) {
    checkRange(spec, double(value));
}
void checkAllowed(const HyperparameterSpec& spec, double value) {
    checkRange(spec, value);
}
void checkAllowed(const HyperparameterSpec& spec, const std::vector<std::int64_t>& values) {
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

std::span<const HyperparameterSpec> hyperparameterSpecs() {
    return table();
}

const HyperparameterSpec& hyperparameterSpec(std::string_view key) {
    for (const HyperparameterSpec& spec : table())
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
        return numberText(*whole);
    if (const auto* const real = std::get_if<double>(&value))
        return numberText(*real);
    if (const auto* const text = std::get_if<std::string>(&value))
        return *text;
    std::string list;
    for (const std::int64_t entry : std::get<std::vector<std::int64_t>>(value))
        list += (list.empty() ? "" : ",") + numberText(entry);
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

void validate(const Hyperparameters& hyperparameters) {
    Hyperparameters checked;
    for (const HyperparameterSpec& spec : table())
        setHyperparameter(checked, spec, getHyperparameter(hyperparameters, spec));
}

std::vector<const HyperparameterSpec*> differences(const Hyperparameters& one, const Hyperparameters& other) {
    std::vector<const HyperparameterSpec*> differing;
    for (const HyperparameterSpec& spec : table())
        if (getHyperparameter(one, spec) != getHyperparameter(other, spec))
            differing.push_back(&spec);
    return differing;
}

}  // namespace latentscape
