#include "core/storage/checkpoint.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>
#include <type_traits>

#include "core/storage/atomic_file.h"
#include "core/storage/parse_json.h"
#include "core/storage/run_json.h"
#include "core/storage/safetensors.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

static_assert(std::is_same_v<Scalar, float>, "a checkpoint holds float32");

const char* const kKind = "latentscape checkpoint";
const char* const kVersion = "1";

// -- Writing --

TensorView viewOf(const Vector& vector) {
    return {
        .type = "F32",
        .shape = {vector.size()},
        .bytes = {reinterpret_cast<const char*>(vector.data()), std::size_t(vector.size()) * sizeof(Scalar)}};
}

constexpr std::size_t kTrainingNumbers = 9;
constexpr std::size_t kValidationNumbers = 4;

TensorView viewOf(const std::vector<double>& numbers, std::size_t columns) {
    return {.type = "F64",
            .shape = {Index(numbers.size() / columns), Index(columns)},
            .bytes = {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)}};
}

std::vector<double> trainingNumbers(const std::vector<TrainingRecord>& records) {
    std::vector<double> numbers;
    numbers.reserve(records.size() * kTrainingNumbers);
    for (const TrainingRecord& record : records)
        for (const double number :
             {double(record.step), record.epoch, record.terms.reconstruction, record.terms.kl, record.loss,
              record.beta, record.learningRate, record.gradientNorm, record.updateRatio})
            numbers.push_back(number);
    return numbers;
}

std::vector<double> validationNumbers(const std::vector<ValidationRecord>& records) {
    std::vector<double> numbers;
    numbers.reserve(records.size() * kValidationNumbers);
    for (const ValidationRecord& record : records)
        for (const double number :
             {double(record.step), record.epoch, record.terms.reconstruction, record.terms.kl})
            numbers.push_back(number);
    return numbers;
}

/// Doubles come back from JSON exactly; it has no infinity, which stands for “none was judged”.
Json stateJson(const TrainerState& state) {
    Json best{{"epoch", state.best.epoch}, {"step", state.best.step}};
    if (std::isfinite(state.best.elbo))
        best["elbo"] = state.best.elbo;
    const TrainingInterval& interval = state.interval;
    return {{"hyperparameters", toJson(state.hyperparameters)},
            {"step", state.step},
            {"epoch", state.epoch},
            {"position", state.position},
            {"validation_due", state.validationDue},
            {"optimizer_steps", state.optimizer.steps},
            {"best", best},
            {"patience_from", state.patienceFrom},
            {"plateau_from", state.plateauFrom},
            {"plateau_factor", state.plateauFactor},
            {"last_finite",
             {{"epoch", state.lastFinite->epoch}, {"optimizer_steps", state.lastFinite->optimizer.steps}}},
            {"interval",
             {{"steps", interval.steps},
              {"rows", interval.rows},
              {"reconstruction", interval.sums.reconstruction},
              {"kl", interval.sums.kl},
              {"loss", interval.loss},
              {"gradient_norm", interval.gradientNorm}}},
            {"edits", state.edits},
            {"divergences", state.divergences},
            {"recoveries", state.recoveries}};
}

Json editsJson(const std::vector<HyperparameterEdit>& edits) {
    Json json = Json::array();
    for (const HyperparameterEdit& edit : edits)
        json.push_back(toJson(edit));
    return json;
}

Json placesJson(const std::vector<RunPlace>& places) {
    Json json = Json::array();
    for (const RunPlace& place : places)
        json.push_back(
            {{"step", place.step}, {"divergences", place.divergences}, {"validated", place.validated}});
    return json;
}

// -- Reading. Each throws std::invalid_argument or Json::exception. --

std::uint32_t epochFrom(const Json& value) {
    return std::uint32_t(countFrom(value, std::numeric_limits<std::uint32_t>::max()));
}

const TensorView& tensorOf(const SafetensorsView& file, const std::string& name) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end())
        throw std::invalid_argument("the tensor " + name + " is missing");
    return found->second;
}

/// `size` is that of all of them, told by the first.
Vector vectorFrom(const SafetensorsView& file, const std::string& name, Index& size) {
    const TensorView& tensor = tensorOf(file, name);
    require(tensor.type == "F32" && tensor.shape.size() == 1 && tensor.shape[0] > 0 &&
                (size == 0 || tensor.shape[0] == size),
            "a tensor has another shape than the parameters");
    size = tensor.shape[0];
    Vector vector(size);
    std::memcpy(vector.data(), tensor.bytes.data(), tensor.bytes.size());
    return vector;
}

