#include "core/analysis/procrustes.h"

#include <algorithm>

#include <Eigen/SVD>

namespace latentscape {
namespace {

/// The first two moments of both clouds, in as many dimensions as the larger has.
struct Moments {
    Eigen::VectorXd pointsMean;
    Eigen::VectorXd referenceMean;
    /// Σ (reference − mean) (points − mean)ᵀ
    Eigen::MatrixXd cross;
    /// Σ ‖points − mean‖² and Σ ‖reference − mean‖²
    double pointsSpread = 0;
    double referenceSpread = 0;
};

/// Calls work(x, y) for each pair of finite columns.
template <class Work>
void forEachPair(const ConstMatrixRef& points, const ConstMatrixRef& reference, Index dimensions, Work work) {
    Eigen::VectorXd x = Eigen::VectorXd::Zero(dimensions);
    Eigen::VectorXd y = Eigen::VectorXd::Zero(dimensions);
    for (Index i = 0; i < std::min(points.cols(), reference.cols()); ++i) {
        x.head(points.rows()) = points.col(i).cast<double>();
        y.head(reference.rows()) = reference.col(i).cast<double>();
        if (x.allFinite() && y.allFinite())
            work(x, y);
    }
}

Moments momentsOf(const ConstMatrixRef& points, const ConstMatrixRef& reference, Index dimensions) {
    Moments moments{.pointsMean = Eigen::VectorXd::Zero(dimensions),
                    .referenceMean = Eigen::VectorXd::Zero(dimensions),
                    .cross = Eigen::MatrixXd::Zero(dimensions, dimensions)};
    Index count = 0;
    forEachPair(points, reference, dimensions, [&](const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
        moments.pointsMean += x;
        moments.referenceMean += y;
        ++count;
    });
    if (count == 0)
        return moments;
    moments.pointsMean /= double(count);
    moments.referenceMean /= double(count);
    forEachPair(points, reference, dimensions, [&](Eigen::VectorXd& x, Eigen::VectorXd& y) {
        x -= moments.pointsMean;
        y -= moments.referenceMean;
        moments.cross.noalias() += y * x.transpose();
        moments.pointsSpread += x.squaredNorm();
        moments.referenceSpread += y.squaredNorm();
    });
    return moments;
}

}  // namespace

ProcrustesFit fitProcrustes(const ConstMatrixRef& points, const ConstMatrixRef& reference,
                            ProcrustesScale scale) {
    const Index dimensions = std::max(points.rows(), reference.rows());
    const Moments moments = momentsOf(points, reference, dimensions);
    ProcrustesFit fit{.rotation = Eigen::MatrixXd::Identity(dimensions, dimensions),
                      .from = moments.pointsMean,
                      .to = moments.referenceMean};
    if (!(moments.pointsSpread > 0) || !(moments.referenceSpread > 0))
        return fit;
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(moments.cross, Eigen::ComputeFullU | Eigen::ComputeFullV);
    fit.rotation.noalias() = svd.matrixU() * svd.matrixV().transpose();
    const double common = svd.singularValues().sum();
    if (scale == ProcrustesScale::Fitted)
        fit.scale = common / moments.pointsSpread;
    fit.r2 = std::min(1.0, common / moments.pointsSpread * (common / moments.referenceSpread));
    return fit;
}

Matrix transformed(const ProcrustesFit& fit, const ConstMatrixRef& points) {
    const Eigen::MatrixXd turned = fit.scale * fit.rotation.leftCols(points.rows());
    const Eigen::VectorXd shift = fit.to - fit.scale * (fit.rotation * fit.from);
    return (turned.cast<Scalar>() * points).colwise() + shift.cast<Scalar>();
}

}  // namespace latentscape
