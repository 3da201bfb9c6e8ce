#include "ui/explore/vectors_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "ui/panels/legend_key.h"
#include "ui/panels/panel_colours.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;
constexpr int kCardWidth = 300;
constexpr int kImageHeight = 170;
constexpr int kLineHeight = 150;
constexpr int kListHeight = 220;

QToolButton* createButton(const QString& text, const QString& help, QWidget* parent) {
    auto* const button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(help);
    return button;
}

QHBoxLayout* createRow(QWidget* parent, int spacing) {
    auto* const row = new QHBoxLayout(parent);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    return row;
}

}  // namespace

VectorsPanel::VectorsPanel(Exploration& exploration, CellEdits& edits, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_edits(edits),
      m_summary(exploration.viewState()),
      m_looks(new QButtonGroup(this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)),
      m_scroll(new QScrollArea(this)),
      m_rows(exploration, edits) {
    setAccessibleName(tr("Rows beside their reconstruction"));
    m_header = createHeader();
    m_imageBar = createImageBar();
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* const cards = new QWidget(m_scroll);
    m_grid = new QGridLayout(cards);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(2 * kSpacing);
    m_scroll->setWidget(cards);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_scroll);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_header);
    layout->addWidget(m_imageBar);
    layout->addWidget(m_pages, 1);

    connect(&m_rows, &ExaminedRows::changed, this, &VectorsPanel::refresh);
    connect(&m_measured, &MeasuredColumns::ready, this, &VectorsPanel::followData);
    connect(&exploration, &Exploration::modelChanged, this, &VectorsPanel::followData);
    ViewState& viewState = exploration.viewState();
    connect(&viewState, &ViewState::selectedRowChanged, this, &VectorsPanel::followRows);
    connect(&viewState, &ViewState::colourColumnChanged, this, &VectorsPanel::refresh);
    connect(&viewState.selection(), &Selection::changed, this, &VectorsPanel::followRows);
    refreshColours();
    setLook(m_look);
    followRows();
}

QWidget* VectorsPanel::createHeader() {
    auto* const header = new QWidget(this);
    auto* const choice = new QWidget(header);
    QHBoxLayout* const choices = createRow(choice, 0);
    for (const auto& [look, text, help] :
         {std::tuple(VectorLook::Bars, tr("Bars"), tr("Show rows as bars")),
          std::tuple(VectorLook::Line, tr("Line"), tr("Show rows as lines over the columns")),
          std::tuple(VectorLook::Table, tr("Table"), tr("Show rows as tables whose cells can be edited")),
          std::tuple(VectorLook::Image, tr("Image"), tr("Show rows as pictures"))}) {
        QToolButton* const button = createButton(text, help, choice);
        button->setCheckable(true);
        m_looks->addButton(button, int(look));
        choices->addWidget(button);
    }
    connect(m_looks, &QButtonGroup::idClicked, this, [this](int look) { setLook(VectorLook(look)); });

    m_byError = createButton(tr("By error"), tr("Columns with the largest errors first"), header);
    m_byError->setCheckable(true);
    m_byError->setAutoRaise(true);
    connect(m_byError, &QToolButton::toggled, this, [this](bool byError) {
        for (RowCard* const card : m_cards)
            card->setByError(byError);
        refreshColours();
    });
    m_where = new QLabel(header);
    m_back = createButton({}, tr("The rows before these"), header);
    m_back->setArrowType(Qt::LeftArrow);
    m_forth = createButton({}, tr("The rows after these"), header);
    m_forth->setArrowType(Qt::RightArrow);
    connect(m_back, &QToolButton::clicked, this, [this] { turn(-1); });
    connect(m_forth, &QToolButton::clicked, this, [this] { turn(1); });
    for (QToolButton* const button : {m_back, m_forth})
        button->setAutoRaise(true);

    QHBoxLayout* const first = createRow(nullptr, kSpacing);
    first->addWidget(choice);
    first->addStretch(1);
    first->addWidget(m_byError);
    QHBoxLayout* const second = createRow(nullptr, 2 * kSpacing);
    m_keys = new QWidget(header);
    QHBoxLayout* const keys = createRow(m_keys, 2 * kSpacing);
    keys->addWidget(new LegendKey(tr("Original"), &originalColour, m_keys));
    keys->addWidget(new LegendKey(tr("Reconstruction"), &reconstructionColour, m_keys));
    second->addWidget(m_keys);
    second->addStretch(1);
    second->addWidget(m_where);
    second->addWidget(m_back);
    second->addWidget(m_forth);
    auto* const layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addLayout(first);
    layout->addLayout(second);
    return header;
}

