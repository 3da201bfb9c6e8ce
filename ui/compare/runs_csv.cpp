#include "ui/compare/runs_csv.h"

#include <cmath>

#include "core/data/csv_writer.h"
#include "ui/compare/run_table_model.h"

namespace latentscape::ui {

std::string runsCsv(const std::vector<RunRecord>& runs) {
    std::vector<std::string> header{"run", "epochs", "steps", "best_epoch", "best_elbo", "kl"};
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        header.emplace_back(spec.key);
    CsvWriter writer(header);
    for (const RunRecord& run : runs) {
        const ValidationRecord* const best = bestValidation(run);
        writer.addCell(run.name.toStdString());
        writer.addNumber(run.progress.epoch);
        writer.addCell(std::to_string(run.progress.step));
        writer.addCell(best ? std::to_string(run.progress.bestEpoch) : std::string());
        writer.addNumber(best ? run.progress.bestElbo : NAN);
        writer.addNumber(best ? best->terms.kl : NAN);
        for (const HyperparameterSpec& spec : hyperparameterSpecs())
            writer.addCell(hyperparameterText(getHyperparameter(run.hyperparameters, spec)));
        writer.endRow();
    }
    return writer.text();
}

}  // namespace latentscape::ui
