#pragma once

#include <QImage>
#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "core/data/column_roles.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class ReconstructionModel;

/// Draws a row whose columns are the pixels of a picture, grey or coloured: the original, its reconstruction,
/// and their difference (blue where the reconstruction is too dark, vermillion where it is too bright).
class ImagePairView : public QWidget {
    Q_OBJECT

public:
    /// The model outlives the view.
    explicit ImagePairView(const ReconstructionModel& model, QWidget* parent = nullptr);

    /// What the columns are of each pixel.
    enum class Channels {
        Grey,
        RedGreenBlue,  ///< three columns a pixel, one pixel after the other
        Planes,        ///< all reds, then all greens, then all blues
    };

    /// The picture that the model's input columns make up; empty for none. Pixels without columns stay empty,
    /// columns without a pixel are not shown.
    void setImageLayout(std::optional<ImageLayout> layout, Channels channels = Channels::Grey);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    enum Picture { Original, Reconstruction, Difference, PictureCount };
    /// One pixel for each column of the table; missing ones are transparent.
    const QImage& picture(Picture picture) const { return m_pictures[picture]; }
    /// Where it is drawn: whole device pixels, and as many for each pixel.
    QRectF pictureRect(Picture picture) const { return arrangement().pictures[picture]; }
    /// What there is to say about the pixel at `position`; empty beside the pictures.
    QString toolTipAt(const QPointF& position) const;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where everything is, in logical pixels.
    struct Arrangement {
        /// Device pixels for each pixel of a picture; below 1 only if there is no room.
        double scale = 0;
        std::array<QRectF, PictureCount> pictures;
        QRectF greyBar;
        QRectF differenceBar;
    };

    Arrangement arrangement() const;
    Arrangement arrange(int columns) const;
    /// What is drawn black and what white, in original units.
    Range brightness() const;
    /// The input columns of a pixel: one, or red, green and blue; none if the table has not so many.
    std::vector<Index> inputsOf(Index pixel) const;
    QString toolTipOf(Index input) const;
    void render();
    std::optional<Index> pixelAt(const QPointF& position) const;
    void paintPicture(QPainter& painter, const QRectF& place, Picture picture) const;
    void paintBar(QPainter& painter, const QRectF& place, Picture picture) const;

    const ReconstructionModel& m_model;
    std::optional<ImageLayout> m_layout;
    Channels m_channels = Channels::Grey;
    std::array<QImage, PictureCount> m_pictures;
    std::optional<Index> m_hovered;
};

}  // namespace latentscape::ui
