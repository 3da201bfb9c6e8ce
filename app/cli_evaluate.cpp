#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_findings.h"
#include "app/cli_run_table.h"
#include "core/analysis/bounds.h"
#include "core/storage/run_store.h"

namespace latentscape::cli {
namespace {

/// The rows to judge: the run's own validation rows, or all rows of another table.
struct Judged {
    EncodedTable table;
    RowList rows;
    /// The rows that the run was trained on; empty for another table.
    RowList trainingRows;
};

Judged judgedRows(const EvaluateArguments& arguments, const SavedRun& run) {
    const CsvResult read = arguments.dataPath ? readLike(run, *arguments.dataPath) : readOwnTable(run);
    Judged judged{.table = run.preprocessor.transform(*read.dataset),
                  .rows = allRows(read.dataset->rows()),
                  .trainingRows = {}};
    if (arguments.dataPath)
        return judged;
    Split split = splitOfRun(run, *read.dataset);
    judged.rows = split.validation.empty() ? split.training : std::move(split.validation);
    judged.trainingRows = std::move(split.training);
    return judged;
}

using Json = nlohmann::json;

Json baselinesJson(const Baselines& baselines) {
    Json json{{"pca_r2", baselines.r2}};
    if (baselines.densities)
        json["log_likelihood"] = {{"independent", baselines.densities->independent},
                                  {"ppca", baselines.densities->ppca},
                                  {"factor_analysis", baselines.densities->factorAnalysis},
                                  {"shrunk_gaussian", baselines.densities->shrunkGaussian}};
    return json;
}

void printJson(const Evaluation& evaluation, const std::optional<Baselines>& baselines,
               const std::vector<Finding>& findings) {
    Json columns = Json::array();
    for (std::size_t i = 0; i < evaluation.columns.size(); ++i) {
        columns.push_back({{"name", evaluation.columns[i].name},
                           {"negative_log_likelihood", evaluation.columns[i].negativeLogLikelihood},
                           {"r2", evaluation.columns[i].r2}});
        if (baselines)
            columns.back()["pca_r2"] = baselines->columns[i].r2;
    }
    Json json{{"rows", evaluation.rows},
              {"elbo", evaluation.elbo},
              {"reconstruction", evaluation.reconstruction},
              {"kl", evaluation.kl},
              {"kl_per_dimension", evaluation.klPerDimension},
              {"active_units", evaluation.activeUnits},
              {"mean_variance", evaluation.meanVariance},
              {"saturated", evaluation.saturated},
              {"mutual_information", evaluation.mutualInformation},
              {"r2", evaluation.r2},
              {"columns", columns},
              {"log_jacobian", evaluation.logJacobian}};
    if (evaluation.importanceWeighted)
        json["importance_weighted"] = {{"k", evaluation.importanceWeighted->k},
                                       {"log_likelihood", evaluation.importanceWeighted->logLikelihood}};
    if (baselines)
        json["baselines"] = baselinesJson(*baselines);
    json["findings"] = findingsJson(findings);
    std::printf("%s\n", json.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void printColumns(const Evaluation& evaluation, const std::optional<Baselines>& baselines) {
    std::printf("\n%-28s %12s %8s%s\n", "column", "nats per row", "R²", baselines ? "   PCA R²" : "");
    for (std::size_t i = 0; i < evaluation.columns.size(); ++i) {
        const ColumnEvaluation& column = evaluation.columns[i];
        std::printf("%-28s %12.3f %7.3f", column.name.c_str(), -column.negativeLogLikelihood, column.r2);
        if (baselines)
            std::printf("  %7.3f", baselines->columns[i].r2);
        std::printf("\n");
    }
}

void printTable(const Evaluation& evaluation, const std::optional<Baselines>& baselines) {
    std::printf("rows                 %ld\n", long(evaluation.rows));
    std::printf("ELBO                 %.4f nats per row\n", evaluation.elbo);
    std::printf("reconstruction       %.4f\n", evaluation.reconstruction);
    std::printf("KL                   %.4f\n", evaluation.kl);
    for (std::size_t j = 0; j < evaluation.klPerDimension.size(); ++j)
        std::printf("  latent %-3zu         %.4f (variance of the means %.3f)\n", j + 1,
                    evaluation.klPerDimension[j], evaluation.meanVariance[j]);
    std::printf("active units         %d of %zu\n", evaluation.activeUnits, evaluation.klPerDimension.size());
    if (evaluation.saturated > 0)
        std::printf("cut-off variances    %.2f %% of all log σ² of z\n", 100 * evaluation.saturated);
    std::printf("mutual information   %.4f nats\n", evaluation.mutualInformation);
    std::printf("R²                   %.4f\n", evaluation.r2);
    if (baselines)
        std::printf("  PCA                %.4f\n", baselines->r2);
    std::printf("log Jacobian         %.4f (add for original units)\n", evaluation.logJacobian);
    if (evaluation.importanceWeighted)
        std::printf("log p(x), k = %-6d %.4f\n", evaluation.importanceWeighted->k,
                    evaluation.importanceWeighted->logLikelihood);
    if (baselines && baselines->densities)
        std::printf(
            "\nlog p(x) of simple models, fitted on the run's training rows:\n"
            "  independent        %.4f\n  pPCA               %.4f\n  factor analysis    %.4f\n"
            "  shrunk Gaussian    %.4f\n",
            baselines->densities->independent, baselines->densities->ppca,
            baselines->densities->factorAnalysis, baselines->densities->shrunkGaussian);
    printColumns(evaluation, baselines);
}

}  // namespace

ExitCode evaluate(const EvaluateArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const Judged judged = judgedRows(arguments, run);
    const Evaluation evaluation = evaluateModel(run.preprocessor, judged.table, run.model, judged.rows,
                                                {.samples = arguments.samples,
                                                 .importanceSamples = arguments.importanceSamples,
                                                 .seed = std::uint64_t(run.hyperparameters.seed)});
    std::optional<Baselines> baselines;
    if (!judged.trainingRows.empty())
        baselines = fitBaselines(run.preprocessor, judged.table, judged.trainingRows, judged.rows,
                                 run.model.vae->latent());
    const std::vector<Finding> findings =
        diagnose({.hyperparameters = run.hyperparameters,
                  .history = {},
                  .evaluation = evaluation,
                  .baselines = baselines,
                  .columnsAtFloor = columnsAtNoiseFloor(run.preprocessor, run.model),
                  .pictures = run.preprocessor.image().has_value(),
                  .finished = true});
    if (arguments.json) {
        printJson(evaluation, baselines, findings);
    } else {
        printTable(evaluation, baselines);
        std::printf("\n%s", findingsText(findings).c_str());
    }
    return Done;
}

}  // namespace latentscape::cli
