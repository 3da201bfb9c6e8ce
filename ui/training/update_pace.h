#pragma once

#include <functional>

namespace latentscape::ui {

/// How often what is on show is brought up to date while a model trains. Small models leave a core to the
/// window. Where a step needs all cores, each of them waits for whatever the window draws: then updates are
/// as far apart as keeps that to a small share of the time.
class UpdatePace {
public:
    /// `windowSeconds` tells the processor time that the window has used so far; from any thread.
    explicit UpdatePace(std::function<double()> windowSeconds);

    /// Seconds between the last update and the next, by what the window has done since the last: it draws,
    /// most of the time.
    double interval(bool stepsUseAllThreads) const;
    void updated() { m_windowAtUpdate = m_windowSeconds(); }

private:
    std::function<double()> m_windowSeconds;
    double m_windowAtUpdate = 0;
};

/// Tells the processor time in seconds that the thread that calls this has used so far; may be asked from any
/// thread while that one lives.
std::function<double()> processorClockOfThisThread();

}  // namespace latentscape::ui
