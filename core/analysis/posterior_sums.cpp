#include "core/analysis/posterior_sums.h"

#include <algorithm>

#include "core/model/latent.h"

namespace latentscape {

PosteriorSums::PosteriorSums(Index latent)
    : m_kl(Eigen::ArrayXd::Zero(latent)),
      m_mean(Eigen::ArrayXd::Zero(latent)),
      m_meanSquares(Eigen::ArrayXd::Zero(latent)),
      m_variance(Eigen::ArrayXd::Zero(latent)) {}

void PosteriorSums::add(const ConstMatrixRef& mean, const ConstMatrixRef& logvar) {
    // The same numbers as in the loss, and like there added up in double.
    m_chunkKl.resize(mean.rows(), mean.cols());
    klToPrior(mean, logvar, m_chunkKl);
    m_kl += m_chunkKl.cast<double>().rowwise().sum().array();
    m_mean += mean.cast<double>().rowwise().sum().array();
    m_meanSquares += mean.cast<double>().rowwise().squaredNorm().array();
    m_variance +=
        logvar.cwiseMax(kMinLogvar).cwiseMin(kMaxLogvar).cast<double>().array().exp().rowwise().sum();
    m_saturated += countSaturated(logvar);
    m_rows += mean.cols();
}

std::vector<LatentDimension> PosteriorSums::dimensions() const {
    const double count = double(std::max<Index>(m_rows, 1));
    std::vector<LatentDimension> dimensions;
    for (Index j = 0; j < m_kl.size(); ++j) {
        const double mean = m_mean[j] / count;
        const double variance = std::max(0.0, m_meanSquares[j] / count - mean * mean);
        dimensions.push_back({.kl = m_kl[j] / count,
                              .meanVariance = variance,
                              .aggregateMean = mean,
                              .aggregateVariance = variance + m_variance[j] / count});
    }
    return dimensions;
}

double PosteriorSums::saturated() const {
    return double(m_saturated) / (double(std::max<Index>(m_rows, 1)) * double(m_kl.size()));
}

}  // namespace latentscape
