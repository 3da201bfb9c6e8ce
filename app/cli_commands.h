#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv_reader.h"
#include "core/data/row_request.h"

namespace CLI {
class App;
}

namespace latentscape::cli {

/// Exit codes of the headless program, as scripts see them.
enum ExitCode {
    Done = 0,
    NotTheSame = 1,
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
    /// Columns that only colour.
    std::vector<std::string> colours;
    /// Entries `column=likelihood`.
    std::vector<std::string> likelihoods;
    std::string scale = "auto";
    /// Entries `column=scale`.
    std::vector<std::string> scales;
    /// As ColumnRoles::clip.
    double clip = 0;
    /// Entries `column=share`.
    std::vector<std::string> clips;
    /// One character, or `tab`, `space`, `none`.
    std::optional<std::string> delimiter;
    std::optional<std::string> decimal;
    std::optional<std::string> thousands;
    std::optional<std::string> comment;
    std::optional<std::string> encoding;
    std::optional<std::string> header;
    std::string raggedLines = "stop";
    std::optional<std::vector<std::string>> missing;
    /// Entries `column=value`.
    std::vector<std::string> sentinels;
    std::optional<long> sampleRows;
    /// Which rows; only a saved configuration tells it.
    std::uint64_t sampleSeed = CsvOptions{}.sampleSeed;
};

struct TrainArguments {
    DataArguments data;
    RowRequest rows;
    std::string runFolder;
    /// Where the hyperparameters begin; empty for what is recommended.
    std::string preset;
    /// Hyperparameters that were given, by key; the others are recommended for the table.
    std::map<std::string, std::string> hyperparameters;
    /// 0: as many as there are cores.
    int threads = 0;
    /// See TrainingLoopOptions.
    double checkpointSeconds = 30;
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

/// The command that was typed, ready to run.
using Command = std::function<ExitCode()>;

// Each adds one subcommand with its options; when it is the one that was typed, parsing sets `chosen`. Most
// use a run on rows, and write a table to a file: whole or not at all, with a header, commas, RFC 4180 quotes
// and a decimal point.

void addSampleCommand(CLI::App& app, Command& chosen);
void addDecodeCommand(CLI::App& app, Command& chosen);
void addEncodeCommand(CLI::App& app, Command& chosen);
void addReconstructCommand(CLI::App& app, Command& chosen);
void addScoreCommand(CLI::App& app, Command& chosen);
void addImputeCommand(CLI::App& app, Command& chosen);
/// Goes on with a run where its checkpoint stands.
void addResumeCommand(CLI::App& app, Command& chosen);
/// Trains a run once more and compares.
void addReplayCommand(CLI::App& app, Command& chosen);
void addExportCommand(CLI::App& app, Command& chosen);
/// All that is known of a run, to be read by people.
void addReportCommand(CLI::App& app, Command& chosen);
/// Trains many runs, one for each combination of values, as processes of their own.
void addSweepCommand(CLI::App& app, Command& chosen);
/// Needs no run: makes up a table of which it is known what a model should find.
void addGenerateCommand(CLI::App& app, Command& chosen);

}  // namespace latentscape::cli
