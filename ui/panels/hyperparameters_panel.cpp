#include "ui/panels/hyperparameters_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace latentscape::ui {

HyperparametersPanel::HyperparametersPanel(TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_form(new HyperparameterForm(
          controller,
          {HyperparameterGroup::Objective, HyperparameterGroup::Optimisation, HyperparameterGroup::Data})),
      m_pendingBar(new QWidget(this)),
      m_pendingText(new QLabel(m_pendingBar)),
      m_restart(new QPushButton(tr("Restart with these"), m_pendingBar)) {
    auto* const pendingLayout = new QHBoxLayout(m_pendingBar);
    pendingLayout->setContentsMargins(12, 3, 12, 2);
    m_pendingText->setWordWrap(true);
    pendingLayout->addWidget(m_pendingText, 1);
    pendingLayout->addWidget(m_restart);
    m_restart->setObjectName(QStringLiteral("restart"));
    m_restart->setToolTip(tr("Start again from epoch 0 with the changed values and the same seed"));
    connect(m_restart, &QPushButton::clicked, this,
            [this] { m_controller.restart(m_controller.state() == RunState::Running); });

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
    layout->addWidget(m_pendingBar);
    layout->addWidget(scroll, 1);
    connect(&controller, &TrainingController::hyperparametersChanged, this,
            &HyperparametersPanel::showPending);
    showPending();
}

void HyperparametersPanel::showPending() {
    const int count = m_controller.pendingCount();
    m_pendingBar->setVisible(count > 0);
    m_pendingText->setText(count == 1 ? tr("1 change waits for a restart")
                                      : tr("%n changes wait for a restart", nullptr, count));
}

}  // namespace latentscape::ui
