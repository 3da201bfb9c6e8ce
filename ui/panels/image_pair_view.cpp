#include "ui/panels/image_pair_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/models/reconstruction_model.h"
#include "ui/panels/decoded_picture.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In logical pixels.
constexpr int kGap = 8;
constexpr int kCaptionGap = 4;
constexpr int kBarHeight = 6;
constexpr int kSmallestSide = 64;
constexpr int kUsualSide = 110;

int mix(int from, int to, double share) {
    return int(std::lround(from + share * (to - from)));
}

QRgb grey(double fraction) {
    return qRgb(greyLevel(fraction), greyLevel(fraction), greyLevel(fraction));
}

/// Of one channel or of three.
QRgb colour(const std::vector<double>& fractions) {
    return fractions.size() == 3
               ? qRgb(greyLevel(fractions[0]), greyLevel(fractions[1]), greyLevel(fractions[2]))
               : grey(fractions.front());
}

/// From −1 (blue) over the palette's ground to +1 (vermillion).
QRgb difference(double fraction, const QPalette& palette) {
    const QColor ground = palette.color(QPalette::Base);
    const QColor end = fraction < 0 ? originalColour(palette) : reconstructionColour(palette);
    const double share = std::min(std::abs(fraction), 1.0);
    return qRgb(mix(ground.red(), end.red(), share), mix(ground.green(), end.green(), share),
                mix(ground.blue(), end.blue(), share));
}

QString caption(ImagePairView::Picture picture) {
    switch (picture) {
        case ImagePairView::Original:
            return ImagePairView::tr("Original");
        case ImagePairView::Reconstruction:
            return ImagePairView::tr("Reconstruction");
        default:
            return ImagePairView::tr("Difference");
    }
}

}  // namespace

