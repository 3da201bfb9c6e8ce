#include "core/model/moments.h"

#include <algorithm>

namespace latentscape {

Index chunkRows(Index features) {
    // 2 MB of doubles; products of fewer than 16 rows would waste the registers.
    constexpr Index kChunkCells = 1 << 18;
    return std::clamp<Index>(kChunkCells / std::max<Index>(features, 1), 16, 512);
}

Eigen::VectorXd presentMeans(const RowSelection& selection) {
    Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(selection.features());
    if (!selection.hasMissing()) {
        for (const Index row : selection.rows)
            sums += selection.values.col(row).cast<double>().array();
        return sums / double(std::max<Index>(selection.count(), 1));
    }
    Eigen::ArrayXd present = Eigen::ArrayXd::Zero(selection.features());
    for (const Index row : selection.rows)
        for (Index feature = 0; feature < selection.features(); ++feature)
            if (selection.mask(feature, row) != 0) {
                sums[feature] += double(selection.values(feature, row));
                present[feature] += 1;
            }
    return sums / present.max(1.0);
}

void centreRows(const RowSelection& selection, const Eigen::VectorXd& mean, Index first,
                Eigen::Ref<Eigen::MatrixXd> centred) {
    for (Index i = 0; i < centred.cols(); ++i) {
        const Index row = selection.rows[std::size_t(first + i)];
        centred.col(i) = selection.values.col(row).cast<double>() - mean;
        if (selection.hasMissing())
            centred.col(i) = (selection.mask.col(row).array() != 0).select(centred.col(i).array(), 0.0);
    }
}

DataMoments moments(const RowSelection& selection) {
    const Index features = selection.features();
    DataMoments result{.rows = selection.count(),
                       .mean = presentMeans(selection),
                       .covariance = Eigen::MatrixXd::Zero(features, features)};
    Eigen::MatrixXd chunk(features, std::min(chunkRows(features), selection.count()));
    for (Index first = 0; first < selection.count(); first += chunk.cols()) {
        const Index count = std::min(chunk.cols(), selection.count() - first);
        centreRows(selection, result.mean, first, chunk.leftCols(count));
        result.covariance.selfadjointView<Eigen::Lower>().rankUpdate(chunk.leftCols(count));
    }
    result.covariance /= double(std::max<Index>(selection.count(), 1));
    result.covariance.triangularView<Eigen::StrictlyUpper>() = result.covariance.transpose();
    return result;
}

}  // namespace latentscape
