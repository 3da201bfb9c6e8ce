#include "core/analysis/sampling.h"

#include "core/analysis/encoding.h"
#include "core/analysis/row_chunks.h"
#include "core/data/sampler.h"

namespace latentscape {
namespace {

// What the numbers of RandomStream::Sampling are for, as its epochs.
constexpr std::uint32_t kLatentDraws = 0;
constexpr std::uint32_t kRowDraws = 1;
constexpr std::uint32_t kPosteriorDraws = 2;

Matrix priorDraws(Index latent, Index count, const Random& random) {
    Matrix z(latent, count);
    for (Index row = 0; row < count; ++row)
        random.fillNormal(RandomStream::Sampling, kLatentDraws, std::uint32_t(row), z.col(row));
    return z;
}

}  // namespace

GaussianMixture aggregatePosterior(const EncodedTable& table, const ModelSnapshot& model,
                                   std::span<const Index> rows, std::uint64_t seed) {
    const Random random(seed);
    const RowList chosen = subsampleRows(rows, kMostPosteriorDraws, random);
    const Posteriors posteriors = encodeRows(table, model, chosen);
    Eigen::MatrixXd draws(model.vae->latent(), Index(chosen.size()));
    Vector noise(model.vae->latent());
    for (Index i = 0; i < draws.cols(); ++i) {
        random.fillNormal(RandomStream::Sampling, kPosteriorDraws, std::uint32_t(chosen[std::size_t(i)]),
                          noise);
        draws.col(i) =
            (posteriors.mean.col(i) + noise.cwiseProduct(posteriors.deviation.col(i))).cast<double>();
    }
    return fitGaussianMixture(draws, {.seed = seed}).mixture;
}

GeneratedRows generateRows(const Preprocessor& preprocessor, const ModelSnapshot& model, Index count,
                           std::uint64_t seed, const GaussianMixture* latent) {
    const Vae& vae = *model.vae;
    const Random random(seed);
    GeneratedRows generated{.z = latent ? Matrix(latent->sample(count, seed).cast<Scalar>())
                                        : priorDraws(vae.latent(), count, random),
                            .values = Eigen::MatrixXd(Index(preprocessor.columns().size()), count)};
    VaeWorkspace workspace;
    vae.reserve(workspace, RowChunks::kLongest);
    Vector drawn(vae.features());
    for (Index first = 0; first < count; first += RowChunks::kLongest) {
        const Index rows = std::min(RowChunks::kLongest, count - first);
        workspace.z.leftCols(rows) = generated.z.middleCols(first, rows);
        vae.decode(model.parameters, rows, workspace);
        for (Index row = 0; row < rows; ++row) {
            RandomSequence sequence(random, RandomStream::Sampling, kRowDraws, std::uint32_t(first + row));
            vae.sampleRow(model.parameters, workspace.raw.col(row), sequence, drawn);
            const std::vector<double> values = preprocessor.inverseSample(drawn);
            generated.values.col(first + row) =
                Eigen::Map<const Eigen::VectorXd>(values.data(), Index(values.size()));
        }
    }
    return generated;
}

}  // namespace latentscape
