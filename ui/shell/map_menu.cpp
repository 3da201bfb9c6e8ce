#include "ui/shell/map_menu.h"

#include <QMenu>

#include "core/analysis/view_tables.h"
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

void chooseMapPicture(LatentScatterView& map) {
    map.canvas().findChild<PlotMenu*>()->choosePicture();
}

}  // namespace latentscape::ui
