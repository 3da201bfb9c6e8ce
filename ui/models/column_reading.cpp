#include "ui/models/column_reading.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

std::string valueOf(const Problem& finding) {
    const auto fact = finding.facts.find("value");
    return fact == finding.facts.end() ? std::string() : fact->second;
}

}  // namespace

QString ColumnReading::sentinelsText(const Column& column) const {
    QStringList values;
    if (const auto told = m_told.sentinels.find(column.name); told != m_told.sentinels.end())
        for (const std::string& value : told->second)
            values.append(QString::fromStdString(value));
    return values.join(QStringLiteral(", "));
}

Problems ColumnReading::remarks(Index column, const RoleAssignment& roles) const {
    const std::map<Index, Problem>& leftOut = roles.roles().leftOut;
    if (const auto reason = leftOut.find(column); reason != leftOut.end())
        return {reason->second};
    Problems remarks;
    if (column < Index(m_findings.size()) && roles.of(column) == ColumnRole::Input)
        for (const ColumnFinding& finding : m_findings[std::size_t(column)])
            if (!finding.leavesOut)
                remarks.push_back(finding.problem);
    return remarks;
}

std::vector<Index> ColumnReading::columnsWith(const Problem& finding, const RoleAssignment& roles) const {
    const auto isAlike = [&](const ColumnFinding& other) {
        return other.problem.code == finding.code && valueOf(other.problem) == valueOf(finding);
    };
    std::vector<Index> columns;
    for (Index column = 0; column < Index(m_findings.size()); ++column) {
        const ColumnRole role = roles.of(column);
        if (role != ColumnRole::Label && role != ColumnRole::Colour &&
            std::ranges::any_of(m_findings[std::size_t(column)], isAlike))
            columns.push_back(column);
    }
    return columns;
}

}  // namespace latentscape::ui
