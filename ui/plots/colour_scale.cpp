#include "ui/plots/colour_scale.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace latentscape::ui {
namespace {

constexpr double kLowQuantile = 0.02;
constexpr double kHighQuantile = 0.98;
constexpr int kMissing = -1;

QString translated(const char* text) {
    return QCoreApplication::translate("ColourScale", text);
}

bool isMissing(const Column& column, std::size_t row) {
    return column.missing[row] != 0 || !std::isfinite(column.values[row]);
}

/// Which class each row belongs to, and what the classes are called.
struct Classes {
    std::vector<QString> names;
    std::vector<int> ofRow;
};

Classes classesOfCategories(const Column& column) {
    Classes classes;
    for (const std::string& category : column.categories)
        classes.names.push_back(QString::fromStdString(category));
    classes.ofRow.resize(column.values.size(), kMissing);
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (!isMissing(column, row))
            classes.ofRow[row] = int(column.values[row]);
    }
    return classes;
}

/// Empty unless the column is few different whole numbers.
std::optional<Classes> classesOfNumbers(const Column& column) {
    std::vector<double> different;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const double value = column.values[row];
        if (isMissing(column, row))
            continue;
        if (value != std::floor(value))
            return std::nullopt;
        const auto place = std::ranges::lower_bound(different, value);
        if (place != different.end() && *place == value)
            continue;
        if (different.size() == kMaxColouredClasses)
            return std::nullopt;
        different.insert(place, value);
    }

    Classes classes;
    for (const double value : different)
        classes.names.push_back(QString::fromStdString(column.valueText(value)));
    classes.ofRow.resize(column.values.size(), kMissing);
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (!isMissing(column, row))
            classes.ofRow[row] =
                int(std::ranges::lower_bound(different, column.values[row]) - different.begin());
    }
    return classes;
}

/// The classes that get a line of their own, in legend order; all of them if they are few.
std::vector<int> shownClasses(const std::vector<Index>& counts) {
    std::vector<int> shown;
    for (std::size_t index = 0; index < counts.size(); ++index) {
        if (counts[index] > 0)
            shown.push_back(int(index));
    }
    if (shown.size() > kMaxColouredClasses) {
        std::ranges::stable_sort(
            shown, [&](int a, int b) { return counts[std::size_t(a)] > counts[std::size_t(b)]; });
        shown.resize(kMaxColouredClasses - 1);
    }
    return shown;
}

void addEntry(ColourScale& scale, const QString& text, std::uint8_t code, const QColor& colour, Index count) {
    scale.colours[code] = colour.rgb();
    if (count > 0)
        scale.entries.push_back({text, colour.rgb(), count, code});
}

void addMissing(ColourScale& scale, const PlotTheme& theme, Index count) {
    const bool all = count == Index(scale.codes.size());
    addEntry(scale, all ? translated("all values are missing") : translated("missing"), kMissingCode,
             missingColour(theme.dark), count);
}

void colourByClass(ColourScale& scale, const Classes& classes, const PlotTheme& theme) {
    std::vector<Index> counts(classes.names.size());
    Index missing = 0;
    for (const int index : classes.ofRow)
        ++(index == kMissing ? missing : counts[std::size_t(index)]);

    std::vector<std::uint8_t> codes(classes.names.size(), kOtherCode);
    Index others = Index(classes.ofRow.size()) - missing;
    std::uint8_t code = 0;
    for (const int index : shownClasses(counts)) {
        codes[std::size_t(index)] = code;
        others -= counts[std::size_t(index)];
        addEntry(scale, classes.names[std::size_t(index)], code, classColour(code, theme.dark),
                 counts[std::size_t(index)]);
        ++code;
    }
    addEntry(scale, translated("other"), kOtherCode, otherClassesColour(theme.dark), others);
    addMissing(scale, theme, missing);
    for (std::size_t row = 0; row < classes.ofRow.size(); ++row)
        scale.codes[row] =
            classes.ofRow[row] == kMissing ? kMissingCode : codes[std::size_t(classes.ofRow[row])];
}

double quantile(std::vector<double>& values, double share) {
    const auto place = values.begin() + std::ptrdiff_t(std::lround(share * double(values.size() - 1)));
    std::ranges::nth_element(values, place);
    return *place;
}

