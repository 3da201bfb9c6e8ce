#include "ui/panels/row_line_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/models/reconstruction_model.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr int kMargin = 6;
constexpr int kSmallestWidth = 160;
constexpr int kSmallestHeight = 100;
constexpr double kLine = 1.5;
/// With fewer columns each value is marked.
constexpr int kMarkedColumns = 40;
constexpr double kMark = 2.5;
/// Beyond so many columns a pixel, a line is drawn by its lowest and highest value in each.
constexpr int kColumnsAPixel = 2;
/// Columns share a scale if half of them fill at least this much of it.
constexpr double kLikeSize = 0.1;

}  // namespace

RowLineView::RowLineView(const ReconstructionModel& model, QWidget* parent)
    : QWidget(parent), m_model(model) {
    setAccessibleName(tr("Original and reconstruction as lines over the columns"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&model, &QAbstractItemModel::dataChanged, this, qOverload<>(&QWidget::update));
    connect(&model, &QAbstractItemModel::modelReset, this, &RowLineView::measure);
    measure();
}

QSize RowLineView::minimumSizeHint() const {
    return {kSmallestWidth, kSmallestHeight};
}

void RowLineView::measure() {
    m_shared.reset();
    m_hovered.reset();
    update();
    std::vector<double> spans;
    Range all{HUGE_VAL, -HUGE_VAL};
    for (int input = 0; input < m_model.rowCount(); ++input) {
        const ColumnRange& range = m_model.range(input);
        if (m_model.index(input, 0).data(ReconstructionModel::CategoryCountRole).toInt() > 0)
            return;
        spans.push_back(range.span());
        all = {std::min(all.min, range.minimum), std::max(all.max, range.maximum)};
    }
    if (spans.empty() || !(all.span() > 0))
        return;
    const auto middle = spans.begin() + std::ptrdiff_t(spans.size() / 2);
    std::ranges::nth_element(spans, middle);
    if (*middle >= kLikeSize * all.span())
        m_shared = all;
}

QRectF RowLineView::area() const {
    const int text = fontMetrics().height();
    return QRectF(rect()).adjusted(kMargin, text + kMargin, -kMargin, -text - kMargin);
}

QPointF RowLineView::placeOf(int input, double value) const {
    const QRectF place = area();
    const int last = std::max(1, m_model.rowCount() - 1);
    const double x =
        m_model.rowCount() > 1 ? place.left() + place.width() * input / last : place.center().x();
    const double share =
        m_shared ? (value - m_shared->min) / m_shared->span() : m_model.range(input).fraction(value);
    // What lies far outside is cut off at the edge.
    return {x, place.bottom() - std::clamp(share, -0.05, 1.05) * place.height()};
}

QPointF RowLineView::originalAt(int input) const {
    return placeOf(input, m_model.reconstruction()->cells[std::size_t(input)].original);
}

QPointF RowLineView::reconstructionAt(int input) const {
    return placeOf(input, m_model.reconstruction()->cells[std::size_t(input)].reconstruction.value);
}

std::optional<int> RowLineView::inputAt(const QPointF& position) const {
    const int columns = m_model.rowCount();
    if (columns == 0 || !m_model.reconstruction() || area().width() <= 0)
        return std::nullopt;
    const double share = (position.x() - area().left()) / area().width();
    return std::clamp(int(std::lround(share * (columns - 1))), 0, columns - 1);
}

bool RowLineView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    if (const std::optional<int> input = inputAt(help->pos()))
        QToolTip::showText(help->globalPos(), m_model.toolTip(*input), this);
    return true;
}

void RowLineView::mouseMoveEvent(QMouseEvent* event) {
    const std::optional<int> input = inputAt(event->position());
    if (input == m_hovered)
        return;
    m_hovered = input;
    if (QToolTip::isVisible() && input)
        QToolTip::showText(event->globalPosition().toPoint(), m_model.toolTip(*input), this);
    update();
}

void RowLineView::leaveEvent(QEvent*) {
    m_hovered.reset();
    update();
}

