#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/explore/decoded_grid.h"
#include "ui/models/decoded_columns.h"

namespace latentscape::ui {

using DecodedGridPtr = std::shared_ptr<const DecodedGrid>;

/// Draws a decoded grid: each place as a picture, as small bars or a small line over its columns, or all of
/// them as a heat map of one column.
class GridView : public QWidget {
    Q_OBJECT

public:
    enum class Look { Pictures, Bars, Lines, OneColumn };

    explicit GridView(QWidget* parent = nullptr);

    /// Null for none.
    void setGrid(DecodedGridPtr grid);
    /// `column` counts for OneColumn only.
    void setLook(Look look, int column);
    /// Bars and lines show so many columns, the first of them this one; more could not be told apart.
    static constexpr int kMostColumns = 64;
    void setFirstColumn(int column);
    int firstColumn() const { return m_firstColumn; }
    const DecodedGridPtr& grid() const { return m_grid; }
    Look look() const { return m_look; }

    /// Where place `i` is drawn.
    QRectF cellRect(int i) const;
    std::optional<int> cellAt(const QPointF& position) const;
    QString toolTipAt(const QPointF& position) const;

    QSize minimumSizeHint() const override { return {160, 100}; }

signals:
    /// A person has clicked on place `i` of the grid.
    void cellClicked(int i);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF gridRect() const;
    int captionHeight() const;
    void paintPictures(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintColumn(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    QColor colourOf(double value) const;
    /// Where a cell lies in its column's range; of a yes/no column, the probability of yes.
    double fractionOf(int column, const DecodedCell& cell) const;

    DecodedGridPtr m_grid;
    DecodedColumns m_columns;
    Look m_look = Look::Bars;
    int m_column = 0;
    int m_firstColumn = 0;
    /// Of the column over the grid, for its colours.
    ColumnRange m_shown;
};

}  // namespace latentscape::ui
