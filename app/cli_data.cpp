#include "app/cli_data.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli_csv_options.h"
#include "core/data/column_inference.h"
#include "core/storage/csv_options_json.h"

namespace latentscape::cli {
namespace {

using Json = nlohmann::json;

/// A `column=value` entry; without an equals sign, the value is empty.
struct ColumnEntry {
    std::string column;
    std::string value;
};

ColumnEntry columnEntry(const std::string& entry) {
    const std::size_t equals = entry.rfind('=');
    return {.column = entry.substr(0, equals),
            .value = equals == std::string::npos ? "" : entry.substr(equals + 1)};
}

/// `column=type` entries as reader options. A column may also be set to `ignore`, which is a role.
void parseTypes(const std::vector<std::string>& entries, CsvOptions& csv, RoleRequest& roles) {
    for (const std::string& entry : entries) {
        const auto [name, type] = columnEntry(entry);
        if (type == "ignore")
            roles.ignore.push_back(name);
        else
            csv.types[name] = columnTypeFromString(type);
    }
}

/// `column=likelihood` entries. Throws Error(HyperparameterNotAChoice).
void parseLikelihoods(const std::vector<std::string>& entries, RoleRequest& roles) {
    std::vector<std::string_view> choices = hyperparameterSpec("likelihood").choices;
    choices.push_back("categorical");
    for (const std::string& entry : entries) {
        const auto [name, likelihood] = columnEntry(entry);
        if (std::find(choices.begin(), choices.end(), likelihood) == choices.end()) {
            std::string known;
            for (const std::string_view choice : choices)
                known += (known.empty() ? "" : ", ") + std::string(choice);
            throw Error(ProblemCode::HyperparameterNotAChoice,
                        {{"name", "column-likelihood"}, {"value", entry}, {"choices", "COLUMN=" + known}});
        }
        roles.likelihoods[name] = likelihood;
    }
}

/// `column=share` entries. Throws Error(HyperparameterNotANumber).
void parseClips(const std::vector<std::string>& entries, RoleRequest& roles) {
    for (const std::string& entry : entries) {
        const auto [name, text] = columnEntry(entry);
        const std::optional<double> share = parseNumber(text);
        if (!share)
            throw Error(ProblemCode::HyperparameterNotANumber,
                        {{"name", "column-clip"}, {"value", entry}, {"expected", "COLUMN=share"}});
        roles.clips[name] = *share;
    }
}

/// What the arguments say of roles and preparation, apart from `column=ignore`.
RoleRequest roleRequest(const DataArguments& arguments) {
    RoleRequest roles{.inputs = arguments.inputs,
                      .label = arguments.label,
                      .ignore = arguments.ignore,
                      .colours = arguments.colours,
                      .likelihoods = {},
                      .scales = {},
                      .scale = scaleChoiceFromString(arguments.scale),
                      .clips = {},
                      .clip = arguments.clip};
    parseLikelihoods(arguments.likelihoods, roles);
    for (const std::string& entry : arguments.scales) {
        const auto [name, scale] = columnEntry(entry);
        roles.scales[name] = scaleChoiceFromString(scale);
    }
    parseClips(arguments.clips, roles);
    return roles;
}

Json columnJson(const Column& column) {
    Json json{{"name", column.name}, {"type", toString(column.type)}, {"missing", column.missingCount()}};
    if (column.hasCategories()) {
        json["distinct"] = column.categories.size();
        if (column.type != ColumnType::Text)
            json["categories"] = column.categories;
        return json;
    }
    double minimum = 0;
    double maximum = 0;
    bool any = false;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (column.missing[row])
            continue;
        const double value = column.values[row];
        minimum = any ? std::min(minimum, value) : value;
        maximum = any ? std::max(maximum, value) : value;
        any = true;
    }
    if (any) {
        const bool isDate = column.type == ColumnType::DateTime;
        json["minimum"] = isDate ? Json(column.valueText(minimum)) : Json(minimum);
        json["maximum"] = isDate ? Json(column.valueText(maximum)) : Json(maximum);
    }
    return json;
}

const char* roleOf(const ColumnRoles& roles, Index column) {
    if (std::binary_search(roles.inputs.begin(), roles.inputs.end(), column))
        return "input";
    if (roles.label == column)
        return "label";
    return std::binary_search(roles.colours.begin(), roles.colours.end(), column) ? "colour" : "ignored";
}

Json dialectJson(const CsvDialect& dialect) {
    const auto character = [](char one) { return one == 0 ? std::string() : std::string(1, one); };
    return {{"delimiter", character(dialect.delimiter)},
            {"header", dialect.header},
            {"byte_order_mark", dialect.byteOrderMark},
            {"decimal", character(dialect.decimal)},
            {"thousands", character(dialect.thousands)},
            {"comment", character(dialect.comment)},
            {"encoding", dialect.encoding},
            {"gzip", dialect.gzip}};
}

/// What is wrong with a line or cell, in a few words.
std::string reasonOf(ProblemCode code) {
    switch (code) {
        case ProblemCode::RaggedLine:
            return "too many or too few fields";
        case ProblemCode::NonFiniteCell:
            return "not a finite number";
        case ProblemCode::NotACount:
            return "not a whole number from 0 on";
        case ProblemCode::NotADate:
            return "not a date";
        default:
            return "not a number";
    }
}

Json rejectedJson(const ImportReport& report) {
    Json rejected = Json::array();
    for (const RejectedText& one : report.rejected)
        rejected.push_back({{"line", one.line},
                            {"column", one.column},
                            {"text", one.text},
                            {"reason", reasonOf(one.reason)}});
    return rejected;
}

void printRejected(const ImportReport& report) {
    constexpr std::size_t kShown = 10;
    if (report.rejectedCount == 0)
        return;
    std::printf("%ld lines and cells are not read as they stand:\n", long(report.rejectedCount));
    for (std::size_t i = 0; i < std::min(kShown, report.rejected.size()); ++i) {
        const RejectedText& one = report.rejected[i];
        const std::string column = one.column.empty() ? "" : ", column “" + one.column + "”";
        std::printf("  line %ld%s: “%s” (%s)\n", one.line, column.c_str(), one.text.c_str(),
                    reasonOf(one.reason).c_str());
    }
    if (std::size_t(report.rejectedCount) > kShown)
        std::printf("  …\n");
}

/// How the file is written: `delimiter “;”, decimal “,”, with a header …`
std::string dialectText(const CsvDialect& dialect) {
    std::string text = "delimiter “" + characterName(dialect.delimiter) + "”, decimal “" +
                       characterName(dialect.decimal) + "”";
    if (dialect.thousands != 0)
        text += ", thousands “" + characterName(dialect.thousands) + "”";
    if (dialect.comment != 0)
        text += ", comments from “" + characterName(dialect.comment) + "”";
    text += dialect.header ? ", with a header" : ", without a header";
    text += ", " + dialect.encoding;
    return dialect.gzip ? text + ", gzip" : text;
}

Json inspectionJson(const LoadedTable& loaded) {
    const Dataset& dataset = *loaded.dataset;
    Json columns = Json::array();
    for (Index i = 0; i < Index(dataset.columns().size()); ++i) {
        Json column = columnJson(dataset.column(i));
        column["role"] = roleOf(loaded.roles, i);
        column["findings"] = Json::array();
        for (const ColumnFinding& finding : loaded.findings[std::size_t(i)])
            column["findings"].push_back(describe(finding.problem));
        columns.push_back(std::move(column));
    }
    Json problems = Json::array();
    for (const Problem& problem : dataset.problems())
        problems.push_back(describe(problem));
    Json json{{"rows", dataset.rows()},
              {"columns", columns},
              {"dialect", dialectJson(loaded.dialect)},
              {"problems", problems},
              {"rejected", rejectedJson(loaded.report)},
              {"rejected_count", loaded.report.rejectedCount}};
    if (loaded.roles.label)
        json["label"] = dataset.column(*loaded.roles.label).name;
    if (loaded.roles.image)
        json["image"] = {{"width", loaded.roles.image->width}, {"height", loaded.roles.image->height}};
    return json;
}

/// Of a range of numbers or of dates.
std::string rangeEnd(const Json& end) {
    if (end.is_string())
        return end.get<std::string>();
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%g", end.get<double>());
    return text.data();
}

std::string shortList(const Json& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size() && i < 6; ++i)
        text += (i ? ", " : "") + items[i].get<std::string>();
    return items.size() > 6 ? text + ", …" : text;
}

