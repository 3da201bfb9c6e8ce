#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/data/column_roles.h"
#include "core/data/dataset.h"

namespace latentscape {

// Tables of which it is known what a model should find. Each is a function of parameters and seed alone, and
// row i does not depend on how many rows there are. Numbers are rounded to kGeneratedDecimals, so that the
// table reads the same from a CSV file. What the rows were made from stands in columns `factor_…`, which only
// colour.

inline constexpr int kGeneratedDecimals = 4;

/// A table and which of its columns are to be learned.
struct GeneratedTable {
    DatasetPtr dataset;
    RoleRequest roles;
};

/// Columns `v_1` …: independent standard normal numbers. There is nothing to find.
struct StandardNormalParameters {
    Index rows = 100;
    Index columns = 20;
};
GeneratedTable standardNormal(const StandardNormalParameters& parameters, std::uint64_t seed);

/// Columns `v_1` …: in each cluster normal numbers around its centre with variance 1. Row i is in cluster
/// i mod `clusters`, as the label column `cluster` says (A, B, …).
struct GaussianClustersParameters {
    Index rows = 1000;
    Index columns = 10;
    /// At most 26.
    Index clusters = 5;
    /// Standard deviation of each coordinate of the centres.
    double separation = 3;
};
GeneratedTable gaussianClusters(const GaussianClustersParameters& parameters, std::uint64_t seed);
/// columns × clusters
Eigen::MatrixXd clusterCentres(const GaussianClustersParameters& parameters, std::uint64_t seed);

/// A rolled-up sheet (Marsland 2009, chapter 10, as in scikit-learn's make_swiss_roll): x = t cos t,
/// y = height, z = t sin t, plus normal noise, with t = `factor_angle` uniform in [1.5 π, 4.5 π] and
/// `factor_height` uniform in [0, 21].
struct SwissRollParameters {
    Index rows = 2000;
    double noise = 0.2;
};
GeneratedTable swissRoll(const SwissRollParameters& parameters, std::uint64_t seed);

/// Two half circles that reach into each other, plus normal noise (scikit-learn's make_moons): (cos t, sin t)
/// for `upper`, (1 − cos t, ½ − sin t) for `lower`, t = `factor_angle` uniform in [0, π]. The label column is
/// `moon`; rows alternate.
struct TwoMoonsParameters {
    Index rows = 1000;
    double noise = 0.08;
};
GeneratedTable twoMoons(const TwoMoonsParameters& parameters, std::uint64_t seed);

/// Columns `v_1` … = W z + noise, with z = `factor_1` … standard normal; where `bend` is not 0, each factor
/// acts through z + bend (z² − 1) / √2 instead. Columns `nuisance_1` … are standard normal and tell nothing.
struct PlantedFactorsParameters {
    Index rows = 2000;
    Index factors = 2;
    Index columns = 12;
    Index nuisance = 4;
    /// Standard deviation of the noise.
    double noise = 0.3;
    double bend = 0;
};
GeneratedTable plantedFactors(const PlantedFactorsParameters& parameters, std::uint64_t seed);
/// W, columns × factors: independent standard normal numbers.
Eigen::MatrixXd plantedLoadings(const PlantedFactorsParameters& parameters, std::uint64_t seed);

/// Count columns `n_1` …: negative binomial with mean μ = exp(b + w · z), variance μ + μ² / `dispersion`, and
/// z = `factor_1` … standard normal. Most counts are 0.
struct SparseCountsParameters {
    Index rows = 2000;
    Index factors = 2;
    Index columns = 30;
    double dispersion = 2;
};
GeneratedTable sparseCounts(const SparseCountsParameters& parameters, std::uint64_t seed);
/// w beside b, columns × (factors + 1): normal, w with standard deviation 0.8, b with 0.5 around −1.
Eigen::MatrixXd countWeights(const SparseCountsParameters& parameters, std::uint64_t seed);

/// A generator as menus and command line offer it, with everything but rows and seed at its default.
struct Generator {
    /// As in `generated:swiss-roll`.
    std::string_view name;
    std::string_view title;
    std::string_view description;
    Index defaultRows;
    GeneratedTable (*make)(Index rows, std::uint64_t seed);
};

std::span<const Generator> generators();
/// Throws Error(UnknownGenerator).
const Generator& generatorNamed(std::string_view name);

/// How a generated table is called where files are called by their paths: `generated:swiss-roll`.
inline constexpr std::string_view kGeneratedPrefix = "generated:";

}  // namespace latentscape
