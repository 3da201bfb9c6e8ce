#include "ui/panels/panel_colours.h"

#include <QAbstractButton>
#include <QLabel>

#include "ui/plots/palette.h"

namespace latentscape::ui {
namespace {

constexpr QColor kOriginal(0x00, 0x72, 0xB2);
constexpr QColor kReconstruction(0xD5, 0x5E, 0x00);
constexpr QColor kOriginalOnDark(0x56, 0xB0, 0xE6);
constexpr QColor kReconstructionOnDark(0xF5, 0x8E, 0x3C);

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

}  // namespace

QColor originalColour(const QPalette& palette) {
    return isDark(palette) ? kOriginalOnDark : kOriginal;
}

QColor reconstructionColour(const QPalette& palette) {
    return isDark(palette) ? kReconstructionOnDark : kReconstruction;
}

QColor quietTextColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

QColor idleColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.42);
}

QColor trackColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.09);
}

void markChecked(QAbstractButton& button, const QPalette& palette) {
    QPalette marked = palette;
    if (button.isChecked()) {
        marked.setColor(QPalette::Button, palette.color(QPalette::Highlight));
        marked.setColor(QPalette::ButtonText, palette.color(QPalette::HighlightedText));
    }
    button.setPalette(marked);
}

void makeQuiet(QLabel& label, const QPalette& palette) {
    QPalette quiet;
    quiet.setColor(QPalette::PlaceholderText, quietTextColour(palette));
    label.setPalette(quiet);
    label.setForegroundRole(QPalette::PlaceholderText);
}

}  // namespace latentscape::ui
