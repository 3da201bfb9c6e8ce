#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "ui/panels/message_bar.h"
#include "ui/shell/animation.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Saves an animation in the background, with its progress and a way to cancel it in the message bar.
class AnimationExport : public QObject {
    Q_OBJECT

public:
    /// Both outlive the export.
    AnimationExport(MessageBar& messages, QWidget* window);
    ~AnimationExport() override;

    /// Asks for a file first. `name` is what it is of.
    void ask(const Animation& animation, const QString& name);
    /// A GIF if the path ends like one, else a folder of pictures. Replaces an export that is under way.
    void write(const Animation& animation, const QString& path);
    void cancel();

signals:
    /// Whole, cancelled or failed.
    void ended(bool whole);

private:
    void showShare();
    void onWritten(bool whole);
    void onFailed(const std::exception_ptr& error);

    MessageBar& m_messages;
    QWidget* m_window;
    QString m_path;
    std::shared_ptr<AnimationProgress> m_progress;
    QTimer m_shareTimer;
    /// Last, so that nothing arrives in an export that is half gone.
    BackgroundTask<bool> m_task;
};

}  // namespace latentscape::ui
