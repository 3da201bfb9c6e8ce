#include "core/analysis/column_effects.h"

#include <algorithm>

#include "core/analysis/latent_decoder.h"
#include "core/analysis/sensitivity.h"
#include "core/analysis/traversal.h"

namespace latentscape {
namespace {

/// Places on the way: enough to see a curve turn.
constexpr Index kSteps = 17;

/// The number of a decoded column, or the probability of its category `category`.
double amountOf(const EncodedColumn& column, const DecodedCell& cell, const Vector& expectation,
                double category) {
    if (column.hasNumbers() || column.features == 0)
        return column.hasNumbers() ? cell.value : 1;
    const double first =
        double(expectation[column.firstFeature + (column.features > 1 ? Index(category) : 0)]);
    return column.type == ColumnType::Binary && category == 0 ? 1 - first : first;
}

}  // namespace

std::vector<ColumnEffect> columnEffects(const Preprocessor& preprocessor, const ModelSnapshot& model,
                                        const ConstVectorRef& place, Index dimension, Scalar low,
                                        Scalar high) {
    // Neither is owned here, and neither needs to be.
    LatentDecoder decoder({std::shared_ptr<void>(), &preprocessor}, {std::shared_ptr<void>(), &model});
    const Eigen::MatrixXd slopes = sensitivity(preprocessor, model, place);
    const DecodedPlace here = decoder.decode(place);
    const std::vector<EncodedColumn>& columns = preprocessor.columns();
    std::vector<ColumnEffect> effects(columns.size());
    const auto amount = [&](const DecodedPlace& decoded, std::size_t i) {
        return amountOf(columns[i], decoded.cells[i].decoded, decoded.expectation,
                        here.cells[i].decoded.value);
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        effects[i].slope = slopes(Index(i), dimension);
        effects[i].here = amount(here, i);
        effects[i].least = effects[i].here;
        effects[i].most = effects[i].here;
    }
    const Matrix way = lineAlong(place, dimension, low, high, kSteps);
    for (Index step = 0; step < kSteps; ++step) {
        const DecodedPlace decoded = decoder.decode(way.col(step));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double value = amount(decoded, i);
            effects[i].least = std::min(effects[i].least, value);
            effects[i].most = std::max(effects[i].most, value);
            if (step == 0)
                effects[i].atLow = value;
            if (step + 1 == kSteps)
                effects[i].atHigh = value;
        }
    }
    return effects;
}

}  // namespace latentscape
