#include "ui/explore/grid_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/panels/panel_colours.h"
#include "ui/plots/palette.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kGap = 1;
constexpr int kScaleHeight = 8;
constexpr int kScaleGap = 4;
/// Lines of a tooltip.
constexpr int kToolTipColumns = 6;

}  // namespace

GridView::GridView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Grid of decoded places"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setFocusPolicy(Qt::StrongFocus);
}

void GridView::setGrid(DecodedGridPtr grid) {
    m_grid = std::move(grid);
    m_columns = DecodedColumns(m_grid ? m_grid->data : nullptr);
    setLook(m_look, m_column);
}

void GridView::setLook(Look look, int column) {
    m_look = look;
    m_column = column;
    m_shown = {};
    if (m_grid && look == Look::OneColumn && m_column < m_columns.count()) {
        bool first = true;
        for (const std::vector<DecodedCell>& cells : m_grid->cells) {
            const double value = cells[std::size_t(m_column)].value;
            if (!std::isfinite(value))
                continue;
            m_shown.minimum = first ? value : std::min(m_shown.minimum, value);
            m_shown.maximum = first ? value : std::max(m_shown.maximum, value);
            first = false;
        }
    }
    update();
}

void GridView::setFirstColumn(int column) {
    m_firstColumn = column;
    update();
}

int GridView::captionHeight() const {
    return m_look == Look::OneColumn ? kScaleHeight + 2 * kScaleGap + fontMetrics().height() : 0;
}

QRectF GridView::gridRect() const {
    QRectF room = QRectF(rect()).adjusted(0, 0, 0, -captionHeight());
    if (m_look != Look::Pictures || !m_grid || m_grid->mosaic.isNull())
        return room;
    // Pictures keep their shape.
    const QSizeF size = QSizeF(m_grid->mosaic.size()).scaled(room.size(), Qt::KeepAspectRatio);
    QRectF place({}, size);
    place.moveCenter(room.center());
    return place;
}

QRectF GridView::cellRect(int i) const {
    const QRectF room = gridRect();
    const QSizeF size(room.width() / m_grid->columns, room.height() / m_grid->rows);
    return {
        room.topLeft() + QPointF((i % m_grid->columns) * size.width(), (i / m_grid->columns) * size.height()),
        size};
}

std::optional<int> GridView::cellAt(const QPointF& position) const {
    if (!m_grid || m_grid->cells.empty())
        return std::nullopt;
    const QRectF room = gridRect();
    if (!room.contains(position))
        return std::nullopt;
    const int column =
        std::min(int((position.x() - room.left()) / room.width() * m_grid->columns), m_grid->columns - 1);
    const int row =
        std::min(int((position.y() - room.top()) / room.height() * m_grid->rows), m_grid->rows - 1);
    return row * m_grid->columns + column;
}

QString GridView::toolTipAt(const QPointF& position) const {
    const std::optional<int> cell = cellAt(position);
    if (!cell)
        return {};
    QStringList lines;
    QStringList place;
    for (Index i = 0; i < std::min<Index>(m_grid->places.rows(), 3); ++i)
        place << numberText(locale(), double(m_grid->places(i, *cell)), 2);
    lines << tr("at %1").arg(place.join(QStringLiteral("  ")));
    const std::vector<DecodedCell>& cells = m_grid->cells[std::size_t(*cell)];
    if (m_look == Look::OneColumn)
        lines << tr("%1: %2").arg(m_columns.name(m_column),
                                  m_columns.value(m_column, cells[std::size_t(m_column)].value));
    else if (m_look != Look::Pictures)
        for (int i = m_firstColumn; i < std::min(m_columns.count(), m_firstColumn + kToolTipColumns); ++i)
            lines << tr("%1: %2").arg(m_columns.name(i), m_columns.value(i, cells[std::size_t(i)].value));
    return lines.join('\n');
}

bool GridView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

void GridView::mousePressEvent(QMouseEvent* event) {
    const std::optional<int> cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell)
        emit cellClicked(*cell);
    else
        QWidget::mousePressEvent(event);
}

double GridView::fractionOf(int column, const DecodedCell& cell) const {
    return m_columns.range(column).fraction(cell.value);
}

QColor GridView::colourOf(double value) const {
    const bool dark = PlotTheme::fromPalette(palette()).dark;
    if (!std::isfinite(value))
        return missingColour(dark);
    if (!m_columns.encoded(m_column).hasNumbers())
        return classColour(int(value), dark);
    return numberColour(m_shown.fraction(value), dark);
}

