#pragma once

#include <QObject>
#include <memory>

#include "core/analysis/baselines.h"
#include "core/training/training_data.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Fits what simple models make of a run's validation rows, beside the training, on another thread.
class RunBaselines : public QObject {
    Q_OBJECT

public:
    explicit RunBaselines(QObject* parent = nullptr);

    /// Replaces what was asked for before; nothing is found without validation rows.
    void fit(const TrainingDataPtr& data, Index latent);
    /// Nothing asked for so far will be found.
    void cancel() { m_task.cancel(); }

signals:
    void fitted(const std::shared_ptr<const latentscape::Baselines>& baselines);

private:
    BackgroundTask<std::shared_ptr<const Baselines>> m_task;
};

}  // namespace latentscape::ui