QWidget* VectorsPanel::createImageBar() {
    auto* const bar = new QWidget(this);
    const auto createSide = [bar](const QString& name, const QString& help) {
        auto* const side = new QSpinBox(bar);
        side->setRange(1, kLargestSide);
        side->setKeyboardTracking(false);
        side->setObjectName(name);
        side->setAccessibleName(help);
        side->setToolTip(help);
        return side;
    };
    m_width = createSide(QStringLiteral("width"), tr("Width of the picture in pixels"));
    m_height = createSide(QStringLiteral("height"), tr("Height of the picture in pixels"));
    m_channels = new QComboBox(bar);
    m_channels->addItem(tr("grey"));
    m_channels->addItem(tr("RGB, by pixel"));
    m_channels->addItem(tr("RGB, by plane"));
    m_channels->setAccessibleName(tr("What the columns are of a pixel"));
    m_channels->setToolTip(
        tr("<p>Grey: each column is a pixel. RGB by pixel: red, green and blue of one pixel after the "
           "other. RGB by plane: all reds, then all greens, then all blues.</p>"));
    m_unused = new QLabel(bar);
    const auto change = [this] {
        setImage({.size = {.width = m_width->value(), .height = m_height->value()},
                  .channels = ImagePairView::Channels(m_channels->currentIndex())});
    };
    connect(m_width, &QSpinBox::valueChanged, this, change);
    connect(m_height, &QSpinBox::valueChanged, this, change);
    connect(m_channels, &QComboBox::currentIndexChanged, this, change);

    QHBoxLayout* const line = createRow(nullptr, kSpacing);
    line->addWidget(m_width);
    line->addWidget(new QLabel(QStringLiteral("×"), bar));
    line->addWidget(m_height);
    line->addWidget(m_channels);
    line->addStretch(1);
    auto* const layout = new QVBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_unused);
    return bar;
}

void VectorsPanel::followData() {
    // Looking through a large table takes a moment: not for a panel that nobody sees.
    if (!isVisible())
        return;
    const TrainingDataPtr& learned = m_exploration.data();
    const ColumnRangesPtr ranges = m_measured.of(learned ? learned->dataset : nullptr);
    if (m_data != learned && (ranges || !learned)) {
        const TrainingDataPtr before = std::exchange(m_data, learned);
        m_columns.setTrainingData(m_data, ranges);
        for (RowCard* const card : m_cards)
            card->setColumnsOf(m_columns);
        if (!before || !m_data || before->dataset != m_data->dataset ||
            before->roles.inputs != m_data->roles.inputs)
            chooseLook();
        followRows();
    }
    refresh();
}

/// A table of pictures is shown as such, any other as bars unless a person wished for something else.
void VectorsPanel::chooseLook() {
    const std::optional<ImageLayout> image = m_data ? m_data->roles.image : std::nullopt;
    const Index columns = m_data ? Index(m_data->preprocessor.columns().size()) : 1;
    setImage({.size = image.value_or(guessedImage(columns))});
    if (image)
        setLook(VectorLook::Image);
    else if (m_look == VectorLook::Image)
        setLook(VectorLook::Bars);
}

void VectorsPanel::followRows() {
    const ViewState& viewState = m_exploration.viewState();
    const std::optional<Index> current = viewState.selectedRow();
    m_all.clear();
    if (current)
        m_all.push_back(*current);
    for (const Index row : viewState.selection().rows().members())
        if (row != current)
            m_all.push_back(row);
    m_page = 0;
    turn(0);
}

void VectorsPanel::turn(int pages) {
    const Index last = std::max<Index>(0, (Index(m_all.size()) - 1) / kRowsAPage);
    m_page = std::clamp<Index>(m_page + pages, 0, last);
    const auto first = m_all.begin() + std::ptrdiff_t(m_page * kRowsAPage);
    m_rows.setRows(RowList(first, first + std::min<std::ptrdiff_t>(kRowsAPage, m_all.end() - first)));
    describePages();
    refresh();
}

void VectorsPanel::describePages() {
    const Index count = Index(m_all.size());
    const bool several = count > kRowsAPage;
    for (QWidget* const part :
         {static_cast<QWidget*>(m_where), static_cast<QWidget*>(m_back), static_cast<QWidget*>(m_forth)})
        part->setVisible(several);
    const Index first = m_page * kRowsAPage;
    m_where->setText(tr("%1–%2 of %3")
                         .arg(locale().toString(qlonglong(first + 1)),
                              locale().toString(qlonglong(std::min(first + kRowsAPage, count))),
                              locale().toString(qlonglong(count))));
    m_back->setEnabled(m_page > 0);
    m_forth->setEnabled(first + kRowsAPage < count);
}

RowCard* VectorsPanel::createCard() {
    auto* const card = new RowCard(m_look, m_scroll->widget());
    card->setColumnsOf(m_columns);
    card->setImage(m_image);
    card->setByError(m_byError->isChecked());
    connect(card, &RowCard::cellWritten, &m_edits, &CellEdits::write);
    connect(card, &RowCard::restoreWanted, &m_edits, &CellEdits::restore);
    connect(card, &RowCard::chosen, this, [this](Index row) {
        m_exploration.viewState().setSelectedRow(row);
        emit rowChosen(row);
    });
    return card;
}

