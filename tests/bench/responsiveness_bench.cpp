// What watching costs: the real window trains a table at full speed with every view visible.
//
// Prints the delay of the event loop (how late a 5 ms timer fires), the training speed with the window beside
// that of the same trainer alone on the same kind of thread, in turns, as a ratio; how memory grows; and
// which threads use the processor; and then, while β is turned four times a second, how long a live change
// takes from the form to the training and back.

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

#include "core/support/parallel.h"
#include "core/training/trainer.h"
#include "tests/bench/meters.h"
#include "tests/bench/thread_times.h"
#include "ui/shell/main_window.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

/// What a start brings with it is no part of a speed: caches fill, and the window shows another state.
constexpr int kStartMilliseconds = 500;

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/status"));
    const QByteArray status = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const qsizetype at = status.indexOf("VmRSS:");
    return status.mid(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toDouble() / 1000;
}

/// What a trainer does in a second of wall time.
struct Speed {
    double rows = 0;
    /// Seconds of processor.
    double processor = 0;
};

/// Without any window.
Speed headlessSpeed(const TrainingDataPtr& data, const Hyperparameters& hyperparameters, int milliseconds) {
    Speed speed;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        Trainer trainer(data, hyperparameters, {.threads = availableCores()});
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < kStartMilliseconds)
            trainer.step();
        clock.restart();
        const double before = bench::secondsOn(CLOCK_PROCESS_CPUTIME_ID);
        while (clock.elapsed() < milliseconds)
            speed.rows += double(trainer.step().rows);
        const double seconds = double(clock.nsecsElapsed()) / 1e9;
        speed.rows /= seconds;
        speed.processor = (bench::secondsOn(CLOCK_PROCESS_CPUTIME_ID) - before) / seconds;
    }));
    thread->start();
    thread->wait();
    return speed;
}

