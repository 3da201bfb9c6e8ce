#include "ui/panels/panel_colours.h"

#include <QLabel>

namespace latentscape::ui {
namespace {

constexpr QColor kOriginal(0x00, 0x72, 0xB2);
constexpr QColor kReconstruction(0xD5, 0x5E, 0x00);
constexpr QColor kOriginalOnDark(0x56, 0xB0, 0xE6);
constexpr QColor kReconstructionOnDark(0xF5, 0x8E, 0x3C);

QColor blend(const QColor& from, const QColor& to, double share) {
    const auto channel = [share](int one, int other) { return int(one + share * (other - one) + 0.5); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()),
            channel(from.blue(), to.blue())};
}

}  // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

QColor originalColour(const QPalette& palette) {
    return isDark(palette) ? kOriginalOnDark : kOriginal;
}

QColor reconstructionColour(const QPalette& palette) {
    return isDark(palette) ? kReconstructionOnDark : kReconstruction;
}

QColor quietTextColour(const QPalette& palette) {
    return blend(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

QColor trackColour(const QPalette& palette) {
    return blend(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.09);
}

void makeQuiet(QLabel& label, const QPalette& palette) {
    QPalette quiet;
    quiet.setColor(QPalette::PlaceholderText, quietTextColour(palette));
    label.setPalette(quiet);
    label.setForegroundRole(QPalette::PlaceholderText);
}

}  // namespace latentscape::ui
