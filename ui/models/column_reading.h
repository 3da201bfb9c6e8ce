#pragma once

#include <QString>

#include "core/data/column_checks.h"
#include "core/data/csv_reader.h"
#include "ui/models/column_role.h"

namespace latentscape::ui {

/// What a person told of how a table is read, and what was found in its columns.
class ColumnReading {
public:
    ColumnReading() = default;
    ColumnReading(CsvOptions told, ColumnFindings findings)
        : m_told(std::move(told)), m_findings(std::move(findings)) {}

    bool isTypeByHand(const Column& column) const { return m_told.types.contains(column.name); }
    /// Further values that a person told to stand for "no value" in this column: `255, -999`.
    QString sentinelsText(const Column& column) const;
    /// Why the column was left out, or what a person should know of an input.
    Problems remarks(Index column, const RoleAssignment& roles) const;
    /// Inputs and ignored columns of which the same is found, with the same `value` among its facts.
    std::vector<Index> columnsWith(const Problem& finding, const RoleAssignment& roles) const;

private:
    CsvOptions m_told;
    ColumnFindings m_findings;
};

}  // namespace latentscape::ui
