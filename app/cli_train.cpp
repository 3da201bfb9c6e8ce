#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "app/cli_data.h"
#include "app/cli_training.h"
#include "core/data/content_hash.h"
#include "core/support/parallel.h"
#include "core/training/presets.h"

namespace latentscape::cli {
namespace {

/// A column that divides the rows is not learned, unless it is named among the inputs.
DataArguments withoutSplitColumn(const TrainArguments& arguments) {
    DataArguments data = arguments.data;
    const std::string& column = arguments.rows.splitBy;
    if (!column.empty() && std::find(data.inputs.begin(), data.inputs.end(), column) == data.inputs.end())
        data.ignore.push_back(column);
    return data;
}

Hyperparameters withArguments(Hyperparameters hyperparameters, const TrainArguments& arguments,
                              const ColumnRoles& roles) {
    if (!arguments.preset.empty())
        hyperparameters = presetHyperparameters(preset(arguments.preset), hyperparameters, roles);
    for (const auto& [key, text] : arguments.hyperparameters) {
        const HyperparameterSpec& spec = hyperparameterSpec(key);
        setHyperparameter(hyperparameters, spec, parseHyperparameter(spec, text));
    }
    return hyperparameters;
}

}  // namespace

ExitCode train(const TrainArguments& arguments) {
    const LoadedTable loaded = loadTable(withoutSplitColumn(arguments));
    // What is recommended has no part in the preparation.
    const TrainingDataPtr data =
        prepareTrainingData(loaded.dataset, loaded.roles,
                            withArguments(Hyperparameters{}, arguments, loaded.roles), arguments.rows);
    const Hyperparameters hyperparameters =
        withArguments(recommendedHyperparameters(*data), arguments, loaded.roles);
    printProblems(scheduleProblems(hyperparameters));
    printProblems(data->problems);
    checkMemoryFor(*data, hyperparameters);
    RunFolder folder(arguments.runFolder);
    Trainer trainer(data, hyperparameters,
                    {.threads = arguments.threads > 0 ? arguments.threads : availableCores()});
    catchInterrupts();

    RunSource source = loaded.source;
    source.rowRequest = arguments.rows;
    source.path = std::filesystem::absolute(source.path).lexically_normal().string();
    MetricsHistory history = trainer.takeHistory();
    folder.begin(
        {.source = source, .hyperparameters = hyperparameters, .contentHash = contentHash(*loaded.dataset)},
        momentOf(trainer, history));
    return trainInto(folder, trainer, std::move(history),
                     {.json = arguments.json, .checkpointSeconds = arguments.checkpointSeconds});
}

}  // namespace latentscape::cli
