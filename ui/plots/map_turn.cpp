#include "ui/plots/map_turn.h"

#include <algorithm>
#include <vector>

#include "core/analysis/aligned_latents.h"
#include "core/analysis/procrustes.h"

namespace latentscape::ui {
namespace {

/// At most so many rows are compared, evenly spread over the table.
constexpr std::size_t kRowsToCompare = 20'000;
/// Of the variance; with less in common, any turn would do as well, and another one for each snapshot.
constexpr double kLeastInCommon = 0.2;
/// Of what the best turn does: about eight degrees from it.
constexpr double kNearlyAsWell = 0.99;

/// The finite places of rows that are in both, 2 × rows each.
struct CommonPlaces {
    Matrix points;
    Matrix reference;
};

CommonPlaces commonPlaces(const LatentPoints& points, const LatentPoints& reference) {
    const std::size_t step = std::max<std::size_t>(1, points.count() / kRowsToCompare);
    const Index most = Index(points.count() / step + 1);
    CommonPlaces places{.points = Matrix(2, most), .reference = Matrix(2, most)};
    Index count = 0;
    for (std::size_t point = 0; point < points.count(); point += step) {
        const std::optional<std::size_t> other = reference.pointOfRow((*points.rows)[point]);
        if (!other)
            continue;
        places.points.col(count) << points.x[point], points.y[point];
        places.reference.col(count) << reference.x[*other], reference.y[*other];
        if (places.points.col(count).allFinite() && places.reference.col(count).allFinite())
            ++count;
    }
    places.points.conservativeResize(2, count);
    places.reference.conservativeResize(2, count);
    return places;
}

Eigen::MatrixXd centred(const Matrix& places) {
    const Eigen::MatrixXd exact = places.cast<double>();
    return exact.colwise() - exact.rowwise().mean();
}

/// The axes as they are, mirrored or exchanged: what people read most easily.
std::vector<Eigen::Matrix2d> plainTurns() {
    std::vector<Eigen::Matrix2d> turns;
    for (const bool exchanged : {false, true}) {
        for (const double x : {1.0, -1.0}) {
            for (const double y : {1.0, -1.0}) {
                Eigen::Matrix2d turn = Eigen::Vector2d(x, y).asDiagonal();
                if (exchanged)
                    turn.row(0).swap(turn.row(1));
                turns.push_back(turn);
            }
        }
    }
    return turns;
}

}  // namespace

Eigen::Matrix2d turnOver(const LatentPoints& points, const LatentPoints& reference,
                         const Eigen::Matrix2d& before) {
    const CommonPlaces places = commonPlaces(points, reference);
    if (places.points.cols() < Index(kFewestCommonRows))
        return before;
    const ProcrustesFit fit = fitProcrustes(places.points, places.reference, ProcrustesScale::One);
    if (!(fit.r2 >= kLeastInCommon))
        return before;
    const Eigen::Matrix2d best = fit.rotation.transpose();
    const Eigen::Matrix2d cross = centred(places.reference) * centred(places.points).transpose();
    // What a least squares fit maximises.
    const auto agreement = [&cross](const Eigen::Matrix2d& turn) { return (turn * cross).trace(); };
    std::vector<Eigen::Matrix2d> preferred = plainTurns();
    preferred.push_back(before);
    for (const Eigen::Matrix2d& turn : preferred) {
        if (agreement(turn) >= kNearlyAsWell * agreement(best))
            return turn;
    }
    return best;
}

}  // namespace latentscape::ui
