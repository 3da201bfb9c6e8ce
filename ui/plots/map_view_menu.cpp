#include "ui/plots/map_view_menu.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QWidgetAction>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Logical pixels of radius, and share of opacity, for each step of a slider.
constexpr double kRadiusStep = 0.25;
constexpr int kRadiusSteps = 32;
constexpr double kOpacityStep = 0.05;
constexpr int kOpacitySteps = 20;
constexpr int kSliderWidth = 110;
constexpr int kMargin = 10;

}  // namespace

MapViewMenu::MapViewMenu(QWidget* parent) : QMenu(parent), m_drawings(new QActionGroup(this)) {
    setAccessibleName(tr("View of the map"));
    setToolTipsVisible(true);
    addDrawing(tr("Points or density, by their number"),
               tr("Points, until there are many more of them than pixels"), MapDrawing::Automatic);
    addDrawing(tr("Points"), tr("Every row as a point"), MapDrawing::Points);
    addDrawing(tr("Density"), tr("How many rows lie where; colours blend where classes overlap"),
               MapDrawing::Density);
    addSeparator();
    addSlider(tr("Size"), kRadiusSteps,
              {.value = &MapStyle::radius, .step = kRadiusStep, .text = [this](double radius) {
                   return tr("%1 px").arg(locale().toString(2 * radius));
               }});
    addSlider(tr("Opacity"), kOpacitySteps,
              {.value = &MapStyle::opacity, .step = kOpacityStep, .text = [this](double opacity) {
                   return tr("%1 %").arg(locale().toString(100 * opacity, 'f', 0));
               }});
    addSeparator();
    addSwitch(tr("Histograms along the axes"),
              tr("How the points that are in sight are spread along each axis"), &MapStyle::marginals);
    addSwitch(tr("Trails"),
              tr("Where the selected rows, or some of all, lay in the last few snapshots of the model"),
              &MapStyle::trails);
    addSwitch(
        tr("Keep orientation when retraining"),
        tr("Turn and mirror the map of another run so that it lies over the one before it; the axes tell "
           "how. Decoding and sliders are not touched."),
        &MapStyle::keepsOrientation);
    addSeparator();
    QAction* const reset = addAction(tr("Reset view"), this, &MapViewMenu::resetRequested);
    reset->setToolTip(tr("First two latent dimensions, all points in sight, drawn as at first"));
    showStyle();
}

void MapViewMenu::setMapStyle(const MapStyle& style) {
    if (style == m_style)
        return;
    m_style = style;
    showStyle();
    emit styleChanged();
}

void MapViewMenu::showStyle() {
    m_drawings->actions()[int(m_style.drawing)]->setChecked(true);
    for (const Slider& slider : m_sliders) {
        const std::optional<double>& value = m_style.*slider.value;
        const QSignalBlocker blocker(slider.slider);
        slider.slider->setValue(value ? int(std::lround(*value / slider.step)) : 0);
        slider.label->setText(value ? slider.text(*value) : tr("automatic"));
    }
    for (const Switch& one : m_switches)
        one.action->setChecked(m_style.*one.value);
}

void MapViewMenu::addDrawing(const QString& text, const QString& tip, MapDrawing drawing) {
    QAction* const action = addAction(text);
    action->setToolTip(tip);
    action->setCheckable(true);
    m_drawings->addAction(action);
    connect(action, &QAction::triggered, this, [this, drawing] {
        m_style.drawing = drawing;
        emit styleChanged();
    });
}

void MapViewMenu::addSwitch(const QString& text, const QString& tip, bool MapStyle::*value) {
    QAction* const action = addAction(text);
    action->setToolTip(tip);
    action->setCheckable(true);
    m_switches.push_back({value, action});
    // Not toggled(), which also tells of what showStyle() does.
    connect(action, &QAction::triggered, this, [this, value](bool on) {
        m_style.*value = on;
        emit styleChanged();
    });
}

void MapViewMenu::addSlider(const QString& name, int steps, Slider slider) {
    auto* const row = new QWidget(this);
    slider.slider = new QSlider(Qt::Horizontal, row);
    slider.slider->setRange(0, steps);
    slider.slider->setFixedWidth(kSliderWidth);
    slider.slider->setAccessibleName(name);
    slider.slider->setToolTip(tr("At the left end, it adapts to how many points are in sight"));
    slider.label = new QLabel(row);
    slider.label->setMinimumWidth(fontMetrics().horizontalAdvance(tr("automatic")) + kMargin);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(3 * kMargin, kMargin / 2, kMargin, kMargin / 2);
    layout->addWidget(new QLabel(name, row), 1);
    layout->addWidget(slider.slider);
    layout->addWidget(slider.label);
    connect(slider.slider, &QSlider::valueChanged, this,
            [this, value = slider.value, step = slider.step](int at) {
                m_style.*value = at == 0 ? std::nullopt : std::optional(at * step);
                showStyle();
                emit styleChanged();
            });
    m_sliders.push_back(std::move(slider));
    auto* const action = new QWidgetAction(this);
    action->setText(name);
    action->setDefaultWidget(row);
    addAction(action);
}

}  // namespace latentscape::ui
