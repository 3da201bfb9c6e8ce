#include "ui/panels/network_diagram.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

constexpr qreal kBarWidth = 8;
constexpr qreal kLabelHeight = 16;
constexpr qreal kSmallest = 0.16;
constexpr qreal kPathWidth = 1.5;

}  // namespace

NetworkDiagram::NetworkDiagram(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Diagram of the model's layers"));
}

void NetworkDiagram::setLayers(std::vector<qint64> encoderUnits, bool straightPath) {
    m_units = std::move(encoderUnits);
    m_straightPath = straightPath;
    update();
}

QSize NetworkDiagram::sizeHint() const {
    return {280, 74};
}

void NetworkDiagram::paintEvent(QPaintEvent*) {
    if (m_units.empty())
        return;
    std::vector<qint64> units = m_units;
    units.insert(units.end(), std::next(m_units.rbegin()), m_units.rend());
    const int latent = int(m_units.size()) - 1;

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    painter.setFont(font);
    const qreal barSpace = height() - kLabelHeight - 4;
    const qreal largest = std::log1p(qreal(*std::max_element(units.begin(), units.end())));
    const qreal pitch = (width() - kBarWidth - 34) / std::max(1.0, qreal(units.size()) - 1);
    const auto barOf = [&](int i) {
        const qreal share = std::max(kSmallest, std::log1p(qreal(units[std::size_t(i)])) / largest);
        return QRectF(17 + i * pitch, (barSpace - share * barSpace) / 2 + 2, kBarWidth, share * barSpace);
    };

    QColor flow = palette().color(QPalette::WindowText);
    flow.setAlphaF(0.10f);
    for (int i = 0; i + 1 < int(units.size()); ++i) {
        const QRectF from = barOf(i);
        const QRectF to = barOf(i + 1);
        QPainterPath path(from.topRight());
        path.lineTo(to.topLeft());
        path.lineTo(to.bottomLeft());
        path.lineTo(from.bottomRight());
        path.closeSubpath();
        painter.fillPath(path, flow);
    }
    const bool hasHidden = latent > 1;
    if (m_straightPath && hasHidden) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), kPathWidth));
        for (const auto& [from, to] : {std::pair(0, latent), std::pair(latent, int(units.size()) - 1)})
            painter.drawLine(QPointF(barOf(from).right(), barOf(from).center().y()),
                             QPointF(barOf(to).left(), barOf(to).center().y()));
    }
    for (int i = 0; i < int(units.size()); ++i) {
        QColor colour = palette().color(i == latent ? QPalette::Highlight : QPalette::WindowText);
        colour.setAlphaF(i == latent ? 1.0f : 0.55f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        const QRectF bar = barOf(i);
        painter.drawRoundedRect(bar, 2.5, 2.5);
        painter.setPen(palette().color(QPalette::WindowText));
        const QRectF label(bar.center().x() - 30, barSpace + 4, 60, kLabelHeight);
        const bool crowded = pitch < 34 && i != 0 && i != latent && i != int(units.size()) - 1;
        if (!crowded)
            painter.drawText(label, Qt::AlignCenter, QString::number(units[std::size_t(i)]));
    }
}

}  // namespace latentscape::ui
