#include "ui/compare/compare_curves.h"

#include <QHBoxLayout>
#include <algorithm>

namespace latentscape::ui {
namespace {

struct Point {
    double epoch;
    LossTerms terms;
};

/// What counts when runs are compared: the validation rows, or the training rows where a run keeps no others.
std::size_t recordCount(const RunRecord& record) {
    return record.hyperparameters.validation > 0 ? record.history.validation.size()
                                                 : record.history.training.size();
}

Point pointOf(const RunRecord& record, std::size_t index) {
    if (record.hyperparameters.validation > 0)
        return {record.history.validation[index].epoch, record.history.validation[index].terms};
    return {record.history.training[index].epoch, record.history.training[index].terms};
}

}  // namespace

CompareCurves::CompareCurves(RunList& runs, QWidget* parent)
    : QWidget(parent), m_runs(runs), m_row(new QHBoxLayout(this)) {
    setAccessibleName(tr("Curves of the runs"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    connect(&runs, &RunList::runAdded, this, &CompareCurves::refresh);
    connect(&runs, &RunList::runChanged, this, &CompareCurves::refresh);
    connect(&runs, &RunList::runRemoved, this, &CompareCurves::refresh);
    connect(&runs, &RunList::metricsAppended, this, [this](quint64 run) {
        const auto drawn = std::ranges::find(m_drawn, run, &Drawn::run);
        if (drawn != m_drawn.end())
            append(*drawn);
    });
    rebuild();
}

std::vector<CompareCurves::Drawn> CompareCurves::wanted() const {
    std::vector<Drawn> wanted;
    for (const RunRecord& record : m_runs.runs()) {
        if (!record.visible)
            continue;
        QString name =
            record.hyperparameters.validation > 0 ? record.name : tr("%1, training").arg(record.name);
        for (int i = 2; std::ranges::find(wanted, name, &Drawn::name) != wanted.end(); ++i)
            name = tr("%1 (%2)").arg(record.name).arg(i);
        wanted.push_back({.run = record.run, .name = name, .colour = record.colour});
    }
    return wanted;
}

void CompareCurves::refresh() {
    if (!std::ranges::equal(m_drawn, wanted(), &Drawn::isSame))
        rebuild();
}

void CompareCurves::rebuild() {
    m_drawn = wanted();
    const std::array titles{tr("ELBO"), tr("Reconstruction"), tr("KL")};
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        delete m_charts[i];
        m_charts[i] = new CurveChart(titles[i], tr("nats per row"), tr("epoch"), m_queue, this);
        for (const Drawn& drawn : m_drawn)
            m_charts[i]->addCurve(drawn.name, [colour = drawn.colour](const PlotTheme& theme) {
                return classColour(colour, theme.dark);
            });
        m_row->addWidget(m_charts[i], 1);
    }
    for (CurveChart* const source : m_charts) {
        for (CurveChart* const target : m_charts) {
            connect(source, &CurveChart::crosshairMoved, target, &CurveChart::setCrosshair);
            connect(source, &CurveChart::xRangeChosen, target, &CurveChart::setXRange);
        }
    }
    for (Drawn& drawn : m_drawn)
        append(drawn);
}

void CompareCurves::append(Drawn& drawn) {
    const RunRecord* const record = m_runs.find(drawn.run);
    if (!record)
        return;
    for (; drawn.records < recordCount(*record); ++drawn.records) {
        const auto [epoch, terms] = pointOf(*record, drawn.records);
        m_charts[0]->appendToCurve(drawn.name, epoch, terms.elbo());
        m_charts[1]->appendToCurve(drawn.name, epoch, terms.reconstruction);
        m_charts[2]->appendToCurve(drawn.name, epoch, terms.kl);
    }
}

}  // namespace latentscape::ui
