#include <cstdio>
#include <numeric>

#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_data.h"
#include "core/analysis/bounds.h"
#include "core/storage/run_store.h"

namespace latentscape::cli {
namespace {

/// Reads the columns that the model encodes as what they were when it was trained. Another table may hold
/// fewer of their values, and other columns beside them.
CsvResult readLike(const SavedRun& run, const std::string& path) {
    CsvOptions csv = run.source.csv;
    csv.types.clear();
    for (const EncodedColumn& column : run.preprocessor.columns())
        if (column.features > 0)
            csv.types[column.name] = column.type == ColumnType::Binary ? ColumnType::Category : column.type;
    try {
        return readCsv(path, csv);
    } catch (const Error& error) {
        if (error.problem().code != ProblemCode::UnknownColumn)
            throw;
        throw Error(
            ProblemCode::TableDoesNotFitRun,
            {{"file", path}, {"reason", "it has no column “" + error.problem().facts.at("column") + "”"}});
    }
}

/// The rows to judge: the run's own validation rows, or all rows of another table.
struct Judged {
    EncodedTable table;
    RowList rows;
};

Judged judgedRows(const EvaluateArguments& arguments, const SavedRun& run) {
    const std::string path = arguments.dataPath.value_or(run.source.path);
    const CsvResult read = readLike(run, path);
    printProblems(read.dataset->problems());
    Judged judged{.table = run.preprocessor.transform(*read.dataset),
                  .rows = RowList(std::size_t(read.dataset->rows()))};
    std::iota(judged.rows.begin(), judged.rows.end(), Index(0));
    if (arguments.dataPath)
        return judged;
    if (read.dataset->rows() != run.source.rows)
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", path},
                     {"reason", "it had " + std::to_string(run.source.rows) +
                                    " rows when the run was trained and has " +
                                    std::to_string(read.dataset->rows()) + " now"}});
    Split split = splitRows(read.dataset->rows(), run.hyperparameters.validation,
                            Random(std::uint64_t(run.hyperparameters.seed)));
    if (!split.validation.empty())
        judged.rows = std::move(split.validation);
    return judged;
}

void printJson(const Evaluation& evaluation) {
    nlohmann::json json{{"rows", evaluation.rows},
                        {"elbo", evaluation.elbo},
                        {"reconstruction", evaluation.reconstruction},
                        {"kl", evaluation.kl},
                        {"kl_per_dimension", evaluation.klPerDimension},
                        {"active_units", evaluation.activeUnits},
                        {"log_jacobian", evaluation.logJacobian}};
    if (evaluation.importanceWeighted)
        json["importance_weighted"] = {{"k", evaluation.importanceWeighted->k},
                                       {"log_likelihood", evaluation.importanceWeighted->logLikelihood}};
    std::printf("%s\n", json.dump().c_str());
}

void printTable(const Evaluation& evaluation) {
    std::printf("rows                 %ld\n", long(evaluation.rows));
    std::printf("ELBO                 %.4f nats per row\n", evaluation.elbo);
    std::printf("reconstruction       %.4f\n", evaluation.reconstruction);
    std::printf("KL                   %.4f\n", evaluation.kl);
    for (std::size_t j = 0; j < evaluation.klPerDimension.size(); ++j)
        std::printf("  latent %-3zu         %.4f\n", j + 1, evaluation.klPerDimension[j]);
    std::printf("active units         %d of %zu\n", evaluation.activeUnits, evaluation.klPerDimension.size());
    std::printf("log Jacobian         %.4f (add for original units)\n", evaluation.logJacobian);
    if (evaluation.importanceWeighted)
        std::printf("log p(x), k = %-6d %.4f\n", evaluation.importanceWeighted->k,
                    evaluation.importanceWeighted->logLikelihood);
}

}  // namespace

ExitCode evaluate(const EvaluateArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const Judged judged = judgedRows(arguments, run);
    const Evaluation evaluation = evaluateModel(run.preprocessor, judged.table, run.model, judged.rows,
                                                {.samples = arguments.samples,
                                                 .importanceSamples = arguments.importanceSamples,
                                                 .seed = std::uint64_t(run.hyperparameters.seed)});
    if (arguments.json)
        printJson(evaluation);
    else
        printTable(evaluation);
    return Done;
}

}  // namespace latentscape::cli
