#include "core/report/html_report.h"

#include <array>
#include <cmath>

#include "core/report/markup.h"
#include "core/report/report_sections.h"
#include "core/report/report_style.h"

namespace latentscape {
namespace {

/// Where the contents at the top lead to.
constexpr std::array<std::array<const char*, 2>, 11> kContents{{{"doctor", "Doctor"},
                                                                {"curves", "Learning"},
                                                                {"map", "Map"},
                                                                {"latents", "Latent dimensions"},
                                                                {"columns", "Columns"},
                                                                {"rows", "Rows"},
                                                                {"anomalies", "Strangest rows"},
                                                                {"settings", "Settings"},
                                                                {"table", "Table"},
                                                                {"changes", "Live changes"},
                                                                {"repeat", "Repeat"}}};

std::string tile(const std::string& name, const std::string& value, const std::string& more) {
    return "<div>" + textElement("dt", "", name) +
           element("dd", "", escaped(value) + textElement("small", "", more)) + "</div>";
}

std::string tiles(const ReportedRun& run, const RunFigures& figures) {
    const Evaluation& evaluation = figures.evaluation;
    const std::string judged = run.data->split.validation.empty() ? "training rows" : "validation rows";
    return "<dl class=\"tiles\">" + tile("ELBO", fixedNumber(evaluation.elbo, 3), "nats, " + judged) +
           tile("Reconstruction", fixedNumber(evaluation.reconstruction, 3), "nats, " + judged) +
           tile("KL", fixedNumber(evaluation.kl, 3), "nats, " + judged) +
           tile("Active units",
                std::to_string(evaluation.activeUnits) + " of " +
                    std::to_string(evaluation.klPerDimension.size()),
                "latent dimensions in use") +
           tile("R²", fixedNumber(evaluation.r2, 3), "PCA: " + fixedNumber(figures.baselines.r2, 3)) +
           "</dl>\n";
}

std::string header(const ReportedRun& run, const RunFigures& figures) {
    const Dataset& dataset = *run.data->dataset;
    std::string lead = dataset.name() + " \u00B7 " + countText(dataset.rows()) + " rows \u00B7 " +
                       countText(Index(dataset.columns().size())) + " columns";
    const double epochs = run.history.training.empty() ? 0 : run.history.training.back().epoch;
    if (epochs > 0)
        lead += " \u00B7 " + readableNumber(epochs) + " epochs";
    if (run.divergence)
        lead += " \u00B7 diverged";
    else if (!run.finished)
        lead += " \u00B7 not finished yet";
    if (!run.date.empty())
        lead += " \u00B7 " + run.date;
    std::string contents;
    for (const auto& [id, name] : kContents)
        contents += "<li><a href=\"#" + std::string(id) + "\">" + escaped(name) + "</a></li>";
    return "<header>\n" + textElement("h1", "", run.name) + "\n" + textElement("p", "lead", lead) + "\n" +
           tiles(run, figures) + "<nav aria-label=\"Contents\"><ul>" + contents + "</ul></nav>\n</header>\n";
}

std::string doctorSection(const RunFigures& figures) {
    std::string content;
    for (const Finding& finding : figures.findings) {
        const FindingText text = describe(finding);
        std::string advice = text.advice;
        for (const HyperparameterChange& change : finding.changes)
            advice += " (--" + change.key + " " + hyperparameterText(change.value) + ")";
        content += "<div class=\"finding\"><p><strong>" + escaped(text.what) + "</strong></p>" +
                   textElement("p", "", text.evidence) + textElement("p", "muted", advice) + "</div>\n";
    }
    if (content.empty())
        content =
            "<div class=\"finding well\"><p><strong>Nothing stands out.</strong></p><p "
            "class=\"muted\">No sign of a latent dimension without use, of over-fitting, of steps too "
            "large or too small, or of a column that is not learned.</p></div>\n";
    return section("doctor", "What the doctor says", content);
}

}  // namespace

std::string htmlReport(const ReportedRun& run, const RunFigures& figures) {
    std::string page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"generator\" content=\"Latentscape\"/>\n" +
        textElement("title", "", run.name + " \u00B7 Latentscape") + "\n<style>" + kReportStyle +
        "</style>\n</head>\n<body>\n";
    page += header(run, figures);
    page += "<main>\n";
    page += doctorSection(figures);
    page += curvesSection(run, figures);
    page += mapSection(run, figures);
    page += latentsSection(figures);
    page += columnsSection(run, figures);
    page += reconstructionsSection(run, figures);
    page += anomaliesSection(run, figures);
    page += settingsSection(run);
    page += tableSection(run);
    page += changesSection(run);
    page += repeatSection(run);
    page += "</main>\n<footer>" +
            escaped("Written by Latentscape" + (run.version.empty() ? "" : " " + run.version) +
                    ". All losses are in nats per row of the encoded table, constants included.") +
            "</footer>\n</body>\n</html>\n";
    return page;
}

std::string htmlReport(const ReportedRun& run, const Progress& progress) {
    return htmlReport(run, runFigures(run, progress));
}

}  // namespace latentscape
