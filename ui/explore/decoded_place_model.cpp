#include "ui/explore/decoded_place_model.h"

#include <QLocale>
#include <algorithm>
#include <numeric>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

/// Categories that a tooltip lists.
constexpr std::size_t kListedCategories = 8;

}  // namespace

void DecodedPlaceModel::setColumns(DecodedColumns columns) {
    beginResetModel();
    m_columns = std::move(columns);
    m_place.reset();
    m_pins.clear();
    endResetModel();
}

void DecodedPlaceModel::setPlace(std::optional<DecodedPlace> place) {
    m_place = std::move(place);
    if (rowCount() > 0)
        emit dataChanged(index(0, Value), index(rowCount() - 1, Certainty));
}

void DecodedPlaceModel::setPins(std::vector<PinnedPlace> pins) {
    // As many as before: only their values and names are others, and the table stays where it is scrolled.
    if (pins.size() == m_pins.size()) {
        m_pins = std::move(pins);
        if (!m_pins.empty() && rowCount() > 0) {
            emit dataChanged(index(0, FirstPin), index(rowCount() - 1, columnCount() - 1));
            emit headerDataChanged(Qt::Horizontal, FirstPin, columnCount() - 1);
        }
        return;
    }
    beginResetModel();
    m_pins = std::move(pins);
    endResetModel();
}

int DecodedPlaceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_columns.count();
}

int DecodedPlaceModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstPin + int(m_pins.size());
}

const PredictedCell* DecodedPlaceModel::cell(int row, int section) const {
    if (section >= FirstPin)
        return &m_pins[std::size_t(section - FirstPin)].decoded.cells[std::size_t(row)];
    return m_place ? &m_place->cells[std::size_t(row)] : nullptr;
}

QVariant DecodedPlaceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::DisplayRole && index.column() == Name)
        return m_columns.name(row);
    const PredictedCell* const shown = cell(row, index.column());
    if (!shown)
        return role == Qt::ToolTipRole ? QVariant(m_columns.name(row)) : QVariant();
    if (role == Qt::DisplayRole)
        return index.column() == Certainty ? m_columns.certainty(row, *shown)
                                           : m_columns.value(row, shown->decoded.value);
    if (role == Qt::ToolTipRole)
        return toolTip(row, *shown,
                       index.column() >= FirstPin
                           ? m_pins[std::size_t(index.column() - FirstPin)].decoded.expectation
                           : m_place->expectation);
    if (index.column() != Certainty || !hasPredictiveInterval(m_columns.encoded(row)))
        return {};
    const ColumnRange range = m_columns.range(row);
    switch (role) {
        case FractionRole:
            return range.fraction(shown->decoded.value);
        case LowerFractionRole:
            return range.fraction(shown->lower);
        case UpperFractionRole:
            return range.fraction(shown->upper);
        default:
            return {};
    }
}

QString DecodedPlaceModel::toolTip(int row, const PredictedCell& cell, const Vector& expectation) const {
    const EncodedColumn& column = m_columns.encoded(row);
    QString tip = tr("%1: %2").arg(m_columns.name(row), m_columns.value(row, cell.decoded.value));
    if (hasPredictiveInterval(column))
        return tip + '\n' + tr("90 % of such rows lie in %1").arg(m_columns.certainty(row, cell));
    const std::vector<double> probabilities = categoryProbabilities(column, expectation);
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return probabilities[one] > probabilities[other];
    });
    for (std::size_t i = 0; i < std::min(order.size(), kListedCategories); ++i)
        tip += '\n' + tr("%1 %2").arg(m_columns.value(row, double(order[i])),
                                      percentText(QLocale(), probabilities[order[i]], 1));
    return order.size() > kListedCategories ? tip + QStringLiteral("\n…") : tip;
}

QVariant DecodedPlaceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == Certainty)
        return tr(
            "For numbers the range that holds 90 % of the rows which the model expects there, for "
            "categories the probability");
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (section) {
        case Name:
            return tr("Column");
        case Value:
            return tr("Here");
        case Certainty:
            return tr("90 % lie in");
        default:
            return m_pins[std::size_t(section - FirstPin)].name;
    }
}

}  // namespace latentscape::ui
