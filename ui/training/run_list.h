#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/training/timeline.h"
#include "ui/training/training_messages.h"

namespace latentscape::ui {

/// When a step was done: seconds of training that had passed since the run began, waits of a slow pace
/// included.
struct ClockPoint {
    std::int64_t step = 0;
    double seconds = 0;
};

/// Where a run left another one.
struct BranchPoint {
    quint64 run = 0;
    std::int64_t step = 0;
    double epoch = 0;
};

/// One run: what it was started with, what it has told so far, and how it is getting on.
struct RunRecord {
    /// Names it for good; a later run has a larger one.
    quint64 run = 0;
    /// A person may change it.
    QString name;
    /// Place in the palette of classes; below 0 until the list gives it one.
    int colour = -1;
    /// Whether it is drawn where runs are compared.
    bool visible = true;
    std::optional<BranchPoint> branchedFrom = std::nullopt;
    RunState state = RunState::Preparing;
    /// As the run uses them, live changes counted.
    Hyperparameters hyperparameters;
    /// Null while it is being prepared, unless it is a branch.
    TrainingDataPtr data;
    /// Of a branch: that of the run it left, up to there, and then its own.
    MetricsHistory history;
    /// The newest update; its `latest` is empty.
    MetricsUpdate progress;
    /// Steps ascend; one for each update.
    std::vector<ClockPoint> clock;
    /// The newest one; null before the first.
    LatentSnapshotPtr snapshot;
    /// What can be looked back at. Of a branch: as the history.
    Timeline timeline;
};

/// The runs on the table that is open, in the order in which they began. Only the TrainingController adds and
/// feeds them.
class RunList : public QObject {
    Q_OBJECT

public:
    explicit RunList(QObject* parent = nullptr) : QObject(parent) {}

    const std::vector<RunRecord>& runs() const { return m_runs; }
    /// Null if there is none of that number (any more).
    const RunRecord* find(quint64 run) const;

    /// A name of blanks only is ignored.
    void rename(quint64 run, const QString& name);
    void setVisible(quint64 run, bool visible);
    /// Forgets a run and all it has told.
    void remove(quint64 run);
    void clear();

    // For the TrainingController. Unknown runs are ignored.

    /// Gives it a colour and a name unless it has them; the name becomes one unlike all others.
    void add(RunRecord record);
    void setState(quint64 run, RunState state);
    void setHyperparameters(quint64 run, const Hyperparameters& hyperparameters);
    void setData(quint64 run, const TrainingDataPtr& data);
    void append(const MetricsUpdate& update);
    void setSnapshot(const LatentSnapshotPtr& snapshot);
    void keepState(quint64 run, const TrainerStatePtr& state);
    /// Bytes that the timelines of all runs may take: half of it for the run that trains, which is the last,
    /// and the other half in equal parts for those that have ended; all for a run that is alone. What two
    /// runs share counts for both.
    void setTimelineBudget(std::size_t bytes);

signals:
    void runAdded(quint64 run);
    /// Its name, visibility, state, hyperparameters or data.
    void runChanged(quint64 run);
    /// Its history, progress and clock have grown.
    void metricsAppended(quint64 run);
    void snapshotChanged(quint64 run);
    /// Its timeline holds other states.
    void timelineChanged(quint64 run);
    /// It is gone.
    void runRemoved(quint64 run);

private:
    RunRecord* record(quint64 run);
    /// `wished` with a number behind it if a run has that name.
    QString unusedName(const QString& wished) const;
    void shareTimelineBudget();

    std::vector<RunRecord> m_runs;
    /// Runs added so far: the next one's name and colour.
    int m_added = 0;
    std::size_t m_timelineBudget = 0;
};

}  // namespace latentscape::ui
