#include <algorithm>

#include "core/data/column_summary.h"
#include "core/data/content_hash.h"
#include "core/data/generators.h"
#include "core/report/markup.h"
#include "core/report/repeat_command.h"
#include "core/report/report_sections.h"

namespace latentscape {
namespace {

Hyperparameters recommendedFor(const ReportedRun& run) {
    return recommendedHyperparameters(*run.data);
}

std::string effectText(HyperparameterEffect effect) {
    return effect == HyperparameterEffect::Live ? "while learning" : "with new parameters";
}

/// What a column is to the model.
std::string roleText(const ReportedRun& run, Index place) {
    const ColumnRoles& roles = run.data->roles;
    for (const EncodedColumn& column : run.data->preprocessor.columns())
        if (column.column == place)
            return column.features > 0 ? "learned, " + column.likelihood + " likelihood"
                                       : "left out: it never varies";
    if (roles.label == place)
        return "label";
    if (std::ranges::binary_search(roles.colours, place))
        return "colours only";
    return "left out";
}

std::string contentText(const Column& column) {
    const ColumnSummary summary = summarise(column);
    if (summary.present() == 0)
        return "nothing";
    if (!column.hasCategories())
        return column.valueText(summary.minimum) + " \u2026 " + column.valueText(summary.maximum);
    if (column.type == ColumnType::Text)
        return countText(summary.categories) + " different texts";
    std::string text;
    constexpr std::size_t kNamed = 4;
    for (std::size_t i = 0; i < std::min(kNamed, summary.top.size()); ++i)
        text += (i > 0 ? ", " : "") + column.categories[std::size_t(summary.top[i].category)] + " (" +
                countText(summary.top[i].count) + ")";
    if (summary.categories > Index(kNamed))
        text += " and " + countText(summary.categories - Index(kNamed)) + " more";
    return text;
}

std::string command(const std::string& text) {
    return element("pre", "", element("code", "", escaped(text)));
}

}  // namespace

std::string settingsSection(const ReportedRun& run) {
    const Hyperparameters recommended = recommendedFor(run);
    std::vector<const HyperparameterSpec*> order = differences(run.hyperparameters, recommended);
    const std::size_t changed = order.size();
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (std::ranges::find(order, &spec) == order.end())
            order.push_back(&spec);
    std::vector<std::vector<ReportCell>> rows;
    for (const HyperparameterSpec* const spec : order)
        rows.push_back({{std::string(spec->label)},
                        {hyperparameterText(getHyperparameter(run.hyperparameters, *spec)), "number"},
                        {hyperparameterText(getHyperparameter(recommended, *spec)), "number"},
                        {"--" + std::string(spec->key)},
                        {effectText(spec->effect)}});
    std::vector<std::string> classes(changed, "changed");
    const std::string text = changed == 0 ? "All are as the program recommends for this table."
                             : changed == 1
                                 ? "The first differs from what the program recommends for this table."
                                 : "The first " + std::to_string(changed) +
                                       " differ from what the program recommends for this table.";
    return section(
        "settings", "Settings",
        textElement("p", "muted", text) +
            reportTable(
                {{"setting"}, {"value", "number"}, {"recommended", "number"}, {"option"}, {"takes effect"}},
                rows, classes));
}

std::string tableSection(const ReportedRun& run) {
    const Dataset& dataset = *run.data->dataset;
    const std::size_t shown = std::min(dataset.columns().size(), kListedColumns);
    std::vector<std::vector<ReportCell>> rows;
    for (std::size_t i = 0; i < shown; ++i) {
        const Column& column = dataset.columns()[i];
        const Index missing = column.missingCount();
        rows.push_back({{column.name},
                        {std::string(toString(column.type))},
                        {contentText(column), "told"},
                        {missing == 0 ? "\u2013"
                                      : countText(missing) + " (" +
                                            percentText(double(missing) / double(dataset.rows())) + ")",
                         "number"},
                        {roleText(run, Index(i)), "told"}});
    }
    const Split& split = run.data->split;
    std::string text = dataset.name() + ": " + countText(dataset.rows()) + " rows, " +
                       countText(Index(dataset.columns().size())) + " columns. " +
                       countText(Index(split.training.size())) + " rows were learned from, " +
                       countText(Index(split.validation.size())) + " only judged.";
    const Index unused = dataset.rows() - run.data->usedRows();
    if (unused > 0)
        text += " " + countText(unused) + " were left out.";
    if (shown < dataset.columns().size())
        text += " The first " + std::to_string(shown) + " columns are listed.";
    return section(
        "table", "Table",
        textElement("p", "muted", text) +
            reportTable({{"column"}, {"type"}, {"content"}, {"missing", "number"}, {"role"}}, rows));
}

std::string changesSection(const ReportedRun& run) {
    const std::vector<HyperparameterEdit>& edits = run.history.edits;
    std::vector<std::vector<ReportCell>> rows;
    for (const HyperparameterEdit& edit : edits)
        rows.push_back({{readableNumber(edit.epoch)},
                        {countText(Index(edit.step)), "number"},
                        {std::string(hyperparameterSpec(edit.key).label)},
                        {hyperparameterText(edit.before), "number"},
                        {hyperparameterText(edit.after), "number"}});
    std::string content;
    if (rows.empty())
        content = "<p class=\"muted\">No setting was changed while the run was learning.</p>\n";
    else
        content = "<p class=\"muted\">Each counted from that step on.</p>\n" +
                  reportTable(
                      {{"epoch"}, {"step", "number"}, {"setting"}, {"before", "number"}, {"after", "number"}},
                      rows);
    if (!run.history.recoveries.empty())
        content += textElement("p", "muted",
                               "The run went back to its best parameters " +
                                   std::to_string(run.history.recoveries.size()) +
                                   (run.history.recoveries.size() == 1 ? " time." : " times."));
    return section("changes", "Live changes", content);
}

std::string repeatSection(const ReportedRun& run) {
    // What comes with the desktop program is no file that the command could read.
    RunSource source = run.source;
    std::string note;
    if (source.path.starts_with(kGeneratedPrefix)) {
        note = "DATA.csv stands for the table " + run.data->dataset->name() +
               ", which the program makes up; “latentscape-cli generate” writes it.";
        source.path = "DATA.csv";
    } else if (source.path.starts_with(":/") || source.path.empty()) {
        note =
            "DATA.csv stands for the table " + run.data->dataset->name() + ", which comes with the program.";
        source.path = "DATA.csv";
    }
    const std::string text =
        repeatCommand(source, begunWith(run.hyperparameters, run.history.edits), recommendedFor(run));
    std::string content =
        "<p class=\"muted\">The same table, settings and seed give the same run, bit for bit.</p>\n" +
        command(text);
    if (text.find(" --config ") != std::string::npos)
        note += (note.empty() ? "" : " ") + std::string(
                                                "config.json is that of the run's folder, or of an "
                                                "exported bundle.");
    if (!run.history.edits.empty())
        note +=
            (note.empty() ? "" : " ") + std::string("The live changes above are not part of the command.");
    if (!note.empty())
        content += textElement("p", "muted", note);
    std::vector<std::vector<ReportCell>> rows{
        {{"table"}, {run.source.path.empty() ? run.data->dataset->name() : run.source.path}},
        {{"content hash of the table"}, {contentHash(*run.data->dataset)}},
        {{"parameters of the model"}, {countText(Index(run.model.parameters.size()))}}};
    if (!run.version.empty())
        rows.push_back({{"version"}, {"Latentscape " + run.version}});
    return section("repeat", "How to repeat it", content + reportTable({{"what"}, {"which"}}, rows));
}

}  // namespace latentscape
