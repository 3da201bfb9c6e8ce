#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/baselines.h"
#include "core/analysis/bounds.h"
#include "core/training/metrics_history.h"

namespace latentscape {

/// What can be seen in a run.
enum class FindingKind {
    NothingToFind,        ///< the columns do not vary together
    TotalCollapse,        ///< no latent dimension is in use although there is something to find
    LatentCollapsed,      ///< some are not
    Diverged,             ///< the loss is no longer finite
    Diverging,            ///< the training loss left its course
    LearningRateTooHigh,  ///< validation jumps up and down in large steps
    LearningRateTooLow,   ///< a steady slope in tiny steps
    OverFitting,          ///< validation gets worse while training goes on
    VarianceAtFloor,      ///< a column is known as exactly as it is written
    ColumnIsNoise,        ///< a column is not explained at all
    PriorMismatch,        ///< rows lie elsewhere than the prior says
    BoundLoose,           ///< the ELBO is far below the likelihood
    WorseThanLinear,      ///< a straight model does better
    StoppedInWarmup,      ///< β has not reached its value
};

/// One thing that is worth knowing about a run, as a value; describe() makes words of it.
struct Finding {
    FindingKind kind;
    /// The evidence, by name.
    Facts facts;
    /// What would help.
    std::vector<HyperparameterChange> changes = {};
    /// The changes only help from better parameters on: see Trainer::recover().
    bool goBack = false;

    bool operator==(const Finding&) const = default;
};

/// What is seen, why it is thought so, and what to do; one English sentence or two each.
struct FindingText {
    std::string what;
    std::string evidence;
    std::string advice;
};

/// The English texts of a finding with `{name}` placeholders; an interface may translate them first.
FindingText findingTemplate(FindingKind kind);
FindingText describe(const Finding& finding);

/// All that a run has shown. Whatever is not there leaves out the findings that need it.
struct RunEvidence {
    Hyperparameters hyperparameters;
    MetricsHistory history;
    /// Of the model as it is now or as it is kept, on rows that it did not learn from.
    std::optional<Evaluation> evaluation = std::nullopt;
    /// On the same rows.
    std::optional<Baselines> baselines = std::nullopt;
    /// Names of number columns whose learned noise width lies at its floor.
    std::vector<std::string> columnsAtFloor = {};
    /// The columns are the pixels of a picture: single ones that are dark throughout are nothing to tell.
    bool pictures = false;
    /// The run has ended.
    bool finished = false;
    /// Why the run has stopped: a TrainingDiverged.
    std::optional<Problem> divergence = std::nullopt;
};

/// A pure function: the same evidence gives the same findings, the most important first.
std::vector<Finding> diagnose(const RunEvidence& evidence);

/// The number columns of a model whose learned noise width is at its floor (not for widths that the decoder
/// tells for each row).
std::vector<std::string> columnsAtNoiseFloor(const Preprocessor& preprocessor, const ModelSnapshot& model);

}  // namespace latentscape
