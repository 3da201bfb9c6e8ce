#include "ui/panels/reconstruction_panel.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/reconstruction.h"
#include "ui/models/reconstruction_model.h"
#include "ui/models/row_summary.h"
#include "ui/models/view_state.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/image_pair_view.h"
#include "ui/panels/legend_key.h"
#include "ui/panels/panel_colours.h"
#include "ui/panels/reconstruction_bars.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 12;
constexpr int kSpacing = 6;

QToolButton* createChoice(const QString& text, const QString& help, QWidget* parent) {
    auto* const button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(help);
    button->setToolTip(help);
    button->setCheckable(true);
    return button;
}

QHBoxLayout* createRow(QWidget* parent, int spacing) {
    auto* const row = new QHBoxLayout(parent);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    return row;
}

QVBoxLayout* createColumn(QWidget* parent) {
    auto* const column = new QVBoxLayout(parent);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpacing);
    return column;
}

}  // namespace

ReconstructionPanel::ReconstructionPanel(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_lines(new ReconstructionModel(this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new QLabel(this)) {
    setAccessibleName(tr("Reconstruction of a row"));
    m_empty->setText(
        tr("Start training, and a row of the table appears here beside what the model makes of it."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_content = createContent();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(m_pages);

    connect(&m_viewState, &ViewState::selectedRowChanged, this, &ReconstructionPanel::refresh);
    refreshColours();
    clear();
}

QWidget* ReconstructionPanel::createContent() {
    auto* const content = new QWidget(m_pages);
    // In the order in which Tab goes through them.
    QWidget* const header = createHeader();
    m_hint = new ElidedLabel(content);
    m_views = new QStackedWidget(content);
    m_image = new ImagePairView(*m_lines, m_views);
    m_bars = createBarsPage();
    m_views->addWidget(m_bars);
    m_views->addWidget(m_image);
    m_error = new QLabel(content);
    m_error->setToolTip(
        tr("Over the columns that are not missing: the error as a share of the column's range, and for "
           "categories the probability that the model withholds from the true one"));

    QVBoxLayout* const layout = createColumn(content);
    layout->setSpacing(2);
    layout->addWidget(header);
    layout->addWidget(m_hint);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_views, 1);
    layout->addSpacing(kSpacing);
    layout->addWidget(m_error);
    new PlotMenu(*content, tr("reconstruction"), [this] { return m_lines->csvJob(); });
    return content;
}

QWidget* ReconstructionPanel::createHeader() {
    auto* const header = new QWidget(this);
    m_title = new ElidedLabel(header);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);

    m_choice = new QWidget(header);
    m_asBars = createChoice(tr("Bars"), tr("Show the row as bars"), m_choice);
    m_asImage = createChoice(tr("Image"), tr("Show the row as a picture"), m_choice);
    auto* const group = new QButtonGroup(this);
    QHBoxLayout* const choices = createRow(m_choice, 0);
    for (QToolButton* const button : {m_asBars, m_asImage}) {
        group->addButton(button);
        choices->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, button] { showAs(button); });
    }

    QHBoxLayout* const layout = createRow(header, kSpacing);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_choice);
    return header;
}

QWidget* ReconstructionPanel::createBarsPage() {
    auto* const page = new QWidget(m_views);
    m_byError = createChoice(tr("Error"), tr("Largest errors first"), page);
    m_byError->setAutoRaise(true);
    m_byError->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_byError, &QToolButton::toggled, this, [this](bool byError) {
        m_byError->setArrowType(byError ? Qt::DownArrow : Qt::NoArrow);
        m_lines->sort(byError ? ReconstructionModel::Error : -1, Qt::DescendingOrder);
    });
    m_table = new ReconstructionBars(*m_lines, page);

    QHBoxLayout* const legend = createRow(nullptr, 2 * kSpacing);
    legend->addWidget(new LegendKey(tr("Original"), &originalColour, page));
    legend->addWidget(new LegendKey(tr("Reconstruction"), &reconstructionColour, page));
    legend->addStretch(1);
    legend->addWidget(m_byError);
    QVBoxLayout* const layout = createColumn(page);
    layout->addLayout(legend);
    layout->addWidget(m_table, 1);
    return page;
}

void ReconstructionPanel::setTrainingData(TrainingDataPtr trainingData) {
    const bool wasImage = m_data && m_data->roles.image;
    m_data = std::move(trainingData);
    m_model.reset();
    m_lines->setTrainingData(m_data);
    const std::optional<ImageLayout> image = m_data ? m_data->roles.image : std::nullopt;
    m_image->setImageLayout(image);
    m_choice->setVisible(image.has_value());
    if (wasImage != image.has_value() || !image)
        showAs(image ? m_asImage : m_asBars);
    refresh();
}

void ReconstructionPanel::setModel(std::shared_ptr<const ModelSnapshot> model) {
    m_model = std::move(model);
    refresh();
}

void ReconstructionPanel::clear() {
    setTrainingData(nullptr);
}

void ReconstructionPanel::showAs(QToolButton* choice) {
    choice->setChecked(true);
    m_views->setCurrentWidget(choice == m_asImage ? static_cast<QWidget*>(m_image) : m_bars);
    refreshColours();
}

std::optional<Index> ReconstructionPanel::selectedRow() const {
    const std::optional<Index> row = m_viewState.selectedRow();
    return row && *row < m_data->dataset->rows() ? row : std::nullopt;
}

Index ReconstructionPanel::exampleRow() const {
    const RowList& rows =
        m_data->split.validation.empty() ? m_data->split.training : m_data->split.validation;
    return rows.front();
}

QString ReconstructionPanel::titleOf(Index row) const {
    const QString number = tr("Row %1").arg(locale().toString(qlonglong(row + 1)));
    if (!m_data->roles.label)
        return number;
    const Column& label = m_data->dataset->column(*m_data->roles.label);
    const QString value = label.missing[std::size_t(row)]
                              ? tr("missing")
                              : valueText(locale(), label, label.values[std::size_t(row)], label.decimals);
    return tr("%1 · %2 %3").arg(number, QString::fromStdString(label.name), value);
}

void ReconstructionPanel::refresh() {
    const bool fits = m_data && m_model && m_model->vae->features() == m_data->preprocessor.features();
    m_pages->setCurrentWidget(fits ? m_content : static_cast<QWidget*>(m_empty));
    if (!fits)
        return;
    const std::optional<Index> selected = selectedRow();
    const Index row = selected.value_or(exampleRow());
    m_lines->setReconstruction(
        reconstructRow(*m_data->dataset, m_data->preprocessor, m_data->table, *m_model, row));
    m_title->setText(titleOf(row));
    m_hint->setText(selected ? rowUse(m_data->split, row) : tr("Click a point to see its row"));
    const std::optional<double> error = m_lines->meanError();
    m_error->setText(error ? tr("Mean error %1 of range").arg(percentText(locale(), *error, 1))
                           : tr("Every value is missing"));
}

void ReconstructionPanel::refreshColours() {
    for (QLabel* const label : {m_empty, static_cast<QLabel*>(m_hint), m_error})
        makeQuiet(*label, palette());
    for (QToolButton* const choice : {m_asBars, m_asImage})
        markChecked(*choice, palette());
}

void ReconstructionPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
