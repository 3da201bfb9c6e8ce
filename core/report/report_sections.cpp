#include "core/report/report_sections.h"

#include <algorithm>
#include <cmath>

#include "core/report/markup.h"

namespace latentscape {
namespace {

std::string cellElement(const char* name, const ReportCell& cell, const std::string& attributes = "") {
    const std::string className = *cell.className ? " class=\"" + std::string(cell.className) + "\"" : "";
    return element(name, attributes + className, cell.isMarkup ? cell.text : escaped(cell.text));
}

}  // namespace

std::string section(std::string_view id, std::string_view title, std::string_view content) {
    const std::string name(id);
    return "<section id=\"" + name + "\" aria-labelledby=\"" + name + "-title\">\n<h2 id=\"" + name +
           "-title\">" + escaped(title) + "</h2>\n" + std::string(content) + "</section>\n";
}

std::string reportTable(const std::vector<ReportCell>& header,
                        const std::vector<std::vector<ReportCell>>& rows,
                        const std::vector<std::string>& rowClasses) {
    std::string markup = "<div class=\"scroll\"><table><thead><tr>";
    for (const ReportCell& cell : header)
        markup += cellElement("th", cell, " scope=\"col\"");
    markup += "</tr></thead>\n<tbody>\n";
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const bool hasClass = row < rowClasses.size() && !rowClasses[row].empty();
        std::string cells = cellElement("th", rows[row].front(), " scope=\"row\"");
        for (std::size_t i = 1; i < rows[row].size(); ++i)
            cells += cellElement("td", rows[row][i]);
        markup += element("tr", hasClass ? " class=\"" + rowClasses[row] + "\"" : "", cells) + "\n";
    }
    return markup + "</tbody></table></div>\n";
}

ReportCell barCell(double share, std::optional<double> mark, bool isOther) {
    const auto held = [](double value) { return std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0.0; };
    // The words stand in the cells beside it.
    std::string svg =
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"ground\" x=\"0\" y=\"1\" width=\"100\" height=\"8\"/><rect" +
        std::string(isOther ? " class=\"other\"" : "") + " x=\"0\" y=\"1\" width=\"" +
        coordinate(100 * held(share)) + "\" height=\"8\"/>";
    if (mark) {
        const std::string x = coordinate(100 * held(*mark));
        svg += "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"0\" y2=\"10\"/>";
    }
    return {.text = svg + "</svg>", .className = "share", .isMarkup = true};
}

}  // namespace latentscape
