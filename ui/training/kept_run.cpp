#include "ui/training/kept_run.h"

#include <QFileInfo>
#include <QStringList>
#include <algorithm>
#include <optional>

#include "core/analysis/encoding.h"
#include "core/storage/run_watch.h"
#include "core/training/best_parameters.h"
#include "core/training/patience.h"

namespace latentscape::ui {
namespace {

/// Rows encoded at a time.
constexpr std::size_t kPieceRows = 4096;
/// A watch forgives what is half there for a few looks.
constexpr int kMostLooks = 5;

RunNews readRun(const std::string& folder) {
    RunWatch watch(folder);
    RunNews news = watch.look();
    for (int i = 1; i < kMostLooks && !news.config && !news.problem; ++i)
        news = watch.look();
    return news;
}

RunRecord recordOf(const RunNews& news, const TrainerState& state, const TrainingDataPtr& data) {
    RunRecord record;
    record.hyperparameters = state.hyperparameters;
    record.data = data;
    record.history = news.checkpoint->history;
    record.progress = progressOf(*data, state, news.secondsTrained);
    const bool isOver =
        record.progress.epoch >= double(record.progress.epochs) || record.progress.endedByPatience;
    record.state = isOver ? RunState::Finished : RunState::Paused;
    record.clock = {{.step = 0, .seconds = 0}, {.step = state.step, .seconds = news.secondsTrained}};
    return record;
}

std::optional<KeptRun> readKeptRun(const std::string& folder, const std::string& tableHash,
                                   PreparedTables& tables) {
    const RunNews news = readRun(folder);
    if (!news.config || !news.checkpoint || tableHash.empty() || news.config->contentHash != tableHash)
        return std::nullopt;
    const TrainerStatePtr state = std::make_shared<const TrainerState>(news.checkpoint->state);
    const TrainingDataPtr data = tables.of(*news.config);
    if (!fits(*data, *state, news.checkpoint->preprocessor.columns()))
        return std::nullopt;
    KeptRun run{.folder = QString::fromStdString(folder),
                .record = recordOf(news, *state, data),
                .state = state,
                .snapshot = snapshotOf(*data, *state, keepsBest(*state), true)};
    run.record.name = QFileInfo(run.folder).fileName();
    return run;
}

}  // namespace

std::shared_ptr<LatentSnapshot> snapshotOf(const TrainingData& data, const TrainerState& state, bool best,
                                           bool all) {
    auto snapshot = std::make_shared<LatentSnapshot>();
    const auto vae = std::make_shared<const Vae>(vaeConfig(data.preprocessor, state.hyperparameters));
    const Index rows = data.table.rows();
    snapshot->step = best ? state.best.step : state.step;
    snapshot->epoch = best
                          ? double(state.best.epoch)
                          : double(state.epoch) + double(state.position) / double(data.split.training.size());
    snapshot->totalRows = rows;
    snapshot->rows = std::make_shared<const RowList>(
        all ? allRows(rows)
            : subsampleRows(rows, kLiveRows, Random(std::uint64_t(state.hyperparameters.seed))));
    snapshot->model = std::make_shared<const ModelSnapshot>(
        ModelSnapshot{vae, best ? bestParameters(state) : state.parameters});
    const std::span<const Index> shown(*snapshot->rows);
    snapshot->means.resize(vae->latent(), Index(shown.size()));
    for (std::size_t first = 0; first < shown.size(); first += kPieceRows) {
        const std::span<const Index> piece = shown.subspan(first, std::min(kPieceRows, shown.size() - first));
        snapshot->means.middleCols(Index(first), Index(piece.size())) =
            encodeRows(data.table, *snapshot->model, piece).mean;
    }
    return snapshot;
}

bool fits(const TrainingData& data, const TrainerState& state, const std::vector<EncodedColumn>& encoding) {
    return data.preprocessor.columns() == encoding &&
           Vae(vaeConfig(data.preprocessor, state.hyperparameters)).layout().size() ==
               state.parameters.size();
}

MetricsUpdate progressOf(const TrainingData& data, const TrainerState& state, double seconds) {
    return {.step = state.step,
            .epoch = double(state.epoch) + double(state.position) / double(data.split.training.size()),
            .epochs = state.hyperparameters.epochs,
            .elapsedSeconds = seconds,
            .bestElbo = state.best.elbo,
            .bestEpoch = std::int64_t(state.best.epoch),
            .keepsBest = keepsBest(state),
            .endedByPatience = outOfPatience(state, data)};
}

PreparedTables::PreparedTables(DatasetPtr dataset, ColumnFindings findings)
    : m_dataset(std::move(dataset)), m_findings(std::move(findings)) {}

void PreparedTables::add(const Hyperparameters& hyperparameters, TrainingDataPtr data) {
    m_known.push_back({hyperparameters, std::move(data)});
}

TrainingDataPtr PreparedTables::of(const RunConfig& config) {
    const ColumnRoles roles = assignRoles(*m_dataset, m_findings, config.source.roles);
    const auto found = std::ranges::find_if(m_known, [&](const Prepared& one) {
        return one.data->roles == roles && one.data->rows == config.source.rowRequest &&
               preparedAlike(one.hyperparameters, config.hyperparameters);
    });
    if (found != m_known.end())
        return found->data;
    add(config.hyperparameters,
        prepareTrainingData(m_dataset, roles, config.hyperparameters, config.source.rowRequest));
    return m_known.back().data;
}

std::vector<KeptRun> readKeptRuns(const std::vector<std::string>& folders, const RunTable& table,
                                  const RunConfig& config, const TrainingDataPtr& data, QStringList& left,
                                  const Progress& progress) {
    PreparedTables tables(table.dataset, table.findings);
    tables.add(config.hyperparameters, data);
    std::vector<KeptRun> runs;
    for (const std::string& folder : folders) {
        reportProgress(progress, double(runs.size() + std::size_t(left.size())) / double(folders.size()));
        std::optional<KeptRun> run;
        try {
            run = readKeptRun(folder, config.contentHash, tables);
        } catch (const Error&) {
            // As one that is on another table: the others are shown.
        }
        if (run)
            runs.push_back(std::move(*run));
        else
            left << QFileInfo(QString::fromStdString(folder)).fileName();
    }
    return runs;
}

}  // namespace latentscape::ui
