#pragma once

#include <memory>
#include <vector>

#include "core/analysis/baselines.h"
#include "core/analysis/column_health.h"
#include "ui/models/figure_sort_model.h"

namespace latentscape::ui {

using ColumnHealthPtr = std::shared_ptr<const std::vector<ColumnHealth>>;
using ColumnBaselinesPtr = std::shared_ptr<const std::vector<ColumnBaseline>>;

/// How well a model knows each column of the table beside PCA with as many dimensions, one column a line.
class ColumnHealthModel : public FigureModel {
    Q_OBJECT

public:
    enum Section { Name, R2, PcaR2, Noise, Error, SectionCount };
    enum DataRole {
        /// Place of the column in the table.
        ColumnRole = Qt::UserRole,
        /// Length of the cell's bar, 0 to 1; invalid where there is none.
        FractionRole,
        /// What the bar is to be compared with, 0 to 1; invalid where there is nothing.
        MarkRole,
    };

    using FigureModel::FigureModel;

    /// What columnHealth() gives for a model on this table; null for none.
    void setHealth(DatasetPtr dataset, ColumnHealthPtr health);
    /// Of the same columns; null as long as they are not known.
    void setBaselines(ColumnBaselinesPtr baselines);
    const ColumnHealthPtr& health() const { return m_health; }
    const ColumnBaselinesPtr& baselines() const { return m_baselines; }

    double sortKey(int row, int section) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString text(int row, int section) const override;
    QString toolTip(int row) const override;
    bool hasWords(int section) const override { return section == Name; }
    QVariant figure(int row, int section, int role) const override;

private:
    const ColumnHealth& health(int row) const { return (*m_health)[std::size_t(row)]; }
    /// Null if it is not known, or if there is nothing to explain.
    const double* pcaR2(int row) const;
    QString noiseText(int row) const;
    QString errorText(int row) const;
    QVariant fraction(int row, int section) const;
    void rankNames();

    DatasetPtr m_dataset;
    ColumnHealthPtr m_health;
    ColumnBaselinesPtr m_baselines;
    /// Places of the rows in the order of their names.
    std::vector<int> m_nameRanks;
};

}  // namespace latentscape::ui
