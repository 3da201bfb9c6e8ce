#include "ui/compare/compare_workspace.h"

#include <QSplitter>
#include <QVBoxLayout>

#include "ui/panels/pending_bar.h"

namespace latentscape::ui {

CompareWorkspace::CompareWorkspace(ViewState& viewState, TrainingController& controller,
                                   HyperparameterEdits& edits, QWidget* parent)
    : QWidget(parent),
      m_table(new RunTableView(controller, edits, this)),
      m_curves(new CompareCurves(controller.runs(), this)),
      m_maps(new RunMaps(controller.runs(), viewState, this)) {
    auto* const told = new QSplitter(Qt::Horizontal, this);
    told->addWidget(m_table);
    told->addWidget(m_curves);
    told->setSizes({470, 700});
    auto* const parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(told);
    parts->addWidget(m_maps);
    parts->setStretchFactor(1, 1);
    parts->setSizes({230, 400});
    for (QSplitter* const splitter : {told, parts})
        splitter->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new PendingBar(controller, this));
    layout->addWidget(parts, 1);
    setFocusProxy(m_table);
    connect(m_table, &RunTableView::referenceRequested, m_maps, &RunMaps::setReference);
}

}  // namespace latentscape::ui