ImagePairView::ImagePairView(const ReconstructionModel& model, QWidget* parent)
    : QWidget(parent), m_model(model) {
    setAccessibleName(tr("Original, reconstruction and difference as pictures"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&model, &QAbstractItemModel::dataChanged, this, &ImagePairView::render);
    connect(&model, &QAbstractItemModel::modelReset, this, &ImagePairView::render);
}

void ImagePairView::setImageLayout(std::optional<ImageLayout> layout, Channels channels) {
    m_layout = layout;
    m_channels = channels;
    m_hovered.reset();
    updateGeometry();
    render();
}

QSize ImagePairView::sizeHint() const {
    const int text = fontMetrics().height() + kCaptionGap;
    return {3 * kUsualSide + 2 * kGap, kUsualSide + 3 * text};
}

QSize ImagePairView::minimumSizeHint() const {
    const int text = fontMetrics().height() + kCaptionGap;
    return {3 * kSmallestSide + 2 * kGap, kSmallestSide + 3 * text};
}

Range ImagePairView::brightness() const {
    Range range{0, 0};
    for (Index input = 0; input < Index(m_model.rowCount()); ++input) {
        range.min = std::min(range.min, m_model.range(input).minimum);
        range.max = std::max(range.max, m_model.range(input).maximum);
    }
    return range.span() > 0 ? range : Range{range.min, range.min + 1};
}

std::vector<Index> ImagePairView::inputsOf(Index pixel) const {
    const Index pixels = Index(m_layout->width) * m_layout->height;
    std::vector<Index> inputs;
    if (m_channels == Channels::Grey)
        inputs = {pixel};
    else if (m_channels == Channels::RedGreenBlue)
        inputs = {3 * pixel, 3 * pixel + 1, 3 * pixel + 2};
    else
        inputs = {pixel, pixels + pixel, 2 * pixels + pixel};
    return inputs.back() < m_model.rowCount() ? inputs : std::vector<Index>{};
}

void ImagePairView::render() {
    m_pictures = {};
    update();
    if (!m_layout || !m_model.reconstruction())
        return;
    for (QImage& picture : m_pictures) {
        picture = QImage(m_layout->width, m_layout->height, QImage::Format_ARGB32);
        picture.fill(Qt::transparent);
    }
    const Range shown = brightness();
    const auto fraction = [&shown](double value) { return (value - shown.min) / shown.span(); };
    for (Index pixel = 0; pixel < Index(m_layout->width) * m_layout->height; ++pixel) {
        const QPoint place(int(pixel % m_layout->width), int(pixel / m_layout->width));
        std::vector<double> originals;
        std::vector<double> reconstructions;
        double error = 0;
        bool missing = false;
        for (const Index input : inputsOf(pixel)) {
            const ReconstructedCell& cell = m_model.reconstruction()->cells[std::size_t(input)];
            originals.push_back(fraction(cell.original));
            reconstructions.push_back(fraction(cell.reconstruction.value));
            error += reconstructions.back() - originals.back();
            missing = missing || cell.missing;
        }
        if (reconstructions.empty())
            continue;
        m_pictures[Reconstruction].setPixel(place, colour(reconstructions));
        if (missing)
            continue;
        m_pictures[Original].setPixel(place, colour(originals));
        m_pictures[Difference].setPixel(place, difference(error / double(originals.size()), palette()));
    }
}

ImagePairView::Arrangement ImagePairView::arrange(int columns) const {
    const double ratio = devicePixelRatioF();
    const double text = fontMetrics().height() + kCaptionGap;
    const double barRoom = kCaptionGap + kBarHeight + text;
    const int rows = columns == PictureCount ? 1 : 2;
    const double room = (width() - (columns - 1.0) * kGap) / columns;
    const double tall = (height() - (columns == PictureCount ? barRoom : kGap)) / rows - text;

    Arrangement result;
    result.scale = std::min(room * ratio / m_layout->width, tall * ratio / m_layout->height);
    if (result.scale >= 1)
        result.scale = std::floor(result.scale);
    result.scale = std::max(result.scale, 1.0 / std::max(m_layout->width, m_layout->height));
    const QSizeF size(m_layout->width * result.scale / ratio, m_layout->height * result.scale / ratio);
    for (int i = 0; i < PictureCount; ++i) {
        const double left = (i % columns) * (size.width() + kGap);
        const double top = (i / columns) * (text + size.height() + kGap) + text;
        // On whole device pixels.
        const QPointF corner(std::round(left * ratio) / ratio, std::ceil(top * ratio) / ratio);
        result.pictures[std::size_t(i)] = {corner, size};
    }
    const QRectF& last = result.pictures[Difference];
    if (columns == PictureCount) {
        const double top = last.bottom() + kCaptionGap;
        result.greyBar = {0, top, result.pictures[Reconstruction].right(), kBarHeight};
        result.differenceBar = {last.left(), top, last.width(), kBarHeight};
    } else {
        const double left = result.pictures[Reconstruction].left();
        result.greyBar = {left, last.top(), size.width(), kBarHeight};
        result.differenceBar = {left, last.top() + kBarHeight + text + kGap, size.width(), kBarHeight};
    }
    return result;
}

ImagePairView::Arrangement ImagePairView::arrangement() const {
    if (!m_layout)
        return {};
    const Arrangement line = arrange(PictureCount);
    const Arrangement square = arrange(2);
    return square.scale > line.scale ? square : line;
}

std::optional<Index> ImagePairView::pixelAt(const QPointF& position) const {
    if (m_pictures[Original].isNull())
        return std::nullopt;
    for (const QRectF& place : arrangement().pictures) {
        const QPointF inside = position - place.topLeft();
        const int x = int(std::floor(inside.x() / place.width() * m_layout->width));
        const int y = int(std::floor(inside.y() / place.height() * m_layout->height));
        if (x >= 0 && x < m_layout->width && y >= 0 && y < m_layout->height)
            return Index(y) * m_layout->width + x;
    }
    return std::nullopt;
}

QString ImagePairView::toolTipOf(Index input) const {
    const QString error = m_model.text(input, ReconstructionModel::Error);
    const QString tip = tr("%1\noriginal %2\nreconstruction %3")
                            .arg(m_model.text(input, ReconstructionModel::Name),
                                 m_model.text(input, ReconstructionModel::Original),
                                 m_model.text(input, ReconstructionModel::Reconstruction));
    return error.isEmpty() ? tip : tip + '\n' + tr("difference %1").arg(error);
}

QString ImagePairView::toolTipAt(const QPointF& position) const {
    const std::optional<Index> pixel = pixelAt(position);
    QStringList tips;
    if (pixel)
        for (const Index input : inputsOf(*pixel))
            tips << toolTipOf(input);
    return tips.join(QStringLiteral("\n"));
}

bool ImagePairView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
    return true;
}

