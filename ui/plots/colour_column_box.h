#pragma once

#include <QComboBox>
#include <QMenu>

#include "ui/models/view_state.h"

namespace latentscape::ui {

/// Chooses the column, the figure of the model or the groups by which all views colour rows.
class ColourColumnBox : public QComboBox {
    Q_OBJECT

public:
    /// `viewState` outlives the box.
    explicit ColourColumnBox(ViewState& viewState, QWidget* parent = nullptr);

    /// The same choices as a menu, for another place.
    QMenu& menu() { return *m_menu; }

private:
    void choose(int item);
    void refill();
    void showChoice();
    void fillMenu();

    ViewState& m_viewState;
    QMenu* m_menu;
    /// Items: that of the groups, and that of the table's first column.
    int m_groups = 0;
    int m_firstColumn = 0;
};

}  // namespace latentscape::ui
