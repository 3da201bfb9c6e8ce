#include "core/analysis/encoding.h"

#include "core/analysis/row_chunks.h"
#include "core/model/latent.h"

namespace latentscape {

Posteriors encodeRows(const EncodedTable& table, const ModelSnapshot& model, std::span<const Index> rows) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    Posteriors posteriors{.mean = Matrix(vae.latent(), Index(rows.size())),
                          .deviation = Matrix(vae.latent(), Index(rows.size()))};
    RowChunks(table).forEach(rows, [&](Index first, std::span<const Index>, const Batch& batch) {
        vae.encode(model.parameters, batch, workspace);
        posteriors.mean.middleCols(first, batch.rows()) = workspace.mean.leftCols(batch.rows());
        posteriors.deviation.middleCols(first, batch.rows()) =
            (workspace.logvar.leftCols(batch.rows()).array().max(kMinLogvar).min(kMaxLogvar) / 2).exp();
    });
    return posteriors;
}

std::vector<std::vector<DecodedCell>> decodeRows(const Preprocessor& preprocessor, const ModelSnapshot& model,
                                                 const ConstMatrixRef& z) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    Matrix expectation(vae.features(), RowChunks::kLongest);
    std::vector<std::vector<DecodedCell>> rows;
    rows.reserve(std::size_t(z.cols()));
    for (Index first = 0; first < z.cols(); first += RowChunks::kLongest) {
        const Index count = std::min(RowChunks::kLongest, z.cols() - first);
        workspace.z.leftCols(count) = z.middleCols(first, count);
        vae.decode(model.parameters, count, workspace);
        vae.expectation(workspace.raw.leftCols(count), expectation.leftCols(count));
        for (Index row = 0; row < count; ++row)
            rows.push_back(preprocessor.inverse(expectation.col(row)));
    }
    return rows;
}

}  // namespace latentscape
