#include "ui/panels/hyperparameters_panel.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/panels/pending_bar.h"

namespace latentscape::ui {

HyperparametersPanel::HyperparametersPanel(TrainingController& controller, HyperparameterEdits& edits,
                                           QWidget* parent)
    : QWidget(parent),
      m_form(new HyperparameterForm(
          controller, edits,
          {HyperparameterGroup::Objective, HyperparameterGroup::Optimisation, HyperparameterGroup::Data})) {
    auto* const content = new QWidget(this);
    auto* const contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(12, 3, 12, 2);
    contentLayout->addWidget(m_form);
    contentLayout->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new PendingBar(controller, this));
    layout->addWidget(scroll, 1);
}

}  // namespace latentscape::ui
