#include "core/storage/run_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include "core/storage/csv_options_json.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

Json valueToJson(const HyperparameterValue& value) {
    return std::visit([](const auto& typed) { return Json(typed); }, value);
}

HyperparameterValue valueFromJson(const HyperparameterSpec& spec, const Json& json) {
    return std::visit(
        [&](auto member) -> HyperparameterValue {
            using Value = std::remove_reference_t<decltype(std::declval<Hyperparameters&>().*member)>;
            return json.get<Value>();
        },
        spec.member);
}

constexpr std::array<std::string_view, 4> kPrecisionNames{"day", "minute", "second", "millisecond"};

DateTimePrecision precisionFromString(std::string_view name) {
    const auto* const found = std::find(kPrecisionNames.begin(), kPrecisionNames.end(), name);
    if (found == kPrecisionNames.end())
        throw std::invalid_argument("no precision is called " + std::string(name));
    return DateTimePrecision(found - kPrecisionNames.begin());
}

constexpr std::array<std::string_view, 3> kDateOrderNames{"year-month-day", "day-month-year",
                                                          "month-day-year"};

Json toJson(const DateNotation& notation) {
    return {{"order", kDateOrderNames[std::size_t(notation.order)]},
            {"separator", std::string(1, notation.separator)},
            {"padded", notation.padded},
            {"before_time", std::string(1, notation.beforeTime)}};
}

char characterOf(const Json& json) {
    const auto text = json.get<std::string>();
    if (text.size() != 1)
        throw std::invalid_argument("“" + text + "” is not one character");
    return text.front();
}

DateNotation notationFromJson(const Json& json) {
    const auto name = json.at("order").get<std::string>();
    const auto* const found = std::find(kDateOrderNames.begin(), kDateOrderNames.end(), name);
    if (found == kDateOrderNames.end())
        throw std::invalid_argument("no order of a date is called " + name);
    return {.order = DateOrder(found - kDateOrderNames.begin()),
            .separator = characterOf(json.at("separator")),
            .padded = json.at("padded"),
            .beforeTime = characterOf(json.at("before_time"))};
}

/// Also by the names that earlier versions gave.
NumberScale savedScale(const std::string& name) {
    return name == "range"       ? NumberScale::Range
           : name == "logarithm" ? NumberScale::Logarithm
                                 : numberScaleFromString(name);
}

EncodedColumn encodedColumnFromJson(const Json& json) {
    EncodedColumn column{.name = json.at("name"),
                         .type = columnTypeFromString(json.at("type").get<std::string>()),
                         .column = json.at("column"),
                         .likelihood = json.at("likelihood"),
                         .numberScale = savedScale(json.at("number_scale").get<std::string>()),
                         .firstFeature = json.at("first_feature"),
                         .features = json.at("features"),
                         .shift = json.at("shift"),
                         .scale = json.at("scale"),
                         .step = json.at("step"),
                         .minimum = json.at("minimum"),
                         .maximum = json.at("maximum"),
                         .logCountMean = json.at("log_count_mean"),
                         .logCountDeviation = json.at("log_count_deviation"),
                         .constant = json.at("constant"),
                         .decimals = json.at("decimals"),
                         .categories = json.at("categories")};
    column.lowest = json.value("lowest", column.lowest);
    column.highest = json.value("highest", column.highest);
    if (json.contains("precision"))
        column.precision = precisionFromString(json.at("precision").get<std::string>());
    if (json.contains("date_notation"))
        column.notation = notationFromJson(json.at("date_notation"));
    return column;
}

