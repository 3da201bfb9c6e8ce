#include "ui/training/update_pace.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <pthread.h>

namespace latentscape::ui {
namespace {

constexpr double kSeconds = 0.1;
/// The same where the window holds up the training, at least and at most.
constexpr double kCalmSeconds = 0.4;
constexpr double kCalmestSeconds = 1.0;
/// Of one core, for the window's thread. Its helpers take about half as much again, all cores wait while
/// one is taken, and the goal is to lose no more than 5 % of the training.
constexpr double kWindowShare = 0.015;

}  // namespace

UpdatePace::UpdatePace(std::function<double()> windowSeconds) : m_windowSeconds(std::move(windowSeconds)) {}

double UpdatePace::interval(bool stepsUseAllThreads) const {
    if (!stepsUseAllThreads)
        return kSeconds;
    return std::clamp((m_windowSeconds() - m_windowAtUpdate) / kWindowShare, kCalmSeconds, kCalmestSeconds);
}

std::function<double()> processorClockOfThisThread() {
    clockid_t clock;
    if (::pthread_getcpuclockid(::pthread_self(), &clock) != 0)
        return [] { return 0.0; };
    return [clock] {
        timespec time{};
        ::clock_gettime(clock, &time);
        return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
    };
}

}  // namespace latentscape::ui
