#include "ui/plots/map_view_menu.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QWidgetAction>

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

MapViewMenu::MapViewMenu(QWidget* parent) : QMenu(parent) {
    setAccessibleName(tr("View of the map"));
    setToolTipsVisible(true);
    auto* const drawings = new QActionGroup(this);
    addDrawing(tr("Points or density, by their number"),
               tr("Points, until there are many more of them than pixels"), MapDrawing::Automatic, drawings);
    addDrawing(tr("Points"), tr("Every row as a point"), MapDrawing::Points, drawings);
    addDrawing(tr("Density"), tr("How many rows lie where; colours blend where classes overlap"),
               MapDrawing::Density, drawings);
    addSeparator();
    addSlider(tr("Size"), kRadiusSteps, [this](std::optional<int> step) {
        m_style.radius = step ? std::optional(*step * kRadiusStep) : std::nullopt;
        return step ? tr("%1 px").arg(locale().toString(2 * *m_style.radius)) : tr("automatic");
    });
    addSlider(tr("Opacity"), kOpacitySteps, [this](std::optional<int> step) {
        m_style.opacity = step ? std::optional(*step * kOpacityStep) : std::nullopt;
        return step ? tr("%1 %").arg(locale().toString(100 * *m_style.opacity, 'f', 0)) : tr("automatic");
    });
    addSeparator();
    QAction* const marginals = addAction(tr("Histograms along the axes"));
    marginals->setCheckable(true);
    marginals->setToolTip(tr("How the points that are in sight are spread along each axis"));
    connect(marginals, &QAction::toggled, this, [this](bool shown) {
        m_style.marginals = shown;
        emit styleChanged();
    });
}

void MapViewMenu::addDrawing(const QString& text, const QString& tip, MapDrawing drawing,
                             QActionGroup* group) {
    QAction* const action = addAction(text);
    action->setToolTip(tip);
    action->setCheckable(true);
    action->setChecked(drawing == m_style.drawing);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, drawing] {
        m_style.drawing = drawing;
        emit styleChanged();
    });
}

void MapViewMenu::addSlider(const QString& name, int steps,
                            const std::function<QString(std::optional<int>)>& choose) {
    auto* const row = new QWidget(this);
    auto* const slider = new QSlider(Qt::Horizontal, row);
    slider->setRange(0, steps);
    slider->setFixedWidth(kSliderWidth);
    slider->setAccessibleName(name);
    slider->setToolTip(tr("At the left end, it adapts to how many points are in sight"));
    auto* const value = new QLabel(choose(std::nullopt), row);
    value->setMinimumWidth(fontMetrics().horizontalAdvance(tr("automatic")) + kMargin);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(3 * kMargin, kMargin / 2, kMargin, kMargin / 2);
    layout->addWidget(new QLabel(name, row), 1);
    layout->addWidget(slider);
    layout->addWidget(value);
    connect(slider, &QSlider::valueChanged, this, [this, choose, value](int step) {
        value->setText(choose(step == 0 ? std::nullopt : std::optional(step)));
        emit styleChanged();
    });
    auto* const action = new QWidgetAction(this);
    action->setText(name);
    action->setDefaultWidget(row);
    addAction(action);
}

}  // namespace latentscape::ui
