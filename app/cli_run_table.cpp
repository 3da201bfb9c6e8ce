#include "app/cli_run_table.h"

#include "app/cli_data.h"

namespace latentscape::cli {

namespace {

CsvResult readAs(const std::string& path, const CsvOptions& csv) {
    try {
        CsvResult read = readCsv(path, csv);
        printProblems(read.dataset->problems());
        return read;
    } catch (const Error& error) {
        if (error.problem().code != ProblemCode::UnknownColumn)
            throw;
        throw Error(
            ProblemCode::TableDoesNotFitRun,
            {{"file", path}, {"reason", "it has no column “" + error.problem().facts.at("column") + "”"}});
    }
}

}  // namespace

CsvResult readLike(const SavedRun& run, const std::string& path) {
    return readAs(path, optionsLike(run));
}

CsvResult readOwnTable(const SavedRun& run) {
    CsvResult read = readAs(run.source.path, withTypesOf(run, run.source.csv));
    const Index rows = read.dataset->rows();
    if (rows != run.source.rows)
        throw Error(
            ProblemCode::TableDoesNotFitRun,
            {{"file", run.source.path},
             {"reason", "it had " + std::to_string(run.source.rows) +
                            " rows when the run was trained and has " + std::to_string(rows) + " now"}});
    return read;
}

Split splitOfRun(const SavedRun& run, const Dataset& dataset) {
    const RowRequest& rows = run.source.rowRequest;
    const std::optional<Index> label =
        rows.balanced ? assignRoles(dataset, run.source.roles).label : std::nullopt;
    return splitAsRequested(dataset, label, rows, run.hyperparameters.validation,
                            Random(std::uint64_t(run.hyperparameters.seed)), 1);
}

}  // namespace latentscape::cli
