// What watching costs: the real window trains a table at full speed with every view visible.
//
// Prints the delay of the event loop (how late a 5 ms timer fires) and the training speed with the window
// beside that of the same trainer alone on the same kind of thread, in turns, as a ratio.

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "core/support/parallel.h"
#include "core/training/trainer.h"
#include "ui/shell/main_window.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

constexpr int kRounds = 5;
constexpr int kRoundMilliseconds = 4000;
constexpr int kTickMilliseconds = 5;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Rows a second of wall time without any window.
double headlessRate(const TrainingDataPtr& data, const Hyperparameters& hyperparameters) {
    double rows = 0;
    QElapsedTimer clock;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        Trainer trainer(data, hyperparameters, {.threads = availableCores()});
        clock.start();
        while (clock.elapsed() < kRoundMilliseconds)
            rows += double(trainer.step().rows);
    }));
    thread->start();
    thread->wait();
    return rows * 1000 / double(clock.elapsed());
}

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
    std::vector<double> sorted() const {
        std::vector<double> delays = m_delays;
        std::sort(delays.begin(), delays.end());
        return delays;
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_delays;
};

/// Rows a second of wall time while the window shows everything.
double watchedRate(MainWindow& window, DelayMeter& delays) {
    TrainingController& controller = window.controller();
    const double rows = double(controller.data()->split.training.size());
    const double before = controller.progress().epoch;
    QElapsedTimer clock;
    clock.start();
    delays.start();
    controller.run();
    QTimer::singleShot(kRoundMilliseconds, &window, [&] { controller.pause(); });
    QEventLoop loop;
    const QMetaObject::Connection paused =
        QObject::connect(&controller, &TrainingController::stateChanged, &loop, [&](RunState state) {
            if (state == RunState::Paused)
                loop.quit();
        });
    loop.exec();
    QObject::disconnect(paused);
    delays.stop();
    return (controller.progress().epoch - before) * rows * 1000 / double(clock.elapsed());
}

}  // namespace

int main(int argc, char** argv) {
    Q_INIT_RESOURCE(latentscape);
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariable("QT_QPA_PLATFORM", "offscreen").toLatin1());
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    Settings settings(folder.filePath("settings.ini"));
    MainWindow window(settings);
    window.resize(1600, 1000);
    window.show();
    window.controller().setPace(0);
    QEventLoop opening;
    QObject::connect(&window.controller(), &TrainingController::dataPrepared, &opening, &QEventLoop::quit);
    window.openFile(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(":/datasets/digits.csv"));
    opening.exec();
    window.controller().setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(100000000));

    DelayMeter delays;
    std::vector<double> ratios;
    for (int round = 0; round < kRounds; ++round) {
        const double alone = headlessRate(window.controller().data(), window.controller().running());
        const double watched = watchedRate(window, delays);
        ratios.push_back(watched / alone);
        std::printf("round %d: %8.0f rows/s alone, %8.0f rows/s watched, ratio %.3f\n", round + 1, alone,
                    watched, ratios.back());
    }
    const std::vector<double> sorted = delays.sorted();
    std::printf("training speed while watched: %.1f %% of the speed alone (median of %d rounds)\n",
                100 * median(ratios), kRounds);
    std::printf("event loop delay: median %.1f ms, p99 %.1f ms, longest %.1f ms (%zu ticks)\n",
                sorted[sorted.size() / 2], sorted[sorted.size() * 99 / 100], sorted.back(), sorted.size());
    return 0;
}
