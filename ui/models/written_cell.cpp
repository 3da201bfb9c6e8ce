#include "ui/models/written_cell.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "core/data/date_time.h"
#include "core/data/number_text.h"

namespace latentscape::ui {
namespace {

/// Categories that a refusal names.
constexpr std::size_t kNamed = 6;

QString translated(const char* text) {
    return QCoreApplication::translate("WrittenCell", text);
}

WrittenCell refused(const QString& reason) {
    return {.value = {}, .refusal = reason};
}

WrittenCell readCategory(const Column& column, const QString& text) {
    std::optional<std::size_t> alike;
    for (std::size_t i = 0; i < column.categories.size(); ++i) {
        const QString category = QString::fromStdString(column.categories[i]);
        if (category == text)
            return {.value = double(i), .refusal = {}};
        if (!alike && category.compare(text, Qt::CaseInsensitive) == 0)
            alike = i;
    }
    if (alike)
        return {.value = double(*alike), .refusal = {}};
    QStringList names;
    for (std::size_t i = 0; i < std::min(kNamed, column.categories.size()); ++i)
        names << QString::fromStdString(column.categories[i]);
    if (column.categories.size() > kNamed)
        names << QStringLiteral("…");
    return refused(translated("The model knows no “%1” here, only: %2").arg(text, names.join(", ")));
}

WrittenCell readDate(const Column& column, const QString& text) {
    const std::string cell = text.toStdString();
    std::optional<DateTime> moment = parseDateTime(cell, column.notation.order);
    if (!moment)
        moment = parseDateTime(cell, DateOrder::YearMonthDay);
    return moment ? WrittenCell{.value = moment->seconds, .refusal = {}}
                  : refused(translated("“%1” is no date such as %2")
                                .arg(text, QString::fromStdString(column.valueText(0))));
}

WrittenCell readNumber(const QLocale& locale, const Column& column, const EncodedColumn& encoded,
                       const QString& text) {
    bool understood = false;
    double value = locale.toDouble(text, &understood);
    if (!understood) {
        const std::optional<double> plain = parseNumber(text.toStdString());
        if (!plain)
            return refused(translated("“%1” is no number").arg(text));
        value = *plain;
    }
    if (!std::isfinite(value))
        return refused(translated("The number is too large"));
    if (column.type == ColumnType::Count && (value < 0 || value != std::floor(value)))
        return refused(translated("A count is a whole number from 0 on"));
    if (!canScale(encoded.numberScale, value))
        return refused(translated("On this column's scale there is no such number: it needs %1")
                           .arg(QString::fromUtf8(scaleNeeds(encoded.numberScale))));
    return {.value = value, .refusal = {}};
}

}  // namespace

WrittenCell readWritten(const QLocale& locale, const Column& column, const EncodedColumn& encoded,
                        const QString& written) {
    const QString text = written.trimmed();
    if (text.isEmpty())
        return {};
    const bool saysMissing = text.compare(translated("missing"), Qt::CaseInsensitive) == 0;
    if (column.hasCategories()) {
        const WrittenCell category = readCategory(column, text);
        // A category may be called so.
        return saysMissing && !category.value ? WrittenCell{} : category;
    }
    if (saysMissing)
        return {};
    return column.type == ColumnType::DateTime ? readDate(column, text)
                                               : readNumber(locale, column, encoded, text);
}

}  // namespace latentscape::ui