void VectorsPanel::refresh() {
    const std::vector<ExaminedRow>& rows = m_rows.rows();
    const bool known = m_data && m_rows.data() == m_data && !rows.empty();
    m_header->setEnabled(known);
    m_imageBar->setVisible(m_look == VectorLook::Image && known);
    m_pages->setCurrentWidget(known ? m_scroll : static_cast<QWidget*>(m_empty));
    m_empty->setText(!m_exploration.snapshot()
                         ? tr("Train a model first. Then rows stand here beside what the model makes of "
                              "them.")
                     : m_all.empty() ? tr("Click a point on the map, or select several, to see their "
                                          "rows beside what the model makes of them.")
                                     : QString());
    if (!known)
        return;
    const std::size_t before = m_cards.size();
    while (m_cards.size() > rows.size()) {
        m_cards.back()->deleteLater();
        m_cards.back()->hide();
        m_cards.pop_back();
    }
    while (m_cards.size() < rows.size())
        m_cards.push_back(createCard());
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_cards[i]->setRow(rows[i], m_summary.title(rows[i].details.reconstruction.row));
    if (m_cards.size() != before)
        arrangeCards();
}

void VectorsPanel::setLook(VectorLook look) {
    m_look = look;
    m_looks->button(int(look))->setChecked(true);
    // Pictures have captions instead.
    m_keys->setVisible(look != VectorLook::Image);
    m_byError->setVisible(look == VectorLook::Bars || look == VectorLook::Table);
    for (RowCard* const card : m_cards)
        card->setLook(look);
    m_imageBar->setVisible(look == VectorLook::Image && !m_cards.empty());
    arrangeCards();
    refreshColours();
}

void VectorsPanel::setImage(const VectorImage& image) {
    m_image = image;
    const QSignalBlocker blockers[] = {QSignalBlocker(m_width), QSignalBlocker(m_height),
                                       QSignalBlocker(m_channels)};
    m_width->setValue(image.size.width);
    m_height->setValue(image.size.height);
    m_channels->setCurrentIndex(int(image.channels));
    for (RowCard* const card : m_cards)
        card->setImage(image);
    const Index columns = m_data ? Index(m_data->preprocessor.columns().size()) : 0;
    const Index used = Index(image.size.width) * image.size.height *
                       (image.channels == ImagePairView::Channels::Grey ? 1 : 3);
    const int surplus = int(std::abs(columns - used));
    m_unused->setText(
        columns > used
            ? (surplus == 1 ? tr("1 column has no pixel") : tr("%n columns have no pixel", nullptr, surplus))
            : (surplus == 1 ? tr("1 pixel value has no column")
                            : tr("%n pixel values have no column", nullptr, surplus)));
    m_unused->setVisible(columns != used);
}

void VectorsPanel::arrangeCards() {
    const int across = std::clamp<int>(m_scroll->width() / kCardWidth, 1, std::max(1, int(m_cards.size())));
    for (RowCard* const card : m_cards)
        m_grid->removeWidget(card);
    for (int column = 0; column < int(kRowsAPage); ++column)
        m_grid->setColumnStretch(column, column < across ? 1 : 0);
    const bool one = m_cards.size() == 1;
    const int height = m_look == VectorLook::Image  ? kImageHeight
                       : m_look == VectorLook::Line ? kLineHeight
                                                    : kListHeight;
    for (int i = 0; i < int(m_cards.size()); ++i) {
        m_cards[std::size_t(i)]->setBodyHeight(one ? 0 : height, one ? QWIDGETSIZE_MAX : height);
        m_grid->addWidget(m_cards[std::size_t(i)], i / across, i % across);
        m_cards[std::size_t(i)]->show();
    }
    // Several keep to the top.
    const int lines = (int(m_cards.size()) + across - 1) / across;
    for (int line = 0; line <= int(kRowsAPage); ++line)
        m_grid->setRowStretch(line, one ? line == 0 : line == lines);
}

void VectorsPanel::refreshColours() {
    for (QLabel* const label : {m_empty, m_where, m_unused})
        makeQuiet(*label, palette());
    for (QAbstractButton* const button : m_looks->buttons())
        markChecked(*button, palette());
    markChecked(*m_byError, palette());
}

void VectorsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

void VectorsPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // After the layout has given the cards their room.
    QMetaObject::invokeMethod(this, &VectorsPanel::arrangeCards, Qt::QueuedConnection);
}

void VectorsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    followData();
    m_rows.setShown(true);
}

void VectorsPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_rows.setShown(false);
}

}  // namespace latentscape::ui
