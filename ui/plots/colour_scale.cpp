#include "ui/plots/colour_scale.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace latentscape::ui {
namespace {

constexpr double kLowQuantile = 0.02;
constexpr double kHighQuantile = 0.98;
constexpr int kMissing = -1;
constexpr int kNumberShades = 256;

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

void addEntry(ColourScale& scale, const QString& text, const QColor& colour, Index count) {
    if (count > 0)
        scale.entries.push_back({text, colour.rgb(), count});
}

void addMissing(ColourScale& scale, const PlotTheme& theme, Index count) {
    addEntry(scale, translated("missing"), missingColour(theme.dark), count);
}

void colourByClass(ColourScale& scale, const Classes& classes, const PlotTheme& theme) {
    std::vector<Index> counts(classes.names.size());
    Index missing = 0;
    for (const int index : classes.ofRow)
        ++(index == kMissing ? missing : counts[std::size_t(index)]);

    std::vector<QRgb> colours(classes.names.size(), otherClassesColour(theme.dark).rgb());
    Index others = Index(classes.ofRow.size()) - missing;
    int place = 0;
    for (const int index : shownClasses(counts)) {
        const QColor colour = classColour(place++, theme.dark);
        colours[std::size_t(index)] = colour.rgb();
        others -= counts[std::size_t(index)];
        addEntry(scale, classes.names[std::size_t(index)], colour, counts[std::size_t(index)]);
    }
    addEntry(scale, translated("other"), otherClassesColour(theme.dark), others);
    addMissing(scale, theme, missing);

    const QRgb missingRgb = missingColour(theme.dark).rgb();
    for (std::size_t row = 0; row < classes.ofRow.size(); ++row)
        scale.rows[row] =
            classes.ofRow[row] == kMissing ? missingRgb : colours[std::size_t(classes.ofRow[row])];
}

double quantile(std::vector<double>& values, double share) {
    const auto place = values.begin() + std::ptrdiff_t(std::lround(share * double(values.size() - 1)));
    std::ranges::nth_element(values, place);
    return *place;
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

    ColourBarRange bar;
    bar.min = quantile(present, kLowQuantile);
    bar.max = quantile(present, kHighQuantile);
    bar.minText = QString::fromStdString(column.valueText(bar.min));
    bar.maxText = QString::fromStdString(column.valueText(bar.max));

    std::array<QRgb, kNumberShades> shades;
    for (int shade = 0; shade < kNumberShades; ++shade)
        shades[std::size_t(shade)] = numberColour(shade / double(kNumberShades - 1), theme.dark).rgb();
    const QRgb missingRgb = missingColour(theme.dark).rgb();
    const double span = bar.max - bar.min;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const double fraction = span > 0 ? std::clamp((column.values[row] - bar.min) / span, 0.0, 1.0) : 0.5;
        scale.rows[row] =
            isMissing(column, row) ? missingRgb : shades[std::size_t(fraction * (kNumberShades - 1))];
    }
    scale.bar = bar;
}

}  // namespace

ColourScale makeColourScale(const Column& column, const PlotTheme& theme) {
    ColourScale scale;
    scale.title = QString::fromStdString(column.name);
    scale.rows.resize(column.values.size());
    if (column.hasCategories())
        colourByClass(scale, classesOfCategories(column), theme);
    else if (const std::optional<Classes> classes = classesOfNumbers(column))
        colourByClass(scale, *classes, theme);
    else
        colourByNumber(scale, column, theme);
    return scale;
}

}  // namespace latentscape::ui
