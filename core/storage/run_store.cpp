#include "core/storage/run_store.h"

#include <cerrno>
#include <filesystem>
#include <limits>

#include <unistd.h>

#include "core/data/csv_writer.h"
#include "core/storage/atomic_file.h"
#include "core/storage/safetensors.h"
#include "core/support/whole_file.h"
#include "core/training/training_data.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 2;
const char* const kConfig = "/config.json";
const char* const kMetrics = "/metrics.csv";
const char* const kEdits = "/edits.jsonl";
const char* const kModel = "/model.safetensors";

/// JSON text. A file name need not be UTF-8; what is not is replaced rather than the run lost.
std::string dumpText(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// Training and validation records as lines of one table, in the order of their steps.
std::string metricsCsv(const MetricsHistory& history) {
    const std::vector<std::string> header{"step",
                                          "epoch",
                                          "training_reconstruction",
                                          "training_kl",
                                          "training_loss",
                                          "beta",
                                          "learning_rate",
                                          "gradient_norm",
                                          "update_ratio",
                                          "validation_reconstruction",
                                          "validation_kl"};
    CsvWriter writer(header);
    const auto addNumbers = [&](std::initializer_list<double> numbers) {
        for (const double number : numbers)
            writer.addNumber(number);
    };
    const auto addEmpty = [&](int cells) {
        for (int cell = 0; cell < cells; ++cell)
            writer.addCell({});
    };
    auto validation = history.validation.begin();
    const auto addValidationUpTo = [&](std::int64_t step) {
        for (; validation != history.validation.end() && validation->step <= step; ++validation) {
            writer.addCell(std::to_string(validation->step));
            writer.addNumber(validation->epoch);
            addEmpty(7);
            addNumbers({validation->terms.reconstruction, validation->terms.kl});
            writer.endRow();
        }
    };
    for (const TrainingRecord& record : history.training) {
        addValidationUpTo(record.step - 1);
        writer.addCell(std::to_string(record.step));
        addNumbers({record.epoch, record.terms.reconstruction, record.terms.kl, record.loss, record.beta,
                    record.learningRate, record.gradientNorm, record.updateRatio});
        addEmpty(2);
        writer.endRow();
    }
    addValidationUpTo(std::numeric_limits<std::int64_t>::max());
    return writer.text();
}

}  // namespace

void createRunFolder(const std::string& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!failed && ::access(folder.c_str(), W_OK | X_OK) != 0)
        failed.assign(errno, std::generic_category());
    if (failed)
        throw Error(ProblemCode::FileNotWritable, {{"file", folder}, {"reason", failed.message()}});
}

void writeRun(const std::string& folder, const SavedRun& run, const MetricsHistory& history) {
    createRunFolder(folder);
    const Json config{{"format", kFormat},
                      {"program", "latentscape"},
                      {"data", toJson(run.source)},
                      {"hyperparameters", toJson(run.hyperparameters)}};
    std::string edits;
    for (const HyperparameterEdit& edit : history.edits)
        edits += dumpText(toJson(edit)) + "\n";
    SafetensorsFile model;
    model.tensors = parametersToTensors(run.model.vae->layout(), run.model.parameters);
    model.metadata = {{"format", "pt"},
                      {"latentscape", std::to_string(kFormat)},
                      {"hyperparameters", dumpText(toJson(run.hyperparameters))},
                      {"preprocessing", dumpText(toJson(run.preprocessor))}};

    writeFileAtomically(folder + kMetrics, metricsCsv(history));
    writeFileAtomically(folder + kEdits, edits);
    writeFileAtomically(folder + kModel, encodeSafetensors(model));
    writeFileAtomically(folder + kConfig, dumpText(config, 2) + "\n");
}

SavedRun readRun(const std::string& folder) {
    const std::string configText = readWholeFile(folder + kConfig);
    const SafetensorsFile model = decodeSafetensors(readWholeFile(folder + kModel), folder + kModel);
    try {
        const Json config = Json::parse(configText);
        if (config.at("format") != kFormat)
            throw Error(ProblemCode::RunUnreadable,
                        {{"file", folder + kConfig}, {"reason", "unknown format"}});
        SavedRun run{
            .source = runSourceFromJson(config.at("data")),
            .hyperparameters = hyperparametersFromJson(Json::parse(model.metadata.at("hyperparameters"))),
            .preprocessor = preprocessorFromJson(Json::parse(model.metadata.at("preprocessing"))),
            .model = {}};
        run.model.vae = std::make_shared<const Vae>(vaeConfig(run.preprocessor, run.hyperparameters));
        run.model.parameters = parametersFromTensors(run.model.vae->layout(), model.tensors, folder + kModel);
        return run;
    } catch (const Json::parse_error&) {
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", folder}, {"reason", "its settings are no valid JSON"}});
    } catch (const std::exception& error) {
        if (const auto* const known = dynamic_cast<const Error*>(&error))
            throw *known;
        throw Error(ProblemCode::RunUnreadable, {{"file", folder}, {"reason", error.what()}});
    }
}

}  // namespace latentscape
