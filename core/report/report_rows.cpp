#include <algorithm>
#include <array>
#include <cmath>

#include "core/report/markup.h"
#include "core/report/report_sections.h"

namespace latentscape {
namespace {

constexpr std::size_t kShownCells = 30;
constexpr std::size_t kBlamed = 3;
constexpr int kGreys = 32;

std::string rowName(Index row) {
    return "row " + countText(row);
}

/// Pixels as strokes on black, one path for each shade: a drawing of a few kilobytes.
std::string picture(const ImageLayout& layout, const std::vector<double>& values, double white,
                    const std::string& name, const std::string& description) {
    std::array<std::string, kGreys> paths;
    for (int y = 0; y < layout.height; ++y)
        for (int x = 0; x < layout.width; ++x) {
            const std::size_t place = std::size_t(y) * std::size_t(layout.width) + std::size_t(x);
            const double value = place < values.size() && white > 0 ? values[place] / white : 0;
            const int grey =
                std::isfinite(value) ? int(std::lround(std::clamp(value, 0.0, 1.0) * (kGreys - 1))) : 0;
            if (grey > 0)
                paths[std::size_t(grey)] += "M" + std::to_string(x) + " " + std::to_string(y) + ".5h1";
        }
    std::string svg = "<svg class=\"pixels\" role=\"img\" shape-rendering=\"crispEdges\" viewBox=\"0 0 " +
                      std::to_string(layout.width) + " " + std::to_string(layout.height) + "\">" +
                      textElement("title", "", name) + textElement("desc", "", description);
    for (std::size_t grey = 1; grey < paths.size(); ++grey)
        if (!paths[grey].empty())
            svg += "<path stroke-opacity=\"" + fixedNumber(double(grey) / (kGreys - 1), 2) + "\" d=\"" +
                   paths[grey] + "\"/>";
    return svg + "</svg>";
}

std::string pictures(const ReportedRun& run, const RunFigures& figures) {
    const ImageLayout& layout = *run.data->preprocessor.image();
    double white = 0;
    for (const EncodedColumn& column : run.data->preprocessor.columns())
        white = std::max(white, column.maximum);
    std::string markup = "<div class=\"pictures\">";
    for (const RowReconstruction& row : figures.reconstructions) {
        std::vector<double> original;
        std::vector<double> reconstruction;
        for (const ReconstructedCell& cell : row.cells) {
            original.push_back(cell.missing ? 0 : cell.original);
            reconstruction.push_back(cell.reconstruction.value);
        }
        const std::string name = rowName(row.row);
        markup += "<figure><div class=\"two\">" +
                  picture(layout, original, white, name + ", original", "The pixels of the table.") +
                  picture(layout, reconstruction, white, name + ", reconstruction",
                          "What the model makes of them.") +
                  "</div>" + textElement("figcaption", "", name) + "</figure>";
    }
    return markup + "</div>\n";
}

std::string rowsTable(const ReportedRun& run, const RunFigures& figures) {
    const Dataset& dataset = *run.data->dataset;
    const std::vector<EncodedColumn>& columns = run.data->preprocessor.columns();
    const std::size_t shown = std::min(columns.size(), kShownCells);
    std::vector<ReportCell> header{{"column"}};
    for (const RowReconstruction& row : figures.reconstructions)
        header.push_back({rowName(row.row), "number"});
    std::vector<std::vector<ReportCell>> rows;
    for (std::size_t i = 0; i < shown; ++i) {
        const Column& column = dataset.column(columns[i].column);
        std::vector<ReportCell> cells{{columns[i].name}};
        for (const RowReconstruction& row : figures.reconstructions) {
            const ReconstructedCell& cell = row.cells[i];
            const std::string original = cell.missing ? "missing" : column.valueText(cell.original);
            cells.push_back({escaped(original) + "<br/><span class=\"muted\">" +
                                 escaped(column.valueText(cell.reconstruction.value)) + "</span>",
                             "number", true});
        }
        rows.push_back(std::move(cells));
    }
    std::string table = reportTable(header, rows);
    if (columns.size() > shown)
        table += "<p class=\"muted\">The first " + std::to_string(shown) + " of " +
                 countText(Index(columns.size())) + " columns.</p>\n";
    return table;
}

}  // namespace

std::string reconstructionsSection(const ReportedRun& run, const RunFigures& figures) {
    const bool isPicture = run.data->preprocessor.image().has_value();
    const std::string text =
        std::string(run.data->split.validation.empty() ? "Rows" : "Validation rows") +
        " from the most usual on the left to the strangest on the right, " +
        (isPicture ? "each original beside what comes back." : "each value above what comes back for it.") +
        " Rows are counted from 0.";
    return section(
        "rows", "Rows and what comes back",
        textElement("p", "muted", text) + (isPicture ? pictures(run, figures) : rowsTable(run, figures)));
}

std::string anomaliesSection(const ReportedRun& run, const RunFigures& figures) {
    const AnomalyRanking& ranking = figures.anomalies;
    const std::vector<EncodedColumn>& columns = run.data->preprocessor.columns();
    const Index shown = std::min(kReportedAnomalies, ranking.explained.score.size());
    std::vector<std::vector<ReportCell>> rows;
    for (Index place = 0; place < shown; ++place) {
        const Index row = ranking.order[std::size_t(place)];
        std::string blame;
        for (const std::size_t column : ranking.blamed(place, kBlamed)) {
            const std::string cell = run.data->dataset->column(columns[column].column).cellText(row);
            blame += (blame.empty() ? "" : ", ") + columns[column].name + " = " + cell;
        }
        rows.push_back({{rowName(row)}, {readableNumber(ranking.score[row], 4), "number"}, {blame, "told"}});
    }
    return section(
        "anomalies", "Strangest rows",
        "<p class=\"muted\">The rows of the whole table that the model finds least likely, and the "
        "columns that make them so.</p>\n" +
            reportTable({{"row"}, {"−ELBO, nats", "number"}, {"columns to blame"}}, rows));
}

}  // namespace latentscape