Json toJson(const EncodedColumn& column) {
    Json json{{"name", column.name},
              {"type", toString(column.type)},
              {"column", column.column},
              {"likelihood", column.likelihood},
              {"number_scale", kNumberScaleNames[std::size_t(column.numberScale)]},
              {"first_feature", column.firstFeature},
              {"features", column.features},
              {"shift", column.shift},
              {"scale", column.scale},
              {"step", column.step},
              {"minimum", column.minimum},
              {"maximum", column.maximum},
              {"log_count_mean", column.logCountMean},
              {"log_count_deviation", column.logCountDeviation},
              {"constant", column.constant},
              {"decimals", column.decimals},
              {"categories", column.categories}};
    // JSON has no infinity.
    if (std::isfinite(column.lowest))
        json["lowest"] = column.lowest;
    if (std::isfinite(column.highest))
        json["highest"] = column.highest;
    if (column.type == ColumnType::DateTime) {
        json["precision"] = kPrecisionNames[std::size_t(column.precision)];
        json["date_notation"] = toJson(column.notation);
    }
    return json;
}

bool hasPossibleWidth(const EncodedColumn& column) {
    const bool oneHot = column.type == ColumnType::Category || column.type == ColumnType::Text;
    return column.features == 0 || column.features == (oneHot ? Index(column.categories.size()) : 1);
}

/// A schema that Preprocessor::fit can have made: features side by side from 0 on, and scales to divide by.
void checkSchema(const std::vector<EncodedColumn>& columns) {
    std::map<Index, Index> widths;
    for (const EncodedColumn& column : columns) {
        if (!hasPossibleWidth(column) || !(column.scale > 0) || !std::isfinite(column.scale) ||
            !(column.logCountDeviation > 0) || !(column.lowest <= column.highest))
            throw std::invalid_argument("column “" + column.name + "” has an impossible encoding");
        if (column.features > 0 && !widths.emplace(column.firstFeature, column.features).second)
            throw std::invalid_argument("columns share a feature");
    }
    Index next = 0;
    for (const auto& [first, width] : widths) {
        if (first != next)
            throw std::invalid_argument("features overlap or leave gaps");
        next += width;
    }
    if (next == 0)
        throw std::invalid_argument("no column has features");
}

/// Whoever draws the picture goes over all of its pixels.
ImageLayout imageFromJson(const Json& json, std::size_t columns) {
    const auto width = json.at("width").get<std::int64_t>();
    const auto height = json.at("height").get<std::int64_t>();
    // A quotient cannot overflow as a product can.
    const auto pixels = std::int64_t(columns);
    if (width <= 0 || width > pixels || pixels % width != 0 || height != pixels / width)
        throw std::invalid_argument("its columns do not make up a picture of that size");
    return {.width = int(width), .height = int(height)};
}

}  // namespace

Json toJson(const Hyperparameters& hyperparameters) {
    Json json = Json::object();
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        json[std::string(spec.key)] = valueToJson(getHyperparameter(hyperparameters, spec));
    return json;
}

Hyperparameters hyperparametersFromJson(const Json& json) {
    Hyperparameters hyperparameters;
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        setHyperparameter(hyperparameters, spec, valueFromJson(spec, json.at(std::string(spec.key))));
    return hyperparameters;
}

Json toJson(const RowRequest& rows) {
    Json json = Json::object();
    if (!rows.filter.empty())
        json["filter"] = rows.filter;
    if (!rows.excluded.empty())
        json["excluded"] = rows.excluded;
    if (rows.sampleRows)
        json["sample_rows"] = *rows.sampleRows;
    if (rows.balanced)
        json["balanced"] = true;
    if (!rows.splitBy.empty())
        json["split_by"] = rows.splitBy;
    return json;
}

RowRequest rowRequestFromJson(const Json& json) {
    RowRequest rows{.filter = json.value("filter", std::string()),
                    .excluded = json.value("excluded", std::vector<Index>()),
                    .balanced = json.value("balanced", false),
                    .splitBy = json.value("split_by", std::string())};
    if (json.contains("sample_rows"))
        rows.sampleRows = json.at("sample_rows").get<Index>();
    return rows;
}