Vector parametersFrom(const SafetensorsView& file, const std::string& name, Index& size) {
    Vector parameters = vectorFrom(file, name, size);
    require(parameters.allFinite(), "parameters are not finite");
    return parameters;
}

/// A mean of squares may have become infinite, and the run gone on.
OptimizerState optimizerFrom(const SafetensorsView& file, const std::string& prefix, std::int64_t steps,
                             Index& size) {
    OptimizerState optimizer;
    optimizer.firstMoment = vectorFrom(file, prefix + "first_moment", size);
    optimizer.secondMoment = vectorFrom(file, prefix + "second_moment", size);
    require(!optimizer.firstMoment.hasNaN() && (optimizer.secondMoment.array() >= 0).all(),
            "the optimiser's memory holds what is no number");
    optimizer.steps = steps;
    return optimizer;
}

TrainerState stateFrom(const Json& json, const SafetensorsView& file) {
    TrainerState state;
    Index size = 0;
    state.hyperparameters = hyperparametersFromJson(json.at("hyperparameters"));
    state.parameters = parametersFrom(file, "parameters", size);
    state.optimizer = optimizerFrom(file, "optimizer.", countFrom(json.at("optimizer_steps")), size);
    state.step = countFrom(json.at("step"));
    state.epoch = epochFrom(json.at("epoch"));
    state.position = Index(countFrom(json.at("position")));
    state.validationDue = json.at("validation_due").get<bool>();
    require(!state.validationDue || state.position == 0, "it is to be validated amid an epoch");

    const Json& best = json.at("best");
    if (best.contains("elbo"))
        state.best.elbo = finiteFrom(best.at("elbo"));
    state.best.epoch = epochFrom(best.at("epoch"));
    state.best.step = countFrom(best.at("step"));
    state.best.parameters.overwrite() = parametersFrom(file, "best.parameters", size);
    state.patienceFrom = epochFrom(json.at("patience_from"));
    state.plateauFrom = epochFrom(json.at("plateau_from"));
    state.plateauFactor = finiteFrom(json.at("plateau_factor"));
    require(state.plateauFactor >= 0 && state.plateauFactor <= 1, "a number is out of range");

    const Json& lastFinite = json.at("last_finite");
    FiniteState& kept = state.lastFinite.overwrite();
    kept.parameters = parametersFrom(file, "last_finite.parameters", size);
    kept.optimizer =
        optimizerFrom(file, "last_finite.optimizer.", countFrom(lastFinite.at("optimizer_steps")), size);
    kept.epoch = finiteFrom(lastFinite.at("epoch"));
    require(kept.epoch >= 0 && kept.epoch <= 4294967296.0, "a number is out of range");

    const Json& interval = json.at("interval");
    state.interval = {.steps = countFrom(interval.at("steps")),
                      .rows = Index(countFrom(interval.at("rows"))),
                      .sums = {.reconstruction = finiteFrom(interval.at("reconstruction")),
                               .kl = finiteFrom(interval.at("kl"))},
                      .loss = finiteFrom(interval.at("loss")),
                      .gradientNorm = finiteFrom(interval.at("gradient_norm"))};
    state.edits = countFrom(json.at("edits"));
    state.divergences = countFrom(json.at("divergences"));
    state.recoveries = countFrom(json.at("recoveries"));
    return state;
}

/// Calls `add` with each line of a table of `columns` numbers: a step, an epoch, and what was measured, which
/// may be anything.
template <class Add>
void forEachRecord(const SafetensorsView& file, const std::string& name, std::size_t columns,
                   std::int64_t lastStep, Add&& add) {
    const TensorView& tensor = tensorOf(file, name);
    require(tensor.type == "F64" && tensor.shape.size() == 2 && tensor.shape[1] == Index(columns),
            "a history has another shape");
    std::vector<double> numbers(columns);
    double previous = 0;
    // By its bytes: no lines are there where a shape promises them without numbers.
    for (std::size_t at = 0; at < tensor.bytes.size(); at += columns * sizeof(double)) {
        std::memcpy(numbers.data(), tensor.bytes.data() + at, columns * sizeof(double));
        const double step = numbers[0];
        require(step >= previous && step <= double(lastStep) && step == std::floor(step) &&
                    std::isfinite(numbers[1]) && numbers[1] >= 0,
                "a history is out of order");
        previous = step;
        add(numbers);
    }
}

