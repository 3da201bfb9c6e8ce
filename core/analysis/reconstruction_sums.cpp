#include "core/analysis/reconstruction_sums.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

ReconstructionSums::ReconstructionSums(Index features)
    : m_squaredErrors(Eigen::ArrayXd::Zero(features)),
      m_x(Eigen::ArrayXd::Zero(features)),
      m_xSquares(Eigen::ArrayXd::Zero(features)),
      m_present(Eigen::ArrayXd::Zero(features)) {}

void ReconstructionSums::add(const Batch& batch, const ConstMatrixRef& expectation) {
    for (Index row = 0; row < batch.rows(); ++row) {
        Eigen::ArrayXd x = batch.x.col(row).cast<double>().array();
        Eigen::ArrayXd error = x - expectation.col(row).cast<double>().array();
        if (batch.mask.size() != 0) {
            const Eigen::ArrayXd present = batch.mask.col(row).cast<double>().array();
            x = (present > 0).select(x, 0.0);
            error = (present > 0).select(error, 0.0);
            m_present += present;
        } else {
            m_present += 1;
        }
        m_x += x;
        m_xSquares += x.square();
        m_squaredErrors += error.square();
    }
}

double ReconstructionSums::squaredDeviation(const EncodedColumn& column) const {
    double sum = 0;
    for (Index i = column.firstFeature; i < column.firstFeature + column.features; ++i)
        sum += m_xSquares[i] - m_x[i] * m_x[i] / std::max(m_present[i], 1.0);
    return sum;
}

ColumnFit ReconstructionSums::fitOf(const EncodedColumn& column) const {
    const double deviation = squaredDeviation(column);
    const double error = m_squaredErrors.segment(column.firstFeature, column.features).sum();
    const bool varies = deviation > 1e-12;
    return {.r2 = varies ? 1 - error / deviation : 0, .varies = varies};
}

double ReconstructionSums::deviationOf(const EncodedColumn& column) const {
    const double present = m_present.segment(column.firstFeature, column.features).sum();
    return std::sqrt(std::max(0.0, squaredDeviation(column)) / std::max(present, 1.0));
}

}  // namespace latentscape
