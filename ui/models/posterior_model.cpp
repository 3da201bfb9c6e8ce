#include "ui/models/posterior_model.h"

#include <utility>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr int kDecimals = 3;

}  // namespace

void PosteriorModel::setPosterior(Vector mean, Vector deviation, Vector kl) {
    const bool another = mean.size() != m_mean.size();
    if (another)
        beginResetModel();
    m_mean = std::move(mean);
    m_deviation = std::move(deviation);
    m_kl = std::move(kl);
    if (another)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, Mean), index(rowCount() - 1, Kl));
}

int PosteriorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_mean.size());
}

int PosteriorModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant PosteriorModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Dimension ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
        case Dimension:
            return tr("latent %1").arg(locale.toString(index.row() + 1));
        case Mean:
            return signedNumberText(locale, double(m_mean[index.row()]), kDecimals);
        case Deviation:
            return numberText(locale, double(m_deviation[index.row()]), kDecimals);
        default:
            return numberText(locale, double(m_kl[index.row()]), kDecimals);
    }
}

QVariant PosteriorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= SectionCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Dimension ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case Mean:
                return tr("Mean of the posterior: where the row lies on the map");
            case Deviation:
                return tr("Standard deviation of the posterior, exp(½ log σ²): how surely it lies there");
            case Kl:
                return tr("What this dimension tells about the row, in nats");
            default:
                return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Dimension:
            return tr("Dimension");
        case Mean:
            return tr("Mean μ");
        case Deviation:
            return tr("σ");
        default:
            return tr("KL");
    }
}

}  // namespace latentscape::ui
