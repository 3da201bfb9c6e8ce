#include "ui/panels/legend_key.h"

#include <QPainter>

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kSwatch = 10;
constexpr int kGap = 5;

}  // namespace

LegendKey::LegendKey(const QString& text, Colour colour, QWidget* parent)
    : QWidget(parent), m_text(text), m_colour(colour) {
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LegendKey::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize LegendKey::sizeHint() const {
    return {kSwatch + kGap + fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

void LegendKey::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colour(palette()));
    painter.drawRoundedRect(QRectF(0, (height() - kSwatch) / 2.0, kSwatch, kSwatch), 2, 2);
    painter.setPen(quietTextColour(palette()));
    painter.drawText(rect().adjusted(kSwatch + kGap, 0, 0, 0), int(Qt::AlignLeft | Qt::AlignVCenter), m_text);
}

}  // namespace latentscape::ui
