#pragma once

#include <optional>
#include <vector>

#include "ui/explore/cell_edits.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// A row, with the cells that were edited, as the model sees it.
struct ExaminedRow {
    RowDetails details;
    std::vector<CellEdit> edits;
    /// Where the row lies without its edits; only if it has some.
    std::optional<Vector> tableMean;
};

/// Keeps up to date what the newest model makes of a few rows, in the background. Nothing is computed while
/// nobody looks.
class ExaminedRows : public QObject {
    Q_OBJECT

public:
    /// Both outlive the object.
    ExaminedRows(Exploration& exploration, const CellEdits& edits, QObject* parent = nullptr);

    /// Of the exploration's table; those that it does not have are left out.
    void setRows(const RowList& rows);
    void setShown(bool shown);

    /// In the order asked for; empty until they are known. Rows that have just been asked for may still be
    /// those of the time before.
    const std::vector<ExaminedRow>& rows() const { return m_result.rows; }
    /// What they were computed from; null for none.
    const TrainingDataPtr& data() const { return m_result.data; }
    const LatentSnapshotPtr& snapshot() const { return m_result.snapshot; }

signals:
    void changed();

private:
    struct Result {
        TrainingDataPtr data;
        LatentSnapshotPtr snapshot;
        std::vector<ExaminedRow> rows;
    };

    void refresh();
    void show(Result result);

    Exploration& m_exploration;
    const CellEdits& m_edits;
    RowList m_rows;
    bool m_shown = false;
    /// A newer answer is due once the one on its way has arrived: while a model trains there is always a
    /// newer wish, and nothing would ever arrive.
    bool m_outdated = false;
    /// The task was cancelled and not asked anything since.
    bool m_cancelled = false;
    Result m_result;
    /// Last, so that no result arrives in an object that is half gone.
    BackgroundTask<Result> m_task;
};

}  // namespace latentscape::ui
