#include "ui/explore/decoded_place_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/explore/band_delegate.h"
#include "ui/panels/decoded_picture.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSpacing = 6;
constexpr int kNameWidth = 96;
constexpr int kValueWidth = 76;
constexpr int kCertaintyWidth = 110;
constexpr int kPinLines = 3;

/// Latent values that a title has room for.
constexpr Index kTitleValues = 2;

QToolButton* createButton(const QString& text, const QString& help, QWidget* parent) {
    auto* const button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setAutoRaise(true);
    return button;
}

std::vector<DecodedCell> decodedCells(const DecodedPlace& place) {
    std::vector<DecodedCell> cells;
    for (const PredictedCell& cell : place.cells)
        cells.push_back(cell.decoded);
    return cells;
}

}  // namespace

DecodedPlacePanel::DecodedPlacePanel(Exploration& exploration, PlaceSupport& support, QWidget* parent)
    : QWidget(parent),
      m_exploration(exploration),
      m_support(support),
      m_cells(new DecodedPlaceModel(this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)) {
    setAccessibleName(tr("Decoded place"));
    m_empty->setText(
        tr("Train a model first. Then every place of the map can be decoded: press D and point at "
           "the map."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_pages);

    connect(&m_exploration, &Exploration::modelChanged, this, &DecodedPlacePanel::followModel);
    connect(&m_exploration, &Exploration::placeChanged, this, [this] {
        m_pointed.reset();
        decode();
    });
    connect(&m_exploration, &Exploration::pinsChanged, this, &DecodedPlacePanel::decodePins);
    connect(&m_support, &PlaceSupport::changed, this, &DecodedPlacePanel::describe);
    refreshColours();
    followModel();
}

QWidget* DecodedPlacePanel::createContent() {
    auto* const content = new QWidget(m_pages);
    m_title = new ElidedLabel(content);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_supportLine = new QLabel(content);
    m_supportLine->setWordWrap(true);
    QWidget* const buttons = createButtons();
    m_views = new QStackedWidget(content);
    createTable();
    m_pictures = new PictureStrip(m_views);
    m_views->addWidget(m_table);
    m_views->addWidget(m_pictures);
    new PlotMenu(*m_views, tr("decoded place"), [this] {
        return [data = m_data, places = namedPlaces()] {
            return data ? decodedPlacesCsv(data->preprocessor, places) : std::string();
        };
    });
    createPins();

    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_supportLine);
    layout->addWidget(buttons);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_views, 1);
    layout->addWidget(m_pinBox);
    return content;
}

QWidget* DecodedPlacePanel::createButtons() {
    auto* const bar = new QWidget(this);
    m_pin = createButton(tr("Pin"), tr("Keep this place, to compare it with others"), bar);
    m_shade = createButton(tr("Shade"), tr("Shade the places of the map where hardly any rows lie"), bar);
    m_shade->setCheckable(true);
    m_asPicture = createButton(tr("Picture"), tr("Show the decoded row as a picture"), bar);
    m_asPicture->setCheckable(true);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_pin);
    layout->addWidget(m_shade);
    layout->addStretch(1);
    layout->addWidget(m_asPicture);
    connect(m_pin, &QToolButton::clicked, this, &DecodedPlacePanel::pinHere);
    connect(m_shade, &QToolButton::toggled, this, [this](bool shaded) {
        markChecked(*m_shade, palette());
        emit shadingChosen(shaded);
    });
    connect(m_asPicture, &QToolButton::toggled, this, &DecodedPlacePanel::showAsChosen);
    return bar;
}

