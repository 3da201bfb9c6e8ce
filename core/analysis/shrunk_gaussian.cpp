#include "core/analysis/shrunk_gaussian.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace latentscape {
namespace {

const double kLog2Pi = std::log(2 * std::numbers::pi);
// Rows that do not vary at all would have an infinite density.
constexpr double kSmallestVariance = 1e-10;

/// The factor of a covariance that rounding may have robbed of its last positive eigenvalue.
Eigen::LLT<Eigen::MatrixXd> factorOf(Eigen::MatrixXd& covariance) {
    Eigen::LLT<Eigen::MatrixXd> factor(covariance);
    for (double ridge = std::max(kSmallestVariance, 1e-14 * covariance.trace());
         factor.info() != Eigen::Success && std::isfinite(ridge); ridge *= 10) {
        covariance.diagonal().array() += ridge;
        factor.compute(covariance);
    }
    return factor;
}

double logDeterminant(const Eigen::LLT<Eigen::MatrixXd>& factor) {
    return 2 * factor.matrixLLT().diagonal().array().log().sum();
}

/// Σ_rows |x − m|⁴.
double fourthPowers(const RowSelection& selection, const Eigen::VectorXd& mean) {
    double sum = 0;
    Eigen::MatrixXd centred(selection.features(), 1);
    for (Index i = 0; i < selection.count(); ++i) {
        centreRows(selection, mean, i, centred);
        const double squares = centred.squaredNorm();
        sum += squares * squares;
    }
    return sum;
}

}  // namespace

ShrunkGaussian::ShrunkGaussian(Eigen::VectorXd mean, Eigen::MatrixXd covariance, double shrinkage)
    : m_mean(std::move(mean)),
      m_covariance(std::move(covariance)),
      m_shrinkage(shrinkage),
      m_factor(factorOf(m_covariance)),
      m_precision(m_factor.solve(Eigen::MatrixXd::Identity(m_mean.size(), m_mean.size()))),
      m_logDeterminant(logDeterminant(m_factor)) {}

// Lemma 3.2 to 3.4 of the article: d² is the distance of S from the target, b² how far S itself may be from
// the truth, judged by the spread of the single rows' x xᵀ about it; s = b² / d².
ShrunkGaussian ShrunkGaussian::fit(const RowSelection& selection) {
    DataMoments data = moments(selection);
    const double features = double(data.mean.size());
    const double rows = double(std::max<Index>(data.rows, 1));
    const double variance = data.covariance.trace() / features;
    const double squares = data.covariance.squaredNorm();
    const double distance = std::max(0.0, squares - features * variance * variance);
    const double error = (fourthPowers(selection, data.mean) / rows - squares) / rows;
    const double shrinkage = error <= 0 ? 0.0 : error >= distance ? 1.0 : error / distance;

    Eigen::MatrixXd covariance = (1 - shrinkage) * data.covariance;
    covariance.diagonal().array() += shrinkage * variance;
    return ShrunkGaussian(std::move(data.mean), std::move(covariance), shrinkage);
}

double ShrunkGaussian::meanLogDensity(const RowSelection& selection) const {
    const Index features = m_mean.size();
    double sum = 0;
    Eigen::MatrixXd chunk(features, std::min(chunkRows(features), selection.count()));
    for (Index first = 0; first < selection.count(); first += chunk.cols()) {
        const Index count = std::min(chunk.cols(), selection.count() - first);
        centreRows(selection, m_mean, first, chunk.leftCols(count));
        const Eigen::MatrixXd whitened = m_factor.matrixL().solve(chunk.leftCols(count));
        for (Index i = 0; i < count; ++i) {
            const Index row = selection.rows[std::size_t(first + i)];
            if (selection.hasMissing() && (selection.mask.col(row).array() == 0).any())
                sum += incompleteRow(chunk.col(i), selection.mask.col(row), whitened.col(i).squaredNorm());
            else
                sum -= 0.5 * (double(features) * kLog2Pi + m_logDeterminant + whitened.col(i).squaredNorm());
        }
    }
    return sum / double(std::max<Index>(selection.count(), 1));
}

// With P = Σ⁻¹, o the cells that are there and m those that are not: log |Σ_oo| = log |Σ| + log |P_mm| and
// Σ_oo⁻¹ = P_oo − P_om P_mm⁻¹ P_mo (Schur), so the work grows with the missing cells only.
double ShrunkGaussian::incompleteRow(const Eigen::VectorXd& deviation, const ConstVectorRef& mask,
                                     double squares) const {
    std::vector<Index> missing;
    for (Index feature = 0; feature < mask.size(); ++feature)
        if (mask[feature] == 0)
            missing.push_back(feature);
    const Eigen::LLT<Eigen::MatrixXd> factor(m_precision(missing, missing));
    const Eigen::VectorXd projected = m_precision(Eigen::all, missing).transpose() * deviation;
    return -0.5 * (double(mask.size() - Index(missing.size())) * kLog2Pi + m_logDeterminant +
                   logDeterminant(factor) + squares - factor.matrixL().solve(projected).squaredNorm());
}

}  // namespace latentscape
