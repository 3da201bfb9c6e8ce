#include "ui/models/column_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/column_range.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr std::size_t kShownCategories = 4;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ColumnText)
};

QString firstCategories(const Column& column) {
    QStringList names;
    for (std::size_t i = 0; i < std::min(column.categories.size(), kShownCategories); ++i)
        names.append(QString::fromStdString(column.categories[i]));
    if (column.categories.size() > kShownCategories)
        names.append(QStringLiteral("…"));
    return names.join(QStringLiteral(", "));
}

}  // namespace

QString columnTypeText(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
            return Words::tr("number");
        case ColumnType::Count:
            return Words::tr("count");
        case ColumnType::Binary:
            return Words::tr("yes/no");
        case ColumnType::Category:
            return Words::tr("category");
        case ColumnType::DateTime:
            return Words::tr("date");
        case ColumnType::Text:
            return Words::tr("text");
    }
    return {};
}

QString columnValuesText(const Column& column) {
    if (column.hasCategories())
        return firstCategories(column);
    const std::optional<ColumnRange> range = columnRange(column);
    if (!range)
        return {};
    const QLocale locale;
    const int decimals = originalDecimals(column.decimals, range->span());
    if (range->span() == 0)
        return Words::tr("always %1").arg(valueText(locale, column, range->minimum, decimals));
    return Words::tr("%1 … %2").arg(valueText(locale, column, range->minimum, decimals),
                                    valueText(locale, column, range->maximum, decimals));
}

}  // namespace latentscape::ui
