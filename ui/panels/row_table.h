#pragma once

#include "ui/panels/data_table.h"

namespace latentscape::ui {

class ReconstructionModel;

/// One row of the table as lines of text: each column's name, original, reconstruction and error. A double
/// click on an original, or F2, changes it.
class RowTable : public DataTable {
    Q_OBJECT

public:
    /// `model` outlives the table. Intervals are shown where there is room for them.
    RowTable(ReconstructionModel& model, bool withIntervals, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    void arrange();

    ReconstructionModel& m_model;
    bool m_withIntervals;
    /// What each section needs at most, in pixels.
    std::vector<int> m_widths;
};

}  // namespace latentscape::ui
