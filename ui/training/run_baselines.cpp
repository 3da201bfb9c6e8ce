#include "ui/training/run_baselines.h"

namespace latentscape::ui {

RunBaselines::RunBaselines(QObject* parent)
    : QObject(parent),
      m_task([this](const std::shared_ptr<const Baselines>& found) { emit fitted(found); }) {}

void RunBaselines::fit(const TrainingDataPtr& data, Index latent) {
    m_task.cancel();
    if (!data || data->split.validation.empty())
        return;
    m_task.run([data, latent] {
        return std::make_shared<const Baselines>(fitBaselines(
            data->preprocessor, data->table, data->split.training, data->split.validation, latent));
    });
}

}  // namespace latentscape::ui
