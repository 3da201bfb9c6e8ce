#pragma once

#include <limits>
#include <memory>
#include <utility>

#include "core/training/snapshot.h"

namespace latentscape::testing {

/// The snapshot that came last. Tests wait for what it shows, and may look at it before any has come: it is
/// of no step, epoch or row then, which is nothing that a test waits for.
class LastSnapshot {
public:
    LastSnapshot& operator=(LatentSnapshotPtr snapshot) {
        m_snapshot = std::move(snapshot);
        return *this;
    }
    void reset() { m_snapshot.reset(); }
    explicit operator bool() const { return m_snapshot != nullptr; }
    const LatentSnapshot& operator*() const { return m_snapshot ? *m_snapshot : none(); }
    const LatentSnapshot* operator->() const { return &**this; }

private:
    static const LatentSnapshot& none() {
        static const LatentSnapshot nothing{
            .step = -1,
            .epoch = std::numeric_limits<double>::quiet_NaN(),
            .rows = std::make_shared<const RowList>(),
            .totalRows = -1,
            .means = Matrix::Constant(1, 1, std::numeric_limits<Scalar>::quiet_NaN()),
            .model = std::make_shared<const ModelSnapshot>()};
        return nothing;
    }

    LatentSnapshotPtr m_snapshot;
};

}  // namespace latentscape::testing
