#include "ui/explore/missing_model.h"

#include <algorithm>

#include "ui/support/cell_text.h"

namespace latentscape::ui {

void MissingModel::setCells(TrainingDataPtr data, ImputedCellsPtr cells) {
    beginResetModel();
    m_data = std::move(data);
    m_cells = std::move(cells);
    endResetModel();
}

const Column& MissingModel::columnOf(int row) const {
    return m_data->dataset->column(m_data->preprocessor.columns()[cell(row).column].column);
}

double MissingModel::sortKey(int row, int section) const {
    const ImputedCell& own = cell(row);
    switch (section) {
        case Row:
            return double(own.row);
        case Name:
            return double(own.column);
        case Value:
            return own.value;
        default:
            // The surer, the smaller.
            return columnOf(row).hasCategories() ? 1 - own.probability : own.upper - own.lower;
    }
}

int MissingModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_cells ? 0 : int(std::min(m_cells->size(), kMostListed));
}

int MissingModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant MissingModel::figure(int row, int section, int role) const {
    Q_UNUSED(section)
    return role == kRowRole ? QVariant(qlonglong(cell(row).row)) : QVariant();
}

QString MissingModel::valueOf(int row, double value) const {
    const EncodedColumn& encoded = m_data->preprocessor.columns()[cell(row).column];
    return valueText(QLocale(), columnOf(row), value,
                     computedDecimals(encoded.decimals, encoded.maximum - encoded.minimum));
}

QString MissingModel::text(int row, int section) const {
    const ImputedCell& own = cell(row);
    switch (section) {
        case Row:
            return QLocale().toString(qlonglong(own.row + 1));
        case Name:
            return QString::fromStdString(columnOf(row).name);
        case Value:
            return valueOf(row, own.value);
        case Range:
            return columnOf(row).hasCategories()
                       ? percentText(QLocale(), own.probability)
                       : tr("%1 – %2").arg(valueOf(row, own.lower), valueOf(row, own.upper));
        default:
            return {};
    }
}

QString MissingModel::toolTip(int row) const {
    const QString where = tr("Row %1, %2").arg(text(row, Row), text(row, Name));
    return columnOf(row).hasCategories()
               ? tr("%1: most probably %2, with a probability of %3")
                     .arg(where, text(row, Value), text(row, Range))
               : tr("%1: %2 is expected, and a plausible value lies in %3 with a probability of 90 %")
                     .arg(where, text(row, Value), text(row, Range));
}

QVariant MissingModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (hasWords(section) ? Qt::AlignLeft : Qt::AlignRight));
    const bool isHelp = role == Qt::ToolTipRole;
    if (!isHelp && role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Row:
            return isHelp ? tr("Number of the row, counted from 1") : tr("Row");
        case Name:
            return isHelp ? tr("Column in which the row has no value") : tr("Column");
        case Value:
            return isHelp ? tr("What the model expects there, or the most probable category")
                          : tr("Filled in");
        case Range:
            return isHelp
                       ? tr("Where a number lies with a probability of 90 %, or how probable the category is")
                       : tr("90 % range");
        default:
            return {};
    }
}

}  // namespace latentscape::ui
