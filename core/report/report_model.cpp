#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/analysis/posterior_sums.h"
#include "core/report/markup.h"
#include "core/report/report_sections.h"

namespace latentscape {
namespace {

std::string legend(const MapColours& colours) {
    std::string items;
    for (const MapClass& one : colours.classes)
        if (one.rows > 0)
            items += "<li><span class=\"key " + one.className + "\"></span>" +
                     textElement("span", "", one.name) + textElement("span", "muted", countText(one.rows)) +
                     "</li>";
    return (colours.column.empty() ? std::string() : textElement("h3", "", colours.column)) +
           "<ul class=\"legend\">" + items + "</ul>";
}

std::string axisTitle(Index latent, Index axis) {
    if (latent > 2)
        return axis == 0 ? "first principal axis of the means" : "second principal axis of the means";
    return axis < latent ? "latent " + std::to_string(axis + 1) : "";
}

constexpr const char* kNothing = "\u2013";

/// Of numbers an amount, of categories a share.
std::string errorText(const ColumnHealth& column, bool isNumber) {
    return isNumber ? readableNumber(*column.error, 3) : percentText(*column.error);
}

std::string noiseText(const NoiseWidth& noise) {
    return (noise.isFactor ? "× " : "± ") + readableNumber(noise.width, 3);
}

/// Columns with features in the order in which they are listed: as in the table, or of many the best and the
/// least known.
std::vector<std::size_t> listed(const std::vector<ColumnHealth>& columns) {
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (order.size() <= kListedColumns)
        return order;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return columns[a].fit.r2 > columns[b].fit.r2; });
    order.erase(order.begin() + kListedColumns / 2, order.end() - kListedColumns / 2);
    return order;
}

}  // namespace

std::string mapSection(const ReportedRun& run, const RunFigures& figures) {
    const Index latent = run.model.vae->latent();
    const Index shown = Index(figures.mapRows.size());
    const Index all = run.data->dataset->rows();
    std::string text = "Each point is a row of the table, at the mean of its posterior.";
    if (!figures.colours.column.empty())
        text += " The colour is the column " + figures.colours.column + ", which the model does not learn.";
    if (shown < all)
        text += " " + countText(shown) + " of " + countText(all) + " rows are drawn, chosen by the seed.";
    const std::string description = text + " " + std::to_string(latent) + " latent dimensions.";
    const std::string map =
        svgMap(figures.map, figures.colours, axisTitle(latent, 0), axisTitle(latent, 1), description);
    return section("map", "Map",
                   textElement("p", "muted", text) + "<div class=\"with-legend\"><figure>" + map +
                       "</figure><div>" + legend(figures.colours) + "</div></div>\n");
}

std::string latentsSection(const RunFigures& figures) {
    const Evaluation& evaluation = figures.evaluation;
    const std::size_t count = evaluation.klPerDimension.size();
    double most = 0;
    for (const double kl : evaluation.klPerDimension)
        most = std::max(most, kl);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return evaluation.klPerDimension[a] > evaluation.klPerDimension[b];
    });
    std::vector<std::vector<ReportCell>> rows;
    for (std::size_t i = 0; i < std::min(count, kListedColumns); ++i) {
        const std::size_t place = order[i];
        const double kl = evaluation.klPerDimension[place];
        const bool isActive = evaluation.meanVariance[place] > kActiveVariance;
        rows.push_back({{"latent " + std::to_string(place + 1)},
                        {fixedNumber(kl, 3), "number"},
                        barCell(most > 0 ? kl / most : 0, {}, !isActive),
                        {fixedNumber(evaluation.meanVariance[place], 3), "number"},
                        {isActive ? "in use" : "not in use"}});
    }
    std::string text = std::to_string(evaluation.activeUnits) + " of " + std::to_string(count) +
                       (count == 1 ? " latent dimension is" : " latent dimensions are") +
                       " in use: the means of their posteriors vary over rows by more than " +
                       readableNumber(kActiveVariance) + ". Together they cost " +
                       fixedNumber(evaluation.kl, 3) + " nats per row.";
    if (count > rows.size())
        text += " The " + std::to_string(rows.size()) + " with the largest KL are listed.";
    return section("latents", "Latent dimensions",
                   textElement("p", "muted", text) + reportTable({{"dimension"},
                                                                  {"KL, nats", "number"},
                                                                  {"", "share"},
                                                                  {"variance of the means", "number"},
                                                                  {""}},
                                                                 rows));
}

std::string columnsSection(const ReportedRun& run, const RunFigures& figures) {
    // Columns without features have no health.
    std::vector<const EncodedColumn*> encoded;
    for (const EncodedColumn& column : run.data->preprocessor.columns())
        if (column.features > 0)
            encoded.push_back(&column);
    const std::vector<ColumnBaseline>& baselines = figures.baselines.columns;
    std::vector<std::vector<ReportCell>> rows;
    for (const std::size_t place : listed(figures.columns)) {
        const ColumnHealth& column = figures.columns[place];
        const bool hasPca = place < baselines.size() && baselines[place].varies;
        rows.push_back(
            {{column.name},
             {column.fit.varies ? fixedNumber(column.fit.r2, 3) : "does not vary", "number"},
             barCell(column.fit.r2, hasPca ? std::optional(baselines[place].r2) : std::nullopt),
             {hasPca ? fixedNumber(baselines[place].r2, 3) : kNothing, "number"},
             {column.noise ? noiseText(*column.noise) : kNothing, "number"},
             {column.error ? errorText(column, encoded[place]->hasNumbers()) : kNothing, "number"}});
    }
    std::string text =
        "How much of each column comes back (R², 1 is all of it), with a line where PCA with as many "
        "dimensions gets. Noise and mean error are in the column's own units; of categories the error is the "
        "share of cells that come back as another one.";
    if (figures.columns.size() > rows.size())
        text += " Of " + countText(Index(figures.columns.size())) + " columns, the " +
                std::to_string(kListedColumns / 2) + " best known and the " +
                std::to_string(kListedColumns / 2) + " least known are listed.";
    return section("columns", "Columns",
                   textElement("p", "muted", text) + reportTable({{"column"},
                                                                  {"R²", "number"},
                                                                  {"", "share"},
                                                                  {"R² of PCA", "number"},
                                                                  {"noise σ", "number"},
                                                                  {"mean error", "number"}},
                                                                 rows));
}

}  // namespace latentscape
