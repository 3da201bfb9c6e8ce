#include "core/analysis/diagnosis.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

namespace latentscape {
namespace {

constexpr double kCollapsedKl = 0.01;
constexpr double kUnexplained = 0.05;
constexpr double kDetermined = 0.9;
/// Epochs that a judgement about a course looks back on.
constexpr std::size_t kRecentEpochs = 20;
/// Epochs that a loss stays away before its course is lost.
constexpr std::size_t kLostEpochs = 3;
/// Times the usual learning rate.
constexpr double kFarTooHigh = 10;
constexpr double kLargeUpdate = 1e-2;
constexpr double kSmallUpdate = 1e-4;
/// Nats per row below which two models count as equally good, however many rows judge them.
constexpr double kEquallyGood = 0.05;

std::string text(double value, int decimals) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    return {buffer, end.ptr};
}

std::string scientific(double value) {
    char buffer[64];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 2).ptr};
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

HyperparameterChange change(const Hyperparameters& hyperparameters, std::string_view key, double factor) {
    const HyperparameterSpec& spec = hyperparameterSpec(key);
    const double value = std::get<double>(getHyperparameter(hyperparameters, spec)) * factor;
    return {std::string(key), std::clamp(value, spec.minimum, spec.maximum)};
}

/// β as the last steps used it; warm-up is over when that is the value asked for.
double lastBeta(const RunEvidence& evidence) {
    return evidence.history.training.empty() ? evidence.hyperparameters.beta
                                             : evidence.history.training.back().beta;
}

bool inWarmup(const RunEvidence& evidence) {
    const Hyperparameters& now = evidence.hyperparameters;
    // A cycle lowers β again and again, also after the warm-up.
    if (now.klCycle > 0)
        return !evidence.history.training.empty() && evidence.history.training.back().epoch < now.klWarmup;
    return now.klWarmup > 0 && lastBeta(evidence) < 0.999 * now.beta;
}

/// The same for so many rows: log-densities of two models differ by about one nat from row to row, so that
/// their means over few rows differ by chance.
double equallyGood(const std::optional<Evaluation>& evaluation) {
    const double rows = evaluation ? double(std::max<Index>(evaluation->rows, 1)) : 1e9;
    return std::max(kEquallyGood, 1 / std::sqrt(rows));
}

std::optional<Finding> nothingToFind(const RunEvidence& evidence) {
    if (!evidence.baselines || !evidence.baselines->densities)
        return std::nullopt;
    const BaselineDensities& densities = *evidence.baselines->densities;
    const double best = std::max(densities.linear(), densities.shrunkGaussian);
    const double margin = equallyGood(evidence.evaluation);
    const bool modelFindsSomething =
        evidence.evaluation && evidence.evaluation->elbo > densities.independent + margin;
    if (best > densities.independent + margin || modelFindsSomething)
        return std::nullopt;
    return Finding{FindingKind::NothingToFind,
                   {{"independent", text(densities.independent, 2)},
                    {"linear", text(densities.linear(), 2)},
                    {"latent", std::to_string(evidence.hyperparameters.latent)}}};
}

std::optional<Finding> collapse(const RunEvidence& evidence) {
    if (!evidence.evaluation || inWarmup(evidence))
        return std::nullopt;
    const Evaluation& evaluation = *evidence.evaluation;
    const Hyperparameters& now = evidence.hyperparameters;
    if (evaluation.activeUnits == 0 && evaluation.r2 < kUnexplained) {
        Finding finding{FindingKind::TotalCollapse, {{"r2", text(100 * std::max(0.0, evaluation.r2), 0)}}};
        if (now.beta > 1)
            finding.changes.push_back({"beta", 1.0});
        else if (now.noise == "fixed")
            finding.changes.push_back({"noise", std::string("feature")});
        else if (now.start != "ppca")
            finding.changes.push_back({"start", std::string("ppca")});
        return finding;
    }
    std::vector<std::string> dimensions;
    for (std::size_t j = 0; j < evaluation.klPerDimension.size(); ++j)
        if (evaluation.klPerDimension[j] < kCollapsedKl)
            dimensions.push_back("z" + std::to_string(j + 1));
    const std::size_t active = evaluation.klPerDimension.size() - dimensions.size();
    if (dimensions.empty() || active == 0)
        return std::nullopt;
    Finding finding{FindingKind::LatentCollapsed,
                    {{"collapsed", std::to_string(dimensions.size())},
                     {"latent", std::to_string(now.latent)},
                     {"dimensions", listOfNames(dimensions, 8)},
                     {"active", std::to_string(active)}}};
    if (now.start != "ppca")
        finding.changes.push_back({"start", std::string("ppca")});
    else
        finding.changes.push_back({"latent", std::int64_t(active)});
    return finding;
}

