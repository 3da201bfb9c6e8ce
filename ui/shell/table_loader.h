#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>

#include "core/storage/run_json.h"
#include "core/training/training_data.h"
#include "ui/import/read_table.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// A table that was read, made ready for training, what was found in its columns, and how it was read.
struct LoadedTable {
    TrainingDataPtr data;
    ColumnFindings findings;
    RunSource source;
    ImportReport report;
};

/// Reads a table, or makes it up if the path names a generator. Throws Error as readCsv() does.
CsvResult readOrMakeTable(const QString& path, const CsvOptions& options, const ReadControl& control = {});

/// Reads a table, or makes it up, and prepares it for training. `source` names the file and says how it is
/// read. Throws Error.
LoadedTable loadTable(const RunSource& source, const ReadControl& control = {},
                      const std::function<CsvResult(const QString&, const CsvOptions&, const ReadControl&)>&
                          reader = readTable);

/// Reads a file, or a sample from the program's resources, or makes one up, and prepares it for training,
/// without holding up the window. The newest request wins. A table that cannot be trained on fails here,
/// before it replaces anything.
class TableLoader : public QObject {
    Q_OBJECT

public:
    using Reader = std::function<CsvResult(const QString&, const CsvOptions&, const ReadControl&)>;

    explicit TableLoader(QObject* parent = nullptr);
    ~TableLoader() override;

    /// `source` names the file and says how it is read.
    void load(const RunSource& source);
    /// Gives up what is being read; nothing more is heard of it.
    void cancel();
    /// In place of readTable(), for tests that hold it up.
    void setReader(Reader reader) { m_reader = std::move(reader); }

    static constexpr int kSlowMilliseconds = 500;

signals:
    /// A person wishes to see another table.
    void loading();
    void loaded(const latentscape::ui::LoadedTable& table);
    void failed(const latentscape::Problem& problem, const latentscape::RunSource& source);
    /// Ten times a second, once reading has taken `kSlowMilliseconds`: the share from 0 to 1 that is read.
    void progressed(double share);

private:
    /// The one thing that reader and window both touch.
    struct Reading {
        std::atomic<double> share = 0;
        std::atomic<bool> cancelled = false;
    };

    void stopWatching();

    Reader m_reader = readTable;
    RunSource m_source;
    std::shared_ptr<Reading> m_reading;
    QTimer m_watch;
    BackgroundTask<LoadedTable> m_task;
};

}  // namespace latentscape::ui
