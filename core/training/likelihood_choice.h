#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/preprocessor.h"

namespace latentscape {

/// Positive columns more skewed than this have a logarithm that is easier to describe.
inline constexpr double kSkewForLogarithm = 2;

/// `auto`, then every likelihood that a number column may have.
std::vector<std::string_view> numberLikelihoodNames();

/// The likelihood and scale of each of roles.inputs: what was chosen by hand in roles.likelihoods; else
/// Bernoulli for yes/no columns, categorical for categories, and `numbers` for number columns: a name, or
/// `auto` for log-normal where a column is positive and its skewness over the training rows is above
/// kSkewForLogarithm, and Gaussian elsewhere (also for pixels). A number column that `numbers` cannot
/// describe is Gaussian, and `problems` says so. Throws Error(LikelihoodDoesNotFit) for a choice by hand that
/// the column cannot have.
std::vector<ColumnPreparation> chooseLikelihoods(const Dataset& dataset, const ColumnRoles& roles,
                                                 const RowList& trainingRows, const std::string& numbers,
                                                 Problems& problems);

}  // namespace latentscape
