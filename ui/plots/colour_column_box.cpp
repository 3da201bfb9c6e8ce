#include "ui/plots/colour_column_box.h"

#include <QActionGroup>
#include <QSignalBlocker>

namespace latentscape::ui {

ColourColumnBox::ColourColumnBox(ViewState& viewState, QWidget* parent)
    : QComboBox(parent), m_viewState(viewState), m_menu(new QMenu(tr("Colour by"), this)) {
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(10);
    setAccessibleName(tr("Colour by"));
    setToolTip(
        tr("What gives the points their colour: a column, what the model makes of each row, or the "
           "groups that you have named"));
    connect(this, &QComboBox::activated, this, &ColourColumnBox::choose);
    connect(m_menu, &QMenu::aboutToShow, this, &ColourColumnBox::fillMenu);
    connect(&viewState, &ViewState::datasetChanged, this, &ColourColumnBox::refill);
    connect(&viewState, &ViewState::colourColumnChanged, this, &ColourColumnBox::showChoice);
    refill();
}

void ColourColumnBox::choose(int item) {
    const QVariant choice = itemData(item);
    if (item >= m_firstColumn)
        m_viewState.setColourColumn(Index(item - m_firstColumn));
    else if (item == m_groups)
        m_viewState.colourByGroup();
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
    addItem(tr("anomaly score"), int(RowFigure::AnomalyScore));
    setItemData(count() - 1,
                tr("How unlikely the model finds each row: its −ELBO, as in the list of anomalies"),
                Qt::ToolTipRole);
    m_groups = count();
    addItem(tr("group"));
    setItemData(m_groups, tr("The groups that you have named"), Qt::ToolTipRole);
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
    setCurrentIndex(m_viewState.isColouredByGroup() ? m_groups
                    : figure                        ? findData(int(*figure))
                    : column                        ? m_firstColumn + int(*column)
                                                    : 0);
}

void ColourColumnBox::fillMenu() {
    m_menu->clear();
    delete m_menu->findChild<QActionGroup*>();
    auto* const choices = new QActionGroup(m_menu);
    for (int item = 0; item < count(); ++item) {
        if (itemData(item, Qt::AccessibleDescriptionRole).toString() == QLatin1String("separator")) {
            m_menu->addSeparator();
            continue;
        }
        // An ampersand would underline what follows it.
        QAction* const action =
            m_menu->addAction(itemText(item).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(item == currentIndex());
        choices->addAction(action);
        connect(action, &QAction::triggered, this, [this, item] { choose(item); });
    }
}

}  // namespace latentscape::ui
