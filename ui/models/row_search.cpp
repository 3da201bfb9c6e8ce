#include "ui/models/row_search.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

#include "core/data/date_time.h"
#include "core/data/number_text.h"

namespace latentscape::ui {
namespace {

constexpr Index kRowsBetweenReports = 65'536;

/// Whether a cell of a column is among those that are looked for; by category where it has them.
struct CellTest {
    const Column* column = nullptr;
    /// One flag a category.
    std::vector<unsigned char> categories;
    std::optional<double> number;
    /// In a date as it is written.
    QString text;

    bool canMatch() const {
        return number || !text.isEmpty() || std::ranges::find(categories, 1) != categories.end();
    }
    bool matches(Index row) const {
        const std::size_t place = std::size_t(row);
        if (column->missing[place])
            return false;
        if (!categories.empty())
            return categories[std::size_t(column->values[place])] != 0;
        if (!text.isEmpty())
            return QString::fromStdString(column->cellText(row)).contains(text);
        return number && column->values[place] == *number;
    }
};

std::optional<double> numberIn(const QString& text) {
    bool understood = false;
    const double value = QLocale().toDouble(text, &understood);
    return understood ? std::optional(value) : parseNumber(text.toStdString());
}

/// `whole`: the cell is the text, and does not only contain it.
CellTest cellTest(const Column& column, const QString& text, bool whole) {
    CellTest test{.column = &column, .categories = {}, .number = {}, .text = {}};
    if (column.hasCategories()) {
        for (const std::string& category : column.categories) {
            const QString name = QString::fromStdString(category);
            test.categories.push_back(whole ? name.compare(text, Qt::CaseInsensitive) == 0
                                            : name.contains(text, Qt::CaseInsensitive));
        }
        // A number may be written in another way than the category that it is.
        const std::optional<double> number = whole ? numberIn(text) : std::nullopt;
        for (std::size_t i = 0; number && i < column.categories.size(); ++i)
            if (parseNumber(column.categories[i]) == number)
                test.categories[i] = 1;
    } else if (column.type == ColumnType::DateTime) {
        static const QRegularExpression digit(QStringLiteral("\\d"));
        if (text.contains(digit))
            test.text = text;
    } else {
        test.number = numberIn(text);
    }
    return test;
}

std::optional<RowList> rowsWith(const Dataset& dataset, std::vector<CellTest> tests,
                                const RowProgress& progress) {
    std::erase_if(tests, [](const CellTest& test) { return !test.canMatch(); });
    RowList rows;
    for (Index row = 0; row < dataset.rows(); ++row) {
        if (row % kRowsBetweenReports == 0 && progress && !progress(double(row) / double(dataset.rows())))
            return std::nullopt;
        if (std::ranges::any_of(tests, [row](const CellTest& test) { return test.matches(row); }))
            rows.push_back(row);
    }
    return rows;
}

std::optional<RowList> rowsContaining(const Dataset& dataset, const QString& text,
                                      const RowProgress& progress) {
    std::vector<CellTest> tests;
    for (const Column& column : dataset.columns())
        tests.push_back(cellTest(column, text, false));
    return rowsWith(dataset, std::move(tests), progress);
}

}  // namespace

std::optional<RowList> searchRows(const Dataset& dataset, const QString& query, const RowProgress& progress) {
    const QString text = query.trimmed();
    if (text.isEmpty())
        return RowList{};
    static const QRegularExpression equation(
        QStringLiteral("^`?([^=<>!`]+?)`?\\s*==?\\s*[\"']?([^=\"']*)[\"']?$"));
    if (const QRegularExpressionMatch match = equation.match(text); match.hasMatch()) {
        const std::optional<Index> column = dataset.indexOf(match.captured(1).trimmed().toStdString());
        if (column)
            return rowsWith(dataset, {cellTest(dataset.column(*column), match.captured(2).trimmed(), true)},
                            progress);
    }
    static const QRegularExpression question(QStringLiteral("[=<>]|missing\\("));
    if (!text.contains(question))
        return rowsContaining(dataset, text, progress);
    try {
        return filterRows(dataset, text.toStdString(), progress);
    } catch (const Error&) {
        std::optional<RowList> rows = rowsContaining(dataset, text, progress);
        if (rows && rows->empty())
            throw;
        return rows;
    }
}

}  // namespace latentscape::ui
