#include "ui/plots/colour_column_box.h"

#include <QSignalBlocker>

namespace latentscape::ui {

ColourColumnBox::ColourColumnBox(ViewState& viewState, QWidget* parent)
    : QComboBox(parent), m_viewState(viewState) {
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    setAccessibleName(tr("Colour by"));
    setToolTip(tr("The column that gives the points their colour"));
    connect(this, &QComboBox::activated, this, [this](int item) {
        m_viewState.setColourColumn(item == 0 ? std::nullopt : std::optional<Index>(item - 1));
    });
    connect(&viewState, &ViewState::datasetChanged, this, &ColourColumnBox::refill);
    connect(&viewState, &ViewState::colourColumnChanged, this, &ColourColumnBox::showChoice);
    refill();
}

void ColourColumnBox::refill() {
    const QSignalBlocker blocker(this);
    clear();
    addItem(tr("none"));
    if (const DatasetPtr& dataset = m_viewState.dataset()) {
        for (const Column& column : dataset->columns())
            addItem(QString::fromStdString(column.name));
    }
    setEnabled(count() > 1);
    showChoice();
}

void ColourColumnBox::showChoice() {
    const std::optional<Index> column = m_viewState.colourColumn();
    setCurrentIndex(column ? int(*column) + 1 : 0);
}

}  // namespace latentscape::ui
