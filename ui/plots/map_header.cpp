#include "ui/plots/map_header.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <algorithm>

#include "ui/plots/colour_column_box.h"
#include "ui/plots/map_view_menu.h"

namespace latentscape::ui {
namespace {

/// Of the box for the horizontal axis; latent dimensions follow.
constexpr int kPrincipalItem = 0;
constexpr int kFirstDimension = 1;
/// Below this, in logical pixels, title and label of the colours give way to what changes.
constexpr int kRoomy = 700;
constexpr int kAxisCharacters = 7;

}  // namespace

MapHeader::MapHeader(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(tr("Latent space"), this)),
      m_note(new QLabel(this)),
      m_subsample(new QLabel(this)),
      m_x(new QComboBox(this)),
      m_y(new QComboBox(this)),
      m_colourLabel(new QLabel(tr("Colour by"), this)),
      m_colours(new ColourColumnBox(viewState, this)),
      m_view(new MapViewMenu(this)) {
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_note->hide();
    m_subsample->hide();
    m_x->setObjectName(QStringLiteral("horizontal-axis"));
    m_x->setAccessibleName(tr("Horizontal axis"));
    m_x->setToolTip(
        tr("What lies along the horizontal axis: a latent dimension, or both principal axes of the "
           "posterior means"));
    m_y->setObjectName(QStringLiteral("vertical-axis"));
    m_y->setAccessibleName(tr("Vertical axis"));
    m_y->setToolTip(tr("The latent dimension along the vertical axis"));
    for (QComboBox* const axis : {m_x, m_y}) {
        axis->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        axis->setMinimumContentsLength(kAxisCharacters);
    }
    connect(m_x, &QComboBox::activated, this, &MapHeader::chooseX);
    connect(m_y, &QComboBox::activated, this, &MapHeader::chooseY);
    m_colourLabel->setBuddy(m_colours);

    auto* const view = new QToolButton(this);
    view->setObjectName(QStringLiteral("map-view"));
    view->setText(tr("View"));
    view->setToolTip(tr("How the points are drawn"));
    view->setAccessibleName(tr("View of the map"));
    view->setAutoRaise(true);
    view->setPopupMode(QToolButton::InstantPopup);
    view->setMenu(m_view);
    connect(m_view, &MapViewMenu::styleChanged, this, &MapHeader::styleChanged);
    connect(m_view, &MapViewMenu::resetRequested, this, &MapHeader::resetRequested);

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 4);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addWidget(m_subsample);
    layout->addStretch();
    layout->addWidget(m_x);
    layout->addWidget(m_y);
    layout->addWidget(m_colourLabel);
    layout->addWidget(m_colours);
    layout->addWidget(view);
    setAxes({}, 0);
}

void MapHeader::setNote(const QString& note) {
    m_note->setText(QStringLiteral("· ") + note);
    m_note->setVisible(!note.isEmpty());
    arrange();
}

void MapHeader::arrange() {
    const bool roomy = width() >= kRoomy;
    m_colourLabel->setVisible(roomy);
    m_title->setVisible(roomy || (m_note->isHidden() && m_subsample->isHidden()));
}

void MapHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void MapHeader::setRowsShown(Index shown, Index total) {
    m_subsample->setVisible(shown < total);
    m_subsample->setText(tr("· showing %1 of %2")
                             .arg(locale().toString(qlonglong(shown)), locale().toString(qlonglong(total))));
    arrange();
}

void MapHeader::setAxes(const MapAxes& axes, Index latent) {
    if (latent != m_latent)
        refillAxes(latent);
    m_axes = axes;
    m_x->setVisible(latent > 1);
    m_y->setVisible(latent > 1 && !axes.principal);
    if (latent < 2)
        return;
    const int last = int(latent) - 1;
    m_x->setCurrentIndex(axes.principal ? kPrincipalItem : kFirstDimension + std::min(axes.x, last));
    m_y->setCurrentIndex(std::min(axes.y, last));
}

void MapHeader::refillAxes(Index latent) {
    m_latent = latent;
    m_x->clear();
    m_y->clear();
    m_x->addItem(tr("principal axes"));
    for (Index dimension = 1; dimension <= latent; ++dimension) {
        m_x->addItem(tr("latent %1").arg(dimension));
        m_y->addItem(tr("latent %1").arg(dimension));
    }
}

void MapHeader::chooseX(int item) {
    MapAxes axes = m_axes;
    axes.principal = item == kPrincipalItem;
    if (!axes.principal) {
        // One dimension on both axes would be a line: they change places.
        if (item - kFirstDimension == axes.y)
            axes.y = axes.x;
        axes.x = item - kFirstDimension;
        if (axes.x == axes.y)
            axes.y = axes.x == 0 ? 1 : 0;
    }
    emit axesChosen(axes);
}

void MapHeader::chooseY(int item) {
    MapAxes axes = m_axes;
    if (item == axes.x)
        axes.x = axes.y;
    axes.y = item;
    if (axes.x == axes.y)
        axes.x = axes.y == 0 ? 1 : 0;
    emit axesChosen(axes);
}

void MapHeader::setTheme(const PlotTheme& theme) {
    for (QLabel* const label : {m_note, m_subsample, m_colourLabel}) {
        QPalette muted = palette();
        muted.setColor(label->foregroundRole(), theme.mutedText);
        label->setPalette(muted);
    }
}

QMenu& MapHeader::colourMenu() {
    return m_colours->menu();
}

const MapStyle& MapHeader::mapStyle() const {
    return m_view->mapStyle();
}

void MapHeader::setMapStyle(const MapStyle& style) {
    m_view->setMapStyle(style);
}

}  // namespace latentscape::ui