void DecodedPlacePanel::createTable() {
    m_table = new DataTable(m_views);
    m_table->setModel(m_cells);
    m_table->setItemDelegateForColumn(
        DecodedPlaceModel::Certainty,
        new BandDelegate({DecodedPlaceModel::FractionRole, DecodedPlaceModel::LowerFractionRole,
                          DecodedPlaceModel::UpperFractionRole},
                         m_table));
    m_table->setAccessibleName(tr("Columns of the decoded place and of the pins"));
    m_table->setAlternatingRowColors(false);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(BandDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(DecodedPlaceModel::Name, kNameWidth);
    m_table->setColumnWidth(DecodedPlaceModel::Value, kValueWidth);
    m_table->setColumnWidth(DecodedPlaceModel::Certainty, kCertaintyWidth);
}

void DecodedPlacePanel::createPins() {
    m_pinBox = new QWidget(this);
    m_pinList = new QListWidget(m_pinBox);
    m_pinList->setAccessibleName(tr("Pinned places"));
    m_pinList->setToolTip(tr("Click goes to the place, F2 or a double-click renames, Delete removes"));
    m_pinList->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_pinList->setFrameShape(QFrame::NoFrame);
    m_pinList->setMaximumHeight(kPinLines * (fontMetrics().height() + kSpacing));
    m_remove = createButton(tr("Remove"), tr("Remove the pin that is selected"), m_pinBox);
    auto* const layout = new QHBoxLayout(m_pinBox);
    layout->setContentsMargins(0, kSpacing, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_pinList, 1);
    layout->addWidget(m_remove, 0, Qt::AlignTop);
    connect(m_remove, &QToolButton::clicked, this, &DecodedPlacePanel::removePin);
    connect(m_pinList, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { goToPin(m_pinList->row(item)); });
    // The list is made anew when a pin changes, so that has to wait until the list is done with its item.
    connect(m_pinList, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        const int pin = m_pinList->row(item);
        QMetaObject::invokeMethod(
            this,
            [this, pin, name = item->text()] {
                m_exploration.renamePin(pin, name.trimmed());
                decodePins();
            },
            Qt::QueuedConnection);
    });
    auto* const remove = new QShortcut(QKeySequence::Delete, m_pinList, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &DecodedPlacePanel::removePin);
}

void DecodedPlacePanel::followModel() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    if (m_exploration.data() != m_data) {
        m_data = m_exploration.data();
        m_cells->setColumns(DecodedColumns(m_data));
        const bool image = m_data && m_data->roles.image;
        m_asPicture->setVisible(image);
        m_asPicture->setChecked(image);
        showAsChosen();
    }
    m_decoder.reset();
    m_pointed.reset();
    m_pages->setCurrentWidget(snapshot ? m_content : static_cast<QWidget*>(m_empty));
    if (snapshot)
        m_decoder = std::make_unique<LatentDecoder>(
            std::shared_ptr<const Preprocessor>(m_data, &m_data->preprocessor), snapshot->model);
    decodePins();
}

void DecodedPlacePanel::showPointed(const std::optional<Vector>& place) {
    m_pointed = place && m_decoder && place->size() == m_decoder->latent() && place->allFinite()
                    ? place
                    : std::nullopt;
    decode();
}

void DecodedPlacePanel::decode() {
    m_outdated = !isVisible();
    if (m_outdated)
        return;
    const Vector& place = shownPlace();
    if (m_decoder && place.size() == m_decoder->latent())
        m_cells->setPlace(m_decoder->decode(place));
    else
        m_cells->setPlace(std::nullopt);
    describe();
}

