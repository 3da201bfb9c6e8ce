#include "ui/panels/architecture_panel.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/support/memory.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

/// Bytes of a model that are told beside its size, and not only on a closer look.
constexpr std::uint64_t kWorthTelling = 100'000'000;

/// `4 gaussian · 1 log-normal`: how many columns have which likelihood, in the order of the features.
QString likelihoodsText(const Preprocessor& preprocessor) {
    std::vector<std::pair<std::string, int>> counts;
    std::vector<EncodedColumn> columns = preprocessor.columns();
    std::erase_if(columns, [](const EncodedColumn& column) { return column.features == 0; });
    std::ranges::stable_sort(columns, {}, &EncodedColumn::firstFeature);
    for (const EncodedColumn& column : columns) {
        const auto found = std::ranges::find(counts, column.likelihood, &std::pair<std::string, int>::first);
        if (found == counts.end())
            counts.emplace_back(column.likelihood, 1);
        else
            ++found->second;
    }
    QStringList parts;
    for (const auto& [likelihood, count] : counts)
        parts.append(QStringLiteral("%1 %2").arg(countText(count), QString::fromStdString(likelihood)));
    return parts.join(QStringLiteral(" · "));
}

/// Empty if no column has a noise width.
QString noiseText(const VaeConfig& config) {
    const bool hasNoise = std::ranges::any_of(config.blocks, [](const LikelihoodBlock& block) {
        return block.likelihood == "gaussian" || block.likelihood == "student-t";
    });
    if (!hasNoise)
        return {};
    switch (config.blocks.front().noise) {
        case NoiseForm::Fixed:
            return ArchitecturePanel::tr("fixed noise");
        case NoiseForm::Shared:
            return ArchitecturePanel::tr("shared noise");
        case NoiseForm::Feature:
            return ArchitecturePanel::tr("noise by feature");
        case NoiseForm::Row:
            return ArchitecturePanel::tr("noise by row");
    }
    return {};
}

QString memoryWords(std::uint64_t bytes) {
    return QString::fromStdString(memoryText(bytes));
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

ArchitecturePanel::ArchitecturePanel(TrainingController& controller, HyperparameterEdits& edits,
                                     QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_diagram(new NetworkDiagram),
      m_size(new ElidedLabel),
      m_output(new ElidedLabel),
      m_form(new HyperparameterForm(controller, edits, {HyperparameterGroup::Architecture})) {
    auto* const content = new QWidget(this);
    auto* const contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(12, 3, 12, 2);
    contentLayout->setSpacing(1);
    contentLayout->addWidget(m_diagram);
    for (ElidedLabel* const line : {m_size, m_output}) {
        line->setAlignment(Qt::AlignCenter);
        contentLayout->addWidget(line);
    }
    contentLayout->addSpacing(4);
    contentLayout->addWidget(m_form);
    contentLayout->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&controller, &TrainingController::hyperparametersChanged, this,
            &ArchitecturePanel::showArchitecture);
    connect(&controller, &TrainingController::dataPrepared, this, &ArchitecturePanel::showArchitecture);
    refreshColours();
    showArchitecture();
}

void ArchitecturePanel::showArchitecture() {
    const TrainingDataPtr& prepared = m_controller.data();
    m_diagram->setVisible(prepared != nullptr);
    m_size->setVisible(prepared != nullptr);
    m_output->setVisible(prepared != nullptr);
    if (!prepared)
        return;
    const VaeConfig config = vaeConfig(prepared->preprocessor, m_controller.edited());
    std::vector<qint64> units{qint64(config.features())};
    for (const Index width : config.hidden)
        units.push_back(qint64(width));
    units.push_back(qint64(config.latent));
    m_diagram->setLayers(std::move(units), config.linearPath);
    m_diagram->setToolTip(
        config.linearPath
            ? tr("<p>Encoder, latent space and decoder. The coloured line is a straight path past the hidden "
                 "layers: it starts as PCA, and the layers learn what bends from there.</p>")
            : tr("<p>Encoder, latent space and decoder, all starting from random weights.</p>"));
    const ModelMemory memory = *m_controller.memory();
    m_size->setToolTip(
        tr("<p>Takes %1 while it is trained: weights, gradient, moments and copies %2, and a mini-batch on "
           "its way %3.</p>")
            .arg(memoryWords(memory.total()), memoryWords(memory.parameterBytes),
                 memoryWords(memory.activationBytes)));
    m_size->setText(joined({tr("%1 features").arg(countText(qint64(config.features()))),
                            tr("%1 parameters").arg(countText(qint64(Vae(config).layout().parameterCount()))),
                            memory.total() >= kWorthTelling ? tr("takes %1").arg(memoryWords(memory.total()))
                            : config.linearPath             ? tr("starts as PCA")
                                                            : QString()}));
    const QString likelihoods = likelihoodsText(prepared->preprocessor);
    m_output->setText(likelihoods);
    m_output->setToolTip(tr("<p>What the decoder tells of a row, by column: %1.</p>")
                             .arg(joined({likelihoods, noiseText(config)})));
}

void ArchitecturePanel::refreshColours() {
    for (ElidedLabel* const line : {m_size, m_output})
        makeQuiet(*line, palette());
}

void ArchitecturePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

}  // namespace latentscape::ui
