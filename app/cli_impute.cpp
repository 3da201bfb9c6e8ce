#include <algorithm>
#include <cmath>
#include <map>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_data.h"
#include "app/cli_run_table.h"
#include "core/analysis/imputation.h"
#include "core/analysis/model_tables.h"
#include "core/storage/atomic_file.h"
#include "core/support/whole_file.h"

namespace latentscape::cli {
namespace {

struct ImputeArguments {
    std::string runFolder;
    std::string dataPath;
    std::string out;
    std::string intervals;
    ImputationOptions options;
};

/// Says which columns keep their gaps, because the model does not have them.
void reportUnfilled(const Dataset& dataset, const Preprocessor& preprocessor) {
    std::vector<std::string> unfilled;
    for (const Column& column : dataset.columns()) {
        const bool learned = std::any_of(
            preprocessor.columns().begin(), preprocessor.columns().end(),
            [&](const EncodedColumn& one) { return one.features > 0 && one.name == column.name; });
        if (!learned && column.missingCount() > 0)
            unfilled.push_back(column.name);
    }
    if (!unfilled.empty())
        printProblems({{ProblemCode::ColumnsNotFilled, {{"columns", listOfNames(unfilled)}}}});
}

/// Writes what was filled in as the file writes the other cells of the column, so that it reads back.
class FileNotation {
public:
    FileNotation(const CsvResult& read, const CsvTable& table) : m_read(read), m_table(table) {}

    /// `learned` is the column as the model knows it, at `place` in the file.
    std::string textOf(const Column& learned, std::size_t place, double value) const {
        const Column& column = m_read.dataset->column(Index(place));
        if (learned.type == ColumnType::DateTime)
            return std::isnan(value) ? std::string() : column.fileText(value);
        std::string text = spelled(learned, value);
        if (learned.hasCategories() || text.empty())
            return text;
        std::replace(text.begin(), text.end(), '.', m_read.dialect.decimal);
        return endsInPercent(place) ? text + "%" : text;
    }

private:
    /// All numbers of a column do, or none.
    bool endsInPercent(std::size_t place) const {
        const auto [known, isNew] = m_endsInPercent.try_emplace(place, false);
        if (!isNew)
            return known->second;
        const Column& column = m_read.dataset->column(Index(place));
        std::size_t row = 0;
        while (row < column.values.size() && column.missing[row])
            ++row;
        known->second = row < column.values.size() && m_table.cells[place][row].ends_with('%');
        return known->second;
    }

    /// By place in the file, once it has been asked for.
    mutable std::map<std::size_t, bool> m_endsInPercent;

    const CsvResult& m_read;
    const CsvTable& m_table;
};

/// The file as it stands with the cells filled in. What it holds is not written anew from what was read:
/// `1.50` stays `1.50`.
std::string filledCsv(const CsvResult& read, const CsvTable& table, const std::vector<Column>& columns,
                      const std::vector<ImputedCell>& cells) {
    const FileNotation notation(read, table);
    std::vector<std::size_t> places;
    for (const Column& column : columns)
        places.push_back(std::size_t(std::find(table.names.begin(), table.names.end(), column.name) -
                                     table.names.begin()));
    std::vector<FilledCell> filled;
    for (const ImputedCell& cell : cells) {
        const std::size_t place = places[cell.column];
        filled.push_back({.row = cell.row,
                          .column = place,
                          .text = notation.textOf(columns[cell.column], place, cell.value)});
    }
    const auto cellText = [&table](std::size_t column, Index row) {
        return std::string(table.cells[column][std::size_t(row)]);
    };
    return completedCsv(table.names, Index(table.lines.size()), cellText, filled);
}

ExitCode impute(const ImputeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const CsvResult read = readLike(run, arguments.dataPath);
    reportUnfilled(*read.dataset, run.preprocessor);
    ImputationOptions options = arguments.options;
    options.seed = std::uint64_t(run.hyperparameters.seed);
    if (arguments.intervals.empty())
        options.intervalDraws = 0;
    const std::vector<ImputedCell> cells =
        imputeMissing(*read.dataset, run.preprocessor, run.preprocessor.transform(*read.dataset), run.model,
                      allRows(read.dataset->rows()), options);
    const std::vector<Column> columns = columnsOf(run.preprocessor);
    const CsvTable table = parseCsv(readWholeFile(arguments.dataPath), arguments.dataPath, optionsLike(run));
    writeFileAtomically(arguments.out, filledCsv(read, table, columns, cells));
    if (!arguments.intervals.empty())
        writeFileAtomically(arguments.intervals, intervalsCsv(run.preprocessor, cells));
    return Done;
}

}  // namespace

void addImputeCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ImputeArguments>();
    CLI::App* const command = app.add_subcommand("impute", "Fill the missing cells of a table");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("DATA", arguments->dataPath, "Table with the run's columns (CSV)")->required();
    command
        ->add_option("--out", arguments->out,
                     "Table to write (CSV): DATA with expected numbers and most probable categories where "
                     "cells were missing, and every other cell as it was")
        ->required();
    command->add_option("--samples", arguments->options.samples, "Importance samples a row")
        ->check(CLI::Range(1, 1000000));
    command->add_option("--intervals", arguments->intervals,
                        "A second table to write: row (counted from 0), column, value, probability of a "
                        "category, and the lower and upper end of a number's interval");
    command->add_option("--level", arguments->options.interval, "Share of plausible numbers in an interval")
        ->check(CLI::Range(0.01, 0.99))
        ->needs("--intervals");
    command->callback([arguments, &chosen] { chosen = [arguments] { return impute(*arguments); }; });
}

}  // namespace latentscape::cli
