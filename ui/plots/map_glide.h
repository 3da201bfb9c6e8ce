#pragma once

#include <QObject>
#include <QVariantAnimation>

#include "ui/plots/map_content.h"

namespace latentscape::ui {

/// The moment in which the points of a map go from where they lay to where they lie now, so that eyes can
/// follow them.
class MapGlide : public QObject {
    Q_OBJECT

public:
    explicit MapGlide(QObject* parent = nullptr);

    /// Whether the same rows lie elsewhere, and are few enough to be drawn at every step.
    static bool isPossible(const LatentPoints* from, const LatentPoints* to);

    void start(std::shared_ptr<const LatentPoints> from);
    void stop();
    bool isUnderWay() const { return m_from != nullptr; }
    /// Where the points were; null while there is no glide.
    const std::shared_ptr<const LatentPoints>& from() const { return m_from; }
    /// How far they are, from 0 to 1.
    double share() const { return m_animation.currentValue().toDouble(); }

signals:
    /// The points are to be drawn at another place.
    void moved();

private:
    std::shared_ptr<const LatentPoints> m_from;
    QVariantAnimation m_animation;
};

/// The content as it is shown in a glide: its points and selected points, for as many rows as in `from`, a
/// share of the way from there.
MapContent inGlide(const LatentPoints& from, MapContent content, double share);

}  // namespace latentscape::ui