void printInspection(const LoadedTable& loaded) {
    const Json json = inspectionJson(loaded);
    std::printf("%s: %ld rows, %zu columns, %s\n", loaded.dataset->path().c_str(),
                long(loaded.dataset->rows()), json["columns"].size(), dialectText(loaded.dialect).c_str());
    if (json.contains("label"))
        std::printf("label: %s\n", json["label"].get<std::string>().c_str());
    if (json.contains("image"))
        std::printf("the inputs are pictures of %d × %d pixels\n", loaded.roles.image->width,
                    loaded.roles.image->height);
    for (const Json& column : json["columns"]) {
        std::printf("  %-28s %-9s %5ld missing  ", column["name"].get<std::string>().c_str(),
                    column["type"].get<std::string>().c_str(), column["missing"].get<long>());
        if (column.contains("categories"))
            std::printf("%s\n", shortList(column["categories"]).c_str());
        else if (column.contains("minimum"))
            std::printf("%s … %s\n", rangeEnd(column["minimum"]).c_str(),
                        rangeEnd(column["maximum"]).c_str());
        else
            std::printf("%zu different texts\n", column.value("distinct", std::size_t(0)));
        for (const Json& finding : column["findings"])
            std::printf("    %s\n", finding.get<std::string>().c_str());
    }
    printRejected(loaded.report);
}

}  // namespace

LoadedTable loadTable(const DataArguments& arguments) {
    RunSource source{.path = arguments.path, .csv = csvOptions(arguments), .roles = roleRequest(arguments)};
    parseTypes(arguments.types, source.csv, source.roles);
    return loadTable(source);
}

LoadedTable loadTable(const RunSource& source) {
    LoadedTable loaded;
    loaded.source = source;
    CsvResult result = readCsv(source.path, source.csv);
    loaded.dataset = std::move(result.dataset);
    loaded.dialect = result.dialect;
    loaded.report = std::move(result.report);
    loaded.findings = checkColumns(*loaded.dataset);
    loaded.roles = assignRoles(*loaded.dataset, loaded.findings, source.roles);
    loaded.source.rows = loaded.dataset->rows();
    printProblems(loaded.dataset->problems());
    return loaded;
}

void printProblems(const Problems& problems) {
    for (const Problem& problem : problems)
        std::fprintf(stderr, "note: %s\n", describe(problem).c_str());
}

ExitCode inspect(const DataArguments& arguments, bool json) {
    const LoadedTable loaded = loadTable(arguments);
    if (json)
        std::printf("%s\n",
                    inspectionJson(loaded).dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printInspection(loaded);
    return Done;
}

}  // namespace latentscape::cli
