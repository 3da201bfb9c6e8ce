#include "ui/shell/row_jobs.h"

#include <QFileDialog>
#include <QInputDialog>
#include <new>

#include "core/data/row_export.h"
#include "core/storage/atomic_file.h"

namespace latentscape::ui {

RowJobs::RowJobs(ViewState& viewState, TrainingController& controller, QWidget& window)
    : QObject(&window),
      m_viewState(viewState),
      m_controller(controller),
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
        setExcluded(RowSet(selected.rows(), m_controller.rows().excluded) | selected);
}

void RowJobs::keepOnly() {
    const RowSet& selected = m_viewState.selection().rows();
    if (!selected.empty())
        setExcluded(~selected);
}

void RowJobs::setExcluded(const RowSet& excluded) {
    const DatasetPtr& dataset = m_controller.dataset();
    if (!dataset || dataset->rows() != excluded.rows())
        return;
    // Whether enough rows are left depends on the filter, too, which takes its time.
    m_checking.run([check = Check{.dataset = dataset, .before = m_controller.rows()}, excluded,
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
    if (check.problem)
        emit failed(*check.problem);
    else
        m_controller.setRows(check.wanted);
}

}  // namespace latentscape::ui
