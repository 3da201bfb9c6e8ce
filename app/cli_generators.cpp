#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "core/data/csv_writer.h"
#include "core/data/generators.h"
#include "core/storage/atomic_file.h"

namespace latentscape::cli {
namespace {

struct GenerateArguments {
    bool list = false;
    std::string name;
    std::optional<Index> rows;
    std::int64_t seed = 1;
    std::string out;
};

std::string csvOf(const Dataset& dataset) {
    std::vector<std::string> header;
    for (const Column& column : dataset.columns())
        header.push_back(column.name);
    CsvWriter writer(header);
    for (Index row = 0; row < dataset.rows(); ++row) {
        for (const Column& column : dataset.columns())
            writer.addCell(column.cellText(row));
        writer.endRow();
    }
    return writer.text();
}

/// How to train on the file so that the truth is not learned.
std::string trainingAdvice(const std::string& out, const RoleRequest& roles) {
    std::string advice = "To train on it: latentscape-cli train " + out + " --out RUN";
    if (!roles.label->empty())
        advice += " --label " + *roles.label;
    for (std::size_t i = 0; i < roles.colours.size(); ++i)
        advice += (i == 0 ? " --colour " : ",") + roles.colours[i];
    return advice + "\n";
}

ExitCode generate(const GenerateArguments& arguments) {
    const Generator& generator = generatorNamed(arguments.name);
    const GeneratedTable table =
        generator.make(arguments.rows.value_or(generator.defaultRows), std::uint64_t(arguments.seed));
    writeFileAtomically(arguments.out, csvOf(*table.dataset));
    std::fputs(trainingAdvice(arguments.out, table.roles).c_str(), stderr);
    return Done;
}

ExitCode listGenerators() {
    for (const Generator& generator : generators())
        std::printf("%-16s %6ld rows  %s\n", std::string(generator.name).c_str(), long(generator.defaultRows),
                    std::string(generator.description).c_str());
    return Done;
}

}  // namespace

void addGenerateCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<GenerateArguments>();
    CLI::App* const command =
        app.add_subcommand("generate", "Make up a table of which it is known what a model should find");
    CLI::Option* const name =
        command->add_option("NAME", arguments->name, "Which table; --list tells which there are");
    command->add_option("--rows", arguments->rows, "How many rows")
        ->check(CLI::Range(Index(1), Index(1000000000)));
    command->add_option("--seed", arguments->seed, "Which rows: the same seed, the same rows")
        ->check(CLI::NonNegativeNumber);
    CLI::Option* const out = command->add_option("--out", arguments->out, "Table to write (CSV)");
    command->add_flag("--list", arguments->list, "List the tables");
    command->callback([=, &chosen] {
        if (arguments->list) {
            chosen = listGenerators;
            return;
        }
        for (const CLI::Option* const needed : {name, out})
            if (needed->count() == 0)
                throw CLI::RequiredError(needed->get_name());
        chosen = [arguments] { return generate(*arguments); };
    });
}

}  // namespace latentscape::cli
