#include "ui/models/column_table_model.h"

#include <algorithm>
#include <array>

#include "ui/models/column_text.h"
#include "ui/models/preparation_choice.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// What a section lets a person choose of the preparation.
std::optional<Preparation> preparationOf(int section) {
    switch (section) {
        case ColumnTableModel::Likelihood:
            return Preparation::Likelihood;
        case ColumnTableModel::Scale:
            return Preparation::Scale;
        case ColumnTableModel::Clip:
            return Preparation::Clip;
        default:
            return std::nullopt;
    }
}

QString naturalText(const ColumnLikelihood& natural, int section) {
    return section == ColumnTableModel::Likelihood ? QString::fromStdString(natural.likelihood)
                                                   : textOf(kNumberScaleNames[std::size_t(natural.scale)]);
}

}  // namespace

QVariantList ColumnTableModel::choicesOf(int section) {
    QVariantList roles;
    for (const ColumnRole role : kColumnRoles)
        roles.append(int(role));
    const std::optional<Preparation> preparation = preparationOf(section);
    return preparation ? ui::choicesOf(*preparation) : section == Role ? roles : QVariantList();
}

QString ColumnTableModel::choiceText(int section, const QVariant& choice) {
    const std::optional<Preparation> preparation = preparationOf(section);
    return preparation ? ui::choiceText(*preparation, choice) : columnRoleText(ColumnRole(choice.toInt()));
}

ColumnTableModel::ColumnTableModel(QObject* parent)
    : QAbstractTableModel(parent),
      m_summaries([this](const std::vector<Index>& rows) { onSummaries(rows); }) {}

void ColumnTableModel::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    if (dataset == m_dataset) {
        if (!dataset)
            return;
        m_assignment.setRoles(roles);
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
        return;
    }
    beginResetModel();
    m_dataset = std::move(dataset);
    m_assignment = m_dataset ? RoleAssignment(m_dataset, roles) : RoleAssignment();
    m_prepared.reset();
    m_reading = {};
    m_summaries.reset(m_dataset ? m_dataset->columns().size() : 0,
                      [table = m_dataset](Index column) { return summarise(table->column(column)); });
    endResetModel();
}

void ColumnTableModel::clear() {
    setTable(nullptr, {});
}

void ColumnTableModel::setReading(const CsvOptions& told, ColumnFindings findings) {
    m_reading = ColumnReading(told, std::move(findings));
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
}

void ColumnTableModel::setPrepared(const TrainingDataPtr& data, const std::string& numbers) {
    if (!data || data->dataset != m_dataset)
        return;
    m_prepared = data;
    m_numbers = numbers;
    emit dataChanged(index(0, Likelihood), index(rowCount() - 1, Scale));
}

void ColumnTableModel::onSummaries(const std::vector<Index>& rows) {
    const auto [first, last] = std::ranges::minmax(rows);
    emit dataChanged(index(int(first), Missing), index(int(last), Values));
    emit summariesReady();
}

int ColumnTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_dataset ? 0 : int(m_dataset->columns().size());
}

int ColumnTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant ColumnTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const int section = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return displayText(row, section);
        case Qt::ToolTipRole:
            return toolTip(row, section);
        case Qt::EditRole:
            if (const std::optional<Preparation> preparation = preparationOf(section))
                return choiceOf(roles(), row, *preparation);
            return section == Role ? QVariant(int(this->role(row))) : QVariant(displayText(row, section));
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (section == Missing ? Qt::AlignRight : Qt::AlignLeft));
        case kChoicesRole:
            return choiceValues(row, section);
        case kChoiceTextsRole:
            return choiceTexts(row, section);
        case kQuietRole:
            return isQuiet(row, section);
        case kByHandRole:
            return isByHand(row, section);
        case kSortRole:
            return sortKey(row, section);
        case kHasRemarksRole:
            return !remarks(row).empty();
        case kSummaryRole:
            // Free texts are nearly all different: there is nothing to see.
            return section == Distribution && column(row).type != ColumnType::Text
                       ? QVariant::fromValue(summary(row))
                       : QVariant();
        default:
            return {};
    }
}

QVariant ColumnTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= SectionCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Missing ? Qt::AlignRight : Qt::AlignLeft));
    const std::array<QString, SectionCount> titles{
        tr("Column"), tr("Role"),       tr("Type"),  tr("Missing"), tr("Distribution"),
        tr("Values"), tr("Likelihood"), tr("Scale"), tr("Clip"),    tr("Remark")};
    const std::array<QString, SectionCount> helps{
        tr("As the table calls it"),
        tr("Inputs are learned, the label and colour-only columns only colour the map, ignored ones are left "
           "out"),
        tr("What the values of the column are"),
        tr("Share of rows without a value. Missing cells do not count in the loss."),
        tr("How often which values occur"),
        tr("Smallest … largest value and mean, or the most frequent categories. Sorted by mean."),
        tr("By which distribution the decoder describes the column"),
        tr("How numbers are brought to a scale on which columns can be compared"),
        tr("The share of training values at either end that count as the value there: single extremes no "
           "longer outweigh the others"),
        tr("Why the column was left out, or what to know of it before it is learned")};
    if (role == Qt::DisplayRole)
        return titles[std::size_t(section)];
    return role == Qt::ToolTipRole ? QVariant(helps[std::size_t(section)]) : QVariant();
}

