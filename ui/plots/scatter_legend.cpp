#include "ui/plots/scatter_legend.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
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
    m_current = std::clamp(m_current, 0, std::max(0, int(m_entries.size()) - 1));
    setFocusPolicy(m_togglable && !m_entries.empty() ? Qt::StrongFocus : Qt::NoFocus);
    describe();
    setVisible(!m_title.isEmpty());
    updateGeometry();
    update();
}

void ScatterLegend::setTogglable() {
    m_togglable = true;
}

void ScatterLegend::setHidden(const std::bitset<256>& hidden) {
    m_hidden = hidden;
    describe();
    update();
}

void ScatterLegend::setSelected(const std::optional<std::array<Index, 256>>& selected) {
    if (selected == m_selected)
        return;
    m_selected = selected;
    describe();
    updateGeometry();
    update();
}

void ScatterLegend::describe() {
    QStringList spoken;
    for (const LegendEntry& entry : m_entries)
        spoken.append(
            (m_hidden[entry.code] ? tr("%1: %2, hidden") : tr("%1: %2")).arg(entry.text, countText(entry)));
    if (m_bar)
        spoken.append(tr("%1 to %2").arg(m_bar->minText, m_bar->maxText));
    setAccessibleDescription(tr("%1. %2").arg(m_title, spoken.join(QStringLiteral(", "))));
    setToolTip(m_togglable && !m_entries.empty()
                   ? tr("<p><b>%1</b></p><p>Click hides a class or shows it again; double-click or Alt+click "
                        "shows only this one. Shift+click selects its rows too, Ctrl+click selects them or "
                        "not.</p>")
                         .arg(m_title.toHtmlEscaped())
                   : m_title);
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

int ScatterLegend::barHeight() const {
    return m_bar ? std::clamp(height() - 2 * lineHeight() - kGap, 0, kBarHeight) : 0;
}

int ScatterLegend::entriesTop() const {
    return lineHeight() + (barHeight() > 0 ? barHeight() + kGap + kGap / 2 : 0);
}

int ScatterLegend::shownEntries() const {
    const int all = int(m_entries.size());
    const int fitting = (height() - entriesTop()) / lineHeight();
    return all <= fitting ? all : std::max(0, fitting - 1);
}

QRect ScatterLegend::entryRect(int entry) const {
    if (entry < 0 || entry >= shownEntries())
        return {};
    return {0, entriesTop() + entry * lineHeight(), width() - kGap, lineHeight()};
}

std::optional<int> ScatterLegend::entryAt(QPoint position) const {
    for (int entry = 0; entry < shownEntries(); ++entry) {
        if (entryRect(entry).contains(position))
            return entry;
    }
    return std::nullopt;
}

QString ScatterLegend::countText(const LegendEntry& entry) const {
    const QString all = locale().toString(qlonglong(entry.count));
    if (!m_selected)
        return all;
    return tr("%1 / %2").arg(locale().toString(qlonglong((*m_selected)[entry.code])), all);
}

void ScatterLegend::mousePressEvent(QMouseEvent* event) {
    const std::optional<int> entry = entryAt(event->position().toPoint());
    if (!m_togglable || !entry || event->button() != Qt::LeftButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_current = *entry;
    const std::uint8_t code = m_entries[std::size_t(*entry)].code;
    if (event->modifiers().testFlag(Qt::AltModifier))
        emit classIsolated(code);
    else if (event->modifiers().testFlag(Qt::ShiftModifier))
        emit classMarked(code, SelectionMode::Add);
    else if (event->modifiers().testFlag(Qt::ControlModifier))
        emit classMarked(code, SelectionMode::Toggle);
    else
        emit classToggled(code);
    update();
}

void ScatterLegend::mouseDoubleClickEvent(QMouseEvent* event) {
    const std::optional<int> entry = entryAt(event->position().toPoint());
    if (!m_togglable || !entry || event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier)
        return mousePressEvent(event);
    const std::uint8_t code = m_entries[std::size_t(*entry)].code;
    // The first click has toggled it.
    emit classToggled(code);
    emit classIsolated(code);
}

void ScatterLegend::keyPressEvent(QKeyEvent* event) {
    const int last = int(m_entries.size()) - 1;
    if (!m_togglable || last < 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const std::uint8_t code = m_entries[std::size_t(m_current)].code;
    switch (event->key()) {
        case Qt::Key_Up:
            m_current = std::max(m_current - 1, 0);
            break;
        case Qt::Key_Down:
            m_current = std::min(m_current + 1, last);
            break;
        case Qt::Key_Space:
            emit classToggled(code);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            emit classIsolated(code);
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    update();
}

void ScatterLegend::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void ScatterLegend::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void ScatterLegend::paintEvent(QPaintEvent*) {
    if (m_title.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.mutedText);
    painter.drawText(QRect(0, 0, width() - kGap, lineHeight()), Qt::AlignVCenter,
                     fontMetrics().elidedText(m_title, Qt::ElideRight, width() - kGap));
    if (barHeight() > 0)
        paintBar(painter);
    const int shown = shownEntries();
    for (int entry = 0; entry < shown; ++entry)
        paintEntry(painter, entry);
    if (shown < int(m_entries.size())) {
        painter.setPen(m_theme.mutedText);
        painter.drawText(QRect(kSwatch + kGap, entriesTop() + shown * lineHeight(),
                               width() - kSwatch - 2 * kGap, lineHeight()),
                         Qt::AlignVCenter, tr("%n more", nullptr, int(m_entries.size()) - shown));
    }
}

void ScatterLegend::paintBar(QPainter& painter) const {
    const QRectF bar(0, lineHeight() + kGap / 2, kBarWidth, barHeight());
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int kStops = 16;
    for (int stop = 0; stop <= kStops; ++stop) {
        const double share = stop / double(kStops);
        gradient.setColorAt(share, m_bar->isSigned ? signedColour(2 * share - 1, m_theme.dark)
                                                   : numberColour(share, m_theme.dark));
    }
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
    if (m_bar->isSigned && text.height() > 3 * lineHeight())
        painter.drawText(text, Qt::AlignVCenter, locale().toString(0));
    painter.drawText(text, Qt::AlignBottom, elided(m_bar->minText));
}

void ScatterLegend::paintEntry(QPainter& painter, int index) const {
    const LegendEntry& entry = m_entries[std::size_t(index)];
    const QRect line = entryRect(index);
    const bool hidden = m_hidden[entry.code];
    const QRectF swatch(0.5, line.center().y() - kSwatch / 2.0 + 1, kSwatch - 1, kSwatch - 1);
    painter.setPen(hidden ? QPen(QColor(entry.colour), 1) : Qt::NoPen);
    painter.setBrush(hidden ? Qt::NoBrush : QBrush(QColor(entry.colour)));
    painter.drawEllipse(swatch);

    const QString count = countText(entry);
    const int countWidth = fontMetrics().horizontalAdvance(count);
    const QRect name = line.adjusted(kSwatch + kGap, 0, -countWidth - kGap, 0);
    painter.setPen(hidden ? m_theme.mutedText : m_theme.text);
    painter.drawText(name, Qt::AlignVCenter,
                     fontMetrics().elidedText(entry.text, Qt::ElideRight, name.width()));
    painter.setPen(m_theme.mutedText);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, count);
    if (hasFocus() && index == m_current) {
        painter.setPen(QPen(m_theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(line).adjusted(-0.5, 0.5, 0.5, -0.5), 3, 3);
    }
}

}  // namespace latentscape::ui
