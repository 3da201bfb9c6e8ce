#pragma once

#include <QObject>
#include <QString>

#include "core/data/csv_reader.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Reads a file, or a sample from the program's resources, without holding up the window. The newest request wins.
class TableLoader : public QObject {
    Q_OBJECT

public:
    explicit TableLoader(QObject* parent = nullptr);

    void load(const QString& path);

signals:
    void loaded(const latentscape::DatasetPtr& dataset, const QString& path);
    void failed(const latentscape::Problem& problem, const QString& path);

private:
    QString m_path;
    BackgroundTask<CsvResult> m_task;
};

}  // namespace latentscape::ui