MetricsHistory historyFrom(const SafetensorsView& file, const RunPlace& end) {
    MetricsHistory history;
    forEachRecord(file, "history.training", kTrainingNumbers, end.step,
                  [&](const std::vector<double>& numbers) {
                      history.training.push_back({.step = std::int64_t(numbers[0]),
                                                  .epoch = numbers[1],
                                                  .terms = {.reconstruction = numbers[2], .kl = numbers[3]},
                                                  .loss = numbers[4],
                                                  .beta = numbers[5],
                                                  .learningRate = numbers[6],
                                                  .gradientNorm = numbers[7],
                                                  .updateRatio = numbers[8]});
                  });
    forEachRecord(
        file, "history.validation", kValidationNumbers, end.step, [&](const std::vector<double>& numbers) {
            history.validation.push_back({.step = std::int64_t(numbers[0]),
                                          .epoch = numbers[1],
                                          .terms = {.reconstruction = numbers[2], .kl = numbers[3]}});
        });
    RunPlace previous{.step = 0, .divergences = 0, .validated = false};
    for (const Json& json : parseJson(file.metadata.at("edits"))) {
        history.edits.push_back(editFromJson(json));
        const RunPlace place = history.edits.back().place();
        require(previous <= place && place <= end, "a live change is out of order");
        previous = place;
    }
    for (const Json& json : parseJson(file.metadata.at("recoveries")))
        history.recoveries.push_back({.step = countFrom(json.at("step")),
                                      .divergences = countFrom(json.at("divergences")),
                                      .validated = json.at("validated").get<bool>()});
    return history;
}

Checkpoint checkpointFrom(const SafetensorsView& file) {
    const auto kind = file.metadata.find("format");
    require(kind != file.metadata.end() && kind->second == kKind, "it is no checkpoint");
    require(file.metadata.at("version") == kVersion, "it is of a later version");
    Checkpoint checkpoint;
    checkpoint.state = stateFrom(parseJson(file.metadata.at("state")), file);
    checkpoint.history = historyFrom(file, checkpoint.state.place());
    checkpoint.preprocessor = preprocessorFromJson(parseJson(file.metadata.at("preprocessing")));
    return checkpoint;
}

}  // namespace

void writeCheckpoint(const std::string& path, const TrainerState& state, const MetricsHistory& history,
                     const Preprocessor& preprocessor) {
    const std::vector<double> training = trainingNumbers(history.training);
    const std::vector<double> validation = validationNumbers(history.validation);
    const FiniteState& lastFinite = *state.lastFinite;
    const SafetensorsView file{
        .tensors = {{"parameters", viewOf(state.parameters)},
                    {"optimizer.first_moment", viewOf(state.optimizer.firstMoment)},
                    {"optimizer.second_moment", viewOf(state.optimizer.secondMoment)},
                    {"best.parameters", viewOf(*state.best.parameters)},
                    {"last_finite.parameters", viewOf(lastFinite.parameters)},
                    {"last_finite.optimizer.first_moment", viewOf(lastFinite.optimizer.firstMoment)},
                    {"last_finite.optimizer.second_moment", viewOf(lastFinite.optimizer.secondMoment)},
                    {"history.training", viewOf(training, kTrainingNumbers)},
                    {"history.validation", viewOf(validation, kValidationNumbers)}},
        .metadata = {{"format", kKind},
                     {"version", kVersion},
                     {"state", jsonText(stateJson(state))},
                     {"edits", jsonText(editsJson(history.edits))},
                     {"recoveries", jsonText(placesJson(history.recoveries))},
                     {"preprocessing", jsonText(toJson(preprocessor))}}};
    const std::string header = safetensorsHeader(file);
    std::vector<std::string_view> parts{header};
    for (const auto& [name, tensor] : file.tensors)
        parts.push_back(tensor.bytes);
    writeFileAtomically(path, parts);
}

bool isWorthKeeping(const TrainerState& state) {
    return state.parameters.allFinite() && std::isfinite(state.interval.loss);
}

Checkpoint decodeCheckpoint(std::string_view bytes, const std::string& name) {
    const SafetensorsView file = viewSafetensors(bytes, name);
    try {
        return checkpointFrom(file);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        const bool isJson = dynamic_cast<const Json::parse_error*>(&error) != nullptr;
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", name}, {"reason", isJson ? "its metadata are no valid JSON" : error.what()}});
    }
}

Checkpoint readCheckpoint(const std::string& path) {
    return decodeCheckpoint(readWholeFile(path), path);
}

}  // namespace latentscape
