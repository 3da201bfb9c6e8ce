#include "ui/support/cell_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

constexpr double kFirstGrouped = 10'000;
constexpr double kLargestPlain = 1e9;
constexpr double kSmallestPlain = 1e-6;
constexpr int kExponentDigits = 4;

constexpr double kComputedShare = 0.02;
constexpr double kOriginalShare = 1e-3;

/// Decimals whose last digit counts for `share` of `span` at the most.
int decimalsOf(double span, double share) {
    return std::clamp(int(std::ceil(-std::log10(share * span))), 0, kMaxDecimals);
}

}  // namespace

QString numberText(const QLocale& locale, double value, int decimals) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double size = std::abs(value);
    if (size >= kLargestPlain || (size > 0 && size < kSmallestPlain))
        return locale.toString(value, 'g', kExponentDigits);
    QLocale writer = locale;
    if (size < kFirstGrouped)
        writer.setNumberOptions(locale.numberOptions() | QLocale::OmitGroupSeparator);
    // A small negative number that is rounded to nothing reads as 0, not −0.
    const bool vanishes = size < 0.5 * std::pow(10.0, -decimals);
    return writer.toString(vanishes ? 0.0 : value, 'f', decimals);
}

QString signedNumberText(const QLocale& locale, double value, int decimals) {
    const QString text = numberText(locale, value, decimals);
    const bool positive = value > 0 && text != numberText(locale, 0, decimals);
    return positive ? locale.positiveSign() + text : text;
}

QString percentText(const QLocale& locale, double share, int decimals) {
    return QCoreApplication::translate("CellText", "%1 %").arg(locale.toString(100 * share, 'f', decimals));
}

QString valueText(const QLocale& locale, const Column& column, double value, int decimals) {
    const bool isNumber = !column.hasCategories() && column.type != ColumnType::DateTime;
    return isNumber ? numberText(locale, value, decimals) : QString::fromStdString(column.valueText(value));
}

QString cellText(const QLocale& locale, const Column& column, Index row) {
    const std::size_t place = std::size_t(row);
    return column.missing[place] ? QString()
                                 : valueText(locale, column, column.values[place], column.decimals);
}

int originalDecimals(int fileDecimals, double span) {
    return span > 0 ? std::min(fileDecimals, decimalsOf(span, kOriginalShare)) : fileDecimals;
}

int computedDecimals(int fileDecimals, double span) {
    return span > 0 ? std::max(originalDecimals(fileDecimals, span), decimalsOf(span, kComputedShare))
                    : fileDecimals;
}

}  // namespace latentscape::ui
