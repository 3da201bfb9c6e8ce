#include "core/storage/model_schema.h"

#include <algorithm>

#include "core/data/cell_rules.h"
#include "core/model/latent.h"
#include "core/model/likelihoods/counts.h"
#include "core/storage/csv_options_json.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

Json blockJson(const Vae::Part& part, std::size_t place) {
    const LikelihoodBlock& block = part.likelihood->block();
    Json json{{"likelihood", block.likelihood},
              {"first_feature", block.firstFeature},
              {"features", block.features},
              {"first_output", part.firstRaw},
              {"outputs", part.likelihood->rawOutputs()},
              {"onnx", onnxParameterNames(block, place)}};
    if (part.likelihood->placesMean())
        json["noise"] = kNoiseFormNames[std::size_t(block.noise)];
    if (const auto* const counts = dynamic_cast<const CountLikelihood*>(part.likelihood.get())) {
        Json shifts = Json::array();
        Json scales = Json::array();
        for (const CountScale& count : block.counts) {
            shifts.push_back(count.shift);
            scales.push_back(count.scale);
        }
        json["log_count_shifts"] = shifts;
        json["log_count_scales"] = scales;
        json["log_rate_caps"] =
            std::vector<float>(counts->logRateCaps().begin(), counts->logRateCaps().end());
    }
    return json;
}

/// How cells of a file are understood, as told and, where that is known, as found out.
Json readingJson(CsvOptions csv, const std::optional<CsvDialect>& dialect) {
    if (dialect) {
        csv.delimiter = dialect->delimiter;
        csv.decimal = dialect->decimal;
        csv.thousands = dialect->thousands;
        csv.comment = dialect->comment;
        csv.encoding = dialect->encoding;
        csv.header = dialect->header;
    }
    Json json;
    addToJson(csv, json);
    json.erase("types");
    if (!json.contains("missing_tokens"))
        json["missing_tokens"] = usualMissingTokens();
    return json;
}

}  // namespace

std::map<std::string, std::string> onnxParameterNames(const LikelihoodBlock& block, std::size_t place) {
    std::vector<std::string> keys{"location", "scale"};
    if (block.likelihood == "bernoulli" || block.likelihood == "categorical")
        keys = {"probability"};
    else if (block.likelihood == "continuous-bernoulli")
        keys = {"logit"};
    else if (block.likelihood == "poisson")
        keys = {"mean"};
    else if (block.likelihood == "negative-binomial")
        keys = {"mean", "size"};
    std::string stem = block.likelihood;
    std::replace(stem.begin(), stem.end(), '-', '_');
    stem += "_" + std::to_string(place) + "_";
    std::map<std::string, std::string> names;
    for (const std::string& key : keys)
        names[key] = stem + key;
    return names;
}

Json modelSchema(const SavedRun& run, const std::optional<CsvDialect>& dialect) {
    const Vae& vae = *run.model.vae;
    Json blocks = Json::array();
    for (std::size_t i = 0; i < vae.parts().size(); ++i)
        blocks.push_back(blockJson(vae.parts()[i], i));
    Json schema = toJson(run.preprocessor);
    schema["format"] = kFormat;
    schema["program"] = "latentscape";
    schema["features"] = vae.features();
    schema["reading"] = readingJson(run.source.csv, dialect);
    schema["model"] = {{"hidden", vae.config().hidden},
                       {"latent", vae.latent()},
                       {"activation", kActivationNames[std::size_t(vae.config().activation)]},
                       {"linear_path", vae.hasLinearPath()},
                       {"logvar_range", {kMinLogvar, kMaxLogvar}},
                       {"blocks", blocks}};
    return schema;
}

std::string schemaText(const Json& schema) {
    return schema.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace latentscape
