#include "ui/explore/why_panel.h"

#include <QHBoxLayout>
#include <algorithm>

#include "core/data/csv_writer.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

enum Source { Data, Reconstruction };

/// What is on show as a table, for another program.
std::string differencesCsv(const std::vector<ColumnDifference>& differences) {
    CsvWriter writer(std::vector<std::string>{"column", "compares", "effect", "p", "corrected_p",
                                              "selected_rows", "other_rows", "selected_median",
                                              "other_median"});
    for (const ColumnDifference& difference : differences) {
        const bool isNumbers = difference.kind == ColumnDifference::Kind::Numbers;
        writer.addCell(difference.name);
        writer.addCell(isNumbers                                               ? "numbers"
                       : difference.kind == ColumnDifference::Kind::Categories ? "categories"
                                                                               : "missing");
        writer.addNumber(difference.effect);
        writer.addNumber(difference.p);
        writer.addNumber(difference.correctedP);
        writer.addCell(std::to_string(difference.firstRows));
        writer.addCell(std::to_string(difference.secondRows));
        if (isNumbers) {
            writer.addNumber(difference.first.median);
            writer.addNumber(difference.second.median);
        } else {
            writer.addCell({});
            writer.addCell({});
        }
        writer.endRow();
    }
    return writer.text();
}

}  // namespace

WhyPanel::WhyPanel(Exploration& explored, QWidget* parent)
    : AnalysisPanel(explored, parent),
      m_task([this](std::vector<ColumnDifference> differences) { display(std::move(differences)); },
             [this](const std::exception_ptr& error) { jobFailed(error); },
             [this](double share) { jobAt(share); }) {
    setAccessibleName(tr("Why here?"));
    setContent(createContent());
    connect(&exploration().viewState().selection(), &Selection::changed, this, &WhyPanel::invalidate);
}

WhyPanel::~WhyPanel() = default;

QWidget* WhyPanel::createContent() {
    auto* const content = new QWidget(this);
    m_source = new QComboBox(content);
    m_source->addItem(tr("Data"));
    m_source->addItem(tr("Reconstruction"));
    m_source->setToolTip(tr("Compare the values of the table, or what the model makes of them"));
    m_source->setAccessibleName(m_source->toolTip());
    connect(m_source, &QComboBox::currentIndexChanged, this, &WhyPanel::invalidate);
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
        return [shown = differences()] { return shown ? differencesCsv(*shown) : std::string(); };
    });

    auto* const choices = new QHBoxLayout;
    choices->addWidget(new LegendKey(tr("selected"), originalColour, content));
    choices->addWidget(new LegendKey(tr("others"), idleColour, content));
    choices->addStretch(1);
    choices->addWidget(m_source);
    head().addLayout(choices);
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
    const RowSet& selected = exploration().viewState().selection().rows();
    // The views have another table for a moment before its rows are prepared.
    if (selected.empty() || selected.rows() != exploration().data()->dataset->rows())
        return tr(
            "Select some points on the map (Shift and drag), and the columns in which they differ from "
            "the others appear here.");
    if (selected.count() == selected.rows())
        return tr(
            "Everything is selected, so there is nothing to compare it with. Select a part of the "
            "points.");
    return {};
}

void WhyPanel::startJob() {
    const RowSet& selected = exploration().viewState().selection().rows();
    const bool fromData = m_source->currentIndex() == Data;
    const LatentSnapshotPtr snapshot = exploration().snapshot();
    m_task.run([data = exploration().data(), model = snapshot ? snapshot->model : nullptr, selected,
                fromData](const Progress& progress) {
        RowSet others(selected.rows());
        for (Index row = 0; row < selected.rows(); ++row)
            if (!selected.contains(row))
                others.insert(row);
        const RowList first = selected.members();
        const RowList second = others.members();
        return fromData ? dataDifferences(*data->dataset, first, second, progress)
                        : reconstructionDifferences(data->preprocessor, data->table, *model, first, second,
                                                    progress);
    });
}

void WhyPanel::cancelJob() {
    m_task.cancel();
}

void WhyPanel::clearResult() {
    m_list->differences().setDifferences(nullptr, nullptr);
}

void WhyPanel::display(std::vector<ColumnDifference> differences) {
    const auto significant = std::ranges::count_if(
        differences, [](const ColumnDifference& difference) { return difference.isSignificant(); });
    m_verdict->setText(significant > 1
                           ? tr("%n columns differ by more than chance", nullptr, int(significant))
                       : significant == 1 ? tr("One column differs by more than chance")
                                          : tr("No column differs by more than chance"));
    const RowSet& selected = exploration().viewState().selection().rows();
    m_title->setText(tr("%1 selected against %2 other rows")
                         .arg(countText(selected.count()), countText(selected.rows() - selected.count())));
    m_list->differences().setDifferences(
        exploration().data()->dataset,
        std::make_shared<const std::vector<ColumnDifference>>(std::move(differences)));
    m_list->scrollToTop();
    jobDone();
}

void WhyPanel::refreshLook() {
    makeQuiet(*m_verdict, palette());
}

}  // namespace latentscape::ui
