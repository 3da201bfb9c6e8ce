#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "ui/training/training_controller.h"

// What responsiveness_bench measures of a window while it is used.
namespace latentscape::bench {

/// NaN of no values.
inline double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

inline double secondsOn(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

/// Tells which events take the interface how long: in time of the processor, so that other programs do not
/// matter, and in time of the clock, which holds what they wait for.
class MeteredApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (QThread::currentThread() != thread() || m_depth > 0 || !m_measures)
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
    static constexpr int kTickMilliseconds = 5;

    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_delays;
};

/// Turns β every quarter of a second, once the turn before counts, and measures how long it takes until the
/// training says so.
class EditMeter : public QObject {
public:
    explicit EditMeter(ui::TrainingController& controller) : m_controller(controller) {
        m_timer.setInterval(kEditMilliseconds);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            if (m_waiting)
                return;
            m_beta = m_beta == 1.0 ? 1.01 : 1.0;
            m_clock.start();
            m_waiting = true;
            m_controller.setHyperparameter(hyperparameterSpec("beta"), m_beta);
        });
        connect(&controller, &ui::TrainingController::metricsUpdated, this,
                [this](const ui::MetricsUpdate& update) {
                    if (!update.latest.edits.empty() && std::exchange(m_waiting, false))
                        m_delays.push_back(double(m_clock.nsecsElapsed()) / 1e6);
                });
    }
    void start() { m_timer.start(); }
    void stop() { m_timer.stop(); }
    const std::vector<double>& delays() const { return m_delays; }

private:
    static constexpr int kEditMilliseconds = 250;

    ui::TrainingController& m_controller;
    bool m_waiting = false;
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_beta = 1;
    std::vector<double> m_delays;
};

}  // namespace latentscape::bench
