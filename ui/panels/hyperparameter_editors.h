#pragma once

#include <QWidget>

#include "core/training/hyperparameters.h"

namespace latentscape::ui {

/// The control for one hyperparameter. Emits edited() with text as on the command line, at every move of a
/// slider and when a field is left; the caller decides whether the value is allowed.
class HyperparameterEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Shows a value without emitting edited().
    virtual void showValue(const HyperparameterValue& value) = 0;

signals:
    void edited(const QString& text);
    /// The hand has let go: all that was edited since is one step.
    void settled();
};

/// A slider with an exact field for a number, a list of choices, or a field for a list of numbers.
HyperparameterEditor* createHyperparameterEditor(const HyperparameterSpec& spec, QWidget* parent);

/// Where `value` lies on a slider of `steps` steps, and back (rounded to a number that people would type).
int sliderPosition(const HyperparameterSpec& spec, double value, int steps);
double sliderValue(const HyperparameterSpec& spec, int position, int steps);

}  // namespace latentscape::ui