void ImagePairView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

void ImagePairView::mouseMoveEvent(QMouseEvent* event) {
    const std::optional<Index> pixel = pixelAt(event->position());
    if (pixel == m_hovered)
        return;
    m_hovered = pixel;
    // The tooltip goes along from pixel to pixel once it is open.
    if (QToolTip::isVisible())
        QToolTip::showText(event->globalPosition().toPoint(), toolTipAt(event->position()), this);
    update();
}

void ImagePairView::leaveEvent(QEvent*) {
    m_hovered.reset();
    update();
}

void ImagePairView::paintEvent(QPaintEvent*) {
    if (m_pictures[Original].isNull())
        return;
    QPainter painter(this);
    const Arrangement places = arrangement();
    for (const Picture picture : {Original, Reconstruction, Difference})
        paintPicture(painter, places.pictures[picture], picture);
    paintBar(painter, places.greyBar, Original);
    paintBar(painter, places.differenceBar, Difference);
}

void ImagePairView::paintPicture(QPainter& painter, const QRectF& place, Picture picture) const {
    const int textHeight = fontMetrics().height();
    const QRectF line(place.left(), place.top() - textHeight - kCaptionGap, place.width() + kGap, textHeight);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(line, int(Qt::AlignLeft | Qt::AlignVCenter),
                     fontMetrics().elidedText(caption(picture), Qt::ElideRight, int(line.width())));
    const bool shrinks = place.width() * devicePixelRatioF() < m_layout->width;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, shrinks);
    painter.drawImage(place, m_pictures[picture]);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(trackColour(palette()), 0));
    painter.drawRect(place);
    if (!m_hovered)
        return;
    const QSizeF pixel(place.width() / m_layout->width, place.height() / m_layout->height);
    const QPointF corner(double(*m_hovered % m_layout->width) * pixel.width(),
                         double(*m_hovered / m_layout->width) * pixel.height());
    painter.setPen(QPen(reconstructionColour(palette()), 2));
    painter.drawRect(QRectF(place.topLeft() + corner, pixel));
}

void ImagePairView::paintBar(QPainter& painter, const QRectF& place, Picture picture) const {
    const bool isDifference = picture == Difference;
    QLinearGradient gradient(place.topLeft(), place.topRight());
    gradient.setColorAt(0, isDifference ? difference(-1, palette()) : grey(0));
    gradient.setColorAt(0.5, isDifference ? difference(0, palette()) : grey(0.5));
    gradient.setColorAt(1, isDifference ? difference(1, palette()) : grey(1));
    painter.setPen(QPen(trackColour(palette()), 0));
    painter.setBrush(gradient);
    painter.drawRect(place);

    const Range shown = brightness();
    const bool whole = shown.min == std::round(shown.min) && shown.max == std::round(shown.max);
    const int decimals = whole ? 0 : computedDecimals(0, shown.span());
    const QRectF line(place.left(), place.bottom() + 2, place.width(), fontMetrics().height());
    painter.setPen(quietTextColour(palette()));
    painter.drawText(line, int(Qt::AlignLeft | Qt::AlignTop),
                     numberText(locale(), isDifference ? -shown.span() : shown.min, decimals));
    painter.drawText(line, int(Qt::AlignRight | Qt::AlignTop),
                     isDifference ? signedNumberText(locale(), shown.span(), decimals)
                                  : numberText(locale(), shown.max, decimals));
}

}  // namespace latentscape::ui
