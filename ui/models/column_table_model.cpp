#include "ui/models/column_table_model.h"

#include <algorithm>

#include "ui/models/column_range.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr std::size_t kShownCategories = 4;

bool canBeInput(const Column& column) {
    return column.type != ColumnType::Text;
}

QString typeText(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
            return ColumnTableModel::tr("number");
        case ColumnType::Binary:
            return ColumnTableModel::tr("yes/no");
        case ColumnType::Category:
            return ColumnTableModel::tr("category");
        case ColumnType::Text:
            return ColumnTableModel::tr("text");
    }
    return {};
}

QString firstCategories(const Column& column) {
    QStringList names;
    for (std::size_t i = 0; i < std::min(column.categories.size(), kShownCategories); ++i)
        names.append(QString::fromStdString(column.categories[i]));
    if (column.categories.size() > kShownCategories)
        names.append(QStringLiteral("…"));
    return names.join(QStringLiteral(", "));
}

QString valuesText(const Column& column) {
    if (column.hasCategories())
        return firstCategories(column);
    const std::optional<ColumnRange> range = columnRange(column);
    if (!range)
        return {};
    const QLocale locale;
    const int decimals = originalDecimals(column.decimals, range->span());
    if (range->span() == 0)
        return ColumnTableModel::tr("always %1").arg(numberText(locale, range->minimum, decimals));
    return ColumnTableModel::tr("%1 … %2").arg(numberText(locale, range->minimum, decimals),
                                               numberText(locale, range->maximum, decimals));
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
            emit dataChanged(index(0, Role), index(rowCount() - 1, Role));
        return;
    }
    beginResetModel();
    m_dataset = std::move(dataset);
    m_roles = roles;
    m_summaries.assign(m_dataset ? m_dataset->columns().size() : 0, std::nullopt);
    readRoles();
    endResetModel();
}

void ColumnTableModel::clear() {
    setTable(nullptr, {});
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
            return index.column() == Role ? QVariant(int(m_columnRoles[std::size_t(row)]))
                                          : QVariant(displayText(row, index.column()));
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (index.column() == Missing ? Qt::AlignRight : Qt::AlignLeft));
        case kChoicesRole: {
            QVariantList list;
            for (const ColumnRole choice : choices(row))
                list.append(int(choice));
            return index.column() == Role ? QVariant(list) : QVariant();
        }
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
    return index.isValid() && index.column() == Role ? flags | Qt::ItemIsEditable : flags;
}

bool ColumnTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != Role ||
        !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return false;
    bool isNumber = false;
    const ColumnRole wanted = ColumnRole(value.toInt(&isNumber));
    if (!isNumber || !choices(index.row()).contains(wanted))
        return false;
    ColumnRole& current = m_columnRoles[std::size_t(index.row())];
    if (current == wanted)
        return true;

    const std::optional<Index> formerLabel = m_roles.label;
    if (wanted == ColumnRole::Label && formerLabel)
        m_columnRoles[std::size_t(*formerLabel)] =
            canBeInput(m_dataset->column(*formerLabel)) ? ColumnRole::Input : ColumnRole::Ignored;
    current = wanted;
    writeRoles();
    emit dataChanged(index, index);
    if (wanted == ColumnRole::Label && formerLabel) {
        const QModelIndex former = this->index(int(*formerLabel), Role);
        emit dataChanged(former, former);
    }
    emit rolesEdited(m_roles);
    return true;
}

const ColumnTableModel::Summary& ColumnTableModel::summary(int row) const {
    std::optional<Summary>& cached = m_summaries[std::size_t(row)];
    if (!cached)
        cached = Summary{.missing = column(row).missingCount(), .values = valuesText(column(row))};
    return *cached;
}

QString ColumnTableModel::displayText(int row, int section) const {
    switch (section) {
        case Name:
            return QString::fromStdString(column(row).name);
        case Role:
            return roleText(m_columnRoles[std::size_t(row)]);
        case Type:
            return typeText(column(row).type);
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
    m_roles = {};
    for (std::size_t i = 0; i < m_columnRoles.size(); ++i) {
        if (m_columnRoles[i] == ColumnRole::Input)
            m_roles.inputs.push_back(Index(i));
        else if (m_columnRoles[i] == ColumnRole::Label)
            m_roles.label = Index(i);
    }
    m_roles.image = detectImage(*m_dataset, m_roles.inputs);
}

}  // namespace latentscape::ui
