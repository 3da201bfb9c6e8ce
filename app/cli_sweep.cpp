#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_processes.h"
#include "app/cli_train_options.h"
#include "core/data/csv_writer.h"
#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"
#include "core/storage/parse_json.h"
#include "core/storage/run_store.h"
#include "core/support/parallel.h"
#include "core/support/whole_file.h"
#include "core/training/hyperparameters.h"

namespace latentscape::cli {
namespace {

using Json = nlohmann::json;

struct SweepArguments {
    /// Entries `hyperparameter=value,value…`.
    std::vector<std::string> grid;
    int jobs = 1;
    std::string out;
    bool json = false;
    /// What `train` is told beside, as typed, but for files by their whole paths: wherever the sweep is
    /// called from, it asks for the same.
    std::vector<std::string> trainArguments;
    /// The same, to see whether it can be understood.
    TrainArguments training;
};

/// A hyperparameter and the values to try.
struct Axis {
    std::string key;
    std::vector<std::string> values;
};

/// One training of the sweep.
struct SweepRun {
    /// One value for each axis.
    std::vector<std::string> values;
    std::string name;
    std::string folder;
    /// `waiting`, `running`, `done`, or how it failed.
    std::string status = "waiting";
    int exitCode = Done;
    /// What `evaluate` says of it; null until then.
    Json evaluation;

    double elbo() const { return evaluation.at("elbo").get<double>(); }
    bool isDone() const { return status == "done"; }
};

/// As the command line spells it: a list has commas there and crosses in a grid, 64x64.
std::string typedValue(const HyperparameterSpec& spec, std::string value) {
    if (std::holds_alternative<std::vector<std::int64_t> Hyperparameters::*>(spec.member))
        std::replace(value.begin(), value.end(), 'x', ',');
    return value;
}

/// Throws Error for a name or a value that cannot be, and CLI::ValidationError for what is no grid.
std::vector<Axis> gridAxes(const std::vector<std::string>& entries) {
    std::vector<Axis> axes;
    for (const std::string& entry : entries) {
        const std::size_t equals = entry.find('=');
        if (equals == std::string::npos)
            throw CLI::ValidationError("--grid", "“" + entry + "” is not HYPERPARAMETER=VALUE,VALUE…");
        Axis axis{.key = entry.substr(0, equals), .values = {}};
        const HyperparameterSpec& spec = hyperparameterSpec(axis.key);
        for (const std::string& value : CLI::detail::split(entry.substr(equals + 1), ',')) {
            Hyperparameters tried;
            setHyperparameter(tried, spec, parseHyperparameter(spec, typedValue(spec, value)));
            if (std::find(axis.values.begin(), axis.values.end(), value) == axis.values.end())
                axis.values.push_back(value);
        }
        if (std::any_of(axes.begin(), axes.end(), [&](const Axis& one) { return one.key == axis.key; }))
            throw CLI::ValidationError("--grid", axis.key + " is given twice; put all its values in one");
        axes.push_back(std::move(axis));
    }
    return axes;
}

/// All combinations; the last axis changes fastest.
std::vector<SweepRun> sweepRuns(const std::vector<Axis>& axes, const std::string& out) {
    std::vector<SweepRun> runs(1);
    for (const Axis& axis : axes) {
        std::vector<SweepRun> longer;
        for (const SweepRun& run : runs)
            for (const std::string& value : axis.values) {
                SweepRun& next = longer.emplace_back(run);
                next.values.push_back(value);
                next.name += (next.name.empty() ? "" : ",") + axis.key + "=" + value;
            }
        runs = std::move(longer);
    }
    for (SweepRun& run : runs)
        run.folder = out + "/" + run.name;
    return runs;
}

constexpr const char* kEvaluationFile = "/evaluation.json";

/// What `evaluate` said of a run, beside its files; written last, so that it tells a finished run.
std::string evaluationFile(const SweepRun& run) {
    return run.folder + kEvaluationFile;
}

/// What `train` was asked for, beside the run's files: only what was asked for likewise is kept, or gone on
/// with.
std::string requestFile(const SweepRun& run) {
    return run.folder + "/sweep.json";
}

bool hasFile(const SweepRun& run, const char* file) {
    std::error_code ignored;
    return std::filesystem::exists(run.folder + file, ignored);
}

/// What a JSON file holds; null if it is none.
Json jsonFrom(const std::string& path) {
    try {
        return parseJson(readWholeFile(path));
    } catch (const Error&) {
        return {};
    } catch (const Json::exception&) {
        return {};
    } catch (const std::invalid_argument&) {
        return {};
    }
}

/// Whether a run stands somewhere between its beginning and its end. One that diverged does not: it would go
/// on from before that, and rank by how often the sweep was called.
bool wasInterruptedBefore(const SweepRun& run) {
    if (!hasFile(run, kConfigFile) || !hasFile(run, kCheckpointFile))
        return false;
    try {
        return readCheckpoint(run.folder + kCheckpointFile).state.divergences == 0;
    } catch (const Error&) {
        // Going on will say why it cannot be read.
        return true;
    }
}

constexpr std::array<const char*, 4> kJudged{"elbo", "reconstruction", "kl", "active_units"};

/// What `evaluate --json` printed into a file; null if that is not there or holds no numbers.
Json evaluationFrom(const std::string& path) {
    Json evaluation = jsonFrom(path);
    const bool complete =
        evaluation.is_object() && std::all_of(kJudged.begin(), kJudged.end(), [&](const char* key) {
            return evaluation.contains(key) && evaluation[key].is_number();
        });
    return complete ? std::move(evaluation) : Json();
}

/// Done runs by their ELBO, the best first; then the others as they come.
std::vector<const SweepRun*> ranked(const std::vector<SweepRun>& runs) {
    std::vector<const SweepRun*> order;
    for (const SweepRun& run : runs)
        order.push_back(&run);
    std::stable_sort(order.begin(), order.end(), [](const SweepRun* one, const SweepRun* other) {
        if (!one->isDone() || !other->isDone())
            return one->isDone() && !other->isDone();
        return one->elbo() > other->elbo();
    });
    return order;
}

/// A sweep under way: processes of this program that train and then evaluate.
class Sweep {
public:
    Sweep(const SweepArguments& arguments, std::vector<Axis> axes)
        : m_arguments(arguments),
          m_axes(std::move(axes)),
          m_runs(sweepRuns(m_axes, arguments.out)),
          m_threads(std::max(1, availableCores() / arguments.jobs)) {}

