#pragma once

#include <QByteArray>
#include <QHash>
#include <QImage>
#include <QList>
#include <memory>

namespace latentscape::ui {

/// The 256 colours that pictures use most, alike ones as one, for an animation in one palette.
QList<QRgb> commonColours(const QList<QImage>& pictures);

/// Writes an animated GIF that runs over and over, in memory (giflib).
class GifEncoder {
public:
    /// At most 256 colours. Throws std::bad_alloc, as all methods do.
    GifEncoder(QSize size, const QList<QRgb>& palette);
    ~GifEncoder();

    /// A picture of that size, shown for so many hundredths of a second. Each pixel gets the nearest colour.
    void add(const QImage& frame, int hundredths);
    /// The whole file; nothing can be added after it.
    QByteArray finish();

private:
    struct File;

    std::unique_ptr<File> m_file;
    QSize m_size;
    QList<QRgb> m_palette;
    /// Places in the palette of the colours met so far.
    QHash<QRgb, uchar> m_places;
};

}  // namespace latentscape::ui
