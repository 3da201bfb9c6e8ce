#include "core/storage/run_table.h"

#include "core/data/content_hash.h"

namespace latentscape {
namespace {

[[noreturn]] void throwChanged(const std::string& path, const std::string& reason) {
    throw Error(ProblemCode::RunTableChanged, {{"file", path}, {"reason", reason}});
}

}  // namespace

RunTable readRunTable(const RunConfig& config, const TableReader& read) {
    const RunSource& source = config.source;
    try {
        CsvResult result = read(source.path, source.csv);
        const Index rows = result.dataset->rows();
        if (rows != source.rows)
            throwChanged(source.path, "it had " + std::to_string(source.rows) + " rows and has " +
                                          std::to_string(rows) + " now");
        if (!config.contentHash.empty() && contentHash(*result.dataset) != config.contentHash)
            throwChanged(source.path, "some of its columns or cells differ");
        RunTable table{.dataset = std::move(result.dataset),
                       .dialect = result.dialect,
                       .findings = {},
                       .report = std::move(result.report),
                       .roles = {}};
        table.findings = checkColumns(*table.dataset);
        table.roles = assignRoles(*table.dataset, table.findings, source.roles);
        return table;
    } catch (const Error& error) {
        const Problem& problem = error.problem();
        if (problem.code == ProblemCode::FileNotFound)
            throw Error(ProblemCode::RunTableMissing, {{"file", source.path}});
        if (problem.code == ProblemCode::UnknownColumn)
            throwChanged(source.path, "it has no column “" + problem.facts.at("column") + "”");
        throw;
    }
}

TrainingDataPtr prepareRunTable(const RunTable& table, const RunConfig& config, const Preprocessor& encoded) {
    TrainingDataPtr data =
        prepareTrainingData(table.dataset, table.roles, config.hyperparameters, config.source.rowRequest);
    if (data->preprocessor.columns() != encoded.columns())
        throwChanged(config.source.path, "it is not encoded as it was then");
    return data;
}

}  // namespace latentscape
