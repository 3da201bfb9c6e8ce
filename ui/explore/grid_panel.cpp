#include "ui/explore/grid_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/encoding.h"
#include "core/analysis/traversal.h"
#include "ui/explore/sliders_panel.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;

constexpr int kUsualSize = 10;
constexpr int kLargestSize = 40;
/// Columns that the choice lists; more make no usable list.
constexpr int kListedColumns = 500;

/// Fills a box anew and keeps what was chosen, if it is still there.
void refill(QComboBox& box, const QStringList& texts) {
    const QSignalBlocker blocker(box);
    const QString kept = box.currentText();
    box.clear();
    box.addItems(texts);
    box.setCurrentIndex(std::max(0, box.findText(kept)));
}

QComboBox* createBox(const QString& help, QWidget* parent) {
    auto* const box = new QComboBox(parent);
    box->setToolTip(help);
    box->setAccessibleName(help);
    // Long names of columns must not push the rest out of a narrow dock.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

}  // namespace

GridPanel::GridPanel(Exploration& exploration, LatentScatterView& map, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_map(map),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_task([this](DecodedGridPtr grid) {
          m_view->setGrid(std::move(grid));
          emit shown();
      }) {
    setAccessibleName(tr("Grid of decoded places"));
    m_empty->setText(tr("Train a model first. Then many places of its map are decoded here side by side."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_pages);

    connect(&m_exploration, &Exploration::modelChanged, this, &GridPanel::followModel);
    connect(&m_exploration, &Exploration::placeChanged, this, &GridPanel::request);
    connect(&m_exploration, &Exploration::pinsChanged, this, [this] {
        fillEnds();
        request();
    });
    connect(&m_map, &LatentScatterView::planeChanged, this, &GridPanel::request);
    connect(&m_map.canvas(), &ScatterCanvas::transformChanged, this, &GridPanel::request);
    refreshColours();
    followModel();
}

QWidget* GridPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    QWidget* const choices = createChoices();
    m_view = new GridView(content);
    connect(m_view, &GridView::cellClicked, this,
            [this](int cell) { m_exploration.setPlace(Vector(m_view->grid()->places.col(cell))); });
    new PlotMenu(*m_view, QStringLiteral("grid"), [this]() -> PlotMenu::CsvJob {
        return [grid = m_view->grid()] { return grid ? gridCsv(*grid) : std::string(); };
    });
    auto* const controls = new QVBoxLayout;
    controls->setSpacing(kSpacing);
    controls->addWidget(choices);
    controls->addWidget(m_ends);
    controls->addWidget(createPager());
    controls->addStretch(1);
    m_arrangement = new QBoxLayout(QBoxLayout::TopToBottom, content);
    m_arrangement->setContentsMargins(0, 0, 0, 0);
    m_arrangement->setSpacing(kSpacing);
    m_arrangement->addLayout(controls);
    m_arrangement->addWidget(m_view, 1);
    return content;
}

QWidget* GridPanel::createPager() {
    m_pager = new QWidget(this);
    m_shownColumns = new QLabel(m_pager);
    const auto createButton = [this](Qt::ArrowType arrow, const QString& help, int pages) {
        auto* const button = new QToolButton(m_pager);
        button->setArrowType(arrow);
        button->setAutoRaise(true);
        button->setToolTip(help);
        button->setAccessibleName(help);
        connect(button, &QToolButton::clicked, this, [this, pages] { turn(pages); });
        return button;
    };
    m_back = createButton(Qt::LeftArrow, tr("The columns before these"), -1);
    m_forth = createButton(Qt::RightArrow, tr("The columns after these"), 1);
    auto* const layout = new QHBoxLayout(m_pager);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_shownColumns, 1);
    layout->addWidget(m_back);
    layout->addWidget(m_forth);
    m_pager->hide();
    return m_pager;
}

