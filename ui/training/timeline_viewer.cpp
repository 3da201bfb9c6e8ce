#include "ui/training/timeline_viewer.h"

#include <algorithm>
#include <utility>

#include "core/analysis/encoding.h"

namespace latentscape::ui {
namespace {

/// A hand that stays this long rests.
constexpr int kRestMilliseconds = 250;
/// Rows encoded between two looks at whether anyone still waits.
constexpr std::size_t kPieceRows = 4096;

}  // namespace

TimelineViewer::TimelineViewer(TrainingController& controller, QObject* parent)
    : QObject(parent),
      m_controller(controller),
      m_task([this](const LatentSnapshotPtr& snapshot) { onEncoded(snapshot); },
             // Too little memory: the views stay as they are.
             [this](const std::exception_ptr&) { onEncoded(nullptr); }) {
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, [this] { encode(true); });
    connect(&controller, &TrainingController::snapshotReady, this, &TimelineViewer::onLiveSnapshot);
    connect(&controller, &TrainingController::runStarted, this, &TimelineViewer::onRunStarted);
}

double TimelineViewer::epoch() const {
    if (!m_moment)
        return m_controller.progress().epoch;
    return double(m_moment->epoch) +
           double(m_moment->position) / double(m_controller.data()->split.training.size());
}

void TimelineViewer::lookAt(std::int64_t step) {
    const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
    const TrainerStatePtr state = run ? run->timeline.nearest(step) : nullptr;
    if (!state || !m_controller.data() || state == m_moment)
        return;
    // The worker need not wait for a picture that is no longer wanted.
    if (!m_moment)
        m_controller.snapshotConsumed();
    m_moment = state;
    emit momentChanged();
    encode(false);
}

void TimelineViewer::goLive() {
    if (!m_moment)
        return;
    abandon();
    m_moment.reset();
    emit momentChanged();
    if (m_newest)
        emit snapshotReady(m_newest);
}

void TimelineViewer::consumed() {
    if (isLive())
        m_controller.snapshotConsumed();
}

void TimelineViewer::onLiveSnapshot(const LatentSnapshotPtr& snapshot) {
    m_newest = snapshot;
    if (isLive())
        emit snapshotReady(snapshot);
    else
        m_controller.snapshotConsumed();
}

void TimelineViewer::onRunStarted() {
    abandon();
    m_newest.reset();
    m_liveRows.reset();
    m_vae.reset();
    if (m_moment) {
        m_moment.reset();
        emit momentChanged();
    }
}

void TimelineViewer::abandon() {
    if (m_abandoned)
        *m_abandoned = true;
    m_outdated = false;
    m_rest.stop();
}

void TimelineViewer::onEncoded(const LatentSnapshotPtr& snapshot) {
    if (!m_moment)
        return;
    if (snapshot && snapshot->run == m_controller.currentRun())
        emit snapshotReady(snapshot);
    if (std::exchange(m_outdated, false))
        encode(false);
}

void TimelineViewer::encode(bool all) {
    if (m_abandoned)
        *m_abandoned = true;
    // What is on its way is let finish: during a drag there is always a newer wish, and nothing would ever
    // arrive.
    m_outdated = m_task.isRunning();
    if (m_outdated)
        return;
    const TrainingDataPtr& data = m_controller.data();
    if (!m_vae) {
        m_vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, m_moment->hyperparameters));
        m_liveRows = std::make_shared<const RowList>(subsampleRows(
            data->table.rows(), kLiveRows, Random(std::uint64_t(m_moment->hyperparameters.seed))));
    }
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = m_controller.currentRun();
    snapshot->step = m_moment->step;
    snapshot->epoch = epoch();
    snapshot->rows = m_liveRows;
    snapshot->totalRows = data->table.rows();
    m_abandoned = std::make_shared<std::atomic<bool>>(false);
    m_task.run(
        [data, state = m_moment, vae = m_vae, snapshot, all, abandoned = m_abandoned]() -> LatentSnapshotPtr {
            snapshot->model = std::make_shared<const ModelSnapshot>(ModelSnapshot{vae, state->parameters});
            if (all)
                snapshot->rows = std::make_shared<const RowList>(allRows(snapshot->totalRows));
            const std::span<const Index> rows(*snapshot->rows);
            snapshot->means.resize(vae->latent(), Index(rows.size()));
            for (std::size_t first = 0; first < rows.size(); first += kPieceRows) {
                if (all && *abandoned)
                    return nullptr;
                const std::span<const Index> piece =
                    rows.subspan(first, std::min(kPieceRows, rows.size() - first));
                snapshot->means.middleCols(Index(first), Index(piece.size())) =
                    encodeRows(data->table, *snapshot->model, piece).mean;
            }
            return snapshot;
        });
    if (!all && Index(m_liveRows->size()) < data->table.rows())
        m_rest.start();
}

}  // namespace latentscape::ui
