#include "core/analysis/latent_health.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <unsupported/Eigen/SpecialFunctions>

#include "core/analysis/row_chunks.h"
#include "core/model/latent.h"

namespace latentscape {
namespace {

/// Posteriors of every n-th row, rows × latent, so that those of one dimension lie side by side.
struct KeptPosteriors {
    Eigen::ArrayXXf mean;
    /// 1 / (σ √2)
    Eigen::ArrayXXf precision;
};

/// Mean density in each bin of a mixture of normal distributions, one an entry.
Eigen::ArrayXf mixtureDensity(const Eigen::Ref<const Eigen::ArrayXf>& mean,
                              const Eigen::Ref<const Eigen::ArrayXf>& precision) {
    Eigen::ArrayXf below(kDensityBins + 1);
    for (Index edge = 0; edge <= kDensityBins; ++edge) {
        const float place = float(-kDensityReach + kDensityBinWidth * double(edge));
        // Φ(t) = ½ (1 + erf(t / √2)) (Abramowitz & Stegun 26.2.29)
        below[edge] = 0.5F * ((place - mean) * precision).erf().mean();
    }
    return (below.tail(kDensityBins) - below.head(kDensityBins)).max(0.0F) / float(kDensityBinWidth);
}

}  // namespace

RowList healthRows(const Split& split) {
    return subsampleRows(split.validation.empty() ? split.training : split.validation, kHealthRows,
                         Random(1));
}

double LatentHealth::kl() const {
    double sum = 0;
    for (const LatentDimension& dimension : dimensions)
        sum += dimension.kl;
    return sum;
}

int LatentHealth::activeUnits() const {
    return int(std::count_if(dimensions.begin(), dimensions.end(),
                             [](const LatentDimension& dimension) { return dimension.active(); }));
}

LatentHealth latentHealth(const EncodedTable& table, const ModelSnapshot& model,
                          std::span<const Index> rows) {
    const Vae& vae = *model.vae;
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    PosteriorSums sums(vae.latent());
    const Index stride = std::max<Index>(1, (Index(rows.size()) + kDensityRows - 1) / kDensityRows);
    const Index keptRows = (Index(rows.size()) + stride - 1) / stride;
    KeptPosteriors kept{.mean = Eigen::ArrayXXf(keptRows, vae.latent()),
                        .precision = Eigen::ArrayXXf(keptRows, vae.latent())};
    RowChunks(table).forEach(rows, [&](Index first, std::span<const Index>, const Batch& batch) {
        vae.encode(model.parameters, batch, workspace);
        sums.add(workspace.mean.leftCols(batch.rows()), workspace.logvar.leftCols(batch.rows()));
        for (Index row = (first + stride - 1) / stride * stride; row < first + batch.rows(); row += stride) {
            kept.mean.row(row / stride) = workspace.mean.col(row - first).array().cast<float>();
            kept.precision.row(row / stride) =
                (workspace.logvar.col(row - first).array().max(kMinLogvar).min(kMaxLogvar) / Scalar(-2))
                    .exp()
                    .cast<float>() *
                float(std::numbers::sqrt2 / 2);
        }
    });

    LatentHealth health{.rows = Index(rows.size()),
                        .dimensions = sums.dimensions(),
                        .densities = Eigen::ArrayXXf::Zero(kDensityBins, vae.latent())};
    for (Index j = 0; j < vae.latent() && keptRows > 0; ++j)
        health.densities.col(j) = mixtureDensity(kept.mean.col(j), kept.precision.col(j));
    return health;
}

Eigen::ArrayXf priorDensity() {
    return mixtureDensity(Eigen::ArrayXf::Zero(1),
                          Eigen::ArrayXf::Constant(1, float(std::numbers::sqrt2 / 2)));
}

}  // namespace latentscape
