#pragma once

#include <QString>
#include <optional>
#include <string>

#include "core/training/training_data.h"

namespace latentscape::ui {

/// How the model describes a column, and why so.
struct ColumnLikelihood {
    std::string likelihood;
    NumberScale scale = NumberScale::Standard;
    QString reason;
};

/// What the input `column` is learned as if nobody chooses by hand, as far as `data` was prepared so: nothing
/// if the column was no input then, or described by hand. `numbers` is the hyperparameter of that name for
/// number columns: a likelihood, or auto.
std::optional<ColumnLikelihood> likelihoodByItself(const TrainingData& data, Index column,
                                                   const std::string& numbers);

/// The same for a likelihood that was chosen by hand.
ColumnLikelihood likelihoodByHand(const TrainingData& data, Index column, const std::string& likelihood);

/// In a tooltip: likelihood, scale and reason.
QString describeLikelihood(const ColumnLikelihood& likelihood, ColumnType type);

}  // namespace latentscape::ui
