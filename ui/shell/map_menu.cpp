#include "ui/shell/map_menu.h"

#include <QMenu>

#include "core/data/csv_writer.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {

void addMapMenu(LatentScatterView& map, const Exploration& exploration, const QList<QAction*>& onSelection) {
    auto* const menu = new PlotMenu(map.canvas(), QStringLiteral("map"), [&exploration] {
        return [snapshot = exploration.snapshot()] {
            return latentsAsCsv(snapshot ? *snapshot : LatentSnapshot());
        };
    });
    menu->add(map.colourMenu().menuAction());
    auto* const separator = new QAction(menu);
    separator->setSeparator(true);
    menu->add(separator);
    for (QAction* const action : onSelection)
        menu->add(action);
}

std::string latentsAsCsv(const LatentSnapshot& snapshot) {
    std::vector<std::string> header{"row"};
    for (Index dimension = 0; dimension < snapshot.means.rows(); ++dimension)
        header.push_back("mean_" + std::to_string(dimension));
    CsvWriter writer(header);
    for (Index point = 0; point < snapshot.means.cols(); ++point) {
        writer.addCell(std::to_string((*snapshot.rows)[std::size_t(point)]));
        for (Index dimension = 0; dimension < snapshot.means.rows(); ++dimension)
            writer.addNumber(snapshot.means(dimension, point));
        writer.endRow();
    }
    return writer.text();
}

}  // namespace latentscape::ui
