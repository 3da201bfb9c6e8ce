#include "core/analysis/aligned_latents.h"

#include <algorithm>

#include "core/analysis/procrustes.h"
#include "core/analysis/projection.h"

namespace latentscape {
namespace {

/// The columns of both snapshots that belong to the same rows of the table.
struct CommonColumns {
    std::vector<Index> ofSnapshot;
    std::vector<Index> ofReference;
};

CommonColumns commonColumns(const RowList& snapshot, const RowList& reference) {
    CommonColumns common;
    auto other = reference.begin();
    for (std::size_t i = 0; i < snapshot.size(); ++i) {
        other = std::lower_bound(other, reference.end(), snapshot[i]);
        if (other == reference.end())
            break;
        if (*other == snapshot[i]) {
            common.ofSnapshot.push_back(Index(i));
            common.ofReference.push_back(other - reference.begin());
        }
    }
    return common;
}

Matrix withDimensions(const Matrix& means, Index dimensions) {
    Matrix padded = Matrix::Zero(dimensions, means.cols());
    padded.topRows(means.rows()) = means;
    return padded;
}

}  // namespace

AlignedLatents alignLatents(const LatentSnapshot& snapshot, const LatentSnapshot& reference) {
    AlignedLatents aligned{.means = snapshot.means, .principalAxes = reference.means.rows() > 2};
    if (&snapshot != &reference) {
        const CommonColumns common = commonColumns(*snapshot.rows, *reference.rows);
        if (common.ofSnapshot.size() >= kFewestCommonRows) {
            const ProcrustesFit fit =
                fitProcrustes(snapshot.means(Eigen::all, common.ofSnapshot),
                              reference.means(Eigen::all, common.ofReference), ProcrustesScale::One);
            aligned.means = transformed(fit, snapshot.means);
            aligned.r2 = fit.r2;
        }
    }
    const Index dimensions = std::max(aligned.means.rows(), reference.means.rows());
    if (dimensions < 2)
        return aligned;
    Projection plane = firstTwo(dimensions);
    if (aligned.principalAxes) {
        const Projection own = principalPlane(reference.means);
        plane.axes.setZero();
        plane.axes.topRows(own.axes.rows()) = own.axes;
        plane.origin.head(own.origin.size()) = own.origin;
    }
    aligned.means = plane.of(withDimensions(aligned.means, dimensions));
    return aligned;
}

}  // namespace latentscape
