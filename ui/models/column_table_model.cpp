#include "ui/models/column_table_model.h"

#include <QFont>
#include <algorithm>

#include "ui/models/column_text.h"

namespace latentscape::ui {
namespace {

const QString kAuto = QStringLiteral("auto");

bool canBeInput(const Column& column) {
    return column.type != ColumnType::Text;
}

}  // namespace

QString ColumnTableModel::roleText(ColumnRole role) {
    switch (role) {
        case ColumnRole::Input:
            return tr("input");
        case ColumnRole::Label:
            return tr("label");
        case ColumnRole::Ignored:
            return tr("ignored");
    }
    return {};
}

void ColumnTableModel::setTable(DatasetPtr dataset, const ColumnRoles& roles) {
    if (dataset == m_dataset) {
        m_roles = roles;
        readRoles();
        if (rowCount() > 0)
            emit dataChanged(index(0, Role), index(rowCount() - 1, Likelihood));
        return;
    }
    beginResetModel();
    m_dataset = std::move(dataset);
    m_roles = roles;
    m_prepared.reset();
    m_summaries.assign(m_dataset ? m_dataset->columns().size() : 0, std::nullopt);
    m_byItself.assign(m_summaries.size(), std::nullopt);
    readRoles();
    endResetModel();
}

void ColumnTableModel::clear() {
    setTable(nullptr, {});
}

void ColumnTableModel::setPrepared(const TrainingDataPtr& data, const std::string& numbers) {
    if (!data || data->dataset != m_dataset)
        return;
    m_prepared = data;
    m_numbers = numbers;
    m_byItself.assign(m_summaries.size(), std::nullopt);
    emit dataChanged(index(0, Likelihood), index(rowCount() - 1, Likelihood));
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
    switch (role) {
        case Qt::DisplayRole:
            return displayText(row, index.column());
        case Qt::ToolTipRole:
            return toolTip(row, index.column());
        case Qt::EditRole:
            if (index.column() == Role)
                return int(m_columnRoles[std::size_t(row)]);
            return index.column() == Likelihood ? chosenLikelihood(row) : displayText(row, index.column());
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (index.column() == Missing ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::FontRole: {
            QFont font;
            font.setBold(index.column() == Role && m_columnRoles[std::size_t(row)] == ColumnRole::Label);
            return font.bold() ? QVariant(font) : QVariant();
        }
        case kChoicesRole:
            return choiceValues(index);
        case kChoiceTextsRole:
            return choiceTexts(index);
        case kQuietRole:
            if (index.column() == Role)
                return m_columnRoles[std::size_t(row)] == ColumnRole::Ignored;
            return index.column() == Likelihood && chosenLikelihood(row) == kAuto;
        default:
            return {};
    }
}

QVariant ColumnTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= SectionCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Missing ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return tr("Column");
        case Role:
            return tr("Role");
        case Likelihood:
            return tr("Likelihood");
        case Type:
            return tr("Type");
        case Missing:
            return tr("Missing");
        default:
            return tr("Values");
    }
}

Qt::ItemFlags ColumnTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    const bool editable =
        index.column() == Role || (index.column() == Likelihood && mayChooseLikelihood(index.row()));
    return editable ? flags | Qt::ItemIsEditable : flags;
}

bool ColumnTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.flags().testFlag(Qt::ItemIsEditable) ||
        !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return false;
    if (index.column() == Likelihood)
        return setLikelihood(index.row(), value.toString());
    bool isNumber = false;
    const ColumnRole wanted = ColumnRole(value.toInt(&isNumber));
    return isNumber && setRole(index.row(), wanted);
}

bool ColumnTableModel::setRole(int row, ColumnRole wanted) {
    if (!choices(row).contains(wanted))
        return false;
    ColumnRole& current = m_columnRoles[std::size_t(row)];
    if (current == wanted)
        return true;

    const std::optional<Index> formerLabel = m_roles.label;
    if (wanted == ColumnRole::Label && formerLabel)
        m_columnRoles[std::size_t(*formerLabel)] =
            canBeInput(m_dataset->column(*formerLabel)) ? ColumnRole::Input : ColumnRole::Ignored;
    current = wanted;
    writeRoles();
    emit dataChanged(index(row, Role), index(row, Likelihood));
    if (wanted == ColumnRole::Label && formerLabel)
        emit dataChanged(index(int(*formerLabel), Role), index(int(*formerLabel), Likelihood));
    emit rolesEdited(m_roles);
    return true;
}

bool ColumnTableModel::setLikelihood(int row, const QString& wanted) {
    if (!choiceValues(index(row, Likelihood)).contains(wanted))
        return false;
    if (wanted == chosenLikelihood(row))
        return true;
    if (wanted == kAuto)
        m_roles.likelihoods.erase(row);
    else
        m_roles.likelihoods[row] = wanted.toStdString();
    emit dataChanged(index(row, Likelihood), index(row, Likelihood));
    emit rolesEdited(m_roles);
    return true;
}

bool ColumnTableModel::mayChooseLikelihood(int row) const {
    return isInput(row) && !column(row).hasCategories();
}

QString ColumnTableModel::chosenLikelihood(int row) const {
    const auto found = m_roles.likelihoods.find(row);
    return found == m_roles.likelihoods.end() ? kAuto : QString::fromStdString(found->second);
}

