#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include "ui/shell/main_window.h"

namespace latentscape::ui {

/// Lets the window train to the end, with a progress line on standard error, then saves a picture of it.
class PictureJob : public QObject {
    Q_OBJECT

public:
    PictureJob(MainWindow& window, const QString& file, QObject* parent = nullptr);

signals:
    /// 0 when the picture is saved.
    void done(int exitCode);

private:
    void showProgress(const MetricsUpdate& update);
    void onSnapshot(const LatentSnapshotPtr& snapshot);
    void fail(const Problem& problem);
    void savePicture();

    MainWindow& m_window;
    QString m_file;
    QElapsedTimer m_lastShown;
    /// All rows as they lie at the end have been handed to the map.
    bool m_finalMap = false;
};

}  // namespace latentscape::ui
