#include "core/analysis/diagnosis.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "core/data/generators.h"
#include "core/training/trainer.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

using Change = std::function<void(RunEvidence&)>;

/// The same signs as in a real run: an epoch a record, validation before the first.
MetricsHistory historyOf(const std::vector<double>& trainingLosses,
                         const std::vector<double>& validationElbos) {
    MetricsHistory history;
    for (std::size_t i = 0; i < trainingLosses.size(); ++i)
        history.training.push_back({.step = std::int64_t(i + 1),
                                    .epoch = double(i + 1),
                                    .terms = {.reconstruction = trainingLosses[i] - 1, .kl = 1},
                                    .beta = 1,
                                    .learningRate = 1e-3,
                                    .gradientNorm = 1,
                                    .updateRatio = 1e-3});
    for (std::size_t i = 0; i < validationElbos.size(); ++i)
        history.validation.push_back({.step = std::int64_t(i),
                                      .epoch = double(i),
                                      .terms = {.reconstruction = -validationElbos[i] - 1, .kl = 1}});
    return history;
}

/// from, from + slope, …
std::vector<double> line(std::size_t count, double from, double slope) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = from + slope * double(i);
    return values;
}

/// Validation that goes up, but down in the `falls` even places from the end, 20 changes long.
std::vector<double> zigzag(int falls) {
    std::vector<double> values{-9};
    for (int i = 0; i < 20; ++i)
        values.push_back(values.back() + (i % 2 == 1 && i / 2 < falls ? -0.1 : 0.2));
    return values;
}

/// Rises to −7 at `best` epochs and falls by `loss` until epoch `last`.
std::vector<double> peak(std::size_t best, std::size_t last, double loss) {
    std::vector<double> values = line(best + 1, -7 - 0.01 * double(best), 0.01);
    for (std::size_t epoch = best + 1; epoch <= last; ++epoch)
        values.push_back(-7 - loss * double(epoch - best) / double(last - best));
    return values;
}

/// A run that ended well: nothing is to be found.
RunEvidence healthyRun() {
    Evaluation evaluation;
    evaluation.rows = 1000;
    evaluation.elbo = -7;
    evaluation.reconstruction = 4;
    evaluation.kl = 3;
    evaluation.klPerDimension = {2, 1};
    evaluation.meanVariance = {0.9, 0.7};
    evaluation.activeUnits = 2;
    evaluation.aggregateMean = {0.1, -0.1};
    evaluation.aggregateVariance = {1, 0.9};
    evaluation.mutualInformation = 2.5;
    evaluation.columns = {{"length", 2, 0.9}, {"width", 2, 0.5}};
    evaluation.r2 = 0.7;
    evaluation.importanceWeighted = {.k = 100, .logLikelihood = -6.8};
    return {.hyperparameters = {},
            .history = historyOf(line(60, 9, -0.02), line(61, -9, 0.02)),
            .evaluation = evaluation,
            .baselines = Baselines{.densities = BaselineDensities{.independent = -10,
                                                                  .ppca = -8,
                                                                  .factorAnalysis = -7.5,
                                                                  .shrunkGaussian = -7.2},
                                   .columns = {{"length", 0.8}, {"width", 0.4}},
                                   .r2 = 0.6},
            .finished = true};
}

/// A sign of something in a run that is healthy otherwise.
struct Sign {
    const char* name;
    FindingKind kind;
    Change apply;
    /// As expected; without facts, the finding must not be there.
    std::optional<Facts> facts;
    std::vector<HyperparameterChange> changes = {};
};

void setElbo(RunEvidence& run, double elbo) {
    run.evaluation->elbo = elbo;
    run.evaluation->importanceWeighted->logLikelihood = elbo;
}

void collapseAll(RunEvidence& run) {
    run.evaluation->klPerDimension = {0.001, 0.002};
    run.evaluation->activeUnits = 0;
    run.evaluation->r2 = 0.049;
}

void warmUp(RunEvidence& run, double beta) {
    run.hyperparameters.klWarmup = 50;
    run.hyperparameters.epochs = 60;
    for (TrainingRecord& record : run.history.training)
        record.beta = beta;
}

