#include "core/analysis/imputation.h"

#include <algorithm>
#include <cmath>

#include "core/model/latent.h"

namespace latentscape {
namespace {

/// The missing columns of each row that can be filled.
class MissingCells {
public:
    MissingCells(const Dataset& dataset, const Preprocessor& preprocessor) {
        for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
            const EncodedColumn& column = preprocessor.columns()[i];
            const std::optional<Index> index = dataset.indexOf(column.name);
            if (column.features > 0 && index)
                m_columns.push_back({i, &dataset.column(*index).missing});
        }
    }

    std::vector<std::size_t> ofRow(Index row) const {
        std::vector<std::size_t> missing;
        for (const auto& [column, flags] : m_columns)
            if ((*flags)[std::size_t(row)])
                missing.push_back(column);
        return missing;
    }

    bool anyInRow(Index row) const {
        return std::any_of(m_columns.begin(), m_columns.end(),
                           [row](const auto& column) { return (*column.second)[std::size_t(row)]; });
    }

private:
    std::vector<std::pair<std::size_t, const MissingMask*>> m_columns;
};

/// Weights that add up to 1 from their logarithms.
Eigen::VectorXd normalised(const Eigen::VectorXd& logWeights) {
    const double largest = logWeights.maxCoeff<Eigen::PropagateNaN>();
    // A row so extreme that no draw explains it.
    if (!std::isfinite(largest))
        return Eigen::VectorXd::Constant(logWeights.size(), 1 / double(logWeights.size()));
    const Eigen::VectorXd weights = (logWeights.array() - largest).exp();
    return weights / weights.sum();
}

/// Fills row after row, with one workspace for all.
class RowImputer {
public:
    RowImputer(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
               const ImputationOptions& options)
        : m_preprocessor(preprocessor),
          m_table(table),
          m_model(model),
          m_options(options),
          m_random(options.seed),
          m_expectation(model.vae->features(), options.samples),
          m_logWeights(options.samples),
          m_drawn(model.vae->features()) {
        model.vae->reserve(m_workspace, options.samples);
    }

    void impute(Index row, const std::vector<std::size_t>& missing, std::vector<ImputedCell>& cells) {
        drawLatents(row);
        const Eigen::VectorXd weights = normalised(m_logWeights);
        m_model.vae->expectation(m_workspace.raw.leftCols(m_options.samples), m_expectation);
        const Vector average = m_expectation * weights.cast<Scalar>();
        const std::vector<DecodedCell> decoded = m_preprocessor.inverse(average);
        const std::size_t first = cells.size();
        for (const std::size_t column : missing)
            cells.push_back({.row = row,
                             .column = column,
                             .value = decoded[column].value,
                             .probability = decoded[column].probability,
                             .lower = decoded[column].value,
                             .upper = decoded[column].value});
        addIntervals(row, weights, std::span(cells).subspan(first));
    }

private:
    /// Decoded draws of z and their log weights; each draw stands in a column of the workspace, as if it were
    /// a row of a batch.
    void drawLatents(Index row) {
        const Vae& vae = *m_model.vae;
        const Index draws = m_options.samples;
        const Index masks = m_table.hasMissing() ? draws : 0;
        const Matrix x = m_table.values.col(row).replicate(1, draws);
        const Matrix mask = masks ? Matrix(m_table.mask.col(row).replicate(1, draws)) : Matrix();
        vae.encode(m_model.parameters, {.x = x.leftCols(1), .mask = mask.leftCols(std::min<Index>(masks, 1))},
                   m_workspace);
        for (Index draw = 0; draw < draws; ++draw) {
            m_workspace.mean.col(draw) = m_workspace.mean.col(0);
            m_workspace.logvar.col(draw) = m_workspace.logvar.col(0);
            m_random.fillNormal(RandomStream::ImportanceNoise, std::uint32_t(draw), std::uint32_t(row),
                                m_workspace.noise.col(draw));
        }
        reparameterise(m_workspace.mean.leftCols(draws), m_workspace.logvar.leftCols(draws),
                       m_workspace.noise.leftCols(draws), m_workspace.z.leftCols(draws));
        vae.decode(m_model.parameters, draws, m_workspace);
        vae.reconstructionLoss(m_model.parameters, {.x = x, .mask = mask}, 0, m_workspace);
        for (Index draw = 0; draw < draws; ++draw)
            m_logWeights[draw] = vae.logImportanceWeight(m_workspace, draws, draw, 0, Vector(0));
    }

    /// Sets lower and upper of the number cells of one row.
    void addIntervals(Index row, const Eigen::VectorXd& weights, std::span<ImputedCell> cells) {
        const auto isNumber = [&](const ImputedCell& cell) {
            return m_preprocessor.columns()[cell.column].hasNumbers();
        };
        if (m_options.intervalDraws < 1 || std::none_of(cells.begin(), cells.end(), isNumber))
            return;
        const std::size_t draws = std::size_t(m_options.intervalDraws);
        RandomSequence random(m_random, RandomStream::Sampling, 0, std::uint32_t(row));
        // Systematic resampling (Kitagawa 1996): evenly spaced through the weights from one random start.
        const double start = double(random()) / 4294967296.0;
        Index latent = 0;
        double passed = weights[0];
        std::vector<std::vector<double>> values(cells.size(), std::vector<double>(draws));
        for (std::size_t draw = 0; draw < draws; ++draw) {
            while (latent + 1 < weights.size() && passed < (double(draw) + start) / double(draws))
                passed += weights[++latent];
            m_model.vae->sampleRow(m_model.parameters, m_workspace.raw.col(latent), random, m_drawn);
            const std::vector<double> original = m_preprocessor.inverseSample(m_drawn);
            for (std::size_t i = 0; i < cells.size(); ++i)
                values[i][draw] = original[cells[i].column];
        }
        // Between the i-th and the j-th of n draws in order lies the share (j − i) / (n + 1) of a density.
        const double tail = (1 - m_options.interval) / 2 * double(draws + 1);
        const std::size_t outside = std::size_t(std::clamp(std::round(tail) - 1, 0.0, double(draws - 1) / 2));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!isNumber(cells[i]))
                continue;
            std::sort(values[i].begin(), values[i].end());
            cells[i].lower = values[i][outside];
            cells[i].upper = values[i][draws - 1 - outside];
        }
    }

    const Preprocessor& m_preprocessor;
    const EncodedTable& m_table;
    const ModelSnapshot& m_model;
    ImputationOptions m_options;
    Random m_random;
    VaeWorkspace m_workspace;
    Matrix m_expectation;
    Eigen::VectorXd m_logWeights;
    Vector m_drawn;
};

}  // namespace

RowList rowsToFill(const Dataset& dataset, const Preprocessor& preprocessor) {
    const MissingCells missing(dataset, preprocessor);
    RowList rows;
    for (Index row = 0; row < dataset.rows(); ++row)
        if (missing.anyInRow(row))
            rows.push_back(row);
    return rows;
}

std::vector<ImputedCell> imputeMissing(const Dataset& dataset, const Preprocessor& preprocessor,
                                       const EncodedTable& table, const ModelSnapshot& model,
                                       std::span<const Index> rows, const ImputationOptions& options,
                                       const Progress& progress) {
    const MissingCells missing(dataset, preprocessor);
    RowImputer imputer(preprocessor, table, model, options);
    std::vector<ImputedCell> cells;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        reportProgress(progress, double(i) / double(rows.size()));
        const Index row = rows[i];
        const std::vector<std::size_t> columns = missing.ofRow(row);
        if (!columns.empty())
            imputer.impute(row, columns, cells);
    }
    return cells;
}

}  // namespace latentscape
