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

/// The likelihood, scale and clip of each of roles.inputs: what was chosen by hand in roles; else Bernoulli
/// for yes/no columns, categorical for categories, and `numbers` for columns of numbers: a name, or `auto`
/// for
/// - negative-binomial where the column's type is Count,
/// - log-normal where it is Number, positive, no pixel, and its skewness over the training rows is above
///   kSkewForLogarithm,
/// - Gaussian elsewhere, also for dates.
///
/// A scale goes with the likelihoods Gaussian (`log` makes it log-normal) and Student-t; the others have
/// their own, and a scale by hand is preferred to `numbers`. A column that `numbers` or roles.scale cannot
/// describe is Gaussian or standardised, and `problems` says so. Throws Error(LikelihoodDoesNotFit,
/// ScaleDoesNotFit) for a choice by hand that the column cannot have.
std::vector<ColumnPreparation> chooseLikelihoods(const Dataset& dataset, const ColumnRoles& roles,
                                                 const RowList& trainingRows, const std::string& numbers,
                                                 Problems& problems);

}  // namespace latentscape
