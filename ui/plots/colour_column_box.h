#pragma once

#include <QComboBox>

#include "ui/models/view_state.h"

namespace latentscape::ui {

/// Chooses the column, or the figure of the model, by whose values all views colour rows.
class ColourColumnBox : public QComboBox {
    Q_OBJECT

public:
    /// `viewState` outlives the box.
    explicit ColourColumnBox(ViewState& viewState, QWidget* parent = nullptr);

private:
    void choose(int item);
    void refill();
    void showChoice();

    ViewState& m_viewState;
    /// Item of the table's first column.
    int m_firstColumn = 0;
};

}  // namespace latentscape::ui
