#include "ui/explore/examined_rows.h"

#include <utility>

namespace latentscape::ui {
namespace {

ExaminedRow examine(const TrainingData& data, const ModelSnapshot& model, Index row,
                    std::vector<CellEdit> edits) {
    const auto details = [&](std::span<const CellEdit> with) {
        return rowDetails(*data.dataset, data.preprocessor, data.table, model, row, with);
    };
    ExaminedRow examined{.details = details(edits), .edits = std::move(edits), .tableMean = {}};
    if (!examined.edits.empty())
        examined.tableMean = details({}).mean;
    return examined;
}

}  // namespace

ExaminedRows::ExaminedRows(Exploration& exploration, const CellEdits& edits, QObject* parent)
    : QObject(parent),
      m_exploration(exploration),
      m_edits(edits),
      m_task([this](Result result) { show(std::move(result)); }) {
    connect(&exploration, &Exploration::modelChanged, this, &ExaminedRows::refresh);
    connect(&edits, &CellEdits::changed, this, &ExaminedRows::refresh);
}

void ExaminedRows::setRows(const RowList& rows) {
    if (rows == m_rows)
        return;
    m_rows = rows;
    refresh();
}

void ExaminedRows::setShown(bool shown) {
    m_shown = shown;
    if (shown)
        refresh();
}

void ExaminedRows::refresh() {
    const TrainingDataPtr& data = m_exploration.data();
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    if (!data || !snapshot || m_rows.empty() || m_result.data != data) {
        m_task.cancel();
        m_cancelled = true;
        const bool hadRows = !m_result.rows.empty();
        m_result = {.data = data, .snapshot = snapshot, .rows = {}};
        if (hadRows)
            emit changed();
    }
    if (!data || !snapshot || m_rows.empty() || !m_shown)
        return;
    // The answer to a question that was dropped never arrives.
    m_outdated = m_task.isRunning() && !m_cancelled;
    if (m_outdated)
        return;
    std::vector<std::pair<Index, std::vector<CellEdit>>> wanted;
    for (const Index row : m_rows)
        if (row >= 0 && row < data->dataset->rows())
            wanted.emplace_back(row, m_edits.of(row));
    m_cancelled = false;
    m_task.run([data, snapshot, wanted = std::move(wanted)] {
        Result result{.data = data, .snapshot = snapshot, .rows = {}};
        for (const auto& [row, edits] : wanted)
            result.rows.push_back(examine(*data, *snapshot->model, row, edits));
        return result;
    });
}

void ExaminedRows::show(Result result) {
    m_result = std::move(result);
    emit changed();
    if (m_outdated)
        refresh();
}

}  // namespace latentscape::ui
