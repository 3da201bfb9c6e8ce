#pragma once

#include <QAbstractTableModel>

#include "ui/import/column_choices.h"

namespace latentscape::ui {

/// The first rows of a file with the texts of their cells; the header says of each column its name, type and
/// role, and which of these were set by hand.
class PreviewModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Of a cell: its PreviewCell as int.
    static constexpr int kCellRole = Qt::UserRole;
    /// Of a column's header, in words.
    static constexpr int kTypeRole = Qt::UserRole + 1;
    static constexpr int kColumnRoleRole = Qt::UserRole + 2;
    /// Whether a person has set them.
    static constexpr int kTypeByHandRole = Qt::UserRole + 3;
    static constexpr int kColumnRoleByHandRole = Qt::UserRole + 4;

    using QAbstractTableModel::QAbstractTableModel;

    /// What `source` says by hand is marked so.
    void setPreview(ImportPreview preview, const RunSource& source);
    const ImportPreview& preview() const { return m_preview; }
    std::string columnName(int column) const { return m_preview.texts->column(column).name; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    ColumnType type(int column) const;
    int alignment(int column) const;
    QString cellToolTip(const QModelIndex& index) const;
    QString headerToolTip(int column) const;
    bool isTypeByHand(int column) const;
    bool isRoleByHand(int column) const;
    QString typeText(int column) const;

    ImportPreview m_preview;
    RunSource m_source;
    std::map<std::string, ColumnRole> m_rolesByHand;
};

}  // namespace latentscape::ui