const ColumnLikelihood* ColumnTableModel::byItself(int row) const {
    if (!m_prepared || !isInput(row))
        return nullptr;
    std::optional<ColumnLikelihood>& cached = m_byItself[std::size_t(row)];
    if (!cached)
        cached = likelihoodByItself(*m_prepared, m_roles, row, m_numbers);
    return &*cached;
}

QString ColumnTableModel::likelihoodText(int row) const {
    if (!isInput(row))
        return {};
    const QString chosen = chosenLikelihood(row);
    const ColumnLikelihood* const natural = byItself(row);
    return chosen == kAuto && natural ? QString::fromStdString(natural->likelihood) : chosen;
}

QString ColumnTableModel::likelihoodToolTip(int row) const {
    const ColumnLikelihood* const natural = byItself(row);
    if (!natural)
        return {};
    const QString chosen = chosenLikelihood(row);
    const ColumnType type = column(row).type;
    return describeLikelihood(
        chosen == kAuto ? *natural : likelihoodByHand(*m_prepared, row, chosen.toStdString()), type);
}

QVariantList ColumnTableModel::choiceValues(const QModelIndex& index) const {
    QVariantList values;
    if (index.column() == Role) {
        for (const ColumnRole choice : choices(index.row()))
            values.append(int(choice));
    } else if (index.column() == Likelihood && mayChooseLikelihood(index.row())) {
        for (const std::string_view choice : hyperparameterSpec("likelihood").choices)
            values.append(QString::fromUtf8(choice.data(), qsizetype(choice.size())));
    }
    return values;
}

QStringList ColumnTableModel::choiceTexts(const QModelIndex& index) const {
    QStringList texts;
    for (const QVariant& value : choiceValues(index))
        texts.append(index.column() == Role ? roleText(ColumnRole(value.toInt())) : value.toString());
    const ColumnLikelihood* const natural = index.column() == Likelihood ? byItself(index.row()) : nullptr;
    if (natural && !texts.empty())
        texts[0] = tr("auto (%1)").arg(QString::fromStdString(natural->likelihood));
    return texts;
}

const ColumnTableModel::Summary& ColumnTableModel::summary(int row) const {
    std::optional<Summary>& cached = m_summaries[std::size_t(row)];
    if (!cached)
        cached = Summary{.missing = column(row).missingCount(), .values = columnValuesText(column(row))};
    return *cached;
}

QString ColumnTableModel::displayText(int row, int section) const {
    switch (section) {
        case Name:
            return QString::fromStdString(column(row).name);
        case Role:
            return roleText(m_columnRoles[std::size_t(row)]);
        case Likelihood:
            return likelihoodText(row);
        case Type:
            return columnTypeText(column(row).type);
        case Missing:
            return summary(row).missing > 0 ? QLocale().toString(qlonglong(summary(row).missing)) : QString();
        default:
            return summary(row).values;
    }
}

QString ColumnTableModel::toolTip(int row, int section) const {
    if (section == Role) {
        if (m_columnRoles[std::size_t(row)] == ColumnRole::Input && !canBecome(row, ColumnRole::Ignored))
            return tr("The only input: choose another one before this one is left out");
        return tr("Inputs are learned, the label only colours, ignored columns are left out");
    }
    QString text =
        tr("%1\n%2 · %3").arg(displayText(row, Name), displayText(row, Type), displayText(row, Values));
    if (summary(row).missing > 0)
        text += '\n' + tr("%1 missing").arg(displayText(row, Missing));
    if (const QString likelihood = likelihoodToolTip(row); !likelihood.isEmpty())
        text += '\n' + likelihood;
    return text;
}

bool ColumnTableModel::canBecome(int row, ColumnRole role) const {
    if (role == ColumnRole::Input)
        return canBeInput(column(row));
    const bool isInput = m_columnRoles[std::size_t(row)] == ColumnRole::Input;
    const bool formerLabelReturns = role == ColumnRole::Label && m_roles.label && *m_roles.label != row &&
                                    canBeInput(m_dataset->column(*m_roles.label));
    return m_roles.inputs.size() + (formerLabelReturns ? 1 : 0) > (isInput ? 1U : 0U);
}

QList<ColumnRole> ColumnTableModel::choices(int row) const {
    QList<ColumnRole> possible;
    for (const ColumnRole role : {ColumnRole::Input, ColumnRole::Label, ColumnRole::Ignored}) {
        if (canBecome(row, role))
            possible.append(role);
    }
    return possible;
}

void ColumnTableModel::readRoles() {
    m_columnRoles.assign(m_summaries.size(), ColumnRole::Ignored);
    for (const Index input : m_roles.inputs)
        m_columnRoles[std::size_t(input)] = ColumnRole::Input;
    if (m_roles.label)
        m_columnRoles[std::size_t(*m_roles.label)] = ColumnRole::Label;
}

void ColumnTableModel::writeRoles() {
    m_roles.inputs.clear();
    m_roles.label.reset();
    for (std::size_t i = 0; i < m_columnRoles.size(); ++i) {
        if (m_columnRoles[i] == ColumnRole::Input)
            m_roles.inputs.push_back(Index(i));
        else if (m_columnRoles[i] == ColumnRole::Label)
            m_roles.label = Index(i);
    }
    m_roles.image = detectImage(*m_dataset, m_roles.inputs);
}

}  // namespace latentscape::ui
