#pragma once

#include <QDoubleSpinBox>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "core/support/matrix.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

/// One latent value: a slider over the range in which the rows lie, and a field for an exact value, also one
/// beyond.
class LatentSlider : public QWidget {
    Q_OBJECT

public:
    /// `dimension` counts from 0.
    explicit LatentSlider(Index dimension, QWidget* parent = nullptr);

    Index dimension() const { return m_dimension; }
    const Range& range() const { return m_range; }
    void setRange(const Range& range);
    double value() const { return m_field->value(); }
    /// Without a signal.
    void setValue(double value);
    /// Whether it is the one whose effects are shown.
    void setChosen(bool chosen);

signals:
    /// A person has moved it.
    void moved(double value);
    /// A person has turned to it.
    void chosen();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showOnSlider(double value);

    Index m_dimension;
    Range m_range{-3, 3};
    QToolButton* m_name;
    QSlider* m_slider;
    QDoubleSpinBox* m_field;
};

}  // namespace latentscape::ui