/// The ends of the bar, without their texts; `present` is not empty and gets another order.
ColourBarRange barOf(std::vector<double>& present, bool maySigned) {
    ColourBarRange bar;
    bar.min = quantile(present, kLowQuantile);
    bar.max = quantile(present, kHighQuantile);
    bar.isSigned = maySigned && bar.min < 0 && bar.max > 0;
    if (bar.isSigned) {
        bar.max = std::max(-bar.min, bar.max);
        bar.min = -bar.max;
    }
    return bar;
}

void setShades(ColourScale& scale, const PlotTheme& theme) {
    for (int shade = 0; shade < kNumberShades; ++shade) {
        const double share = shade / double(kNumberShades - 1);
        scale.colours[std::size_t(shade)] =
            (scale.bar->isSigned ? signedColour(2 * share - 1, theme.dark) : numberColour(share, theme.dark))
                .rgb();
    }
}

std::uint8_t shadeOf(double value, const ColourBarRange& bar) {
    const double span = bar.max - bar.min;
    const double share = span > 0 ? std::clamp((value - bar.min) / span, 0.0, 1.0) : 0.5;
    return std::uint8_t(std::lround(share * (kNumberShades - 1)));
}

void colourByNumber(ColourScale& scale, const Column& column, const PlotTheme& theme) {
    std::vector<double> present;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (!isMissing(column, row))
            present.push_back(column.values[row]);
    }
    addMissing(scale, theme, Index(column.values.size() - present.size()));
    if (present.empty())
        return;
    scale.bar = barOf(present, column.type == ColumnType::Number);
    scale.bar->minText = QString::fromStdString(column.valueText(scale.bar->min));
    scale.bar->maxText = QString::fromStdString(column.valueText(scale.bar->max));
    setShades(scale, theme);
    for (std::size_t row = 0; row < column.values.size(); ++row)
        scale.codes[row] = isMissing(column, row) ? kMissingCode : shadeOf(column.values[row], *scale.bar);
}

}  // namespace

ColourScale makeColourScale(const Column& column, const PlotTheme& theme) {
    ColourScale scale;
    scale.title = QString::fromStdString(column.name);
    scale.codes.resize(column.values.size(), kMissingCode);
    if (column.hasCategories())
        colourByClass(scale, classesOfCategories(column), theme);
    else if (const std::optional<Classes> classes = classesOfNumbers(column))
        colourByClass(scale, *classes, theme);
    else
        colourByNumber(scale, column, theme);
    return scale;
}

ColourScale makeNumberScale(const QString& title, std::span<const float> values, std::span<const Index> rows,
                            Index totalRows, const PlotTheme& theme) {
    ColourScale scale;
    scale.title = title;
    scale.codes.resize(std::size_t(totalRows), kMissingCode);
    std::vector<double> present;
    for (const float value : values) {
        if (std::isfinite(value))
            present.push_back(double(value));
    }
    addEntry(scale, translated("missing"), kMissingCode, missingColour(theme.dark),
             Index(values.size() - present.size()));
    if (present.empty())
        return scale;
    scale.bar = barOf(present, true);
    scale.bar->minText = QLocale().toString(scale.bar->min, 'g', 3);
    scale.bar->maxText = QLocale().toString(scale.bar->max, 'g', 3);
    setShades(scale, theme);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]) && rows[i] < totalRows)
            scale.codes[std::size_t(rows[i])] = shadeOf(double(values[i]), *scale.bar);
    }
    return scale;
}

ColourScale makeGroupScale(std::span<const Group> groups, Index totalRows, const PlotTheme& theme) {
    ColourScale scale;
    scale.title = translated("group");
    scale.codes.resize(std::size_t(totalRows), kMissingCode);
    Index rest = totalRows;
    Index others = 0;
    for (const Group& group : groups) {
        const std::uint8_t code = group.colour < kNumberShades ? std::uint8_t(group.colour) : kOtherCode;
        Index count = 0;
        for (const Index row : group.rows.members()) {
            if (row >= totalRows || scale.codes[std::size_t(row)] != kMissingCode)
                continue;
            scale.codes[std::size_t(row)] = code;
            ++count;
        }
        rest -= count;
        if (code == kOtherCode)
            others += count;
        else
            addEntry(scale, group.name, code, classColour(group.colour, theme.dark), count);
    }
    addEntry(scale, translated("other groups"), kOtherCode, otherClassesColour(theme.dark), others);
    addEntry(scale, groups.empty() ? translated("no groups yet") : translated("in no group"), kMissingCode,
             ungroupedColour(theme.dark), rest);
    return scale;
}

}  // namespace latentscape::ui
