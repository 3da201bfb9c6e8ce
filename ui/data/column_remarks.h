#pragma once

#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>
#include <optional>

#include "ui/models/column_table_model.h"

namespace latentscape::ui {

/// What a person should know of one column, with a button for each remedy.
class ColumnRemarks : public QWidget {
    Q_OBJECT

public:
    /// `columns` outlives the widget.
    explicit ColumnRemarks(ColumnTableModel& columns, QWidget* parent = nullptr);

    void showColumn(std::optional<Index> column);

signals:
    // Both need the file to be read again.
    void missingRequested(const std::vector<std::string>& columns, const std::string& value);
    void typeRequested(const std::vector<std::string>& columns, latentscape::ColumnType type);

private:
    using Remedy = std::function<void(const std::vector<std::string>& columns)>;

    void addRemark(Index column, const Problem& remark);
    QPushButton* addButton(const QString& text, const QString& help);
    /// One button for the column, and one for all columns of which the same is found.
    void addRemedy(Index column, const Problem& remark, const QString& text, const Remedy& remedy);

    ColumnTableModel& m_columns;
    QVBoxLayout* m_layout;
    /// Labels and buttons of the remarks on show.
    QWidget* m_content = nullptr;
    /// What is on show.
    std::optional<Index> m_column;
    Problems m_remarks;
};

}  // namespace latentscape::ui
