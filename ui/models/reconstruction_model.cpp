#include "ui/models/reconstruction_model.h"

#include <QFont>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/analysis/view_tables.h"
#include "ui/models/written_cell.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// Enough to see how wide values are; more would only cost time in a table of 10,000 columns.
constexpr std::size_t kMeasuredColumns = 500;

/// Exact for a right category and for yes/no. Of a wrong one among several, only the most probable category
/// is known, so this is the least that it can be.
double withheldProbability(const ReconstructedCell& cell) {
    const double probability = cell.reconstruction.probability;
    return cell.original == cell.reconstruction.value ? 1 - probability
                                                      : std::max(probability, 1 - probability);
}

}  // namespace

void ReconstructionModel::setTrainingData(TrainingDataPtr data, const ColumnRangesPtr& ranges) {
    beginResetModel();
    m_data = std::move(data);
    m_reconstruction.reset();
    m_edits.clear();
    m_lines.clear();
    if (m_data) {
        std::vector<unsigned char> isInput(m_data->dataset->columns().size());
        for (const EncodedColumn& encoded : m_data->preprocessor.columns()) {
            addLine(encoded.column, &encoded, (*ranges)[std::size_t(encoded.column)]);
            isInput[std::size_t(encoded.column)] = 1;
        }
        for (std::size_t column = 0; m_which == Lines::AllColumns && column < isInput.size(); ++column)
            if (!isInput[column])
                addLine(Index(column), nullptr, (*ranges)[column]);
    }
    m_order.resize(m_lines.size());
    std::iota(m_order.begin(), m_order.end(), Index(0));
    endResetModel();
}

void ReconstructionModel::setColumnsOf(const ReconstructionModel& other) {
    Q_ASSERT(m_which == other.m_which);
    beginResetModel();
    m_data = other.m_data;
    m_lines = other.m_lines;
    m_reconstruction.reset();
    m_edits.clear();
    m_order.resize(m_lines.size());
    std::iota(m_order.begin(), m_order.end(), Index(0));
    endResetModel();
}

void ReconstructionModel::addLine(Index tableColumn, const EncodedColumn* encoded, const ColumnRange& range) {
    const Column& column = m_data->dataset->column(tableColumn);
    m_lines.push_back({.column = &column,
                       .encoded = encoded,
                       .tableColumn = tableColumn,
                       .range = range,
                       .originalDecimals = originalDecimals(column.decimals, range.span()),
                       .computedDecimals = computedDecimals(column.decimals, range.span())});
}

void ReconstructionModel::setReconstruction(RowReconstruction reconstruction, std::vector<CellEdit> edits) {
    Q_ASSERT(reconstruction.cells.size() == m_data->preprocessor.columns().size());
    const bool anotherRow = !m_reconstruction || m_reconstruction->row != reconstruction.row;
    m_reconstruction = std::move(reconstruction);
    m_edits = std::move(edits);
    for (std::size_t line = m_reconstruction->cells.size(); line < m_lines.size(); ++line) {
        const Column& column = *m_lines[line].column;
        m_reconstruction->cells.push_back(
            {.original = column.values[std::size_t(m_reconstruction->row)],
             .missing = column.missing[std::size_t(m_reconstruction->row)] != 0});
    }
    if (anotherRow && m_errorOrder)
        arrangeLines();
    if (!m_lines.empty())
        emit dataChanged(index(0, Name), index(rowCount() - 1, Interval));
}

QString ReconstructionModel::text(Index input, Section section) const {
    const Line& line = m_lines[std::size_t(input)];
    if (section == Name)
        return QString::fromStdString(line.column->name);
    if (!m_reconstruction)
        return {};
    const ReconstructedCell& values = cell(input);
    const QLocale locale;
    if (section == Original)
        return values.missing ? tr("missing")
                              : valueText(locale, *line.column, values.original, line.originalDecimals);
    if (!line.encoded)
        return {};
    if (section == Reconstruction)
        return reconstructionText(line, values.reconstruction);
    if (section == Interval)
        return intervalText(line, values);
    if (values.missing)
        return {};
    if (line.column->hasCategories())
        return values.original == values.reconstruction.value ? QStringLiteral("✓") : QStringLiteral("✗");
    return differenceText(locale, *line.column, values.reconstruction.value - values.original,
                          line.computedDecimals);
}

