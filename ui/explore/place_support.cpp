#include "ui/explore/place_support.h"

namespace latentscape::ui {

PlaceSupport::PlaceSupport(Exploration& exploration, QObject* parent)
    : QObject(parent),
      m_exploration(exploration),
      m_task(
          [](const TrainingData& trained, const ModelSnapshot& model) -> SupportPtr {
              return std::make_shared<const AggregateSupport>(
                  aggregateSupport(trained.table, model, trained.split.training));
          },
          [this](SupportPtr support, const LatentSnapshotPtr& snapshot) {
              if (snapshot->model->vae->latent() != m_latent)
                  return;
              m_support = std::move(support);
              emit changed();
          }) {
    connect(&m_exploration, &Exploration::modelChanged, this, &PlaceSupport::followModel);
    connect(&m_exploration, &Exploration::trainingChanged, this,
            [this] { m_task.setTraining(m_exploration.isTraining()); });
    m_task.setTraining(m_exploration.isTraining());
    followModel();
}

void PlaceSupport::followModel() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    const Index latent = snapshot ? snapshot->model->vae->latent() : 0;
    if (m_exploration.data() != m_data || latent != m_latent) {
        m_data = m_exploration.data();
        m_latent = latent;
        m_task.setTrainingData(m_data);
        m_support.reset();
        emit changed();
    }
    m_task.setSnapshot(snapshot);
}

}  // namespace latentscape::ui
