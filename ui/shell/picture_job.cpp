#include "ui/shell/picture_job.h"

#include <QPixmap>
#include <QTimer>
#include <cstdio>

#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

constexpr int kShowEveryMilliseconds = 500;
/// The map glides to its last place after the last snapshot.
constexpr int kSettleMilliseconds = 800;

}  // namespace

PictureJob::PictureJob(MainWindow& window, const QString& file, QObject* parent)
    : QObject(parent), m_window(window), m_file(file) {
    TrainingController& controller = window.controller();
    controller.setPace(0);
    connect(&controller, &TrainingController::metricsUpdated, this, &PictureJob::showProgress);
    connect(&controller, &TrainingController::snapshotReady, this, &PictureJob::onSnapshot);
    connect(&controller, &TrainingController::failed, this, &PictureJob::fail);
    connect(&window, &MainWindow::openFailed, this, &PictureJob::fail);
    connect(&window.scatter(), &LatentScatterView::snapshotConsumed, this, [this] {
        if (m_finalMap)
            QTimer::singleShot(kSettleMilliseconds, this, &PictureJob::savePicture);
    });
    m_lastShown.start();
}

void PictureJob::showProgress(const MetricsUpdate& update) {
    const bool last = update.endedByPatience || update.epoch >= double(update.epochs);
    if (update.step == 0 || (!last && m_lastShown.elapsed() < kShowEveryMilliseconds))
        return;
    m_lastShown.restart();
    const MetricsHistory& history = m_window.controller().history();
    const LossTerms terms = !history.validation.empty() ? history.validation.back().terms : LossTerms{};
    std::fprintf(stderr, "epoch %.0f/%lld  reconstruction %.3f  KL %.3f nats/row  %.0f rows/s\n",
                 update.epoch, static_cast<long long>(update.epochs), terms.reconstruction, terms.kl,
                 update.rowsPerSecond);
}

void PictureJob::onSnapshot(const LatentSnapshotPtr& snapshot) {
    m_finalMap = m_window.controller().state() == RunState::Finished &&
                 Index(snapshot->rows->size()) == snapshot->totalRows;
}

void PictureJob::fail(const Problem& problem) {
    std::fprintf(stderr, "latentscape: %s\n", qPrintable(problemText(problem)));
    emit done(1);
}

void PictureJob::savePicture() {
    if (m_window.grab().save(m_file)) {
        emit done(0);
        return;
    }
    fail({ProblemCode::FileNotWritable,
          {{"file", m_file.toStdString()}, {"reason", "no picture could be saved there"}}});
}

}  // namespace latentscape::ui
