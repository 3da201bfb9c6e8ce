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

Error scaleDoesNotFit(const Column& column, NumberScale scale, const std::string& reason) {
    return {ProblemCode::ScaleDoesNotFit,
            {{"column", column.name}, {"scale", std::string(toString(scale))}, {"reason", reason}}};
}

/// The likelihood of that name, which a person has chosen for the column.
const NumberLikelihood& chosenLikelihood(const Column& column, const std::string& name) {
    const NumberLikelihood* const likelihood = numberLikelihood(name);
    if (!likelihood)
        throw doesNotFit(column, name, "it is not one for numbers");
    if (!allows(*likelihood, column))
        throw doesNotFit(column, name, std::string("that needs ") + likelihood->needs);
    return *likelihood;
}

/// Whether it can describe numbers on any scale.
bool takesAnyScale(const NumberLikelihood& likelihood) {
    return likelihood.scale == NumberScale::Standard;
}

bool canScaleAll(NumberScale scale, const Column& column) {
    for (std::size_t row = 0; row < column.values.size(); ++row)
        if (!column.missing[row] && !canScale(scale, column.values[row]))
            return false;
    return true;
}

/// Seconds since 1970 have no meaningful logarithm, and are too large to stay as they are.
bool suitsDates(NumberScale scale) {
    return scale == NumberScale::Standard || scale == NumberScale::Robust || scale == NumberScale::Range;
}

ColumnPreparation prepared(const NumberLikelihood& likelihood, NumberScale scale) {
    const bool isLogNormal = likelihood.name == "gaussian" && scale == NumberScale::Logarithm;
    return {.likelihood = std::string(isLogNormal ? "log-normal" : likelihood.name), .scale = scale};
}

/// Decides for one column of numbers after the other, and collects those that general wishes do not suit.
class NumberChooser {
public:
    NumberChooser(const Dataset& dataset, const ColumnRoles& roles, const RowList& trainingRows,
                  const std::string& numbers)
        : m_dataset(dataset), m_roles(roles), m_trainingRows(trainingRows), m_numbers(numbers) {}

    ColumnPreparation preparation(Index index, const std::string& chosen) {
        const Column& column = m_dataset.column(index);
        const auto scaleByHand = m_roles.scales.find(index);
        ColumnPreparation result;
        if (scaleByHand != m_roles.scales.end() && scaleByHand->second)
            result = withScaleByHand(column, chosen, *scaleByHand->second);
        else
            result = withGeneralScale(column, chosen,
                                      scaleByHand == m_roles.scales.end() ? m_roles.scale : std::nullopt);
        const auto clip = m_roles.clips.find(index);
        if (clip != m_roles.clips.end())
            result.clip = clip->second;
        else if (result.scale != NumberScale::Picture)
            result.clip = m_roles.clip;
        return result;
    }

    void report(Problems& problems) const {
        if (!m_unsuited.empty())
            problems.push_back({ProblemCode::LikelihoodNotUsed,
                                {{"likelihood", m_numbers},
                                 {"reason", numberLikelihood(m_numbers)->needs},
                                 {"columns", listOfNames(m_unsuited)}}});
        if (!m_unscaled.empty())
            problems.push_back({ProblemCode::ScaleNotUsed,
                                {{"scale", std::string(toString(m_roles.scale))},
                                 {"reason", scaleNeeds(*m_roles.scale)},
                                 {"columns", listOfNames(m_unscaled)}}});
    }

private:
    ColumnPreparation withScaleByHand(const Column& column, const std::string& chosen,
                                      NumberScale scale) const {
        if (column.type == ColumnType::DateTime && !suitsDates(scale))
            throw scaleDoesNotFit(column, scale, "it holds dates");
        if (!canScaleAll(scale, column))
            throw scaleDoesNotFit(column, scale, std::string("that needs ") + scaleNeeds(scale));
        const NumberLikelihood& gaussian = *numberLikelihood("gaussian");
        const NumberLikelihood& wished = chosen != "auto"      ? chosenLikelihood(column, chosen)
                                         : m_numbers != "auto" ? *numberLikelihood(m_numbers)
                                                               : gaussian;
        if (takesAnyScale(wished) || wished.scale == scale)
            return prepared(wished, scale);
        if (chosen != "auto")
            throw scaleDoesNotFit(column, scale, "its likelihood " + chosen + " has its own");
        return prepared(gaussian, scale);
    }

    ColumnPreparation withGeneralScale(const Column& column, const std::string& chosen, ScaleChoice scale) {
        if (column.type == ColumnType::Count ||
            (column.type == ColumnType::DateTime && scale && !suitsDates(*scale)))
            scale.reset();
        const NumberLikelihood& likelihood =
            chosen != "auto" ? chosenLikelihood(column, chosen) : likelihoodOf(column, scale);
        if (!scale || !takesAnyScale(likelihood)) {
            const bool isPixel = m_roles.image && (likelihood.scale == NumberScale::Standard ||
                                                   likelihood.scale == NumberScale::Range);
            return prepared(likelihood, isPixel ? NumberScale::Picture : likelihood.scale);
        }
        if (canScaleAll(*scale, column))
            return prepared(likelihood, *scale);
        m_unscaled.push_back(column.name);
        return prepared(likelihood, NumberScale::Standard);
    }

    /// Where none was chosen by hand.
    const NumberLikelihood& likelihoodOf(const Column& column, const ScaleChoice& scale) {
        const NumberLikelihood& gaussian = *numberLikelihood("gaussian");
        if (m_numbers != "auto") {
            const NumberLikelihood& wished = *numberLikelihood(m_numbers);
            if (column.type == ColumnType::DateTime && !takesAnyScale(wished))
                return gaussian;
            if (allows(wished, column))
                return wished;
            m_unsuited.push_back(column.name);
            return gaussian;
        }
        if (column.type == ColumnType::Count && allows(*numberLikelihood("negative-binomial"), column))
            return *numberLikelihood("negative-binomial");
        const NumberLikelihood& logNormal = *numberLikelihood("log-normal");
        const bool logarithm = !scale && !m_roles.image && column.type == ColumnType::Number &&
                               allows(logNormal, column) &&
                               skewness(column, m_trainingRows) > kSkewForLogarithm;
        return logarithm ? logNormal : gaussian;
    }

    const Dataset& m_dataset;
    const ColumnRoles& m_roles;
    const RowList& m_trainingRows;
    const std::string& m_numbers;
    /// Names of columns that m_numbers, or m_roles.scale, does not suit.
    std::vector<std::string> m_unsuited;
    std::vector<std::string> m_unscaled;
};

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
    NumberChooser numberChooser(dataset, roles, trainingRows, numbers);
    for (const Index index : roles.inputs) {
        const Column& column = dataset.column(index);
        const auto found = roles.likelihoods.find(index);
        const std::string chosen = found == roles.likelihoods.end() ? "auto" : found->second;
        preparations.push_back(column.hasCategories() ? forCategories(column, chosen)
                                                      : numberChooser.preparation(index, chosen));
    }
    numberChooser.report(problems);
    return preparations;
}

}  // namespace latentscape
