#include "ui/explore/why_panel.h"

#include <QSignalBlocker>
#include <algorithm>

#include "core/analysis/view_tables.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

enum Source { Data, Reconstruction };

// In pixels.
constexpr int kNarrowestSide = 72;

}  // namespace

WhyPanel::WhyPanel(Exploration& explored, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_task([this](Comparison comparison) { display(std::move(comparison)); },
             [this](const std::exception_ptr& error) { jobFailed(error); },
             [this](double share) { jobAt(share); }) {
    setAccessibleName(tr("Why here?"));
    createChoices();
    setContent(createContent());
    connect(&exploration().viewState().selection(), &Selection::changed, this, &WhyPanel::onSelection);
    connect(&exploration().viewState().groups(), &Groups::changed, this, &WhyPanel::listGroups);
    listGroups();
}

WhyPanel::~WhyPanel() = default;

void WhyPanel::createChoices() {
    m_firstKey = new LegendKey({}, originalColour, this);
    m_secondKey = new LegendKey({}, idleColour, this);
    m_firstSide = new QComboBox(this);
    m_firstSide->setAccessibleName(tr("Rows to explain"));
    m_secondSide = new QComboBox(this);
    m_secondSide->setAccessibleName(tr("Rows to compare them with"));
    for (QComboBox* const side : {m_firstSide, m_secondSide}) {
        // Long names of groups shall not widen the panel.
        side->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        side->setMinimumWidth(kNarrowestSide);
        side->setToolTip(side->accessibleName());
        connect(side, &QComboBox::currentIndexChanged, this, &WhyPanel::invalidate);
    }
    m_source = new QComboBox(this);
    m_source->addItem(tr("Data"));
    m_source->addItem(tr("Reconstruction"));
    m_source->setToolTip(tr("Compare the values of the table, or what the model makes of them"));
    m_source->setAccessibleName(m_source->toolTip());
    connect(m_source, &QComboBox::currentIndexChanged, this, &WhyPanel::invalidate);
    m_sidesRow = new QHBoxLayout;
    m_sidesRow->addWidget(m_firstKey);
    m_sidesRow->addWidget(m_firstSide, 1);
    m_sidesRow->addWidget(m_secondKey);
    m_sidesRow->addWidget(m_secondSide, 1);
    // Takes what the boxes leave while they are hidden.
    m_sidesRow->addStretch(0);
    m_source->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_sourceRow = new QHBoxLayout;
    m_sourceRow->addStretch(1);
    head().addLayout(m_sidesRow);
    head().addLayout(m_sourceRow);
}

void WhyPanel::listGroups() {
    const std::vector<Group>& groups = exploration().viewState().groups().all();
    // Without groups, there is room beside the legend.
    QHBoxLayout* const row = groups.empty() ? m_sidesRow : m_sourceRow;
    (groups.empty() ? m_sourceRow : m_sidesRow)->removeWidget(m_source);
    row->removeWidget(m_source);
    row->addWidget(m_source);
    for (QComboBox* const side : {m_firstSide, m_secondSide}) {
        // A group that was chosen and is gone is no choice any more.
        const std::optional<int> chosen = chosenGroup(*side);
        const QSignalBlocker blocker(side);
        side->clear();
        side->addItem(side == m_firstSide ? tr("Selected rows") : tr("All others"));
        for (const Group& group : groups)
            side->addItem(group.name);
        side->setCurrentIndex(chosen && *chosen < int(groups.size()) ? *chosen + 1 : 0);
        side->setVisible(!groups.empty());
    }
    m_firstKey->setText(groups.empty() ? tr("selected") : QString());
    m_secondKey->setText(groups.empty() ? tr("others") : QString());
    invalidate();
}

std::optional<int> WhyPanel::chosenGroup(const QComboBox& side) const {
    return side.currentIndex() > 0 ? std::optional(side.currentIndex() - 1) : std::nullopt;
}

QString WhyPanel::nameOf(const QComboBox& side) const {
    if (chosenGroup(side))
        return side.currentText();
    return &side == m_firstSide ? tr("selected") : tr("other rows");
}

const RowSet& WhyPanel::firstRows() const {
    const ViewState& viewState = exploration().viewState();
    const std::optional<int> group = chosenGroup(*m_firstSide);
    return group ? viewState.groups().all()[std::size_t(*group)].rows : viewState.selection().rows();
}

const RowSet* WhyPanel::secondRows() const {
    const std::optional<int> group = chosenGroup(*m_secondSide);
    return group ? &exploration().viewState().groups().all()[std::size_t(*group)].rows : nullptr;
}

void WhyPanel::onSelection() {
    if (!chosenGroup(*m_firstSide))
        invalidate();
}

QWidget* WhyPanel::createContent() {
    auto* const content = new QWidget(this);
    m_title = new QLabel(content);
    m_title->setWordWrap(true);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_verdict = new ElidedLabel(content);
    m_list = new DifferenceList(originalColour, idleColour, content);
    m_list->setAccessibleName(tr("Columns by how much the selected rows differ in them from the others"));
    connect(m_list, &DifferenceList::columnChosen, this,
            [this](Index column) { exploration().viewState().setColourColumn(column); });
    new PlotMenu(*m_list, tr("why here"), [this]() -> PlotMenu::CsvJob {
        return [shown = differences()] {
            return shown ? differencesCsv(*shown, "selected", "other") : std::string();
        };
    });

    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_verdict);
    layout->addSpacing(4);
    layout->addWidget(m_list, 1);
    return content;
}

