#include "core/training/likelihood_choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace latentscape {
namespace {

/// What a likelihood asks of a number column, and how the column is scaled for it.
struct NumberLikelihood {
    std::string_view name;
    NumberScale scale;
    bool (*allows)(double value);
    /// In words; empty if it allows all.
    const char* needs;
};

bool anyNumber(double) {
    return true;
}
bool isPositive(double value) {
    return value > 0;
}
bool isCount(double value) {
    return value >= 0 && value == std::floor(value);
}

// A likelihood that people may choose for numbers has a line here.
constexpr std::array<NumberLikelihood, 7> kNumberLikelihoods{{
    {"gaussian", NumberScale::Standard, &anyNumber, ""},
    {"student-t", NumberScale::Standard, &anyNumber, ""},
    {"log-normal", NumberScale::Logarithm, &isPositive, "numbers above zero"},
    {"poisson", NumberScale::Count, &isCount, "whole numbers from zero on"},
    {"negative-binomial", NumberScale::Count, &isCount, "whole numbers from zero on"},
    {"bernoulli", NumberScale::Range, &anyNumber, ""},
    {"continuous-bernoulli", NumberScale::Range, &anyNumber, ""},
}};

const NumberLikelihood* numberLikelihood(std::string_view name) {
    const auto* const found = std::find_if(kNumberLikelihoods.begin(), kNumberLikelihoods.end(),
                                           [&](const NumberLikelihood& one) { return one.name == name; });
    return found == kNumberLikelihoods.end() ? nullptr : found;
}

bool allows(const NumberLikelihood& likelihood, const Column& column) {
    for (std::size_t row = 0; row < column.values.size(); ++row)
        if (!column.missing[row] && !likelihood.allows(column.values[row]))
            return false;
    return true;
}

/// Third standardised moment of the present cells (Fisher–Pearson, ddof = 0); 0 for a constant column.
double skewness(const Column& column, const RowList& rows) {
    double count = 0;
    double mean = 0;
    double squares = 0;
    double cubes = 0;
    // One pass (Terriberry's update), so that values of 1e300 do not overflow more than their cubes.
    for (const Index row : rows) {
        if (column.missing[std::size_t(row)])
            continue;
        const double before = count;
        ++count;
        const double delta = column.values[std::size_t(row)] - mean;
        const double share = delta / count;
        const double term = delta * share * before;
        mean += share;
        cubes += term * share * (count - 2) - 3 * share * squares;
        squares += term;
    }
    const double skew = std::sqrt(count) * cubes / std::pow(squares, 1.5);
    return std::isfinite(skew) ? skew : 0;
}

Error doesNotFit(const Column& column, const std::string& likelihood, const std::string& reason) {
    return {ProblemCode::LikelihoodDoesNotFit,
            {{"column", column.name}, {"likelihood", likelihood}, {"reason", reason}}};
}

/// Of a column with categories.
ColumnPreparation forCategories(const Column& column, const std::string& chosen) {
    const std::string natural = column.type == ColumnType::Binary ? "bernoulli" : "categorical";
    if (!chosen.empty() && chosen != "auto" && chosen != natural)
        throw doesNotFit(column, chosen, "it holds categories, not numbers");
    return {.likelihood = natural};
}

ColumnPreparation forChosenNumber(const Column& column, const std::string& chosen) {
    const NumberLikelihood* const likelihood = numberLikelihood(chosen);
    if (!likelihood)
        throw doesNotFit(column, chosen, "it is not one for numbers");
    if (!allows(*likelihood, column))
        throw doesNotFit(column, chosen, std::string("that needs ") + likelihood->needs);
    return {.likelihood = chosen, .scale = likelihood->scale};
}

}  // namespace

std::vector<std::string_view> numberLikelihoodNames() {
    std::vector<std::string_view> names{"auto"};
    for (const NumberLikelihood& likelihood : kNumberLikelihoods)
        names.push_back(likelihood.name);
    return names;
}

std::vector<ColumnPreparation> chooseLikelihoods(const Dataset& dataset, const ColumnRoles& roles,
                                                 const RowList& trainingRows, const std::string& numbers,
                                                 Problems& problems) {
    std::vector<ColumnPreparation> preparations;
    std::vector<std::string> unsuited;
    for (const Index index : roles.inputs) {
        const Column& column = dataset.column(index);
        const auto found = roles.likelihoods.find(index);
        const std::string chosen = found == roles.likelihoods.end() ? "auto" : found->second;
        if (column.hasCategories()) {
            preparations.push_back(forCategories(column, chosen));
        } else if (chosen != "auto") {
            preparations.push_back(forChosenNumber(column, chosen));
        } else if (numbers == "auto") {
            const bool logarithm = !roles.image && allows(*numberLikelihood("log-normal"), column) &&
                                   skewness(column, trainingRows) > kSkewForLogarithm;
            preparations.push_back(forChosenNumber(column, logarithm ? "log-normal" : "gaussian"));
        } else if (allows(*numberLikelihood(numbers), column)) {
            preparations.push_back(forChosenNumber(column, numbers));
        } else {
            unsuited.push_back(column.name);
            preparations.push_back(forChosenNumber(column, "gaussian"));
        }
    }
    if (!unsuited.empty())
        problems.push_back({ProblemCode::LikelihoodNotUsed,
                            {{"likelihood", numbers},
                             {"reason", numberLikelihood(numbers)->needs},
                             {"columns", listOfNames(unsuited)}}});
    return preparations;
}

}  // namespace latentscape
