#include "ui/explore/decoded_grid.h"

#include <QPainter>
#include <cmath>

#include "core/analysis/latent_decoder.h"
#include "core/data/csv_writer.h"
#include "ui/panels/decoded_picture.h"

namespace latentscape::ui {
namespace {

QImage mosaicOf(const DecodedGrid& grid) {
    const std::optional<ImageLayout>& layout = grid.data->roles.image;
    if (!layout || grid.cells.empty() || int(grid.cells.front().size()) != layout->width * layout->height)
        return {};
    QImage mosaic(grid.columns * layout->width, grid.rows * layout->height, QImage::Format_ARGB32);
    QPainter painter(&mosaic);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    const double white = whiteOf(grid.data->preprocessor);
    for (int i = 0; i < int(grid.cells.size()); ++i)
        painter.drawImage((i % grid.columns) * layout->width, (i / grid.columns) * layout->height,
                          decodedPicture(*layout, grid.cells[std::size_t(i)], white));
    return mosaic;
}

}  // namespace

DecodedGrid decodeGrid(TrainingDataPtr data, const ModelSnapshot& model, Matrix places, int columns) {
    DecodedGrid grid{.data = std::move(data), .columns = columns, .rows = int(places.cols()) / columns};
    grid.places = std::move(places);
    // One by one, so that a place decodes to the same here as anywhere else.
    LatentDecoder decoder({grid.data, &grid.data->preprocessor}, {std::shared_ptr<void>(), &model});
    grid.cells.reserve(std::size_t(grid.places.cols()));
    for (Index i = 0; i < grid.places.cols(); ++i)
        grid.cells.push_back(decoder.cells(grid.places.col(i)));
    grid.mosaic = mosaicOf(grid);
    return grid;
}

std::string gridCsv(const DecodedGrid& grid) {
    std::vector<std::string> header;
    for (Index i = 0; i < grid.places.rows(); ++i)
        header.push_back("z_" + std::to_string(i));
    const std::vector<EncodedColumn>& columns = grid.data->preprocessor.columns();
    for (const EncodedColumn& column : columns)
        header.push_back(column.name);
    CsvWriter writer(header);
    for (std::size_t place = 0; place < grid.cells.size(); ++place) {
        for (Index i = 0; i < grid.places.rows(); ++i)
            writer.addNumber(grid.places(i, Index(place)));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double value = grid.cells[place][i].value;
            writer.addCell(std::isnan(value) ? std::string()
                                             : grid.data->dataset->column(columns[i].column).fileText(value));
        }
        writer.endRow();
    }
    return writer.text();
}

}  // namespace latentscape::ui