/// A pause is followed by a picture of all rows, which the next round must not compete with.
void settle() {
    constexpr int kSettleMilliseconds = 1500;
    QEventLoop loop;
    QTimer::singleShot(kSettleMilliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Rows a second of wall time while the window shows everything, from the first news of the training after
/// its start to the last before its pause: a run has one start and one end, however long it is. Meanwhile
/// `delays`, if given, are measured, and `edits`, if given, are made.
double watchedRate(MainWindow& window, bench::DelayMeter* delays, bench::EditMeter* edits, int milliseconds) {
    TrainingController& controller = window.controller();
    const double rows = double(controller.data()->split.training.size());
    QEventLoop loop;
    QElapsedTimer clock;
    std::optional<MetricsUpdate> first;
    MetricsUpdate last;
    QObject::connect(&controller, &TrainingController::metricsUpdated, &loop,
                     [&](const MetricsUpdate& update) {
                         if (clock.elapsed() < kStartMilliseconds)
                             return;
                         last = update;
                         if (!first)
                             first = update;
                     });
    QObject::connect(&controller, &TrainingController::stateChanged, &loop, [&](RunState state) {
        if (state != RunState::Running)
            loop.quit();
    });
    QTimer::singleShot(kStartMilliseconds + milliseconds, &loop, [&] { controller.pause(); });
    if (delays)
        delays->start();
    if (edits)
        edits->start();
    clock.start();
    controller.run();
    loop.exec();
    if (delays)
        delays->stop();
    if (edits)
        edits->stop();
    if (!first || last.elapsedSeconds <= first->elapsedSeconds)
        throw std::runtime_error("the run told too little of itself for a speed: let rounds be longer");
    return (last.epoch - first->epoch) * rows / (last.elapsedSeconds - first->elapsedSeconds);
}

/// Lets the training go on in full view, and prints the memory every minute.
void watchMemory(MainWindow& window, int minutes) {
    QEventLoop loop;
    QTimer minute;
    int passed = 0;
    QObject::connect(&minute, &QTimer::timeout, &loop, [&] {
        std::printf("minute %d: memory %.0f MB, %.0f steps\n", ++passed, residentMegabytes(),
                    double(window.controller().progress().step));
        std::fflush(stdout);
        if (passed == minutes)
            loop.quit();
    });
    minute.start(60 * 1000);
    window.controller().run();
    loop.exec();
    window.controller().pause();
}

void printDelays(const char* what, const std::vector<double>& delays) {
    std::printf("%s: median %.1f ms, p99 %.1f ms, longest %.1f ms (%zu)\n", what,
                bench::quantile(delays, 0.5), bench::quantile(delays, 0.99), bench::quantile(delays, 1),
                delays.size());
}

/// Of the ratios' logarithms, as one of a half weighs as much as one of two.
void printShare(const char* what, const std::vector<double>& ratios) {
    const std::size_t count = ratios.size();
    std::vector<double> logarithms;
    for (const double ratio : ratios)
        logarithms.push_back(std::log(ratio));
    const double mean = std::accumulate(logarithms.begin(), logarithms.end(), 0.0) / double(count);
    double variance = 0, covariance = 0;
    for (std::size_t i = 0; i < count; ++i) {
        variance += (logarithms[i] - mean) * (logarithms[i] - mean);
        if (i > 0)
            covariance += (logarithms[i] - mean) * (logarithms[i - 1] - mean);
    }
    std::printf("%s: geometric mean %.1f %%, median %.1f %%", what, 100 * std::exp(mean),
                100 * bench::quantile(ratios, 0.5));
    // Neighbours share the round alone that lies between them.
    if (count > 1)
        std::printf(", standard error %.1f %%", 100 * std::sqrt((variance + 2 * std::max(0.0, covariance)) /
                                                                double(count - 1) / double(count)));
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) try {
    Q_INIT_RESOURCE(latentscape);
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariable("QT_QPA_PLATFORM", "offscreen").toLatin1());
    bench::MeteredApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addPositionalArgument("table", "A CSV; the bundled digits without one.");
    const QCommandLineOption rounds("rounds", "Watched rounds; one more alone.", "N", "5");
    const QCommandLineOption seconds("seconds", "Seconds of each round, at least 2.", "N", "4");
    const QCommandLineOption minutes("minutes", "Minutes of watching the memory afterwards.", "N", "0");
    options.addOptions({rounds, seconds, minutes});
    options.process(application);
    // A large model tells of itself once a second.
    const int milliseconds = std::max(2, options.value(seconds).toInt()) * 1000;

    const QTemporaryDir folder;
    Settings settings(folder.filePath("settings.ini"));
    // The run is kept on disk meanwhile, as a person's is.
    settings.setSessionsFolder(folder.filePath("sessions"));
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.controller().setPace(0);
    QEventLoop opening;
    QObject::connect(&window.controller(), &TrainingController::stateChanged, &opening, [&](RunState state) {
        if (state == RunState::Paused)
            opening.quit();
    });
    window.openFile(options.positionalArguments().value(0, QStringLiteral(":/datasets/digits.csv")));
    opening.exec();
    window.controller().setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(100000000));
    window.controller().setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));

    const int wantedRounds = std::max(1, options.value(rounds).toInt());
    bench::ThreadTimes threads;
    double watchedSeconds = 0;
    double aloneProcessor = 0;
    bench::EditMeter edits(window.controller());
    std::vector<double> ratios;
    std::vector<double> megabytes;
    const auto alone = [&] {
        settle();
        return headlessSpeed(window.controller().data(), window.controller().running(), milliseconds);
    };
    Speed before = alone();
    for (int round = 0; round < wantedRounds; ++round) {
        threads.start();
        QElapsedTimer watching;
        watching.start();
        const double watched = watchedRate(window, nullptr, nullptr, milliseconds);
        watchedSeconds += double(watching.nsecsElapsed()) / 1e9;
        threads.stop();
        // The speed of a machine drifts: what lies between two is compared with both.
        const Speed after = alone();
        ratios.push_back(watched / std::sqrt(before.rows * after.rows));
        aloneProcessor += 0.5 * (before.processor + after.processor) / wantedRounds;
        megabytes.push_back(residentMegabytes());
        std::printf("round %d: %8.0f rows/s alone, %8.0f watched, %8.0f alone, ratio %.3f, memory %.0f MB\n",
                    round + 1, before.rows, watched, after.rows, ratios.back(), megabytes.back());
        std::fflush(stdout);
        before = after;
    }
    printShare("training speed while watched, of the speed alone", ratios);
    // In turns of its own: two hundred ticks a second are no part of what watching costs.
    bench::DelayMeter delays;
    for (int round = 0; round < wantedRounds; ++round) {
        settle();
        application.setMeasuring(true);
        watchedRate(window, &delays, nullptr, milliseconds);
        application.setMeasuring(false);
    }
    printDelays("event loop delay", delays.delays());
    std::printf("processor while watched, share of a core by threads:");
    for (const auto& [name, used] : threads.used())
        if (used / watchedSeconds > 0.0005)
            std::printf("  %s %.1f %%", qPrintable(name), 100 * used / watchedSeconds);
    // Other machines on the same host take from both alike.
    std::printf("\nprocessor of the training while watched: %.1f %% of that alone\n",
                100 * threads.used().at(QStringLiteral("training")) / watchedSeconds / aloneProcessor);
    std::printf("events of the interface, milliseconds of processor:\n");
    application.printBusiest(8);
    std::printf("memory: %.0f MB after the first round, %.0f MB after the last, %.0f steps\n",
                megabytes.front(), megabytes.back(), double(window.controller().progress().step));
    bench::DelayMeter delaysWhileEdited;
    watchedRate(window, &delaysWhileEdited, &edits, 2 * milliseconds);
    printDelays("a live change counts after", edits.delays());
    printDelays("event loop delay meanwhile", delaysWhileEdited.delays());
    if (const int watched = options.value(minutes).toInt(); watched > 0)
        watchMemory(window, watched);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
