#include "ui/explore/correlation_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "core/data/csv_writer.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/palette.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kGap = 12;
constexpr qreal kWidestName = 110;
/// Lines of names may touch.
constexpr qreal kNameShare = 0.8;
constexpr qreal kLargestMap = 420;
/// Below it, cells touch.
constexpr qreal kSmallestSeparated = 7;

QString correlationText(double value) {
    return numberText(QLocale(), value, 2);
}

}  // namespace

void CorrelationView::setCorrelations(std::shared_ptr<const CorrelationPair> pair, const QStringList& names) {
    m_pair = std::move(pair);
    m_names = names;
    update();
}

QRectF CorrelationView::mapArea(int map) const {
    const qreal title = fontMetrics().height() + 4;
    const auto side = [&](qreal names) {
        return std::clamp(std::min((width() - names - kGap) / 2, height() - title), 1.0, kLargestMap);
    };
    // Names stand on the left of the first map where they are as high as its cells.
    const qreal names = std::min(kWidestName, width() / 5.0);
    const bool named = m_pair && side(names) / qreal(m_pair->columns.size()) >= nameHeight();
    const qreal left = named ? names : 0;
    return {left + map * (side(left) + kGap), title, side(left), side(left)};
}

qreal CorrelationView::nameHeight() const {
    return kNameShare * fontMetrics().height();
}

QString CorrelationView::pairText(std::size_t one, std::size_t other) const {
    return tr("%1 and %2: %3 in the table, %4 generated")
        .arg(m_names[qsizetype(one)], m_names[qsizetype(other)],
             correlationText(m_pair->real(Index(one), Index(other))),
             correlationText(m_pair->generated(Index(one), Index(other))));
}

QString CorrelationView::textAt(QPointF position) const {
    if (!m_pair || m_pair->columns.empty())
        return {};
    const double count = double(m_pair->columns.size());
    for (const int map : {0, 1}) {
        const QRectF area = mapArea(map);
        const double column = std::floor((position.x() - area.left()) / area.width() * count);
        const double row = std::floor((position.y() - area.top()) / area.height() * count);
        if (column >= 0 && row >= 0 && column < count && row < count)
            return pairText(std::size_t(row), std::size_t(column));
    }
    return {};
}

QString CorrelationView::largestText(std::size_t count) const {
    QStringList lines;
    if (m_pair)
        for (const CorrelationPair::Difference& difference : m_pair->largest(count))
            lines << pairText(difference.one, difference.other);
    return lines.join(QLatin1Char('\n'));
}

std::string CorrelationView::csv() const {
    CsvWriter writer(std::vector<std::string>{"column", "other", "table", "generated"});
    if (m_pair)
        for (const CorrelationPair::Difference& pair :
             m_pair->largest(m_pair->columns.size() * m_pair->columns.size())) {
            writer.addCell(m_names[qsizetype(pair.one)].toStdString());
            writer.addCell(m_names[qsizetype(pair.other)].toStdString());
            writer.addNumber(pair.real);
            writer.addNumber(pair.generated);
            writer.endRow();
        }
    return writer.text();
}

bool CorrelationView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const QString text = textAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

void CorrelationView::paintEvent(QPaintEvent*) {
    if (!m_pair || m_pair->columns.empty())
        return;
    QPainter painter(this);
    const Index count = Index(m_pair->columns.size());
    const QColor up = originalColour(palette());
    const QColor down = reconstructionColour(palette());
    const QColor none = trackColour(palette());
    for (const int map : {0, 1}) {
        const QRectF area = mapArea(map);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRectF(area.left(), 0, area.width(), area.top()), Qt::AlignLeft | Qt::AlignTop,
                         map == 0 ? tr("Table") : tr("Generated"));
        const Eigen::MatrixXd& values = map == 0 ? m_pair->real : m_pair->generated;
        const qreal cell = area.width() / qreal(count);
        const qreal gap = cell > kSmallestSeparated ? 1 : 0;
        for (Index i = 0; i < count; ++i)
            for (Index j = 0; j < count; ++j)
                painter.fillRect(QRectF(area.left() + qreal(j) * cell, area.top() + qreal(i) * cell,
                                        cell - gap, cell - gap),
                                 mixed(none, values(i, j) < 0 ? down : up, std::abs(values(i, j))));
        if (map == 0 && area.left() > 0) {
            painter.setPen(quietTextColour(palette()));
            for (Index i = 0; i < count; ++i) {
                const QRectF room(0, area.top() + qreal(i) * cell, area.left() - 6, cell);
                painter.drawText(
                    room, Qt::AlignRight | Qt::AlignVCenter,
                    fontMetrics().elidedText(m_names[qsizetype(i)], Qt::ElideMiddle, int(room.width())));
            }
        }
    }
}

}  // namespace latentscape::ui
