// What watching costs: the real window trains a table at full speed with every view visible.
//
// Prints the delay of the event loop (how late a 5 ms timer fires), the training speed with the window beside
// that of the same trainer alone on the same kind of thread, in turns, as a ratio; how memory grows; and
// which threads use the processor; and then, while β is turned four times a second, how long a live change
// takes from the form to the training and back.

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <utility>
#include <vector>

#include "core/support/parallel.h"
#include "core/training/trainer.h"
#include "tests/bench/thread_times.h"
#include "ui/shell/main_window.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

constexpr int kTickMilliseconds = 5;
constexpr int kEditMilliseconds = 250;

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/status"));
    const QByteArray status = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const qsizetype at = status.indexOf("VmRSS:");
    return status.mid(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toDouble() / 1000;
}

double secondsOn(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
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
    QElapsedTimer clock;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        Trainer trainer(data, hyperparameters, {.threads = availableCores()});
        clock.start();
        const double before = secondsOn(CLOCK_PROCESS_CPUTIME_ID);
        while (clock.elapsed() < milliseconds)
            speed.rows += double(trainer.step().rows);
        const double seconds = double(clock.nsecsElapsed()) / 1e9;
        speed.rows /= seconds;
        speed.processor = (secondsOn(CLOCK_PROCESS_CPUTIME_ID) - before) / seconds;
    }));
    thread->start();
    thread->wait();
    return speed;
}

/// Tells which events take the interface how long: in time of the processor, so that other programs do not
/// matter, and in time of the clock, which holds what they wait for.
class MeteredApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth > 0 || !m_measures || QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        const QString name =
            QStringLiteral("%1 (%2), event %3")
                .arg(QLatin1String(receiver->metaObject()->className()), receiver->objectName())
                .arg(int(event->type()));
        const double start = milliseconds(CLOCK_THREAD_CPUTIME_ID);
        const double clockStart = milliseconds(CLOCK_MONOTONIC);
        ++m_depth;
        const bool done = QApplication::notify(receiver, event);
        --m_depth;
        const double taken = milliseconds(CLOCK_THREAD_CPUTIME_ID) - start;
        Taken& events = m_taken[name];
        events.longest = std::max(events.longest, taken);
        events.all += taken;
        events.longestByClock = std::max(events.longestByClock, milliseconds(CLOCK_MONOTONIC) - clockStart);
        return done;
    }
    void setMeasuring(bool measures) { m_measures = measures; }
    /// Those that took most altogether.
    void printBusiest(std::size_t count) const {
        std::vector<std::pair<double, QString>> sorted;
        for (const auto& [name, taken] : m_taken)
            sorted.emplace_back(taken.all, QStringLiteral("longest %1, by the clock %2  ")
                                                   .arg(taken.longest, 6, 'f', 1)
                                                   .arg(taken.longestByClock, 6, 'f', 1) +
                                               name);
        std::sort(sorted.rbegin(), sorted.rend());
        for (std::size_t i = 0; i < std::min(count, sorted.size()); ++i)
            std::printf("  %6.1f ms  %s\n", sorted[i].first, qPrintable(sorted[i].second));
    }

private:
    static double milliseconds(clockid_t clock) { return 1000 * secondsOn(clock); }

    struct Taken {
        double longest = 0;
        double longestByClock = 0;
        double all = 0;
    };

    std::map<QString, Taken> m_taken;
    int m_depth = 0;
    bool m_measures = false;
};

/// Measures how late timers fire while the event loop runs.
class DelayMeter : public QObject {
public:
    DelayMeter() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kTickMilliseconds);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_delays.push_back(std::max(0.0, double(m_clock.nsecsElapsed()) / 1e6 - kTickMilliseconds));
            m_clock.restart();
        });
    }
    void start() {
        m_clock.start();
        m_timer.start();
    }
    void stop() { m_timer.stop(); }
    const std::vector<double>& delays() const { return m_delays; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_delays;
};