/// One value for each epoch: lossOf(its last record).
template <class LossOf>
std::vector<double> trainingLosses(std::span<const TrainingRecord> records, const LossOf& lossOf) {
    std::vector<double> losses;
    double epoch = -1;
    for (const TrainingRecord& record : records) {
        if (losses.empty() || std::ceil(record.epoch) != epoch)
            losses.push_back(0);
        losses.back() = lossOf(record);
        epoch = std::ceil(record.epoch);
    }
    return losses;
}

/// Whether an edit makes losses before and after it two different things.
bool changesObjective(const HyperparameterEdit& edit) {
    return edit.key == "dropout" || hyperparameterSpec(edit.key).group == HyperparameterGroup::Objective;
}

/// The last records that were trained on one and the same objective.
std::span<const TrainingRecord> sinceObjectiveChanged(const MetricsHistory& history) {
    const std::span<const TrainingRecord> records(history.training);
    std::int64_t changed = -1;
    for (const HyperparameterEdit& edit : history.edits)
        if (changesObjective(edit))
            changed = edit.step;
    std::size_t first = records.size();
    while (first > 0 && records[first - 1].beta == records.back().beta && records[first - 1].step > changed)
        --first;
    return records.subspan(first);
}

/// Smaller steps with clipping. A learning rate far beyond the usual one would need many thirds.
std::vector<HyperparameterChange> smallerSteps(const Hyperparameters& now) {
    const Hyperparameters usual;
    const double third = now.learningRate / 3;
    std::vector<HyperparameterChange> changes{
        {"learning-rate", now.learningRate > kFarTooHigh * usual.learningRate ? usual.learningRate : third}};
    if (now.clipNorm == 0 || now.clipNorm > usual.clipNorm)
        changes.push_back({"clip-norm", usual.clipNorm});
    return changes;
}

std::optional<Finding> diverged(const RunEvidence& evidence) {
    if (!evidence.divergence)
        return std::nullopt;
    const Facts& facts = evidence.divergence->facts;
    return Finding{
        .kind = FindingKind::Diverged,
        .facts = {{"quantity", facts.at("quantity")},
                  {"step", facts.at("step")},
                  {"epoch", facts.at("epoch")},
                  {"column", facts.at("column")}},
        .changes = smallerSteps(evidence.hyperparameters),
        .goBack = true,
    };
}

std::optional<Finding> diverging(const RunEvidence& evidence) {
    const std::vector<double> losses =
        trainingLosses(sinceObjectiveChanged(evidence.history), [](const TrainingRecord& record) {
            return record.terms.reconstruction + record.beta * record.terms.kl;
        });
    // What was changed a moment ago deserves a chance.
    const double edited = evidence.history.edits.empty() ? 0 : evidence.history.edits.back().epoch;
    if (losses.size() < 8 || evidence.history.training.back().epoch < std::ceil(edited) + double(kLostEpochs))
        return std::nullopt;
    const double best = *std::min_element(losses.begin(), losses.end() - kLostEpochs);
    // Spread of the change from epoch to epoch, which a fall of the whole curve does not widen.
    std::vector<double> changes;
    for (std::size_t i = 1; i + kLostEpochs < losses.size(); ++i)
        changes.push_back(std::abs(losses[i] - losses[i - 1]));
    const double distance = 10 * std::max(median(changes), 1e-3);
    if (std::any_of(losses.end() - kLostEpochs, losses.end(),
                    [&](double loss) { return loss <= best + distance; }))
        return std::nullopt;
    return Finding{FindingKind::Diverging,
                   {{"distance", text(distance, 2)}},
                   smallerSteps(evidence.hyperparameters),
                   true};
}

/// Changes of the validation ELBO over the last epochs; empty if there were too few.
std::vector<double> recentChanges(const MetricsHistory& history) {
    std::vector<double> changes;
    const auto& validation = history.validation;
    if (validation.size() <= kRecentEpochs)
        return changes;
    for (std::size_t i = validation.size() - kRecentEpochs; i < validation.size(); ++i)
        changes.push_back(validation[i].terms.elbo() - validation[i - 1].terms.elbo());
    return changes;
}

