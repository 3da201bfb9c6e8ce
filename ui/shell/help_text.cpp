#include "ui/shell/help_text.h"

#include <QCoreApplication>

namespace latentscape::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HelpText)
};

}  // namespace

QString keysText() {
    return Words::tr(
        "<table cellspacing='6'>"
        "<tr><td><b>Space</b></td><td>run or pause</td></tr>"
        "<tr><td><b>Ctrl+→</b></td><td>one epoch</td></tr>"
        "<tr><td><b>.</b></td><td>one step</td></tr>"
        "<tr><td><b>Ctrl+Z, Ctrl+Shift+Z</b></td><td>take back a change of a hyperparameter, of the "
        "selection or of a group, or make it again</td></tr>"
        "<tr><td><b>Ctrl+R</b></td><td>reset, same seed</td></tr>"
        "<tr><td><b>Ctrl+O</b></td><td>open a table or a project</td></tr>"
        "<tr><td><b>Ctrl+Shift+O</b></td><td>look at a table first and choose how it is read</td></tr>"
        "<tr><td><b>Ctrl+S, Ctrl+Shift+S</b></td><td>save the project; save it under another name</td></tr>"
        "<tr><td><b>Ctrl+Shift+W</b></td><td>watch a run folder</td></tr>"
        "<tr><td><b>Ctrl+1, 2, 3, 4</b></td><td>the workspaces: data, training, exploring, comparing "
        "runs</td></tr>"
        "<tr><td><b>wheel</b></td><td>zoom the map at the cursor; over an axis, that axis alone; on a curve, "
        "the time</td></tr>"
        "<tr><td><b>drag</b></td><td>move the map; on a curve, choose the time to show; with the middle "
        "button, move it</td></tr>"
        "<tr><td><b>double-click, F</b></td><td>show all points; on a curve, all of the time</td></tr>"
        "<tr><td><b>click</b></td><td>select a row; on empty space, none; on a curve, pin a time, and again "
        "to let it go</td></tr>"
        "<tr><td><b>right-click</b></td><td>save or copy a picture, export its data; on the map, "
        "also what can be done with the selected rows</td></tr>"
        "<tr><td><b>R, L, B</b></td><td>select rows on the map with a rectangle, a lasso, a brush; Shift "
        "adds, "
        "Ctrl toggles, Alt removes; Shift+drag is a rectangle at any time</td></tr>"
        "<tr><td><b>Escape</b></td><td>drop what is being drawn; back to moving the map</td></tr>"
        "<tr><td><b>A, E, I</b></td><td>select all rows, none, the others</td></tr>"
        "<tr><td><b>H</b></td><td>show the selected rows</td></tr>"
        "<tr><td><b>Ctrl+F, Ctrl+G, Ctrl+E</b></td><td>select rows by their values; make a group of the "
        "selected "
        "ones; export them</td></tr>"
        "<tr><td><b>hover</b></td><td>see which row it is; on a curve, read its values</td></tr>"
        "<tr><td><b>F2</b></td><td>choose role, likelihood or scale of the selected columns</td></tr>"
        "<tr><td><b>Delete, Insert</b></td><td>leave the selected rows out of learning, or take them "
        "back</td></tr>"
        "</table>");
}

QString aboutText() {
    return Words::tr(
               "<h3>Latentscape %1</h3><p>Watch a variational autoencoder learn your own table.</p>"
               "<p>Free software under the GNU General Public License, version 3 or later. "
               "Built with Qt %2 and Eigen.</p>")
        .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()));
}

}  // namespace latentscape::ui
