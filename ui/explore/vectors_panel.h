#pragma once

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QSpinBox>
#include <vector>

#include "ui/explore/measured_columns.h"
#include "ui/explore/row_card.h"
#include "ui/models/row_summary.h"

namespace latentscape::ui {

/// The row that is looked at and the selected ones, each beside its reconstruction: as bars, as a line, as a
/// table whose cells can be edited, or as a picture.
class VectorsPanel : public QWidget {
    Q_OBJECT

public:
    /// Rows on one page.
    static constexpr Index kRowsAPage = 8;

    /// Both outlive the panel.
    VectorsPanel(Exploration& exploration, CellEdits& edits, QWidget* parent = nullptr);

signals:
    /// A person went to a row here; it is the one that is looked at already.
    void rowChosen(latentscape::Index row);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* createHeader();
    QWidget* createImageBar();
    void followData();
    void chooseLook();
    /// The rows that are to be shown, on all pages.
    void followRows();
    void turn(int pages);
    void refresh();
    RowCard* createCard();
    void setLook(VectorLook look);
    void setImage(const VectorImage& image);
    void arrangeCards();
    void describePages();
    void refreshColours();

    Exploration& m_exploration;
    CellEdits& m_edits;
    RowSummary m_summary;
    TrainingDataPtr m_data;
    /// What all cards share of the table.
    ReconstructionModel m_columns;
    VectorLook m_look = VectorLook::Bars;
    VectorImage m_image;
    RowList m_all;
    Index m_page = 0;

    QWidget* m_header;
    QWidget* m_keys;
    QButtonGroup* m_looks;
    QToolButton* m_byError;
    QLabel* m_where;
    QToolButton* m_back;
    QToolButton* m_forth;
    QWidget* m_imageBar;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QComboBox* m_channels;
    QLabel* m_unused;
    QStackedWidget* m_pages;
    QLabel* m_empty;
    QScrollArea* m_scroll;
    QGridLayout* m_grid;
    std::vector<RowCard*> m_cards;

    /// Last, so that no result arrives in a panel that is half gone.
    MeasuredColumns m_measured;
    ExaminedRows m_rows;
};

}  // namespace latentscape::ui
