#include "ui/shell/export_menu.h"

#include <algorithm>

#include "core/analysis/imputation.h"

namespace latentscape::ui {

ExportMenu::ExportMenu(Exploration& exploration, const TrainingController& controller,
                       const FileOpener& opener, FileExport& files, QAction* exportRows,
                       std::function<void()> choosePicture, QWidget* parent)
    : QMenu(tr("&Export"), parent),
      m_exploration(exploration),
      m_controller(controller),
      m_opener(opener),
      m_files(files) {
    setToolTipsVisible(true);
    addFile(tr("&Report…"), tr("The run as one web page, to be read, sent and printed"),
            {tr("Export a report"), tr("report"), tr("Web page (*.html)"), QStringLiteral("html")},
            &reportJob);
    connect(
        add(tr("&Picture of the map…"), tr("The map as it is drawn, as PNG or SVG"), &ExportMenu::noModel),
        &QAction::triggered, this, std::move(choosePicture));
    addTables(exportRows);
    addModel();
    connect(this, &QMenu::aboutToShow, this, &ExportMenu::enableActions);
    enableActions();
}

void ExportMenu::addTables(QAction* exportRows) {
    const auto addTable = [this](const QString& text, const QString& help, const QString& name,
                                 FileExport::Job (*job)(const ExportedRun&),
                                 Obstacle obstacle = &ExportMenu::noModel) {
        addFile(text, help, {tr("Export a table"), name, tr("Table (*.csv)"), QStringLiteral("csv")}, job,
                obstacle);
    };
    addSection(tr("Tables (CSV)"));
    addTable(tr("&Latents of all rows…"),
             tr("Mean and standard deviation of each row's posterior, beside the row itself"), tr("latents"),
             &latentsJob);
    addTable(tr("Re&constructions…"), tr("What the model makes of each row"), tr("reconstructions"),
             &reconstructionsJob);
    addTable(tr("&Scores…"), tr("How likely each row is, and each column's share"), tr("scores"), &scoresJob);
    addTable(tr("&Filled table…"), tr("The table with its missing cells filled"), tr("filled"),
             &filledTableJob, &ExportMenu::noGaps);
    addTable(tr("&Generated rows…"), tr("As many made-up rows as the table has, drawn from the prior"),
             tr("generated"), &generatedRowsJob);
    addTable(tr("C&urves of the run…"), tr("All figures of training and validation by step"), tr("curves"),
             &curvesJob, &ExportMenu::noCurves);
    // The menu of the selection knows when it can.
    addAction(exportRows);
}

void ExportMenu::addModel() {
    addSection(tr("Model"));
    addFile(tr("&ONNX…"), tr("A folder with encoder, decoder and schema for other programs"),
            {tr("Export as ONNX: name of a new folder"), tr("onnx"), {}, {}}, &onnxJob);
    addFile(tr("Safe&tensors…"), tr("The weights under PyTorch's names, with the schema"),
            {tr("Export the weights"), tr("weights"), tr("Weights (*.safetensors)"),
             QStringLiteral("safetensors")},
            &weightsJob);
    addFile(tr("&Bundle…"), tr("A folder with weights, schema, settings and a script for PyTorch or NumPy"),
            {tr("Export a bundle: name of a new folder"), tr("bundle"), {}, {}}, &bundleJob);
}

QAction* ExportMenu::add(const QString& text, const QString& help, Obstacle obstacle) {
    QAction* const action = addAction(text);
    action->setStatusTip(help);
    m_entries.push_back({action, help, obstacle});
    return action;
}

void ExportMenu::addFile(const QString& text, const QString& help, const FileExport::Kind& kind,
                         FileExport::Job (*job)(const ExportedRun&), Obstacle obstacle) {
    connect(add(text, help, obstacle), &QAction::triggered, this, [this, kind, job] {
        const RunRecord* const record = shownRun();
        if (!record)
            return;
        ExportedRun run = exportedRun(m_exploration, *record, m_opener.openSource());
        if (record->run == m_controller.currentRun())
            run.divergence = m_controller.divergence();
        FileExport::Kind named = kind;
        named.name = QStringLiteral("%1-%2-%3")
                         .arg(asFileName(QString::fromStdString(run.data->dataset->name())),
                              asFileName(run.name), kind.name);
        m_files.ask(named, job(run));
    });
}

void ExportMenu::enableActions() {
    for (const Entry& entry : m_entries) {
        const QString obstacle = (this->*entry.obstacle)();
        entry.action->setEnabled(obstacle.isEmpty());
        entry.action->setToolTip(obstacle.isEmpty() ? entry.help : obstacle);
    }
}

const RunRecord* ExportMenu::shownRun() const {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    return snapshot && m_exploration.data() ? m_controller.runs().find(snapshot->run) : nullptr;
}

QString ExportMenu::noModel() const {
    if (!m_controller.dataset())
        return tr("Open a table and train a model first.");
    return shownRun() ? QString() : tr("Train a model first.");
}

QString ExportMenu::noCurves() const {
    const RunRecord* const run = shownRun();
    return run && run->history.training.empty() ? tr("Train a model first.") : noModel();
}

QString ExportMenu::noGaps() const {
    if (!shownRun())
        return noModel();
    const TrainingData& learned = *m_exploration.data();
    const auto hasGaps = [&learned](const EncodedColumn& column) {
        return column.features > 0 && learned.dataset->column(column.column).missing.any();
    };
    return std::ranges::any_of(learned.preprocessor.columns(), hasGaps)
               ? QString()
               : tr("No cell is missing in the columns that the model learns.");
}

}  // namespace latentscape::ui
