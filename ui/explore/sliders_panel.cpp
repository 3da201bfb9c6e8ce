#include "ui/explore/sliders_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/analysis/view_tables.h"
#include "ui/explore/band_delegate.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 4;
constexpr int kNameWidth = 100;
constexpr int kEffectWidth = 84;
/// Sliders that are seen at once before they scroll.
constexpr int kVisibleSliders = 5;

/// Half the width of the narrowest range.
constexpr double kNarrowest = 1;

}  // namespace

std::vector<Range> latentRanges(const LatentSnapshot& snapshot) {
    std::vector<Range> ranges;
    for (Index dimension = 0; dimension < snapshot.means.rows(); ++dimension) {
        Range range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
        for (Index row = 0; row < snapshot.means.cols(); ++row) {
            const double mean = double(snapshot.means(dimension, row));
            if (!std::isfinite(mean))
                continue;
            range.min = std::min(range.min, mean);
            range.max = std::max(range.max, mean);
        }
        if (!(range.min <= range.max))
            range = {-kNarrowest, kNarrowest};
        const double missing = std::max(0.0, kNarrowest - range.span() / 2);
        ranges.push_back({range.min - missing, range.max + missing});
    }
    return ranges;
}

SlidersPanel::SlidersPanel(Exploration& exploration, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_effects(new EffectsModel(this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_task([this](std::vector<ColumnEffect> effects) {
          m_effects->setEffects(DecodedColumns(m_exploration.data()), std::move(effects));
      }) {
    setAccessibleName(tr("Sliders of the latent dimensions"));
    m_empty->setText(tr("Train a model first. Then each of its latent dimensions gets a slider here."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_pages);

    connect(&m_exploration, &Exploration::modelChanged, this, &SlidersPanel::followModel);
    connect(&m_exploration, &Exploration::placeChanged, this, &SlidersPanel::followPlace);
    refreshColours();
    followModel();
}

QWidget* SlidersPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    m_scroll = new QScrollArea(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_caption = new QLabel(content);
    m_order = new QComboBox(content);
    m_order->addItem(tr("by units"));
    m_order->addItem(tr("by deviations"));
    m_order->setItemData(0, tr("Sorted by the effect in the columns' own units"), Qt::ToolTipRole);
    m_order->setItemData(1, tr("Sorted by the effect in standard deviations of each column"),
                         Qt::ToolTipRole);
    m_order->setToolTip(
        tr("What the columns are sorted by: the effect in their own units, or in their standard "
           "deviations, which makes columns of different units comparable"));
    m_order->setAccessibleName(m_order->toolTip());
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int chosen) {
        m_effects->setOrder(chosen == 0 ? EffectsModel::Order::OriginalUnits
                                        : EffectsModel::Order::StandardDeviations);
    });
    createTable();

    auto* const head = new QHBoxLayout;
    head->addWidget(m_caption, 1);
    head->addWidget(m_order);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(createButtons());
    layout->addWidget(m_scroll);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    return content;
}

QWidget* SlidersPanel::createButtons() {
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& text, const QString& help) {
        auto* const button = new QToolButton(bar);
        button->setText(text);
        button->setToolTip(help);
        button->setAccessibleName(help);
        button->setAutoRaise(true);
        layout->addWidget(button);
        return button;
    };
    connect(add(tr("To the row"), tr("Back to the mean of the row that is selected")), &QToolButton::clicked,
            &m_exploration, &Exploration::resetPlace);
    connect(add(tr("To 0"), tr("All latent values to 0, the middle of the prior")), &QToolButton::clicked,
            this, [this] { m_exploration.setPlace(Vector::Zero(m_exploration.place().size())); });
    layout->addStretch(1);
    return bar;
}

void SlidersPanel::createTable() {
    m_table = new DataTable(this);
    m_table->setModel(m_effects);
    m_table->setItemDelegateForColumn(
        EffectsModel::Fan, new BandDelegate({EffectsModel::FractionRole, EffectsModel::LeastFractionRole,
                                             EffectsModel::MostFractionRole},
                                            m_table));
    m_table->setAccessibleName(tr("What the latent dimension does to each column"));
    m_table->setAlternatingRowColors(false);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(BandDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->horizontalHeader()->setSectionResizeMode(EffectsModel::Fan, QHeaderView::Stretch);
    m_table->setColumnWidth(EffectsModel::Name, kNameWidth);
    m_table->setColumnWidth(EffectsModel::Effect, kEffectWidth);
    new PlotMenu(*m_table, tr("effects"), [this] {
        return [data = m_exploration.data(), dimension = m_dimension, effects = m_effects->effects()] {
            return data ? effectsCsv(data->preprocessor, dimension, effects) : std::string();
        };
    });
}

void SlidersPanel::followModel() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    m_pages->setCurrentWidget(snapshot ? m_content : static_cast<QWidget*>(m_empty));
    const Index latent = snapshot ? snapshot->model->vae->latent() : 0;
    if (latent != Index(m_sliders.size()))
        makeSliders(latent);
    // Between two models, effects of the one before mean nothing.
    if (!snapshot) {
        m_task.cancel();
        m_effects->setEffects(DecodedColumns(), {});
        return;
    }
    const std::vector<Range> ranges = latentRanges(*snapshot);
    for (std::size_t i = 0; i < std::min(ranges.size(), m_sliders.size()); ++i)
        m_sliders[i]->setRange(ranges[i]);
    followPlace();
}

void SlidersPanel::makeSliders(Index latent) {
    auto* const list = new QWidget(m_scroll);
    auto* const layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, kSpacing, 0);
    layout->setSpacing(kSpacing);
    m_sliders.clear();
    for (Index dimension = 0; dimension < latent; ++dimension) {
        auto* const slider = new LatentSlider(dimension, list);
        connect(slider, &LatentSlider::moved, this,
                [this, dimension](double value) { move(dimension, value); });
        connect(slider, &LatentSlider::chosen, this, [this, dimension] { choose(dimension); });
        layout->addWidget(slider);
        m_sliders.push_back(slider);
    }
    layout->addStretch(1);
    // Deletes the list before, unless a slider of it is at work.
    if (QWidget* const before = m_scroll->takeWidget())
        before->deleteLater();
    m_scroll->setWidget(list);
    const int line = latent > 0 ? m_sliders.front()->sizeHint().height() + kSpacing : 0;
    m_scroll->setFixedHeight(line * int(std::min<Index>(latent, kVisibleSliders)) + kSpacing);
    choose(0);
}

