#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace latentscape::cli {

/// Exit codes of the headless program, as scripts see them.
enum ExitCode {
    Done = 0,
    WrongUsage = 2,
    UnusableData = 3,
    Diverged = 4,
    NotWritable = 5,
    Interrupted = 130,
};

/// How a table is to be read, as typed on the command line.
struct DataArguments {
    std::string path;
    std::vector<std::string> inputs;
    std::vector<std::string> ignore;
    std::optional<std::string> label;
    /// Entries `column=type`.
    std::vector<std::string> types;
};

struct TrainArguments {
    DataArguments data;
    std::string runFolder;
    /// Hyperparameters that were given, by key; the others are recommended for the table.
    std::map<std::string, std::string> hyperparameters;
    /// 0: as many as there are cores.
    int threads = 0;
    bool json = false;
};

struct EvaluateArguments {
    std::string runFolder;
    /// Another table than the run's own validation rows.
    std::optional<std::string> dataPath;
    int samples = 8;
    int importanceSamples = 0;
    bool json = false;
};

// Each command prints its result to standard output, progress and warnings to standard error. Throws Error.

ExitCode inspect(const DataArguments& arguments, bool json);
ExitCode train(const TrainArguments& arguments);
ExitCode evaluate(const EvaluateArguments& arguments);

}  // namespace latentscape::cli
