#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/training/snapshot.h"
#include "tests/support/tables.h"

namespace latentscape::testing {

/// The linear model of probabilistic PCA (Tipping & Bishop 1999) with its exact posterior, for one table.
struct LinearModel {
    TrainingDataPtr data;
    std::shared_ptr<const Vae> vae;
    Vector parameters;
    RowList rows;
    /// Σ_i ½ log(λ_i / σ²) over the kept dimensions, as mean KL a row.
    Eigen::VectorXd klPerDimension;
    double noiseVariance = 0;

    ModelSnapshot snapshot() const { return {vae, parameters}; }
};

/// Throws std::out_of_range without such a parameter.
void setParameter(LinearModel& model, std::string_view name, const Eigen::MatrixXd& values);

/// With Λ, U the d largest eigenvalues and vectors of the covariance (÷ N) and σ² the mean of the others:
/// decoder W = U (Λ − σ² I)^½, encoder μ = Λ⁻¹ Wᵀ x with variance σ² / λ.
LinearModel exactLinearModel(const std::string& sample, Index latent);

}  // namespace latentscape::testing
