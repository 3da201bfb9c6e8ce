#include "ui/models/latent_health_model.h"

#include <algorithm>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

/// In nats: bars of a model that has learned nothing yet stay short.
constexpr double kShortestScale = 0.1;

}  // namespace

void LatentHealthModel::setHealth(LatentHealthPtr health) {
    const bool sameRows = m_health && health && m_health->dimensions.size() == health->dimensions.size();
    if (!sameRows)
        beginResetModel();
    m_health = std::move(health);
    m_largestKl = kShortestScale;
    for (int row = 0; row < rowCount(); ++row)
        m_largestKl = std::max(m_largestKl, dimension(row).kl);
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
}

void LatentHealthModel::setAxes(int x, int y) {
    m_xAxis = x;
    m_yAxis = y;
    if (rowCount() > 0)
        emit dataChanged(index(0, Dimension), index(rowCount() - 1, Dimension));
}

double LatentHealthModel::sortKey(int row, int section) const {
    switch (section) {
        case Kl:
            return dimension(row).kl;
        case Variance:
            return dimension(row).meanVariance;
        default:
            return row;
    }
}

int LatentHealthModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_health ? 0 : int(m_health->dimensions.size());
}

int LatentHealthModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant LatentHealthModel::figure(int row, int section, int role) const {
    Q_UNUSED(section)
    switch (role) {
        case DimensionRole:
            return row;
        case ActiveRole:
            return dimension(row).active();
        case KlFractionRole:
            return dimension(row).kl / m_largestKl;
        default:
            return {};
    }
}

QString LatentHealthModel::text(int row, int section) const {
    const QLocale locale;
    switch (section) {
        case Dimension: {
            const QString number = locale.toString(row + 1);
            return row == m_xAxis   ? tr("%1 x", "latent dimension on the x axis").arg(number)
                   : row == m_yAxis ? tr("%1 y", "latent dimension on the y axis").arg(number)
                                    : number;
        }
        case Kl:
            return numberText(locale, dimension(row).kl, 2);
        case Variance:
            return numberText(locale, dimension(row).meanVariance, 2);
        default:
            return {};
    }
}

QString LatentHealthModel::toolTip(int row) const {
    const QLocale locale;
    const LatentDimension& own = dimension(row);
    const auto number = [&locale](double value) { return numberText(locale, value, 3); };
    const QString use =
        own.active() ? tr("Latent %1 is active: its posterior means differ between rows.")
                     : tr("Latent %1 is idle: it says the same of every row, so the decoder ignores it.");
    return tr("%1\nKL %2 nats per row: what it tells of a row\n"
              "Var μ %3: how far rows lie apart in it; active above %4\n"
              "All rows together: mean %5, variance %6; the prior has 0 and 1\n"
              "Click two dimensions to make them the axes of the map.")
        .arg(use.arg(locale.toString(row + 1)), number(own.kl), number(own.meanVariance),
             locale.toString(kActiveVariance), number(own.aggregateMean), number(own.aggregateVariance));
}

QVariant LatentHealthModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (hasWords(section) ? Qt::AlignLeft : Qt::AlignRight));
    const bool isHelp = role == Qt::ToolTipRole;
    if (!isHelp && role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Dimension:
            return isHelp ? tr("Number of the latent dimension; x and y are the axes of the map")
                          : tr("Latent");
        case Kl:
            return isHelp ? tr("KL of the posteriors to the prior, in nats per row: the price of what this "
                               "dimension tells of a row")
                          : tr("KL");
        case Variance:
            return isHelp ? tr("Variance over rows of the posterior mean; a dimension is active above %1")
                                .arg(QLocale().toString(kActiveVariance))
                          : tr("Var μ");
        case Density:
            return isHelp ? tr("Where the posteriors of all rows lie together (filled), and the prior "
                               "N(0, 1) (line), from −4 to 4. The closer they are, the better are samples.")
                          : tr("Rows and prior");
        default:
            return {};
    }
}

}  // namespace latentscape::ui
