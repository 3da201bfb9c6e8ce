#include "ui/plots/map_axis_titles.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Shares below this, and their distance from one, would be rounded away.
constexpr double kUnseenShare = 0.005;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(MapAxisTitles)
};

QString term(double share, const QString& axis) {
    return share > 1 - kUnseenShare
               ? axis
               : Words::tr("%1 %2", "share of an axis").arg(QLocale().toString(share, 'f', 2), axis);
}

/// The sum of both axes with these shares.
QString sum(const Eigen::Vector2d& shares, const std::pair<QString, QString>& axes) {
    QString text;
    for (int i = 0; i < 2; ++i) {
        const double share = std::abs(shares(i));
        if (share < kUnseenShare)
            continue;
        const bool negative = shares(i) < 0;
        if (!text.isEmpty())
            text += negative ? QStringLiteral(" − ") : QStringLiteral(" + ");
        else if (negative)
            text += QStringLiteral("−");
        text += term(share, i == 0 ? axes.first : axes.second);
    }
    return text;
}

}  // namespace

std::pair<QString, QString> mapAxisTitles(const MapContent& content) {
    const LatentSnapshotPtr& snapshot = content.request.snapshot;
    const MapAxes& axes = content.request.axes;
    if (snapshot && snapshot->means.rows() == 1)
        return {Words::tr("latent 1"), Words::tr("spread by row, no meaning")};
    const std::pair<QString, QString> plain =
        axes.principal
            ? std::pair(Words::tr("principal axis 1"), Words::tr("principal axis 2"))
            : std::pair(Words::tr("latent %1").arg(axes.x + 1), Words::tr("latent %1").arg(axes.y + 1));
    return {sum(content.plane.turn.col(0), plain), sum(content.plane.turn.col(1), plain)};
}

}  // namespace latentscape::ui