/// Turns β every quarter of a second, and measures how long it takes until the training says that it counts.
class EditMeter : public QObject {
public:
    explicit EditMeter(TrainingController& controller) : m_controller(controller) {
        m_timer.setInterval(kEditMilliseconds);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_beta = m_beta == 1.0 ? 1.01 : 1.0;
            m_clock.start();
            m_waiting = true;
            m_controller.setHyperparameter(hyperparameterSpec("beta"), m_beta);
        });
        connect(&controller, &TrainingController::metricsUpdated, this, [this](const MetricsUpdate& update) {
            if (!update.latest.edits.empty() && std::exchange(m_waiting, false))
                m_delays.push_back(double(m_clock.nsecsElapsed()) / 1e6);
        });
    }
    void start() { m_timer.start(); }
    void stop() {
        m_timer.stop();
        // Nobody looks while the other one trains alone.
        m_waiting = false;
    }
    const std::vector<double>& delays() const { return m_delays; }

private:
    TrainingController& m_controller;
    bool m_waiting = false;
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_beta = 1;
    std::vector<double> m_delays;
};

/// A pause is followed by a picture of all rows, which the next round must not compete with.
void settle() {
    constexpr int kSettleMilliseconds = 1500;
    QEventLoop loop;
    QTimer::singleShot(kSettleMilliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Rows a second of wall time while the window shows everything, while `delays`, if given, are measured, and
/// while `edits`, if given, are made.
double watchedRate(MainWindow& window, DelayMeter* delays, EditMeter* edits, int milliseconds) {
    TrainingController& controller = window.controller();
    const double rows = double(controller.data()->split.training.size());
    const double before = controller.progress().epoch;
    QElapsedTimer clock;
    clock.start();
    if (delays)
        delays->start();
    if (edits)
        edits->start();
    controller.run();
    QTimer::singleShot(milliseconds, &window, [&] { controller.pause(); });
    QEventLoop loop;
    const QMetaObject::Connection paused =
        QObject::connect(&controller, &TrainingController::stateChanged, &loop, [&](RunState state) {
            if (state == RunState::Paused)
                loop.quit();
        });
    loop.exec();
    QObject::disconnect(paused);
    if (delays)
        delays->stop();
    if (edits)
        edits->stop();
    return (controller.progress().epoch - before) * rows * 1000 / double(clock.elapsed());
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
    std::printf("%s: median %.1f ms, p99 %.1f ms, longest %.1f ms (%zu)\n", what, quantile(delays, 0.5),
                quantile(delays, 0.99), quantile(delays, 1), delays.size());
}

}  // namespace

int main(int argc, char** argv) {
    Q_INIT_RESOURCE(latentscape);
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariable("QT_QPA_PLATFORM", "offscreen").toLatin1());
    MeteredApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addPositionalArgument("table", "A CSV; the bundled digits without one.");
    const QCommandLineOption rounds("rounds", "Rounds, alone and watched in turns.", "N", "5");
    const QCommandLineOption seconds("seconds", "Seconds of each round.", "N", "4");
    const QCommandLineOption minutes("minutes", "Minutes of watching the memory afterwards.", "N", "0");
    options.addOptions({rounds, seconds, minutes});
    options.process(application);
    const int milliseconds = std::max(1, options.value(seconds).toInt()) * 1000;

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
    EditMeter edits(window.controller());
    std::vector<double> ratios;
    std::vector<double> megabytes;
    for (int round = 0; round < wantedRounds; ++round) {
        settle();
        const Speed alone =
            headlessSpeed(window.controller().data(), window.controller().running(), milliseconds);
        aloneProcessor += alone.processor / wantedRounds;
        threads.start();
        QElapsedTimer watching;
        watching.start();
        const double watched = watchedRate(window, nullptr, nullptr, milliseconds);
        watchedSeconds += double(watching.nsecsElapsed()) / 1e9;
        threads.stop();
        ratios.push_back(watched / alone.rows);
        megabytes.push_back(residentMegabytes());
        std::printf("round %d: %8.0f rows/s alone, %8.0f rows/s watched, ratio %.3f, memory %.0f MB\n",
                    round + 1, alone.rows, watched, ratios.back(), megabytes.back());
        std::fflush(stdout);
    }
    std::printf("training speed while watched: %.1f %% of the speed alone (median)\n",
                100 * quantile(ratios, 0.5));
    // In turns of its own: two hundred ticks a second are no part of what watching costs.
    DelayMeter delays;
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
    DelayMeter delaysWhileEdited;
    watchedRate(window, &delaysWhileEdited, &edits, 2 * milliseconds);
    printDelays("a live change counts after", edits.delays());
    printDelays("event loop delay meanwhile", delaysWhileEdited.delays());
    if (const int watched = options.value(minutes).toInt(); watched > 0)
        watchMemory(window, watched);
    return 0;
}
