#pragma once

#include <QObject>
#include <QPainter>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

/// Something that is drawn on a map besides its points. Emits changed() when it is to be drawn anew.
class MapOverlay : public QObject {
    Q_OBJECT

public:
    enum class Level { BelowPoints, AbovePoints };

    explicit MapOverlay(Level level, QObject* parent = nullptr) : QObject(parent), m_level(level) {}

    Level level() const { return m_level; }
    /// Clipped to the plot area already; the painter's state is restored afterwards.
    virtual void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const = 0;

signals:
    void changed();

private:
    Level m_level;
};

}  // namespace latentscape::ui
