#include "ui/plots/colour_column_box.h"

#include <QSignalBlocker>

namespace latentscape::ui {

ColourColumnBox::ColourColumnBox(ViewState& viewState, QWidget* parent)
    : QComboBox(parent), m_viewState(viewState) {
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    setAccessibleName(tr("Colour by"));
    setToolTip(tr("What gives the points their colour: a column, or what the model makes of each row"));
    connect(this, &QComboBox::activated, this, &ColourColumnBox::choose);
    connect(&viewState, &ViewState::datasetChanged, this, &ColourColumnBox::refill);
    connect(&viewState, &ViewState::colourColumnChanged, this, &ColourColumnBox::showChoice);
    refill();
}

void ColourColumnBox::choose(int item) {
    const QVariant choice = itemData(item);
    if (item >= m_firstColumn)
        m_viewState.setColourColumn(Index(item - m_firstColumn));
    else if (choice.isValid())
        m_viewState.setColourFigure(RowFigure(choice.toInt()));
    else
        m_viewState.setColourColumn(std::nullopt);
}

void ColourColumnBox::refill() {
    const QSignalBlocker blocker(this);
    clear();
    addItem(tr("none"));
    addItem(tr("reconstruction error"), int(RowFigure::ReconstructionError));
    addItem(tr("KL"), int(RowFigure::Kl));
    insertSeparator(count());
    m_firstColumn = count();
    if (const DatasetPtr& dataset = m_viewState.dataset()) {
        for (const Column& column : dataset->columns())
            addItem(QString::fromStdString(column.name));
    }
    setEnabled(count() > m_firstColumn);
    showChoice();
}

void ColourColumnBox::showChoice() {
    const std::optional<Index> column = m_viewState.colourColumn();
    const std::optional<RowFigure> figure = m_viewState.colourFigure();
    setCurrentIndex(figure ? findData(int(*figure)) : column ? m_firstColumn + int(*column) : 0);
}

}  // namespace latentscape::ui
