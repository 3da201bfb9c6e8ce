#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "core/analysis/support.h"
#include "ui/explore/exploration.h"
#include "ui/support/snapshot_task.h"

namespace latentscape::ui {

/// Knows how much support the newest model has where: computed in the background for each model while someone
/// asks for it.
class PlaceSupport : public QObject {
    Q_OBJECT

public:
    using SupportPtr = std::shared_ptr<const AggregateSupport>;

    /// The exploration outlives it.
    explicit PlaceSupport(Exploration& exploration, QObject* parent = nullptr);

    /// Of a model of the exploration's latent space; null while it is not known.
    const SupportPtr& support() const { return m_support; }
    /// Whether anyone looks at it.
    void setShown(bool shown) { m_task.setShown(shown); }

signals:
    void changed();

private:
    void followModel();

    Exploration& m_exploration;
    TrainingDataPtr m_data;
    Index m_latent = 0;
    SupportPtr m_support;
    /// Last, so that no result arrives in an object that is half gone.
    SnapshotTask<SupportPtr> m_task;
};

}  // namespace latentscape::ui
