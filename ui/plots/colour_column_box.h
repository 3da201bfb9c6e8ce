#pragma once

#include <QComboBox>

#include "ui/models/view_state.h"

namespace latentscape::ui {

/// Chooses the column by whose values all views colour rows.
class ColourColumnBox : public QComboBox {
    Q_OBJECT

public:
    /// `viewState` outlives the box.
    explicit ColourColumnBox(ViewState& viewState, QWidget* parent = nullptr);

private:
    void refill();
    void showChoice();

    ViewState& m_viewState;
};

}  // namespace latentscape::ui
