#pragma once

#include <QColor>
#include <QPalette>
#include <array>

namespace latentscape::ui {

/// WCAG 2.1 contrast of two opaque colours, from 1 to 21.
double contrastRatio(const QColor& first, const QColor& second);

/// `from` with `share` (0 to 1) of `to` in it.
QColor mixed(const QColor& from, const QColor& to, double share);

/// The colours of everything in a plot that is not data. All text has a contrast of at least 4.5 to `surface`
/// and `background`, curves and signs at least 3.
struct PlotTheme {
    bool dark = false;
    QColor background;  ///< the window around a plot
    QColor surface;     ///< what the plot is drawn on
    QColor text;
    QColor mutedText;
    QColor grid;
    QColor accent;
    QColor train;
    QColor validation;
    QColor warning;
    QColor failure;

    /// Dark where the palette's window is dark.
    static PlotTheme fromPalette(const QPalette& palette);

    bool operator==(const PlotTheme&) const = default;
};

/// The colour of class `index`: Okabe and Ito's colours that keep apart for colour-blind people, joined by
/// darker or lighter ones; the first ten are easy to tell apart, later cycles of ten are shades of them.
QColor classColour(int index, bool dark);
inline constexpr int kDistinctClassColours = 10;

/// The colour of classes too small to be shown on their own.
QColor otherClassesColour(bool dark);

/// The colour of rows that belong to no group: quieter than every class, yet not that of what is missing or
/// not selected.
QColor ungroupedColour(bool dark);

/// Viridis from low (0) to high (1), without the end that would vanish into the surface. NaN is missing.
QColor numberColour(double fraction, bool dark);

/// For numbers on both sides of 0: blue at −1, yellow at 0, red at 1, told apart by colour-blind people too
/// (after ColorBrewer's RdYlBu). NaN is missing.
QColor signedColour(double fraction, bool dark);

QColor missingColour(bool dark);

/// The colour of points that are not selected, beside some that are.
QColor unselectedColour(const PlotTheme& theme);

/// One colour for each of the codes that points may have.
using ColourTable = std::array<QRgb, 256>;

}  // namespace latentscape::ui