/// A steady loss that stands `distance` above its best for its last `epochs`.
void leaveCourse(RunEvidence& run, double distance, std::size_t epochs) {
    std::vector<double> losses = line(60, 9, -0.02);
    const double best = losses[60 - epochs - 1];
    std::fill(losses.end() - std::ptrdiff_t(epochs), losses.end(), best + distance);
    run.history = historyOf(losses, line(61, -9, 0.02));
}

void setUpdateRatio(RunEvidence& run, double ratio) {
    run.history.training.back().updateRatio = ratio;
}

std::vector<Sign> signsOfDensity() {
    using Kind = FindingKind;
    const auto nothing = [](double linear, double shrunk, double elbo) {
        return [=](RunEvidence& run) {
            run.baselines->densities = BaselineDensities{
                .independent = -10, .ppca = linear, .factorAnalysis = -11, .shrunkGaussian = shrunk};
            setElbo(run, elbo);
        };
    };
    const auto nothingFacts = [](const char* linear) {
        return Facts{{"independent", "-10.00"}, {"linear", linear}, {"latent", "2"}};
    };
    return {
        {"no model is better than single columns", Kind::NothingToFind, nothing(-9.96, -9.96, -9.96),
         nothingFacts("-9.96")},
        {"no model of one's own is needed", Kind::NothingToFind,
         [=](RunEvidence& run) {
             nothing(-10.3, -10.2, -10)(run);
             run.evaluation.reset();
         },
         nothingFacts("-10.30")},
        {"few rows judge, and the others are better by chance", Kind::NothingToFind,
         [=](RunEvidence& run) {
             nothing(-9.9, -9.85, -9.85)(run);
             run.evaluation->rows = 25;
         },
         nothingFacts("-9.90")},
        {"a linear model is better", Kind::NothingToFind, nothing(-9.94, -10, -10), std::nullopt},
        {"a full Gaussian is better", Kind::NothingToFind, nothing(-10, -9.94, -10), std::nullopt},
        {"the model is better", Kind::NothingToFind, nothing(-10, -10, -9.94), std::nullopt},
        {"no densities are known", Kind::NothingToFind,
         [=](RunEvidence& run) {
             nothing(-10, -10, -10)(run);
             run.baselines->densities.reset();
         },
         std::nullopt},

        {"a straight model is better", Kind::WorseThanLinear, [](RunEvidence& run) { setElbo(run, -7.56); },
         Facts{{"elbo", "-7.56"}, {"linear", "-7.50"}}},
        {"a straight model is better than a plain start",
         Kind::WorseThanLinear,
         [](RunEvidence& run) {
             setElbo(run, -7.56);
             run.hyperparameters.start = "plain";
         },
         Facts{{"elbo", "-7.56"}, {"linear", "-7.50"}},
         {{"start", std::string("ppca")}}},
        {"a straight model is as good", Kind::WorseThanLinear, [](RunEvidence& run) { setElbo(run, -7.54); },
         std::nullopt},
        {"a straight model is better so far", Kind::WorseThanLinear,
         [](RunEvidence& run) {
             setElbo(run, -7.56);
             run.finished = false;
         },
         std::nullopt},

        {"the bound is loose",
         Kind::BoundLoose,
         [](RunEvidence& run) { run.evaluation->importanceWeighted->logLikelihood = -6.29; },
         Facts{{"k", "100"}, {"gap", "0.71"}},
         {{"importance-samples", std::int64_t(10)}}},
        {"the bound is loose after training it", Kind::BoundLoose,
         [](RunEvidence& run) {
             run.evaluation->importanceWeighted->logLikelihood = -6.29;
             run.hyperparameters.importanceSamples = 20;
         },
         Facts{{"k", "100"}, {"gap", "0.71"}}},
        {"the bound is tight to a tenth", Kind::BoundLoose,
         [](RunEvidence& run) { run.evaluation->importanceWeighted->logLikelihood = -6.31; }, std::nullopt},
        {"the bound of a wide table is 3 nats off",
         Kind::BoundLoose,
         [](RunEvidence& run) {
             run.evaluation->elbo = -300;
             run.evaluation->importanceWeighted->logLikelihood = -296.99;
         },
         Facts{{"k", "100"}, {"gap", "3.01"}},
         {{"importance-samples", std::int64_t(10)}}},
        {"the bound of a wide table is less than 3 nats off", Kind::BoundLoose,
         [](RunEvidence& run) {
             run.evaluation->elbo = -300;
             run.evaluation->importanceWeighted->logLikelihood = -297.01;
         },
         std::nullopt},
        {"the bound is unknown", Kind::BoundLoose,
         [](RunEvidence& run) { run.evaluation->importanceWeighted.reset(); }, std::nullopt},
    };
}

