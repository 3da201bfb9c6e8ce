#include <algorithm>
#include <cmath>

#include "core/report/line_chart.h"
#include "core/report/markup.h"
#include "core/report/report_sections.h"

namespace latentscape {
namespace {

constexpr double kHalf = 470;
constexpr double kHalfHeight = 260;

/// One of the three quantities.
struct Quantity {
    const char* title;
    double (*of)(const LossTerms& terms);
};

constexpr Quantity kElbo{"ELBO", [](const LossTerms& terms) { return terms.elbo(); }};
constexpr Quantity kReconstruction{"Reconstruction",
                                   [](const LossTerms& terms) { return terms.reconstruction; }};
constexpr Quantity kKl{"KL", [](const LossTerms& terms) { return terms.kl; }};

template <class Record>
std::vector<ChartPoint> pointsOf(const std::vector<Record>& records, const Quantity& quantity) {
    std::vector<ChartPoint> points;
    points.reserve(records.size());
    for (const Record& record : records)
        points.push_back({record.epoch, quantity.of(record.terms)});
    return points;
}

const ValidationRecord* bestRecord(const MetricsHistory& history) {
    const ValidationRecord* best = nullptr;
    for (const ValidationRecord& record : history.validation)
        if (std::isfinite(record.terms.elbo()) && (!best || record.terms.elbo() > best->terms.elbo()))
            best = &record;
    return best;
}

template <class Record>
std::string endOf(const std::vector<Record>& records, const Quantity& quantity) {
    return records.empty() ? "is not known"
                           : "ends at " + readableNumber(quantity.of(records.back().terms), 5);
}

LineChart chartOf(const MetricsHistory& history, const Quantity& quantity) {
    LineChart chart{.title = std::string(quantity.title) + " in nats per row", .xTitle = "epoch"};
    chart.curves.push_back({"training", "train", pointsOf(history.training, quantity)});
    chart.description = "The training curve " + endOf(history.training, quantity);
    if (!history.validation.empty()) {
        chart.curves.push_back({"validation", "validation", pointsOf(history.validation, quantity)});
        chart.description += ", the validation curve " + endOf(history.validation, quantity);
    }
    chart.description += ".";
    for (const HyperparameterEdit& edit : history.edits)
        chart.marks.push_back(edit.epoch);
    return chart;
}

std::string figure(const LineChart& chart) {
    return "<figure>" + textElement("h3", "", chart.title) + svgLineChart(chart) + "</figure>\n";
}

std::string key(const char* classNames, const std::string& text) {
    return std::string("<li><span class=\"key ") + classNames + "\"></span><span>" + escaped(text) +
           "</span></li>";
}

}  // namespace

std::string curvesSection(const ReportedRun& run, const RunFigures& figures) {
    const MetricsHistory& history = run.history;
    if (history.training.empty() && history.validation.empty())
        return section("curves", "Learning", "<p class=\"muted\">No curves of this run are kept.</p>\n");
    LineChart elbo = chartOf(history, kElbo);
    LineChart reconstruction = chartOf(history, kReconstruction);
    LineChart kl = chartOf(history, kKl);
    std::string keys = key("line train-key", "training rows");
    if (!history.validation.empty())
        keys += key("line validation-key", "validation rows, which are never learned from");
    if (const ValidationRecord* const best = bestRecord(history)) {
        elbo.ring = ChartPoint{best->epoch, best->terms.elbo()};
        keys += key("hollow", "best epoch, " + readableNumber(best->epoch) + ": ELBO " +
                                  readableNumber(best->terms.elbo(), 5));
    }
    if (figures.baselines.densities) {
        elbo.level = figures.baselines.densities->ppca;
        const std::string level =
            "log-likelihood of the best linear model (pPCA), " + readableNumber(*elbo.level, 5);
        keys += key("line dashed", showsLevel(elbo) ? level : level + ", beyond the drawing");
    }
    if (!history.edits.empty())
        keys += key("upright", "a setting was changed while the run was learning");
    for (LineChart* const half : {&reconstruction, &kl}) {
        half->width = kHalf;
        half->height = kHalfHeight;
    }
    return section(
        "curves", "Learning",
        "<p class=\"muted\">Nats per row, over epochs. The ELBO is minus the sum of reconstruction "
        "and KL; higher is better.</p>\n" +
            figure(elbo) + "<ul class=\"legend keys\">" + keys + "</ul>\n<div class=\"pair\">" +
            figure(reconstruction) + figure(kl) + "</div>\n");
}

}  // namespace latentscape
