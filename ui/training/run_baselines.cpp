#include "ui/training/run_baselines.h"

#include "core/support/parallel.h"
#include "ui/support/thread_pools.h"

namespace latentscape::ui {

RunBaselines::RunBaselines(TrainingController& controller, QObject* parent)
    : QObject(parent),
      m_controller(controller),
      m_task(
          [this](const FittedBaselinesPtr& fitted) {
              m_baselines = fitted;
              emit changed(m_baselines);
          },
          // Without them the views show the run alone.
          {}, patientPool()) {
    connect(&m_controller, &TrainingController::dataPrepared, this, &RunBaselines::fit);
}

void RunBaselines::fit(const TrainingDataPtr& data) {
    const Index latent = Index(m_controller.running().latent);
    if (data == m_data && latent == m_latent) {
        if (m_baselines)
            emit changed(m_baselines);
        return;
    }
    m_data = data;
    m_latent = latent;
    m_baselines.reset();
    emit changed(nullptr);
    m_task.run([data, latent]() -> FittedBaselinesPtr {
        lowerThreadPriority();
        return std::make_shared<const FittedBaselines>(
            fitBaselines(data->preprocessor, data->table, data->split.training, latent));
    });
}

}  // namespace latentscape::ui