std::vector<Sign> signsOfTheLatentSpace() {
    using Kind = FindingKind;
    const auto collapsedTo = [](double kl) {
        return [=](RunEvidence& run) { run.evaluation->klPerDimension = {3, kl}; };
    };
    const Facts oneCollapsed{{"collapsed", "1"}, {"latent", "2"}, {"dimensions", "“z2”"}, {"active", "1"}};
    const auto aggregate = [](double mean, double variance) {
        return [=](RunEvidence& run) {
            run.evaluation->aggregateMean = {mean, 0};
            run.evaluation->aggregateVariance = {variance, 1};
        };
    };
    return {
        {"nothing is used", Kind::TotalCollapse, &collapseAll, Facts{{"r2", "5"}}},
        {"nothing is used at a large β",
         Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.hyperparameters.beta = 4;
             run.hyperparameters.noise = "fixed";
             for (TrainingRecord& record : run.history.training)
                 record.beta = 4;
         },
         Facts{{"r2", "5"}},
         {{"beta", 1.0}}},
        {"nothing is used with fixed noise",
         Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.hyperparameters.noise = "fixed";
             run.hyperparameters.start = "plain";
         },
         Facts{{"r2", "5"}},
         {{"noise", std::string("feature")}}},
        {"nothing is used after a plain start",
         Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.evaluation->r2 = -0.2;
             run.hyperparameters.start = "plain";
         },
         Facts{{"r2", "0"}},
         {{"start", std::string("ppca")}}},
        {"something is explained", Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.evaluation->r2 = 0.051;
         },
         std::nullopt},
        {"one unit is active", Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.evaluation->activeUnits = 1;
         },
         std::nullopt},
        {"nothing is used while β rises", Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             warmUp(run, 0.99);
         },
         std::nullopt},
        {"nothing is there to use", Kind::TotalCollapse,
         [](RunEvidence& run) {
             collapseAll(run);
             run.baselines->densities = BaselineDensities{-10, -10, -10, -10};
             setElbo(run, -10);
         },
         std::nullopt},

        {"one dimension is not used",
         Kind::LatentCollapsed,
         collapsedTo(0.0099),
         oneCollapsed,
         {{"latent", std::int64_t(1)}}},
        {"one dimension is not used after a plain start",
         Kind::LatentCollapsed,
         [=](RunEvidence& run) {
             collapsedTo(0)(run);
             run.hyperparameters.start = "plain";
         },
         oneCollapsed,
         {{"start", std::string("ppca")}}},
        {"one dimension is hardly used", Kind::LatentCollapsed, collapsedTo(0.0101), std::nullopt},
        {"one dimension is not used while β rises", Kind::LatentCollapsed,
         [=](RunEvidence& run) {
             collapsedTo(0.0099)(run);
             warmUp(run, 0.99);
         },
         std::nullopt},

        {"rows lie beside the prior", Kind::PriorMismatch, aggregate(-0.31, 1),
         Facts{{"dimensions", "“z1 -0.31 and 1.00”"}}},
        {"rows lie closer together than the prior", Kind::PriorMismatch, aggregate(0, 0.49),
         Facts{{"dimensions", "“z1 0.00 and 0.49”"}}},
        {"rows lie further apart than the prior at a small β",
         Kind::PriorMismatch,
         [=](RunEvidence& run) {
             aggregate(0, 1.51)(run);
             run.hyperparameters.beta = 0.1;
             for (TrainingRecord& record : run.history.training)
                 record.beta = 0.1;
         },
         Facts{{"dimensions", "“z1 0.00 and 1.51”"}},
         {{"beta", 1.0}}},
        {"rows lie nearly where the prior says", Kind::PriorMismatch, aggregate(0.29, 0.51), std::nullopt},
        {"rows lie nearly as far apart as the prior", Kind::PriorMismatch, aggregate(-0.29, 1.49),
         std::nullopt},
        {"rows lie elsewhere while β rises", Kind::PriorMismatch,
         [=](RunEvidence& run) {
             aggregate(2, 9)(run);
             warmUp(run, 0.5);
         },
         std::nullopt},

        {"β is on its way at the end",
         Kind::StoppedInWarmup,
         [](RunEvidence& run) { warmUp(run, 0.5); },
         Facts{{"beta", "0.5"}, {"target", "1"}},
         {{"epochs", std::int64_t(100)}}},
        {"β is on its way when a long run is stopped", Kind::StoppedInWarmup,
         [](RunEvidence& run) {
             warmUp(run, 0.5);
             run.hyperparameters.epochs = 500;
         },
         Facts{{"beta", "0.5"}, {"target", "1"}}},
        {"β is on its way", Kind::StoppedInWarmup,
         [](RunEvidence& run) {
             warmUp(run, 0.5);
             run.finished = false;
         },
         std::nullopt},
        {"β has arrived", Kind::StoppedInWarmup, [](RunEvidence& run) { warmUp(run, 0.9995); }, std::nullopt},
    };
}

