#pragma once

namespace latentscape {

/// The style sheet of reports.
extern const char* const kReportStyle;

}  // namespace latentscape
