#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/analysis/diagnosis.h"
#include "ui/support/background_task.h"
#include "ui/training/hyperparameter_edits.h"
#include "ui/training/run_baselines.h"

namespace latentscape::ui {

/// Watches the run that trains and says what is wrong with it: every few seconds while it goes on, and at
/// once when it stands still. Looks at copies in the background, seldom enough that training does not notice.
class Doctor : public QObject {
    Q_OBJECT

public:
    /// All outlive the doctor.
    Doctor(TrainingController& controller, HyperparameterEdits& edits, const RunBaselines& baselines,
           QObject* parent = nullptr);

    /// The most important first, without those that were dismissed.
    const std::vector<Finding>& findings() const { return m_findings; }
    /// The epoch at which a finding was first seen.
    double firstEpoch(FindingKind kind) const { return m_firstEpochs.at(kind); }
    /// The epoch that was looked at last; negative before the first look.
    double examinedEpoch() const { return m_examinedEpoch; }

    /// Kinds of findings that this run and its branches need not hear of any more.
    void dismiss(FindingKind kind);
    /// What of the proposed changes is not set yet; empty if there is nothing to do.
    std::vector<HyperparameterEdit> remedy(const Finding& finding) const;
    /// Makes the proposed changes as one step: live, or pending until a restart. Goes back to the best
    /// parameters first if the finding asks for it, and runs on. Throws as HyperparameterEdits::setAll()
    /// does.
    void apply(const Finding& finding, const QString& name);

signals:
    /// A look has been taken, or findings are gone.
    void changed();

private:
    using BaselinesPtr = std::shared_ptr<const Baselines>;

    struct Examination {
        std::vector<Finding> findings;
        FittedBaselinesPtr fitted;
        BaselinesPtr judged;
        double epoch = 0;
        /// The run stood still, so what is found now stays.
        bool atRest = false;
        qint64 milliseconds = 0;
    };

    void onRunStarted();
    std::set<FindingKind>& dismissed() { return m_dismissed[m_controller.currentRun()]; }
    void onFailed(const Problem& problem);
    void onSnapshot(const LatentSnapshotPtr& snapshot);
    void onState(RunState state);
    void onBaselines(const FittedBaselinesPtr& baselines);
    void examine();
    void onExamined(Examination examination);

    TrainingController& m_controller;
    HyperparameterEdits& m_edits;
    std::shared_ptr<const ModelSnapshot> m_model;
    FittedBaselinesPtr m_fitted;
    /// As judged by the rows that the doctor looks at; null before the first look with m_fitted.
    BaselinesPtr m_judged;
    /// By run.
    std::map<quint64, std::set<FindingKind>> m_dismissed;
    /// Of all findings of this run so far.
    std::map<FindingKind, double> m_firstEpochs;
    /// Those of the last look: while a run goes on, only what is seen twice and cannot wait is told.
    std::set<FindingKind> m_seen;
    std::vector<Finding> m_findings;
    double m_examinedEpoch = -1;
    QElapsedTimer m_sinceLook;
    qint64 m_lookMilliseconds = 0;
    BackgroundTask<Examination> m_task;
};

}  // namespace latentscape::ui
