#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>
#include <memory>

#include "core/analysis/differences.h"

namespace latentscape::ui {

using DifferencesPtr = std::shared_ptr<const std::vector<ColumnDifference>>;

/// Columns in which two sets of rows differ, one an item.
class DifferenceModel : public QAbstractListModel {
    Q_OBJECT

public:
    /// The table's column of an item.
    static constexpr int kColumnRole = Qt::UserRole;

    using QAbstractListModel::QAbstractListModel;

    /// `dataset` is the table whose columns they are; null for nothing.
    void setDifferences(DatasetPtr dataset, DifferencesPtr differences);
    const DifferencesPtr& differences() const { return m_differences; }
    const ColumnDifference& at(int row) const { return (*m_differences)[std::size_t(row)]; }
    const Column& columnOf(int row) const { return m_dataset->column(at(row).column); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    DatasetPtr m_dataset;
    DifferencesPtr m_differences;
};

/// Paints a column: name and effect, both distributions one above the other, and the difference in words.
class DifferenceDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using Colour = QColor (*)(const QPalette&);

    DifferenceDelegate(const DifferenceModel& model, Colour first, Colour second, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Pixels; 0 for as wide as the list.
    void setItemWidth(int width) { m_itemWidth = width; }

private:
    int m_itemWidth = 0;
    const DifferenceModel& m_model;
    Colour m_first;
    Colour m_second;
};

/// The list of both.
class DifferenceList : public QListView {
    Q_OBJECT

public:
    DifferenceList(DifferenceDelegate::Colour first, DifferenceDelegate::Colour second,
                   QWidget* parent = nullptr);

    DifferenceModel& differences() { return *m_model; }
    const DifferenceModel& differences() const { return *m_model; }
    /// Items beside one another in a wide list.
    void setItemWidth(int width);

signals:
    /// A click, or Return.
    void columnChosen(latentscape::Index column);

private:
    DifferenceModel* m_model;
    DifferenceDelegate* m_delegate;
};

}  // namespace latentscape::ui
