#include "ui/shell/run_notice.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QFile>
#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape::ui {
namespace {

const QString kDesktopEntry = QStringLiteral("latentscape");

/// Only where there is a session bus already: asking for one would start it.
bool hasSessionBus() {
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

void send(const QDBusMessage& message) {
    if (hasSessionBus())
        QDBusConnection::sessionBus().send(message);
}

}  // namespace

RunNotice::RunNotice(QWidget& window, const TrainingController& controller, QObject* parent)
    : QObject(parent), m_window(window), m_controller(controller) {
    connect(&controller, &TrainingController::runStarted, this, &RunNotice::showTitle);
    connect(&controller, &TrainingController::metricsUpdated, this, &RunNotice::onMetrics);
    connect(&controller, &TrainingController::stateChanged, this, &RunNotice::onState);
    showTitle();
}

RunNotice::~RunNotice() {
    if (m_enabled && std::exchange(m_percent, -1) >= 0)
        showOnTaskBar();
}

void RunNotice::setEnabled(bool enabled) {
    if (!enabled && m_enabled && m_percent >= 0) {
        m_percent = -1;
        showOnTaskBar();
    }
    m_enabled = enabled;
    onMetrics();
}

void RunNotice::onMetrics() {
    const MetricsUpdate& progress = m_controller.progress();
    const double share = progress.epoch / double(std::max<std::int64_t>(1, m_controller.running().epochs));
    const bool running = m_controller.state() == RunState::Running;
    const int percent = running ? int(100 * std::clamp(share, 0.0, 1.0)) : -1;
    if (percent == m_percent)
        return;
    m_percent = percent;
    showTitle();
    if (m_enabled)
        showOnTaskBar();
}

void RunNotice::onState(RunState state) {
    const RunState before = std::exchange(m_state, state);
    onMetrics();
    const bool ended = state == RunState::Finished || state == RunState::Diverged;
    if (m_enabled && ended && before == RunState::Running && !m_window.isActiveWindow())
        notify(state);
}

void RunNotice::setProject(const QString& name) {
    m_project = name;
    showTitle();
}

void RunNotice::showTitle() {
    const QString program = tr("Latentscape");
    if (!m_controller.dataset()) {
        m_window.setWindowTitle(program);
        return;
    }
    const QString name =
        m_project.isEmpty() ? QString::fromStdString(m_controller.dataset()->name()) : m_project;
    m_window.setWindowTitle(m_percent < 0
                                ? tr("%1[*] — %2").arg(name, program)
                                : tr("%1 % — %2[*] — %3").arg(QString::number(m_percent), name, program));
}

// The convention of Unity, which other docks and task bars of Linux follow:
// https://wiki.ubuntu.com/Unity/LauncherAPI
void RunNotice::showOnTaskBar() {
    QDBusMessage update = QDBusMessage::createSignal(QStringLiteral("/org/latentscape/progress"),
                                                     QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                                     QStringLiteral("Update"));
    update << QStringLiteral("application://%1.desktop").arg(kDesktopEntry)
           << QVariantMap{{QStringLiteral("progress"), std::max(0, m_percent) / 100.0},
                          {QStringLiteral("progress-visible"), m_percent >= 0}};
    send(update);
}

// https://specifications.freedesktop.org/notification-spec/latest/
void RunNotice::notify(RunState state) const {
    const QString name = QString::fromStdString(m_controller.dataset()->name());
    const QString title = state == RunState::Diverged ? tr("Training of %1 diverged").arg(name)
                                                      : tr("Training of %1 has ended").arg(name);
    const MetricsUpdate& progress = m_controller.progress();
    const QString text =
        m_controller.running().patience > 0 && std::isfinite(progress.bestElbo)
            ? tr("Best at epoch %1: ELBO %2 nats per row")
                  .arg(QString::number(progress.bestEpoch), QString::number(progress.bestElbo, 'f', 2))
            : tr("After %1 epochs").arg(QString::number(qint64(progress.epoch)));
    QDBusMessage message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    constexpr uint kReplacesNone = 0;
    constexpr int kDesktopsOwnTime = -1;
    message << QCoreApplication::applicationName() << kReplacesNone << kDesktopEntry << title << text
            << QStringList() << QVariantMap{{QStringLiteral("desktop-entry"), kDesktopEntry}}
            << kDesktopsOwnTime;
    send(message);
}

}  // namespace latentscape::ui
