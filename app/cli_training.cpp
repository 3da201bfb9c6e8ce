#include "app/cli_training.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli_data.h"
#include "app/cli_findings.h"
#include "app/cli_progress_bar.h"
#include "core/support/memory.h"
#include "core/training/model_memory.h"

namespace latentscape::cli {
namespace {

/// Bytes of a model that a person should hear of before it is trained.
constexpr std::uint64_t kWorthTelling = 1'000'000'000;
/// Who reads along sees metrics no older than this.
constexpr double kAppendSeconds = 1;
/// So many times as long as a checkpoint took to write, none is written: at most 2 % of the time.
constexpr double kSaveTimes = 50;

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

    void epochEnded(const MetricsHistory& history) {
        const Terms latest = latestTerms(history);
        const double seconds = secondsSince(m_start);
        const double rate = m_rows / std::max(1e-9, secondsSince(m_epochStart));
        if (m_json)
            printJsonLine(latest, seconds, rate);
        // People need no more than a few lines a second; a pipe gets fewer.
        if (secondsSince(m_lastShown) > (m_onTerminal ? 0.1 : 2.0) || m_trainer.finished()) {
            showProgress(history, seconds, rate);
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
    /// Of the training and the validation rows in the epoch that has just ended.
    struct Terms {
        std::optional<LossTerms> training;
        std::optional<LossTerms> validation;
    };

    Terms latestTerms(const MetricsHistory& history) const {
        const std::int64_t step = m_trainer.state().step;
        Terms latest;
        if (!history.training.empty() && history.training.back().step == step)
            latest.training = history.training.back().terms;
        if (!history.validation.empty() && history.validation.back().step == step)
            latest.validation = history.validation.back().terms;
        return latest;
    }

    void printJsonLine(const Terms& latest, double seconds, double rate) const {
        nlohmann::json line{{"epoch", m_trainer.state().epoch},
                            {"step", m_trainer.state().step},
                            {"seconds", seconds},
                            {"rows_per_second", rate}};
        if (latest.training)
            line["train"] = termsJson(*latest.training);
        if (latest.validation)
            line["validation"] = termsJson(*latest.validation);
        std::printf("%s\n", line.dump().c_str());
        std::fflush(stdout);
    }

    void showProgress(const MetricsHistory& history, double seconds, double rate) const {
        const double done = double(m_trainer.state().epoch);
        const double all = double(m_trainer.hyperparameters().epochs);
        std::fprintf(stderr, "%sepoch %.0f/%.0f  %s%.0f rows/s  %.1f s left%s",
                     m_onTerminal ? ("\r\x1b[K" + progressBar(done / all) + " ").c_str() : "", done, all,
                     newestTermsText(history).c_str(), rate,
                     seconds / std::max(done - m_firstEpoch, 1.0) * std::max(all - done, 0.0),
                     m_onTerminal ? "" : "\n");
    }

    /// In a long run not every epoch has a record: people then read the last ones.
    static std::string newestTermsText(const MetricsHistory& history) {
        if (history.validation.empty() && history.training.empty())
            return "";
        const LossTerms& terms =
            history.validation.empty() ? history.training.back().terms : history.validation.back().terms;
        char text[128];
        std::snprintf(text, sizeof text, "reconstruction %.3f  KL %.3f  ELBO %.3f nats/row  ",
                      terms.reconstruction, terms.kl, terms.elbo());
        return text;
    }

    const Trainer& m_trainer;
    bool m_json;
    bool m_onTerminal = ::isatty(STDERR_FILENO) != 0;
    /// Epochs that were trained before, by another process.
    double m_firstEpoch = m_trainer.state().epoch;
    double m_rows = 0;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_epochStart = m_start;
    Clock::time_point m_lastShown = m_start;
};

/// Brings what a run does into its folder, as often as is worth it.
class RunKeeper {
public:
    RunKeeper(RunFolder& folder, Trainer& trainer, MetricsHistory history, double checkpointSeconds)
        : m_folder(folder),
          m_trainer(trainer),
          m_history(std::move(history)),
          m_checkpointSeconds(checkpointSeconds) {}

    /// All that the run has told so far.
    const MetricsHistory& history() {
        const MetricsHistory latest = m_trainer.takeHistory();
        m_history.append(latest);
        m_pending.append(latest);
        return m_history;
    }

    void keepIfDue() {
        if (secondsSince(m_lastAppended) >= kAppendSeconds)
            append();
        // At 0 after each step, whatever it costs.
        const double shortest = m_checkpointSeconds > 0 ? kSaveTimes * m_saveSeconds : 0;
        if (secondsSince(m_lastSaved) < std::max(m_checkpointSeconds, shortest))
            return;
        append();
        const Clock::time_point start = Clock::now();
        m_folder.save(momentOf(m_trainer, m_history));
        m_lastSaved = Clock::now();
        m_saveSeconds = secondsSince(start);
    }

private:
    void append() {
        history();
        m_folder.append(m_pending);
        m_pending.clear();
        m_lastAppended = Clock::now();
    }

    RunFolder& m_folder;
    Trainer& m_trainer;
    MetricsHistory m_history;
    /// Not yet in the folder.
    MetricsHistory m_pending;
    double m_checkpointSeconds;
    Clock::time_point m_lastAppended = Clock::now();
    Clock::time_point m_lastSaved = m_lastAppended;
    /// What the last checkpoint took.
    double m_saveSeconds = 0;
};

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

}  // namespace

void addCheckpointOption(CLI::App& command, double& seconds) {
    command
        .add_option(
            "--checkpoint-seconds", seconds,
            "Write a checkpoint at most so often (30), and when the training ends; 0 for after every step")
        ->check(CLI::Range(0.0, 1e9));
}

void catchInterrupts() {
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    // A limit on the size of files is then told like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
}

bool wasInterrupted() {
    return interrupted != 0;
}

void checkMemoryFor(const TrainingData& data, const Hyperparameters& hyperparameters) {
    const ModelMemory memory = modelMemory(vaeConfig(data.preprocessor, hyperparameters), hyperparameters,
                                           Index(data.split.training.size()));
    checkModelMemory(memory, availableMemory());
    if (memory.total() >= kWorthTelling)
        std::fprintf(stderr, "%s parameters take %s while they are trained\n",
                     std::to_string(memory.parameters).c_str(), memoryText(memory.total()).c_str());
}

ExitCode trainInto(RunFolder& folder, Trainer& trainer, MetricsHistory history,
                   const TrainingLoopOptions& options) {
    EpochReporter reporter(trainer, options.json);
    RunKeeper keeper(folder, trainer, std::move(history), options.checkpointSeconds);
    ExitCode exit = Done;
    while (!trainer.finished() && exit == Done) {
        const StepReport report = trainer.step();
        reporter.addRows(report.rows);
        if (report.outcome == StepReport::Outcome::EpochEnded)
            reporter.epochEnded(keeper.history());
        if (report.outcome == StepReport::Outcome::Diverged)
            exit = Diverged;
        if (interrupted)
            exit = Interrupted;
        keeper.keepIfDue();
    }
    reporter.finishLine();
    folder.finish(momentOf(trainer, keeper.history()));
    if (exit == Diverged)
        printProblems({*trainer.divergence()});
    else
        std::fputs(findingsText(findingsOf(trainer, keeper.history())).c_str(), stderr);
    std::fprintf(stderr, "%s; run saved in %s\n", endingText(trainer, exit).c_str(), folder.path().c_str());
    return exit;
}

}  // namespace latentscape::cli