QString ReconstructionModel::tableText(Index input) const {
    const Line& line = m_lines[std::size_t(input)];
    const QString value = cellText(QLocale(), *line.column, m_reconstruction->row);
    return value.isEmpty() ? tr("missing") : value;
}

std::optional<double> ReconstructionModel::meanError() const {
    if (!m_reconstruction)
        return std::nullopt;
    double sum = 0;
    Index present = 0;
    for (Index input = 0; input < Index(m_lines.size()); ++input) {
        if (!hasError(input))
            continue;
        sum += relativeError(input);
        ++present;
    }
    return present > 0 ? std::optional(sum / double(present)) : std::nullopt;
}

QStringList ReconstructionModel::wideTexts(Section section) const {
    QStringList texts{section == Error ? QStringLiteral("✗") : tr("missing")};
    const QLocale locale;
    for (std::size_t input = 0; input < std::min(m_lines.size(), kMeasuredColumns); ++input) {
        const Line& line = m_lines[input];
        if (section == Name) {
            texts.append(text(Index(input), Name));
        } else if (line.column->hasCategories()) {
            for (std::size_t i = 0; i < line.column->categories.size() && section != Error; ++i)
                texts.append(reconstructionText(line, {.value = double(i), .probability = 1}));
        } else if (section == Error) {
            // An untrained model overshoots the range.
            texts.append(differenceText(locale, *line.column, 2 * line.range.span(), line.computedDecimals));
        } else {
            texts.append(valueText(locale, *line.column, line.range.minimum, line.computedDecimals));
            texts.append(valueText(locale, *line.column, line.range.maximum, line.computedDecimals));
        }
    }
    return texts;
}

int ReconstructionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ReconstructionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant ReconstructionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Index input = m_order[std::size_t(index.row())];
    const Line& line = m_lines[std::size_t(input)];
    switch (role) {
        case Qt::DisplayRole:
            return text(input, Section(index.column()));
        case Qt::ToolTipRole:
            return toolTip(input);
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
        case CategoryCountRole:
            return line.column->hasCategories() ? int(line.column->categories.size()) : 0;
        case ColumnRole:
            return qlonglong(line.tableColumn);
        default:
            break;
    }
    if (!m_reconstruction)
        return {};
    const ReconstructedCell& values = cell(input);
    switch (role) {
        case OriginalFractionRole:
            return values.missing ? QVariant() : QVariant(line.range.fraction(values.original));
        case ReconstructionFractionRole:
            return line.encoded ? QVariant(line.range.fraction(values.reconstruction.value)) : QVariant();
        case MissingRole:
            return values.missing;
        case RelativeErrorRole:
            return hasError(input) ? QVariant(relativeError(input)) : QVariant();
        case EditedRole:
            return isEdited(input);
        case Qt::EditRole:
            // As exactly as the file has it, so that writing it back changes nothing.
            return values.missing
                       ? QString()
                       : valueText(QLocale(), *line.column, values.original, line.column->decimals);
        case Qt::FontRole:
            if (!isEdited(input))
                return {};
            return [] {
                QFont bold;
                bold.setBold(true);
                return bold;
            }();
        case LowerFractionRole:
            return values.interval ? QVariant(line.range.fraction(values.interval->lower)) : QVariant();
        case UpperFractionRole:
            return values.interval ? QVariant(line.range.fraction(values.interval->upper)) : QVariant();
        case ProbabilityRole:
            return values.reconstruction.probability;
        default:
            return {};
    }
}

Qt::ItemFlags ReconstructionModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    const bool writable = m_editable && m_reconstruction && index.isValid() && index.column() == Original &&
                          m_lines[std::size_t(m_order[std::size_t(index.row())])].encoded;
    return writable ? usual | Qt::ItemIsEditable : usual;
}

bool ReconstructionModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const Index input = m_order[std::size_t(index.row())];
    const Line& line = m_lines[std::size_t(input)];
    const WrittenCell written = readWritten(QLocale(), *line.column, *line.encoded, value.toString());
    if (!written.refusal.isEmpty())
        return false;
    const bool unchanged = value.toString() == data(index, Qt::EditRole).toString();
    if (!unchanged)
        emit cellWritten(line.tableColumn, written.value);
    return true;
}

QStringList ReconstructionModel::categories(const QModelIndex& index) const {
    QStringList names;
    for (const std::string& category :
         m_lines[std::size_t(m_order[std::size_t(index.row())])].column->categories)
        names << QString::fromStdString(category);
    return names;
}

