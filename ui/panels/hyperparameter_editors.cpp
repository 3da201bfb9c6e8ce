#include "ui/panels/hyperparameter_editors.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

constexpr int kSliderSteps = 400;
constexpr int kPageSteps = 10;
constexpr int kFieldWidth = 66;

QString textOf(const HyperparameterValue& value) {
    return QString::fromStdString(hyperparameterText(value));
}

double numberOf(const HyperparameterValue& value) {
    if (const auto* const whole = std::get_if<std::int64_t>(&value))
        return double(*whole);
    return std::get<double>(value);
}

bool isWhole(const HyperparameterSpec& spec) {
    return std::holds_alternative<std::int64_t Hyperparameters::*>(spec.member);
}

/// Does not take the wheel while a page is scrolled across it.
class CalmSlider : public QSlider {
public:
    using QSlider::QSlider;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus())
            QSlider::wheelEvent(event);
        else
            event->ignore();
    }
};

/// Undoes what is being typed, but leaves Ctrl+Z to the window where nothing is.
class ExactField : public QLineEdit {
public:
    using QLineEdit::QLineEdit;

protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::ShortcutOverride && !isModified()) {
            const auto* const key = static_cast<QKeyEvent*>(event);
            if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
                event->ignore();
                return true;
            }
        }
        return QLineEdit::event(event);
    }
};

class CalmComboBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

class NumberEditor : public HyperparameterEditor {
public:
    NumberEditor(const HyperparameterSpec& spec, QWidget* parent)
        : HyperparameterEditor(parent), m_spec(spec), m_field(new ExactField(this)) {
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        if (spec.sliderMaximum > spec.sliderMinimum) {
            m_slider = new CalmSlider(Qt::Horizontal, this);
            m_slider->setRange(0, sliderSteps());
            m_slider->setPageStep(std::max(1, sliderSteps() / kPageSteps));
            m_slider->setFocusPolicy(Qt::StrongFocus);
            m_slider->setMinimumWidth(60);
            layout->addWidget(m_slider, 1);
            connect(m_slider, &QSlider::valueChanged, this, &NumberEditor::onSliderMoved);
            connect(m_slider, &QSlider::sliderReleased, this, &HyperparameterEditor::settled);
            setFocusProxy(m_slider);
        } else {
            layout->addStretch(1);
            setFocusProxy(m_field);
        }
        m_field->setFixedWidth(kFieldWidth);
        m_field->setAlignment(Qt::AlignRight);
        layout->addWidget(m_field);
        connect(m_field, &QLineEdit::editingFinished, this, &NumberEditor::onFieldEdited);
        // Keys without a field in focus are shortcuts again: Space runs.
        connect(m_field, &QLineEdit::returnPressed, m_field, &QWidget::clearFocus);
    }

    void showValue(const HyperparameterValue& value) override {
        m_field->setText(textOf(value));
        m_field->setCursorPosition(0);
        // A slider that already stands for the value stays where the hand has put it: several places share
        // one rounded value.
        if (m_slider && sliderValue(m_spec, m_slider->value(), sliderSteps()) != numberOf(value)) {
            const QSignalBlocker quiet(m_slider);
            m_slider->setValue(sliderPosition(m_spec, numberOf(value), sliderSteps()));
        }
    }

    void setNames(const QString& name) {
        m_field->setAccessibleName(name);
        if (m_slider)
            m_slider->setAccessibleName(
                QCoreApplication::translate("HyperparameterEditor", "%1, slider").arg(name));
    }

private:
    /// Whole numbers need no more steps than there are numbers.
    int sliderSteps() const {
        const int numbers = isWhole(m_spec) ? int(m_spec.sliderMaximum - m_spec.sliderMinimum) : kSliderSteps;
        return m_spec.logarithmic ? std::min(numbers, kSliderSteps) : numbers;
    }

    void onSliderMoved(int position) {
        const double value = sliderValue(m_spec, position, sliderSteps());
        const bool whole = isWhole(m_spec);
        emit edited(textOf(whole ? HyperparameterValue(std::int64_t(value)) : HyperparameterValue(value)));
        if (!m_slider->isSliderDown())
            emit settled();
    }

