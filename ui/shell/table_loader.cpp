#include "ui/shell/table_loader.h"

#include "core/data/generators.h"

namespace latentscape::ui {
namespace {

constexpr int kProgressMilliseconds = 100;
constexpr std::uint64_t kGeneratedSeed = 1;

LoadedTable prepareTable(CsvResult result, RunSource source) {
    const DatasetPtr dataset = result.dataset;
    source.rows = dataset->rows();
    ColumnFindings findings = checkColumns(*dataset);
    return {.data = prepareTrainingData(dataset, assignRoles(*dataset, findings, source.roles),
                                        Hyperparameters{}),
            .findings = std::move(findings),
            .source = std::move(source),
            .report = std::move(result.report)};
}

/// The table that a path with kGeneratedPrefix names, with its own roles.
GeneratedTable makeTable(const std::string& path) {
    const Generator& generator = generatorNamed(path.substr(kGeneratedPrefix.size()));
    return generator.make(generator.defaultRows, kGeneratedSeed);
}

CsvResult resultOf(GeneratedTable table) {
    return {.dataset = std::move(table.dataset), .dialect = {}, .report = {}};
}

LoadedTable generateTable(RunSource source) {
    GeneratedTable table = makeTable(source.path);
    source.roles = std::move(table.roles);
    return prepareTable(resultOf(std::move(table)), std::move(source));
}

}  // namespace

CsvResult readOrMakeTable(const QString& path, const CsvOptions& options, const ReadControl& control) {
    const std::string name = path.toStdString();
    return name.starts_with(kGeneratedPrefix) ? resultOf(makeTable(name)) : readTable(path, options, control);
}

LoadedTable loadTable(const RunSource& source, const ReadControl& control,
                      const TableLoader::Reader& reader) {
    if (source.path.starts_with(kGeneratedPrefix))
        return generateTable(source);
    return prepareTable(reader(QString::fromStdString(source.path), source.csv, control), source);
}

TableLoader::TableLoader(QObject* parent)
    : QObject(parent),
      m_task(
          [this](const LoadedTable& table) {
              stopWatching();
              emit loaded(table);
          },
          [this](const std::exception_ptr& thrown) {
              stopWatching();
              emit failed(problemOf(thrown, QString::fromStdString(m_source.path)), m_source);
          }) {
    connect(&m_watch, &QTimer::timeout, this, [this] {
        m_watch.setInterval(kProgressMilliseconds);
        emit progressed(m_reading->share);
    });
}

TableLoader::~TableLoader() {
    cancel();
}

void TableLoader::load(const RunSource& source) {
    emit loading();
    // What is read for nobody would keep the cores from this file.
    cancel();
    m_source = source;
    m_reading = std::make_shared<Reading>();
    m_watch.start(kSlowMilliseconds);
    m_task.run([reader = m_reader, source, reading = m_reading] {
        const auto progress = [reading](double share) {
            reading->share = share;
            return !reading->cancelled;
        };
        return loadTable(source, ReadControl{.progress = progress}, reader);
    });
}

void TableLoader::cancel() {
    if (m_reading)
        m_reading->cancelled = true;
    m_task.cancel();
    stopWatching();
}

void TableLoader::stopWatching() {
    m_watch.stop();
}

}  // namespace latentscape::ui