    ExitCode run() {
        createRunFolder(m_arguments.out);
        checkRequests();
        for (SweepRun& run : m_runs)
            if (Json saved = evaluationFrom(evaluationFile(run)); !saved.is_null()) {
                run.evaluation = std::move(saved);
                run.status = "done";
                tell(run, "already done, ELBO " + std::to_string(run.elbo()));
            }
        ProcessPool pool(m_arguments.jobs);
        const auto onEnded = [this](std::size_t place, int exitCode) { ended(m_runs[place], exitCode); };
        for (SweepRun& run : m_runs) {
            if (run.isDone())
                continue;
            pool.waitForPlace(onEnded);
            if (pool.interrupted())
                break;
            start(pool, run);
        }
        pool.waitForAll(onEnded);
        writeTable();
        if (m_arguments.json)
            printJson();
        return pool.interrupted() ? Interrupted : worstExit();
    }

private:
    std::vector<std::string> trainCommand(const SweepRun& run) const {
        std::vector<std::string> train{"train"};
        train.insert(train.end(), m_arguments.trainArguments.begin(), m_arguments.trainArguments.end());
        for (std::size_t i = 0; i < m_axes.size(); ++i) {
            train.push_back("--" + m_axes[i].key);
            train.push_back(typedValue(hyperparameterSpec(m_axes[i].key), run.values[i]));
        }
        return train;
    }

    /// A run that was asked for otherwise is neither passed off as one of this sweep nor written over; a
    /// request that `train` refused has left none. Throws CLI::ValidationError.
    void checkRequests() const {
        for (const SweepRun& run : m_runs) {
            const Json before = jsonFrom(requestFile(run));
            const bool holdsRun = hasFile(run, kConfigFile) || hasFile(run, kEvaluationFile);
            if (!holdsRun || before == Json(trainCommand(run)))
                continue;
            std::string words;
            if (before.is_array())
                for (const Json& word : before)
                    words += (words.empty() ? "" : " ") + (word.is_string() ? word.get<std::string>() : "");
            throw CLI::ValidationError(
                "--out", run.folder + " holds a run that " +
                             (words.empty() ? "no sweep made" : "was asked for otherwise (" + words + ")") +
                             "; choose another folder, or remove it");
        }
    }

    /// What brings the run to its end: it goes on where it was interrupted.
    std::vector<std::string> nextCommand(const SweepRun& run) const {
        const bool goesOn = wasInterruptedBefore(run);
        std::vector<std::string> command =
            goesOn ? std::vector<std::string>{"resume", run.folder} : trainCommand(run);
        if (!goesOn)
            command.insert(command.end(), {"--out", run.folder});
        command.insert(command.end(), {"--threads", std::to_string(m_threads)});
        return command;
    }

    void start(ProcessPool& pool, SweepRun& run) {
        const std::vector<std::string> command = nextCommand(run);
        try {
            createRunFolder(run.folder);
            writeFileAtomically(requestFile(run), Json(trainCommand(run)).dump(2) + "\n");
        } catch (const Error&) {
            // The run will say so itself, and the others go on.
        }
        run.status = "running";
        tell(run, command.front() == "resume" ? "goes on from its checkpoint" : "started");
        pool.start(std::size_t(&run - m_runs.data()), {command, {"evaluate", run.folder, "--json"}},
                   {.messages = run.folder + ".log", .output = run.folder + ".evaluation"});
    }

