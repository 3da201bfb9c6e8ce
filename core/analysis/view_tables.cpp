#include "core/analysis/view_tables.h"

#include <cmath>

#include "core/analysis/model_tables.h"
#include "core/data/csv_writer.h"

namespace latentscape {
namespace {

using Header = std::vector<std::string>;

std::string numbered(const char* name, Index number) {
    return name + std::to_string(number);
}

void addCount(CsvWriter& writer, Index count) {
    writer.addCell(std::to_string(count));
}

/// Empty for a category, which has none.
void addInterval(CsvWriter& writer, const std::optional<ValueInterval>& interval) {
    writer.addNumber(interval ? interval->lower : NAN);
    writer.addNumber(interval ? interval->upper : NAN);
}

}  // namespace

std::string latentsAsCsv(const LatentSnapshot& snapshot) {
    Header header{"row"};
    for (Index dimension = 0; dimension < snapshot.means.rows(); ++dimension)
        header.push_back(numbered("mean_", dimension));
    CsvWriter writer(header);
    for (Index point = 0; point < snapshot.means.cols(); ++point) {
        addCount(writer, (*snapshot.rows)[std::size_t(point)]);
        for (Index dimension = 0; dimension < snapshot.means.rows(); ++dimension)
            writer.addNumber(snapshot.means(dimension, point));
        writer.endRow();
    }
    return writer.text();
}

std::string reconstructionsCsv(const Dataset& dataset, const Preprocessor& preprocessor,
                               std::span<const RowReconstruction> rows) {
    CsvWriter writer(
        Header{"row", "column", "original", "reconstruction", "probability", "lower_90", "upper_90"});
    for (const RowReconstruction& row : rows)
        for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
            const ReconstructedCell& cell = row.cells[i];
            const Column& column = dataset.column(preprocessor.columns()[i].column);
            addCount(writer, row.row);
            writer.addCell(column.name);
            writer.addCell(cell.missing ? std::string() : spelled(column, cell.original));
            writer.addCell(spelled(column, cell.reconstruction.value));
            writer.addNumber(cell.reconstruction.probability);
            addInterval(writer, cell.interval);
            writer.endRow();
        }
    return writer.text();
}

std::string decodedPlacesCsv(const Preprocessor& preprocessor, std::span<const NamedPlace> places) {
    Header header{"place"};
    for (Index i = 0; i < (places.empty() ? 0 : places.front().z.size()); ++i)
        header.push_back(numbered("z_", i));
    for (const char* const name : {"column", "value", "probability", "lower_90", "upper_90"})
        header.emplace_back(name);
    CsvWriter writer(header);
    const std::vector<Column> columns = columnsOf(preprocessor);
    for (const NamedPlace& place : places)
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const PredictedCell& cell = place.decoded.cells[i];
            writer.addCell(place.name);
            for (const Scalar latent : place.z)
                writer.addNumber(latent);
            writer.addCell(columns[i].name);
            writer.addCell(spelled(columns[i], cell.decoded.value));
            writer.addNumber(cell.decoded.probability);
            addInterval(writer, hasPredictiveInterval(preprocessor.columns()[i])
                                    ? std::optional(ValueInterval{cell.lower, cell.upper})
                                    : std::nullopt);
            writer.endRow();
        }
    return writer.text();
}

std::string effectsCsv(const Preprocessor& preprocessor, Index dimension,
                       std::span<const ColumnEffect> effects) {
    CsvWriter writer(Header{"latent", "column", "slope", "here", "at_low", "at_high", "least", "most"});
    for (std::size_t i = 0; i < effects.size(); ++i) {
        const ColumnEffect& effect = effects[i];
        addCount(writer, dimension);
        writer.addCell(preprocessor.columns()[i].name);
        for (const double number :
             {effect.slope, effect.here, effect.atLow, effect.atHigh, effect.least, effect.most})
            writer.addNumber(number);
        writer.endRow();
    }
    return writer.text();
}

