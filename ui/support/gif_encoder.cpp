#include "ui/support/gif_encoder.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include <gif_lib.h>

namespace latentscape::ui {
namespace {

constexpr int kMostColours = 256;

int append(GifFileType* file, const GifByteType* bytes, int count) {
    static_cast<QByteArray*>(file->UserData)->append(reinterpret_cast<const char*>(bytes), count);
    return count;
}

void check(int result) {
    // Nothing is written to but memory.
    if (result == GIF_ERROR)
        throw std::bad_alloc();
}

int distance(QRgb first, QRgb second) {
    const int red = qRed(first) - qRed(second);
    const int green = qGreen(first) - qGreen(second);
    const int blue = qBlue(first) - qBlue(second);
    return red * red + green * green + blue * blue;
}

uchar nearest(QRgb colour, const QList<QRgb>& palette) {
    int best = std::numeric_limits<int>::max();
    uchar place = 0;
    for (int i = 0; i < palette.size() && best > 0; ++i) {
        const int candidate = distance(colour, palette[i]);
        if (candidate < best) {
            best = candidate;
            place = uchar(i);
        }
    }
    return place;
}

/// giflib wants a power of two.
int paletteSize(qsizetype colours) {
    int size = 2;
    while (size < colours)
        size *= 2;
    return size;
}

}  // namespace

QList<QRgb> commonColours(const QList<QImage>& pictures) {
    struct Alike {
        qint64 pixels = 0;
        QHash<QRgb, qint64> colours;
    };
    QHash<QRgb, Alike> groups;
    for (const QImage& picture : pictures) {
        const QImage image = picture.convertToFormat(QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y) {
            const auto* const line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
            for (int x = 0; x < image.width(); ++x) {
                Alike& group = groups[line[x] & 0xf8f8f8];
                ++group.pixels;
                ++group.colours[line[x]];
            }
        }
    }
    std::vector<std::pair<qint64, QRgb>> ranked;
    for (const Alike& group : groups) {
        const auto most = std::max_element(group.colours.cbegin(), group.colours.cend());
        ranked.emplace_back(-group.pixels, most.key());
    }
    // By colour where two are equally frequent, as the table of groups has no order.
    std::sort(ranked.begin(), ranked.end());
    QList<QRgb> colours;
    for (std::size_t i = 0; i < ranked.size() && i < std::size_t(kMostColours); ++i)
        colours << ranked[i].second;
    return colours;
}

struct GifEncoder::File {
    QByteArray bytes;
    GifFileType* handle = nullptr;

    ~File() {
        if (handle)
            EGifCloseFile(handle, nullptr);
    }
};

GifEncoder::GifEncoder(QSize size, const QList<QRgb>& palette)
    : m_file(std::make_unique<File>()), m_size(size), m_palette(palette.mid(0, kMostColours)) {
    if (m_palette.isEmpty())
        m_palette << qRgb(0, 0, 0);
    m_file->handle = EGifOpen(&m_file->bytes, append, nullptr);
    if (!m_file->handle)
        throw std::bad_alloc();
    EGifSetGifVersion(m_file->handle, true);
    std::vector<GifColorType> colours(std::size_t(paletteSize(m_palette.size())));
    for (int i = 0; i < m_palette.size(); ++i)
        colours[std::size_t(i)] = {GifByteType(qRed(m_palette[i])), GifByteType(qGreen(m_palette[i])),
                                   GifByteType(qBlue(m_palette[i]))};
    const std::unique_ptr<ColorMapObject, decltype(&GifFreeMapObject)> map(
        GifMakeMapObject(int(colours.size()), colours.data()), &GifFreeMapObject);
    if (!map)
        throw std::bad_alloc();
    check(EGifPutScreenDesc(m_file->handle, size.width(), size.height(), 8, 0, map.get()));
    // Netscape's extension: repeat without end.
    const GifByteType endless[3] = {1, 0, 0};
    check(EGifPutExtensionLeader(m_file->handle, APPLICATION_EXT_FUNC_CODE));
    check(EGifPutExtensionBlock(m_file->handle, 11, "NETSCAPE2.0"));
    check(EGifPutExtensionBlock(m_file->handle, 3, endless));
    check(EGifPutExtensionTrailer(m_file->handle));
}

GifEncoder::~GifEncoder() = default;

void GifEncoder::add(const QImage& frame, int hundredths) {
    GraphicsControlBlock control{.DisposalMode = DISPOSE_DO_NOT,
                                 .UserInputFlag = false,
                                 .DelayTime = hundredths,
                                 .TransparentColor = NO_TRANSPARENT_COLOR};
    GifByteType extension[4];
    EGifGCBToExtension(&control, extension);
    check(EGifPutExtension(m_file->handle, GRAPHICS_EXT_FUNC_CODE, 4, extension));
    check(EGifPutImageDesc(m_file->handle, 0, 0, m_size.width(), m_size.height(), false, nullptr));
    const QImage image = frame.convertToFormat(QImage::Format_RGB32);
    std::vector<GifPixelType> pixels(std::size_t(m_size.width()));
    for (int y = 0; y < m_size.height(); ++y) {
        const auto* const line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < m_size.width(); ++x) {
            auto place = m_places.constFind(line[x]);
            if (place == m_places.cend())
                place = m_places.insert(line[x], nearest(line[x], m_palette));
            pixels[std::size_t(x)] = *place;
        }
        check(EGifPutLine(m_file->handle, pixels.data(), m_size.width()));
    }
}

QByteArray GifEncoder::finish() {
    check(EGifCloseFile(std::exchange(m_file->handle, nullptr), nullptr));
    return std::move(m_file->bytes);
}

}  // namespace latentscape::ui
