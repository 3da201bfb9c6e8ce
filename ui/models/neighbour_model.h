#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/analysis/neighbours.h"

namespace latentscape::ui {

class RowSummary;

/// Rows near another one in the latent space, nearest first.
class NeighbourModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Row, Distance, SectionCount };

    /// `summary`, which names the rows, outlives the model.
    explicit NeighbourModel(const RowSummary& summary, QObject* parent = nullptr);

    void setNeighbours(std::vector<Neighbour> neighbours);
    Index rowAt(int line) const { return m_neighbours[std::size_t(line)].row; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const RowSummary& m_summary;
    std::vector<Neighbour> m_neighbours;
};

}  // namespace latentscape::ui
