#include "ui/explore/cell_edits.h"

#include <QPointer>
#include <QUndoCommand>
#include <algorithm>
#include <utility>

namespace latentscape::ui {

/// One change, and the way back.
class CellEdits::Step : public QUndoCommand {
public:
    Step(CellEdits& edits, const QString& text, Index row, std::vector<CellEdit> after)
        : QUndoCommand(text),
          m_edits(&edits),
          m_dataset(edits.m_dataset),
          m_row(row),
          m_before(edits.of(row)),
          m_after(std::move(after)) {}

    void redo() override {
        apply(m_after);
        m_done = true;
    }
    void undo() override { apply(m_before); }

private:
    void apply(const std::vector<CellEdit>& edits) {
        // Of a table that is gone there is nothing to bring back.
        if (!m_edits || m_edits->m_dataset != m_dataset.lock())
            return;
        // Another row may be on the screen by now.
        if (m_done)
            m_edits->m_exploration.viewState().setSelectedRow(m_row);
        m_edits->set(m_row, edits);
    }

    QPointer<CellEdits> m_edits;
    std::weak_ptr<const Dataset> m_dataset;
    Index m_row;
    std::vector<CellEdit> m_before;
    std::vector<CellEdit> m_after;
    bool m_done = false;
};

CellEdits::CellEdits(Exploration& exploration, QObject* parent)
    : QObject(parent), m_exploration(exploration) {
    connect(&exploration, &Exploration::modelChanged, this, &CellEdits::forgetOtherTables);
    forgetOtherTables();
}

const std::vector<CellEdit>& CellEdits::of(Index row) const {
    static const std::vector<CellEdit> kNone;
    const auto found = m_edits.find(row);
    return found == m_edits.end() ? kNone : found->second;
}

void CellEdits::write(Index row, Index column, std::optional<double> value) {
    if (!m_dataset || row < 0 || row >= m_dataset->rows())
        return;
    const Column& original = m_dataset->column(column);
    std::vector<CellEdit> edits = of(row);
    std::erase_if(edits, [column](const CellEdit& edit) { return edit.column == column; });
    const bool missing = original.missing[std::size_t(row)];
    const bool asInTable = value ? !missing && original.values[std::size_t(row)] == *value : missing;
    if (!asInTable)
        edits.push_back({column, value});
    std::ranges::sort(edits, {}, &CellEdit::column);
    push(tr("edit of %1").arg(QString::fromStdString(original.name)), row, std::move(edits));
}

void CellEdits::restore(Index row) {
    push(tr("restoring of a row"), row, {});
}

void CellEdits::push(const QString& text, Index row, std::vector<CellEdit> edits) {
    if (edits != of(row))
        m_exploration.undoStack().push(new Step(*this, text, row, std::move(edits)));
}

void CellEdits::set(Index row, std::vector<CellEdit> edits) {
    if (edits.empty())
        m_edits.erase(row);
    else
        m_edits[row] = std::move(edits);
    emit changed(row);
}

void CellEdits::forgetOtherTables() {
    const DatasetPtr dataset = m_exploration.data() ? m_exploration.data()->dataset : nullptr;
    if (dataset == m_dataset)
        return;
    m_dataset = dataset;
    for (const auto& [row, edits] : std::exchange(m_edits, {}))
        emit changed(row);
}

}  // namespace latentscape::ui