void GridPanel::turn(int pages) {
    const int columns = m_data ? int(m_data->preprocessor.columns().size()) : 0;
    const int last = std::max(0, (columns - 1) / GridView::kMostColumns);
    const int page = std::clamp(m_view->firstColumn() / GridView::kMostColumns + pages, 0, last);
    const int first = page * GridView::kMostColumns;
    m_view->setFirstColumn(first);
    const bool several = m_view->look() == GridView::Look::Bars || m_view->look() == GridView::Look::Lines;
    m_pager->setVisible(several && last > 0);
    m_shownColumns->setText(tr("columns %1 to %2 of %3")
                                .arg(countText(first + 1),
                                     countText(std::min(first + GridView::kMostColumns, columns)),
                                     countText(columns)));
    m_back->setEnabled(page > 0);
    m_forth->setEnabled(page < last);
}

QWidget* GridPanel::createChoices() {
    auto* const bar = new QWidget(this);
    m_over = createBox(tr("What the grid goes over"), bar);
    m_size = new QSpinBox(bar);
    m_size->setRange(2, kLargestSize);
    m_size->setValue(kUsualSize);
    m_size->setToolTip(tr("Places on each side of the grid, or on the way"));
    m_size->setAccessibleName(m_size->toolTip());
    m_looks = createBox(tr("How the places are drawn"), bar);
    m_choices = new QBoxLayout(QBoxLayout::LeftToRight, bar);
    m_choices->setContentsMargins(0, 0, 0, 0);
    m_choices->setSpacing(kSpacing);
    m_choices->addWidget(m_over, 1);
    m_choices->addWidget(m_size);
    m_choices->addWidget(m_looks, 1);

    m_ends = new QWidget(this);
    m_from = createBox(tr("Where the line begins"), m_ends);
    m_to = createBox(tr("Where the line ends"), m_ends);
    m_endChoices = new QBoxLayout(QBoxLayout::LeftToRight, m_ends);
    m_endChoices->setContentsMargins(0, 0, 0, 0);
    m_endChoices->setSpacing(kSpacing);
    m_endChoices->addWidget(m_from, 1);
    m_endChoices->addWidget(new QLabel(QStringLiteral("→"), m_ends));
    m_endChoices->addWidget(m_to, 1);

    for (const QComboBox* const box : {m_over, m_from, m_to})
        connect(box, &QComboBox::currentIndexChanged, this, &GridPanel::request);
    connect(m_looks, &QComboBox::currentIndexChanged, this, &GridPanel::applyLook);
    connect(m_size, &QSpinBox::valueChanged, this, &GridPanel::request);
    return bar;
}

void GridPanel::followModel() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    m_pages->setCurrentWidget(snapshot ? m_content : static_cast<QWidget*>(m_empty));
    if (m_exploration.data() != m_data) {
        m_data = m_exploration.data();
        m_task.cancel();
        m_view->setGrid(nullptr);
        m_view->setFirstColumn(0);
        fillLooks();
    }
    const Index latent = snapshot ? snapshot->model->vae->latent() : 0;
    if (latent != m_latent) {
        m_latent = latent;
        fillDimensions();
    }
    fillEnds();
    request();
}

void GridPanel::fillDimensions() {
    QStringList texts{tr("The map's view"), tr("A line between places")};
    for (Index i = 0; i < m_latent; ++i)
        texts << tr("Along latent %1").arg(i + 1);
    refill(*m_over, texts);
}

void GridPanel::fillLooks() {
    const DecodedColumns columns(m_data);
    QStringList texts{tr("as bars"), tr("as lines")};
    if (m_data && m_data->roles.image)
        texts.prepend(tr("as pictures"));
    for (int i = 0; i < std::min(columns.count(), kListedColumns); ++i)
        texts << columns.name(i);
    {
        const QSignalBlocker blocker(m_looks);
        m_looks->clear();
        m_looks->addItems(texts);
        m_looks->setCurrentIndex(0);
    }
    applyLook();
}

