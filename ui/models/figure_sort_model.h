#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace latentscape::ui {

/// A table of figures that are computed anew all the time.
class FigureModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// By which a row stands in the order of a section; NaN for a row that has no such figure.
    virtual double sortKey(int row, int section) const = 0;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    virtual QString text(int row, int section) const = 0;
    /// Of all cells of a row.
    virtual QString toolTip(int row) const = 0;
    /// Words start at the left, figures end at the right.
    virtual bool hasWords(int section) const = 0;
    /// What a role of the model's own has there.
    virtual QVariant figure(int row, int section, int role) const = 0;
};

/// The rows whose text in the first section contains a search, in the order of one section, and kept in it
/// when figures change. Rows without a figure stand last in either direction.
class FigureSortModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FigureSortModel(FigureModel& figures, QObject* parent = nullptr);

    /// In any case of letters; empty shows all.
    void setSearch(const QString& text);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    FigureModel& m_figures;
};

}  // namespace latentscape::ui