std::string posteriorCsv(Index row, const Vector& mean, const Vector& deviation, const Vector& kl) {
    CsvWriter writer(Header{"row", "latent", "mean", "deviation", "kl"});
    for (Index i = 0; i < mean.size(); ++i) {
        addCount(writer, row);
        addCount(writer, i);
        for (const Scalar number : {mean[i], deviation[i], kl[i]})
            writer.addNumber(number);
        writer.endRow();
    }
    return writer.text();
}

std::string neighboursCsv(Index row, std::span<const Neighbour> neighbours) {
    CsvWriter writer(Header{"row", "neighbour", "distance"});
    for (const Neighbour& neighbour : neighbours) {
        addCount(writer, row);
        addCount(writer, neighbour.row);
        writer.addNumber(neighbour.distance);
        writer.endRow();
    }
    return writer.text();
}

std::string latentHealthCsv(const LatentHealth& health) {
    CsvWriter writer(Header{"latent", "kl", "mean_variance", "active", "mean", "variance"});
    for (std::size_t i = 0; i < health.dimensions.size(); ++i) {
        const LatentDimension& dimension = health.dimensions[i];
        addCount(writer, Index(i));
        writer.addNumber(dimension.kl);
        writer.addNumber(dimension.meanVariance);
        writer.addCell(dimension.active() ? "yes" : "no");
        writer.addNumber(dimension.aggregateMean);
        writer.addNumber(dimension.aggregateVariance);
        writer.endRow();
    }
    return writer.text();
}

std::string columnHealthCsv(std::span<const ColumnHealth> health, std::span<const ColumnBaseline> baselines) {
    CsvWriter writer(Header{"column", "r2", "pca_r2", "noise", "noise_is_factor", "error", "error_share"});
    for (std::size_t i = 0; i < health.size(); ++i) {
        const ColumnHealth& column = health[i];
        const bool compared = baselines.size() == health.size() && baselines[i].varies;
        writer.addCell(column.name);
        writer.addNumber(column.fit.varies ? column.fit.r2 : NAN);
        writer.addNumber(compared ? baselines[i].r2 : NAN);
        writer.addNumber(column.noise ? column.noise->width : NAN);
        writer.addCell(!column.noise ? "" : column.noise->isFactor ? "yes" : "no");
        writer.addNumber(column.error ? *column.error : NAN);
        writer.addNumber(column.error ? column.errorShare : NAN);
        writer.endRow();
    }
    return writer.text();
}

std::string differencesCsv(std::span<const ColumnDifference> differences, const std::string& first,
                           const std::string& second) {
    CsvWriter writer(Header{"column", "compares", "effect", "p", "corrected_p", first + "_rows",
                            second + "_rows", first + "_median", second + "_median"});
    for (const ColumnDifference& difference : differences) {
        const bool isNumbers = difference.kind == ColumnDifference::Kind::Numbers;
        writer.addCell(difference.name);
        writer.addCell(isNumbers                                               ? "numbers"
                       : difference.kind == ColumnDifference::Kind::Categories ? "categories"
                                                                               : "missing");
        writer.addNumber(difference.effect);
        writer.addNumber(difference.p);
        writer.addNumber(difference.correctedP);
        addCount(writer, difference.firstRows);
        addCount(writer, difference.secondRows);
        writer.addNumber(isNumbers ? double(difference.first.median) : NAN);
        writer.addNumber(isNumbers ? double(difference.second.median) : NAN);
        writer.endRow();
    }
    return writer.text();
}

std::string strangestCsv(const Preprocessor& preprocessor, const AnomalyRanking& ranking, bool weighted) {
    ScoreTable scored(preprocessor, weighted);
    scored.add(std::span(ranking.order).first(std::size_t(ranking.explained.score.size())),
               ranking.explained);
    return scored.text();
}

}  // namespace latentscape
