#include "core/analysis/column_health.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/row_chunks.h"

namespace latentscape {
namespace {

/// Learned widths come to rest a little above their floor.
constexpr double kAtFloor = 1.02;

/// Cells of one column, in original units.
struct CellSums {
    double errors = 0;
    double values = 0;
    double squares = 0;
    Index present = 0;

    void add(const Column& column, Index row, const DecodedCell& decoded) {
        if (column.missing[std::size_t(row)])
            return;
        const double value = column.values[std::size_t(row)];
        ++present;
        if (column.hasCategories()) {
            errors += value == decoded.value ? 0 : 1;
            return;
        }
        // Deviations from one of the values keep their digits where all values are large, as moments are.
        if (present == 1)
            m_origin = value;
        errors += std::abs(decoded.value - value);
        values += value - m_origin;
        squares += (value - m_origin) * (value - m_origin);
    }

    double deviation() const {
        const double count = double(std::max<Index>(present, 1));
        return std::sqrt(std::max(0.0, squares / count - (values / count) * (values / count)));
    }

private:
    double m_origin = 0;
};

/// Smallest σ of each feature in encoded units; 0 for a likelihood without one.
Vector smallestWidths(const Vae& vae) {
    Vector smallest = Vector::Zero(vae.features());
    for (const Vae::Part& part : vae.parts()) {
        const LikelihoodBlock& block = part.likelihood->block();
        if (!part.likelihood->placesMean() || block.noise == NoiseForm::Fixed || block.noiseFloor.empty())
            continue;
        const double shared = *std::min_element(block.noiseFloor.begin(), block.noiseFloor.end());
        for (Index i = 0; i < block.features; ++i)
            smallest[block.firstFeature + i] =
                Scalar(block.noise == NoiseForm::Shared ? shared : block.noiseFloor[std::size_t(i)]);
    }
    return smallest;
}

bool differsBetweenRows(const Vae& vae) {
    return std::any_of(vae.parts().begin(), vae.parts().end(), [](const Vae::Part& part) {
        return part.likelihood->block().noise == NoiseForm::Row;
    });
}

NoiseWidth noiseWidth(const EncodedColumn& column, double encoded, double smallest, double deviation) {
    const double placed = encoded * column.scale;
    const bool isFactor = isLogarithmic(column.numberScale);
    return {.width = isFactor ? std::exp(placed) : placed,
            .isFactor = isFactor,
            .share = deviation > 0 ? encoded / deviation : 0,
            .atFloor = encoded <= kAtFloor * smallest};
}

}  // namespace

std::vector<ColumnHealth> columnHealth(const Dataset& dataset, const Preprocessor& preprocessor,
                                       const EncodedTable& table, const ModelSnapshot& model,
                                       std::span<const Index> rows) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    Matrix expectation(vae.features(), RowChunks::kLongest);
    ReconstructionSums sums(vae.features());
    std::vector<CellSums> cells(preprocessor.columns().size());
    Vector widths = Vector::Zero(vae.features());
    Eigen::VectorXd widthSum = Eigen::VectorXd::Zero(vae.features());
    const bool everyRow = differsBetweenRows(vae);
    Index widthRows = 0;
    RowChunks(table).forEach(rows, [&](Index, std::span<const Index> chunk, const Batch& batch) {
        const Index count = batch.rows();
        vae.encode(model.parameters, batch, workspace);
        workspace.z.leftCols(count) = workspace.mean.leftCols(count);
        vae.decode(model.parameters, count, workspace);
        vae.expectation(workspace.raw.leftCols(count), expectation.leftCols(count));
        sums.add(batch, expectation.leftCols(count));
        for (Index i = 0; i < count; ++i) {
            const std::vector<DecodedCell> decoded = preprocessor.inverse(expectation.col(i));
            for (std::size_t place = 0; place < decoded.size(); ++place)
                cells[place].add(dataset.column(preprocessor.columns()[place].column), chunk[std::size_t(i)],
                                 decoded[place]);
            if (everyRow || widthRows == 0) {
                vae.noiseWidths(model.parameters, workspace.raw.col(i), widths);
                widthSum += widths.cast<double>();
                ++widthRows;
            }
        }
    });

    const Vector smallest = smallestWidths(vae);
    std::vector<ColumnHealth> columns;
    for (std::size_t place = 0; place < cells.size(); ++place) {
        const EncodedColumn& column = preprocessor.columns()[place];
        if (column.features == 0)
            continue;
        const CellSums& own = cells[place];
        ColumnHealth health{.name = column.name, .column = column.column, .fit = sums.fitOf(column)};
        const double width = widthSum[column.firstFeature] / double(std::max<Index>(widthRows, 1));
        if (column.hasNumbers() && width > 0)
            health.noise =
                noiseWidth(column, width, double(smallest[column.firstFeature]), sums.deviationOf(column));
        if (own.present > 0) {
            health.error = own.errors / double(own.present);
            const double spread = column.hasNumbers() ? own.deviation() : 1;
            health.errorShare = spread > 0 ? *health.error / spread : 0;
        }
        columns.push_back(std::move(health));
    }
    return columns;
}

}  // namespace latentscape