std::vector<Sign> signsOfTheCourse() {
    using Kind = FindingKind;
    const auto jumps = [](int falls, double ratio) {
        return [=](RunEvidence& run) {
            run.history = historyOf(line(60, 9, -0.02), zigzag(falls));
            setUpdateRatio(run, ratio);
        };
    };
    const auto creeps = [](int falls, double ratio) {
        return [=](RunEvidence& run) {
            run.history = historyOf(line(60, 9, -0.02), zigzag(falls));
            setUpdateRatio(run, ratio);
        };
    };
    const Problem divergence{ProblemCode::TrainingDiverged,
                             {{"quantity", "gradient"},
                              {"step", "70"},
                              {"epoch", "7"},
                              {"restored", "6"},
                              {"column", "width"},
                              {"learning_rate", "0.001"}}};
    const auto overFits = [](std::size_t best, std::size_t last, double loss, double slope = -0.02) {
        return
            [=](RunEvidence& run) { run.history = historyOf(line(last, 9, slope), peak(best, last, loss)); };
    };
    return {
        {"the loss leaves its course",
         Kind::Diverging,
         [](RunEvidence& run) { leaveCourse(run, 0.21, 3); },
         Facts{{"distance", "0.20"}},
         {{"learning-rate", 1e-3 / 3}}},
        {"a rate far beyond the usual goes back to it",
         Kind::Diverging,
         [](RunEvidence& run) {
             leaveCourse(run, 0.21, 3);
             run.hyperparameters.learningRate = 1000;
             run.hyperparameters.clipNorm = 0;
         },
         Facts{{"distance", "0.20"}},
         {{"learning-rate", 1e-3}, {"clip-norm", 5.0}}},
        {"a learning rate leaves the loss what it is",
         Kind::Diverging,
         [](RunEvidence& run) {
             leaveCourse(run, 5, 4);
             run.history.edits.push_back(
                 {.step = 56, .epoch = 56, .key = "learning-rate", .before = 1e-4, .after = 1e-3});
         },
         Facts{{"distance", "0.20"}},
         {{"learning-rate", 1e-3 / 3}}},
        {"what was changed a moment ago has a chance", Kind::Diverging,
         [](RunEvidence& run) {
             leaveCourse(run, 5, 4);
             run.history.edits.push_back(
                 {.step = 58, .epoch = 58, .key = "learning-rate", .before = 1.0, .after = 1e-3});
         },
         std::nullopt},
        {"the loss is not finite",
         Kind::Diverged,
         [divergence](RunEvidence& run) { run.divergence = divergence; },
         Facts{{"quantity", "gradient"}, {"step", "70"}, {"epoch", "7"}, {"column", "width"}},
         {{"learning-rate", 1e-3 / 3}}},
        {"the loss is not finite, and gradients were not clipped",
         Kind::Diverged,
         [divergence](RunEvidence& run) {
             run.divergence = divergence;
             run.hyperparameters.clipNorm = 0;
         },
         Facts{{"quantity", "gradient"}, {"step", "70"}, {"epoch", "7"}, {"column", "width"}},
         {{"learning-rate", 1e-3 / 3}, {"clip-norm", 5.0}}},
        {"the loss is finite", Kind::Diverged, [](RunEvidence&) {}, std::nullopt},
        {"the loss comes near its course", Kind::Diverging,
         [](RunEvidence& run) { leaveCourse(run, 0.19, 3); }, std::nullopt},
        {"the loss leaves its course for two epochs", Kind::Diverging,
         [](RunEvidence& run) { leaveCourse(run, 5, 2); }, std::nullopt},
        {"the loss leaves its course in a short run", Kind::Diverging,
         [](RunEvidence& run) {
             run.history = historyOf({9, 9, 9, 9, 20, 20, 20}, {});
         },
         std::nullopt},
        {"another β makes another loss", Kind::Diverging,
         [](RunEvidence& run) {
             leaveCourse(run, 5, 3);
             for (auto record = run.history.training.end() - 3; record != run.history.training.end();
                  ++record)
                 record->beta = 4;
             run.hyperparameters.beta = 4;
         },
         std::nullopt},
        {"the bound falls as β asks", Kind::Diverging,
         [](RunEvidence& run) {
             run.hyperparameters.beta = 4;
             for (std::size_t i = 0; i < run.history.training.size(); ++i)
                 run.history.training[i] = {
                     .epoch = double(i + 1),
                     .terms = {.reconstruction = 8 + 0.03 * double(i), .kl = 3 - 0.02 * double(i)},
                     .beta = 4};
         },
         std::nullopt},
        {"an edit makes another loss", Kind::Diverging,
         [](RunEvidence& run) {
             leaveCourse(run, 5, 3);
             run.history.edits.push_back(
                 {.step = 57, .epoch = 57, .key = "dropout", .before = 0.0, .after = 0.5});
         },
         std::nullopt},

        {"validation jumps in large steps",
         Kind::LearningRateTooHigh,
         jumps(5, 0.011),
         Facts{{"flips", "10"}, {"epochs", "20"}, {"ratio", "0.011"}},
         {{"learning-rate", 1e-3 / 3}}},
        {"validation jumps on the way to divergence", Kind::LearningRateTooHigh,
         [jumps, divergence](RunEvidence& run) {
             jumps(5, 0.011)(run);
             run.divergence = divergence;
         },
         std::nullopt},
        {"validation jumps less often", Kind::LearningRateTooHigh, jumps(4, 0.011), std::nullopt},
        {"validation jumps in small steps", Kind::LearningRateTooHigh, jumps(5, 0.0099), std::nullopt},
        {"validation has hardly begun", Kind::LearningRateTooHigh,
         [](RunEvidence& run) {
             std::vector<double> few = zigzag(10);
             few.pop_back();
             run.history = historyOf(line(60, 9, -0.02), few);
             setUpdateRatio(run, 0.5);
         },
         std::nullopt},

        {"validation creeps",
         Kind::LearningRateTooLow,
         creeps(1, 9.9e-5),
         Facts{{"ratio", "9.9e-05"}},
         {{"learning-rate", 3e-3}}},
        {"validation improves less often", Kind::LearningRateTooLow, creeps(2, 9.9e-5), std::nullopt},
        {"validation improves in larger steps", Kind::LearningRateTooLow, creeps(1, 1.01e-4), std::nullopt},
        {"nothing is learned", Kind::LearningRateTooLow, creeps(1, 0), std::nullopt},

        {"validation gets worse while training improves",
         Kind::OverFitting,
         overFits(30, 50, 0.11),
         Facts{{"best", "30"}, {"epochs", "20"}, {"worse", "0.11"}},
         {{"hidden", std::vector<std::int64_t>{32, 32}}}},
        {"a model with few units gets worse", Kind::OverFitting,
         [=](RunEvidence& run) {
             overFits(30, 50, 0.11)(run);
             run.hyperparameters.hidden = {4};
         },
         Facts{{"best", "30"}, {"epochs", "20"}, {"worse", "0.11"}}},
        {"validation got worse lately", Kind::OverFitting, overFits(31, 50, 0.11), std::nullopt},
        {"validation gets hardly worse", Kind::OverFitting, overFits(30, 50, 0.09), std::nullopt},
        {"training gets worse too", Kind::OverFitting, overFits(30, 50, 0.11, 0.001), std::nullopt},
    };
}

