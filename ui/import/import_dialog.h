#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>

#include "ui/import/column_bar.h"
#include "ui/import/dialect_form.h"
#include "ui/import/preview_model.h"
#include "ui/import/rejected_list.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Shows the first rows of a file as they will be read, and lets a person change how. Every guess can be
/// overridden and taken back; nothing is opened before “Open”.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    /// `source` names the file and says what was set by hand before.
    explicit ImportDialog(const RunSource& source, QWidget* parent = nullptr);

    /// The file, and all that was set by hand.
    const RunSource& source() const { return m_source; }
    /// Of a reading of the whole file with the settings the dialog begins with.
    void setWholeReport(const ImportReport& report);
    const PreviewModel& preview() const { return *m_model; }

    static constexpr Index kPreviewRows = 200;

signals:
    /// A preview has been read and is on show.
    void previewed();

public slots:
    void accept() override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* createForm();
    QWidget* createPreview();
    void createTable();
    QWidget* createButtons();
    void connectParts();
    void resetToGuess();
    /// After each change: reads the preview again.
    void refresh();
    void onPreviewed(ImportPreview preview);
    void showReport();
    /// Brings an entry of the report into view where it is among the rows shown.
    void showRejected(int entry);
    void showSelection();
    void selectColumns(const ColumnNames& names);
    ColumnNames selectedColumns() const;
    void showColumnMenu(const QPoint& place);
    void fitColumns(const QStringList& namesBefore);
    void refreshColours();

    RunSource m_source;
    /// What `m_source` was when the dialog opened.
    nlohmann::json m_beginning;
    QString m_path;
    std::optional<ImportReport> m_wholeReport;
    /// The one whose entries are listed.
    ImportReport m_report;
    PreviewModel* m_model;
    QLabel* m_name;
    QLabel* m_size;
    QLabel* m_legend;
    DialectForm* m_form;
    ColumnBar* m_columns;
    QStackedWidget* m_pages;
    QTableView* m_table;
    /// A problem above the preview that it leaves in sight, or in place of it.
    QLabel* m_remark;
    QLabel* m_error;
    RejectedList* m_rejected;
    QPushButton* m_reset = nullptr;
    QPushButton* m_open = nullptr;
    BackgroundTask<ImportPreview> m_task;
};

}  // namespace latentscape::ui
