#include "ui/compare/current_run_button.h"

#include <QEvent>
#include <QPainter>
#include <QPixmap>

#include "ui/plots/palette.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kSwatch = 10;
constexpr int kGap = 4;
constexpr int kWidestName = 110;

}  // namespace

CurrentRunButton::CurrentRunButton(TrainingController& controller, QWidget* parent)
    : QToolButton(parent), m_controller(controller) {
    setAutoRaise(true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({kSwatch + kGap, kSwatch});
    connect(&controller, &TrainingController::runStarted, this, &CurrentRunButton::showRun);
    connect(&controller.runs(), &RunList::runChanged, this, &CurrentRunButton::showRun);
    showRun();
}

void CurrentRunButton::showRun() {
    const RunRecord* const record = m_controller.runs().find(m_controller.currentRun());
    if (!record) {
        setText({});
        return;
    }
    QPixmap swatch(kSwatch + kGap, kSwatch);
    swatch.fill(Qt::transparent);
    QPainter(&swatch).fillRect(0, 0, kSwatch, kSwatch,
                               classColour(record->colour, PlotTheme::fromPalette(palette()).dark));
    setIcon(swatch);
    // A lone & would underline a letter.
    setText(fontMetrics()
                .elidedText(record->name, Qt::ElideRight, kWidestName)
                .replace(QLatin1Char('&'), QLatin1String("&&")));
    setToolTip(tr("<p>%1, the run that is trained here. Click to compare it with the others.</p>")
                   .arg(record->name.toHtmlEscaped()));
    setAccessibleName(tr("Current run: %1").arg(record->name));
}

void CurrentRunButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showRun();
}

}  // namespace latentscape::ui
