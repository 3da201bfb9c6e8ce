#include "ui/panels/run_controls.h"

#include <QAction>
#include <QHBoxLayout>
#include <cmath>

#include "ui/panels/elided_label.h"
#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

constexpr int kBarSteps = 1000;
/// Small tables train hundreds of epochs a second; this is slow enough to follow by eye.
constexpr double kWatchablePace = 30;

QString joined(const QStringList& parts) {
    return parts.join(QStringLiteral(" · "));
}

QString stateText(RunState state) {
    switch (state) {
        case RunState::Empty:
            return RunControls::tr("no run");
        case RunState::Preparing:
            return RunControls::tr("preparing…");
        case RunState::Paused:
            return RunControls::tr("paused");
        case RunState::Running:
            return {};
        case RunState::Finished:
            return RunControls::tr("finished");
        case RunState::Diverged:
            return RunControls::tr("diverged");
    }
    return {};
}

/// When the run will end by itself.
QString stopsText(const Hyperparameters& running, bool validates) {
    const QString epochs = running.epochs == 1 ? RunControls::tr("1 epoch")
                                               : RunControls::tr("%1 epochs").arg(countText(running.epochs));
    if (running.patience == 0 || !validates)
        return RunControls::tr("<p>Stops after %1 (<i>Epochs</i> among the hyperparameters).</p>")
            .arg(epochs);
    return RunControls::tr(
               "<p>Stops after %1, or as soon as validation has not improved for %2 epochs "
               "(<i>Epochs</i> and <i>Patience</i> among the hyperparameters).</p>")
        .arg(epochs, countText(running.patience));
}

/// Why the run has ended and which parameters are kept.
QString endText(const MetricsUpdate& progress) {
    const int epoch = int(progress.epoch);
    QString why = RunControls::tr("Ended at epoch %1").arg(countText(epoch));
    if (progress.endedByPatience) {
        const int since = epoch - int(progress.bestEpoch);
        why = since == 1 ? RunControls::tr("Stopped at epoch %1: validation has not improved for 1 epoch")
                               .arg(countText(epoch))
                         : RunControls::tr("Stopped at epoch %1: validation has not improved for %Ln epochs",
                                           nullptr, since)
                               .arg(countText(epoch));
    } else if (progress.epoch >= double(progress.epochs)) {
        why = epoch == 1 ? RunControls::tr("Finished after 1 epoch")
                         : RunControls::tr("Finished after %Ln epochs", nullptr, epoch);
    }
    return progress.keepsBest
               ? RunControls::tr("%1; showing epoch %2, the best").arg(why, countText(progress.bestEpoch))
               : why;
}

}  // namespace

RunControls::RunControls(TrainingController& controller, const RunActions& actions, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_epoch(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_status(new ElidedLabel(this)),
      m_pace(new QComboBox(this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 2, 8, 2);
    layout->setSpacing(2);
    for (QAction* const action :
         {actions.reset, actions.run, actions.oneStep, actions.oneEpoch, actions.finish, actions.newSeed})
        addButton(action);
    layout->addSpacing(10);
    m_epoch->setMinimumWidth(fontMetrics().horizontalAdvance(tr("epoch %1 / %2").arg("88888", "88888")));
    layout->addWidget(m_epoch);
    m_status->setObjectName(QStringLiteral("status"));
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setMinimumWidth(80);
    m_bar->setMaximumWidth(260);
    m_bar->setAccessibleName(tr("Progress of the run"));
    layout->addWidget(m_bar, 1);
    layout->addSpacing(8);
    layout->addWidget(m_status, 2);
    addPace();
    connect(&controller, &TrainingController::metricsUpdated, this, &RunControls::showProgress);
    connect(&controller, &TrainingController::stateChanged, this, &RunControls::showProgress);
    connect(&controller, &TrainingController::hyperparametersChanged, this, &RunControls::showProgress);
    showProgress();
}

void RunControls::addButton(QAction* action) {
    auto* const button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    // Takes the focus, so that a value typed just before counts.
    button->setFocusPolicy(Qt::StrongFocus);
    static_cast<QHBoxLayout*>(layout())->addWidget(button);
}

void RunControls::addPace() {
    m_pace->setAccessibleName(tr("Pace of training"));
    m_pace->setToolTip(
        tr("<p>How fast a run may go. Small tables train hundreds of epochs a second: slow them down to "
           "watch, or let them go. The result is the same.</p>"));
    m_pace->addItem(tr("Full speed"), 0.0);
    m_pace->addItem(tr("Watch · %1 epochs/s").arg(kWatchablePace), kWatchablePace);
    m_pace->addItem(tr("Slow · %1 epochs/s").arg(5), 5.0);
    layout()->addWidget(m_pace);
    connect(m_pace, &QComboBox::activated, this,
            [this](int index) { m_controller.setPace(m_pace->itemData(index).toDouble()); });
    const auto showPace = [this] {
        m_pace->setCurrentIndex(std::max(0, m_pace->findData(m_controller.pace())));
    };
    connect(&m_controller, &TrainingController::paceChanged, m_pace, showPace);
    showPace();
}

void RunControls::showProgress() {
    const MetricsUpdate& progress = m_controller.progress();
    const bool hasRun = m_controller.hasRun();
    m_epoch->setText(
        hasRun ? tr("epoch %1 / %2")
                     .arg(countText(qint64(progress.epoch)), countText(m_controller.running().epochs))
               : QString());
    const double share = progress.epoch / double(std::max<std::int64_t>(1, m_controller.running().epochs));
    const bool validates = m_controller.data() && !m_controller.data()->split.validation.empty();
    const QString stops = hasRun ? stopsText(m_controller.running(), validates) : QString();
    m_epoch->setToolTip(stops);
    m_bar->setToolTip(stops);
    m_bar->setValue(hasRun ? int(std::lround(std::min(1.0, share) * kBarSteps)) : 0);

    // What another process trains goes as fast as it goes.
    m_pace->setEnabled(!m_controller.isFollowing());
    const RunState state = m_controller.state();
    QStringList effort;
    if (hasRun && progress.step > 0)
        effort = {tr("%1 trained").arg(durationText(progress.elapsedSeconds)),
                  tr("%1 rows/s").arg(shortCountText(progress.rowsPerSecond))};
    if (state == RunState::Finished) {
        const QString end = endText(progress);
        m_status->setText(end);
        m_status->setToolTip(QStringList{end, joined(effort)}.join('\n'));
        return;
    }
    effort.prepend(state == RunState::Running ? tr("%1 left").arg(durationText(progress.remainingSeconds))
                                              : stateText(state));
    // Within an epoch only the count of steps tells that one has been made.
    if (state == RunState::Paused && progress.step > 0)
        effort.insert(1, tr("step %1").arg(countText(progress.step)));
    m_status->setText(joined(effort));
    m_status->setToolTip({});
}

}  // namespace latentscape::ui
