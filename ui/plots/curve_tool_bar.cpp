#include "ui/plots/curve_tool_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "ui/plots/curve_chart.h"

namespace latentscape::ui {
namespace {

// The slider goes from none to a standard deviation of 5 % of the time that is shown.
constexpr int kSmoothingSteps = 20;
constexpr double kMostSmoothing = 0.05;
constexpr int kSliderWidth = 70;

QToolButton* addButton(QHBoxLayout& layout, const QString& text, const QString& toolTip, QWidget* parent) {
    auto* const button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    layout.addWidget(button);
    return button;
}

}  // namespace

CurveToolBar::CurveToolBar(const QStringList& more, QWidget* parent)
    : QWidget(parent), m_axis(new QComboBox(this)), m_smoothing(new QSlider(Qt::Horizontal, this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 1, 8, 0);
    layout->setSpacing(8);

    auto* const over = new QLabel(tr("over"), this);
    layout->addWidget(over);
    for (const TimeAxis axis : {TimeAxis::Step, TimeAxis::Epoch, TimeAxis::Seconds})
        m_axis->addItem(axisTitle(axis), int(axis));
    m_axis->setCurrentIndex(m_axis->findData(int(TimeAxis::Epoch)));
    m_axis->setAccessibleName(tr("Time axis"));
    m_axis->setToolTip(
        tr("What time is counted in: optimiser steps, passes over the training rows, or "
           "seconds of training without pauses"));
    over->setBuddy(m_axis);
    layout->addWidget(m_axis);

    m_logarithmic =
        addButton(*layout, tr("Log scale"),
                  tr("Logarithmic scale, which shows small changes of small values. Charts with values below "
                     "zero, as the ELBO mostly has, stay linear"),
                  this);
    m_logarithmic->setCheckable(true);

    auto* const smooth = new QLabel(tr("Smoothing"), this);
    layout->addWidget(smooth);
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setFixedWidth(kSliderWidth);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(
        tr("Draws a moving average; every value as it was stays visible, faintly. At the right end the "
           "average reaches over a tenth of the time that is shown"));
    smooth->setBuddy(m_smoothing);
    layout->addWidget(m_smoothing);

    m_more = addButton(*layout, tr("More curves"),
                       tr("Optimised loss, β, learning rate, gradient norm, rows a second"), this);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setText(tr("More curves ▾"));
    // The style's own arrow would lie on the text.
    m_more->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto* const menu = new QMenu(m_more);
    for (const QString& title : more) {
        QAction* const action = menu->addAction(title);
        action->setCheckable(true);
        m_moreActions.push_back(action);
        connect(action, &QAction::toggled, this, &CurveToolBar::moreChanged);
    }
    m_more->setMenu(menu);

    layout->addStretch(1);
    m_pinned = addButton(*layout, {}, tr("Values are read at this time. Press to let it go"), this);
    m_pinned->setAccessibleName(tr("Let the pinned time go"));
    m_pinned->hide();

    connect(m_axis, &QComboBox::currentIndexChanged, this, &CurveToolBar::axisChanged);
    connect(m_logarithmic, &QToolButton::toggled, this, &CurveToolBar::lookChanged);
    connect(m_smoothing, &QSlider::valueChanged, this, &CurveToolBar::lookChanged);
    connect(m_pinned, &QToolButton::clicked, this, &CurveToolBar::unpinned);
}

TimeAxis CurveToolBar::axis() const {
    return TimeAxis(m_axis->currentData().toInt());
}

bool CurveToolBar::logarithmic() const {
    return m_logarithmic->isChecked();
}

double CurveToolBar::smoothing() const {
    return kMostSmoothing * m_smoothing->value() / kSmoothingSteps;
}

bool CurveToolBar::showsMore(int index) const {
    return m_moreActions[std::size_t(index)]->isChecked();
}

void CurveToolBar::setShowsMore(int index, bool shown) {
    m_moreActions[std::size_t(index)]->setChecked(shown);
}

void CurveToolBar::setPinned(const QString& text) {
    m_pinned->setText(text.isEmpty() ? QString() : tr("%1 ✕").arg(text));
    m_pinned->setVisible(!text.isEmpty());
}

}  // namespace latentscape::ui
