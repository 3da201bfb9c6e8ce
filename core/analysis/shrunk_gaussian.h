#pragma once

#include <Eigen/Cholesky>

#include "core/model/moments.h"

namespace latentscape {

/// One Gaussian with all covariances between features, shrunk towards a multiple of the identity just as far
/// as pays (Ledoit & Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices"):
/// Σ = (1 − s) S + s (tr S / D) I. The plainest density that a model of a table has to beat.
///
/// Holds features × features numbers, and takes features³ work: for up to some thousand features.
class ShrunkGaussian {
public:
    /// Missing cells stand at their column's mean. At least one feature.
    static ShrunkGaussian fit(const RowSelection& selection);

    const Eigen::VectorXd& mean() const { return m_mean; }
    const Eigen::MatrixXd& covariance() const { return m_covariance; }
    /// s, between 0 and 1.
    double shrinkage() const { return m_shrinkage; }

    /// Mean over rows of log p(x), in nats, constants included; 0 without rows. Exact where cells are
    /// missing: of such a row it is the density of the cells that are there.
    double meanLogDensity(const RowSelection& selection) const;

private:
    ShrunkGaussian(Eigen::VectorXd mean, Eigen::MatrixXd covariance, double shrinkage);

    /// `squares` is (x − m)ᵀ Σ⁻¹ (x − m) with 0 for the deviation of a missing cell.
    double incompleteRow(const Eigen::VectorXd& deviation, const ConstVectorRef& mask, double squares) const;

    Eigen::VectorXd m_mean;
    Eigen::MatrixXd m_covariance;
    double m_shrinkage = 0;
    Eigen::LLT<Eigen::MatrixXd> m_factor;
    Eigen::MatrixXd m_precision;
    double m_logDeterminant = 0;
};

}  // namespace latentscape
