#include "core/training/presets.h"

#include <algorithm>

namespace latentscape {
namespace {

using Layers = std::vector<std::int64_t>;

/// A whole number as the variant holds it.
std::int64_t whole(std::int64_t number) {
    return number;
}

}  // namespace

std::span<const Preset> presets() {
    static const std::vector<Preset> all{
        {.key = "quick-look",
         .label = "Quick look",
         .help = "A map of the table within seconds: two dimensions, larger steps, and an early end.",
         .changes = {{"learning-rate", 0.003}, {"epochs", whole(100)}, {"patience", whole(15)}}},
        {.key = "density",
         .label = "Density",
         .help = "The best bound on the likelihood of a row: noise of its own for each row, five importance "
                 "samples, more dimensions and more patience.",
         .changes = {{"latent", whole(8)},
                     {"noise", std::string("row")},
                     {"importance-samples", whole(5)},
                     {"epochs", whole(1000)},
                     {"patience", whole(100)}}},
        {.key = "disentangle",
         .label = "Disentangle",
         .help = "One factor a dimension: many dimensions under a strong β that comes slowly and keeps only "
                 "those that pay.",
         .changes = {{"latent", whole(10)},
                     {"beta", 4.0},
                     {"kl-warmup", 50.0},
                     // The best epoch at β = 1 would be one of the warm-up.
                     {"patience", whole(0)}}},
        {.key = "images",
         .label = "Images",
         .help = "Sharp pictures: wide layers, more dimensions, and pixels between dark and bright where the "
                 "columns are the pixels of a picture.",
         .changes = {{"latent", whole(16)}, {"hidden", Layers{256, 256}}, {"epochs", whole(500)}},
         .pictureChanges = {{"likelihood", std::string("continuous-bernoulli")}}},
        {.key = "anomaly",
         .label = "Anomalies",
         .help = "Rows that fit badly stand out: heavy tails keep wild cells from bending the model, and few "
                 "dimensions leave them no room.",
         .changes = {{"likelihood", std::string("student-t")},
                     {"latent", whole(3)},
                     {"weight-decay", 1e-4},
                     {"epochs", whole(500)}}},
    };
    return all;
}

const Preset& preset(std::string_view key) {
    std::string choices;
    for (const Preset& one : presets()) {
        if (one.key == key)
            return one;
        choices += (choices.empty() ? "" : ", ") + std::string(one.key);
    }
    throw Error(ProblemCode::UnknownPreset, {{"name", std::string(key)}, {"choices", choices}});
}

Hyperparameters presetHyperparameters(const Preset& preset, Index rows, const ColumnRoles& roles) {
    const Hyperparameters chosen = withChanges(recommendedHyperparameters(rows), preset.changes);
    return roles.image ? withChanges(chosen, preset.pictureChanges) : chosen;
}

}  // namespace latentscape
