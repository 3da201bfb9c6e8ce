#include "core/analysis/diagnosis.h"

namespace latentscape {

FindingText findingTemplate(FindingKind kind) {
    switch (kind) {
        case FindingKind::NothingToFind:
            return {
                "There is nothing to find: the columns do not vary together.",
                "On rows that were not learned from, each column by itself is described as well "
                "({independent} nats "
                "per row) as all of them by {latent} latent dimensions ({linear}).",
                "Nothing is broken. A map of such a table shows noise: look for other columns or more rows."};
        case FindingKind::TotalCollapse:
            return {"The latent space is not used at all.",
                    "No dimension is active and reconstructions explain {r2} % of the variation.",
                    "β is too high, the noise is fixed too large, or the start found no way out."};
        case FindingKind::LatentCollapsed:
            return {"{collapsed} of {latent} latent dimensions are not used.",
                    "Their KL is below 0.01 nats: {dimensions}.",
                    "At this β and noise the table supports only {active}. Take as many, or lower β to "
                    "use more."};
        case FindingKind::Diverged:
            return {"Training diverged.",
                    "In epoch {epoch} (step {step}) the {quantity} was no longer finite; column “{column}” "
                    "has the "
                    "largest share.",
                    "Go back to the best parameters and on from there in smaller steps."};
        case FindingKind::Diverging:
            return {"Training is leaving its course.",
                    "The training loss was more than {distance} nats above its best for three epochs.",
                    "Go back to the best parameters and on from there in smaller steps."};
        case FindingKind::LearningRateTooHigh:
            return {"The learning rate is too high.",
                    "Validation went up and down {flips} times in {epochs} epochs, and a step changes the "
                    "parameters by "
                    "{ratio} of their size.",
                    "Divide it by three."};
        case FindingKind::LearningRateTooLow:
            return {"The learning rate could be higher.",
                    "Validation still improves in nearly every epoch, and a step changes the parameters by "
                    "only {ratio} "
                    "of their size.",
                    "Multiply it by three."};
        case FindingKind::OverFitting:
            return {"The model begins to learn single rows by heart.",
                    "Validation has been worse than in epoch {best} for {epochs} epochs (by {worse} nats per "
                    "row) while "
                    "training went on improving.",
                    "The best epoch is kept if patience is on. Fewer hidden units, fewer latent dimensions "
                    "or more rows "
                    "help."};
        case FindingKind::VarianceAtFloor:
            return {"Some columns are reconstructed as exactly as they are written.",
                    "Noise width at its floor: {columns}.",
                    "They are nearly determined by the others: duplicates, sums or rounded copies. Consider "
                    "leaving one of "
                    "each out."};
        case FindingKind::ColumnIsNoise:
            return {"Some columns are hardly explained.", "R² below 0.05: {columns}.",
                    "They do not vary with the others, or need more latent dimensions."};
        case FindingKind::PriorMismatch:
            return {"The rows do not lie where the prior says.",
                    "Mean and variance of all posteriors together should be 0 and 1: {dimensions}.",
                    "Generate rows from where the rows lie rather than from the prior, or raise β."};
        case FindingKind::BoundLoose:
            return {"The ELBO understates this model.",
                    "The importance-weighted bound with k = {k} is {gap} nats per row above it.",
                    "Quote the importance-weighted bound, or train with 5 to 20 importance samples."};
        case FindingKind::WorseThanLinear:
            return {"A straight model describes this table better.",
                    "On the same rows the ELBO is {elbo} nats per row and the linear model with as many "
                    "latent dimensions "
                    "reaches {linear}.",
                    "Train longer, with fewer units, or with no hidden layers at all."};
        case FindingKind::StoppedInWarmup:
            return {"The run ended before β reached its value.", "β was {beta} of {target} at the end.",
                    "Train longer or shorten the warm-up: until then the objective is not the one that was "
                    "asked for."};
    }
    return {};
}

FindingText describe(const Finding& finding) {
    const FindingText text = findingTemplate(finding.kind);
    return {fillPlaceholders(text.what, finding.facts), fillPlaceholders(text.evidence, finding.facts),
            fillPlaceholders(text.advice, finding.facts)};
}

}  // namespace latentscape
