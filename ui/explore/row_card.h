#pragma once

#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <array>
#include <string>

#include "ui/explore/examined_rows.h"
#include "ui/models/reconstruction_model.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/image_pair_view.h"

namespace latentscape::ui {

/// How a row and its reconstruction are drawn.
enum class VectorLook { Bars, Line, Table, Image };

/// The picture that the columns make up, as a person set it.
struct VectorImage {
    ImageLayout size;
    ImagePairView::Channels channels = ImagePairView::Channels::Grey;

    bool operator==(const VectorImage&) const = default;
};

/// One row of the table beside its reconstruction.
class RowCard : public QWidget {
    Q_OBJECT

public:
    explicit RowCard(VectorLook look, QWidget* parent = nullptr);

    /// Those of the table that the coming rows belong to.
    void setColumnsOf(const ReconstructionModel& lines) { m_lines.setColumnsOf(lines); }
    void setRow(const ExaminedRow& row, const QString& title);
    void setLook(VectorLook look);
    void setImage(const VectorImage& image);
    void setByError(bool byError);
    /// In pixels, below the title.
    void setBodyHeight(int smallest, int largest);

    Index row() const { return m_row; }
    const ReconstructionModel& lines() const { return m_lines; }

signals:
    void cellWritten(latentscape::Index row, latentscape::Index column, std::optional<double> value);
    void restoreWanted(latentscape::Index row);
    /// A person clicked the title.
    void chosen(latentscape::Index row);

protected:
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    QWidget* createView(VectorLook look);

    Index m_row = 0;
    ReconstructionModel m_lines;
    VectorImage m_image;
    ElidedLabel* m_title;
    QLabel* m_error;
    QToolButton* m_restore;
    QStackedWidget* m_body;
    /// By look; null until it is first shown.
    std::array<QWidget*, 4> m_views{};
};

}  // namespace latentscape::ui
