#include "ui/plots/curve_header.h"

#include <QPainter>
#include <algorithm>

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr int kMargin = 12;
constexpr int kGap = 5;
constexpr int kBetweenReadings = 14;
constexpr int kSwatchWidth = 10;
constexpr int kSwatchHeight = 3;

/// Draws words one after the other on a line, as far as there is room.
class LineWriter {
public:
    LineWriter(QPainter& painter, const QRect& line) : m_painter(painter), m_line(line) {}

    void write(const QString& text, const QColor& colour, int gapAfter) {
        const QFontMetrics metrics = m_painter.fontMetrics();
        m_painter.setPen(colour);
        m_painter.drawText(m_line, Qt::AlignVCenter | Qt::AlignLeft,
                           metrics.elidedText(text, Qt::ElideRight, m_line.width()));
        skip(metrics.horizontalAdvance(text) + gapAfter);
    }

    void swatch(const QColor& colour) {
        const QRectF bar(m_line.left(), m_line.center().y() - kSwatchHeight / 2 + 1, kSwatchWidth,
                         kSwatchHeight);
        if (m_line.width() < kSwatchWidth)
            return;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colour);
        m_painter.drawRoundedRect(bar, 1.5, 1.5);
        skip(kSwatchWidth + kGap);
    }

    int room() const { return m_line.width(); }

private:
    void skip(int pixels) { m_line.setLeft(std::min(m_line.left() + pixels, m_line.right() + 1)); }

    QPainter& m_painter;
    QRect m_line;
};

}  // namespace

CurveHeader::CurveHeader(const QString& title, const QString& unit, QWidget* parent)
    : QWidget(parent), m_title(title), m_unit(unit) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void CurveHeader::setReadings(std::vector<Reading> readings, const QString& place) {
    m_readings = std::move(readings);
    m_place = place;
    QStringList spoken;
    for (const Reading& reading : m_readings) {
        if (!reading.value.isEmpty())
            spoken.append(tr("%1 %2").arg(reading.name, reading.value));
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void CurveHeader::setNote(const QString& note, const QString& explanation) {
    if (note == m_note)
        return;
    m_note = note;
    setToolTip(explanation);
    update();
}

void CurveHeader::setTheme(const PlotTheme& theme) {
    m_theme = theme;
    update();
}

QSize CurveHeader::sizeHint() const {
    return {160, 2 * (fontMetrics().height() + 3) + 8};
}

void CurveHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int lineHeight = fontMetrics().height() + 3;
    const QRect first(kMargin, 6, width() - 2 * kMargin, lineHeight);

    const int placeWidth = m_place.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_place) + kGap;
    painter.setPen(m_theme.mutedText);
    painter.drawText(first, Qt::AlignVCenter | Qt::AlignRight, m_place);

    LineWriter heading(painter, first.adjusted(0, 0, -placeWidth, 0));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    heading.write(m_title, m_theme.text, kGap + 2);
    painter.setFont(font());
    QStringList rest{m_unit, m_note};
    rest.removeAll(QString());
    heading.write(rest.join(QStringLiteral(", ")), m_theme.mutedText, 0);

    LineWriter values(painter, first.translated(0, lineHeight));
    for (const Reading& reading : m_readings) {
        const int value = kSwatchWidth + kGap + fontMetrics().horizontalAdvance(reading.value);
        if (values.room() < value)
            break;
        values.swatch(reading.colour);
        // Where there is no room for both, the colour is its name.
        const int name = fontMetrics().horizontalAdvance(reading.name) + kGap;
        if (values.room() >= value + name - kSwatchWidth - kGap)
            values.write(reading.name, m_theme.mutedText, kGap);
        values.write(reading.value, m_theme.text, kBetweenReadings);
    }
}

}  // namespace latentscape::ui
