#include "ui/shell/appearance.h"

#include <QApplication>

namespace latentscape::ui {
namespace {

struct Tones {
    QRgb window, base, alternate, text, muted, button, border, accent, disabled, light, dark;
};

constexpr Tones kLight{.window = 0xFFF6F7F9,
                       .base = 0xFFFFFFFF,
                       .alternate = 0xFFF2F4F7,
                       .text = 0xFF1B1F24,
                       .muted = 0xFF59636E,
                       .button = 0xFFFFFFFF,
                       .border = 0xFFD5DAE1,
                       .accent = 0xFF0067A8,
                       .disabled = 0xFF9AA3AD,
                       .light = 0xFFFFFFFF,
                       .dark = 0xFFB4BBC4};
constexpr Tones kDark{.window = 0xFF1D2025,
                      .base = 0xFF16181C,
                      .alternate = 0xFF1B1E23,
                      .text = 0xFFE6E9EE,
                      .muted = 0xFFA2ABB6,
                      .button = 0xFF2A2E35,
                      .border = 0xFF383D46,
                      .accent = 0xFF3D9BE0,
                      .disabled = 0xFF666E78,
                      .light = 0xFF343941,
                      .dark = 0xFF0F1114};

QPalette paletteOf(const Tones& tones, QRgb highlightedText) {
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(tones.window));
    palette.setColor(QPalette::WindowText, QColor(tones.text));
    palette.setColor(QPalette::Base, QColor(tones.base));
    palette.setColor(QPalette::AlternateBase, QColor(tones.alternate));
    palette.setColor(QPalette::Text, QColor(tones.text));
    palette.setColor(QPalette::PlaceholderText, QColor(tones.muted));
    palette.setColor(QPalette::Button, QColor(tones.button));
    palette.setColor(QPalette::ButtonText, QColor(tones.text));
    palette.setColor(QPalette::BrightText, QColor(Qt::white));
    palette.setColor(QPalette::ToolTipBase, QColor(tones.base));
    palette.setColor(QPalette::ToolTipText, QColor(tones.text));
    palette.setColor(QPalette::Highlight, QColor(tones.accent));
    palette.setColor(QPalette::HighlightedText, QColor(highlightedText));
    palette.setColor(QPalette::Link, QColor(tones.accent));
    palette.setColor(QPalette::Light, QColor(tones.light));
    palette.setColor(QPalette::Midlight, QColor(tones.border));
    palette.setColor(QPalette::Mid, QColor(tones.border));
    palette.setColor(QPalette::Dark, QColor(tones.dark));
    palette.setColor(QPalette::Shadow, QColor(tones.dark));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(tones.disabled));
    return palette;
}

/// What the desktop asks for, read once before the program sets anything.
const QPalette& systemPalette() {
    static const QPalette palette = QApplication::palette();
    return palette;
}

}  // namespace

QPalette lightPalette() {
    return paletteOf(kLight, 0xFFFFFFFF);
}
QPalette darkPalette() {
    return paletteOf(kDark, 0xFF0B0D10);
}

void applyAppearance(Appearance appearance) {
    const bool systemIsDark = systemPalette().color(QPalette::Window).lightness() < 128;
    QApplication::setStyle(QStringLiteral("Fusion"));
    const bool dark = appearance == Appearance::Dark || (appearance == Appearance::System && systemIsDark);
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

}  // namespace latentscape::ui
