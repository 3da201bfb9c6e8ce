#include "core/model/linear_gaussian.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>

namespace latentscape {
namespace {

const double kLog2Pi = std::log(2 * std::numbers::pi);

/// log p of one row from its whitened deviation a = Ψ^-½ (x − b) (0 where missing), the whitened loadings
/// G = Ψ^-½ W of the cells that are there, and the Cholesky factor of M = I + Gᵀ G:
/// −½ (n log 2π + Σ log ψ + log |M| + |a|² − |L⁻¹ Gᵀ a|²).
double logDensity(double cells, double logNoise, double logDetM, double squares, double explained) {
    return -0.5 * (cells * kLog2Pi + logNoise + logDetM + squares - explained);
}

double logDeterminant(const Eigen::LLT<Eigen::MatrixXd>& factor) {
    return 2 * factor.matrixLLT().diagonal().array().log().sum();
}

Eigen::MatrixXd onePlusSquare(const Eigen::MatrixXd& whitenedLoadings) {
    Eigen::MatrixXd square = Eigen::MatrixXd::Identity(whitenedLoadings.cols(), whitenedLoadings.cols());
    square.selfadjointView<Eigen::Lower>().rankUpdate(whitenedLoadings.transpose());
    square.triangularView<Eigen::StrictlyUpper>() = square.transpose();
    return square;
}

/// Goes through rows in chunks, with what all complete rows have in common worked out once.
class LikelihoodSum {
public:
    explicit LikelihoodSum(const LinearGaussian& model)
        : m_model(model),
          m_precisionRoot(model.noiseVariance.cwiseSqrt().cwiseInverse()),
          m_whitenedLoadings(m_precisionRoot.asDiagonal() * model.loadings),
          m_factor(onePlusSquare(m_whitenedLoadings)),
          m_logNoise(model.noiseVariance.array().log()) {}

    double over(const RowSelection& selection) const {
        double sum = 0;
        Eigen::MatrixXd chunk(selection.features(),
                              std::min(chunkRows(selection.features()), selection.count()));
        for (Index first = 0; first < selection.count(); first += chunk.cols()) {
            const Index count = std::min(chunk.cols(), selection.count() - first);
            Eigen::Ref<Eigen::MatrixXd> deviation = chunk.leftCols(count);
            centreRows(selection, m_model.mean, first, deviation);
            deviation.array().colwise() *= m_precisionRoot.array();
            Eigen::MatrixXd projected = m_whitenedLoadings.transpose() * deviation;
            m_factor.matrixL().solveInPlace(projected);
            for (Index i = 0; i < count; ++i) {
                const Index row = selection.rows[std::size_t(first + i)];
                if (selection.hasMissing() && (selection.mask.col(row).array() == 0).any())
                    sum += incomplete(deviation.col(i), selection.mask.col(row));
                else
                    sum += logDensity(double(m_model.features()), m_logNoise.sum(), logDeterminant(m_factor),
                                      deviation.col(i).squaredNorm(), projected.col(i).squaredNorm());
            }
        }
        return sum;
    }

private:
    double incomplete(const Eigen::VectorXd& deviation, const ConstVectorRef& mask) const {
        const Eigen::VectorXd present = (mask.array() != 0).cast<double>();
        const Eigen::LLT<Eigen::MatrixXd> factor(onePlusSquare(present.asDiagonal() * m_whitenedLoadings));
        Eigen::VectorXd projected = m_whitenedLoadings.transpose() * deviation;
        factor.matrixL().solveInPlace(projected);
        return logDensity(present.sum(), (present.array() * m_logNoise).sum(), logDeterminant(factor),
                          deviation.squaredNorm(), projected.squaredNorm());
    }

    const LinearGaussian& m_model;
    /// Ψ^-½.
    Eigen::VectorXd m_precisionRoot;
    /// G = Ψ^-½ W.
    Eigen::MatrixXd m_whitenedLoadings;
    Eigen::LLT<Eigen::MatrixXd> m_factor;
    Eigen::ArrayXd m_logNoise;
};

}  // namespace

LinearPosterior posterior(const LinearGaussian& model) {
    const Eigen::VectorXd precisionRoot = model.noiseVariance.cwiseSqrt().cwiseInverse();
    const Eigen::MatrixXd whitened = precisionRoot.asDiagonal() * model.loadings;
    const Eigen::LLT<Eigen::MatrixXd> factor(onePlusSquare(whitened));
    LinearPosterior result;
    result.meanMap = factor.solve(whitened.transpose()) * precisionRoot.asDiagonal();
    result.variances = factor.solve(Eigen::MatrixXd::Identity(model.latent(), model.latent())).diagonal();
    return result;
}

double meanLogLikelihood(const LinearGaussian& model, const RowSelection& selection) {
    return LikelihoodSum(model).over(selection) / double(std::max<Index>(selection.count(), 1));
}

void fixSigns(Eigen::MatrixXd& loadings) {
    for (Index j = 0; j < loadings.cols(); ++j) {
        Index largest = 0;
        if (loadings.rows() > 0 && loadings.col(j).cwiseAbs().maxCoeff(&largest) > 0 &&
            loadings(largest, j) < 0)
            loadings.col(j) = -loadings.col(j);
    }
}

}  // namespace latentscape
