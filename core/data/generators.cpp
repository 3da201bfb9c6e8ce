#include "core/data/generators.h"

#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <random>

#include "core/support/random.h"

namespace latentscape {
namespace {

// What the numbers of RandomStream::Generation are for, as its epochs. Those of rows are by row; those of the
// table itself are by column, or by cluster.
constexpr std::uint32_t kFactors = 0;
constexpr std::uint32_t kNoise = 1;
constexpr std::uint32_t kNuisance = 2;
constexpr std::uint32_t kTruth = 3;
constexpr std::uint32_t kCounts = 4;

constexpr double kCountWeightDeviation = 0.8;
constexpr double kCountBias = -1;
constexpr double kCountBiasDeviation = 0.5;

/// Independent numbers, one column a row of the table: `fill` is fillNormal or fillUniform.
Eigen::MatrixXd draws(Index size, Index count, std::uint32_t purpose, std::uint64_t seed,
                      void (*fill)(const Random&, std::uint32_t purpose, std::uint32_t row, VectorRef)) {
    const Random random(seed);
    Eigen::MatrixXd numbers(size, count);
    Vector row(size);
    for (Index i = 0; i < count; ++i) {
        fill(random, purpose, std::uint32_t(i), row);
        numbers.col(i) = row.cast<double>();
    }
    return numbers;
}

Eigen::MatrixXd normals(Index size, Index count, std::uint32_t purpose, std::uint64_t seed) {
    return draws(size, count, purpose, seed,
                 [](const Random& random, std::uint32_t what, std::uint32_t row, VectorRef values) {
                     random.fillNormal(RandomStream::Generation, what, row, values);
                 });
}

Eigen::MatrixXd uniforms(Index size, Index count, std::uint32_t purpose, std::uint64_t seed) {
    return draws(size, count, purpose, seed,
                 [](const Random& random, std::uint32_t what, std::uint32_t row, VectorRef values) {
                     random.fillUniform(RandomStream::Generation, what, row, values);
                 });
}

/// Columns side by side, with the roles that they are made for.
class TableBuilder {
public:
    explicit TableBuilder(Index rows) : m_rows(std::size_t(rows)) { m_roles.label = ""; }

    void addNumbers(std::string name, const Eigen::Ref<const Eigen::RowVectorXd>& values) {
        const double unit = std::pow(10, kGeneratedDecimals);
        std::vector<float> rounded(m_rows);
        for (std::size_t row = 0; row < m_rows; ++row)
            rounded[row] = float(std::round(values[Index(row)] * unit) / unit);
        add({.name = std::move(name), .values = std::move(rounded), .decimals = kGeneratedDecimals});
    }

    /// `stem`1 …: one column for each row of `values`.
    void addSeries(const std::string& stem, const Eigen::MatrixXd& values) {
        for (Index i = 0; i < values.rows(); ++i)
            addNumbers(stem + std::to_string(i + 1), values.row(i));
    }

    void addCounts(std::string name, std::vector<float> counts) {
        add({.name = std::move(name), .type = ColumnType::Count, .values = std::move(counts)});
    }

    void addFactor(const std::string& name, const Eigen::Ref<const Eigen::RowVectorXd>& values) {
        addNumbers("factor_" + name, values);
        // Where no class colours the map, the first factor does.
        if (m_roles.label->empty())
            m_roles.label = m_columns.back().name;
        else
            m_roles.colours.push_back(m_columns.back().name);
    }

    void addFactors(const Eigen::MatrixXd& values) {
        for (Index i = 0; i < values.rows(); ++i)
            addFactor(std::to_string(i + 1), values.row(i));
    }

    /// Row i is in class i mod the number of classes.
    void addLabel(std::string name, std::vector<std::string> classes) {
        std::vector<float> values(m_rows);
        for (std::size_t row = 0; row < m_rows; ++row)
            values[row] = float(row % classes.size());
        const ColumnType type = classes.size() == 2 ? ColumnType::Binary : ColumnType::Category;
        if (!m_roles.label->empty())
            m_roles.colours.push_back(*m_roles.label);
        m_roles.label = name;
        add({.name = std::move(name), .type = type, .values = std::move(values), .categories = classes});
    }

