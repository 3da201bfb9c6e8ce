#pragma once

#include <string>

#include "core/report/run_figures.h"

namespace latentscape {

/// A report of a run as one HTML file that needs nothing else: drawings are part of it, there are no scripts,
/// and nothing is loaded. Well-formed XML too. Light or dark as the reader's system is, light on paper.
std::string htmlReport(const ReportedRun& run, const RunFigures& figures);

/// The same with figures of its own. Throws Error(Cancelled).
std::string htmlReport(const ReportedRun& run, const Progress& progress = {});

}  // namespace latentscape
