#include "ui/panels/timeline_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/data/csv_writer.h"
#include "ui/panels/panel_colours.h"
#include "ui/panels/timeline_slider.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/support/plot_menu.h"
#include "ui/support/widget_states.h"
#include "ui/training/edit_summary.h"

namespace latentscape::ui {
namespace {

/// The whole run passes in this time.
constexpr double kPlaySeconds = 6;
constexpr int kPlayMilliseconds = 40;

/// The moments that are kept and the changes that a person has made, each with its step.
std::string timelineCsv(const RunRecord& run) {
    CsvWriter writer(std::vector<std::string>{"event", "step", "epoch", "hyperparameter", "before", "after"});
    for (const TrainerStatePtr& state : run.timeline.states()) {
        writer.addCell("moment");
        writer.addCell(std::to_string(state->step));
        writer.addCell(std::to_string(state->epoch));
        for (int i = 0; i < 3; ++i)
            writer.addCell({});
        writer.endRow();
    }
    for (const HyperparameterEdit& edit : run.history.edits) {
        writer.addCell("edit");
        writer.addCell(std::to_string(edit.step));
        writer.addNumber(edit.epoch);
        writer.addCell(edit.key);
        writer.addCell(hyperparameterText(edit.before));
        writer.addCell(hyperparameterText(edit.after));
        writer.endRow();
    }
    return writer.text();
}

}  // namespace

TimelineBar::TimelineBar(TrainingController& controller, TimelineViewer& viewer, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_viewer(viewer),
      m_slider(new TimelineSlider(this)),
      m_epoch(new QLabel(this)) {
    leaveOutOfStates(*this);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 1, 8, 1);
    layout->setSpacing(4);
    m_play = addButton(QStringLiteral("play"), tr("Play the run"),
                       tr("Play the run from here, or from its start, in a few seconds"));
    layout->addWidget(m_slider, 1);
    m_epoch->setMinimumWidth(fontMetrics().horizontalAdvance(tr("epoch %1 of %2").arg("8888", "8888")));
    layout->addWidget(m_epoch);
    m_branch = addButton(QStringLiteral("branch"), tr("Branch from here"),
                         tr("Begin a new run from the moment that is shown; this one ends and stays in the "
                            "list of runs"));
    m_live = addButton(QStringLiteral("live"), tr("Live"), tr("Show the run as it is now"));
    m_export = addButton(QStringLiteral("export"), tr("Export…"),
                         tr("Save the map through the run as an animated GIF or as pictures"));
    m_branch->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_live->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_export->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_playTimer.setInterval(kPlayMilliseconds);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    connect(m_play, &QToolButton::clicked, this, &TimelineBar::togglePlaying);
    connect(&m_playTimer, &QTimer::timeout, this, &TimelineBar::playOn);
    connect(m_slider, &QSlider::valueChanged, this, &TimelineBar::onSliderMoved);
    connect(m_slider, &QSlider::sliderPressed, this, &TimelineBar::stopPlaying);
    connect(m_branch, &QToolButton::clicked, this, &TimelineBar::branch);
    connect(m_live, &QToolButton::clicked, this, [this] {
        stopPlaying();
        m_viewer.goLive();
    });
    connect(m_export, &QToolButton::clicked, this, &TimelineBar::exportRequested);
    connect(&viewer, &TimelineViewer::momentChanged, this, &TimelineBar::refresh);
    connect(&controller.runs(), &RunList::timelineChanged, this, &TimelineBar::refresh);
    connect(&controller, &TrainingController::metricsUpdated, this, &TimelineBar::refresh);
    connect(&controller, &TrainingController::dataPrepared, this, &TimelineBar::refresh);
    connect(&controller, &TrainingController::runStarted, this, [this] {
        stopPlaying();
        refresh();
    });
    new PlotMenu(*this, tr("timeline"), [this] {
        const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
        return [text = run ? timelineCsv(*run) : std::string()] { return text; };
    });
    applyTheme();
    refresh();
}

QToolButton* TimelineBar::addButton(const QString& name, const QString& text, const QString& tooltip) {
    auto* const button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(QStringLiteral("<p>%1</p>").arg(tooltip));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    layout()->addWidget(button);
    return button;
}

void TimelineBar::refresh() {
    const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
    const TrainingDataPtr& table = m_controller.data();
    std::vector<double> epochs;
    std::vector<TimelineSlider::Mark> edits;
    std::optional<double> best;
    int value = 0;
    if (run && table) {
        const double rows = double(table->split.training.size());
        for (const TrainerStatePtr& state : run->timeline.states()) {
            if (!m_viewer.isLive() && state->step <= m_viewer.moment()->step)
                value = int(epochs.size());
            epochs.push_back(double(state->epoch) + double(state->position) / rows);
        }
        for (const HyperparameterEdit& edit : joinedEdits(run->history.edits, run->progress.epoch))
            edits.push_back({.epoch = edit.epoch, .text = changeText(edit)});
        if (std::isfinite(run->progress.bestElbo))
            best = double(run->progress.bestEpoch);
    }
    const double now = run ? run->progress.epoch : 0;
    if (m_viewer.isLive())
        value = int(epochs.size());
    const bool any = epochs.size() > 1;
    m_slider->setMoments(std::move(epochs), now);
    m_slider->setMarks(std::move(edits), best);
    {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(value);
    }
    m_slider->setEnabled(any);
    m_play->setEnabled(any);
    m_export->setEnabled(any);
    m_branch->setEnabled(!m_viewer.isLive());
    m_live->setEnabled(!m_viewer.isLive());
    const QString nowText = countText(qint64(now));
    m_epoch->setText(!run ? QString()
                     : m_viewer.isLive()
                         ? tr("epoch %1").arg(nowText)
                         : tr("epoch %1 of %2").arg(countText(qint64(m_viewer.epoch())), nowText));
}

void TimelineBar::onSliderMoved(int value) {
    const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
    if (!run)
        return;
    const std::vector<TrainerStatePtr>& states = run->timeline.states();
    if (value < int(states.size()))
        m_viewer.lookAt(states[std::size_t(value)]->step);
    else
        m_viewer.goLive();
}

void TimelineBar::lookAtEpoch(double epoch) {
    stopPlaying();
    m_slider->setValue(m_slider->valueNear(epoch));
}

void TimelineBar::togglePlaying() {
    if (m_playTimer.isActive()) {
        stopPlaying();
        return;
    }
    m_playFrom = m_viewer.isLive() ? 0 : m_slider->value();
    m_playClock.start();
    m_playTimer.start();
    applyTheme();
    playOn();
}

void TimelineBar::stopPlaying() {
    m_playTimer.stop();
    applyTheme();
}

void TimelineBar::playOn() {
    const double share = double(m_playClock.elapsed()) / 1000 / kPlaySeconds;
    const int value = std::min(m_slider->maximum(), m_playFrom + int(share * m_slider->maximum()));
    m_slider->setValue(value);
    if (value == m_slider->maximum())
        stopPlaying();
}

void TimelineBar::branch() {
    if (m_viewer.isLive())
        return;
    stopPlaying();
    // Of its own: looking back ends where another run begins.
    const TrainerStatePtr moment = m_viewer.moment();
    m_controller.branch(m_controller.currentRun(), moment);
}

void TimelineBar::applyTheme() {
    m_play->setIcon(
        themedIcon(m_playTimer.isActive() ? QStringLiteral("pause") : QStringLiteral("run"), palette()));
    makeQuiet(*m_epoch, palette());
}

void TimelineBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

}  // namespace latentscape::ui