void SlidersPanel::followPlace() {
    const Vector& place = m_exploration.place();
    if (place.size() != Index(m_sliders.size()))
        return;
    for (LatentSlider* const slider : m_sliders)
        // The field rounds what it shows; a person's own value stays as it is.
        if (std::abs(slider->value() - double(place[slider->dimension()])) > 1e-3)
            slider->setValue(double(place[slider->dimension()]));
    requestEffects();
}

void SlidersPanel::move(Index dimension, double value) {
    Vector place = m_exploration.place();
    if (dimension >= place.size())
        return;
    place[dimension] = Scalar(value);
    choose(dimension);
    m_exploration.setPlace(place);
}

void SlidersPanel::choose(Index dimension) {
    const bool another = dimension != m_dimension;
    m_dimension = dimension;
    for (LatentSlider* const slider : m_sliders)
        slider->setChosen(slider->dimension() == dimension);
    m_caption->setText(tr("What latent %1 does").arg(dimension + 1));
    if (another) {
        requestEffects();
        emit dimensionChosen(dimension);
    }
}

void SlidersPanel::requestEffects() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    const Vector& place = m_exploration.place();
    m_outdated = !isVisible();
    if (m_outdated || !snapshot || place.size() != snapshot->model->vae->latent() ||
        m_dimension >= Index(m_sliders.size()))
        return;
    const Range range = m_sliders[std::size_t(m_dimension)]->range();
    m_task.run([data = m_exploration.data(), model = snapshot->model, place, dimension = m_dimension, range] {
        return columnEffects(data->preprocessor, *model, place, dimension, Scalar(range.min),
                             Scalar(range.max));
    });
}

void SlidersPanel::refreshColours() {
    for (QLabel* const label : {m_empty, m_caption})
        makeQuiet(*label, palette());
}

void SlidersPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
    else if (event->type() == QEvent::FontChange)
        m_table->verticalHeader()->setDefaultSectionSize(BandDelegate::rowHeight(fontMetrics()));
}

void SlidersPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_outdated)
        requestEffects();
}

}  // namespace latentscape::ui
