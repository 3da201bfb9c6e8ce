#pragma once

#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>
#include <span>

#include "core/data/column_deviations.h"
#include "core/data/sampler.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

class ViewState;

/// The column whose texts name the rows: the first of free texts that are all different and all there.
std::optional<Index> namingColumn(const Dataset& dataset);

/// "Row 12", or its name and its number.
QString rowName(const Dataset& dataset, std::optional<Index> namingColumn, Index row);

/// What a row is used for.
QString rowUse(const Split& split, Index row);

/// Puts rows of the table on screen into words, for tooltips and lists.
class RowSummary : public QObject {
    Q_OBJECT

public:
    /// `viewState` outlives the summary.
    explicit RowSummary(const ViewState& viewState, QObject* parent = nullptr);

    /// Name and number.
    QString name(Index row) const;
    /// The same with the value that colours the map.
    QString title(Index row) const;
    /// Rich text about the rows near the pointer, nearest first: each with the columns in which it stands out
    /// most (once these are known: the first call looks into the table, in the background), and "…" if there
    /// are `more`.
    QString toolTip(std::span<const Index> rows, bool more);

private:
    void followTable();
    void measure();
    QStringList peculiarities(Index row, std::size_t count) const;

    const ViewState& m_viewState;
    std::optional<Index> m_naming;
    std::shared_ptr<const ColumnDeviations> m_deviations;
    /// Last, so that no result arrives in an object that is half gone.
    BackgroundTask<std::shared_ptr<const ColumnDeviations>> m_task;
};

}  // namespace latentscape::ui