void DecodedPlacePanel::decodePins() {
    std::vector<DecodedPlaceModel::PinnedPlace> pinned;
    const QSignalBlocker blocker(m_pinList);
    const int current = m_pinList->currentRow();
    m_pinList->clear();
    for (const Exploration::Pin& pin : m_exploration.pins()) {
        if (!m_decoder || pin.place.size() != m_decoder->latent())
            continue;
        pinned.push_back({pin.name, pin.place, m_decoder->decode(pin.place)});
        auto* const item = new QListWidgetItem(pin.name, m_pinList);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
    m_pinList->setCurrentRow(std::min(current, m_pinList->count() - 1));
    m_pinBox->setVisible(!pinned.empty());
    m_cells->setPins(std::move(pinned));
    decode();
}

void DecodedPlacePanel::pinHere() {
    if (!m_decoder)
        return;
    // The first letter that is free: A, B, C …
    QString name;
    for (int number = 0; name.isEmpty(); ++number) {
        const QString tried = number < 26 ? QString(QChar('A' + number)) : tr("Pin %1").arg(number + 1);
        const auto& pins = m_exploration.pins();
        if (std::none_of(pins.begin(), pins.end(), [&](const auto& pin) { return pin.name == tried; }))
            name = tried;
    }
    m_exploration.addPin({.name = name, .place = m_exploration.place(), .row = m_exploration.placeRow()});
}

void DecodedPlacePanel::removePin() {
    if (m_pinList->count() > 0)
        m_exploration.removePin(m_pinList->currentRow() < 0 ? m_pinList->count() - 1
                                                            : m_pinList->currentRow());
}

void DecodedPlacePanel::goToPin(int pin) {
    if (pin < 0 || std::size_t(pin) >= m_exploration.pins().size())
        return;
    m_exploration.setPlace(Vector(m_exploration.pins()[std::size_t(pin)].place));
}

std::vector<NamedPlace> DecodedPlacePanel::namedPlaces() const {
    std::vector<NamedPlace> places;
    if (m_cells->place())
        places.push_back({tr("here").toStdString(), shownPlace(), *m_cells->place()});
    const std::vector<DecodedPlaceModel::PinnedPlace>& pinned = m_cells->pins();
    for (std::size_t i = 0; i < pinned.size(); ++i)
        places.push_back({pinned[i].name.toStdString(), pinned[i].z, pinned[i].decoded});
    return places;
}

QString DecodedPlacePanel::titleOfPlace() const {
    if (!m_pointed && m_exploration.placeRow())
        return tr("Decoded at the mean of row %1")
            .arg(locale().toString(qlonglong(*m_exploration.placeRow() + 1)));
    const Vector& place = shownPlace();
    QStringList values;
    for (Index i = 0; i < std::min(place.size(), kTitleValues); ++i)
        values << numberText(locale(), double(place[i]), 2);
    if (place.size() > kTitleValues)
        values << QStringLiteral("…");
    return m_pointed ? tr("Under the pointer: %1").arg(values.join(QStringLiteral("  ")))
                     : tr("Decoded at %1").arg(values.join(QStringLiteral("  ")));
}

QString DecodedPlacePanel::supportText() const {
    const PlaceSupport::SupportPtr& support = m_support.support();
    const Vector& place = shownPlace();
    if (!support || place.size() != support->latent())
        return {};
    const double density = support->logDensity(place)[0];
    if (!support->hasSupport(density))
        return tr("No support: hardly any rows lie near, so the model was never taught what belongs here.");
    return tr("Supported by rows near it: at least as densely as the places of %1 of the rows.")
        .arg(percentText(locale(), support->shareBelow(density)));
}

void DecodedPlacePanel::describe() {
    if (!isVisible() || !m_decoder)
        return;
    m_title->setText(titleOfPlace());
    m_supportLine->setText(supportText());
    m_supportLine->setVisible(!m_supportLine->text().isEmpty());
    const std::optional<ImageLayout> image = m_data ? m_data->roles.image : std::nullopt;
    std::vector<PictureStrip::Entry> entries;
    if (image && m_asPicture->isChecked() && m_cells->place()) {
        const double white = whiteOf(m_data->preprocessor);
        entries.push_back({tr("Here"), decodedPicture(*image, decodedCells(*m_cells->place()), white)});
        for (const DecodedPlaceModel::PinnedPlace& pin : m_cells->pins())
            entries.push_back({pin.name, decodedPicture(*image, decodedCells(pin.decoded), white)});
    }
    m_pictures->setEntries(std::move(entries));
}

void DecodedPlacePanel::showAsChosen() {
    m_views->setCurrentWidget(m_asPicture->isChecked() && m_data && m_data->roles.image
                                  ? static_cast<QWidget*>(m_pictures)
                                  : m_table);
    markChecked(*m_asPicture, palette());
    describe();
}

void DecodedPlacePanel::refreshColours() {
    for (QLabel* const label : {m_empty, m_supportLine})
        makeQuiet(*label, palette());
    for (QToolButton* const button : {m_shade, m_asPicture})
        markChecked(*button, palette());
}

void DecodedPlacePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
    else if (event->type() == QEvent::FontChange)
        m_table->verticalHeader()->setDefaultSectionSize(BandDelegate::rowHeight(fontMetrics()));
}

void DecodedPlacePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_support.setShown(true);
    if (m_outdated)
        decode();
}

void DecodedPlacePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_support.setShown(m_shade->isChecked());
}

}  // namespace latentscape::ui
