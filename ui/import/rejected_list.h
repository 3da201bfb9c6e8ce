#pragma once

#include <QLabel>
#include <QTreeWidget>
#include <QWidget>

#include "core/data/csv_reader.h"

namespace latentscape::ui {

/// The lines and cells of a file that were not read as they stand: where, what, and why. Hidden while there
/// are none.
class RejectedList : public QWidget {
    Q_OBJECT

public:
    explicit RejectedList(QWidget* parent = nullptr);

    /// `firstRows`: the report tells of so many rows only; 0 for the whole file.
    void setReport(const ImportReport& report, Index firstRows);

signals:
    /// A person wishes to see the entry of the report where it stands.
    void chosen(int entry);

private:
    QLabel* m_title;
    QTreeWidget* m_list;
};

}  // namespace latentscape::ui