std::vector<Sign> signsOfColumns() {
    using Kind = FindingKind;
    const auto r2 = [](double value) {
        return [=](RunEvidence& run) { run.evaluation->columns[1].r2 = value; };
    };
    return {
        {"two columns at the floor", Kind::VarianceAtFloor,
         [](RunEvidence& run) {
             run.columnsAtFloor = {"length", "width"};
             run.evaluation->columns[1].r2 = 0.95;
         },
         Facts{{"columns", "“length”, “width”"}}},
        {"a column at the floor that is not known", Kind::VarianceAtFloor,
         [](RunEvidence& run) { run.columnsAtFloor = {"width"}; }, std::nullopt},
        {"pixels at the floor", Kind::VarianceAtFloor,
         [](RunEvidence& run) {
             run.columnsAtFloor = {"length", "width"};
             run.pictures = true;
         },
         std::nullopt},
        {"a column is hardly explained",
         Kind::ColumnIsNoise,
         r2(0.049),
         Facts{{"columns", "“width”"}},
         {{"latent", std::int64_t(4)}}},
        {"a column is hardly explained by very many dimensions", Kind::ColumnIsNoise,
         [=](RunEvidence& run) {
             r2(0)(run);
             run.hyperparameters.latent = 512;
         },
         Facts{{"columns", "“width”"}}},
        {"a column is explained a little", Kind::ColumnIsNoise, r2(0.051), std::nullopt},
        {"a pixel is not explained", Kind::ColumnIsNoise,
         [=](RunEvidence& run) {
             r2(0)(run);
             run.pictures = true;
         },
         std::nullopt},
        {"nothing could be explained", Kind::ColumnIsNoise,
         [=](RunEvidence& run) {
             r2(0)(run);
             run.baselines->densities = BaselineDensities{-10, -10, -10, -10};
             setElbo(run, -10);
         },
         std::nullopt},
    };
}