std::optional<Finding> learningRate(const RunEvidence& evidence) {
    const std::vector<double> changes = recentChanges(evidence.history);
    if (changes.empty() || evidence.history.training.empty())
        return std::nullopt;
    int flips = 0;
    for (std::size_t i = 1; i < changes.size(); ++i)
        flips += (changes[i] > 0) != (changes[i - 1] > 0);
    const auto improved = std::count_if(changes.begin(), changes.end(), [](double one) { return one > 0; });
    const double ratio = evidence.history.training.back().updateRatio;
    if (double(flips) > 0.4 * double(changes.size()) && ratio > kLargeUpdate)
        return Finding{FindingKind::LearningRateTooHigh,
                       {{"flips", std::to_string(flips)},
                        {"epochs", std::to_string(changes.size())},
                        {"ratio", scientific(ratio)}},
                       {change(evidence.hyperparameters, "learning-rate", 1.0 / 3)}};
    if (double(improved) > 0.9 * double(changes.size()) && ratio > 0 && ratio < kSmallUpdate)
        return Finding{FindingKind::LearningRateTooLow,
                       {{"ratio", scientific(ratio)}},
                       {change(evidence.hyperparameters, "learning-rate", 3)}};
    return std::nullopt;
}

std::optional<Finding> overFitting(const RunEvidence& evidence) {
    const auto& validation = evidence.history.validation;
    // As validation is judged.
    const std::vector<double> losses = trainingLosses(
        evidence.history.training, [](const TrainingRecord& record) { return -record.terms.elbo(); });
    if (validation.size() <= kRecentEpochs || losses.size() <= kRecentEpochs)
        return std::nullopt;
    const auto best =
        std::max_element(validation.begin(), validation.end(),
                         [](const auto& a, const auto& b) { return a.terms.elbo() < b.terms.elbo(); });
    const double worse = best->terms.elbo() - validation.back().terms.elbo();
    const double epochs = validation.back().epoch - best->epoch;
    const bool trainingImproves = losses.back() < losses[losses.size() - kRecentEpochs];
    if (epochs < double(kRecentEpochs) ||
        worse < std::max(2 * kEquallyGood, 0.01 * std::abs(best->terms.elbo())) || !trainingImproves)
        return std::nullopt;
    Finding finding{FindingKind::OverFitting,
                    {{"best", text(best->epoch, 0)}, {"epochs", text(epochs, 0)}, {"worse", text(worse, 2)}}};
    std::vector<std::int64_t> smaller = evidence.hyperparameters.hidden;
    for (std::int64_t& units : smaller)
        units = std::max<std::int64_t>(4, units / 2);
    if (smaller != evidence.hyperparameters.hidden)
        finding.changes.push_back({"hidden", smaller});
    return finding;
}

/// The floor of a column whose few values lie far apart is reached without knowing anything of it.
std::optional<Finding> varianceAtFloor(const RunEvidence& evidence) {
    std::vector<std::string> names = evidence.columnsAtFloor;
    if (evidence.evaluation)
        std::erase_if(names, [&](const std::string& name) {
            const auto& columns = evidence.evaluation->columns;
            return std::any_of(columns.begin(), columns.end(), [&](const ColumnEvaluation& column) {
                return column.name == name && column.r2 < kDetermined;
            });
        });
    if (names.empty())
        return std::nullopt;
    return Finding{FindingKind::VarianceAtFloor, {{"columns", listOfNames(names)}}};
}

std::optional<Finding> columnIsNoise(const RunEvidence& evidence) {
    if (!evidence.evaluation)
        return std::nullopt;
    std::vector<std::string> names;
    for (const ColumnEvaluation& column : evidence.evaluation->columns)
        if (column.varies && column.r2 < kUnexplained)
            names.push_back(column.name);
    if (names.empty())
        return std::nullopt;
    return Finding{FindingKind::ColumnIsNoise,
                   {{"columns", listOfNames(names)}},
                   {{"latent", std::min<std::int64_t>(512, evidence.hyperparameters.latent + 2)}}};
}

std::optional<Finding> priorMismatch(const RunEvidence& evidence) {
    if (!evidence.evaluation || inWarmup(evidence))
        return std::nullopt;
    std::vector<std::string> dimensions;
    for (std::size_t j = 0; j < evidence.evaluation->aggregateMean.size(); ++j) {
        const double mean = evidence.evaluation->aggregateMean[j];
        const double variance = evidence.evaluation->aggregateVariance[j];
        if (std::abs(mean) > 0.3 || variance < 0.5 || variance > 1.5)
            dimensions.push_back("z" + std::to_string(j + 1) + " " + text(mean, 2) + " and " +
                                 text(variance, 2));
    }
    if (dimensions.empty())
        return std::nullopt;
    Finding finding{FindingKind::PriorMismatch, {{"dimensions", listOfNames(dimensions)}}};
    if (evidence.hyperparameters.beta < 1)
        finding.changes.push_back({"beta", 1.0});
    return finding;
}

