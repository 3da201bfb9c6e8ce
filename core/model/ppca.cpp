#include "core/model/ppca.h"

#include <algorithm>
#include <optional>

#include <Eigen/Eigenvalues>
#include <Spectra/MatOp/DenseSymMatProd.h>
#include <Spectra/SymEigsSolver.h>

namespace latentscape {
namespace {

// Measured: up to this many features all eigenvalues take milliseconds.
constexpr Index kDenseFeatures = 256;
// Measured: beyond this many features forming the covariance takes longer than the products of a Lanczos run.
constexpr Index kCovarianceFeatures = 2000;

/// Eigenvalues in descending order with their vectors, features × number.
struct Eigenpairs {
    Eigen::VectorXd values;
    Eigen::MatrixXd vectors;
};

Eigenpairs denseEigenpairs(const Eigen::MatrixXd& covariance, Index count) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    return {.values = solver.eigenvalues().tail(count).reverse(),
            .vectors = solver.eigenvectors().rightCols(count).rowwise().reverse()};
}

/// The covariance of some rows as a product with a vector, which is all that Lanczos' method asks of it.
class CovarianceProduct {
public:
    using Scalar = double;

    CovarianceProduct(const RowSelection& selection, const Eigen::VectorXd& mean)
        : m_selection(selection),
          m_mean(mean),
          m_chunk(selection.features(), std::min(kRowsAtOnce, selection.count())) {}

    Index rows() const { return m_selection.features(); }
    Index cols() const { return m_selection.features(); }

    /// result = 1/N Σ_rows (x − m) (x − m)ᵀ v.
    void perform_op(const double* vector, double* result) const {
        const Eigen::Map<const Eigen::VectorXd> v(vector, rows());
        Eigen::Map<Eigen::VectorXd> sum(result, rows());
        sum.setZero();
        for (Index first = 0; first < m_selection.count(); first += m_chunk.cols()) {
            const Index count = std::min(m_chunk.cols(), m_selection.count() - first);
            centreRows(m_selection, m_mean, first, m_chunk.leftCols(count));
            const Eigen::VectorXd scores = m_chunk.leftCols(count).transpose() * v;
            sum.noalias() += m_chunk.leftCols(count) * scores;
        }
        sum /= double(m_selection.count());
    }

    /// The sum of all eigenvalues.
    double trace() const {
        double squares = 0;
        for (Index first = 0; first < m_selection.count(); first += m_chunk.cols()) {
            const Index count = std::min(m_chunk.cols(), m_selection.count() - first);
            centreRows(m_selection, m_mean, first, m_chunk.leftCols(count));
            squares += m_chunk.leftCols(count).squaredNorm();
        }
        return squares / double(std::max<Index>(m_selection.count(), 1));
    }

private:
    // So few that the chunk is still in the cache when it is multiplied for the second time.
    static constexpr Index kRowsAtOnce = 8;

    const RowSelection& m_selection;
    const Eigen::VectorXd& m_mean;
    mutable Eigen::MatrixXd m_chunk;
};

/// The largest eigenvalues by the implicitly restarted Lanczos method, from a fixed start; nothing if they
/// stand too close together to be told apart.
template <class Operator>
std::optional<Eigenpairs> lanczosEigenpairs(Operator& product, Index count) {
    constexpr Index kRestarts = 300;
    constexpr double kTolerance = 1e-10;
    const Index basis = std::min(product.rows(), std::max<Index>(2 * count + 1, 20));
    Spectra::SymEigsSolver<Operator> solver(product, count, basis);
    solver.init();
    if (solver.compute(Spectra::SortRule::LargestAlge, kRestarts, kTolerance) < count)
        return std::nullopt;
    return Eigenpairs{.values = solver.eigenvalues(), .vectors = solver.eigenvectors()};
}

/// Makes the model of the largest eigenvalues (perhaps fewer than `latent`) and the sum of all.
Ppca modelFrom(const Eigenpairs& pairs, double trace, const Eigen::VectorXd& mean, Index latent,
               double noiseFloor) {
    const Index features = mean.size();
    const Index kept = pairs.values.size();
    const double rest = std::max(0.0, trace - pairs.values.sum());
    const double noise = std::max(
        {features > kept ? rest / double(features - kept) : 0.0, noiseFloor, kSmallestNoiseVariance});
    Ppca result;
    result.eigenvalues = Eigen::VectorXd::Constant(latent, noise);
    result.eigenvalues.head(kept) = pairs.values.cwiseMax(noise);
    result.model = {.mean = mean,
                    .loadings = Eigen::MatrixXd::Zero(features, latent),
                    .noiseVariance = Eigen::VectorXd::Constant(features, noise)};
    const Eigen::VectorXd lengths = (result.eigenvalues.head(kept).array() - noise).sqrt();
    result.model.loadings.leftCols(kept) = pairs.vectors * lengths.asDiagonal();
    fixSigns(result.model.loadings);
    return result;
}

}  // namespace

Ppca fitPpca(const DataMoments& moments, Index latent, double noiseFloor, EigenMethod method) {
    const Index features = moments.mean.size();
    const Index kept = std::min(latent, features);
    const double trace = moments.covariance.trace();
    // Lanczos' method needs some directions that are not wanted, and a matrix that is not zero.
    const bool possible = kept < features && trace > 0;
    const bool pays = features > kDenseFeatures && kept < features / 4;
    if (possible && (method == EigenMethod::Lanczos || (method == EigenMethod::Automatic && pays))) {
        Spectra::DenseSymMatProd<double> product(moments.covariance);
        if (const std::optional<Eigenpairs> pairs = lanczosEigenpairs(product, kept))
            return modelFrom(*pairs, trace, moments.mean, latent, noiseFloor);
    }
    return modelFrom(denseEigenpairs(moments.covariance, kept), trace, moments.mean, latent, noiseFloor);
}

Ppca fitPpca(const RowSelection& selection, Index latent, double noiseFloor, EigenMethod method) {
    const bool fits = selection.features() <= kCovarianceFeatures;
    if (method == EigenMethod::Dense || (method == EigenMethod::Automatic && fits))
        return fitPpca(moments(selection), latent, noiseFloor, method);

    const Eigen::VectorXd mean = presentMeans(selection);
    CovarianceProduct product(selection, mean);
    const double trace = product.trace();
    // N rows span N − 1 directions about their mean.
    Index wanted = std::min({latent, selection.features() - 1, selection.count() - 1});
    if (trace <= 0)
        wanted = 0;
    // Directions that cannot be told apart are given up from the weak end; a model with fewer is still right.
    for (; wanted > 0; wanted /= 2)
        if (const std::optional<Eigenpairs> pairs = lanczosEigenpairs(product, wanted))
            return modelFrom(*pairs, trace, mean, latent, noiseFloor);
    return modelFrom({.values = {}, .vectors = Eigen::MatrixXd(mean.size(), 0)}, trace, mean, latent,
                     noiseFloor);
}

}  // namespace latentscape
