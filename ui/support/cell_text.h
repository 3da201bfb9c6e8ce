#pragma once

#include <QLocale>
#include <QString>

#include "core/data/dataset.h"

namespace latentscape::ui {

/// A number as the locale writes it. Thousands are grouped from five digits on, so that a year stays a year;
/// what is too large or too small for plain digits gets an exponent.
QString numberText(const QLocale& locale, double value, int decimals);

/// The same with a plus sign in front of positive numbers.
QString signedNumberText(const QLocale& locale, double value, int decimals);

/// `share` from 0 to 1 as `97 %`.
QString percentText(const QLocale& locale, double share, int decimals = 0);

/// `value` in the column's own terms: a number with at most `decimals` places, or the category.
QString valueText(const QLocale& locale, const Column& column, double value, int decimals);

/// A cell of the table as the locale writes it, with the decimals of the file; empty where missing.
QString cellText(const QLocale& locale, const Column& column, Index row);

/// Decimals for the values of a column that lie `span` apart: those of the file, but none that count for less
/// than 0.1 % of the span.
int originalDecimals(int fileDecimals, double span);

/// The same for computed values, which also need decimals down to about 2 % of the span to be told apart.
int computedDecimals(int fileDecimals, double span);

}  // namespace latentscape::ui