QString ReconstructionModel::refusal(const QModelIndex& index, const QString& text) const {
    const Line& line = m_lines[std::size_t(m_order[std::size_t(index.row())])];
    return line.encoded ? readWritten(QLocale(), *line.column, *line.encoded, text).refusal : QString();
}

QVariant ReconstructionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= SectionCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole)
        return section == Reconstruction ? QVariant(tr("Reconstruction: what the model makes of the row"))
                                         : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return tr("Column");
        case Original:
            return tr("Original");
        case Reconstruction:
            return tr("Model");
        case Interval:
            return tr("90 % interval");
        default:
            return tr("Error");
    }
}

void ReconstructionModel::sort(int section, Qt::SortOrder order) {
    m_errorOrder = section == Error ? std::optional(order) : std::nullopt;
    arrangeLines();
}

double ReconstructionModel::relativeError(Index input) const {
    const Line& line = m_lines[std::size_t(input)];
    const ReconstructedCell& values = cell(input);
    if (line.column->hasCategories())
        return withheldProbability(values);
    return line.range.span() > 0 ? std::abs(values.reconstruction.value - values.original) / line.range.span()
                                 : 0;
}

QString ReconstructionModel::reconstructionText(const Line& line, const DecodedCell& decoded) const {
    const QLocale locale;
    const QString value = valueText(locale, *line.column, decoded.value, line.computedDecimals);
    return line.column->hasCategories() ? tr("%1 %2").arg(value, percentText(locale, decoded.probability))
                                        : value;
}

QString ReconstructionModel::intervalText(const Line& line, const ReconstructedCell& values) const {
    if (!values.interval)
        return {};
    const QLocale locale;
    return tr("%1 … %2").arg(valueText(locale, *line.column, values.interval->lower, line.computedDecimals),
                             valueText(locale, *line.column, values.interval->upper, line.computedDecimals));
}

bool ReconstructionModel::isEdited(Index input) const {
    const Index column = m_lines[std::size_t(input)].tableColumn;
    return std::ranges::find(m_edits, column, &CellEdit::column) != m_edits.end();
}

QString ReconstructionModel::toolTip(Index input) const {
    if (!m_reconstruction)
        return text(input, Name);
    if (!m_lines[std::size_t(input)].encoded)
        return tr("%1\n%2\nThe model does not see this column").arg(text(input, Name), text(input, Original));
    QString tip = tr("%1\noriginal %2\nreconstruction %3")
                      .arg(text(input, Name), text(input, Original), text(input, Reconstruction));
    if (const QString interval = text(input, Interval); !interval.isEmpty())
        tip += '\n' + tr("90 % of such values lie in %1").arg(interval);
    if (isEdited(input))
        tip += '\n' + tr("edited; the table has %1").arg(tableText(input));
    if (cell(input).missing)
        return tip;
    const QString share = percentText(QLocale(), relativeError(input), 1);
    if (m_lines[std::size_t(input)].column->hasCategories())
        return tip;
    return tip + '\n' + tr("error %1 (%2 of the column's range)").arg(text(input, Error), share);
}

void ReconstructionModel::arrangeLines() {
    std::vector<Index> order(m_lines.size());
    std::iota(order.begin(), order.end(), Index(0));
    if (m_errorOrder && m_reconstruction) {
        // A key that ascends in the order asked for, missing cells last.
        std::vector<double> keys(m_lines.size(), std::numeric_limits<double>::infinity());
        for (const Index input : order) {
            if (hasError(input))
                keys[std::size_t(input)] =
                    (*m_errorOrder == Qt::DescendingOrder ? -1 : 1) * relativeError(input);
        }
        std::stable_sort(order.begin(), order.end(), [&keys](Index one, Index other) {
            return keys[std::size_t(one)] < keys[std::size_t(other)];
        });
    }
    if (order == m_order)
        return;

    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> places(order.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        places[std::size_t(order[place])] = int(place);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& persistent : before)
        after.append(index(places[std::size_t(m_order[std::size_t(persistent.row())])], persistent.column()));
    m_order = std::move(order);
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

std::function<std::string()> ReconstructionModel::csvJob() const {
    return [data = m_data, shown = m_reconstruction] {
        return shown ? reconstructionsCsv(*data->dataset, data->preprocessor, std::span(&*shown, 1))
                     : std::string();
    };
}

}  // namespace latentscape::ui
