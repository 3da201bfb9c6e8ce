#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/report/run_figures.h"

namespace latentscape {

// The parts of a report, each as markup.

/// A part with a heading; `id` is what the contents at the top lead to.
std::string section(std::string_view id, std::string_view title, std::string_view content);

/// A cell of a table.
struct ReportCell {
    /// Still to be escaped, unless `isMarkup`.
    std::string text;
    /// `number`, `share`, `told`, or empty.
    const char* className = "";
    bool isMarkup = false;
};

/// One table; the first cell of each row is its heading. Where a table has a row class, `rowClasses` has one
/// for each row.
std::string reportTable(const std::vector<ReportCell>& header,
                        const std::vector<std::vector<ReportCell>>& rows,
                        const std::vector<std::string>& rowClasses = {});

/// A bar that is `share` long, from 0 to 1, in a cell; `mark` is a line across it.
ReportCell barCell(double share, std::optional<double> mark, bool isOther = false);

/// Curves of reconstruction, KL and ELBO.
std::string curvesSection(const ReportedRun& run, const RunFigures& figures);
/// The map of the latent space with its legend.
std::string mapSection(const ReportedRun& run, const RunFigures& figures);
/// KL of each latent dimension.
std::string latentsSection(const RunFigures& figures);
/// R², noise and error of each column.
std::string columnsSection(const ReportedRun& run, const RunFigures& figures);
/// A few rows beside what the model makes of them.
std::string reconstructionsSection(const ReportedRun& run, const RunFigures& figures);
/// The least likely rows and the columns to blame.
std::string anomaliesSection(const ReportedRun& run, const RunFigures& figures);
std::string settingsSection(const ReportedRun& run);
/// The columns of the table.
std::string tableSection(const ReportedRun& run);
/// Changes made while the run was learning.
std::string changesSection(const ReportedRun& run);
std::string repeatSection(const ReportedRun& run);

/// Columns beyond which a table lists only some.
inline constexpr std::size_t kListedColumns = 40;

}  // namespace latentscape
