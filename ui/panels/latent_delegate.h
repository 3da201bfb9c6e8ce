#pragma once

#include <QStyledItemDelegate>

#include "ui/models/latent_health_model.h"

namespace latentscape::ui {

/// Paints the KL of a latent dimension as a bar with its number, and where the rows lie in it as a filled
/// curve beside the prior's line; coloured where the dimension is active, grey where it is idle.
class LatentDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// `model` outlives the delegate; the view may show it through a proxy.
    explicit LatentDelegate(const LatentHealthModel& model, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintKl(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintDensity(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    const LatentHealthModel& m_model;
    const Eigen::ArrayXf m_prior;
};

}  // namespace latentscape::ui
