#pragma once

#include <QObject>
#include <memory>

#include "core/analysis/baselines.h"
#include "ui/support/background_task.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

using FittedBaselinesPtr = std::shared_ptr<const FittedBaselines>;

/// Fits the simple models that each run is compared with, beside the training, on another thread; once for
/// all runs on the same rows with as many latent dimensions.
class RunBaselines : public QObject {
    Q_OBJECT

public:
    /// `controller` outlives the baselines.
    explicit RunBaselines(TrainingController& controller, QObject* parent = nullptr);

    /// Of the current run; null until they are fitted.
    const FittedBaselinesPtr& baselines() const { return m_baselines; }

signals:
    /// Those of another run, or null while they are being fitted.
    void changed(const latentscape::ui::FittedBaselinesPtr& baselines);

private:
    void fit(const TrainingDataPtr& data);

    TrainingController& m_controller;
    TrainingDataPtr m_data;
    Index m_latent = 0;
    FittedBaselinesPtr m_baselines;
    BackgroundTask<FittedBaselinesPtr> m_task;
};

}  // namespace latentscape::ui
