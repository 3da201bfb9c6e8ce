#pragma once

#include <QSplitter>
#include <QWidget>

#include "ui/data/column_details.h"
#include "ui/data/column_view.h"
#include "ui/data/row_choice.h"
#include "ui/data/row_view.h"
#include "ui/models/view_state.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The workspace in which a person looks at the open table and says what the model learns of it.
class DataWorkspace : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the workspace.
    DataWorkspace(ViewState& viewState, TrainingController& controller, QWidget* parent = nullptr);

    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    /// See ColumnTableModel::setReading().
    void setReading(const CsvOptions& told, ColumnFindings findings);
    /// See ColumnTableModel::setPrepared().
    void setPrepared(const TrainingDataPtr& prepared, const std::string& numbers);

signals:
    /// A person changed what a column is to the model.
    void rolesEdited(const latentscape::ColumnRoles& roles);
    // A person wishes that the file is read again, in these columns in another way.
    void missingRequested(const std::vector<std::string>& columns, const std::string& value);
    void typeRequested(const std::vector<std::string>& columns, latentscape::ColumnType type);

private:
    ColumnTableModel* m_columns;
    ColumnView* m_columnView;
    ColumnDetails* m_details;
    RowChoice* m_rowChoice;
    RowView* m_rowView;
};

}  // namespace latentscape::ui