    void ended(SweepRun& run, int exitCode) {
        const std::string printed = run.folder + ".evaluation";
        std::error_code ignored;
        run.exitCode = exitCode;
        run.status = exitCode == Diverged      ? "diverged"
                     : exitCode == Interrupted ? "interrupted"
                                               : "failed with exit code " + std::to_string(exitCode);
        if (exitCode == Done)
            run.evaluation = evaluationFrom(printed);
        if (exitCode == Done && run.evaluation.is_null()) {
            run.exitCode = UnusableData;
            run.status = "without a bound";
        } else if (exitCode == Done) {
            writeFileAtomically(evaluationFile(run), run.evaluation.dump(2) + "\n");
            std::filesystem::remove(run.folder + ".log", ignored);
            run.status = "done";
        }
        std::filesystem::remove(printed, ignored);
        tell(run, run.isDone() ? "done, ELBO " + std::to_string(run.elbo())
                               : run.status + ", see " + run.folder + ".log");
        writeTable();
    }

    void tell(const SweepRun& run, const std::string& what) const {
        const auto done = std::count_if(m_runs.begin(), m_runs.end(), std::mem_fn(&SweepRun::isDone));
        std::fprintf(stderr, "[%ld/%zu] %s: %s\n", long(done), m_runs.size(), run.name.c_str(), what.c_str());
    }

    void writeTable() const {
        std::vector<std::string> header{"rank"};
        for (const Axis& axis : m_axes)
            header.push_back(axis.key);
        header.insert(header.end(), {"elbo", "reconstruction", "kl", "active_units", "status", "folder"});
        CsvWriter writer(header);
        int rank = 0;
        for (const SweepRun* const run : ranked(m_runs)) {
            writer.addCell(run->isDone() ? std::to_string(++rank) : std::string());
            for (const std::string& value : run->values)
                writer.addCell(value);
            for (const char* const key : kJudged)
                if (run->isDone())
                    writer.addNumber(run->evaluation.at(key).get<double>());
                else
                    writer.addCell({});
            writer.addCell(run->status);
            writer.addCell(run->name);
            writer.endRow();
        }
        writeFileAtomically(m_arguments.out + "/sweep.csv", writer.text());
    }

    void printJson() const {
        Json runs = Json::array();
        for (const SweepRun* const run : ranked(m_runs)) {
            Json values = Json::object();
            for (std::size_t i = 0; i < m_axes.size(); ++i)
                values[m_axes[i].key] = run->values[i];
            Json entry{{"folder", run->folder}, {"status", run->status}, {"hyperparameters", values}};
            for (const char* const key : kJudged)
                if (run->isDone())
                    entry[key] = run->evaluation.at(key);
            runs.push_back(std::move(entry));
        }
        std::printf("%s\n",
                    Json{{"runs", runs}}.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    }

    /// Done if all runs are; else how the first one failed that did.
    ExitCode worstExit() const {
        for (const SweepRun& run : m_runs)
            if (run.exitCode != Done)
                return ExitCode(run.exitCode);
        return Done;
    }

    const SweepArguments& m_arguments;
    std::vector<Axis> m_axes;
    std::vector<SweepRun> m_runs;
    int m_threads;
};

/// The words of the command line that are for `train`.
std::vector<std::string> typedForTrain(const CLI::App& command, const std::vector<const CLI::Option*>& own) {
    std::vector<std::string> words;
    for (const CLI::Option* const option : command.get_options()) {
        if (std::find(own.begin(), own.end(), option) != own.end())
            continue;
        const bool isPath = option->get_positional() || option->check_lname("config");
        for (const std::string& typed : option->results()) {
            const std::string value =
                isPath ? std::filesystem::absolute(typed).lexically_normal().string() : typed;
            const bool isFlag = option->get_items_expected_max() == 0;
            if (!option->get_positional())
                words.push_back("--" + option->get_lnames().front() + (isFlag ? "" : "=" + value));
            else
                words.insert(words.begin(), value);
        }
    }
    return words;
}

}  // namespace

void addSweepCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<SweepArguments>();
    CLI::App* const command =
        app.add_subcommand("sweep", "Train one run for each combination of hyperparameters, and rank them");
    const std::vector<const CLI::Option*> own{
        command
            ->add_option("--grid", arguments->grid,
                         "HYPERPARAMETER=VALUE,VALUE…, once for each that varies; widths of layers as 64x64")
            ->required()
            ->allow_extra_args(false),
        command->add_option("--jobs", arguments->jobs, "Runs at a time; they share the cores")
            ->check(CLI::Range(1, 1024)),
        command
            ->add_option(
                "--out", arguments->out,
                "Folder for the run folders and sweep.csv; runs that are finished there are kept, and "
                "those that were interrupted go on")
            ->required(),
        command->add_flag("--json", arguments->json,
                          "One JSON object on standard output, the best run first"),
        command->get_help_ptr()};
    addTrainOptions(*command, arguments->training);
    command->callback([arguments, command, own, &chosen] {
        arguments->trainArguments = typedForTrain(*command, own);
        const std::vector<Axis> axes = gridAxes(arguments->grid);
        for (const Axis& axis : axes)
            if (command->count("--" + axis.key) > 0)
                throw CLI::ValidationError("--grid", axis.key + " is also given by itself");
        chosen = [arguments, axes] { return Sweep(*arguments, axes).run(); };
    });
}

}  // namespace latentscape::cli
