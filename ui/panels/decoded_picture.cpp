#include "ui/panels/decoded_picture.h"

#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

constexpr int kDarkestGrey = 20;
constexpr int kBrightestGrey = 250;

}  // namespace

int greyLevel(double share) {
    return int(std::lround(std::lerp(kDarkestGrey, kBrightestGrey, std::clamp(share, 0.0, 1.0))));
}

double whiteOf(const Preprocessor& preprocessor) {
    double brightest = 0;
    for (const EncodedColumn& column : preprocessor.columns())
        brightest = std::max(brightest, column.features > 0 ? column.maximum : column.constant);
    return brightest > 0 ? brightest : 1;
}

QImage decodedPicture(const ImageLayout& layout, std::span<const DecodedCell> cells, double white) {
    if (int(cells.size()) != layout.width * layout.height)
        return {};
    QImage picture(layout.width, layout.height, QImage::Format_ARGB32);
    picture.fill(Qt::transparent);
    for (int i = 0; i < int(cells.size()); ++i) {
        const double share = cells[std::size_t(i)].value / white;
        if (std::isnan(share))
            continue;
        const int grey = greyLevel(share);
        picture.setPixel(i % layout.width, i / layout.width, qRgb(grey, grey, grey));
    }
    return picture;
}

}  // namespace latentscape::ui
