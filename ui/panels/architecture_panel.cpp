#include "ui/panels/architecture_panel.h"

#include <QVBoxLayout>

#include "ui/panels/hyperparameter_form.h"
#include "ui/support/format.h"

namespace latentscape::ui {

ArchitecturePanel::ArchitecturePanel(TrainingController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_diagram(new NetworkDiagram(this)),
      m_size(new QLabel(this)) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 8);
    layout->setSpacing(4);
    layout->addWidget(m_diagram);
    m_size->setAlignment(Qt::AlignHCenter);
    m_size->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_size);
    layout->addWidget(new HyperparameterForm(controller, {HyperparameterGroup::Architecture}, this));
    layout->addStretch(1);
    connect(&controller, &TrainingController::hyperparametersChanged, this,
            &ArchitecturePanel::showArchitecture);
    connect(&controller, &TrainingController::dataPrepared, this, &ArchitecturePanel::showArchitecture);
    showArchitecture();
}

void ArchitecturePanel::showArchitecture() {
    const TrainingDataPtr& prepared = m_controller.data();
    m_diagram->setVisible(prepared != nullptr);
    m_size->setVisible(prepared != nullptr);
    if (!prepared)
        return;
    const VaeConfig config = vaeConfig(prepared->preprocessor, m_controller.edited());
    std::vector<qint64> units{qint64(config.features())};
    for (const Index width : config.hidden)
        units.push_back(qint64(width));
    units.push_back(qint64(config.latent));
    m_diagram->setLayers(std::move(units));
    m_size->setText(tr("%1 features · %2 parameters")
                        .arg(countText(qint64(config.features())),
                             countText(qint64(Vae(config).layout().parameterCount()))));
}

}  // namespace latentscape::ui