bool WhyPanel::needsModel() const {
    return m_source->currentIndex() == Reconstruction;
}

QString WhyPanel::noModelText() const {
    return tr(
        "Train a model first, and what it makes of the selected rows is compared here; or compare the "
        "data.");
}

QString WhyPanel::lacking() const {
    const RowSet& first = firstRows();
    const RowSet* const second = secondRows();
    // The views have another table for a moment before its rows are prepared.
    const bool fits = first.rows() == exploration().data()->dataset->rows();
    if (!fits || (first.empty() && !chosenGroup(*m_firstSide)))
        return tr(
            "Select some points on the map (Shift and drag), and the columns in which they differ from "
            "the others appear here.");
    if (!second && first.count() == first.rows())
        return tr(
            "Everything is selected, so there is nothing to compare it with. Select a part of the "
            "points.");
    if (first.empty() || (second && second->empty()))
        return tr("A group without rows cannot be compared. Choose another one.");
    return {};
}

void WhyPanel::startJob() {
    const bool fromData = m_source->currentIndex() == Data;
    const LatentSnapshotPtr snapshot = exploration().snapshot();
    const RowSet* const second = secondRows();
    m_task.run([trained = exploration().data(), model = snapshot ? snapshot->model : nullptr,
                one = firstRows(), other = second ? std::optional(*second) : std::nullopt, fromData,
                comparison = Comparison{.firstName = nameOf(*m_firstSide),
                                        .secondName = nameOf(*m_secondSide),
                                        .differences = {}}](const Progress& progress) mutable {
        // A row on both sides tells them not apart.
        RowList ofFirst;
        RowList ofSecond;
        for (Index row = 0; row < one.rows(); ++row) {
            const bool inFirst = one.contains(row);
            const bool inSecond = other ? other->contains(row) : !inFirst;
            if (inFirst && !inSecond)
                ofFirst.push_back(row);
            if (inSecond && !inFirst)
                ofSecond.push_back(row);
        }
        comparison.firstRows = Index(ofFirst.size());
        comparison.secondRows = Index(ofSecond.size());
        comparison.differences = fromData ? dataDifferences(*trained->dataset, ofFirst, ofSecond, progress)
                                          : reconstructionDifferences(trained->preprocessor, trained->table,
                                                                      *model, ofFirst, ofSecond, progress);
        return std::move(comparison);
    });
}

void WhyPanel::cancelJob() {
    m_task.cancel();
}

void WhyPanel::clearResult() {
    m_list->differences().setDifferences(nullptr, nullptr);
}

void WhyPanel::display(Comparison comparison) {
    const auto significant =
        std::ranges::count_if(comparison.differences,
                              [](const ColumnDifference& difference) { return difference.isSignificant(); });
    m_title->setText(tr("%1 %2 against %3 %4")
                         .arg(countText(comparison.firstRows), comparison.firstName,
                              countText(comparison.secondRows), comparison.secondName));
    m_verdict->setText(
        comparison.firstRows == 0 || comparison.secondRows == 0 ? tr("One of the two has no rows of its own")
        : significant > 1  ? tr("%n columns differ by more than chance", nullptr, int(significant))
        : significant == 1 ? tr("One column differs by more than chance")
                           : tr("No column differs by more than chance"));
    m_list->differences().setDifferences(
        exploration().data()->dataset,
        std::make_shared<const std::vector<ColumnDifference>>(std::move(comparison.differences)));
    m_list->scrollToTop();
    jobDone();
}

void WhyPanel::refreshLook() {
    makeQuiet(*m_verdict, palette());
}

}  // namespace latentscape::ui
