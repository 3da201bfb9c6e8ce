#include "core/storage/run_store.h"

#include <cerrno>
#include <filesystem>
#include <limits>
#include <new>
#include <stdexcept>

#include <unistd.h>

#include "core/data/csv_writer.h"
#include "core/storage/atomic_file.h"
#include "core/storage/parse_json.h"
#include "core/storage/safetensors.h"
#include "core/support/whole_file.h"
#include "core/training/training_data.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 2;

/// The folder, or a file in it.
[[noreturn]] void throwUnreadable(const std::string& file, const std::string& reason) {
    throw Error(ProblemCode::RunUnreadable, {{"file", file}, {"reason", reason}});
}

}  // namespace

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

std::string editsJsonLines(const MetricsHistory& history) {
    std::string lines;
    auto recovery = history.recoveries.begin();
    const auto addRecoveries = [&](auto&& isDue) {
        for (; recovery != history.recoveries.end() && isDue(*recovery); ++recovery)
            lines += jsonText(recoveryToJson(*recovery)) + "\n";
    };
    for (const HyperparameterEdit& edit : history.edits) {
        addRecoveries([&](const RunPlace& place) { return place < edit.place(); });
        lines += jsonText(toJson(edit)) + "\n";
    }
    addRecoveries([](const RunPlace&) { return true; });
    return lines;
}

void createRunFolder(const std::string& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!failed && ::access(folder.c_str(), W_OK | X_OK) != 0)
        failed.assign(errno, std::generic_category());
    if (failed)
        throw Error(ProblemCode::FileNotWritable, {{"file", folder}, {"reason", failed.message()}});
}

void writeRunConfig(const std::string& folder, const RunConfig& config) {
    Json data = toJson(config.source);
    if (!config.contentHash.empty())
        data["content_hash"] = config.contentHash;
    const Json json{{"format", kFormat},
                    {"program", "latentscape"},
                    {"data", data},
                    {"hyperparameters", toJson(config.hyperparameters)},
                    {"validation_operations", config.validationOperations}};
    writeFileAtomically(folder + kConfigFile, jsonText(json, 2) + "\n");
}

void writeRunHistory(const std::string& folder, const MetricsHistory& history) {
    writeFileAtomically(folder + kMetricsFile, metricsCsv(history));
    writeFileAtomically(folder + kEditsFile, editsJsonLines(history));
}

void writeRunModel(const std::string& folder, const SavedRun& run) {
    SafetensorsFile model;
    model.tensors = parametersToTensors(run.model.vae->layout(), run.model.parameters);
    model.metadata = {{"format", "pt"},
                      {"latentscape", std::to_string(kFormat)},
                      {"hyperparameters", jsonText(toJson(run.hyperparameters))},
                      {"preprocessing", jsonText(toJson(run.preprocessor))}};
    writeFileAtomically(folder + kModelFile, encodeSafetensors(model));
}

RunConfig readRunConfig(const std::string& folder) {
    const std::string file = folder + kConfigFile;
    const std::string text = readWholeFile(file);
    try {
        const Json json = parseJson(text);
        if (json.at("format") != kFormat)
            throw std::invalid_argument("unknown format");
        RunConfig config{.source = runSourceFromJson(json.at("data")),
                         .hyperparameters = hyperparametersFromJson(json.at("hyperparameters")),
                         .contentHash = json.at("data").value("content_hash", std::string())};
        // Runs of earlier versions went by the same number.
        config.validationOperations = json.value("validation_operations", config.validationOperations);
        if (!(config.validationOperations > 0))
            throw std::invalid_argument("its validation has no pieces");
        return config;
    } catch (const Json::parse_error&) {
        throwUnreadable(file, "it is no valid JSON");
    } catch (const Json::exception& error) {
        throwUnreadable(file, error.what());
    } catch (const std::invalid_argument& error) {
        throwUnreadable(file, error.what());
    } catch (const Error& error) {
        throwUnreadable(file, error.what());
    }
}

SavedRun readRun(const std::string& folder) {
    const RunConfig config = readRunConfig(folder);
    const std::string modelFile = folder + kModelFile;
    const SafetensorsFile model = decodeSafetensors(readWholeFile(modelFile), modelFile);
    try {
        SavedRun run{
            .source = config.source,
            .hyperparameters = hyperparametersFromJson(parseJson(model.metadata.at("hyperparameters"))),
            .preprocessor = preprocessorFromJson(parseJson(model.metadata.at("preprocessing"))),
            .model = {}};
        run.model.vae = std::make_shared<const Vae>(vaeConfig(run.preprocessor, run.hyperparameters));
        run.model.parameters = parametersFromTensors(run.model.vae->layout(), model.tensors, modelFile);
        return run;
    } catch (const Json::parse_error&) {
        throwUnreadable(folder, "its settings are no valid JSON");
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        const auto* const known = dynamic_cast<const Error*>(&error);
        if (known && known->problem().code == ProblemCode::RunUnreadable)
            throw;
        throwUnreadable(folder, error.what());
    }
}

}  // namespace latentscape
