#pragma once

#include <QObject>
#include <QString>

#include "core/training/training_data.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Reads a file, or a sample from the program's resources, or makes one up, and prepares it for training,
/// without holding up the window. The newest request wins. A table that cannot be trained on fails here,
/// before it replaces anything.
class TableLoader : public QObject {
    Q_OBJECT

public:
    explicit TableLoader(QObject* parent = nullptr);

    void load(const QString& path);

signals:
    void loaded(const latentscape::TrainingDataPtr& data, const QString& path);
    void failed(const latentscape::Problem& problem, const QString& path);

private:
    QString m_path;
    BackgroundTask<TrainingDataPtr> m_task;
};

}  // namespace latentscape::ui
