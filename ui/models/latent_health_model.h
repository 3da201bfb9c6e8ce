#pragma once

#include <memory>

#include "core/analysis/latent_health.h"
#include "ui/models/figure_sort_model.h"

namespace latentscape::ui {

using LatentHealthPtr = std::shared_ptr<const LatentHealth>;

/// How the latent dimensions of a model are used, one a line.
class LatentHealthModel : public FigureModel {
    Q_OBJECT

public:
    enum Section { Dimension, Kl, Variance, Density, SectionCount };
    enum DataRole {
        /// Counted from 0.
        DimensionRole = Qt::UserRole,
        ActiveRole,
        /// KL as a share of the largest, 0 to 1.
        KlFractionRole,
    };

    using FigureModel::FigureModel;

    /// Null for none.
    void setHealth(LatentHealthPtr health);
    const LatentHealthPtr& health() const { return m_health; }
    /// The dimensions that the map shows, which are marked.
    void setAxes(int x, int y);

    double sortKey(int row, int section) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString text(int row, int section) const override;
    QString toolTip(int row) const override;
    bool hasWords(int section) const override { return section != Variance; }
    QVariant figure(int row, int section, int role) const override;

private:
    const LatentDimension& dimension(int row) const { return m_health->dimensions[std::size_t(row)]; }

    LatentHealthPtr m_health;
    double m_largestKl = 0;
    int m_xAxis = -1;
    int m_yAxis = -1;
};

}  // namespace latentscape::ui
