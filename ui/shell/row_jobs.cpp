#include "ui/shell/row_jobs.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLocale>
#include <new>

#include "core/data/row_export.h"
#include "core/storage/atomic_file.h"

namespace latentscape::ui {

namespace {

/// Other rows that are not learned from. Undone, it puts back those before, whatever the filter has become;
/// it is void once there is another table, or somebody has chosen the rows otherwise since.
class ExclusionStep : public QUndoCommand {
public:
    ExclusionStep(TrainingController& controller, const RowList& after, const QString& name)
        : QUndoCommand(name),
          m_controller(controller),
          m_dataset(controller.dataset()),
          m_before(controller.rows().excluded),
          m_after(after) {}

    void redo() override { exchange(m_before, m_after); }
    void undo() override { exchange(m_after, m_before); }

private:
    void exchange(const RowList& now, const RowList& wanted) {
        RowRequest rows = m_controller.rows();
        if (m_controller.dataset() != m_dataset || rows.excluded != now) {
            setObsolete(true);
            return;
        }
        rows.excluded = wanted;
        m_controller.setRows(rows);
    }

    TrainingController& m_controller;
    DatasetPtr m_dataset;
    RowList m_before;
    RowList m_after;
};

}  // namespace

RowJobs::RowJobs(ViewState& viewState, TrainingController& controller, QUndoStack& undoStack, QWidget& window)
    : QObject(&window),
      m_viewState(viewState),
      m_controller(controller),
      m_undoStack(undoStack),
      m_window(window),
      m_writing([this](const std::optional<Problem>& problem) {
          if (problem)
              emit failed(*problem);
          else
              emit exported(m_path);
      }),
      m_checking([this](const Check& check) { onChecked(check); }) {}

void RowJobs::chooseFile() {
    const DatasetPtr& dataset = m_viewState.dataset();
    if (!dataset || m_viewState.selection().rows().empty())
        return;
    auto* const dialog = new QFileDialog(&m_window, tr("Export selected rows"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Table (*.csv)"));
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(tr("%1-selected.csv").arg(QString::fromStdString(dataset->name())));
    connect(dialog, &QFileDialog::fileSelected, this, &RowJobs::exportTo);
    dialog->open();
}

void RowJobs::exportTo(const QString& path) {
    if (!m_viewState.dataset())
        return;
    m_path = path;
    m_writing.run([path = path.toStdString(), dataset = m_viewState.dataset(),
                   rows = m_viewState.selection().rows()]() -> std::optional<Problem> {
        try {
            writeFileAtomically(path, rowsAsCsv(*dataset, rows.members()));
            return std::nullopt;
        } catch (const Error& error) {
            return error.problem();
        } catch (const std::bad_alloc&) {
            return Problem{ProblemCode::OutOfMemory, {{"what", "this file"}}};
        }
    });
}

void RowJobs::nameGroup() {
    const RowSet rows = m_viewState.selection().rows();
    if (rows.empty())
        return;
    auto* const dialog = new QInputDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("New group"));
    dialog->setLabelText(
        tr("Name of the group of %1 rows:").arg(QLocale().toString(qlonglong(rows.count()))));
    dialog->setTextValue(m_viewState.groups().freeName());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, rows](const QString& name) { m_viewState.groups().add(name, rows); });
    dialog->open();
}

void RowJobs::leaveOut() {
    const RowSet& selected = m_viewState.selection().rows();
    if (!selected.empty())
        setExcluded(RowSet(selected.rows(), m_controller.rows().excluded) | selected,
                    tr("Leave out %1 rows").arg(QLocale().toString(qlonglong(selected.count()))));
}

void RowJobs::keepOnly() {
    const RowSet& selected = m_viewState.selection().rows();
    if (!selected.empty())
        setExcluded(~selected, tr("Keep only %1 rows").arg(QLocale().toString(qlonglong(selected.count()))));
}

void RowJobs::setExcluded(const RowSet& excluded, const QString& step) {
    const DatasetPtr& dataset = m_controller.dataset();
    if (!dataset || dataset->rows() != excluded.rows())
        return;
    // Whether enough rows are left depends on the filter, too, which takes its time.
    m_checking.run([check = Check{.dataset = dataset, .before = m_controller.rows(), .step = step}, excluded,
                    label = m_controller.roles().label, share = m_controller.edited().validation,
                    random = Random(std::uint64_t(m_controller.edited().seed))]() mutable {
        check.wanted = check.before;
        check.wanted.excluded = excluded.members();
        try {
            splitAsRequested(*check.dataset, label, check.wanted, share, random, kMinimumRows);
        } catch (const Error& error) {
            check.problem = error.problem();
        }
        return check;
    });
}

void RowJobs::onChecked(const Check& check) {
    if (check.dataset != m_controller.dataset() || check.before != m_controller.rows())
        return;
    if (const std::optional<Problem> problem = check.problem ? check.problem : m_controller.refusal())
        emit failed(*problem);
    else if (check.wanted != check.before)
        m_undoStack.push(new ExclusionStep(m_controller, check.wanted.excluded, check.step));
}

}  // namespace latentscape::ui
