#pragma once

#include <memory>

#include "core/analysis/anomaly_ranking.h"
#include "core/training/training_data.h"
#include "ui/models/figure_sort_model.h"

namespace latentscape::ui {

using AnomalyRankingPtr = std::shared_ptr<const AnomalyRanking>;

/// The strangest rows of a table, one a line: score and columns to blame.
class AnomalyModel : public FigureModel {
    Q_OBJECT

public:
    enum Section { Row, Score, Blame, SectionCount };
    /// Of the table.
    static constexpr int kRowRole = Qt::UserRole;

    using FigureModel::FigureModel;

    /// Null for none.
    void setRanking(TrainingDataPtr data, AnomalyRankingPtr ranking);
    const AnomalyRankingPtr& ranking() const { return m_ranking; }

    double sortKey(int row, int section) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString text(int row, int section) const override;
    QString toolTip(int row) const override;
    bool hasWords(int section) const override { return section == Blame; }
    QVariant figure(int row, int section, int role) const override;

private:
    QString blameText(int row) const;

    TrainingDataPtr m_data;
    AnomalyRankingPtr m_ranking;
};

}  // namespace latentscape::ui