void RowLineView::paintBand(QPainter& painter, const QColor& colour) const {
    QColor faint = colour;
    faint.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    const int columns = m_model.rowCount();
    for (int first = 0; first < columns;) {
        QPolygonF upper;
        QPolygonF lower;
        int input = first;
        for (; input < columns && m_model.reconstruction()->cells[std::size_t(input)].interval; ++input) {
            const ValueInterval& interval = *m_model.reconstruction()->cells[std::size_t(input)].interval;
            upper << placeOf(input, interval.upper);
            lower.prepend(placeOf(input, interval.lower));
        }
        if (upper.size() > 1)
            painter.drawPolygon(upper + lower);
        else if (upper.size() == 1)
            painter.drawRect(QRectF(upper.first() - QPointF(kMark, 0), lower.first() + QPointF(kMark, 0)));
        first = std::max(input, first) + 1;
    }
}

/// `value` gives the value of an input, or NaN where the line has a gap.
template <class Value>
void RowLineView::paintLine(QPainter& painter, const QColor& colour, Value value) const {
    painter.setPen(QPen(colour, kLine));
    const int columns = m_model.rowCount();
    const bool marked = columns <= kMarkedColumns;
    const int step = std::max(1, columns / std::max(1, int(kColumnsAPixel * area().width())));
    QPolygonF line;
    const auto finish = [&] {
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        if (marked || line.size() == 1) {
            painter.setBrush(colour);
            for (const QPointF& point : line)
                painter.drawEllipse(point, kMark, kMark);
        }
        line.clear();
    };
    for (int first = 0; first < columns; first += step) {
        std::optional<QPointF> lowest;
        std::optional<QPointF> highest;
        for (int input = first; input < std::min(first + step, columns); ++input) {
            const double number = value(input);
            if (!std::isfinite(number))
                continue;
            const QPointF point = placeOf(input, number);
            lowest = !lowest || point.y() > lowest->y() ? point : *lowest;
            highest = !highest || point.y() < highest->y() ? point : *highest;
        }
        if (!lowest) {
            finish();
            continue;
        }
        line << *lowest;
        if (step > 1)
            line << *highest;
    }
    finish();
}

void RowLineView::paintEvent(QPaintEvent*) {
    if (!m_model.reconstruction() || m_model.rowCount() == 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF place = area();
    painter.setPen(QPen(trackColour(palette()), 1));
    painter.drawLine(place.topLeft(), place.topRight());
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    if (m_hovered && *m_hovered < m_model.rowCount()) {
        const double x = placeOf(*m_hovered, 0).x();
        painter.setPen(QPen(idleColour(palette()), 1));
        painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
    }
    const std::vector<ReconstructedCell>& cells = m_model.reconstruction()->cells;
    paintBand(painter, reconstructionColour(palette()));
    paintLine(painter, originalColour(palette()), [&cells](int input) {
        return cells[std::size_t(input)].missing ? NAN : cells[std::size_t(input)].original;
    });
    paintLine(painter, reconstructionColour(palette()),
              [&cells](int input) { return cells[std::size_t(input)].reconstruction.value; });

    painter.setPen(quietTextColour(palette()));
    const int decimals = m_shared ? computedDecimals(0, m_shared->span()) : 0;
    const QString top =
        m_shared ? numberText(locale(), m_shared->max, decimals) : tr("each column's largest");
    const QString bottom =
        m_shared ? numberText(locale(), m_shared->min, decimals) : tr("each column's smallest");
    const QRectF line(place.left(), 0, place.width(), fontMetrics().height());
    painter.drawText(line.translated(0, kMargin / 2), int(Qt::AlignLeft | Qt::AlignVCenter), top);
    painter.drawText(line.translated(0, place.bottom() + kMargin / 2), int(Qt::AlignLeft | Qt::AlignVCenter),
                     bottom);
    if (std::ranges::any_of(cells, [](const ReconstructedCell& cell) { return cell.interval.has_value(); }))
        painter.drawText(line.translated(0, place.bottom() + kMargin / 2),
                         int(Qt::AlignRight | Qt::AlignVCenter), tr("shaded: 90 % of such values"));
}

}  // namespace latentscape::ui
