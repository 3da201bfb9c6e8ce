#include "core/analysis/latent_decoder.h"

#include <utility>

namespace latentscape {

bool hasPredictiveInterval(const EncodedColumn& column) {
    return column.hasNumbers() && column.features > 0 && column.likelihood != "bernoulli";
}

std::vector<double> categoryProbabilities(const EncodedColumn& column, const ConstVectorRef& expectation) {
    if (column.hasNumbers())
        return {};
    std::vector<double> probabilities(column.categories.size(), 0.0);
    if (column.features == 0) {
        if (std::size_t(column.constant) < probabilities.size())
            probabilities[std::size_t(column.constant)] = 1;
        return probabilities;
    }
    if (column.type == ColumnType::Binary) {
        const double yes = double(expectation[column.firstFeature]);
        return {1 - yes, yes};
    }
    for (Index i = 0; i < column.features; ++i)
        probabilities[std::size_t(i)] = double(expectation[column.firstFeature + i]);
    return probabilities;
}

LatentDecoder::LatentDecoder(std::shared_ptr<const Preprocessor> preprocessor,
                             std::shared_ptr<const ModelSnapshot> model)
    : m_preprocessor(std::move(preprocessor)),
      m_model(std::move(model)),
      m_expectation(m_model->vae->features()),
      m_lower(m_model->vae->features()),
      m_upper(m_model->vae->features()) {
    m_model->vae->reserve(m_workspace, 1);
}

void LatentDecoder::expect(const ConstVectorRef& z) {
    m_workspace.z.col(0) = z;
    m_model->vae->decode(m_model->parameters, 1, m_workspace);
    m_model->vae->expectation(m_workspace.raw.leftCols(1), m_expectation);
}

std::vector<DecodedCell> LatentDecoder::cells(const ConstVectorRef& z) {
    expect(z);
    return m_preprocessor->inverse(m_expectation);
}

DecodedPlace LatentDecoder::decode(const ConstVectorRef& z) {
    const std::vector<DecodedCell> decoded = cells(z);
    constexpr double kTail = (1 - kPredictiveShare) / 2;
    m_model->vae->quantile(m_model->parameters, m_workspace.raw.col(0), kTail, m_lower);
    m_model->vae->quantile(m_model->parameters, m_workspace.raw.col(0), 1 - kTail, m_upper);
    DecodedPlace place{.cells = {}, .expectation = m_expectation};
    place.cells.reserve(decoded.size());
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const EncodedColumn& column = m_preprocessor->columns()[i];
        PredictedCell cell{.decoded = decoded[i], .lower = decoded[i].value, .upper = decoded[i].value};
        if (hasPredictiveInterval(column)) {
            // Every scale keeps the order, so quantiles stay quantiles.
            cell.lower = decodedNumber(column, double(m_lower[column.firstFeature]));
            cell.upper = decodedNumber(column, double(m_upper[column.firstFeature]));
        }
        place.cells.push_back(cell);
    }
    return place;
}

}  // namespace latentscape