std::vector<Sign> allSigns() {
    std::vector<Sign> all;
    for (const auto& some : {signsOfDensity(), signsOfTheLatentSpace(), signsOfTheCourse(), signsOfColumns()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

const Finding* findingOf(const std::vector<Finding>& findings, FindingKind kind) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& finding) { return finding.kind == kind; });
    return found == findings.end() ? nullptr : &*found;
}

/// For a message when a test fails.
QString textOf(const std::vector<Finding>& findings) {
    QString text;
    for (const Finding& finding : findings) {
        text += QString::fromStdString(describe(finding).what + " " + describe(finding).evidence + "\n");
        for (const HyperparameterChange& change : finding.changes)
            text += QString::fromStdString(change.key + " " + hyperparameterText(change.value) + "\n");
    }
    return text;
}

constexpr int kLastKind = int(FindingKind::StoppedInWarmup);

}  // namespace

Q_DECLARE_METATYPE(Sign)

class DiagnosisTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsFoundInAHealthyRun() {
        QVERIFY2(diagnose(healthyRun()).empty(), qPrintable(textOf(diagnose(healthyRun()))));
    }

    void nothingIsFoundWhereNothingIsKnown() { QVERIFY(diagnose({}).empty()); }

    void everyFindingNeedsItsSign_data() {
        QTest::addColumn<Sign>("sign");
        for (const Sign& sign : allSigns())
            QTest::newRow(sign.name) << sign;
    }

    void everyFindingNeedsItsSign() {
        QFETCH(Sign, sign);
        RunEvidence run = healthyRun();
        sign.apply(run);
        const std::vector<Finding> findings = diagnose(run);
        const Finding* const found = findingOf(findings, sign.kind);
        if (!sign.facts) {
            QVERIFY2(!found, qPrintable(textOf(findings)));
            return;
        }
        QVERIFY2(found, qPrintable(textOf(findings)));
        QVERIFY2(found->facts == *sign.facts, qPrintable(textOf({*found})));
        QVERIFY2(found->changes == sign.changes, qPrintable(textOf({*found})));
    }

    void everyKindHasItsSigns() {
        std::set<FindingKind> found;
        std::set<FindingKind> notFound;
        for (const Sign& sign : allSigns())
            (sign.facts ? found : notFound).insert(sign.kind);
        QCOMPARE(int(found.size()), kLastKind + 1);
        QCOMPARE(int(notFound.size()), kLastKind + 1);
    }

    /// In whatever else these runs show, too.
    void everyTextIsFilledAndEveryProposalIsAChangeThatIsAllowed() {
        for (const Sign& sign : allSigns()) {
            RunEvidence run = healthyRun();
            sign.apply(run);
            for (const Finding& finding : diagnose(run)) {
                const FindingText text = describe(finding);
                for (const std::string& sentence : {text.what, text.evidence, text.advice}) {
                    QVERIFY(!sentence.empty());
                    QVERIFY2(sentence.find('{') == std::string::npos, sentence.c_str());
                }
                for (const HyperparameterChange& change : finding.changes) {
                    Hyperparameters changed = run.hyperparameters;
                    setHyperparameter(changed, hyperparameterSpec(change.key), change.value);
                    QVERIFY2(changed != run.hyperparameters, change.key.c_str());
                }
            }
        }
    }

    void everyFactIsTold() {
        for (const Sign& sign : allSigns()) {
            if (!sign.facts)
                continue;
            const FindingText text = findingTemplate(sign.kind);
            const std::string whole = text.what + text.evidence + text.advice;
            for (const auto& [name, value] : *sign.facts)
                QVERIFY2(whole.find("{" + name + "}") != std::string::npos, name.c_str());
        }
    }

    void theSameEvidenceGivesTheSameFindings() {
        for (const Sign& sign : allSigns()) {
            RunEvidence run = healthyRun();
            sign.apply(run);
            QVERIFY(diagnose(run) == diagnose(run));
        }
    }

    void ofStandardNormalNumbersNothingIsFound_data() {
        QTest::addColumn<QString>("start");
        QTest::addColumn<double>("beta");
        QTest::addColumn<bool>("collapses");
        // 80 rows of 20 such columns have eigenvalues up to (1 + √(20/80))² = 2.25 by chance (Marchenko &
        // Pastur 1967), which a model at β = 1 learns by heart sooner or later. None exceeds β σ² = 4.
        QTest::newRow("plain start") << "plain" << 1.0 << false;
        QTest::newRow("pPCA start") << "ppca" << 1.0 << false;
        QTest::newRow("plain start, β = 4") << "plain" << 4.0 << true;
        QTest::newRow("pPCA start, β = 4") << "ppca" << 4.0 << true;
    }

    void ofStandardNormalNumbersNothingIsFound() {
        QFETCH(QString, start);
        QFETCH(double, beta);
        QFETCH(bool, collapses);
        Hyperparameters hyperparameters;
        hyperparameters.start = start.toStdString();
        hyperparameters.beta = beta;
        hyperparameters.learningRate = 5e-3;
        hyperparameters.learningRateSchedule = "constant";
        hyperparameters.epochs = collapses ? 600 : 100;
        hyperparameters.patience = collapses ? 0 : 50;
        hyperparameters.batch = 128;
        const DatasetPtr table = standardNormal({}, 1).dataset;
        const TrainingDataPtr data = prepareTrainingData(table, assignRoles(*table), hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            QVERIFY(trainer.step().outcome != StepReport::Outcome::Diverged);
        const ModelSnapshot model = *trainer.bestSnapshot();
        const RunEvidence run{.hyperparameters = hyperparameters,
                              .history = trainer.takeHistory(),
                              .evaluation = evaluateModel(data->preprocessor, data->table, model,
                                                          data->split.validation, {.importanceSamples = 100}),
                              .baselines = fitBaselines(data->preprocessor, data->table, data->split.training,
                                                        data->split.validation, hyperparameters.latent),
                              .columnsAtFloor = columnsAtNoiseFloor(data->preprocessor, model),
                              .finished = true};
        const std::vector<Finding> findings = diagnose(run);
        QVERIFY(findingOf(findings, FindingKind::NothingToFind));
        for (const FindingKind kind :
             {FindingKind::TotalCollapse, FindingKind::LatentCollapsed, FindingKind::ColumnIsNoise})
            QVERIFY2(!findingOf(findings, kind), qPrintable(textOf(findings)));
        if (!collapses)
            return;
        // KL_i = 0 where λ_i ≤ β σ² (Lucas et al. 2019).
        QCOMPARE(run.evaluation->activeUnits, 0);
        const Evaluation evaluation =
            evaluateModel(data->preprocessor, data->table, model, data->split.training, {.samples = 50});
        QCOMPARE(evaluation.activeUnits, 0);
        const auto noise =
            model.vae->layout().vector(model.parameters, model.vae->parts().front().noiseBlock);
        const double bound = -0.5 * (noise.cast<double>().array() + std::log(2 * M_PI) + 1).sum();
        // Both are −½ Σ (log 2πσ² + v/σ²), the bound with v = σ². A learning rate of 0.005 lets each of the
        // 20 log σ² stray by about as much from its column's log v: ½ · 0.005 · √20 = 0.01, four times over.
        QVERIFY2(std::abs(evaluation.elbo - bound) < 0.04,
                 qPrintable(QString("%1 instead of %2").arg(evaluation.elbo).arg(bound)));
        // Standardised columns: σ² = 1.
        QVERIFY(std::abs(bound + 10 * (std::log(2 * M_PI) + 1)) < 0.04);
    }

    void aColumnWhoseNoiseIsAtItsFloorIsNamed() {
        Hyperparameters hyperparameters;
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        const auto vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, hyperparameters));
        Vector parameters = Vector::Zero(vae->layout().size());
        auto noise = vae->layout().vector(parameters, vae->parts().front().noiseBlock);
        const std::vector<double>& floors = vae->parts().front().likelihood->block().noiseFloor;
        noise[2] = float(2 * std::log(1.01 * floors[2]));
        noise[5] = -12;
        noise[6] = float(2 * std::log(1.03 * floors[6]));
        const std::vector<std::string> names = columnsAtNoiseFloor(data->preprocessor, {vae, parameters});
        QCOMPARE(names, std::vector<std::string>({"ash", "total_phenols"}));
    }

    void otherNoiseThanThatOfAColumnHasNoFloorToTellOf_data() {
        QTest::addColumn<QString>("noise");
        for (const char* const noise : {"fixed", "shared", "row"})
            QTest::newRow(noise) << noise;
    }

    void otherNoiseThanThatOfAColumnHasNoFloorToTellOf() {
        QFETCH(QString, noise);
        Hyperparameters hyperparameters;
        hyperparameters.noise = noise.toStdString();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        const auto vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, hyperparameters));
        const Vector parameters = Vector::Constant(vae->layout().size(), -20);
        QVERIFY(columnsAtNoiseFloor(data->preprocessor, {vae, parameters}).empty());
    }
};

QTEST_GUILESS_MAIN(DiagnosisTest)
#include "diagnosis_test.moc"
