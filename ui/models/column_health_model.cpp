#include "ui/models/column_health_model.h"

#include <QCollator>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kSignificantDigits = 3;
constexpr double kSecondsADay = 86400;

/// A figure with about three digits that count.
QString figureText(const QLocale& locale, double value) {
    const int before = value != 0 && std::isfinite(value) ? int(std::floor(std::log10(std::abs(value)))) : 0;
    return numberText(locale, value, std::clamp(kSignificantDigits - 1 - before, 0, 6));
}

/// A distance between two values of a column of numbers.
QString distanceText(const QLocale& locale, const Column& column, double distance) {
    return column.type == ColumnType::DateTime
               ? ColumnHealthModel::tr("%1 d", "days").arg(figureText(locale, distance / kSecondsADay))
               : figureText(locale, distance);
}

}  // namespace

void ColumnHealthModel::setHealth(DatasetPtr dataset, ColumnHealthPtr health) {
    const bool sameRows = dataset == m_dataset && m_health && health && m_health->size() == health->size() &&
                          std::equal(health->begin(), health->end(), m_health->begin(),
                                     [](const ColumnHealth& one, const ColumnHealth& other) {
                                         return one.column == other.column;
                                     });
    if (!sameRows)
        beginResetModel();
    m_dataset = std::move(dataset);
    m_health = std::move(health);
    if (!sameRows) {
        rankNames();
        endResetModel();
    } else if (rowCount() > 0) {
        emit dataChanged(index(0, R2), index(rowCount() - 1, Error));
    }
}

void ColumnHealthModel::setBaselines(ColumnBaselinesPtr baselines) {
    m_baselines = std::move(baselines);
    if (rowCount() > 0)
        emit dataChanged(index(0, R2), index(rowCount() - 1, PcaR2));
}

void ColumnHealthModel::rankNames() {
    QCollator collator;
    // `pixel_2` stands before `pixel_10`.
    collator.setNumericMode(true);
    std::vector<QCollatorSortKey> keys;
    for (int row = 0; row < rowCount(); ++row)
        keys.push_back(collator.sortKey(QString::fromStdString(health(row).name)));
    std::vector<int> order(keys.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&keys](int a, int b) { return keys[std::size_t(a)] < keys[std::size_t(b)]; });
    m_nameRanks.resize(order.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        m_nameRanks[std::size_t(order[place])] = int(place);
}

const double* ColumnHealthModel::pcaR2(int row) const {
    if (!m_baselines || m_baselines->size() != m_health->size())
        return nullptr;
    const ColumnBaseline& baseline = (*m_baselines)[std::size_t(row)];
    return baseline.varies ? &baseline.r2 : nullptr;
}

double ColumnHealthModel::sortKey(int row, int section) const {
    const ColumnHealth& own = health(row);
    switch (section) {
        case R2:
            return own.fit.varies ? own.fit.r2 : kNone;
        case PcaR2:
            return pcaR2(row) ? *pcaR2(row) : kNone;
        case Noise:
            return own.noise ? own.noise->share : kNone;
        case Error:
            return own.error ? own.errorShare : kNone;
        default:
            return m_nameRanks[std::size_t(row)];
    }
}

int ColumnHealthModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_health ? 0 : int(m_health->size());
}

int ColumnHealthModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant ColumnHealthModel::figure(int row, int section, int role) const {
    switch (role) {
        case ColumnRole:
            return qlonglong(health(row).column);
        case FractionRole:
            return fraction(row, section);
        case MarkRole:
            return section == R2 && pcaR2(row) ? QVariant(std::clamp(*pcaR2(row), 0.0, 1.0)) : QVariant();
        default:
            return {};
    }
}

QVariant ColumnHealthModel::fraction(int row, int section) const {
    const double key = section == R2 || section == Noise || section == Error ? sortKey(row, section) : kNone;
    return std::isnan(key) ? QVariant() : QVariant(std::clamp(key, 0.0, 1.0));
}

QString ColumnHealthModel::text(int row, int section) const {
    const QLocale locale;
    const ColumnHealth& own = health(row);
    switch (section) {
        case Name:
            return QString::fromStdString(own.name);
        case R2:
            return own.fit.varies ? numberText(locale, own.fit.r2, 2) : QStringLiteral("–");
        case PcaR2:
            return pcaR2(row) ? numberText(locale, *pcaR2(row), 2) : QStringLiteral("–");
        case Noise:
            return own.noise && own.noise->atFloor ? tr("▾ %1", "σ at its floor").arg(noiseText(row))
                                                   : noiseText(row);
        case Error:
            return errorText(row);
        default:
            return {};
    }
}

QString ColumnHealthModel::noiseText(int row) const {
    const std::optional<NoiseWidth>& noise = health(row).noise;
    if (!noise)
        return {};
    const QLocale locale;
    return noise->isFactor ? tr("× %1").arg(figureText(locale, noise->width))
                           : distanceText(locale, m_dataset->column(health(row).column), noise->width);
}

QString ColumnHealthModel::errorText(int row) const {
    const ColumnHealth& own = health(row);
    if (!own.error)
        return QStringLiteral("–");
    const QLocale locale;
    const Column& column = m_dataset->column(own.column);
    return column.hasCategories() ? percentText(locale, *own.error, 1)
                                  : distanceText(locale, column, *own.error);
}

QString ColumnHealthModel::toolTip(int row) const {
    const QLocale locale;
    const ColumnHealth& own = health(row);
    QStringList lines{text(row, Name)};
    lines << (own.fit.varies
                  ? tr("R² %1: the share of its variance that the reconstruction explains").arg(text(row, R2))
                  : tr("Does not vary over these rows: there is nothing to explain"));
    if (pcaR2(row))
        lines << tr("R² %1 with PCA of as many dimensions").arg(text(row, PcaR2));
    if (own.noise)
        lines << tr("σ %1: the noise that the model gives it, %2 of its spread")
                     .arg(noiseText(row), percentText(locale, own.noise->share));
    if (own.noise && own.noise->atFloor)
        lines << tr("▾ σ is at its floor: the column is known as exactly as it is written");
    if (own.error && m_dataset->column(own.column).hasCategories())
        lines << tr("%1 of the rows are reconstructed as another category").arg(errorText(row));
    else if (own.error)
        lines
            << tr("Mean error %1, %2 of its spread").arg(errorText(row), percentText(locale, own.errorShare));
    lines << tr("Double-click to colour the map by it.");
    return lines.join('\n');
}

QVariant ColumnHealthModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (hasWords(section) ? Qt::AlignLeft : Qt::AlignRight));
    const bool isHelp = role == Qt::ToolTipRole;
    if (!isHelp && role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return isHelp ? tr("Input columns of the table") : tr("Column");
        case R2:
            return isHelp ? tr("Share of the column's variance that the reconstruction explains; 1 is all of "
                               "it. "
                               "The tick marks PCA.")
                          : tr("R²");
        case PcaR2:
            return isHelp ? tr("The same for PCA with as many dimensions: what a straight model explains")
                          : tr("PCA");
        case Noise:
            return isHelp
                       ? tr("Learned noise width σ in original units; × where noise multiplies; ▾ where it "
                            "is at its floor. Bar and order: as a share of the column's spread")
                       : tr("σ");
        case Error:
            return isHelp
                       ? tr("Mean error in original units; of categories the share that comes out wrong. Bar "
                            "and order: as a share of the column's spread")
                       : tr("Error");
        default:
            return {};
    }
}

}  // namespace latentscape::ui
