#include "ui/panels/pending_bar.h"

#include <QHBoxLayout>

namespace latentscape::ui {

PendingBar::PendingBar(TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_text(new QLabel(this)),
      m_restart(new QPushButton(tr("Restart with these"), this)),
      m_discard(new QPushButton(tr("Discard"), this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 3, 12, 2);
    m_text->setWordWrap(true);
    layout->addWidget(m_text, 1);
    layout->setSpacing(6);
    layout->addWidget(m_restart);
    layout->addWidget(m_discard);
    m_restart->setObjectName(QStringLiteral("restart"));
    m_restart->setToolTip(tr("Start again from epoch 0 with the changed values and the same seed"));
    connect(m_restart, &QPushButton::clicked, this, [this] { m_controller.restart(m_controller.goesOn()); });
    m_discard->setObjectName(QStringLiteral("discard"));
    m_discard->setToolTip(tr("Go back to the values that the run has"));
    connect(m_discard, &QPushButton::clicked, &controller, &TrainingController::discardPending);
    connect(&controller, &TrainingController::hyperparametersChanged, this, &PendingBar::showPending);
    showPending();
}

void PendingBar::showPending() {
    const int count = m_controller.pendingCount();
    setVisible(count > 0);
    m_text->setText(count == 1 ? tr("1 change waits for a restart")
                               : tr("%n changes wait for a restart", nullptr, count));
}

}  // namespace latentscape::ui
