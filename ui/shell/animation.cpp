#include "ui/shell/animation.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryDir>
#include <algorithm>
#include <functional>

#include "core/analysis/encoding.h"
#include "ui/support/format.h"
#include "ui/support/gif_encoder.h"
#include "ui/training/training_messages.h"

namespace latentscape::ui {
namespace {

constexpr std::size_t kMostPictures = 120;
constexpr int kPlayHundredths = 600;
/// Browsers slow down what is faster than this.
constexpr int kShortestHundredths = 5;
constexpr int kLastHundredths = 150;
/// Encoding takes about this share of the time, drawing the rest.
constexpr double kEncodingShare = 0.3;

[[noreturn]] void failToWrite(const QString& path, const QString& reason) {
    throw Error(ProblemCode::FileNotWritable,
                {{"file", path.toStdString()}, {"reason", reason.toStdString()}});
}

Range joined(const Range& range, const std::optional<Range>& other) {
    return other ? Range{std::min(range.min, other->min), std::max(range.max, other->max)} : range;
}

/// Calls back with each picture, in order; false if cancelled.
bool drawPictures(const Animation& animation, AnimationProgress& progress,
                  const std::function<void(const QImage&)>& onPicture) {
    const TrainingData& data = *animation.data;
    const Hyperparameters& hyperparameters = animation.states.front()->hyperparameters;
    const auto vae = std::make_shared<const Vae>(vaeConfig(data.preprocessor, hyperparameters));
    LatentSnapshot snapshot;
    snapshot.totalRows = data.table.rows();
    snapshot.rows = std::make_shared<const RowList>(
        subsampleRows(data.table.rows(), kLiveRows, Random(std::uint64_t(hyperparameters.seed))));
    std::vector<LatentPoints> points;
    Range x{1e30, -1e30};
    Range y{1e30, -1e30};
    for (const TrainerStatePtr& state : animation.states) {
        if (progress.cancelled)
            return false;
        snapshot.means = encodeRows(data.table, {vae, state->parameters}, *snapshot.rows).mean;
        points.push_back(projectLatents(snapshot, animation.look.plane));
        x = joined(x, points.back().xBounds);
        y = joined(y, points.back().yBounds);
        progress.share = kEncodingShare * double(points.size()) / double(animation.states.size());
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (progress.cancelled)
            return false;
        const TrainerState& state = *animation.states[i];
        const auto epoch =
            std::int64_t(double(state.epoch) + double(state.position) / double(data.split.training.size()));
        onPicture(
            drawMap(points[i], animation.look, padded(x), padded(y),
                    QCoreApplication::translate("Animation", "Latent space · epoch %1").arg(countText(epoch)),
                    animation.size));
        progress.share = kEncodingShare + (1 - kEncodingShare) * double(i + 1) / double(points.size());
    }
    return true;
}

}  // namespace

std::vector<TrainerStatePtr> animationStates(const std::vector<TrainerStatePtr>& states) {
    if (states.size() <= kMostPictures)
        return states;
    std::vector<TrainerStatePtr> shown;
    for (std::size_t i = 0; i < kMostPictures; ++i)
        shown.push_back(states[i * (states.size() - 1) / (kMostPictures - 1)]);
    return shown;
}

bool writeGif(const Animation& animation, const QString& path, AnimationProgress& progress) {
    QList<QImage> pictures;
    if (!drawPictures(animation, progress, [&](const QImage& picture) { pictures << picture; }))
        return false;
    GifEncoder encoder(animation.size,
                       commonColours({pictures.front(), pictures[pictures.size() / 2], pictures.back()}));
    const int hundredths = std::clamp(kPlayHundredths / int(pictures.size()), kShortestHundredths, 100);
    for (int i = 0; i < pictures.size(); ++i) {
        if (progress.cancelled)
            return false;
        encoder.add(pictures[i], i + 1 < pictures.size() ? hundredths : kLastHundredths);
    }
    QSaveFile file(path);
    const QByteArray bytes = encoder.finish();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        failToWrite(path, file.errorString());
    return true;
}

bool writePictures(const Animation& animation, const QString& folder, AnimationProgress& progress) {
    const QFileInfo target(folder);
    if (target.exists() || target.isSymLink())
        failToWrite(folder,
                    QCoreApplication::translate("Animation", "something of that name is there already"));
    // Beside it, so that it need only be renamed.
    QTemporaryDir parts(target.absolutePath() + QStringLiteral("/.pictures-XXXXXX"));
    if (!parts.isValid())
        failToWrite(folder, parts.errorString());
    int number = 0;
    const bool whole = drawPictures(animation, progress, [&](const QImage& picture) {
        const QString file = parts.filePath(QStringLiteral("%1.png").arg(++number, 4, 10, QChar('0')));
        if (!picture.save(file))
            failToWrite(file, QCoreApplication::translate("Animation", "no picture could be saved there"));
    });
    if (!whole)
        return false;
    if (!QDir().rename(parts.path(), folder))
        failToWrite(folder, QCoreApplication::translate("Animation", "it could not be given its name"));
    QFile::setPermissions(folder, QFile::permissions(target.absolutePath()));
    parts.setAutoRemove(false);
    return true;
}

}  // namespace latentscape::ui
