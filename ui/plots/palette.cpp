#include "ui/plots/palette.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape::ui {
namespace {

constexpr double kTextContrast = 4.5;
constexpr double kCurveContrast = 3.0;

// Okabe and Ito 2008, "Color Universal Design": blue, orange, bluish green, reddish purple, sky blue,
// vermillion, yellow, black. The last two of each row were searched for the largest distance in OKLab to the
// others, also as seen with protanopia and deuteranopia. On white, yellow is a little deeper; on dark, black
// becomes white.
using ClassColours = std::array<QRgb, kDistinctClassColours>;
constexpr ClassColours kOnLight{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7, 0xff56b4e9,
                                0xffd55e00, 0xffe6d72a, 0xff222222, 0xff854f6d, 0xff6a2f00};
constexpr ClassColours kOnDark{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7, 0xff56b4e9,
                               0xffd55e00, 0xfff0e442, 0xffededed, 0xff95597b, 0xff8cd3c0};

// Viridis (Smith and van der Walt 2015) at nine equal steps.
constexpr std::array<QRgb, 9> kViridis{0xff440154, 0xff472d7b, 0xff3b528b, 0xff2c728e, 0xff21918c,
                                       0xff28ae80, 0xff5ec962, 0xffaddc30, 0xfffde725};

// Each step darker or lighter than the surface it is drawn on; the middle unlike the grey of missing values.
constexpr std::array<QRgb, 5> kSignedOnLight{0xff26479b, 0xff6f9fd0, 0xffd8c552, 0xffe07f3f, 0xffa51d2d};
constexpr std::array<QRgb, 5> kSignedOnDark{0xff5a8bf0, 0xff9cc4f0, 0xfffdeeae, 0xfff5a35c, 0xffef4a4a};

/// At `place`, from 0 for the first of `colours` to 1 for the last.
template <std::size_t Count>
QColor along(const std::array<QRgb, Count>& colours, double place) {
    const double step = place * double(Count - 1);
    const std::size_t below = std::min(std::size_t(step), Count - 2);
    return mixed(QColor(colours[below]), QColor(colours[below + 1]), step - double(below));
}

double linearChannel(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linearChannel(colour.redF()) + 0.7152 * linearChannel(colour.greenF()) +
           0.0722 * linearChannel(colour.blueF());
}

/// `colour`, moved towards `extreme` only as far as it needs to stand out from both grounds.
QColor standingOut(const QColor& colour, const QColor& extreme, const PlotTheme& theme, double contrast) {
    for (int step = 0; step < 20; ++step) {
        const QColor candidate = mixed(colour, extreme, step / 20.0);
        if (std::min(contrastRatio(candidate, theme.surface), contrastRatio(candidate, theme.background)) >=
            contrast)
            return candidate;
    }
    return extreme;
}

}  // namespace

double contrastRatio(const QColor& first, const QColor& second) {
    const auto [dark, light] = std::minmax({luminance(first), luminance(second)});
    return (light + 0.05) / (dark + 0.05);
}

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto channel = [share](float a, float b) { return float(a + (b - a) * share); };
    return QColor::fromRgbF(channel(from.redF(), to.redF()), channel(from.greenF(), to.greenF()),
                            channel(from.blueF(), to.blueF()));
}

PlotTheme PlotTheme::fromPalette(const QPalette& palette) {
    PlotTheme theme;
    theme.background = palette.color(QPalette::Window);
    theme.dark = theme.background.lightnessF() < 0.5f;
    theme.surface = palette.color(QPalette::Base);
    // A style sheet may leave the two on different sides: then the plot follows the window.
    if ((theme.surface.lightnessF() < 0.5f) != theme.dark)
        theme.surface = theme.background;

    const QColor extreme = theme.dark ? Qt::white : Qt::black;
    theme.text = standingOut(palette.color(QPalette::Text), extreme, theme, kTextContrast);
    theme.mutedText = standingOut(mixed(theme.text, theme.surface, 0.45), extreme, theme, kTextContrast);
    theme.grid = mixed(theme.surface, theme.text, theme.dark ? 0.12 : 0.09);
    theme.accent = standingOut(palette.color(QPalette::Highlight), extreme, theme, kCurveContrast);
    theme.train = standingOut(classColour(theme.dark ? 4 : 0, theme.dark), extreme, theme, kCurveContrast);
    theme.validation =
        standingOut(classColour(theme.dark ? 1 : 5, theme.dark), extreme, theme, kCurveContrast);
    theme.warning = standingOut(QColor(0xd08000), extreme, theme, kCurveContrast);
    theme.failure = standingOut(QColor(0xd62f2f), extreme, theme, kCurveContrast);
    return theme;
}

QColor classColour(int index, bool dark) {
    const QColor colour(dark ? kOnDark[std::size_t(index % kDistinctClassColours)]
                             : kOnLight[std::size_t(index % kDistinctClassColours)]);
    const int cycle = index / kDistinctClassColours;
    if (cycle == 0)
        return colour;
    return cycle % 2 == 1 ? mixed(colour, dark ? Qt::white : Qt::black, 0.45)
                          : mixed(colour, dark ? Qt::black : Qt::white, 0.4);
}

QColor otherClassesColour(bool dark) {
    return dark ? QColor(0x9a9a9a) : QColor(0x808080);
}

QColor ungroupedColour(bool dark) {
    return dark ? QColor(0x7c7c7c) : QColor(0x9c9c9c);
}

QColor numberColour(double fraction, bool dark) {
    if (std::isnan(fraction))
        return missingColour(dark);
    const double within = std::clamp(fraction, 0.0, 1.0);
    return along(kViridis, dark ? 0.18 + 0.82 * within : 0.95 * within);
}

QColor signedColour(double fraction, bool dark) {
    if (std::isnan(fraction))
        return missingColour(dark);
    return along(dark ? kSignedOnDark : kSignedOnLight, std::clamp(0.5 + fraction / 2, 0.0, 1.0));
}

QColor missingColour(bool dark) {
    return dark ? QColor(0x5c5c5c) : QColor(0xc2c2c2);
}

QColor unselectedColour(const PlotTheme& theme) {
    return mixed(theme.surface, theme.text, theme.dark ? 0.3 : 0.25);
}

}  // namespace latentscape::ui
