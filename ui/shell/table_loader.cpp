#include "ui/shell/table_loader.h"

#include <QFile>
#include <QFileInfo>
#include <new>

#include "core/data/csv_reader.h"
#include "core/data/generators.h"

namespace latentscape::ui {
namespace {

constexpr std::uint64_t kGeneratedSeed = 1;

bool isResource(const QString& path) {
    return path.startsWith(QLatin1String(":/"));
}

CsvResult readTable(const QString& path) {
    if (!isResource(path))
        return readCsv(path.toStdString());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ProblemCode::FileNotFound, {{"file", path.toStdString()}});
    return readCsvText(file.readAll().toStdString(), QFileInfo(path).fileName().toStdString());
}

/// Which table a path names that begins with kGeneratedPrefix.
GeneratedTable generateTable(const QString& path) {
    const Generator& generator =
        generatorNamed(path.sliced(qsizetype(kGeneratedPrefix.size())).toStdString());
    return generator.make(generator.defaultRows, kGeneratedSeed);
}

TrainingDataPtr prepareTable(const QString& path) {
    const GeneratedTable table =
        path.startsWith(QLatin1String(kGeneratedPrefix.data(), kGeneratedPrefix.size()))
            ? generateTable(path)
            : GeneratedTable{.dataset = readTable(path).dataset, .roles = {}};
    return prepareTrainingData(table.dataset, assignRoles(*table.dataset, table.roles),
                               recommendedHyperparameters(table.dataset->rows()));
}

Problem problemOf(const std::exception_ptr& thrown, const QString& path) {
    try {
        std::rethrow_exception(thrown);
    } catch (const Error& error) {
        return error.problem();
    } catch (const std::bad_alloc&) {
        return {ProblemCode::OutOfMemory, {{"what", path.toStdString()}}};
    } catch (const std::exception& error) {
        return {ProblemCode::FileUnreadable, {{"file", path.toStdString()}, {"reason", error.what()}}};
    }
}

}  // namespace

TableLoader::TableLoader(QObject* parent)
    : QObject(parent),
      m_task([this](const TrainingDataPtr& data) { emit loaded(data, m_path); },
             [this](const std::exception_ptr& thrown) { emit failed(problemOf(thrown, m_path), m_path); }) {}

void TableLoader::load(const QString& path) {
    m_path = path;
    m_task.run([path] { return prepareTable(path); });
}

}  // namespace latentscape::ui
