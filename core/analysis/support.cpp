#include "core/analysis/support.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/data/sampler.h"

namespace latentscape {
namespace {

constexpr double kNowhere = -std::numeric_limits<double>::infinity();

/// log Σ exp
double logSum(const Eigen::Ref<const Eigen::VectorXd>& terms) {
    const double largest = terms.maxCoeff<Eigen::PropagateNaN>();
    return std::isfinite(largest) ? largest + std::log((terms.array() - largest).exp().sum()) : largest;
}

}  // namespace

AggregateSupport::AggregateSupport(const Posteriors& posteriors) {
    std::vector<Index> finite;
    for (Index row = 0; row < posteriors.mean.cols(); ++row)
        if (posteriors.mean.col(row).allFinite() && posteriors.deviation.col(row).allFinite())
            finite.push_back(row);
    const Eigen::MatrixXd means = posteriors.mean(Eigen::all, finite).cast<double>();
    const Eigen::MatrixXd deviations = posteriors.deviation(Eigen::all, finite).cast<double>();
    m_precision = deviations.array().square().inverse();
    m_pulledMean = m_precision.cwiseProduct(means);
    m_constant = -(deviations.array().log().colwise().sum() +
                   0.5 * (m_pulledMean.array() * means.array()).colwise().sum() +
                   0.5 * double(means.rows()) * std::log(2 * std::numbers::pi))
                      .transpose()
                      .matrix();
    const Index rows = means.cols();
    m_threshold = kNowhere;
    if (rows < 2)
        return;
    Eigen::MatrixXd terms = logTerms(means);
    terms.diagonal().setConstant(kNowhere);
    for (Index row = 0; row < rows; ++row)
        m_ownDensities.push_back(logSum(terms.col(row)) - std::log(double(rows - 1)));
    std::sort(m_ownDensities.begin(), m_ownDensities.end());
    m_threshold = m_ownDensities[std::size_t((1 - kSupportedShare) * double(rows))];
}

Eigen::MatrixXd AggregateSupport::logTerms(const Eigen::MatrixXd& places) const {
    Eigen::MatrixXd terms = m_pulledMean.transpose() * places;
    terms.noalias() -= 0.5 * (m_precision.transpose() * places.cwiseAbs2());
    terms.colwise() += m_constant;
    return terms;
}

Eigen::VectorXd AggregateSupport::logDensity(const ConstMatrixRef& places) const {
    // Some at a time: there is one term for each row and place.
    constexpr Index kPlaces = 512;
    Eigen::VectorXd densities(places.cols());
    for (Index first = 0; first < places.cols(); first += kPlaces) {
        const Index count = std::min(kPlaces, places.cols() - first);
        const Eigen::MatrixXd terms = logTerms(places.middleCols(first, count).cast<double>());
        for (Index i = 0; i < count; ++i)
            densities[first + i] =
                terms.rows() == 0 ? kNowhere : logSum(terms.col(i)) - std::log(double(terms.rows()));
    }
    return densities;
}

double AggregateSupport::shareBelow(double logDensity) const {
    if (m_ownDensities.empty())
        return 0;
    const auto above = std::upper_bound(m_ownDensities.begin(), m_ownDensities.end(), logDensity);
    return double(above - m_ownDensities.begin()) / double(m_ownDensities.size());
}

AggregateSupport aggregateSupport(const EncodedTable& table, const ModelSnapshot& model,
                                  std::span<const Index> rows) {
    const RowList chosen = subsampleRows(rows, kSupportRows, Random(1));
    return AggregateSupport(encodeRows(table, model, chosen));
}

}  // namespace latentscape