Json toJson(const RunSource& source) {
    Json json{{"path", source.path},
              {"rows", source.rows},
              {"ignore", source.roles.ignore},
              {"inputs", source.roles.inputs},
              {"colours", source.roles.colours},
              {"likelihoods", source.roles.likelihoods},
              {"scale", toString(source.roles.scale)},
              {"clip", source.roles.clip},
              {"clips", source.roles.clips}};
    Json scales = Json::object();
    for (const auto& [name, scale] : source.roles.scales)
        scales[name] = toString(scale);
    json["scales"] = scales;
    if (source.roles.label)
        json["label"] = *source.roles.label;
    addToJson(source.csv, json);
    if (source.rowRequest != RowRequest())
        json["row_request"] = toJson(source.rowRequest);
    return json;
}

RunSource runSourceFromJson(const Json& json) {
    RunSource source{.path = json.at("path"), .rows = json.at("rows"), .csv = {}, .roles = {}};
    source.roles.ignore = json.at("ignore").get<std::vector<std::string>>();
    source.roles.inputs = json.at("inputs").get<std::vector<std::string>>();
    source.roles.likelihoods = json.at("likelihoods").get<std::map<std::string, std::string>>();
    // Runs of earlier versions do not tell these.
    source.roles.colours = json.value("colours", source.roles.colours);
    source.roles.scale = scaleChoiceFromString(json.value("scale", std::string("auto")));
    const Json scales = json.value("scales", Json::object());
    for (const auto& [name, scale] : scales.items())
        source.roles.scales[name] = scaleChoiceFromString(scale.get<std::string>());
    source.roles.clip = json.value("clip", source.roles.clip);
    source.roles.clips = json.value("clips", source.roles.clips);
    if (json.contains("label"))
        source.roles.label = json.at("label").get<std::string>();
    source.csv = csvOptionsFromJson(json);
    if (json.contains("row_request"))
        source.rowRequest = rowRequestFromJson(json.at("row_request"));
    return source;
}

Json toJson(const Preprocessor& preprocessor) {
    Json columns = Json::array();
    for (const EncodedColumn& column : preprocessor.columns())
        columns.push_back(toJson(column));
    Json json{{"columns", columns}};
    if (preprocessor.image())
        json["image"] = {{"width", preprocessor.image()->width}, {"height", preprocessor.image()->height}};
    return json;
}

Preprocessor preprocessorFromJson(const Json& json) {
    std::vector<EncodedColumn> columns;
    for (const Json& column : json.at("columns"))
        columns.push_back(encodedColumnFromJson(column));
    checkSchema(columns);
    std::optional<ImageLayout> image;
    if (json.contains("image"))
        image = imageFromJson(json.at("image"), columns.size());
    return {std::move(columns), image};
}

Json toJson(const HyperparameterEdit& edit) {
    return {{"step", edit.step},
            {"epoch", edit.epoch},
            {"hyperparameter", edit.key},
            {"before", valueToJson(edit.before)},
            {"after", valueToJson(edit.after)},
            {"divergences", edit.divergences},
            {"validated", edit.validated}};
}

HyperparameterEdit editFromJson(const Json& json) {
    const HyperparameterSpec& spec = hyperparameterSpec(json.at("hyperparameter").get<std::string>());
    HyperparameterEdit edit{.step = json.at("step"),
                            .epoch = json.at("epoch"),
                            .key = std::string(spec.key),
                            .before = valueFromJson(spec, json.at("before")),
                            .after = valueFromJson(spec, json.at("after")),
                            .divergences = json.at("divergences"),
                            .validated = json.at("validated")};
    Hyperparameters any;
    setHyperparameter(any, spec, edit.before);
    setHyperparameter(any, spec, edit.after);
    return edit;
}

Json recoveryToJson(const RunPlace& place) {
    return {{"recover", true},
            {"step", place.step},
            {"divergences", place.divergences},
            {"validated", place.validated}};
}

std::string jsonText(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace latentscape
