#include "ui/plots/scatter_legend.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <algorithm>

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr int kSwatch = 10;
constexpr int kGap = 8;
constexpr int kWidestName = 110;
constexpr int kBarWidth = 10;
constexpr int kBarHeight = 140;

}  // namespace

ScatterLegend::ScatterLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    setAccessibleName(tr("Legend"));
}

void ScatterLegend::setScale(const ColourScale& scale, const PlotTheme& theme) {
    m_title = scale.title;
    m_entries = scale.entries;
    m_bar = scale.bar;
    m_theme = theme;

    QStringList spoken;
    for (const LegendEntry& entry : m_entries)
        spoken.append(tr("%1: %2").arg(entry.text, countText(entry)));
    if (m_bar)
        spoken.append(tr("%1 to %2").arg(m_bar->minText, m_bar->maxText));
    setAccessibleDescription(tr("%1. %2").arg(m_title, spoken.join(QStringLiteral(", "))));
    setToolTip(m_title);

    setVisible(!m_title.isEmpty());
    updateGeometry();
    update();
}

QSize ScatterLegend::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    int name = std::min(metrics.horizontalAdvance(m_title) - kSwatch - kGap, kWidestName);
    int count = 0;
    for (const LegendEntry& entry : m_entries) {
        name = std::max(name, std::min(metrics.horizontalAdvance(entry.text), kWidestName));
        count = std::max(count, metrics.horizontalAdvance(countText(entry)) + kGap + kGap / 2);
    }
    if (m_bar) {
        for (const QString& text : {m_bar->minText, m_bar->maxText})
            name = std::max(name, std::min(metrics.horizontalAdvance(text), kWidestName));
    }
    const int lines = 1 + int(m_entries.size());
    return {kSwatch + kGap + name + count + kGap, lines * lineHeight() + (m_bar ? kBarHeight + kGap : 0)};
}

void ScatterLegend::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

int ScatterLegend::lineHeight() const {
    return fontMetrics().height() + 4;
}

QString ScatterLegend::countText(const LegendEntry& entry) const {
    return locale().toString(qlonglong(entry.count));
}

void ScatterLegend::paintEvent(QPaintEvent*) {
    if (m_title.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.mutedText);
    painter.drawText(QRect(0, 0, width() - kGap, lineHeight()), Qt::AlignVCenter,
                     fontMetrics().elidedText(m_title, Qt::ElideRight, width() - kGap));
    paintEntries(painter, m_bar ? paintBar(painter, lineHeight()) : lineHeight());
}

int ScatterLegend::paintBar(QPainter& painter, int top) const {
    const QRectF bar(0, top + kGap / 2, kBarWidth, std::min(kBarHeight, height() - top - lineHeight()));
    if (bar.height() < 1)
        return top;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int kStops = 16;
    for (int stop = 0; stop <= kStops; ++stop)
        gradient.setColorAt(stop / double(kStops), numberColour(stop / double(kStops), m_theme.dark));
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 2, 2);

    const double left = bar.right() + kGap;
    const QRectF text(left, bar.top(), width() - left, bar.height());
    const auto elided = [&](const QString& value) {
        return fontMetrics().elidedText(value, Qt::ElideRight, int(text.width()));
    };
    painter.setPen(m_theme.text);
    painter.drawText(text, Qt::AlignTop, elided(m_bar->maxText));
    painter.drawText(text, Qt::AlignBottom, elided(m_bar->minText));
    return int(bar.bottom()) + kGap;
}

void ScatterLegend::paintEntries(QPainter& painter, int top) const {
    const int fitting = (height() - top) / lineHeight();
    const bool all = int(m_entries.size()) <= fitting;
    const int shown = all ? int(m_entries.size()) : std::max(0, fitting - 1);
    const int right = width() - kGap;
    for (int i = 0; i < shown; ++i) {
        const LegendEntry& entry = m_entries[std::size_t(i)];
        const QRect line(0, top + i * lineHeight(), right, lineHeight());
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(entry.colour));
        painter.drawEllipse(QRectF(0, line.center().y() - kSwatch / 2.0 + 0.5, kSwatch, kSwatch));

        const QString count = countText(entry);
        const int countWidth = fontMetrics().horizontalAdvance(count);
        const QRect name = line.adjusted(kSwatch + kGap, 0, -countWidth - kGap, 0);
        painter.setPen(m_theme.text);
        painter.drawText(name, Qt::AlignVCenter,
                         fontMetrics().elidedText(entry.text, Qt::ElideRight, name.width()));
        painter.setPen(m_theme.mutedText);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, count);
    }
    if (!all && fitting > 0) {
        painter.setPen(m_theme.mutedText);
        painter.drawText(
            QRect(kSwatch + kGap, top + shown * lineHeight(), right - kSwatch - kGap, lineHeight()),
            Qt::AlignVCenter, tr("%n more", nullptr, int(m_entries.size()) - shown));
    }
}

}  // namespace latentscape::ui
