#include "ui/explore/picture_strip.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kGap = 8;
constexpr int kSmallest = 64;
constexpr int kLargest = 220;

}  // namespace

PictureStrip::PictureStrip(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Decoded places as pictures"));
}

void PictureStrip::setEntries(std::vector<Entry> entries) {
    m_entries = std::move(entries);
    update();
}

QSize PictureStrip::minimumSizeHint() const {
    return {kSmallest, kSmallest + fontMetrics().height()};
}

void PictureStrip::paintEvent(QPaintEvent*) {
    if (m_entries.empty())
        return;
    QPainter painter(this);
    const int line = fontMetrics().height();
    const int count = int(m_entries.size());
    // The number of columns that leaves each picture the most room.
    int columns = 1;
    double side = 0;
    for (int tried = 1; tried <= count; ++tried) {
        const int rows = (count + tried - 1) / tried;
        const double fits =
            std::min((width() + kGap) / double(tried) - kGap, (height() + kGap) / double(rows) - kGap - line);
        if (fits > side) {
            side = fits;
            columns = tried;
        }
    }
    side = std::floor(std::min(side, double(kLargest)));
    if (side < 1)
        return;
    for (int i = 0; i < count; ++i) {
        const Entry& entry = m_entries[std::size_t(i)];
        const QPointF corner((i % columns) * (side + kGap), (i / columns) * (side + kGap + line));
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRectF(corner, QSizeF(side, line)), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(entry.name, Qt::ElideRight, int(side)));
        const QSizeF size = QSizeF(entry.picture.size()).scaled(side, side, Qt::KeepAspectRatio);
        const QRectF place(corner + QPointF(0, line), size);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, size.width() < entry.picture.width());
        painter.drawImage(place, entry.picture);
        painter.setPen(QPen(trackColour(palette()), 0));
        painter.drawRect(place);
    }
}

}  // namespace latentscape::ui