std::optional<Finding> boundLoose(const RunEvidence& evidence) {
    if (!evidence.evaluation || !evidence.evaluation->importanceWeighted)
        return std::nullopt;
    const double bound = evidence.evaluation->importanceWeighted->logLikelihood;
    const double gap = bound - evidence.evaluation->elbo;
    const double tenth = 0.1 * std::abs(evidence.evaluation->elbo);
    if (gap <= std::max(equallyGood(evidence.evaluation), std::min(3.0, tenth)))
        return std::nullopt;
    return Finding{
        FindingKind::BoundLoose,
        {{"k", std::to_string(evidence.evaluation->importanceWeighted->k)}, {"gap", text(gap, 2)}},
        {{"importance-samples", std::max<std::int64_t>(10, evidence.hyperparameters.importanceSamples)}}};
}

std::optional<Finding> worseThanLinear(const RunEvidence& evidence) {
    if (!evidence.evaluation || !evidence.baselines || !evidence.baselines->densities || !evidence.finished)
        return std::nullopt;
    const double linear = evidence.baselines->densities->linear();
    if (evidence.evaluation->elbo >= linear - equallyGood(evidence.evaluation))
        return std::nullopt;
    Finding finding{FindingKind::WorseThanLinear,
                    {{"elbo", text(evidence.evaluation->elbo, 2)}, {"linear", text(linear, 2)}}};
    if (evidence.hyperparameters.start != "ppca")
        finding.changes.push_back({"start", std::string("ppca")});
    return finding;
}

std::optional<Finding> stoppedInWarmup(const RunEvidence& evidence) {
    if (!evidence.finished || !inWarmup(evidence))
        return std::nullopt;
    const double needed = std::ceil(evidence.hyperparameters.klWarmup * 2);
    return Finding{
        FindingKind::StoppedInWarmup,
        {{"beta", scientific(lastBeta(evidence))}, {"target", scientific(evidence.hyperparameters.beta)}},
        {{"epochs", std::max(evidence.hyperparameters.epochs, std::int64_t(needed))}}};
}

}  // namespace

std::vector<Finding> diagnose(const RunEvidence& evidence) {
    std::vector<Finding> findings;
    const auto add = [&](std::optional<Finding> finding) {
        if (!finding)
            return;
        // At the end of a range, or where it has been done already, there is nothing to propose.
        std::erase_if(finding->changes, [&](const HyperparameterChange& change) {
            return getHyperparameter(evidence.hyperparameters, hyperparameterSpec(change.key)) ==
                   change.value;
        });
        findings.push_back(std::move(*finding));
    };
    add(diverged(evidence));
    if (findings.empty())
        add(diverging(evidence));
    // Whoever is lost need not hear that the steps are too large.
    const bool onCourse = findings.empty();
    const std::size_t before = findings.size();
    add(nothingToFind(evidence));
    // Where there is nothing to find, unused dimensions and unexplained columns are as they should be.
    const bool something = findings.size() == before;
    if (something)
        add(collapse(evidence));
    if (onCourse)
        add(learningRate(evidence));
    add(overFitting(evidence));
    add(worseThanLinear(evidence));
    if (!evidence.pictures)
        add(varianceAtFloor(evidence));
    if (something && !evidence.pictures)
        add(columnIsNoise(evidence));
    add(priorMismatch(evidence));
    add(boundLoose(evidence));
    add(stoppedInWarmup(evidence));
    return findings;
}

std::vector<std::string> columnsAtNoiseFloor(const Preprocessor& preprocessor, const ModelSnapshot& model) {
    std::vector<std::string> names;
    for (const Vae::Part& part : model.vae->parts()) {
        const LikelihoodBlock& block = part.likelihood->block();
        if (!part.likelihood->placesMean() || block.noise != NoiseForm::Feature)
            continue;
        const auto noise = model.vae->layout().vector(model.parameters, part.noiseBlock);
        for (const EncodedColumn& column : preprocessor.columns()) {
            const Index place = column.firstFeature - block.firstFeature;
            if (column.features != 1 || place < 0 || place >= block.features)
                continue;
            const double width = std::exp(0.5 * double(noise[place]));
            if (width <= 1.02 * block.noiseFloor[std::size_t(place)])
                names.push_back(column.name);
        }
    }
    return names;
}

}  // namespace latentscape
