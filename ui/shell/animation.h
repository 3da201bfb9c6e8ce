#pragma once

#include <QString>
#include <atomic>
#include <vector>

#include "core/training/trainer_state.h"
#include "core/training/training_data.h"
#include "ui/plots/map_picture.h"

namespace latentscape::ui {

/// The map through a run: one picture for each of some states, all in the same ranges.
struct Animation {
    TrainingDataPtr data;
    std::vector<TrainerStatePtr> states;
    /// At most so many rows are drawn, the ones that are shown while training.
    MapLook look;
    QSize size{800, 640};
};

/// The states that an animation shows of a longer timeline: spread evenly, with the first and the last.
std::vector<TrainerStatePtr> animationStates(const std::vector<TrainerStatePtr>& states);

/// How far a file is, and whether anyone still wants it; read and written on different threads.
struct AnimationProgress {
    /// From 0 to 1.
    std::atomic<double> share = 0;
    std::atomic<bool> cancelled = false;
};

/// An animated GIF of a few seconds. The file appears whole or not at all. False if it was cancelled. Throws
/// Error(FileNotWritable), std::bad_alloc.
bool writeGif(const Animation& animation, const QString& path, AnimationProgress& progress);

/// The pictures as `0001.png`, … in a new folder, which appears whole or not at all. Throws as writeGif()
/// does, also if there is something of that name.
bool writePictures(const Animation& animation, const QString& folder, AnimationProgress& progress);

}  // namespace latentscape::ui