Qt::ItemFlags ColumnTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    const bool editable =
        index.column() == Role || (preparationOf(index.column()) && mayPrepare(index.row()));
    return editable ? flags | Qt::ItemIsEditable : flags;
}

bool ColumnTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.flags().testFlag(Qt::ItemIsEditable) ||
        !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return false;
    return change({Index(index.row())}, index.column(), value);
}

bool ColumnTableModel::canChange(const std::vector<Index>& rows, int section, const QVariant& value) const {
    if (section == Role) {
        bool isNumber = false;
        const int wanted = value.toInt(&isNumber);
        return isNumber && wanted >= 0 && wanted < int(kColumnRoles.size()) &&
               m_assignment.canAssign(rows, ColumnRole(wanted));
    }
    const bool isShare = section == Clip && value.typeId() == QMetaType::Double && value.toDouble() >= 0 &&
                         value.toDouble() < kMostClipped;
    return (isShare || choicesOf(section).contains(value)) &&
           std::ranges::any_of(rows, [&](Index row) { return mayPrepare(int(row)); });
}

bool ColumnTableModel::change(const std::vector<Index>& rows, int section, const QVariant& value) {
    if (!canChange(rows, section, value))
        return false;
    const ColumnRoles before = roles();
    ColumnRoles wanted = before;
    if (section == Role) {
        const ColumnRole role = ColumnRole(value.toInt());
        if (std::ranges::all_of(rows, [&](Index row) { return m_assignment.of(row) == role; }))
            return true;
        m_assignment.assign(rows, role);
        wanted = roles();
    } else {
        for (const Index row : rows)
            if (mayPrepare(int(row)))
                choose(wanted, row, *preparationOf(section), value);
    }
    if (wanted != before || section == Role)
        showEdit(wanted);
    return true;
}

bool ColumnTableModel::returnToGuess(const std::vector<Index>& rows) {
    const ColumnRoles before = roles();
    if (!m_assignment.returnToGuess(rows))
        return false;
    if (roles() != before)
        showEdit(roles());
    return true;
}

void ColumnTableModel::showEdit(const ColumnRoles& roles) {
    const ColumnRoles edited = roles;
    m_assignment.setRoles(edited);
    emit dataChanged(index(0, 0), index(rowCount() - 1, SectionCount - 1));
    emit rolesEdited(edited);
}

bool ColumnTableModel::mayPrepare(int row) const {
    return role(row) == ColumnRole::Input && !column(row).hasCategories();
}

bool ColumnTableModel::hasRemarks() const {
    for (int row = 0; row < rowCount(); ++row)
        if (!remarks(row).empty())
            return true;
    return false;
}

std::optional<ColumnLikelihood> ColumnTableModel::byItself(int row) const {
    if (!m_prepared || role(row) != ColumnRole::Input)
        return std::nullopt;
    return likelihoodByItself(*m_prepared, row, m_numbers);
}

QVariantList ColumnTableModel::choiceValues(int row, int section) const {
    if (section == Role) {
        QVariantList values;
        for (const ColumnRole role : kColumnRoles)
            if (m_assignment.canAssign(std::array{Index(row)}, role))
                values.append(int(role));
        return values;
    }
    if (!mayPrepare(row))
        return {};
    QVariantList choices = choicesOf(section);
    const QVariant current = choiceOf(roles(), row, *preparationOf(section));
    if (!choices.contains(current))
        choices.append(current);
    return choices;
}

QStringList ColumnTableModel::choiceTexts(int row, int section) const {
    QStringList texts;
    for (const QVariant& value : choiceValues(row, section))
        texts.append(choiceText(section, value));
    const std::optional<ColumnLikelihood> natural = byItself(row);
    if ((section == Likelihood || section == Scale) && natural && !texts.empty())
        texts[0] = tr("auto (%1)").arg(naturalText(*natural, section));
    return texts;
}

QString ColumnTableModel::displayText(int row, int section) const {
    switch (section) {
        case Name:
            return QString::fromStdString(column(row).name);
        case Role:
            return columnRoleText(role(row));
        case Type:
            return columnTypeText(column(row).type);
        case Missing: {
            const ColumnSummaryPtr known = summary(row);
            return known ? missingShareText(*known) : QString();
        }
        case Values: {
            const ColumnSummaryPtr known = summary(row);
            return known ? columnValuesText(column(row), *known) : QString();
        }
        case Likelihood:
        case Scale: {
            if (section == Scale ? !mayPrepare(row) : role(row) != ColumnRole::Input)
                return {};
            const QString choice = choiceOf(roles(), row, *preparationOf(section)).toString();
            const std::optional<ColumnLikelihood> natural = byItself(row);
            if (choice != kAutoChoice || !natural)
                return choice;
            return naturalText(*natural, section);
        }
        case Clip:
            return mayPrepare(row) ? choiceText(Clip, choiceOf(roles(), row, Preparation::Clip)) : QString();
        case Remark: {
            QStringList lines;
            for (const Problem& remark : remarks(row))
                lines.append(problemText(remark));
            return lines.join(' ');
        }
        default:
            return {};
    }
}

