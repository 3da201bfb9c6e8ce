#pragma once

#include <QAbstractTableModel>

#include "core/analysis/row_details.h"

namespace latentscape::ui {

/// q(z | x) of one row, one latent dimension a line.
class PosteriorModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Dimension, Mean, Deviation, Kl, SectionCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setPosterior(Vector mean, Vector deviation, Vector kl);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    Vector m_mean;
    Vector m_deviation;
    Vector m_kl;
};

}  // namespace latentscape::ui
