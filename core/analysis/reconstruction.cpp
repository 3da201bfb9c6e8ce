#include "core/analysis/reconstruction.h"

namespace latentscape {

RowReconstruction reconstructRow(const Dataset& dataset, const Preprocessor& preprocessor,
                                 const EncodedTable& table, const ModelSnapshot& model, Index row) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, 1);
    vae.encode(model.parameters,
               {.x = table.values.col(row),
                .mask = table.mask.middleCols(table.hasMissing() ? row : 0, table.hasMissing() ? 1 : 0)},
               workspace);
    workspace.z.col(0) = workspace.mean.col(0);
    vae.decode(model.parameters, 1, workspace);
    Vector expectation(vae.features());
    vae.expectation(workspace.raw.leftCols(1), expectation);

    const std::vector<DecodedCell> decoded = preprocessor.inverse(expectation);
    RowReconstruction reconstruction{.row = row};
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const Column& column = dataset.column(preprocessor.columns()[i].column);
        reconstruction.cells.push_back({.original = column.values[std::size_t(row)],
                                        .missing = column.missing[std::size_t(row)] != 0,
                                        .reconstruction = decoded[i]});
    }
    return reconstruction;
}

}  // namespace latentscape
