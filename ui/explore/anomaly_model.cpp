#include "ui/explore/anomaly_model.h"

#include <cmath>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr std::size_t kBlamedInTable = 3;
constexpr std::size_t kBlamedInHelp = 10;

QString natsText(double nats) {
    return std::isfinite(nats) ? numberText(QLocale(), nats, 2) : QStringLiteral("∞");
}

}  // namespace

void AnomalyModel::setRanking(TrainingDataPtr data, AnomalyRankingPtr ranking) {
    beginResetModel();
    m_data = std::move(data);
    m_ranking = std::move(ranking);
    endResetModel();
}

double AnomalyModel::sortKey(int row, int section) const {
    // Columns to blame have no order of their own.
    return section == Row ? double(m_ranking->order[std::size_t(row)]) : -double(row);
}

int AnomalyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_ranking ? 0 : int(m_ranking->explained.score.size());
}

int AnomalyModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : SectionCount;
}

QVariant AnomalyModel::figure(int row, int section, int role) const {
    Q_UNUSED(section)
    return role == kRowRole ? QVariant(qlonglong(m_ranking->order[std::size_t(row)])) : QVariant();
}

QString AnomalyModel::text(int row, int section) const {
    switch (section) {
        case Row:
            return QLocale().toString(qlonglong(m_ranking->order[std::size_t(row)] + 1));
        case Score:
            return natsText(m_ranking->explained.score[row]);
        case Blame:
            return blameText(row);
        default:
            return {};
    }
}

QString AnomalyModel::blameText(int row) const {
    QStringList parts;
    for (const std::size_t column : m_ranking->blamed(row, kBlamedInTable))
        parts << tr("%1 +%2").arg(
            QString::fromStdString(m_data->preprocessor.columns()[column].name),
            numberText(
                QLocale(),
                m_ranking->explained.shares(Index(column), row) - m_ranking->usualShares[Index(column)], 1));
    return parts.join(QStringLiteral(" · "));
}

QString AnomalyModel::toolTip(int row) const {
    QStringList lines;
    const Index tableRow = m_ranking->order[std::size_t(row)];
    lines << tr("Row %1: %2 nats, of which %3 are the KL to the prior")
                 .arg(QLocale().toString(qlonglong(tableRow + 1)), natsText(m_ranking->explained.score[row]),
                      natsText(m_ranking->explained.kl[row]));
    for (const std::size_t place : m_ranking->blamed(row, kBlamedInHelp)) {
        const EncodedColumn& encoded = m_data->preprocessor.columns()[place];
        const Column& column = m_data->dataset->column(encoded.column);
        lines << tr("%1 = %2: %3 nats, usually %4")
                     .arg(QString::fromStdString(encoded.name), cellText(QLocale(), column, tableRow),
                          natsText(m_ranking->explained.shares(Index(place), row)),
                          natsText(m_ranking->usualShares[Index(place)]));
    }
    lines << tr("Double-click to see it on the map.");
    return lines.join(QLatin1Char('\n'));
}

QVariant AnomalyModel::headerData(int section, Qt::Orientation orientation, int role) const {
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
        case Score:
            return isHelp ? tr("How unlikely the model finds the row, in nats: the larger, the stranger")
                          : tr("Score");
        case Blame:
            return isHelp ? tr("Columns that cost more nats in this row than they usually do, and how many")
                          : tr("Columns to blame");
        default:
            return {};
    }
}

}  // namespace latentscape::ui
