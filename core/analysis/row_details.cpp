#include "core/analysis/row_details.h"

#include <algorithm>

#include "core/analysis/latent_decoder.h"
#include "core/model/latent.h"

namespace latentscape {
namespace {

/// The input columns of one row as a table of its own.
Dataset editedRow(const Dataset& dataset, const Preprocessor& preprocessor, Index row,
                  std::span<const CellEdit> edits) {
    std::vector<Column> columns;
    for (const EncodedColumn& encoded : preprocessor.columns()) {
        const Column& column = dataset.column(encoded.column);
        const auto edit = std::ranges::find(edits, encoded.column, &CellEdit::column);
        const bool edited = edit != edits.end();
        const bool missing = edited ? !edit->value : column.missing[std::size_t(row)];
        const double value = missing ? 0 : edited ? *edit->value : column.values[std::size_t(row)];
        columns.push_back({.name = column.name,
                           .type = column.type,
                           .values = ColumnValues{value},
                           .missing = MissingMask{static_cast<unsigned char>(missing)},
                           .categories = column.categories,
                           .decimals = column.decimals,
                           .precision = column.precision,
                           .notation = column.notation});
    }
    return {dataset.name(), dataset.path(), std::move(columns)};
}

/// Between which p(x | z) holds kPredictiveShare of each feature, in encoded units.
struct Bounds {
    Vector lower;
    Vector upper;
};

Bounds predictiveBounds(const ModelSnapshot& model, const ConstVectorRef& raw) {
    constexpr double kTail = (1 - kPredictiveShare) / 2;
    Bounds bounds{.lower = Vector(model.vae->features()), .upper = Vector(model.vae->features())};
    model.vae->quantile(model.parameters, raw, kTail, bounds.lower);
    model.vae->quantile(model.parameters, raw, 1 - kTail, bounds.upper);
    return bounds;
}

}  // namespace

RowDetails rowDetails(const Dataset& dataset, const Preprocessor& preprocessor, const EncodedTable& table,
                      const ModelSnapshot& model, Index row, std::span<const CellEdit> edits) {
    std::optional<Dataset> copy;
    EncodedTable encodedCopy;
    if (!edits.empty()) {
        copy = editedRow(dataset, preprocessor, row, edits);
        encodedCopy = preprocessor.transform(*copy);
    }
    const EncodedTable& encoded = copy ? encodedCopy : table;
    const Index place = copy ? 0 : row;
    const Batch batch{
        .x = encoded.values.col(place),
        .mask = encoded.mask.middleCols(encoded.hasMissing() ? place : 0, encoded.hasMissing() ? 1 : 0)};
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, 1);
    vae.encode(model.parameters, batch, workspace);
    workspace.z.col(0) = workspace.mean.col(0);
    vae.decode(model.parameters, 1, workspace);
    vae.reconstructionLoss(model.parameters, batch, 0, workspace);
    klToPrior(workspace.mean.leftCols(1), workspace.logvar.leftCols(1), workspace.kl.leftCols(1));
    Vector expectation(vae.features());
    vae.expectation(workspace.raw.leftCols(1), expectation);

    RowDetails details{
        .reconstruction = {.row = row},
        .mean = workspace.mean.col(0),
        .deviation = (workspace.logvar.col(0).array().max(kMinLogvar).min(kMaxLogvar) / 2).exp(),
        .kl = workspace.kl.col(0),
        .error = workspace.reconstruction[0]};
    const std::vector<DecodedCell> decoded = preprocessor.inverse(expectation);
    const Bounds bounds = predictiveBounds(model, workspace.raw.col(0));
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const EncodedColumn& input = preprocessor.columns()[i];
        const Column& column = copy ? copy->column(Index(i)) : dataset.column(input.column);
        ReconstructedCell cell{.original = column.values[std::size_t(place)],
                               .missing = column.missing[std::size_t(place)] != 0,
                               .reconstruction = decoded[i]};
        // Every scale keeps the order, so quantiles stay quantiles.
        if (hasPredictiveInterval(input))
            cell.interval = {.lower = decodedNumber(input, double(bounds.lower[input.firstFeature])),
                             .upper = decodedNumber(input, double(bounds.upper[input.firstFeature]))};
        details.reconstruction.cells.push_back(cell);
    }
    return details;
}

}  // namespace latentscape
