#include "ui/plots/map_tool_bar.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/plots/scatter_canvas.h"
#include "ui/support/icons.h"

namespace latentscape::ui {
namespace {

// In logical pixels.
constexpr int kIcon = 18;
constexpr int kButton = 26;
constexpr int kPadding = 4;
constexpr int kSlider = 64;

}  // namespace

MapToolBar::MapToolBar(ScatterCanvas& canvas, QWidget* parent)
    : QWidget(parent),
      m_canvas(canvas),
      m_buttons(new QButtonGroup(this)),
      m_brush(new QSlider(Qt::Vertical, this)) {
    setAccessibleName(tr("Tools of the map"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kPadding, kPadding, kPadding, kPadding);
    layout->setSpacing(0);
    // A map may be lower than its tools.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    for (const MapTool tool : kMapTools) {
        auto* const button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setIconSize({kIcon, kIcon});
        button->setFixedSize(kButton, kButton);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(mapToolName(tool));
        button->setToolTip(tr("%1: %2 (%3)")
                               .arg(mapToolName(tool), mapToolHelp(tool),
                                    QKeySequence(mapToolKey(tool)).toString(QKeySequence::NativeText)));
        m_buttons->addButton(button, int(tool));
        layout->addWidget(button);
    }
    m_buttons->button(int(MapTool::Decode))->setVisible(canvas.offersDecoding());

    m_brush->setRange(int(MapMarking::kSmallestBrush), int(MapMarking::kLargestBrush));
    m_brush->setValue(int(canvas.marking().brush()));
    m_brush->setFixedHeight(kSlider);
    m_brush->setAccessibleName(tr("Size of the brush"));
    m_brush->setToolTip(tr("Size of the brush (Ctrl+wheel)"));
    layout->addWidget(m_brush, 0, Qt::AlignHCenter);
    layout->addStretch();

    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int tool) { m_canvas.setTool(MapTool(tool)); });
    connect(m_brush, &QSlider::valueChanged, this,
            [this](int radius) { m_canvas.marking().setBrush(radius); });
    connect(&canvas.marking(), &MapMarking::brushChanged, this, [this](double radius) {
        const QSignalBlocker blocker(m_brush);
        m_brush->setValue(qRound(radius));
    });
    connect(&canvas, &ScatterCanvas::toolChanged, this, &MapToolBar::showTool);
    connect(&canvas, &ScatterCanvas::decodingOffered, m_buttons->button(int(MapTool::Decode)),
            &QWidget::show);
    refreshIcons();
    showTool(canvas.tool());
}

void MapToolBar::showTool(MapTool tool) {
    m_buttons->button(int(tool))->setChecked(true);
    m_brush->setVisible(tool == MapTool::Brush);
}

void MapToolBar::refreshIcons() {
    for (const MapTool tool : kMapTools)
        m_buttons->button(int(tool))->setIcon(themedIcon(mapToolIcon(tool), palette()));
}

void MapToolBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcons();
}

}  // namespace latentscape::ui
