#include "ui/shell/animation_export.h"

#include <QFileDialog>
#include <QFileInfo>
#include <new>

namespace latentscape::ui {
namespace {

constexpr int kShowMilliseconds = 100;

}  // namespace

AnimationExport::AnimationExport(MessageBar& messages, QWidget* window)
    : QObject(window),
      m_messages(messages),
      m_window(window),
      m_task([this](bool whole) { onWritten(whole); },
             [this](const std::exception_ptr& error) { onFailed(error); }) {
    m_shareTimer.setInterval(kShowMilliseconds);
    connect(&m_shareTimer, &QTimer::timeout, this, &AnimationExport::showShare);
}

AnimationExport::~AnimationExport() {
    cancel();
}

void AnimationExport::ask(const Animation& animation, const QString& name) {
    auto* const dialog = new QFileDialog(m_window, tr("Export the map through the run"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString gif = tr("Animated GIF (*.gif)");
    dialog->setNameFilters({gif, tr("Folder of PNG pictures (*)")});
    dialog->setDefaultSuffix(QStringLiteral("gif"));
    // A dot would be taken for the beginning of a suffix, a slash for a folder.
    QString file = name;
    dialog->selectFile(
        file.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char('.'), QLatin1Char('_')));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, gif](const QString& filter) {
        dialog->setDefaultSuffix(filter == gif ? QStringLiteral("gif") : QString());
    });
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, animation](const QString& path) { write(animation, path); });
    dialog->open();
}

void AnimationExport::write(const Animation& animation, const QString& path) {
    cancel();
    m_path = path;
    m_progress = std::make_shared<AnimationProgress>();
    m_task.run([animation, path, progress = m_progress] {
        return path.endsWith(QLatin1String(".gif"), Qt::CaseInsensitive)
                   ? writeGif(animation, path, *progress)
                   : writePictures(animation, path, *progress);
    });
    m_shareTimer.start();
    showShare();
}

void AnimationExport::cancel() {
    if (m_progress)
        m_progress->cancelled = true;
}

void AnimationExport::showShare() {
    m_messages.showProgress(tr("Saving %1 …").arg(QFileInfo(m_path).fileName()), m_progress->share,
                            tr("Stop; nothing is saved"), [this] { cancel(); });
}

void AnimationExport::onWritten(bool whole) {
    m_shareTimer.stop();
    if (!m_messages.showsError())
        m_messages.clear();
    if (whole)
        m_messages.showRemark(tr("Saved %1.").arg(m_path));
    emit ended(whole);
}

void AnimationExport::onFailed(const std::exception_ptr& error) {
    m_shareTimer.stop();
    m_messages.clear();
    try {
        std::rethrow_exception(error);
    } catch (const Error& failure) {
        m_messages.showError(failure.problem());
    } catch (const std::bad_alloc&) {
        m_messages.showError({ProblemCode::OutOfMemory, {{"what", "this animation"}}});
    } catch (const std::exception& failure) {
        m_messages.showError(
            {ProblemCode::FileNotWritable, {{"file", m_path.toStdString()}, {"reason", failure.what()}}});
    }
    emit ended(false);
}

}  // namespace latentscape::ui
