#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli_commands.h"
#include "app/cli_data.h"
#include "app/cli_findings.h"
#include "app/cli_progress_bar.h"
#include "core/storage/run_store.h"
#include "core/support/memory.h"
#include "core/support/parallel.h"
#include "core/training/model_memory.h"
#include "core/training/presets.h"
#include "core/training/trainer.h"

namespace latentscape::cli {
namespace {

/// Bytes of a model that a person should hear of before it is trained.
constexpr std::uint64_t kWorthTelling = 1'000'000'000;

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t interrupted = 0;

void onInterrupt(int) {
    interrupted = 1;
}

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

nlohmann::json termsJson(const LossTerms& terms) {
    return {{"reconstruction", terms.reconstruction}, {"kl", terms.kl}, {"total", -terms.elbo()}};
}

/// What is told at the end of each epoch.
class EpochReporter {
public:
    EpochReporter(const Trainer& trainer, bool json) : m_trainer(trainer), m_json(json) {}

    void addRows(Index rows) { m_rows += double(rows); }

    /// `latest` holds what the trainer recorded in this epoch.
    void epochEnded(const MetricsHistory& latest) {
        const double seconds = secondsSince(m_start);
        const double rate = m_rows / std::max(1e-9, secondsSince(m_epochStart));
        if (m_json)
            printJsonLine(latest, seconds, rate);
        // People need no more than a few lines a second; a pipe gets fewer.
        if (secondsSince(m_lastShown) > (m_onTerminal ? 0.1 : 2.0) || m_trainer.finished()) {
            showProgress(latest, seconds, rate);
            m_lastShown = Clock::now();
        }
        m_rows = 0;
        m_epochStart = Clock::now();
    }

    void finishLine() const {
        if (m_onTerminal)
            std::fputc('\n', stderr);
    }

private:
    void printJsonLine(const MetricsHistory& latest, double seconds, double rate) const {
        nlohmann::json line{{"epoch", m_trainer.state().epoch},
                            {"step", m_trainer.state().step},
                            {"seconds", seconds},
                            {"rows_per_second", rate}};
        if (!latest.training.empty())
            line["train"] = termsJson(latest.training.back().terms);
        if (!latest.validation.empty())
            line["validation"] = termsJson(latest.validation.back().terms);
        std::printf("%s\n", line.dump().c_str());
        std::fflush(stdout);
    }

    void showProgress(const MetricsHistory& latest, double seconds, double rate) const {
        const double done = double(m_trainer.state().epoch);
        const double all = double(m_trainer.hyperparameters().epochs);
        const LossTerms terms = !latest.validation.empty() ? latest.validation.back().terms
                                : !latest.training.empty() ? latest.training.back().terms
                                                           : LossTerms{};
        std::fprintf(
            stderr,
            "%sepoch %.0f/%.0f  reconstruction %.3f  KL %.3f  ELBO %.3f nats/row  %.0f rows/s  %.1f s left%s",
            m_onTerminal ? ("\r\x1b[K" + progressBar(done / all) + " ").c_str() : "", done, all,
            terms.reconstruction, terms.kl, terms.elbo(), rate, seconds / std::max(done, 1.0) * (all - done),
            m_onTerminal ? "" : "\n");
    }

    const Trainer& m_trainer;
    bool m_json;
    bool m_onTerminal = ::isatty(STDERR_FILENO) != 0;
    double m_rows = 0;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_epochStart = m_start;
    Clock::time_point m_lastShown = m_start;
};

/// Trains to the end, to divergence or to Ctrl+C, and collects the history.
ExitCode runTraining(Trainer& trainer, bool json, MetricsHistory& history) {
    EpochReporter reporter(trainer, json);
    history = trainer.takeHistory();
    ExitCode exit = Done;
    while (!trainer.finished() && exit == Done) {
        const StepReport report = trainer.step();
        reporter.addRows(report.rows);
        if (report.outcome == StepReport::Outcome::EpochEnded) {
            const MetricsHistory latest = trainer.takeHistory();
            history.append(latest);
            reporter.epochEnded(latest);
        }
        if (report.outcome == StepReport::Outcome::Diverged)
            exit = Diverged;
        if (interrupted)
            exit = Interrupted;
    }
    history.append(trainer.takeHistory());
    reporter.finishLine();
    return exit;
}

/// What the doctor makes of the run, on rows that it did not learn from if there are any.
std::vector<Finding> findingsOf(const Trainer& trainer, const MetricsHistory& history) {
    const TrainingData& data = trainer.data();
    const ModelSnapshot model = *trainer.bestSnapshot();
    const RowList& rows = data.split.validation.empty() ? data.split.training : data.split.validation;
    return diagnose({.hyperparameters = trainer.hyperparameters(),
                     .history = history,
                     .evaluation = evaluateModel(data.preprocessor, data.table, model, rows,
                                                 {.seed = std::uint64_t(trainer.hyperparameters().seed)}),
                     .baselines = fitBaselines(data.preprocessor, data.table, data.split.training, rows,
                                               model.vae->latent()),
                     .columnsAtFloor = columnsAtNoiseFloor(data.preprocessor, model),
                     .pictures = data.preprocessor.image().has_value(),
                     .finished = true,
                     .divergence = trainer.divergence()});
}

/// How the run ended and what was kept.
std::string endingText(const Trainer& trainer, ExitCode exit) {
    std::string text = exit == Done ? "Finished" : "Stopped";
    text += " after " + std::to_string(std::int64_t(trainer.epochsTrained())) + " epochs";
    if (exit == Done && trainer.outOfPatience())
        text += ": no better for " + std::to_string(trainer.hyperparameters().patience) + " epochs";
    if (trainer.keepsBest())
        text += "; kept epoch " + std::to_string(trainer.state().best.epoch) + ", the best";
    return text;
}

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
    const ModelMemory memory = modelMemory(vaeConfig(data->preprocessor, hyperparameters), hyperparameters,
                                           Index(data->split.training.size()));
    checkModelMemory(memory, availableMemory());
    if (memory.total() >= kWorthTelling)
        std::fprintf(stderr, "%s parameters take %s while they are trained\n",
                     std::to_string(memory.parameters).c_str(), memoryText(memory.total()).c_str());
    createRunFolder(arguments.runFolder);

    Trainer trainer(data, hyperparameters,
                    {.threads = arguments.threads > 0 ? arguments.threads : availableCores()});
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    MetricsHistory history;
    const ExitCode exit = runTraining(trainer, arguments.json, history);

    RunSource source = loaded.source;
    source.rowRequest = arguments.rows;
    source.path = std::filesystem::absolute(source.path).lexically_normal().string();
    writeRun(arguments.runFolder,
             {.source = source,
              .hyperparameters = trainer.hyperparameters(),
              .preprocessor = data->preprocessor,
              .model = *trainer.bestSnapshot()},
             history);
    if (exit == Diverged)
        printProblems({*trainer.divergence()});
    else
        std::fputs(findingsText(findingsOf(trainer, history)).c_str(), stderr);
    std::fprintf(stderr, "%s; run saved in %s\n", endingText(trainer, exit).c_str(),
                 arguments.runFolder.c_str());
    return exit;
}

}  // namespace latentscape::cli