void GridPanel::applyLook() {
    const bool image = m_data && m_data->roles.image;
    const int chosen = m_looks->currentIndex() - (image ? 1 : 0);
    if (chosen < 0)
        m_view->setLook(GridView::Look::Pictures, 0);
    else if (chosen < 2)
        m_view->setLook(chosen == 0 ? GridView::Look::Bars : GridView::Look::Lines, 0);
    else
        m_view->setLook(GridView::Look::OneColumn, chosen - 2);
    turn(0);
}

void GridPanel::fillEnds() {
    QStringList texts{tr("Here"), tr("The selected row")};
    for (const Exploration::Pin& pin : m_exploration.pins())
        texts << pin.name;
    const bool first = m_to->count() == 0;
    refill(*m_from, texts);
    refill(*m_to, texts);
    // A line from a place to itself would show nothing.
    if (first) {
        const QSignalBlocker blocker(m_to);
        m_to->setCurrentIndex(1);
    }
}

GridPanel::Way GridPanel::way() const {
    return m_over->currentIndex() <= 0   ? Way::Plane
           : m_over->currentIndex() == 1 ? Way::Line
                                         : Way::Dimension;
}

std::optional<Vector> GridPanel::endAt(const QComboBox& box) const {
    const int chosen = box.currentIndex();
    if (chosen <= 0)
        return m_exploration.place();
    if (chosen >= 2)
        return m_exploration.pins()[std::size_t(chosen - 2)].place;
    const std::optional<Index> row = m_exploration.viewState().selectedRow();
    if (!row || *row >= m_data->table.rows())
        return std::nullopt;
    return Vector(encodeRows(m_data->table, *m_exploration.snapshot()->model, {&*row, 1}).mean.col(0));
}

std::optional<Matrix> GridPanel::places(int& columns) const {
    const Vector& place = m_exploration.place();
    const int size = m_size->value();
    columns = size;
    if (!m_exploration.snapshot() || place.size() != m_latent || m_latent == 0)
        return std::nullopt;
    switch (way()) {
        case Way::Plane: {
            const MapPlane& plane = m_map.plane();
            const PlotTransform shown = m_map.canvas().transform();
            if (plane.projection.axes.rows() != m_latent)
                return std::nullopt;
            return planeGrid({.topLeft = plane.lift({shown.x.min, shown.y.max}, place),
                              .topRight = plane.lift({shown.x.max, shown.y.max}, place),
                              .bottomLeft = plane.lift({shown.x.min, shown.y.min}, place)},
                             size, size);
        }
        case Way::Dimension: {
            const Index dimension = m_over->currentIndex() - 2;
            const Range range = latentRanges(*m_exploration.snapshot())[std::size_t(dimension)];
            return lineAlong(place, dimension, Scalar(range.min), Scalar(range.max), size);
        }
        case Way::Line:
            break;
    }
    const std::optional<Vector> from = endAt(*m_from);
    const std::optional<Vector> to = endAt(*m_to);
    if (!from || !to || from->size() != m_latent || to->size() != m_latent)
        return std::nullopt;
    return lineBetween(*from, *to, size);
}

void GridPanel::request() {
    m_ends->setVisible(way() == Way::Line);
    m_outdated = !isVisible();
    if (m_outdated)
        return;
    int columns = 0;
    std::optional<Matrix> wanted = places(columns);
    if (!wanted) {
        m_task.cancel();
        m_view->setGrid(nullptr);
        return;
    }
    m_task.run(
        [data = m_data, model = m_exploration.snapshot()->model, wanted = std::move(*wanted), columns] {
            return std::make_shared<const DecodedGrid>(decodeGrid(data, *model, wanted, columns));
        });
}

void GridPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

void GridPanel::refreshColours() {
    for (QLabel* const label : {m_empty, m_shownColumns})
        makeQuiet(*label, palette());
}

void GridPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Where there is more width than height, the grid gets all of the height.
    const bool wide = width() > 2 * height();
    m_arrangement->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_choices->setDirection(wide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_endChoices->setDirection(wide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void GridPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_outdated)
        request();
}

}  // namespace latentscape::ui
