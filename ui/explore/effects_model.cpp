#include "ui/explore/effects_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/support/cell_text.h"

namespace latentscape::ui {

void EffectsModel::setEffects(const DecodedColumns& columns, std::vector<ColumnEffect> effects) {
    const bool sameLines = effects.size() == m_effects.size() && columns.data() == m_columns.data();
    // A table that only got other figures stays where it is scrolled.
    if (!sameLines)
        beginResetModel();
    m_columns = columns;
    m_effects = std::move(effects);
    arrange();
    if (!sameLines)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
}

void EffectsModel::setOrder(Order order) {
    m_by = order;
    arrange();
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
}

void EffectsModel::arrange() {
    m_order.resize(m_effects.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::vector<double> sizes(m_effects.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double slope = std::abs(m_effects[i].slope);
        sizes[i] = m_by == Order::OriginalUnits ? slope : slope / m_columns.spread(int(i));
        // What is no number goes last.
        if (std::isnan(sizes[i]))
            sizes[i] = -1;
    }
    std::stable_sort(m_order.begin(), m_order.end(),
                     [&](int one, int other) { return sizes[std::size_t(one)] > sizes[std::size_t(other)]; });
}

int EffectsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_effects.size());
}

int EffectsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

double EffectsModel::fraction(int column, double amount) const {
    if (!m_columns.encoded(column).hasNumbers())
        return std::clamp(amount, 0.0, 1.0);
    return m_columns.range(column).fraction(amount);
}

QString EffectsModel::amountText(int column, double amount) const {
    return m_columns.encoded(column).hasNumbers() ? m_columns.value(column, amount)
                                                  : percentText(QLocale(), amount);
}

QVariant EffectsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int column = columnAt(index.row());
    const ColumnEffect& effect = m_effects[std::size_t(column)];
    switch (role) {
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (index.column() == Effect ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ToolTipRole:
            return tr("%1\nfrom %2 at the low end to %3 at the high end, %4 here\nchanges by %5 for one unit")
                .arg(m_columns.name(column), amountText(column, effect.atLow),
                     amountText(column, effect.atHigh), amountText(column, effect.here),
                     m_columns.effect(column, effect.slope));
        case FractionRole:
            return fraction(column, effect.here);
        case LeastFractionRole:
            return fraction(column, effect.least);
        case MostFractionRole:
            return fraction(column, effect.most);
        case Qt::DisplayRole:
            break;
        default:
            return {};
    }
    switch (index.column()) {
        case Name:
            return m_columns.name(column);
        case Fan:
            return tr("%1 → %2").arg(amountText(column, effect.atLow), amountText(column, effect.atHigh));
        default:
            return m_columns.effect(column, effect.slope);
    }
}

QVariant EffectsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Effect ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && section == Effect)
        return tr(
            "How much the column changes here for one unit of the latent dimension, in its own units; of "
            "categories, the probability of the most probable one");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return tr("Column");
        case Fan:
            return tr("Low → high");
        default:
            return tr("Effect");
    }
}

}  // namespace latentscape::ui
