#pragma once

#include <QTableView>

namespace latentscape::ui {

class ReconstructionModel;

/// One row of the table as pairs of bars, original above reconstruction, with values and errors beside them.
class ReconstructionBars : public QTableView {
    Q_OBJECT

public:
    /// `model` outlives the view.
    explicit ReconstructionBars(ReconstructionModel& model, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    void arrange();

    const ReconstructionModel& m_model;
    /// Widths that no value needs more than, in pixels.
    int m_valuesWidth = 0;
    int m_errorWidth = 0;
};

}  // namespace latentscape::ui
