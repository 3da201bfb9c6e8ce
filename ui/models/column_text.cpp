#include "ui/models/column_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

constexpr std::size_t kShownCategories = 3;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ColumnText)
};

/// A share of the rows with as many decimals as it takes to be more than nothing.
QString shareText(double share) {
    const QLocale locale;
    constexpr double kSmallest = 1e-3;
    if (share < kSmallest)
        return Words::tr("<%1").arg(percentText(locale, kSmallest, 1));
    return percentText(locale, share, share < 0.01 ? 1 : 0);
}

QString topCategories(const Column& column, const ColumnSummary& summary) {
    QStringList parts;
    for (std::size_t i = 0; i < std::min(summary.top.size(), kShownCategories); ++i) {
        const auto& [category, count] = summary.top[i];
        parts.append(Words::tr("%1 %2").arg(QString::fromStdString(column.categories[std::size_t(category)]),
                                            shareText(double(count) / double(summary.present()))));
    }
    if (summary.categories > Index(kShownCategories))
        parts.append(QStringLiteral("…"));
    return parts.join(QStringLiteral(" · "));
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

QString columnValuesText(const Column& column, const ColumnSummary& summary) {
    if (summary.present() == 0)
        return {};
    if (column.type == ColumnType::Text)
        return Words::tr("%Ln different", nullptr, int(summary.categories));
    if (column.hasCategories())
        return topCategories(column, summary);
    const QLocale locale;
    const double span = summary.maximum - summary.minimum;
    const auto text = [&](double value, int decimals) { return valueText(locale, column, value, decimals); };
    const int decimals = originalDecimals(column.decimals, span);
    if (span == 0)
        return Words::tr("always %1").arg(text(summary.minimum, decimals));
    return Words::tr("%1 … %2 · mean %3")
        .arg(text(summary.minimum, decimals), text(summary.maximum, decimals),
             text(summary.mean, computedDecimals(column.decimals, span)));
}

QString missingShareText(const ColumnSummary& summary) {
    return summary.missing > 0 ? shareText(double(summary.missing) / double(summary.rows)) : QString();
}

}  // namespace latentscape::ui