QVariant ColumnTableModel::sortKey(int row, int section) const {
    if (section == Clip)
        return mayPrepare(row) ? choiceOf(roles(), row, Preparation::Clip) : QVariant();
    if (section != Missing && section != Distribution && section != Values)
        return displayText(row, section);
    const ColumnSummaryPtr known = summary(row);
    if (!known)
        return {};
    if (section == Missing)
        return double(known->missing);
    // Categories lie behind the numbers, by the share of the most frequent one.
    const bool isNumber = !column(row).hasCategories();
    if (section == Values)
        return isNumber && known->present() > 0 ? QVariant(known->mean) : QVariant();
    return double(isNumber ? Index(known->bins.size()) : known->categories);
}

bool ColumnTableModel::isQuiet(int row, int section) const {
    const bool ignored = role(row) == ColumnRole::Ignored;
    if (const std::optional<Preparation> preparation = preparationOf(section))
        return ignored || !isChosen(roles(), row, *preparation);
    if (section == Type)
        return ignored || !m_reading.isTypeByHand(column(row));
    return ignored || section == Remark;
}

bool ColumnTableModel::isByHand(int row, int section) const {
    if (section == Role)
        return m_assignment.isByHand(row);
    if (section == Type)
        return m_reading.isTypeByHand(column(row));
    const std::optional<Preparation> preparation = preparationOf(section);
    return preparation && mayPrepare(row) && isChosen(roles(), row, *preparation);
}

QString ColumnTableModel::toolTip(int row, int section) const {
    switch (section) {
        case Role:
            return roleToolTip(row);
        case Likelihood:
        case Scale:
            return preparationToolTip(row);
        case Clip:
            return clipToolTip(row);
        case Type:
            return typeToolTip(row);
        case Remark:
            return displayText(row, Remark);
        default:
            return summaryToolTip(row, section);
    }
}

QString ColumnTableModel::roleToolTip(int row) const {
    if (role(row) == ColumnRole::Input &&
        !m_assignment.canAssign(std::array{Index(row)}, ColumnRole::Ignored))
        return tr("The only input: choose another one before this one is left out");
    if (const QString remark = displayText(row, Remark); !remark.isEmpty())
        return remark;
    if (m_assignment.isByHand(row))
        return tr("Set by hand; guessed: %1").arg(columnRoleText(m_assignment.guessOf(row)));
    return tr(
        "Inputs are learned, the label and colour-only columns only colour the map, ignored ones are "
        "left out");
}

QString ColumnTableModel::summaryToolTip(int row, int section) const {
    const ColumnSummaryPtr known = summary(row);
    QStringList lines{displayText(row, Name)};
    if (known) {
        lines.append(tr("%1 · %2").arg(displayText(row, Type), columnValuesText(column(row), *known)));
        if (known->missing > 0)
            lines.append(tr("%Ln of %1 missing", nullptr, int(known->missing))
                             .arg(QLocale().toString(qlonglong(known->rows))));
    }
    if (const QString sentinels = sentinelsText(row); !sentinels.isEmpty())
        lines.append(tr("Set by hand to mean missing here: %1").arg(sentinels));
    if (section == Name)
        for (const Problem& remark : remarks(row))
            lines.append(problemText(remark));
    if (const QString preparation = preparationToolTip(row); !preparation.isEmpty())
        lines.append(preparation);
    return lines.join('\n');
}

QString ColumnTableModel::typeToolTip(int row) const {
    const QString type = columnTypeText(column(row).type);
    return (m_reading.isTypeByHand(column(row))
                ? tr("%1: set by hand in the import settings")
                : tr("%1: inferred from the whole file. The import settings change it."))
        .arg(type);
}

QString ColumnTableModel::clipToolTip(int row) const {
    if (!mayPrepare(row))
        return {};
    const double share = choiceOf(roles(), row, Preparation::Clip).toDouble();
    if (share == 0)
        return tr("All values count as they are");
    return tr("Of the training values, %1 at either end count as the value there")
        .arg(choiceText(Clip, share));
}

QString ColumnTableModel::preparationToolTip(int row) const {
    std::optional<ColumnLikelihood> described = byItself(row);
    const QString choice = choiceOf(roles(), row, Preparation::Likelihood).toString();
    if (choice != kAutoChoice && m_prepared && mayPrepare(row))
        described = likelihoodByHand(*m_prepared, row, choice.toStdString());
    if (!described)
        return {};
    if (const auto scale = roles().scales.find(row); scale != roles().scales.end() && scale->second) {
        described->scale = *scale->second;
        described->reason = tr("chosen by hand");
    }
    return describeLikelihood(*described, column(row).type);
}

}  // namespace latentscape::ui