void GridView::paintEvent(QPaintEvent*) {
    if (!m_grid || m_grid->cells.empty())
        return;
    QPainter painter(this);
    if (m_look == Look::Pictures && !m_grid->mosaic.isNull()) {
        paintPictures(painter);
        return;
    }
    if (m_look == Look::OneColumn && m_column < m_columns.count())
        paintColumn(painter);
    else
        paintBars(painter);
}

void GridView::paintPictures(QPainter& painter) const {
    const QImage& mosaic = m_grid->mosaic;
    const QSize size(mosaic.width() / m_grid->columns, mosaic.height() / m_grid->rows);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, gridRect().width() < mosaic.width());
    for (int i = 0; i < int(m_grid->cells.size()); ++i) {
        const QPoint corner((i % m_grid->columns) * size.width(), (i / m_grid->columns) * size.height());
        // Without a gap, bright strokes of neighbours run into one another.
        painter.drawImage(cellRect(i).adjusted(kGap, kGap, -kGap, -kGap), mosaic, QRectF(corner, size));
    }
}

void GridView::paintBars(QPainter& painter) const {
    const int columns = std::clamp(m_columns.count() - m_firstColumn, 0, kMostColumns);
    painter.setRenderHint(QPainter::Antialiasing, m_look == Look::Lines);
    const QColor track = trackColour(palette());
    const QColor ink = reconstructionColour(palette());
    for (int i = 0; i < int(m_grid->cells.size()); ++i) {
        const QRectF room = cellRect(i).adjusted(kGap, kGap, -kGap, -kGap);
        if (room.width() < 1 || room.height() < 1)
            continue;
        painter.fillRect(room, track);
        const std::vector<DecodedCell>& cells = m_grid->cells[std::size_t(i)];
        QPolygonF line;
        for (int column = 0; column < columns; ++column) {
            const int shown = m_firstColumn + column;
            const double share = fractionOf(shown, cells[std::size_t(shown)]);
            if (!std::isfinite(share))
                continue;
            const qreal left = room.left() + room.width() * column / columns;
            const qreal width = room.width() / columns;
            const qreal top = room.bottom() - std::max(1.0, share * room.height());
            if (m_look == Look::Lines)
                line << QPointF(left + width / 2, top);
            else
                painter.fillRect(QRectF(left, top, std::max(1.0, width * 0.8), room.bottom() - top), ink);
        }
        if (m_look == Look::Lines) {
            painter.setPen(QPen(ink, 1.2));
            painter.drawPolyline(line);
        }
    }
}

void GridView::paintColumn(QPainter& painter) const {
    for (int i = 0; i < int(m_grid->cells.size()); ++i) {
        const double value = m_grid->cells[std::size_t(i)][std::size_t(m_column)].value;
        // Whole pixels leave no seams between the cells.
        const QRectF cell = cellRect(i);
        painter.fillRect(QRect(cell.topLeft().toPoint(), cell.bottomRight().toPoint() - QPoint(1, 1)),
                         colourOf(value));
    }
    paintScale(painter);
}

void GridView::paintScale(QPainter& painter) const {
    const QRectF grid = gridRect();
    QRectF bar(grid.left(), grid.bottom() + kScaleGap, grid.width(), kScaleHeight);
    const QRectF words(bar.left(), bar.bottom(), bar.width(), fontMetrics().height());
    painter.setPen(palette().color(QPalette::WindowText));
    if (m_columns.encoded(m_column).hasNumbers()) {
        QLinearGradient gradient(bar.topLeft(), bar.topRight());
        constexpr int kStops = 8;
        for (int stop = 0; stop <= kStops; ++stop)
            gradient.setColorAt(double(stop) / kStops,
                                colourOf(m_shown.minimum + m_shown.span() * stop / kStops));
        painter.fillRect(bar, gradient);
        painter.drawText(words, Qt::AlignLeft, m_columns.value(m_column, m_shown.minimum));
        painter.drawText(words, Qt::AlignRight, m_columns.value(m_column, m_shown.maximum));
        painter.drawText(words, Qt::AlignHCenter, m_columns.name(m_column));
        return;
    }
    // The categories that the grid has, as far as there is room.
    qreal left = bar.left();
    for (int category = int(m_shown.minimum); category <= int(m_shown.maximum) && left < bar.right();
         ++category) {
        const QString name = m_columns.value(m_column, category);
        painter.fillRect(QRectF(left, words.center().y() - kScaleHeight / 2.0, kScaleHeight, kScaleHeight),
                         colourOf(category));
        left += kScaleHeight + kScaleGap;
        painter.drawText(QRectF(left, words.top(), bar.right() - left, words.height()), Qt::AlignLeft, name);
        left += fontMetrics().horizontalAdvance(name) + 3 * kScaleGap;
    }
}

}  // namespace latentscape::ui
