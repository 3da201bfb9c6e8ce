#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QWidget>

#include "ui/import/column_choices.h"
#include "ui/panels/elided_label.h"

namespace latentscape::ui {

/// Changes the type, the role and the sentinels of the columns that are selected in the preview, one or many
/// at once.
class ColumnBar : public QWidget {
    Q_OBJECT

public:
    explicit ColumnBar(QWidget* parent = nullptr);

    /// Shows what these columns have in common.
    void setColumns(const ColumnNames& names, const RunSource& source, const ImportPreview& preview);
    /// The same changes as a menu.
    void fillMenu(QMenu& menu);

signals:
    // By a person; nothing stands for the guess.
    void typeChosen(std::optional<latentscape::ColumnType> type);
    void roleChosen(std::optional<latentscape::ui::ColumnRole> role);
    void sentinelsChosen(const std::vector<std::string>& values);

private:
    /// Index 0 for the guess; nothing where the columns differ.
    static void showCommon(QComboBox& combo, const std::optional<int>& index);

    ElidedLabel* m_title;
    QComboBox* m_type;
    QComboBox* m_role;
    QLineEdit* m_sentinels;
};

}  // namespace latentscape::ui
