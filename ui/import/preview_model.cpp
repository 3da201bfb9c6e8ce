#include "ui/import/preview_model.h"

#include <QLocale>

#include "ui/models/column_text.h"

namespace latentscape::ui {

void PreviewModel::setPreview(ImportPreview preview, const RunSource& source) {
    beginResetModel();
    m_preview = std::move(preview);
    m_source = source;
    m_rolesByHand = rolesByHand(source, m_preview);
    endResetModel();
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_preview.rows());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_preview.columns());
}

bool PreviewModel::isTypeByHand(int column) const {
    return m_source.csv.types.contains(columnName(column));
}

bool PreviewModel::isRoleByHand(int column) const {
    return m_rolesByHand.contains(columnName(column));
}

ColumnType PreviewModel::type(int column) const {
    if (m_preview.typed)
        return m_preview.typed->column(column).type;
    const auto told = m_source.csv.types.find(columnName(column));
    return told != m_source.csv.types.end() ? told->second : m_preview.guessedTypes[std::size_t(column)];
}

QString PreviewModel::typeText(int column) const {
    // Where the sentinels are in the way of reading, no type is known.
    if (!m_preview.typed && std::size_t(column) >= m_preview.guessedTypes.size())
        return {};
    return columnTypeText(type(column));
}

/// Numbers stand under each other by their last digits.
int PreviewModel::alignment(int column) const {
    const bool number = m_preview.typed && !m_preview.typed->column(column).hasCategories();
    return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(m_preview.texts->column(index.column()).cellText(index.row()));
        case Qt::ToolTipRole:
            return cellToolTip(index);
        case Qt::TextAlignmentRole:
            return alignment(index.column());
        case kCellRole:
            return int(m_preview.cell(index.row(), index.column()));
        default:
            return {};
    }
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(QLocale().toString(section + 1)) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(columnName(section));
        case Qt::ToolTipRole:
            return headerToolTip(section);
        case Qt::TextAlignmentRole:
            return alignment(section);
        case kTypeRole:
            return typeText(section);
        case kColumnRoleRole: {
            const std::optional<ColumnRole> columnRole = roleOf(m_preview.roles, section);
            return columnRole ? columnRoleText(*columnRole) : QString();
        }
        case kTypeByHandRole:
            return isTypeByHand(section);
        case kColumnRoleByHandRole:
            return isRoleByHand(section);
        default:
            return {};
    }
}

QString PreviewModel::cellToolTip(const QModelIndex& index) const {
    const QString text = index.data().toString();
    switch (m_preview.cell(index.row(), index.column())) {
        case PreviewCell::Read:
            return {};
        case PreviewCell::Missing:
            return text.isEmpty() ? tr("Empty: a missing value")
                                  : tr("“%1” stands for a missing value").arg(text);
        case PreviewCell::Refused:
            return tr("“%1” does not fit the type %2 and is treated as missing. Mend it in the file, choose "
                      "another type, or add it to the texts that mean missing.")
                .arg(text, typeText(index.column()));
        case PreviewCell::Quoted:
            return tr("The quotation marks or line breaks belong to the text of this cell");
    }
    return {};
}

QString PreviewModel::headerToolTip(int column) const {
    QStringList lines{QString::fromStdString(columnName(column))};
    lines << (isTypeByHand(column) ? tr("Type: %1, set by hand").arg(typeText(column))
                                   : tr("Type: %1, guessed; the whole file decides").arg(typeText(column)));
    if (const std::optional<ColumnRole> role = roleOf(m_preview.roles, column))
        lines << (isRoleByHand(column) ? tr("Role: %1, set by hand").arg(columnRoleText(*role))
                                       : tr("Role: %1, guessed").arg(columnRoleText(*role)));
    const auto sentinels = m_source.csv.sentinels.find(columnName(column));
    if (sentinels != m_source.csv.sentinels.end()) {
        QStringList values;
        for (const std::string& value : sentinels->second)
            values << QString::fromStdString(value);
        lines << tr("Also missing: %1").arg(values.join(QStringLiteral(", ")));
    }
    lines << tr("Click to select, right-click to change");
    return lines.join('\n');
}

}  // namespace latentscape::ui
