#include "ui/compare/run_map.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "core/analysis/view_tables.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/palette.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/format.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kSwatch = 10;
constexpr int kNarrowest = 280;
constexpr int kMargin = 12;

}  // namespace

RunMap::RunMap(ViewState& viewState, quint64 run, QWidget* parent)
    : QWidget(parent),
      m_run(run),
      m_swatch(new QWidget(this)),
      m_title(new ElidedLabel(this)),
      m_remark(new QLabel(this)),
      m_view(new LatentScatterView(viewState, this)) {
    m_swatch->setFixedSize(kSwatch, kSwatch);
    m_swatch->setBackgroundRole(QPalette::Window);
    m_swatch->setAutoFillBackground(true);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_view->showMapOnly();
    m_view->setHint(tr("Nothing is learned yet."));
    setMinimumWidth(kNarrowest);
    new PlotMenu(m_view->canvas(), QStringLiteral("map"), [this] {
        return [snapshot = m_snapshot] { return latentsAsCsv(snapshot ? *snapshot : LatentSnapshot()); };
    });

    auto* const head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 4, kMargin, 2);
    head->setSpacing(7);
    head->addWidget(m_swatch);
    head->addWidget(m_title, 1);
    head->addWidget(m_remark);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    applyTheme();
}

void RunMap::describe(const RunRecord& record) {
    m_name = record.name;
    m_colour = record.colour;
    updateTitle();
    applyTheme();
}

void RunMap::updateTitle() {
    m_title->setText(m_snapshot ? tr("%1 · epoch %2").arg(m_name, countText(qint64(m_snapshot->epoch)))
                                : m_name);
    m_view->canvas().setAccessibleName(tr("Latent space of %1").arg(m_name));
}

void RunMap::show(const LatentSnapshotPtr& snapshot, const LatentSnapshotPtr& reference,
                  AlignedLatents aligned, const QString& referenceName) {
    m_snapshot = snapshot;
    m_reference = reference;
    m_r2 = aligned.r2;
    const auto drawn = std::make_shared<LatentSnapshot>(LatentSnapshot{.run = snapshot->run,
                                                                       .step = snapshot->step,
                                                                       .epoch = snapshot->epoch,
                                                                       .rows = snapshot->rows,
                                                                       .totalRows = snapshot->totalRows,
                                                                       .means = std::move(aligned.means),
                                                                       .model = nullptr});
    if (aligned.principalAxes)
        m_view->setAxisTitles(tr("principal axis 1 of %1").arg(referenceName),
                              tr("principal axis 2 of %1").arg(referenceName));
    else
        m_view->setAxisTitles(tr("latent 1 of %1").arg(referenceName),
                              tr("latent 2 of %1").arg(referenceName));
    m_view->setSnapshot(drawn);
    if (snapshot == reference) {
        m_remark->setText(tr("reference"));
        m_remark->setToolTip(
            tr("<p>The other maps are turned, mirrored and moved to lie over this one as "
               "well as they can.</p>"));
    } else if (aligned.r2) {
        m_remark->setText(tr("R² %1").arg(QLocale().toString(*aligned.r2, 'f', 2)));
        m_remark->setToolTip(
            tr("<p>How alike this map and that of %1 are: the share of variance that they "
               "have in common once one is turned, mirrored, moved and resized to lie over "
               "the other (Procrustes), over all latent dimensions. 1 for the same map, 0 for "
               "nothing in common.</p>")
                .arg(referenceName.toHtmlEscaped()));
    } else {
        m_remark->setText(tr("no common rows"));
        m_remark->setToolTip(tr("<p>This run and %1 show no rows in common: the map stays as it is.</p>")
                                 .arg(referenceName.toHtmlEscaped()));
    }
    updateTitle();
}

void RunMap::applyTheme() {
    QPalette swatch = palette();
    swatch.setColor(QPalette::Window, classColour(m_colour, PlotTheme::fromPalette(palette()).dark));
    m_swatch->setPalette(swatch);
    makeQuiet(*m_remark, palette());
}

void RunMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

}  // namespace latentscape::ui