    /// `name` is the generator's.
    GeneratedTable build(const std::string& name) {
        return {.dataset = std::make_shared<const Dataset>(name, std::string(kGeneratedPrefix) + name,
                                                           std::move(m_columns)),
                .roles = std::move(m_roles)};
    }

private:
    void add(Column column) {
        column.missing = MissingMask(m_rows);
        m_columns.push_back(std::move(column));
    }

    std::size_t m_rows;
    std::vector<Column> m_columns;
    RoleRequest m_roles;
};

/// Parameters with all but the rows at their defaults.
template <class Parameters, GeneratedTable (*make)(const Parameters&, std::uint64_t)>
GeneratedTable withRows(Index rows, std::uint64_t seed) {
    Parameters parameters;
    parameters.rows = rows;
    return make(parameters, seed);
}

template <class Parameters, GeneratedTable (*make)(const Parameters&, std::uint64_t)>
constexpr Generator generator(std::string_view name, std::string_view title, std::string_view description) {
    return {.name = name,
            .title = title,
            .description = description,
            .defaultRows = Parameters{}.rows,
            .make = &withRows<Parameters, make>};
}

}  // namespace

GeneratedTable standardNormal(const StandardNormalParameters& parameters, std::uint64_t seed) {
    TableBuilder table(parameters.rows);
    table.addSeries("v_", normals(parameters.columns, parameters.rows, kNoise, seed));
    return table.build("noise");
}

Eigen::MatrixXd clusterCentres(const GaussianClustersParameters& parameters, std::uint64_t seed) {
    return parameters.separation * normals(parameters.columns, parameters.clusters, kTruth, seed);
}

GeneratedTable gaussianClusters(const GaussianClustersParameters& parameters, std::uint64_t seed) {
    assert(parameters.clusters >= 2 && parameters.clusters <= 26);
    const Eigen::MatrixXd centres = clusterCentres(parameters, seed);
    Eigen::MatrixXd values = normals(parameters.columns, parameters.rows, kNoise, seed);
    for (Index row = 0; row < parameters.rows; ++row)
        values.col(row) += centres.col(row % parameters.clusters);
    std::vector<std::string> names;
    for (Index i = 0; i < parameters.clusters; ++i)
        names.emplace_back(1, char('A' + i));
    TableBuilder table(parameters.rows);
    table.addSeries("v_", values);
    table.addLabel("cluster", names);
    return table.build("clusters");
}

GeneratedTable swissRoll(const SwissRollParameters& parameters, std::uint64_t seed) {
    constexpr double kHeight = 21;
    const Eigen::MatrixXd unit = uniforms(2, parameters.rows, kFactors, seed);
    const Eigen::RowVectorXd angle = 1.5 * std::numbers::pi * (1 + 2 * unit.row(0).array());
    const Eigen::RowVectorXd height = kHeight * unit.row(1);
    Eigen::MatrixXd values = parameters.noise * normals(3, parameters.rows, kNoise, seed);
    for (Index row = 0; row < parameters.rows; ++row) {
        values(0, row) += angle[row] * std::cos(angle[row]);
        values(1, row) += height[row];
        values(2, row) += angle[row] * std::sin(angle[row]);
    }
    TableBuilder table(parameters.rows);
    table.addNumbers("x", values.row(0));
    table.addNumbers("y", values.row(1));
    table.addNumbers("z", values.row(2));
    table.addFactor("angle", angle);
    table.addFactor("height", height);
    return table.build("swiss-roll");
}

GeneratedTable twoMoons(const TwoMoonsParameters& parameters, std::uint64_t seed) {
    const Eigen::RowVectorXd angle = std::numbers::pi * uniforms(1, parameters.rows, kFactors, seed);
    Eigen::MatrixXd values = parameters.noise * normals(2, parameters.rows, kNoise, seed);
    for (Index row = 0; row < parameters.rows; ++row) {
        const bool upper = row % 2 == 1;
        values(0, row) += upper ? std::cos(angle[row]) : 1 - std::cos(angle[row]);
        values(1, row) += upper ? std::sin(angle[row]) : 0.5 - std::sin(angle[row]);
    }
    TableBuilder table(parameters.rows);
    table.addNumbers("x", values.row(0));
    table.addNumbers("y", values.row(1));
    table.addFactor("angle", angle);
    table.addLabel("moon", {"lower", "upper"});
    return table.build("two-moons");
}

Eigen::MatrixXd plantedLoadings(const PlantedFactorsParameters& parameters, std::uint64_t seed) {
    return normals(parameters.factors, parameters.columns, kTruth, seed).transpose();
}

GeneratedTable plantedFactors(const PlantedFactorsParameters& parameters, std::uint64_t seed) {
    const Eigen::MatrixXd factors = normals(parameters.factors, parameters.rows, kFactors, seed);
    // The square is centred and scaled so that its mean is 0 and its variance 1, as those of the factor.
    const Eigen::MatrixXd bent =
        factors.array() + parameters.bend * (factors.array().square() - 1) / std::numbers::sqrt2;
    TableBuilder table(parameters.rows);
    table.addSeries("v_", plantedLoadings(parameters, seed) * bent +
                              parameters.noise * normals(parameters.columns, parameters.rows, kNoise, seed));
    table.addSeries("nuisance_", normals(parameters.nuisance, parameters.rows, kNuisance, seed));
    table.addFactors(factors);
    return table.build("planted-factors");
}

Eigen::MatrixXd countWeights(const SparseCountsParameters& parameters, std::uint64_t seed) {
    Eigen::MatrixXd weights = normals(parameters.factors + 1, parameters.columns, kTruth, seed).transpose();
    weights.leftCols(parameters.factors) *= kCountWeightDeviation;
    weights.rightCols(1) = (kCountBiasDeviation * weights.rightCols(1)).array() + kCountBias;
    return weights;
}

GeneratedTable sparseCounts(const SparseCountsParameters& parameters, std::uint64_t seed) {
    const Random random(seed);
    const Eigen::MatrixXd weights = countWeights(parameters, seed);
    const Eigen::MatrixXd factors = normals(parameters.factors, parameters.rows, kFactors, seed);
    Eigen::MatrixXd logRates = weights.leftCols(parameters.factors) * factors;
    logRates.colwise() += weights.col(parameters.factors);
    std::vector<std::vector<float>> counts(std::size_t(parameters.columns),
                                           std::vector<float>(std::size_t(parameters.rows)));
    for (Index row = 0; row < parameters.rows; ++row) {
        RandomSequence sequence(random, RandomStream::Generation, kCounts, std::uint32_t(row));
        for (Index i = 0; i < parameters.columns; ++i) {
            // A Poisson number whose rate is Gamma distributed is negative binomial.
            std::gamma_distribution<double> rate(parameters.dispersion,
                                                 std::exp(logRates(i, row)) / parameters.dispersion);
            const double drawn = rate(sequence);
            counts[std::size_t(i)][std::size_t(row)] =
                drawn > 0 ? float(std::poisson_distribution<long>(drawn)(sequence)) : 0;
        }
    }
    TableBuilder table(parameters.rows);
    for (Index i = 0; i < parameters.columns; ++i)
        table.addCounts("n_" + std::to_string(i + 1), std::move(counts[std::size_t(i)]));
    table.addFactors(factors);
    return table.build("sparse-counts");
}

std::span<const Generator> generators() {
    static constexpr std::array<Generator, 6> kGenerators{
        generator<GaussianClustersParameters, gaussianClusters>("clusters", "Clusters",
                                                                "Five Gaussian clusters in 10 columns"),
        generator<SwissRollParameters, swissRoll>("swiss-roll", "Swiss roll",
                                                  "A rolled-up sheet in three dimensions"),
        generator<TwoMoonsParameters, twoMoons>("two-moons", "Two moons", "Two half circles in the plane"),
        generator<PlantedFactorsParameters, plantedFactors>(
            "planted-factors", "Planted factors",
            "12 columns made from two factors, and 4 that tell nothing"),
        generator<SparseCountsParameters, sparseCounts>("sparse-counts", "Sparse counts",
                                                        "30 columns of counts, most of them 0"),
        generator<StandardNormalParameters, standardNormal>("noise", "Noise",
                                                            "100 rows of pure noise: nothing to find"),
    };
    return kGenerators;
}

const Generator& generatorNamed(std::string_view name) {
    std::string choices;
    for (const Generator& generator : generators()) {
        if (generator.name == name)
            return generator;
        choices += (choices.empty() ? "" : ", ") + std::string(generator.name);
    }
    throw Error(ProblemCode::UnknownGenerator, {{"name", std::string(name)}, {"choices", choices}});
}

}  // namespace latentscape