    void onFieldEdited() {
        if (m_field->isModified()) {
            emit edited(m_field->text().trimmed());
            emit settled();
        }
        m_field->setModified(false);
    }

    const HyperparameterSpec& m_spec;
    QSlider* m_slider = nullptr;
    QLineEdit* m_field;
};

class ChoiceEditor : public HyperparameterEditor {
public:
    ChoiceEditor(const HyperparameterSpec& spec, QWidget* parent)
        : HyperparameterEditor(parent), m_choices(new CalmComboBox(this)) {
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_choices, 1);
        for (const std::string_view choice : spec.choices)
            m_choices->addItem(QString::fromUtf8(choice.data(), qsizetype(choice.size())));
        connect(m_choices, &QComboBox::textActivated, this, [this](const QString& text) {
            emit edited(text);
            emit settled();
        });
        setFocusProxy(m_choices);
    }

    void showValue(const HyperparameterValue& value) override { m_choices->setCurrentText(textOf(value)); }
    void setNames(const QString& name) { m_choices->setAccessibleName(name); }

private:
    QComboBox* m_choices;
};

class ListEditor : public HyperparameterEditor {
public:
    ListEditor(const HyperparameterSpec&, QWidget* parent)
        : HyperparameterEditor(parent), m_field(new ExactField(this)) {
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_field, 1);
        connect(m_field, &QLineEdit::editingFinished, this, [this] {
            if (m_field->isModified()) {
                emit edited(m_field->text().trimmed());
                emit settled();
            }
            m_field->setModified(false);
        });
        connect(m_field, &QLineEdit::returnPressed, m_field, &QWidget::clearFocus);
        setFocusProxy(m_field);
    }

    void showValue(const HyperparameterValue& value) override { m_field->setText(textOf(value)); }
    void setNames(const QString& name) { m_field->setAccessibleName(name); }

private:
    QLineEdit* m_field;
};

template <class Editor>
HyperparameterEditor* create(const HyperparameterSpec& spec, QWidget* parent) {
    auto* const editor = new Editor(spec, parent);
    editor->setNames(QCoreApplication::translate("Hyperparameter", spec.label.data()));
    return editor;
}

}  // namespace

HyperparameterEditor* createHyperparameterEditor(const HyperparameterSpec& spec, QWidget* parent) {
    if (std::holds_alternative<std::string Hyperparameters::*>(spec.member))
        return create<ChoiceEditor>(spec, parent);
    if (std::holds_alternative<std::vector<std::int64_t> Hyperparameters::*>(spec.member))
        return create<ListEditor>(spec, parent);
    return create<NumberEditor>(spec, parent);
}

int sliderPosition(const HyperparameterSpec& spec, double value, int steps) {
    const double low = spec.sliderMinimum;
    const double high = spec.sliderMaximum;
    if (spec.logarithmic)
        value = value > 0 ? std::log(value / low) / std::log(high / low) : 0;
    else
        value = (value - low) / (high - low);
    return int(std::lround(std::clamp(value, 0.0, 1.0) * steps));
}

double sliderValue(const HyperparameterSpec& spec, int position, int steps) {
    const double low = spec.sliderMinimum;
    const double high = spec.sliderMaximum;
    // The ends are what they say, however many digits that takes.
    if (position == 0 || position == steps)
        return position == 0 ? low : high;
    const double share = double(position) / steps;
    const double value = spec.logarithmic ? low * std::pow(high / low, share) : low + share * (high - low);
    // Two significant digits on a logarithmic scale; a hundredth of the span on a straight one.
    const double unit = spec.logarithmic ? std::pow(10.0, std::floor(std::log10(value)) - 1)
                                         : std::pow(10.0, std::floor(std::log10((high - low) / 100)));
    const double rounded = std::round(value / unit) * unit;
    if (isWhole(spec))
        return std::round(rounded);
    // Division by a power of ten is exact where multiplication by its inverse leaves 0.30000000000000004.
    return unit < 1 ? std::round(value / unit) / std::round(1 / unit) : rounded;
}

}  // namespace latentscape::ui
