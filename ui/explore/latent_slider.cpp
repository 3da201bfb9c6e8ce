#include "ui/explore/latent_slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>

#include "ui/panels/panel_colours.h"
#include "ui/support/widget_states.h"

namespace latentscape::ui {
namespace {

constexpr int kSteps = 1000;
constexpr int kDecimals = 3;
constexpr double kLargest = 1e6;
// In pixels.
constexpr int kSpacing = 4;

}  // namespace

LatentSlider::LatentSlider(Index dimension, QWidget* parent)
    : QWidget(parent),
      m_dimension(dimension),
      m_name(new QToolButton(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_field(new QDoubleSpinBox(this)) {
    // These show the place that is explored.
    leaveOutOfStates(*m_slider);
    leaveOutOfStates(*m_field);
    const QString name = tr("latent %1").arg(dimension + 1);
    m_name->setText(QString::number(dimension + 1));
    m_name->setCheckable(true);
    m_name->setAutoRaise(true);
    m_name->setToolTip(tr("Show what %1 does to each column").arg(name));
    m_name->setAccessibleName(m_name->toolTip());
    m_slider->setRange(0, kSteps);
    m_slider->setAccessibleName(name);
    m_field->setDecimals(kDecimals);
    m_field->setRange(-kLargest, kLargest);
    m_field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_field->setAlignment(Qt::AlignRight);
    m_field->setKeyboardTracking(false);
    m_field->setAccessibleName(tr("Exact value of %1").arg(name));
    m_field->setMaximumWidth(fontMetrics().horizontalAdvance(QStringLiteral("−000.0000")) + 4 * kSpacing);
    // Scrolling through a hundred sliders must move none of them.
    for (QWidget* const part : {static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_field)}) {
        part->setFocusPolicy(Qt::StrongFocus);
        part->installEventFilter(this);
    }
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_name);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_field);
    m_name->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("128")) + 3 * kSpacing);
    setValue(0);

    connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
        const double value = m_range.min + m_range.span() * step / kSteps;
        const QSignalBlocker blocker(m_field);
        m_field->setValue(value);
        emit moved(m_field->value());
    });
    connect(m_field, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        showOnSlider(value);
        emit moved(value);
    });
    connect(m_name, &QToolButton::clicked, this, &LatentSlider::chosen);
}

void LatentSlider::setRange(const Range& range) {
    m_range = range;
    m_field->setSingleStep(range.span() / 50);
    showOnSlider(value());
}

void LatentSlider::setValue(double value) {
    const QSignalBlocker blocker(m_field);
    m_field->setValue(value);
    showOnSlider(value);
}

void LatentSlider::showOnSlider(double value) {
    const QSignalBlocker blocker(m_slider);
    const double share = std::clamp((value - m_range.min) / m_range.span(), 0.0, 1.0);
    m_slider->setValue(int(std::lround(share * kSteps)));
}

void LatentSlider::setChosen(bool chosen) {
    m_name->setChecked(chosen);
    markChecked(*m_name, palette());
}

bool LatentSlider::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::MouseButtonPress)
        emit chosen();
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void LatentSlider::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        markChecked(*m_name, palette());
}

}  // namespace latentscape::ui
