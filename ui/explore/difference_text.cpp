#include "ui/explore/difference_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "ui/support/cell_text.h"
#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

using Kind = ColumnDifference::Kind;

constexpr double kSmallestP = 0.001;

QString tr(const char* text) {
    return QCoreApplication::translate("DifferenceText", text);
}

double shareOf(Index part, Index rows) {
    return rows > 0 ? double(part) / double(rows) : 0;
}

QString categoryText(const ColumnDifference::Share& share, const Column& column) {
    const QString name = categoryName(share, column);
    return share.category < 0 ? name : tr("“%1”").arg(name);
}

/// How often it occurs in both sets; with a decimal where whole per cents would look the same.
QString sharesText(const ColumnDifference::Share& share, const ColumnDifference& difference) {
    const double first = shareOf(share.first, difference.firstRows);
    const double second = shareOf(share.second, difference.secondRows);
    const int decimals = std::abs(first - second) < 0.01 ? 1 : 0;
    return tr("%1 against %2")
        .arg(percentText(QLocale(), first, decimals), percentText(QLocale(), second, decimals));
}

const ColumnDifference::Share& mostDifferent(const ColumnDifference& difference) {
    return *std::ranges::max_element(difference.shares, {}, [&](const ColumnDifference::Share& share) {
        return std::abs(shareOf(share.first, difference.firstRows) -
                        shareOf(share.second, difference.secondRows));
    });
}

QString numbersText(const ColumnDifference& difference, const Column& column) {
    const int decimals = computedDecimals(column.decimals, difference.upper - difference.lower);
    const auto text = [&](double value) { return valueText(QLocale(), column, value, decimals); };
    const bool byMedian = text(difference.first.median) != text(difference.second.median);
    const QString first = text(byMedian ? difference.first.median : difference.first.mean);
    const QString second = text(byMedian ? difference.second.median : difference.second.mean);
    const QString what = byMedian ? tr("median %1 against %2") : tr("mean %1 against %2");
    const QString direction = difference.effect > 0   ? tr("higher: %1")
                              : difference.effect < 0 ? tr("lower: %1")
                                                      : tr("alike: %1");
    return direction.arg(what.arg(first, second));
}

}  // namespace

QString directionText(const ColumnDifference& difference, const Column& column) {
    switch (difference.kind) {
        case Kind::Numbers:
            return numbersText(difference, column);
        case Kind::Categories: {
            const ColumnDifference::Share& share = mostDifferent(difference);
            return tr("%1: %2").arg(categoryText(share, column), sharesText(share, difference));
        }
        case Kind::Missing:
            return tr("no value: %1").arg(sharesText(difference.shares.front(), difference));
    }
    return {};
}

QString categoryName(const ColumnDifference::Share& share, const Column& column) {
    return share.category < 0 ? tr("other values")
                              : QString::fromStdString(column.categories[std::size_t(share.category)]);
}

QString pText(double p) {
    const QLocale locale;
    return p < kSmallestP ? tr("p < %1").arg(locale.toString(kSmallestP, 'f', 3))
                          : tr("p = %1").arg(locale.toString(p, 'f', p < 0.1 ? 3 : 2));
}

QString effectText(const ColumnDifference& difference) {
    return difference.kind == Kind::Numbers ? signedNumberText(QLocale(), difference.effect, 2)
                                            : numberText(QLocale(), difference.effect, 2);
}

QString differenceHelp(const ColumnDifference& difference, const Column& column) {
    QStringList lines{QString::fromStdString(difference.name), directionText(difference, column)};
    if (difference.kind == Kind::Numbers)
        lines << tr("Cliff's delta %1: how much more often a value of the first set is the higher one of a "
                    "pair than the lower one")
                     .arg(effectText(difference));
    else
        lines << tr("Cramér's V %1: 0 if equally frequent in both sets, 1 if they have nothing in common")
                     .arg(effectText(difference));
    if (difference.kind == Kind::Categories)
        for (const ColumnDifference::Share& share : difference.shares)
            lines << tr("%1: %2").arg(categoryText(share, column), sharesText(share, difference));
    lines << tr("%1, corrected for many columns; %2 for this one alone")
                 .arg(pText(difference.correctedP), pText(difference.p))
          << tr("%1 and %2 rows with a value")
                 .arg(countText(difference.firstRows), countText(difference.secondRows))
          << tr("Click to colour the map by this column.");
    return lines.join(QLatin1Char('\n'));
}

}  // namespace latentscape::ui
