#pragma once

#include <span>
#include <vector>

#include "core/analysis/encoding.h"

namespace latentscape {

/// Rows whose posteriors tell where a model has support; of more, always the same ones.
inline constexpr Index kSupportRows = 1000;
/// Share of the rows around which a place counts as one with support.
inline constexpr double kSupportedShare = 0.99;

/// How much support the aggregate posterior q(z) = 1/N Σ_i q(z | x_i) (Hoffman & Johnson 2016, "ELBO
/// surgery") gives to places of latent space.
///
/// A density by itself says little, so each is held against those at the rows' own means, there without the
/// row's own term, which would speak for itself. A place has support if it lies in the region of highest
/// density that holds kSupportedShare of the rows (Hyndman 1996, "Computing and graphing highest density
/// regions"). Elsewhere the decoder answers too, but nothing has taught it what to say there.
class AggregateSupport {
public:
    /// Of at least one row; those that are not finite do not count.
    explicit AggregateSupport(const Posteriors& posteriors);

    Index latent() const { return m_precision.rows(); }

    /// log q(z) of each place (latent × places), in nats; NaN where a place is not finite.
    Eigen::VectorXd logDensity(const ConstMatrixRef& places) const;

    /// Share of the rows that lie at places as sparse as one of that density, or sparser: 0 … 1.
    double shareBelow(double logDensity) const;
    bool hasSupport(double logDensity) const { return logDensity >= m_threshold; }
    /// The least log q(z) of a place with support.
    double threshold() const { return m_threshold; }

private:
    /// log q(z | x_i) of each row and place, rows × places.
    Eigen::MatrixXd logTerms(const Eigen::MatrixXd& places) const;

    // With p = 1/σ², log q(z | x_i) = constant_i + Σ_j (z_j (pμ)_ij − ½ z_j² p_ij): two matrix products.
    Eigen::MatrixXd m_precision;   ///< p, latent × rows
    Eigen::MatrixXd m_pulledMean;  ///< pμ, latent × rows
    Eigen::VectorXd m_constant;
    /// At the rows' means, ascending.
    std::vector<double> m_ownDensities;
    double m_threshold = 0;
};

/// Of the given rows of a table, or of kSupportRows of them.
AggregateSupport aggregateSupport(const EncodedTable& table, const ModelSnapshot& model,
                                  std::span<const Index> rows);

}  // namespace latentscape
